"""What a later list may change of a child on file, and what it may not; and what keeps an import from doing harm."""

from __future__ import annotations

from typing import Any

import pytest
from roster_world import CHILD_HEAD, Rosters, Taken, child_row, sheet

from aixin_tui.domain.record import Record
from aixin_tui.provinces.registry import Registry
from aixin_tui.services.desk import Role
from aixin_tui.services.importing import ImportFile, Outcome, import_file
from aixin_tui.services.importing.results import ImportSummary
from memory_store import memory_desk, who


@pytest.fixture
def office(provinces: Registry) -> Rosters:
    return Rosters(memory_desk(provinces["qinghai"]))


def take(
    office: Rosters, *rows: tuple[Any, ...], day: str = "2025年3月1日", today: str = "2025-06-05", **more: Any,
) -> Taken:
    cells = sheet((f"花名册（{day}）",), CHILD_HEAD, *rows)
    return office.take_sheets("list.xlsx", "children", today, cells, **more)


def codes(taken: Taken, row: int = 3) -> list[str]:
    return [problem.code.value for problem in taken.rows[row].problems if problem.code.value != "ROW_003"]


def state_of(child: Record) -> str:
    last = max(child.get("status").items(), key=lambda held: (held[1]["from"], held[0]))
    return str(last[1]["state"])


def test_a_later_place_is_taken_and_an_older_one_only_said(office: Rosters) -> None:
    number = "630222201503059926"
    take(office, child_row(身份证号=number))
    moved = take(office, child_row(身份证号=number, 村="官东村"), day="2025年4月1日")
    assert [(c.field, c.old, c.new) for c in moved.rows[3].changes] == [("village", "喇家村委会", "官东村委会")]
    older = take(office, child_row(身份证号=number, 村="寨子村"), day="2025年3月15日")
    assert (older.rows[3].changes, codes(older)) == ((), ["ROW_043"])
    assert office.child("测试一").get("division_code") == "630222103211"


def test_what_is_on_file_is_never_deleted_or_overwritten(office: Rosters) -> None:
    number = "630222201503059926"
    take(office, child_row(身份证号=number))
    take(office, child_row(身份证号=number, 儿童类别="困境儿童", 监护人电话="15402229002"), day="2025年4月1日")
    child = office.child("测试一")
    assert set(child.get("categories")) == {"left_behind_child", "child_in_difficulty"}
    (guardian,) = office.desk.store.snapshot().of("guardian")
    assert guardian.get("phone") == {"15402229001": True, "15402229002": True}


def test_a_guardian_of_another_name_is_added(office: Rosters) -> None:
    number = "630222201503059926"
    take(office, child_row(身份证号=number))
    later = take(office, child_row(身份证号=number, 监护人="测试外婆", 监护人电话="15402229003"), day="2025年4月1日")
    assert [(c.field, c.new) for c in later.rows[3].changes] == [("guardian.name", "测试祖父；测试外婆")]
    assert len(office.desk.store.snapshot().of("guardian")) == 2


@pytest.mark.requirement("QH-25")
def test_a_no_of_a_later_list_stands_at_once_and_a_yes_never_outweighs_it(office: Rosters) -> None:
    number = "630222201503059926"
    take(office, child_row(身份证号=number))
    no = take(office, child_row(身份证号=number, 监护人意见="不同意"), day="2025年4月1日")
    assert [(c.field, c.old, c.new) for c in no.rows[3].changes] == [("consent", "同意", "不同意")]
    assert state_of(office.child("测试一")) == "not_agreed"
    yes = take(office, child_row(身份证号=number, 监护人意见="同意"), day="2025年5月1日")
    assert (yes.rows[3].changes, codes(yes)) == ((), ["ROW_041"])
    assert state_of(office.child("测试一")) == "not_agreed"


def test_twins_without_numbers_are_two_and_share_one_home(office: Rosters) -> None:
    taken = take(office, child_row("测试甲"), child_row("测试乙"))
    assert [row.outcome for row in taken.rows.values()] == [Outcome.ACCEPTED, Outcome.ACCEPTED]
    first, second = office.child("测试甲"), office.child("测试乙")
    assert first.get("household") == second.get("household")


@pytest.mark.parametrize(("cells", "outcome"), [
    ({}, Outcome.MERGED),
    ({"监护人电话": "15402229009"}, Outcome.HELD),
    ({"监护人电话": None}, Outcome.HELD),
    ({"村": "寨子村"}, Outcome.HELD),
    ({"出生日期": "2015年3月"}, Outcome.HELD),
    ({"出生日期": "2015-03-06"}, Outcome.ACCEPTED),
    ({"身份证号": "630222201503059926"}, Outcome.HELD),
])
def test_without_numbers_all_four_must_be_there_and_equal(
    office: Rosters, cells: dict[str, Any], outcome: Outcome,
) -> None:
    take(office, child_row())
    assert take(office, child_row(**cells), day="2025年3月2日").rows[3].outcome is outcome


