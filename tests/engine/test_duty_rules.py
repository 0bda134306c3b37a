"""Rules of duties that neither shipped province uses yet: silences, windows, weeks, new versions, other divisions."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest
from care_world import activity, child, mother, pairing, province

from aixin_tui.domain.record import Record
from aixin_tui.engine.duties import DutyStatus, duty_items
from aixin_tui.engine.periods import parse_period
from aixin_tui.engine.snapshot import Snapshot
from aixin_tui.engine.spec.checklist import After, ChecklistSpec, DutySpec, Every, Gap
from aixin_tui.engine.spec.condition import By, Condition, Equals, FactTest, Selection
from aixin_tui.engine.spec.item import Items, Stamp
from aixin_tui.engine.view import View
from aixin_tui.reference.festivals import festivals

CALLS = Selection(of="activity", where=Condition(clauses=(
    FactTest(fact="activity.kind", test=Equals(values=("contact_call",))),)))


def duty(**values: Any) -> DutySpec:
    return DutySpec(**{"key": "d", "label": "某项", "scope": "pairing", "counts": CALLS, **values})


def statuses(records: list[Record], day: str, *specs: DutySpec, period: str = "", scope: str = "") -> dict[str, str]:
    """Give what stands of the duty on a day: `first..last` of each slot and its status."""
    made = msgspec.structs.replace(province(), checklist=ChecklistSpec(duties=Items(specs)))
    at, more = date.fromisoformat(day), {}
    if period:
        found = parse_period(period)
        more, at = {"period": found.days, "judged_on": found.judged_on(at)}, found.as_of(at)
    seen = View(Snapshot(records), made, at, office="630222", festivals=festivals(), **more)
    return {f"{i.first}..{i.last}": i.status.value for i in duty_items(seen, scope=scope)}


def world(*days: str, started: str = "2025-03-10", **values: Any) -> list[Record]:
    calls = (activity(f"a{day}", day, "contact_call") for day in days)
    return [child("c1", on=started, **values), mother(), pairing("p1", started), *calls]


BY_COLOUR = By(fact="child.risk_colour", values={"red": "7 days"}, otherwise="30 days", has_else=True)
GAP = duty(cadence=Gap(length=BY_COLOUR))


@pytest.mark.parametrize(
    ("day", "calls", "status"),
    [
        ("2025-03-20", (), {"2025-03-10..2025-04-08": "due"}),
        ("2025-04-08", (), {"2025-03-10..2025-04-08": "due"}),
        ("2025-04-09", (), {"2025-03-10..2025-04-08": "missed"}),
        ("2025-04-09", ("2025-04-08",), {"2025-03-10..2025-04-08": "done", "2025-04-08..2025-05-07": "due"}),
        ("2025-05-08", ("2025-04-08",), {"2025-04-08..2025-05-07": "missed"}),
    ],
)
def test_a_silence_is_due_until_it_is_too_long(day: str, calls: tuple[str, ...], status: dict[str, str]) -> None:
    found = statuses(world(*calls), day, GAP)
    assert {slot: state for slot, state in found.items() if state != "done"} == {
        slot: state for slot, state in status.items() if state != "done"
    }


def test_the_length_of_a_silence_follows_the_colour() -> None:
    red = Record("assessment", "x1", {"child": "c1", "date": "2025-03-01", "risk_colour": "red"})
    assert statuses([*world(), red], "2025-03-17", GAP) == {"2025-03-10..2025-03-16": "missed"}


def test_silences_that_ended_in_a_past_month_are_all_told() -> None:
    found = statuses(world("2025-04-20"), "2025-07-01", GAP, period="2025-04")
    assert found["2025-03-10..2025-04-08"] == "missed"
    assert "2025-04-20..2025-05-19" in statuses(world("2025-04-20"), "2025-07-01", GAP, period="2025-05")


WINDOW = duty(cadence=Every(unit="month", days=(1, 11)))


def test_a_window_is_owed_by_who_is_paired_on_its_first_day() -> None:
    assert statuses(world(started="2025-03-02"), "2025-03-12", WINDOW) == {"2025-03-01..2025-03-11": "not_owed"}
    assert statuses(world(started="2025-03-01"), "2025-03-11", WINDOW)["2025-03-01..2025-03-11"] == "due"
    assert statuses(world(started="2025-03-01"), "2025-03-12", WINDOW) == {"2025-03-01..2025-03-11": "missed"}


@pytest.mark.parametrize(("started", "status"), [("2025-03-13", "missed"), ("2025-03-14", "not_owed")])
def test_a_week_begun_in_its_second_half_is_not_owed(started: str, status: str) -> None:
    found = statuses(world(started=started), "2025-03-17", duty(cadence=Every(unit="week")))
    assert found["2025-03-10..2025-03-16"] == status


def test_a_call_on_sunday_the_first_of_june_belongs_to_the_week_before_and_to_june() -> None:
    records = world("2025-06-01")
    assert statuses(records, "2025-06-02", duty(cadence=Every(unit="week")))["2025-05-26..2025-06-01"] == "done"
    assert statuses(records, "2025-06-02", duty(cadence=Every(unit="month")))["2025-06-01..2025-06-30"] == "done"


def test_each_new_date_of_a_fact_begins_the_slot_anew() -> None:
    after = duty(scope="child", cadence=After(fact="child.paired_on", within="30 days"))
    assert statuses(world(), "2025-04-08", after) == {"2025-03-10..2025-04-08": "due"}
    assert statuses(world(), "2025-04-09", after) == {"2025-03-10..2025-04-08": "missed"}
    states = [("paired", "2025-03-10"), ("waiting", "2025-05-14"), ("paired", "2025-05-20")]
    assert statuses([child("c1", states=states), mother()], "2025-05-20", after) == {"2025-05-20..2025-06-18": "due"}


def test_a_birthday_needs_a_day() -> None:
    party = duty(cadence=Every(named=("birthday",), early="3 days", late="3 days"))
    assert statuses(world(birth_date="2016-02-29"), "2026-02-26", party) == {"2026-02-25..2026-03-03": "due"}
    assert statuses(world(birth_date="2016-02"), "2026-02-26", party) == {}


def test_a_slot_is_judged_by_the_version_in_force_on_its_last_day() -> None:
    old = duty(cadence=Every(unit="month"), stamp=Stamp(effective_to="2025-05-31"))
    new = duty(cadence=Every(unit="week"), stamp=Stamp(effective_from="2025-06-01"))
    assert statuses(world(), "2025-05-31", old, new)["2025-05-01..2025-05-31"] == "due"
    assert statuses(world(), "2025-06-04", old, new) == {
        "2025-05-01..2025-05-31": "missed", "2025-05-26..2025-06-01": "missed", "2025-06-02..2025-06-08": "due",
    }


def test_a_version_for_one_division_holds_only_inside_it() -> None:
    everywhere = duty(cadence=Every(unit="month"))
    one_town = duty(cadence=Every(unit="week"), stamp=Stamp(division="630222100"))
    assert "2025-06-01..2025-06-30" not in statuses(world(), "2025-06-04", everywhere, one_town)
    elsewhere = world(division_code="630222101201")
    assert "2025-06-01..2025-06-30" in statuses(elsewhere, "2025-06-04", everywhere, one_town)


def test_a_scope_keeps_what_lies_inside_it() -> None:
    monthly = duty(cadence=Every(unit="month"))
    assert statuses(world(), "2025-06-04", monthly, scope="630222100")
    assert not statuses(world(), "2025-06-04", monthly, scope="630222101")


def test_a_duty_owes_nothing_before_its_rule_began() -> None:
    spec = duty(cadence=Every(unit="month"), stamp=Stamp(effective_from="2025-05-20"))
    found = statuses(world(), "2025-06-02", spec)
    assert found["2025-05-01..2025-05-31"] == DutyStatus.NOT_OWED
    assert found["2025-06-01..2025-06-30"] == DutyStatus.DUE


def test_two_calls_may_be_owed_in_one_slot() -> None:
    twice = msgspec.structs.replace(CALLS, at_least=2)
    spec = duty(cadence=Every(unit="month"), counts=twice)
    assert statuses(world("2025-04-02"), "2025-05-01", spec)["2025-04-01..2025-04-30"] == "missed"
    assert statuses(world("2025-04-02", "2025-04-03"), "2025-05-01", spec)["2025-04-01..2025-04-30"] == "done"


def test_a_division_may_owe_something_too() -> None:
    event = Record("event", "e1", {"date": "2025-03-05", "kind": "training", "division_code": "630222100201"})
    spec = duty(
        scope="division", cadence=Every(unit="month"), counts=Selection(of="event"),
        applies_when=Condition(clauses=(FactTest(fact="division.level", test=Equals(values=("county",))),)),
    )
    assert statuses([event], "2025-04-01", spec)["2025-03-01..2025-03-31"] == "done"
    assert statuses([event], "2025-05-01", spec)["2025-04-01..2025-04-30"] == "missed"
