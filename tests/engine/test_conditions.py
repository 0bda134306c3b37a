"""Each operator of a condition, and the laws that all of them keep."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rule_world import child, cond, consent, guardian, mother, province, record, some, view

from aixin_tui.domain.record import Record
from aixin_tui.engine.snapshot import Snapshot
from aixin_tui.engine.spec.condition import (
    AllOf,
    Between,
    By,
    Condition,
    Distinct,
    Recorded,
    SameAs,
    Shares,
    Within,
)
from aixin_tui.engine.view import View

ASSESSED = record("assessment", "a1", child="c1", date="2025-03-01", risk_colour="yellow", guardianship="fair",
                  causes={"poverty": True, "illness": True},
                  opinions={"r1": {"role": "police"}, "r2": {"role": "grid_worker"}})
EVENT = record("event", "e1", date="2025-03-15", sessions=3, theme="red", topics="red", kind="training",
               reach={"value": 1200, "word": "近"}, division_code="630222100201")


@pytest.mark.parametrize(("fact", "test", "holds"), [
    # is this value, one of these
    ("child.sex", "female", True),
    ("child.sex", "male", False),
    ("child.sex", ("male", "female"), True),
    ("child.categories", "left_behind_child", True),
    ("child.categories", ("orphan_in_community", "left_behind_child"), True),
    ("child.age", 9, True),
    ("child.age", "9", True),
    ("child.in_pair", False, True),
    ("child.in_pair", "false", True),
    ("child.in_pair", True, False),
    ("child.school", "一小", False),
    ("child.unknown", "x", False),
    ("assessment.causes", "poverty", True),
    ("assessment.opinions.role", "police", True),
    # at least, at most
    ("child.age", Between(at_least=9), True),
    ("child.age", Between(at_least=10), False),
    ("child.age", Between(at_least=8, at_most=9), True),
    ("child.birth_date", Between(at_most="2015-05"), True),
    ("child.birth_date", Between(at_most="2015-04"), False),
    ("child.birth_date", Between(at_least="2015"), True),
    ("child.risk_colour", Between(at_most="yellow"), True),
    ("child.risk_colour", Between(at_least="blue"), False),
    ("child.date", Between(at_most=SameAs("today")), True),
    ("assessment.date", Between(at_least=SameAs("child.date")), True),
    ("child.school", Between(at_least="a"), False),
    ("child.age", Between(at_least=SameAs("child.school")), False),
    # within
    ("assessment.date", Within("31 days"), False),
    ("assessment.date", Within("32 days"), True),
    ("assessment.date", Within("1 month"), False),
    ("assessment.date", Within("12 months"), True),
    ("assessment.date", Within("year"), True),
    ("assessment.date", Within("period"), False),
    ("child.birth_date", Within("year"), False),
    # every one, so many different
    ("assessment.causes", AllOf(("poverty", "illness")), True),
    ("assessment.causes", AllOf(("poverty", "guardianship_missing")), False),
    ("assessment.opinions.role", AllOf(("police", "grid_worker")), True),
    ("child.interests", AllOf(()), False),
    ("assessment.opinions.role", Distinct(at_least=2), True),
    ("assessment.opinions.role", Distinct(at_least=3), False),
    ("assessment.causes", Distinct(at_most=2), True),
    ("child.interests", Distinct(at_most=5), False),
    # recorded
    ("child.categories", Recorded(value=True), True),
    ("child.school", Recorded(value=True), False),
    ("child.school", Recorded(value=False), True),
    ("assessment.opinions", Recorded(value=True), True),
    ("loving_mother.name", Recorded(value=False), True),
])
def test_operator(fact: str, test: Any, *, holds: bool) -> None:
    here = view(child("c1"), ASSESSED)
    assert here.holds(cond({fact: test}), here.find("child", "c1")) is holds


def test_two_facts_share_a_value() -> None:
    here = view(EVENT)
    assert here.holds(cond({"event.theme": Shares("event.topics")}), EVENT)
    assert not here.holds(cond({"event.theme": Shares("event.kind")}), EVENT)
    assert not here.holds(cond({"event.mode": Shares("event.series")}), EVENT)  # two empty facts share nothing


def test_a_number_that_people_round_is_compared_by_its_value() -> None:
    assert view(EVENT).holds(cond({"event.reach": Between(at_least=1200)}), EVENT)


def test_money_is_spoken_of_in_the_unit_of_its_field() -> None:
    wish = record("micro_wish", "w1", child="c1", price=19990)
    here = view(child("c1"), wish)
    assert here.fact(wish, "micro_wish.price") == (199.9,)
    assert here.holds(cond({"micro_wish.price": Between(at_most=200)}), wish)


def test_any_not_and_has() -> None:
    here = view(child("c1"), ASSESSED, guardian(), consent())
    c1 = here.find("child", "c1")
    yes, no = cond({"child.sex": "female"}), cond({"child.sex": "male"})
    assert here.holds(cond(any=[no, yes]), c1)
    assert not here.holds(cond(any=[no, no]), c1)
    assert not here.holds(cond(any=[]), c1)
    assert here.holds(cond(no=no), c1)
    assert here.holds(cond(has=[some("assessment"), some("consent", cond({"consent.state": "valid"}))]), c1)
    assert not here.holds(cond(has=[some("assessment", at_least=2)]), c1)
    assert here.holds(cond(has=[some("home_visit", at_least=0, at_most=0)]), c1)


def test_not_takes_a_condition_as_a_whole() -> None:
    both = cond({"child.sex": "female", "child.age": 3})
    here = view(child("c1"))
    assert here.holds(cond(no=both), here.find("child", "c1"))


def test_the_empty_condition_always_holds() -> None:
    assert view().holds(Condition(), record("child", "nobody"))


@pytest.mark.parametrize(("day", "within"), [("2025-12-19", True), ("2025-12-20", False)])
def test_within_ends_on_the_same_day_twelve_months_later(day: str, *, within: bool) -> None:
    asked = mother(query_on="2024-12-20")
    here = view(asked, day=day)
    assert here.holds(cond({"loving_mother.query_on": Within("12 months")}), asked) is within


@pytest.mark.parametrize(("day", "inside"), [("2025-03-01", True), ("2025-03-31", True), ("2025-02-28", False)])
def test_within_the_period_of_a_report(day: str, *, inside: bool) -> None:
    done = record("activity", "a1", child="c1", date=day, kind={"contact_call": True})
    here = view(child(), done, day="2025-04-10", period=(date(2025, 3, 1), date(2025, 3, 31)))
    assert here.holds(cond({"activity.date": Within("period")}), done) is inside


def test_within_a_period_that_still_runs_ends_with_the_day() -> None:
    wish = record("micro_wish", "w1", child="c1", date="2025-03-01", deadline="2025-04-20")
    here = view(child(), wish, day="2025-04-10", period=(date(2025, 4, 1), date(2025, 4, 30)))
    assert not here.holds(cond({"micro_wish.deadline": Within("period")}), wish)
    assert here.holds(cond({"today": Within("period")}), wish)


@pytest.mark.parametrize(("kind", "values", "named"), [
    ("home_visit", {"child": {"c1": True}, "met": {"nobody": True}}, cond({"home_visit.met": "nobody"})),
    ("activity", {"child": "c1", "reached": False}, cond({"activity.reached": False})),
    ("match_proposal", {"child": "c1", "loving_mother": "m1", "state": "offered"},
     cond({"pairing.state": "proposed"})),
])
def test_what_did_not_happen_is_left_out_unless_named(kind: str, values: dict[str, Any], named: Condition) -> None:
    here = view(child("c1"), mother(), Record(kind, "x1", {"date": "2025-03-01", **values}))
    c1 = here.find("child", "c1")
    asked = "pairing" if kind == "match_proposal" else kind
    assert not here.holds(cond(has=[some(asked)]), c1)
    assert here.holds(cond(has=[some(asked, named)]), c1)
    assert here.holds(cond(has=[some(asked, cond(any=[named]))]), c1)
    assert [r.id for r in here.meeting(asked, named)] == ["x1"]
    assert here.meeting(asked, Condition()) == ()


@pytest.mark.parametrize(("value", "wanted"), [
    (7, 7),
    (SameAs("child.sex"), "female"),
    (By("child.risk_colour", {"red": 1, "yellow": 2}), 2),
    (By("child.risk_colour", {"red": 1}, otherwise=9, has_else=True), 9),
    (By("child.risk_colour", {"red": 1}), None),
    (By("child.in_pair", {"false": "no"}), "no"),
    (By("child.month", {"1": "一月"}), "一月"),
    (By("child.sex", {"female": By("child.age", {"9": "nine"})}), "nine"),
    (By("child.sex", {"female": SameAs("child.age")}), 9),
])
def test_value(value: Any, wanted: Any) -> None:
    here = view(child("c1", status={"1": {"state": "filed", "from": "2025-01-05"}}), ASSESSED)
    assert here.value(value, here.find("child", "c1")) == wanted


# --- laws -------------------------------------------------------------------------------------------------------------

TESTS = st.sampled_from([
    cond({"child.sex": "female"}), cond({"child.age": Between(at_least=8)}), cond({"child.risk_colour": "yellow"}),
    cond({"assessment.date": Within("6 months")}), cond({"assessment.causes": AllOf(("poverty",))}),
    cond({"child.school": Recorded(value=False)}), cond(has=[some("assessment")]), Condition(),
])
CHILDREN = st.builds(
    lambda sex, year, colour, seen: (
        child("c1", sex=sex, birth_date=str(year)),
        *((record("assessment", "a1", child="c1", date="2025-01-02", risk_colour=colour, causes={"poverty": True}),)
          if seen else ()),
    ),
    st.sampled_from(["female", "male"]), st.integers(2008, 2020), st.sampled_from(["red", "yellow"]), st.booleans(),
)


@given(TESTS, CHILDREN)
def test_not_is_the_complement(one: Condition, records: tuple[Record, ...]) -> None:
    here = view(*records)
    assert here.holds(cond(no=one), records[0]) is not here.holds(one, records[0])
    assert here.holds(cond(no=cond(no=one)), records[0]) is here.holds(one, records[0])


@given(TESTS, TESTS, CHILDREN)
def test_all_and_any_are_what_their_parts_are(one: Condition, other: Condition, records: tuple[Record, ...]) -> None:
    here = view(*records)
    first, second = here.holds(one, records[0]), here.holds(other, records[0])
    assert here.holds(cond(any=[one]), records[0]) is first
    assert here.holds(cond(any=[one, other]), records[0]) is (first or second)
    assert here.holds(Condition((*one.clauses, *other.clauses)), records[0]) is (first and second)
    assert here.holds(cond(no=cond(any=[one, other])), records[0]) is (not first and not second)


@given(st.permutations(range(5)))
def test_the_order_of_records_never_matters(order: list[int]) -> None:
    assessed = [record("assessment", f"a{n}", child="c1", date=f"2025-0{n % 2 + 1}-01",
                       risk_colour=("red", "yellow", "blue")[n % 3]) for n in range(5)]
    here = View(Snapshot((child("c1"), *(assessed[n] for n in order))), province(), date(2025, 4, 1))
    c1 = here.find("child", "c1")
    assert here.fact(c1, "child.risk_colour") == ("red",)  # a3: the latest day, then the highest id
    assert [r.id for r in here.linked("assessment", c1)] == ["a0", "a2", "a4", "a1", "a3"]
