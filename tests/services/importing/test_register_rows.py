"""Lines of registers from tables: each row's outcome, known lines merged, our own files taken in without a change."""

from __future__ import annotations

from typing import Any

import pytest

from aixin_tui.services.canonical import canonical_dump
from aixin_tui.services.importing import DecideRow, ImportFile, SheetData, SheetRow, decide, held_rows, import_file
from aixin_tui.services.importing.results import ImportSummary, Outcome, RowResult
from aixin_tui.services.register_export import register_table
from aixin_tui.services.register_lines import FindLines
from aixin_tui.services.registers import EditLine, all_lines, edit_line
from office_world import World

HEADS = ("名称", "阵地类型", "所在地", "共建单位", "建成日期")


def sheet(heads: tuple[Any, ...], *rows: tuple[Any, ...]) -> tuple[SheetData, ...]:
    return (SheetData("", tuple(SheetRow(n, tuple(row)) for n, row in enumerate((heads, *rows), 1))),)


def take_in(world: World, kind: str, heads: tuple[Any, ...], *rows: tuple[Any, ...],
            **more: Any) -> tuple[list[RowResult], ImportSummary]:
    who = world.who(**more.pop("who", {}))
    found = list(import_file(world.desk, who, ImportFile(f"register:{kind}", "x.xlsx", sheet(heads, *rows), **more)))
    assert isinstance(found[-1], ImportSummary)
    return [one for one in found if isinstance(one, RowResult)], found[-1]


def outcome(row: RowResult) -> tuple[str, list[str]]:
    return row.outcome.value, [str(problem.code) for problem in row.problems]


#: A row of a table of venues and what becomes of it, over an office that has 官亭站 of 2020 in 官亭镇.
ROWS: tuple[tuple[tuple[Any, ...], str, list[str]], ...] = (
    (("喇家站", "维权服务站", "官亭镇喇家村", "法院、民政", "2021-05-01"), "accepted", []),
    (("官亭站", "维权服务站", "官亭镇", "", "2020"), "merged", []),
    ((" 官亭站", "", "", "", ""), "merged", []),
    (("官亭站", "维权服务站", "官亭镇", "法院", ""), "merged", []),
    (("官亭站", "维权服务站", "川口镇", "", ""), "accepted", []),
    (("", "维权服务站", "官亭镇", "", "2021"), "rejected", ["REGISTER_006"]),
    (("新站", "", "官亭镇", "", ""), "held", ["FORM_002"]),
    (("新站", "茶馆", "官亭镇", "", ""), "accepted", []),
    (("新站", "维权服务站", "哪里镇", "", ""), "held", ["ROW_040", "FORM_002"]),
    (("新站", "维权服务站", "官亭镇", "外星局", ""), "accepted", ["ROW_040"]),
    (("新站", "维权服务站", "官亭镇", "", "去年"), "accepted", ["ROW_040"]),
)


@pytest.fixture
def venues(qinghai: World) -> World:
    qinghai.add("venue", name="官亭站", kind="rights_station", division_code="630222103", date="2020")
    return qinghai


@pytest.mark.parametrize(("row", "expected", "problems"), ROWS, ids=[str(n) for n in range(len(ROWS))])
def test_each_row_has_its_outcome(venues: World, row: tuple[Any, ...], expected: str, problems: list[str]) -> None:
    (result,), summary = take_in(venues, "venue", HEADS, row)
    assert outcome(result) == (expected, problems)
    assert summary.needs_somebody == (expected in ("held", "rejected"))


def test_a_second_import_merges_and_changes_nothing(venues: World) -> None:
    rows = (ROWS[0][0], ROWS[1][0], ROWS[4][0])
    take_in(venues, "venue", HEADS, *rows)
    before = canonical_dump(venues.desk.store.snapshot(), venues.desk.province)
    again, _ = take_in(venues, "venue", ("序号", *HEADS), *((n, *row) for n, row in enumerate(rows, 1)))
    assert [(one.outcome, one.changes) for one in again] == [(Outcome.MERGED, ())] * 3
    assert canonical_dump(venues.desk.store.snapshot(), venues.desk.province) == before


