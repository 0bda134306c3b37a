"""Reports and tables as files and on the terminal: text stays text, columns line up, the same data, the same bytes."""

from __future__ import annotations

import hashlib
import io
import zipfile
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from aixin_tui.engine.content import Block, Cell, Column, ReportContent, TableRow
from aixin_tui.exchange.report_text import report_lines
from aixin_tui.exchange.report_xlsx import report_bytes, write_report
from aixin_tui.exchange.sheet_writer import safe_text
from aixin_tui.exchange.table_xlsx import table_bytes, write_table
from aixin_tui.texts.cells import width

GOLDEN = "cdf48748c302994bb64a628e67d17b09f6a680e137fb574572add82978b8941f"


def share(text: str) -> Fraction | None:
    return Fraction(text[:-1]) if text.endswith("%") else None


def rows(*lines: tuple[object, ...], total: bool = False) -> tuple[TableRow, ...]:
    made = [
        TableRow(str(n), tuple(
            Cell(str(v), v, figure="f") if isinstance(v, int) else Cell(str(v), share(str(v))) for v in line
        )) for n, line in enumerate(lines)
    ]
    if total:
        made[-1] = TableRow("total", made[-1].cells, is_total=True)
    return tuple(made)


def content(*blocks: Block, period: str = "2025-05") -> ReportContent:
    return ReportContent(
        key="monthly", title="“爱心妈妈”结对关爱工作月报", office="630222", office_name="民和回族土族自治县",
        period=period, period_label="2025年5月", as_of="2025-05-31", known_at="", blocks=blocks, to="民政局",
    )


TABLE = Block(
    "numbers", "table", "结对情况", 1, "一、",
    columns=(Column("by", "乡镇（街道）"), Column("a", "底数（名）", True), Column("b", "结对率", True)),
    rows=rows(("川口镇", 12, "75%"), ("古鄯镇", 3, "/"), ("合计", 15, "80%"), total=True),
)
LIST = Block(
    "unpaired", "list", "未结对儿童", 2, "（一）",
    columns=(Column("child.name", "儿童姓名"), Column("child.id_number", "身份证号", mask="resident_id")),
    rows=rows(("韩梅", "6302**********9901"), ("=HYPERLINK(1)", "-1")),
)
PIECES = (Cell("底数"), Cell("15名", 15, figure="on_file"), Cell("。"))
TEXT = Block("summary", "text", "摘要", 1, "一、", pieces=PIECES)


def sheet(data: bytes, number: int = 0) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data)).worksheets[number]


def values(data: bytes, number: int = 0) -> list[list[object]]:
    return [[cell.value for cell in row if cell.value is not None] for row in sheet(data, number).iter_rows()]


