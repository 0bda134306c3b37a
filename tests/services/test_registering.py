"""Registering and changing records: the form's checks, people who are on file already, what has a verb of its own."""

from __future__ import annotations

from typing import Any

import pytest

from aixin_tui.domain.problem import Severity
from aixin_tui.services.registering import AddRecord, EditRecord, add_record, edit_record
from office_world import World, codes


def test_a_child_begins_in_the_first_state_in_the_file_of_its_town(qinghai: World) -> None:
    child = qinghai.child()
    assert qinghai.state(child) == "screened"
    assert qinghai.desk.store.home("child", child.id) == f"data/630222/{qinghai.village[:9]}"  # type: ignore[attr-defined]
    assert [row["division_code"] for row in child.values["residence"].values()] == [qinghai.village]


def test_what_is_typed_as_lists_is_stored_by_key_and_defaults_are_filled_in(qinghai: World) -> None:
    child = qinghai.child(categories=["left_behind_child", "migrant_child"])
    assert child.get("categories") == {"left_behind_child": True, "migrant_child": True}
    assert child.get("radius") == "county"
    guardian = qinghai.guardian(child, phone="154 0000 0001 / 154-0000-0002")
    assert set(guardian.values["phone"]) == {"15400000001", "15400000002"}
    assert [row["child"] for row in guardian.values["roles"].values()] == [child.id]


@pytest.mark.parametrize(("changed", "fields"), [
    ({"name": ""}, ["name"]),
    ({"name": "", "birth_date": ""}, ["name", "birth_date"]),
    ({"division_code": "630222999999"}, ["division_code"]),
    ({"categories": ["no_such"]}, ["categories"]),
    ({"birth_date": "2031-01-01"}, ["birth_date"]),
    ({"birth_date": "31.2.2014"}, ["birth_date"]),
])
def test_everything_wrong_is_told_at_once_and_nothing_is_written(
    qinghai: World, changed: dict[str, Any], fields: list[str]
) -> None:
    values = {"name": "窦念安", "sex": "female", "birth_date": "2014-05-06", "categories": ["left_behind_child"],
              "division_code": qinghai.village, **changed}
    result = add_record(qinghai.desk, qinghai.who(), AddRecord("child", values))
    assert not result.done
    assert {p.place.field for p in result.problems if p.stops} == set(fields)
    assert not list(qinghai.desk.store.log())


@pytest.mark.parametrize(("second", "held"), [
    ({}, True),
    ({"name": "窦念平"}, False),
    ({"birth_date": "2015-05-06"}, False),
    ({"id_number": "630222201405069928"}, True),
])
def test_somebody_who_may_be_on_file_already_is_held_until_one_adds_all_the_same(
    qinghai: World, second: dict[str, Any], held: bool
) -> None:
    first = qinghai.child()
    values = {"name": "窦念安", "sex": "female", "birth_date": "2014-05-06", "categories": ["left_behind_child"],
              "division_code": qinghai.village, **second}
    result = add_record(qinghai.desk, qinghai.who(), AddRecord("child", values))
    assert result.done is not held
    if held:
        problem, = (p for p in result.problems if p.severity is Severity.HELD)
        assert (problem.code.value, problem.place.record) == ("ACT_007", first.id)
        assert "630222201405069928" not in str(problem.values)
        assert add_record(qinghai.desk, qinghai.who(), AddRecord("child", values, anyway=True)).done


def test_an_edit_changes_what_is_named_and_keeps_the_rest_with_its_state(qinghai: World) -> None:
    child = qinghai.waiting_child()
    result = edit_record(qinghai.desk, qinghai.who(), EditRecord("child", child.id, {
        "school": "县第一小学", "categories": ["child_in_difficulty"],
    }))
    after = qinghai.now("child", child.id)
    assert result.done
    assert (after.get("school"), after.get("categories")) == ("县第一小学", {"child_in_difficulty": True})
    assert after.get("status") == child.get("status")
    entry = qinghai.desk.store.entry(result.receipt.number)  # type: ignore[union-attr]
    assert entry is not None
    # A set changes by its choices, so that two offices' edits merge.
    assert set(entry.changes[0].values) == {"school", "categories/left_behind_child", "categories/child_in_difficulty"}