def test_a_filled_cell_mends_a_line_and_a_blank_deletes_nothing(venues: World) -> None:
    (row,), _ = take_in(venues, "venue", HEADS, ("官亭站", "家长学校", "", "法院", ""))
    assert [(change.field, change.old, change.new) for change in row.changes] == [
        ("kind", "维权服务站", "家长学校"), ("partners", "", "法院")]
    (row,), _ = take_in(venues, "venue", HEADS, ("官亭站", "", "", "民政", ""))
    (line,) = all_lines(venues.desk, venues.who(), "venue")
    assert (line.get("kind"), sorted(line.get("partners") or ()), line.get("date")) == (
        "parents_school", ["civil_affairs", "court"], "2020")


def test_two_lines_alike_wait_for_a_person(venues: World) -> None:
    venues.add("venue", name="官亭站", kind="parents_school", division_code="630222103", date="2021")
    (row,), summary = take_in(venues, "venue", HEADS, ("官亭站", "维权服务站", "", "法院", ""))
    assert outcome(row) == ("held", ["REGISTER_004"])
    (waiting,) = held_rows(venues.desk, venues.who(), summary.run)
    assert waiting.takeable
    first = next(line for line in all_lines(venues.desk, venues.who(), "venue") if line.get("date") == "2020")
    done = decide(venues.desk, venues.who(), DecideRow(summary.run, row.row, "merge", first.id))
    assert done.done, done.problems
    assert sorted(venues.now("venue", first.id).get("partners") or ()) == ["court"]


def test_a_held_row_is_taken_once_its_cell_is_put_right(venues: World) -> None:
    (row,), summary = take_in(venues, "venue", HEADS, ("新站", "", "官亭镇", "", ""))
    refused = decide(venues.desk, venues.who(), DecideRow(summary.run, row.row, "take"))
    done = decide(venues.desk, venues.who(), DecideRow(summary.run, row.row, "take", set={"kind": "家长学校"}))
    assert (refused.done, done.done) == (False, True)
    assert done.records[0].get("kind") == "parents_school"


def test_a_dry_run_writes_nothing(venues: World) -> None:
    before = canonical_dump(venues.desk.store.snapshot(), venues.desk.province)
    take_in(venues, "venue", HEADS, ROWS[0][0], dry_run=True)
    assert canonical_dump(venues.desk.store.snapshot(), venues.desk.province) == before


def test_the_state_of_a_row_is_reached_by_steps(qinghai: World) -> None:
    rows = (("甲", "留守儿童", "试点"), ("乙", "留守儿童", "已结束"), ("丙", "留守儿童", "飞行中"))
    results, _ = take_in(qinghai, "project", ("名称", "服务对象", "状态"), *rows)
    projects = {line.text("name"): line for line in all_lines(qinghai.desk, qinghai.who(), "project")}
    assert [qinghai.state(projects[name]) for name in "甲乙丙"] == ["pilot", "ended", "planned"]
    assert [str(problem.code) for problem in results[2].problems] == ["REGISTER_005"]


