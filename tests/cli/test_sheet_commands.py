"""Sheets made and taken in by command: files, exit codes, `--json`, and rows to be mended in the same layout."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from calling import Aixin
from made_office import DAY
from openpyxl import load_workbook


def fill(path: Path, cells: dict[str, str], row: int = 1) -> None:
    """Type into a sheet, by the titles of its columns."""
    book = load_workbook(path)
    sheet = book.worksheets[0]
    head = next(n for n in range(1, 12) if sheet.cell(n, 1).value == "序号")
    places = {str(cell.value).split("\n")[0]: cell.column for cell in sheet[head]}
    for title, text in cells.items():
        sheet.cell(head + row, places[title]).value = text
    book.save(path)


def test_a_sheet_of_calls_goes_out_and_comes_back(small: Aixin, tmp_path: Path) -> None:
    made = small("sheet", "make", "calls", "2025-03", "--json", "--today", DAY)
    assert made.code == 0, made.err
    path = Path(made.object["file"])
    assert (made.object["kind"], made.object["rows"]) == ("activities", 1)
    assert path.parent == tmp_path / "county" / "下发"
    fill(path, {"是否联系上": "是", "联系日期": "3月6日", "方式": "电话"})
    taken = small("sheet", "take", str(path), "--json", "--today", DAY)
    assert taken.code == 0, taken.err
    row, summary = taken.objects
    assert (row["name"], row["outcome"]) == ("窦念安", "corrected")
    assert row["changes"] == [{"field": "date", "old": "3月6日", "new": "2025-03-06"}]
    assert summary["corrected"] == 1
    assert small("sheet", "take", str(path), "--json", "--today", DAY).objects[0]["outcome"] == "merged"
    nothing = small("sheet", "make", "calls", "2025-03", "--today", DAY)
    assert nothing.code == 1
    assert "SHEET_004" in nothing.err


def test_rows_to_be_mended_are_written_in_the_same_layout(small: Aixin, tmp_path: Path) -> None:
    out = tmp_path / "calls.xlsx"
    assert small("sheet", "make", "calls", "2025-03", "--out", str(out), "--today", DAY).code == 0
    fill(out, {"是否联系上": "是", "联系日期": "3月32日"})
    mend = tmp_path / "mend.xlsx"
    assert small("sheet", "take", str(out), "--errors", str(mend), "--today", DAY).code == 1
    fill(mend, {"联系日期": "3月7日"})
    taken = small("sheet", "take", str(mend), "--json", "--today", DAY)
    assert [one.get("outcome") for one in taken.objects] == ["corrected", None]


@pytest.mark.parametrize(("arguments", "code", "said"), [
    (("calls", "三月"), 1, "SHEET_003"),
    (("calls", "2025"), 1, "SHEET_003"),
    (("calls", "2025-03", "--for", "没有的地方"), 1, "SHEET_001"),
    (("calls", "2025-03", "--for", "官亭镇"), 0, ""),
    (("calls", "2025-03", "--for", "蔺秀英"), 0, ""),
    (("calls", "2025-03", "--each", "mother"), 0, ""),
    (("calls", "2025-03", "--each", "county"), 2, "county"),
    (("visits",), 0, ""),
    (("visits", "--each", "village"), 0, ""),
    (("queries",), 1, "SHEET_006"),
    (("register", "阵地"), 0, ""),
    (("register", "没有"), 1, "SHEET_008"),
])
def test_what_can_be_made_and_what_is_refused(
    small: Aixin, arguments: tuple[str, ...], code: int, said: str,
) -> None:
    made = small("sheet", "make", *arguments, "--today", DAY)
    assert made.code == code, made.err
    assert said in made.err


def test_a_list_for_the_police_is_masked_without_a_reason(small: Aixin, tmp_path: Path) -> None:
    made = small("sheet", "make", "queries", "--today", "2026-01-10", "--json", "--out", str(tmp_path / "q"))
    assert made.code == 0, made.err
    assert "未显示全号" in made.object["file"]
    logged = small("log", "show", "--json").objects
    full = small("sheet", "make", "queries", "--today", "2026-01-10", "--json", "--reveal", "送派出所")
    assert "未显示全号" not in full.object["file"]
    after = small("log", "show", "--json").objects
    assert len(after) == len(logged) + 1
    assert json.dumps(after[0], ensure_ascii=False).count("送派出所") == 1


def test_a_file_that_is_no_sheet_is_told_so(small: Aixin, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("甲,乙\n1,2\n", encoding="utf-8")
    taken = small("sheet", "take", str(tmp_path / "x.csv"), "--today", DAY)
    assert taken.code == 1
    assert "SHEET_021" in taken.err
