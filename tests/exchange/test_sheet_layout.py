"""A sheet that goes out: fit to print, filled as text, known again, and nobody's number where nobody looks."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from aixin_tui.exchange.sheet_layout import sheet_bytes, write_sheets
from aixin_tui.exchange.sheets import read_bytes
from aixin_tui.services.sheets.identity import Identity, identity_of, shown_sheets
from aixin_tui.services.sheets.plan import PlannedRow, SheetColumn, SheetPlan

IDENTITY = Identity("activities", "630222", "01JQ00000000000000000000WS", "2025-06-20", "2025-06", "630222103")
PLAN = SheetPlan(
    IDENTITY, "2025年6月登记表", ("下发：某县", "怎么填"),
    (SheetColumn("serial", "序号", 5), SheetColumn("child", "儿童", 9),
     SheetColumn("tick", "是否联系上", 8, fills=True, choices=("是", "否")),
     SheetColumn("date", "联系日期", 9, fills=True, hint="写成 6月3日"),
     SheetColumn("needs", "需求\n（可多项，用、隔开）", 12, fills=True, choices=("学业", "心理"), many=True)),
    tuple(PlannedRow(f"01JQ{n:022}", (("serial", str(n)), ("child", f"测试{n}"))) for n in range(1, 61)), "登记表")


def test_the_same_plan_gives_the_same_bytes() -> None:
    assert sheet_bytes(PLAN) == sheet_bytes(PLAN)
    assert sheet_bytes(PLAN) != sheet_bytes(replace(PLAN, title="别的"))


def test_a_sheet_prints_on_a4_with_its_heads_on_every_page_and_a_line_to_sign() -> None:
    sheet = load_workbook(io.BytesIO(sheet_bytes(PLAN, is_demo=True))).worksheets[0]
    assert sheet.page_setup.paperSize == 9
    assert sheet.print_title_rows == "$1:$5"
    assert "&P" in sheet.oddFooter.center.text
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    assert "演示数据，人员均为虚构" in texts
    for word in ("填报单位（盖章）", "填报人", "审核人", "填报日期"):
        assert any(word in text for text in texts)


def test_cells_to_be_filled_are_text_and_offer_their_words() -> None:
    book = load_workbook(io.BytesIO(sheet_bytes(PLAN)))
    sheet, hidden = book.worksheets
    assert {sheet.cell(row, 4).number_format for row in range(5, 65)} == {"@"}
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    assert rules["C5:C64"].type == "list"
    place = rules["C5:C64"].formula1.rpartition("!")[2].replace("$", "")
    assert [cell.value for (cell,) in hidden[place]] == ["是", "否"]
    assert not rules["E5:E64"].showErrorMessage
    assert rules["D5:D64"].prompt == "写成 6月3日"


def test_a_sheet_says_what_it_is_where_nobody_looks() -> None:
    data = sheet_bytes(PLAN)
    book = load_workbook(io.BytesIO(data))
    assert book.worksheets[1].sheet_state == "veryHidden"
    assert book.worksheets[0].column_dimensions["F"].hidden
    sheets = read_bytes("x.xlsx", data).sheets
    assert identity_of(sheets) == IDENTITY
    assert IDENTITY.of == "activities/2025-06"
    assert len(shown_sheets(sheets)) == 1


@pytest.mark.parametrize("text", ["=1+1", "+8615400000000", "@x", "-3"])
def test_what_looks_like_a_formula_is_only_text(text: str) -> None:
    plan = replace(PLAN, rows=(PlannedRow("k", (("serial", "1"), ("child", text))),))
    cell = load_workbook(io.BytesIO(sheet_bytes(plan))).worksheets[0].cell(5, 2)
    assert (cell.data_type, cell.value) == ("s", f"'{text}")


def test_files_overwrite_nothing_and_leave_nothing_half_written(tmp_path: Path) -> None:
    plans = (PLAN, replace(PLAN, stem="另一张"))
    first = [path.name for path, _ in write_sheets(plans, str(tmp_path))]
    second = [path.name for path, _ in write_sheets(plans, str(tmp_path))]
    assert first == ["登记表.xlsx", "另一张.xlsx"]
    assert second == ["登记表（2）.xlsx", "另一张（2）.xlsx"]
    assert sorted(path.name for path in (tmp_path / "下发").iterdir()) == sorted(first + second)
    (only,) = [path for path, _ in write_sheets(plans[:1], str(tmp_path), str(tmp_path / "here.xlsx"))]
    assert only == tmp_path / "here.xlsx"