def test_a_child_who_moves_keeps_where_it_lived_and_its_file(qinghai: World) -> None:
    child = qinghai.child()
    home = qinghai.desk.store.home("child", child.id)  # type: ignore[attr-defined]
    other = next(code for code in qinghai.desk.province.divisions
                 if code.startswith("630222") and len(code) == 12 and code[:9] != qinghai.village[:9])
    qinghai.at("2025-06-01")
    edit_record(qinghai.desk, qinghai.who(), EditRecord("child", child.id, {"division_code": other}))
    lived = [(row["from"], row["division_code"]) for _, row in sorted(
        qinghai.now("child", child.id).values["residence"].items())]
    assert lived == [("2025-03-24", qinghai.village), ("2025-06-01", other)]
    assert qinghai.desk.store.home("child", child.id) == home  # type: ignore[attr-defined]


@pytest.mark.parametrize(("kind", "field", "value"), [
    ("child", "status", {}),
    ("consent", "withdrawn_on", "2025-03-24"),
    ("consent", "decision", "not_agreed"),
    ("pairing", "ended_on", "2025-03-24"),
    ("pairing", "loving_mother", "x"),
])
def test_what_has_a_verb_of_its_own_is_not_edited(qinghai: World, kind: str, field: str, value: Any) -> None:
    child = qinghai.waiting_child()
    qinghai.pair(child, qinghai.mother())
    record = qinghai.desk.store.snapshot().of(kind)[0]
    result = edit_record(qinghai.desk, qinghai.who(), EditRecord(kind, record.id, {field: value}))
    assert (result.done, codes(result)) == (False, ["ACT_006"])


def test_pairs_and_unknown_forms_are_not_added_like_a_form(qinghai: World) -> None:
    for kind, code in (("pairing", "ACT_006"), ("match_proposal", "ACT_006"), ("nonsense", "ACT_005")):
        assert codes(add_record(qinghai.desk, qinghai.who(), AddRecord(kind, {}))) == [code]


def test_looking_back_and_a_viewer_write_nothing(qinghai: World) -> None:
    values = {"name": "窦长河", "phone": "15400000001"}
    for who, code in ((qinghai.who(known_at="2025-01-01"), "ACT_001"), (qinghai.who(role="viewer"), "ACT_002")):
        assert code in codes(add_record(qinghai.desk, who, AddRecord("guardian", values)))
    assert not list(qinghai.desk.store.log())


@pytest.mark.requirement("QH-11", node=("qinghai/forms/activity.yaml#fields.plan_tag",
                         "qinghai/reports/monthly.yaml#blocks.by_plan"))
def test_an_activity_is_put_under_one_of_the_three_plans(qinghai: World) -> None:
    child = qinghai.child()
    values = {"child": child.id, "date": "2025-03-20", "kind": ["tutoring"], "plan_tag": "growth"}
    result = add_record(qinghai.desk, qinghai.who(), AddRecord("activity", values))
    assert result.done
    assert result.records[0].get("plan_tag") == "growth"
    wrong = add_record(qinghai.desk, qinghai.who(), AddRecord("activity", {**values, "plan_tag": "other"}))
    assert [p.place.field for p in wrong.problems] == ["plan_tag"]


@pytest.mark.requirement("QH-13", node="qinghai/checklist.yaml#items.household_plan")
def test_a_household_has_a_plan_of_its_own(qinghai: World) -> None:
    from aixin_tui.services.due import due_board

    household = qinghai.add("household", name="窦长河", division_code=qinghai.village)
    child = qinghai.waiting_child(household=household.id)
    qinghai.pair(child, qinghai.mother())

    def due() -> list[str]:
        board = due_board(qinghai.desk, qinghai.who(), duties=("household_plan",))
        return [line.record for group in board.groups for line in group.due]

    assert due() == [household.id]
    qinghai.add("care_plan", scope="household", household=household.id, date="2025-03-24", goals="改善监护")
    assert due() == []
