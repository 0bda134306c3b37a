"""Sheets of visits, of background queries and of registers come back: a sitting a row, a query a row, a line a row."""

from __future__ import annotations

from typing import Any

import pytest
from sheet_office import TO_VISIT, SheetOffice, codes_of, filled, outcomes, sheet_office

from aixin_tui.domain.record import Record, members
from aixin_tui.provinces.registry import Registry
from aixin_tui.services.importing import DecideRow, decide, held_rows
from aixin_tui.services.registering import EditRecord, edit_record
from aixin_tui.services.undoing import UndoAct, undo

VISIT = {"date": "6月18日", "visitors": "村妇联执委", "joint_with": "民政", "met": "儿童、监护人",
         "child_needs": "学业辅导", "family_needs": "监护照料，就学", "services": "家教指导",
         "assessment.guardianship": "一般", "assessment.development": "健康", "assessment.difficulties": ""}
CONSENT = {"consent.decision": "同意", "consent.channel": "当面"}


@pytest.fixture
def office(provinces: Registry) -> SheetOffice:
    return sheet_office(provinces["qinghai"])


def of(office: SheetOffice, kind: str, child: str) -> list[Record]:
    snapshot = office.desk.store.snapshot()
    (found,) = [one for one in snapshot.of("child") if one.text("name") == child]
    return [one for one in snapshot.of(kind) if found.id in members(one.get("child"))]


def child_of(office: SheetOffice, name: str) -> Record:
    return next(one for one in office.desk.store.snapshot().of("child") if one.text("name") == name)


def test_children_on_file_whom_nobody_has_met_are_on_the_sheet(office: SheetOffice) -> None:
    plan = office.sheet("visits")
    assert {row.cell("name") for row in plan.rows} == set(TO_VISIT)
    assert {row.cell("guardian") for row in plan.rows} == {"任长河"}
    assert {row.cell("birth_date") for row in plan.rows} == {"2015-02"}
    office.take(filled(plan, {1: {**VISIT, "met": "未见到人", "assessment.guardianship": "",
                                  "assessment.development": ""}, 2: {**VISIT}}))
    assert [row.cell("name") for row in office.sheet("visits").rows] == [plan.rows[0].cell("name")]


@pytest.mark.parametrize(("consent", "state"), [(CONSENT, "waiting"), ({}, "assessed"), (
    {**CONSENT, "consent.decision": "不同意"}, "not_agreed")])
def test_a_row_is_one_sitting_and_takes_the_steps_that_the_guards_allow(
    office: SheetOffice, consent: dict[str, str], state: str,
) -> None:
    plan = office.sheet("visits")
    name = plan.rows[0].cell("name")
    rows = office.take(filled(plan, {1: {**VISIT, **consent}}))
    assert outcomes(rows) == ["corrected"], [row.problems for row in rows.values()]
    (visit,) = of(office, "home_visit", name)
    assert (visit.text("date"), members(visit.get("met"))) == ("2025-06-18", ("child", "guardian"))
    assert len(members(visit.get("family_needs"))) == 2
    assert len(of(office, "consent", name)) == bool(consent)
    assert office.world.state(child_of(office, name)) == state


@pytest.mark.parametrize(("cells", "outcome", "code"), [
    ({"date": "6月31日"}, "rejected", "ROW_012"),
    ({"date": "2025-06-30"}, "rejected", "ROW_097"),
    ({"date": "18日"}, "rejected", "ROW_013"),
    ({"date": None}, "held", "SHEET_015"),
    ({"met": "邻居"}, "held", "ENTER_002"),
    ({"visitors": None}, "held", "FORM_002"),
    ({"name": "任晚秋"}, "held", "SHEET_019"),
    ({"consent.decision": "也许"}, "held", "ENTER_002"),
    ({"consent.decision": "同意", "consent.channel": None}, "held", "FORM_002"),
])
def test_a_row_that_cannot_be_filed_says_why_and_writes_nothing(
    office: SheetOffice, cells: dict[str, Any], outcome: str, code: str,
) -> None:
    plan = office.sheet("visits")
    rows = office.take(filled(plan, {1: {**VISIT, **cells}}))
    assert outcomes(rows) == [outcome]
    assert any(code in codes_of(row) for row in rows.values()), [row.problems for row in rows.values()]
    assert not of(office, "home_visit", plan.rows[0].cell("name"))
    assert not of(office, "consent", plan.rows[0].cell("name"))


@pytest.mark.parametrize("loses", ["", "identity", "all"])
def test_a_sheet_of_visits_taken_in_twice_counts_once(office: SheetOffice, loses: str) -> None:
    plan = office.sheet("visits")
    rows = {1: {**VISIT, **CONSENT}, 2: {**VISIT, "date": "6.19"}}
    data = filled(plan, rows, loses=loses)
    assert outcomes(office.take(data)) == ["corrected", "corrected"]
    assert outcomes(office.take(data, "再收.xlsx")) == ["merged", "merged"]
    more = filled(plan, {**rows, 1: {**rows[1], "next_step": "九月再看"}}, loses=loses)
    assert outcomes(office.take(more)) == ["merged", "merged"]
    for kind in ("home_visit", "assessment"):
        assert [len(of(office, kind, name)) for name in TO_VISIT] == [1, 1]
    assert of(office, "home_visit", plan.rows[0].cell("name"))[0].text("next_step") == "九月再看"