def fill(world: World) -> None:
    """One line or more of every kind of field: money, rounded numbers, masks, tables of links, entries."""
    child, mother = world.child("窦念安"), world.mother("蔺秀英")
    world.add("venue", name="=站\n一", kind="rights_station", division_code=world.village, date="2024-05",
              partners=["court", "police"], link_tag=["shared_venues", "joint_care"])
    world.add("venue", name="站二", kind="rights_station", division_code="630222")
    world.add("campaign", name="助学", date="2025-03-01", amount="26000.5", fund_source="internal")
    world.add("media", name="课", kind="online_class", date="2025-03-01", viewers="1.2万余", topics=["harm"])
    world.add("project", name="项目", target_group="留守儿童", divisions=["630222", "630222103"], livelihood=True)
    world.add("story", name="故事", kind="story", date="2025-03-01", child=child.id, loving_mother=mother.id,
              text="窦念安和蔺秀英")
    world.add("counselling", child=child.id, date="2025-03-01")
    world.add("service_record", loving_mother=mother.id, date="2025-03-02", hours="1.5", project="陪伴",
              registration_no="QH0001")
    assert edit_line(world.desk, world.who(), EditLine(
        "department", "court", {"contacts": "马科长 15402220001", "member": True})).done
    meeting = world.add("event", date="2025-03-03", name="部署会", kind="deployment", division_code="630222",
                        level="county", reach="近600")
    world.add("follow_up", name="事项", date="2025-03-03", owner="某部", due_on="2025-06-30", event=meeting.id)


@pytest.mark.parametrize("kind", ["venue", "campaign", "media", "project", "story", "counselling", "service_record",
                                  "department", "event", "follow_up", "policy_basis", "programme", "working_group"])
def test_our_own_file_taken_in_again_adds_nothing(qinghai: World, kind: str) -> None:
    fill(qinghai)
    table = register_table(qinghai.desk, qinghai.who(), FindLines(kind))
    before = canonical_dump(qinghai.desk.store.snapshot(restricted=True), qinghai.desk.province)
    results, _ = take_in(qinghai, kind, table.heads, *table.rows)
    assert len(results) == len(table.rows) > 0
    assert {(one.outcome, one.changes) for one in results} == {(Outcome.MERGED, ())}, results
    assert canonical_dump(qinghai.desk.store.snapshot(restricted=True), qinghai.desk.province) == before


def test_without_its_numbers_our_file_is_known_by_names_places_and_days(qinghai: World) -> None:
    fill(qinghai)
    table = register_table(qinghai.desk, qinghai.who(), FindLines("venue"))
    results, _ = take_in(qinghai, "venue", table.heads[1:], *(row[1:] for row in table.rows))
    assert {(one.outcome, one.changes) for one in results} == {(Outcome.MERGED, ())}, results


def test_what_is_sealed_is_no_column_and_waits_in_no_file(qinghai: World) -> None:
    child = qinghai.child("窦念安")
    heads = ("儿童", "开始日期", "辅导记录")
    results, _ = take_in(qinghai, "counselling", heads, (child.text("name"), "2025-03-01", "绝密"),
                         ("查无此人", "2025-03-01", "绝密"))
    assert [one.outcome for one in results] == [Outcome.ACCEPTED, Outcome.HELD]
    assert "绝密" not in str([record.values for kind in qinghai.desk.store.snapshot().kinds
                              for record in qinghai.desk.store.snapshot().of(kind)])
    (_, summary) = take_in(qinghai, "counselling", ("儿童", "开始日期", "秘"), ("窦念安", "2025-03-01", "绝密"),
                           mapping={"秘": "notes"})
    assert summary.refused


def test_words_of_harm_in_a_row_open_a_report(qinghai: World) -> None:
    child = qinghai.child("窦念安")
    heads = ("题目", "种类", "日期", "儿童", "内容")
    (row,), _ = take_in(qinghai, "story", heads, ("一事", "感人故事", "2025-03-01", child.text("name"), "说被继父殴打"))
    assert "ROW_101" in [str(problem.code) for problem in row.problems]
    (report,) = qinghai.desk.store.snapshot(restricted=True).of("mandatory_report")
    assert report.get("child") == child.id


def test_another_town_s_place_is_not_taken(qinghai: World) -> None:
    (row,), _ = take_in(qinghai, "venue", HEADS, ("川口站", "维权服务站", "川口镇", "", ""),
                        who={"scope": "630222103"})
    assert outcome(row)[0] == "rejected"
