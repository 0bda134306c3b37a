"""The state of a record on any past day, from its dated rows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rule_world import child, life, mother, offer, province, record, view

from aixin_tui.domain.record import Record
from aixin_tui.engine import states

LIFE = child(status=life(("screened", "2024-12-01"), ("filed", "2025-01-05"), ("assessed", "2025-01-05"),
                         ("consented", "2025-02-01"), ("closed", "2025-06-01")))


@pytest.mark.parametrize(("day", "state"), [
    ("2024-11-30", ""), ("2024-12-01", "screened"), ("2025-01-04", "screened"), ("2025-01-05", "assessed"),
    ("2025-01-31", "assessed"), ("2025-02-01", "consented"), ("2025-05-31", "consented"), ("2025-06-01", "closed"),
    ("2030-01-01", "closed"),
])
@pytest.mark.requirement("JX-21", node="engine/states.py")
def test_state_on_a_past_day(day: str, state: str) -> None:
    here = view(LIFE, day=day)
    assert here.state(LIFE) == state
    assert here.core_state(LIFE) == state


def test_entries_of_one_day_keep_their_order_and_the_last_stands() -> None:
    assert [entered.state for entered in states.history(LIFE)][1:3] == ["filed", "assessed"]


def test_a_record_without_rows_is_in_the_first_state() -> None:
    wish = record("micro_wish", "w1", child="c1", date="2025-03-01")
    assert view(child(), wish).state(wish) == "collected"


def test_a_kind_without_a_life_has_no_state() -> None:
    visit = record("home_visit", "v1", child={"c1": True}, date="2025-03-01")
    assert view(child(), visit).state(visit) == ""


def test_a_sub_state_counts_in_its_core_state() -> None:
    assert states.core_of(province(), "child", "waiting") == "waiting"
    assert states.core_of(province(), "child", "no_such_state") == "no_such_state"
    line = record("counselling", "n1", status=life(("continuing", "2025-01-01")))
    assert view(line, of=province("hainan")).core_state(line) == "continuing"


@pytest.mark.parametrize(("values", "day", "state"), [
    ({"started_on": "2025-03-10"}, "2025-03-09", ""),
    ({"started_on": "2025-03-10"}, "2025-03-10", "in_force"),
    ({"started_on": "2025-03"}, "2025-03-01", "in_force"),
    ({"started_on": "2025-03-10", "ended_on": "2025-05-14"}, "2025-05-13", "in_force"),
    ({"started_on": "2025-03-10", "ended_on": "2025-05-14"}, "2025-05-14", "ended"),
    ({"started_on": "2025-03-10", "proposal": "o1"}, "2025-03-09", "proposed"),
    ({"started_on": "2025-03-10", "proposal": "o1"}, "2025-02-28", ""),
    ({"started_on": "2025-03-10", "pauses": {"a": {"from": "2025-04-01"}}}, "2025-04-02", "in_force"),
])
def test_a_pairing_is_proposed_in_force_or_ended_by_its_dates(values: dict[str, object], day: str, state: str) -> None:
    pair = record("pairing", "p1", child="c1", loving_mother="m1", **values)
    here = view(child(), mother(), pair, offer("o1", state="accepted", offered_on="2025-03-01"), day=day)
    assert here.state(pair) == state
    assert (pair in here.records("pairing")) is bool(state)


def test_a_confirmed_offer_is_not_listed_beside_its_pairing() -> None:
    pair = record("pairing", "p1", child="c1", loving_mother="m1", started_on="2025-03-10", proposal="o1")
    assert [p.id for p in view(child(), mother(), pair, offer("o1")).records("pairing")] == ["p1"]


@given(st.lists(st.tuples(st.sampled_from(["filed", "waiting", "paired"]), st.dates()), min_size=1, max_size=6),
       st.dates())
def test_the_state_is_that_of_the_last_row_that_begins_by_the_day(rows: list[tuple[str, object]], day: object) -> None:
    one = Record("child", "c1", {"status": life(*((state, str(begin)) for state, begin in rows))})
    begun = [(str(begin), n, state) for n, (state, begin) in enumerate(rows) if str(begin) <= str(day)]
    assert states.state_on(one, province().lives["child"], str(day)) == (max(begun)[2] if begun else "")
    assert (states.begun_on(one) <= str(day)) is bool(begun)