@pytest.mark.parametrize("text", ["=1+1", "+8613", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_what_begins_like_a_formula_is_text(text: str) -> None:
    assert safe_text(text) == f"'{text}"
    found = sheet(table_bytes("表", ("名",), [(text,)]))
    cell = found.cell(found.max_row, 1)
    assert cell.data_type == "s"
    assert str(cell.value).startswith("'")


def test_numbers_of_documents_stay_text_and_counts_are_numbers() -> None:
    data = table_bytes("表", ("身份证号", "人数", "备注"), [("630222201503079901", 3, None)])
    found = sheet(data)
    cells = [found.cell(found.max_row, n) for n in (1, 2, 3)]
    assert (cells[0].value, cells[0].data_type, cells[0].number_format) == ("630222201503079901", "s", "@")
    assert (cells[1].value, cells[1].data_type) == (3, "n")


def test_a_report_has_its_head_its_foot_and_no_formula() -> None:
    data = report_bytes(content(TEXT, TABLE, LIST), filled_by="李经办", reviewed_by="王审核", is_demo=True)
    found = values(data)
    flat = [str(value) for line in found for value in line]
    assert flat[0] == "“爱心妈妈”结对关爱工作月报"
    assert "演示数据，人员均为虚构" in flat
    assert any(text.startswith("填报单位（盖章）：民和回族土族自治县妇联") and "2025年5月" in text for text in flat)
    assert "报送：民政局" in flat
    foot = flat[-1]
    assert "填报人：李经办" in foot
    assert "审核人：王审核" in foot
    assert "填报日期" in foot
    assert ["川口镇", 12, "75%"] in found
    assert ["'=HYPERLINK(1)", "'-1"] in found
    assert all(cell.data_type != "f" for row in sheet(data).iter_rows() for cell in row)
    assert sheet(data).page_setup.paperSize == 9


def test_without_demo_nothing_says_so_and_a_document_has_no_foot() -> None:
    flat = [str(value) for line in values(report_bytes(content(TEXT, period=""))) for value in line]
    assert not [text for text in flat if "演示" in text or "填报" in text]


def test_the_same_content_gives_the_same_bytes(tmp_path: Path) -> None:
    report = content(TEXT, TABLE, LIST)
    data = report_bytes(report, filled_by="李", reviewed_by="王")
    assert data == report_bytes(report, filled_by="李", reviewed_by="王")
    write_report(tmp_path / "月报.xlsx", report, filled_by="李", reviewed_by="王")
    assert (tmp_path / "月报.xlsx").read_bytes() == data
    assert [path.name for path in tmp_path.iterdir()] == ["月报.xlsx"]
    write_table(tmp_path / "t.xlsx", "表", ("名",), [("甲",)])
    assert (tmp_path / "t.xlsx").read_bytes() == table_bytes("表", ("名",), [("甲",)])


def test_the_golden_sheet_does_not_change_unseen() -> None:
    """What the superior gets: when this changes on purpose, look at the sheet before taking the new digest."""
    data = report_bytes(content(TEXT, TABLE, LIST), filled_by="李经办", reviewed_by="王审核", is_demo=True)
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        told = parts.read("xl/worksheets/sheet1.xml") + parts.read("xl/sharedStrings.xml")
        assert {part.date_time[0] for part in parts.infolist()} == {1980}
        assert b"2024-01-01" in parts.read("docProps/core.xml")
    assert hashlib.sha256(told).hexdigest() == GOLDEN


def test_a_long_list_goes_to_an_annex_whose_heads_are_repeated() -> None:
    long = Block("unpaired", "list", "未结对儿童", 1, "二、", columns=LIST.columns,
                 rows=rows(*((f"童{n}", "") for n in range(60))))
    data = report_bytes(content(TABLE, long))
    flat = [str(value) for line in values(data) for value in line]
    assert "（共60条，见附表1）" in flat
    annex = sheet(data, 1)
    assert annex.title == "附表1"
    assert annex.print_title_rows == "$1:$4"
    assert values(data, 1)[-1] == ["60", "童59", ""]
    alone = report_bytes(content(long))
    assert len(openpyxl.load_workbook(io.BytesIO(alone)).worksheets) == 1


def test_a_table_that_fits_a_page_is_not_cut() -> None:
    lines = rows(*((f"乡{n}", n, "1%") for n in range(28)))
    long = Block("a", "table", "甲", 1, "一、", columns=TABLE.columns, rows=lines)
    found = sheet(report_bytes(content(long, long)))
    assert len(found.row_breaks.brk) == 1


def test_a_chart_and_a_sentence_are_drawn() -> None:
    chart = Block("c", "chart", "走势", columns=TABLE.columns, rows=TABLE.rows, style="bar")
    named = rows(("甲规划", "2021"), ("乙法", ""))
    told = Block("s", "list", "依据", columns=LIST.columns, rows=named, style="sentence")
    data = report_bytes(content(chart, told))
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        assert "xl/charts/chart1.xml" in parts.namelist()
    assert "　　甲规划，2021；乙法。" in [str(value) for line in values(data) for value in line]
    lines = list(report_lines(content(chart, told)))
    assert any(line.startswith("川口镇  ####") for line in lines)
    assert "　　甲规划，2021；乙法。" in lines


def test_columns_line_up_on_the_terminal() -> None:
    lines = list(report_lines(content(TEXT, TABLE, LIST), is_demo=True))
    assert lines[0] == "“爱心妈妈”结对关爱工作月报"
    assert "民和回族土族自治县  2025年5月  截至2025年5月31日" in lines
    assert "演示数据，人员均为虚构" in lines
    at = lines.index("一、结对情况")
    assert lines[at + 1 : at + 5] == [
        "乡镇（街道）  底数（名）  结对率",
        "川口镇                12     75%",
        "古鄯镇                 3       /",
        "合计                  15     80%",
    ]


def test_a_wide_table_sets_its_units_below_and_is_cut_with_its_first_column() -> None:
    heads = (Column("by", "乡镇（街道）"), *(Column(f"c{n}", f"指标{n}（名）") for n in range(9)))
    wide = Block(
        "w", "table", columns=heads,
        rows=rows(("川口镇", *range(9))),
    )
    drawn = list(report_lines(content(wide), cells=40))
    assert all(width(line) <= 40 for line in drawn)
    lines = drawn[next(n for n, line in enumerate(drawn) if line.startswith("乡镇")):]
    assert sum(line.startswith("川口镇") for line in lines) == 3
    assert "（名）" in lines[1]


def test_an_empty_list_says_so() -> None:
    empty = Block("e", "list", "漏联", columns=LIST.columns)
    assert list(report_lines(content(empty)))[-1] == "无"
    assert "无" in [str(value) for line in values(report_bytes(content(empty))) for value in line]


def test_a_table_longer_than_a_page_has_its_heads_on_each() -> None:
    lines = rows(*((f"乡{n}", n, "1%") for n in range(120)))
    long = Block("a", "table", "甲", 1, "一、", columns=TABLE.columns, rows=lines)
    data = report_bytes(content(TABLE, long))
    heads = [line for line in values(data) if line and str(line[0]).startswith("乡镇")]
    assert len(heads) == 2 + len(sheet(data).row_breaks.brk)
