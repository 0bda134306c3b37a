"""Sheets that come back: each row has its answer, the same row counts once, and nothing is doubled or lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sheet_office import CHILDREN, MONTH, SheetOffice, codes_of, filled, head_row, outcomes, sheet_office

from aixin_tui.exchange.sheet_layout import sheet_bytes
from aixin_tui.exchange.sheets import read_bytes
from aixin_tui.provinces.registry import Registry
from aixin_tui.services.importing import DecideRow, decide, held_rows
from aixin_tui.services.registering import EditRecord, edit_record
from aixin_tui.services.sheets.mending import plan_mending
from aixin_tui.services.undoing import UndoAct, undo


@pytest.fixture
def office(provinces: Registry) -> SheetOffice:
    return sheet_office(provinces["qinghai"])


def call(day: Any, **more: Any) -> dict[str, Any]:
    return {"tick": "是", "date": day, "channel": "电话", **more}


@pytest.mark.parametrize(("cells", "outcome", "day", "code"), [
    (call(date(2025, 6, 3)), "accepted", "2025-06-03", ""),
    (call("2025-06-03"), "accepted", "2025-06-03", ""),
    (call("6月3日"), "corrected", "2025-06-03", ""),
    (call("6.3"), "corrected", "2025-06-03", ""),
    (call("3"), "corrected", "2025-06-03", ""),
    (call(3), "corrected", "2025-06-03", ""),
    (call("3日"), "corrected", "2025-06-03", ""),
    (call(6.5), "corrected", "2025-06-05", ""),
    (call("二〇二五年六月三日"), "corrected", "2025-06-03", ""),
    (call(6.3), "rejected", "", "ROW_011"),
    (call("6月31日"), "rejected", "", "ROW_012"),
    (call("过几天"), "rejected", "", "ROW_013"),
    (call("2025-06-30"), "rejected", "", "ROW_097"),
    (call("5月8日"), "held", "", "SHEET_012"),
    (call("2025-05-02"), "held", "", "SHEET_012"),
    (call("6月3日", pair="630222-2025-9999"), "held", "", "ROW_090"),
    (call("6月3日", pair=None), "corrected", "2025-06-03", ""),
    (call("6月3日", child="窦念无"), "held", "", "ROW_091"),
    ({"date": "6月3日"}, "corrected", "2025-06-03", "ROW_095"),
    (call("2025-06-03", channel="寄信"), "accepted", "2025-06-03", "ROW_106"),
    ({"tick": "√"}, "accepted", "2025-06", "ROW_094"),
    ({"tick": "否"}, "accepted", "2025-06", "ROW_099"),
])
def test_a_call_is_taken_as_it_is_written_or_says_why_not(
    office: SheetOffice, cells: dict[str, Any], outcome: str, day: str, code: str,
) -> None:
    plan = office.sheet("calls", month=MONTH)
    rows = office.take(filled(plan, {1: cells}))
    (row,) = [one for one in rows.values() if one.outcome.value != "nothing"]
    assert row.outcome.value == outcome, row.problems
    assert not code or code in codes_of(row)
    assert [one.text("date") for one in office.calls(CHILDREN[0])] == ([day] if day else [])


def test_a_way_that_was_not_known_can_be_written_and_taken_again(office: SheetOffice) -> None:
    plan = office.sheet("calls", month=MONTH)
    office.take(filled(plan, {1: call("2025-06-03", channel="寄信")}))
    assert not office.calls(CHILDREN[0])[0].text("channel")
    assert outcomes(office.take(filled(plan, {1: call("2025-06-03")}))) == ["merged"]
    assert [one.text("channel") for one in office.calls(CHILDREN[0])] == ["phone"]


def test_every_row_of_a_sheet_has_its_answer_and_is_one_act(office: SheetOffice) -> None:
    plan = office.sheet("calls", month=MONTH)
    assert [row.cell("child") for row in plan.rows] == list(CHILDREN[:-1])
    before = len(list(office.desk.store.log()))
    rows = office.take(filled(plan, {1: call("6月3日"), 2: call("6.4"), 3: {"note": "  "}}))
    assert outcomes(rows) == ["corrected", "corrected"]
    assert len(rows) == len(plan.rows)
    assert len(list(office.desk.store.log())) == before + 1


@pytest.mark.parametrize("loses", ["", "identity", "all"])
def test_the_same_sheet_twice_counts_once(office: SheetOffice, loses: str) -> None:
    data = filled(office.sheet("calls", month=MONTH), {1: call("6月3日"), 2: call("6.4")}, loses=loses)
    assert outcomes(office.take(data)) == ["corrected", "corrected"]
    assert ("sent_sheet" in office.calls(CHILDREN[0])[0].values) == (loses != "all")
    again = office.take(data, "另一个名字.xlsx")
    assert outcomes(again) == ["merged", "merged"]
    assert not any(row.changes for row in again.values())
    assert len(office.calls(CHILDREN[0])) == 1


def test_a_second_sheet_adds_what_the_first_lacked_and_asks_about_what_it_says_otherwise(office: SheetOffice) -> None:
    plan = office.sheet("calls", month=MONTH)
    office.take(filled(plan, {1: call("6月3日"), 2: {"tick": "√"}}))
    rows = office.take(filled(plan, {1: call("6月3日", note="说了考试"), 2: call("6.4")}))
    assert outcomes(rows) == ["merged", "merged"]
    assert office.calls(CHILDREN[0])[0].text("note") == "说了考试"
    assert office.calls(CHILDREN[1])[0].text("date") == "2025-06-04"
    rows = office.take(filled(plan, {1: call("6月7日", note="说了考试")}))
    assert outcomes(rows) == ["held"]
    (held,) = held_rows(office.desk, office.world.who(), office.run)
    assert held.takeable
    assert held.codes == ("SHEET_010",)
    assert [one.text("date") for one in office.calls(CHILDREN[0])] == ["2025-06-03"]
    done = decide(office.desk, office.world.who(), DecideRow(office.run, held.row, "take"))
    assert done.done
    assert [one.text("date") for one in office.calls(CHILDREN[0])] == ["2025-06-07"]


def test_what_was_put_right_at_the_desk_is_not_overwritten_by_the_old_sheet(office: SheetOffice) -> None:
    plan = office.sheet("calls", month=MONTH)
    data = filled(plan, {1: call("6月3日")})
    office.take(data)
    (made,) = office.calls(CHILDREN[0])
    assert edit_record(office.desk, office.world.who(), EditRecord("activity", made.id, {"date": "2025-06-05"})).done
    assert outcomes(office.take(data, "又一次.xlsx")) == ["merged"]
    assert office.calls(CHILDREN[0])[0].text("date") == "2025-06-05"
    rows = office.take(filled(plan, {1: call("6月6日")}))
    assert outcomes(rows) == ["held"]
    assert any("SHEET_011" in codes_of(row) for row in rows.values())


def test_a_row_that_somebody_copied_is_a_second_call(office: SheetOffice) -> None:
    plan = office.sheet("calls", month=MONTH)
    copied = {"key": plan.rows[0].key, "pair": plan.rows[0].cell("pair"), "mother": plan.rows[0].cell("mother"),
              "child": plan.rows[0].cell("child")}
    data = filled(plan, {1: call("6月3日"), len(plan.rows) + 1: call("6月9日", **copied)})
    office.take(data)
    office.take(data, "再收.xlsx")
    assert [one.text("date") for one in office.calls(CHILDREN[0])] == ["2025-06-03", "2025-06-09"]


def test_a_pair_that_has_ended_counts_before_its_end_and_waits_after_it(office: SheetOffice) -> None:
    plan = office.sheet("calls", month=MONTH)
    assert CHILDREN[-1] not in [row.cell("child") for row in plan.rows]
    below = len(plan.rows) + 1
    pair = office.pairs[CHILDREN[-1]]
    named = {"pair": pair.text("number"), "mother": "蔺秀菊", "child": CHILDREN[-1], "key": pair.id}
    before = office.take(filled(plan, {below: call("6月5日", **named)}))
    assert outcomes(before) == ["corrected"]
    after = office.take(filled(plan, {below: call("6月12日", **named)}))
    assert outcomes(after) == ["held"]
    assert any("ROW_093" in codes_of(row) for row in after.values())
    assert [one.text("date") for one in office.calls(CHILDREN[-1])] == ["2025-06-05"]


def test_words_of_harm_open_a_report_and_a_formula_is_only_text(office: SheetOffice) -> None:
    plan = office.sheet("calls", month=MONTH)
    rows = office.take(filled(plan, {1: call("6月3日", note="孩子说被打得浑身是伤"), 2: call("6.4", note="'=1+1")}))
    assert any("ROW_101" in codes_of(row) for row in rows.values())
    (report,) = office.desk.store.snapshot(restricted=True).of("mandatory_report")
    assert report.text("child") == office.pairs[CHILDREN[0]].text("child")
    assert report.get("state") == "open"
    assert office.calls(CHILDREN[1])[0].text("note") == "'=1+1"


def test_rows_to_be_mended_come_back_in_the_same_layout_and_settle_what_waited(office: SheetOffice) -> None:
    plan = office.sheet("calls", month=MONTH)
    data = filled(plan, {1: call("6月3日"), 2: call("5月8日"), 3: call("6月31日")})
    rows = office.take(data)
    kept = [row for row in rows.values() if row.outcome.value in ("held", "rejected")]
    who = office.world.who()
    mend = plan_mending(office.desk, who, "activities", "回收.xlsx", read_bytes("回收.xlsx", data).sheets, kept)
    assert mend is not None
    assert [column.name for column in mend.columns][:-1] == [column.name for column in plan.columns]
    assert [row.cell("child") for row in mend.rows] == [CHILDREN[1], CHILDREN[2]]
    assert all(row.cell("mend") for row in mend.rows)
    assert outcomes(office.take(sheet_bytes(mend))) == ["held", "rejected"]
    assert outcomes(office.take(filled(mend, {1: {"date": "6月8日"}, 2: {"date": "6月30日"}}))) == [
        "corrected", "rejected"]
    assert not held_rows(office.desk, who)
    assert [one.text("date") for one in office.calls(CHILDREN[1])] == ["2025-06-08"]


def test_a_sheet_is_taken_back_as_a_whole(office: SheetOffice) -> None:
    plan = office.sheet("calls", month=MONTH)
    data = filled(plan, {1: call("6月3日"), 2: call("6.4"), 3: call("5月8日")})
    office.take(data)
    number = max(entry.number for entry in office.desk.store.log())
    assert undo(office.desk, office.world.who(), UndoAct(number, "交错了")).done
    assert not office.calls(CHILDREN[0])
    assert not held_rows(office.desk, office.world.who())
    assert outcomes(office.take(data)) == ["corrected", "corrected", "held"]


def test_a_sheet_of_another_workspace_is_read_by_what_is_seen(office: SheetOffice, provinces: Registry) -> None:
    plan = office.sheet("calls", month=MONTH)
    data = filled(plan, {1: call("6月3日")})
    other = sheet_office(provinces["qinghai"])
    other.desk.store._workspace = type(other.desk.store.workspace)(
        "/elsewhere", "01JQ00000000000000000000XX", "630222", "qinghai", True)
    rows = other.take(data)
    assert outcomes(rows) == ["corrected"]
    assert "sent_sheet" not in other.calls(CHILDREN[0])[0].values


@pytest.mark.parametrize("month", ["²-²", "2025-13", "99999-06", "[/]"])
def test_a_month_that_is_none_in_the_hidden_sheet_is_no_month(office: SheetOffice, month: str) -> None:
    plan = office.sheet("calls", month=MONTH)
    data = filled(replace(plan, identity=replace(plan.identity, month=month)), {1: call("6月3日")})
    office.take(data)
    assert [one.text("date") for one in office.calls(CHILDREN[0])] == ["2025-06-03"]


def test_the_row_number_is_that_of_the_file(office: SheetOffice) -> None:
    plan = office.sheet("calls", month=MONTH)
    data = filled(plan, {2: call("6月3日")})
    rows = office.take(data)
    assert [number for number, row in rows.items() if row.outcome.value == "corrected"] == [head_row(data) + 2]