@pytest.mark.parametrize(("cells", "code"), [
    ({"性别": None}, "ROW_039"), ({"出生日期": None}, "ROW_010"), ({"出生日期": "忘了"}, "ROW_013"),
    ({"出生日期": "2026-01-01"}, "ROW_042"), ({"身份证号": "12345"}, "ROW_007"), ({"身份证号": "护照E123"}, "ROW_007"),
])
def test_what_is_missing_or_unreadable_holds_the_row(office: Rosters, cells: dict[str, Any], code: str) -> None:
    taken = take(office, child_row(**cells))
    assert taken.rows[3].outcome is Outcome.HELD
    assert code in codes(taken)


def test_only_the_towns_of_the_list_can_miss_somebody(office: Rosters) -> None:
    take(office, child_row("官亭人"), child_row("中川人", 乡镇="中川乡", 村="团结村", 监护人="别的祖父"))
    later = take(office, child_row("新来的", 监护人="又一祖父"), day="2025年4月1日")
    assert [name for _, name in later.summary.not_in_file] == ["官亭人"]


def test_a_dry_run_writes_nothing(office: Rosters) -> None:
    taken = take(office, child_row(), dry_run=True)
    assert taken.rows[3].outcome is Outcome.ACCEPTED
    assert office.counts() == {}
    assert taken.summary.dry_run


def test_a_child_of_sixteen_and_of_eighteen(office: Rosters) -> None:
    taken = take(office, child_row("十六", 出生日期="2009-06-05"), child_row("十八", 出生日期="2007-06-05"),
                 today="2025-06-05")
    assert (taken.rows[3].outcome, codes(taken, 3)) == (Outcome.ACCEPTED, ["ROW_017"])
    assert taken.rows[4].outcome is Outcome.REJECTED


def test_words_of_harm_in_a_childrens_list_raise_an_alert(office: Rosters) -> None:
    cells = sheet((*CHILD_HEAD, "备注"), (*child_row(), "孩子常被殴打"))
    taken = office.take_sheets("list.xlsx", "children", "2025-06-05", cells)
    assert "ROW_101" in codes(taken, 2)
    (alert,) = office.desk.store.snapshot(restricted=True).of("mandatory_report")
    assert alert.get("child") == office.child("测试一").id


def test_columns_are_named_by_a_mapping(office: Rosters) -> None:
    head = ("谁", "性别", "出生日期", "类别", "住", "不要")
    cells = sheet(head, ("测试一", "女", "2015-03-05", "留守儿童", "官亭镇喇家村", "x"))
    taken = office.take_sheets("a.xlsx", "children", "2025-06-05", cells,
                               mapping={"谁": "name", "E": "division", "不要": "ignore"})
    assert taken.rows[2].outcome is Outcome.ACCEPTED
    child = office.child("测试一")
    assert child.get("division_code") == "630222103209"
    assert child.get("listed") is None


@pytest.mark.parametrize(("mapping", "code"), [
    ({"谁": "name"}, "FILE_009"), ({"姓名": "shoe_size"}, "FILE_009"),
])
def test_a_mapping_that_fits_nothing_is_refused(office: Rosters, mapping: dict[str, str], code: str) -> None:
    taken = take(office, child_row(), mapping=mapping)
    assert taken.summary.refused
    assert [problem.code.value for problem in taken.summary.problems] == [code]


def test_a_sheet_without_headings_is_refused(office: Rosters) -> None:
    taken = office.take_sheets("a.xlsx", "children", "2025-06-05", sheet(("随便",), ("什么", "也", "没有")))
    assert [problem.code.value for problem in taken.summary.problems] == ["FILE_007"]
    assert taken.summary.needs_somebody


def test_a_viewer_and_an_unknown_kind_are_refused(office: Rosters) -> None:
    for person, kind, code in ((who(role=Role.VIEWER), "children", "ACT_002"), (who(), "toys", "FILE_013")):
        (summary,) = import_file(office.desk, person, ImportFile(kind, "a.xlsx", sheet(CHILD_HEAD, child_row())))
        assert isinstance(summary, ImportSummary)
        assert [problem.code.value for problem in summary.problems] == [code]