def test_a_corrected_sheet_asks_and_a_decision_that_follows_is_added(office: SheetOffice) -> None:
    plan = office.sheet("visits")
    name = plan.rows[0].cell("name")
    office.take(filled(plan, {1: VISIT}))
    assert office.world.state(child_of(office, name)) == "assessed"
    rows = office.take(filled(plan, {1: {**VISIT, **CONSENT}}))
    assert outcomes(rows) == ["merged"]
    assert office.world.state(child_of(office, name)) == "waiting"
    rows = office.take(filled(plan, {1: {**VISIT, **CONSENT, "date": "6月17日"}}))
    assert outcomes(rows) == ["held"]
    (held,) = held_rows(office.desk, office.world.who(), office.run)
    assert held.codes == ("SHEET_010",)
    assert decide(office.desk, office.world.who(), DecideRow(office.run, held.row, "take")).done
    assert [one.text("date") for one in of(office, "home_visit", name)] == ["2025-06-17"]


def test_a_visit_written_down_at_the_desk_is_not_doubled_by_its_sheet(office: SheetOffice) -> None:
    plan = office.sheet("visits")
    child = child_of(office, plan.rows[0].cell("name"))
    office.world.at("2025-06-18")
    assert office.world.sit(child).done
    office.world.at("2025-06-20")
    rows = office.take(filled(plan, {1: {**VISIT, "visitors": "经办人", "child_needs": "学业辅导"}}))
    assert outcomes(rows) in (["merged"], ["held"])
    assert len(of(office, "home_visit", child.text("name"))) == 1


def test_harm_in_a_visit_opens_a_report_and_all_is_taken_back_together(office: SheetOffice) -> None:
    plan = office.sheet("visits")
    rows = office.take(filled(plan, {1: {**VISIT, "next_step": "孩子被打得浑身是伤"}}))
    assert any("HARM_005" in codes_of(row) for row in rows.values())
    assert len(office.desk.store.snapshot(restricted=True).of("mandatory_report")) == 1
    number = max(entry.number for entry in office.desk.store.log())
    assert undo(office.desk, office.world.who(), UndoAct(number, "交错了")).done
    assert not of(office, "home_visit", plan.rows[0].cell("name"))
    assert office.world.state(child_of(office, plan.rows[0].cell("name"))) == "filed"


# --- queries ----------------------------------------------------------------------------------------------------


def test_only_who_lacks_a_query_is_listed_and_numbers_stand_in_full_for_a_logged_reason(
    office: SheetOffice,
) -> None:
    number = "630222197001019984"
    due = next(one for one in office.desk.store.snapshot().of("loving_mother") if one.text("query_on") == "2024-07-01")
    assert edit_record(office.desk, office.world.who(), EditRecord("loving_mother", due.id, {"id_number": number})).done
    plan = office.sheet("queries")
    assert [row.key for row in plan.rows] == [due.id]
    assert number not in str(plan)
    assert "*" in plan.rows[0].cell("id_number")
    before = max(entry.number for entry in office.desk.store.log())
    assert office.sheet("queries", reason="送派出所").rows[0].cell("id_number") == number
    (entry,) = [one for one in office.desk.store.log() if one.number > before]
    assert (entry.action, entry.reason) == ("reveal", "送派出所")
    assert number not in str(entry)


@pytest.mark.parametrize(("cells", "outcome", "code"), [
    ({"query_on": "6月16日", "query_result": "无记录"}, "corrected", ""),
    ({"query_on": "2025-06-16", "query_result": "有记录"}, "accepted", "SHEET_018"),
    ({"query_on": "6月16日"}, "held", "SHEET_015"),
    ({"query_on": "6月16日", "query_result": "无"}, "corrected", ""),
    ({"query_result": "无记录"}, "held", "SHEET_015"), ({"query_result": "无"}, "held", "SHEET_015"),
    ({"query_on": "6月31日", "query_result": "无记录"}, "rejected", "ROW_012"),
    ({"query_on": "2024-01-01", "query_result": "无记录"}, "held", "SHEET_017"),
    ({"query_on": "6月16日", "query_result": "不清楚"}, "held", "ROW_040"),
    ({"query_on": "6月16日", "query_result": "无记录", "name": "别的人"}, "held", "SHEET_019"),
])
def test_the_answer_of_the_police_goes_onto_her_file(
    office: SheetOffice, cells: dict[str, str], outcome: str, code: str,
) -> None:
    plan = office.sheet("queries")
    data = filled(plan, {1: cells})
    rows = office.take(data)
    assert outcomes(rows) == [outcome], [row.problems for row in rows.values()]
    assert not code or any(code in codes_of(row) for row in rows.values())
    mother = office.world.now("loving_mother", plan.rows[0].key)
    assert mother.text("query_on") == ("2025-06-16" if outcome in ("corrected", "accepted") else "2024-07-01")
    assert outcomes(office.take(data, "再收.xlsx")) == ["merged" if outcome in ("corrected", "accepted") else outcome]


# --- registers ----------------------------------------------------------------------------------------------------


def test_lines_of_a_register_go_out_and_come_back_changed_and_added(office: SheetOffice) -> None:
    village = office.desk.province.divisions.path(office.world.village)
    plan = office.sheet("register", register="阵地")
    data = filled(plan, {1: {"name": "喇家儿童之家", "kind": "儿童之家", "division_code": village}})
    assert outcomes(office.take(data)) == ["accepted"]
    assert outcomes(office.take(data, "再收.xlsx")) == ["merged"]
    again = office.sheet("register", register="venue")
    assert again.rows[0].cell("name") == "喇家儿童之家"
    assert outcomes(office.take(filled(again, {1: {"name": "喇家村儿童之家"}}))) == ["merged"]
    (venue,) = office.desk.store.snapshot().of("venue")
    assert venue.text("name") == "喇家村儿童之家"


def test_a_sealed_register_goes_on_no_sheet(office: SheetOffice) -> None:
    made = office.make("register", register="legal_help")
    assert not made.plans
    assert [problem.code.value for problem in made.problems] == ["SHEET_008"]
    assert "法律" not in str(made.problems[0].near)