@pytest.mark.parametrize("text", [
    "[/]", "[red]红[/red]", "a\x00b", "=cmd|' /C calc'!A0", "名" * 10_000, "'; DROP TABLE", "\ud800",
    "../../etc/passwd",
])
def test_hostile_text_is_only_text(office: Rosters, text: str) -> None:
    taken = take(office, child_row(text, 监护人=text, 儿童类别=text, 村=text, 监护人电话=text))
    result = taken.rows[3]
    assert result.outcome in (Outcome.ACCEPTED, Outcome.CORRECTED)
    (child,) = office.desk.store.snapshot().of("child")
    assert child.get("name") == text.replace("\x00", "").replace(" ", "")
    again = take(office, child_row(text, 监护人=text, 儿童类别=text, 村=text, 监护人电话=text))
    assert again.rows[3].outcome in (Outcome.MERGED, Outcome.HELD)
    assert office.counts()["child"] == 1


def test_a_list_of_pairs_alone(office: Rosters) -> None:
    take(office, child_row("测试童", 身份证号="630222201503059926"))
    head = ("姓名", "类型", "性别", "身份证号", "所在地", "联系电话", "准入查询日期", "查询结果", "可结对名额")
    mother = ("测试妈妈", "爱心妈妈", "女", "630222198309199963", "官亭镇喇家村", "15402229010", "2025-03-01",
              "无记录", 1)
    office.take_sheets("m.xlsx", "mothers", "2025-06-05", sheet(head, mother))
    pairs = sheet(("结对编号", "结对妈妈", "儿童姓名", "儿童证件后四位", "结对时间"),
                  ("MH-001", "测试妈妈", "测试童", "9926", "2024.6"), ("MH-002", "没有的人", "测试童", None, "2024.6"))
    taken = office.take_sheets("p.xlsx", "pairings", "2025-06-05", pairs)
    assert [row.outcome for row in taken.rows.values()] == [Outcome.CORRECTED, Outcome.HELD]
    (pair,) = office.desk.store.snapshot().of("pairing")
    assert (pair.get("number"), pair.get("started_on"), pair.get("role")) == ("MH-001", "2024-06", "lead")
    assert state_of(office.child("测试童")) == "paired"
    again = office.take_sheets("p.xlsx", "pairings", "2025-06-05", pairs)
    assert again.rows[2].outcome is Outcome.MERGED


def test_a_killed_import_goes_on_by_importing_again(office: Rosters) -> None:
    rows = [child_row(f"测试{chr(0x4E00 + n)}", 监护人=f"祖父{chr(0x4E00 + n)}") for n in range(120)]
    cells = sheet(CHILD_HEAD, *rows)
    stream = import_file(office.desk, who("2025-06-05"), ImportFile("children", "a.xlsx", cells))
    seen = [next(stream) for _ in range(60)]
    stream.close()
    assert 50 <= office.counts()["child"] < 120
    again = office.take_sheets("a.xlsx", "children", "2025-06-05", cells)
    assert len(seen) == 60
    assert office.counts()["child"] == 120
    assert {row.outcome for row in again.rows.values()} <= {Outcome.MERGED, Outcome.ACCEPTED}
    assert len(office.desk.store.snapshot().of("import_run")) == 1


def noted(office: Rosters, note: str, day: str = "2025年3月1日", **cells: Any) -> Taken:
    """Take in one row with a note, which the usual heading has no column for."""
    rows = sheet((f"花名册（{day}）",), (*CHILD_HEAD, "备注"), (*child_row(**cells), note))
    return office.take_sheets("list.xlsx", "children", "2025-06-05", rows)


def test_harm_told_by_a_later_list_is_heard_and_its_note_kept(office: Rosters) -> None:
    number = "630222201503059926"
    noted(office, "住校", 身份证号=number)
    later = noted(office, "孩子说被爸爸打", "2025年4月1日", 身份证号=number)
    again = noted(office, "孩子说被爸爸打", "2025年5月1日", 身份证号=number)
    assert ("ROW_101" in codes(later), "ROW_101" in codes(again)) == (True, False)
    assert office.child("测试一").get("listed")["备注"] == "住校；孩子说被爸爸打"
    (report,) = office.desk.store.snapshot(restricted=True).of("mandatory_report")
    assert (report.text("child"), report.text("state")) == (office.child("测试一").id, "open")


def test_harm_told_of_in_a_row_that_waits_is_said_at_once(office: Rosters) -> None:
    waits = noted(office, "孩子说被爸爸打", 性别="", 身份证号="")
    assert waits.rows[3].outcome is Outcome.HELD
    assert "ROW_101" in codes(waits)
