"""A report or document as a spreadsheet that is printed, signed and stamped: A4, the foot with who filled it in.

One sheet holds the whole outline; a list longer than a page's half goes to a sheet of its own (附表), whose heads are
repeated on every page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from aixin_tui.engine.content import Block, Cell, ReportContent
from aixin_tui.exchange.form_lines import Gap, lines_of
from aixin_tui.exchange.paper_words import head_line, sign_lines, signer_line
from aixin_tui.exchange.report_text import as_of_line, sentence, two_lines
from aixin_tui.exchange.sheet_writer import BookWriter, SheetWriter, column_widths
from aixin_tui.exchange.whole_file import write_whole
from aixin_tui.texts import label

#: A list of more lines than this stands on a sheet of its own, unless it is all there is.
ANNEX_FROM = 25
#: No column is wider than this where tables share the sheet.
_SHARED = 17
#: As wide as this is what is left for the pen, and as high (points) its lines.
_PEN, _PEN_HEIGHT = "　" * 6, 28


def write_report(
    path: Path, content: ReportContent, *, filled_by: str = "", reviewed_by: str = "", filled_on: str = "",
    is_demo: bool = False,
) -> None:
    """Write a report to a file; what is not given at its foot is left for the pen."""
    write_whole(path, report_bytes(content, filled_by=filled_by, reviewed_by=reviewed_by, filled_on=filled_on,
                                   is_demo=is_demo))


def report_bytes(
    content: ReportContent, *, filled_by: str = "", reviewed_by: str = "", filled_on: str = "", is_demo: bool = False
) -> bytes:
    """Give the bytes of the spreadsheet: the same content gives the same bytes."""
    return book_bytes((content,), filled_by=filled_by, reviewed_by=reviewed_by, filled_on=filled_on, is_demo=is_demo)


def book_bytes(
    contents: Sequence[ReportContent], *, filled_by: str = "", reviewed_by: str = "", filled_on: str = "",
    is_demo: bool = False,
) -> bytes:
    """Give the bytes of one spreadsheet with all papers, each on sheets of its own."""
    book = BookWriter(contents[0].title)
    for place, content in enumerate(contents, 1):
        prefix = f"{place}-" if len(contents) > 1 else ""
        annexes = [b for b in content.blocks if _is_table(b) and len(b.rows) > ANNEX_FROM and b.form == "list"]
        if sum(map(_is_table, content.blocks)) <= 1:
            annexes = []
        foot = _foot(content, filled_by, reviewed_by, filled_on)
        _main_sheet(book, content, annexes, foot, is_demo=is_demo, prefix=prefix)
        for number, block in enumerate(annexes, 1):
            _annex(book, content, block, number, is_demo=is_demo, prefix=prefix)
    return book.close()


def _is_table(block: Block) -> bool:
    return bool(block.columns) and block.style != "sentence"


def _main_sheet(
    book: BookWriter, content: ReportContent, annexes: Sequence[Block], foot: str, *, is_demo: bool, prefix: str = ""
) -> None:
    here = [block for block in content.blocks if _is_table(block) and block not in annexes]
    # Where a list shares the grid with tables there is no room for a narrow column of numbers.
    number = label("report.number", content.lang) if [block.form for block in here] == ["list"] else ""
    grids = [_grid(block, number) for block in here]
    # Several tables share one grid: long names break into two lines, so that the page stays upright.
    widths = column_widths(grids) if number else column_widths(grids, most=_SHARED)
    _spread(widths)
    name = prefix + label("report.sheet", content.lang)
    sheet = SheetWriter(book, name, widths, page=label("report.page", content.lang))
    sheet.line(content.title, "title", least=40, size=20 / 11)
    if is_demo:
        sheet.line(label("report.demo_note", content.lang), "note")
    if content.period or content.layout == "form":
        for line in _head(content):
            sheet.line(line, "unit")
    if content.to and content.layout == "letter":
        sheet.line(f"{content.to}：", "text", size=13 / 11)
    is_one_list = len(content.blocks) == 1 and len(here) == 1
    for block in content.blocks:
        if not is_one_list:
            rows, more = _height(block) if block in here else (3, 0)
            # Who signs does not sign an empty page: the foot stays with the last block.
            sheet.keep_together(rows, more + (90 if foot and block is content.blocks[-1] else 0))
        if block.heading:
            style = f"heading_{min(max(block.level, 1), 3)}"
            sheet.line(f"{block.number}{block.heading}", style, least=26, size=14 / 11)
        if block in annexes:
            told = label("report.see_annex", content.lang, count=len(block.rows), number=annexes.index(block) + 1)
            sheet.line(told, "text", size=13 / 11)
        else:
            _write(sheet, block, content.lang, number, repeats=is_one_list)
        sheet.skip()
    for line in sign_lines(content, "") if content.layout in ("letter", "certificate") else ():
        sheet.line(line, "sign", size=13 / 11)
    for note in content.notes:
        sheet.line(note, "note")
    if foot:
        sheet.line(foot, "foot", least=28)


def _height(block: Block) -> tuple[int, int]:
    """The lines of a table, its heads and its notes; and the points of its heading and chart."""
    chart = 300 if block.form == "chart" else 0
    return 1 + max(len(block.rows), 1) + len(block.notes), 34 + chart


def _annex(
    book: BookWriter, content: ReportContent, block: Block, number: int, *, is_demo: bool, prefix: str = ""
) -> None:
    name = label("report.annex", content.lang, number=number)
    order = label("report.number", content.lang)
    widths = column_widths([_grid(block, order)])
    _spread(widths)
    sheet = SheetWriter(book, prefix + name, widths, page=label("report.page", content.lang))
    sheet.line(f"{name}　{block.heading or content.title}", "title", least=34, size=20 / 11)
    if is_demo:
        sheet.line(label("report.demo_note", content.lang), "note")
    for line in _head(content):
        sheet.line(line, "unit")
    _write(sheet, block, content.lang, order, repeats=True)


def _spread(widths: list[int]) -> None:
    """Give narrow grids the width of a page, so that titles and texts have room: the columns share it evenly."""
    missing = 80 - sum(widths)
    wide = [n for n in range(len(widths)) if n or widths[0] > 6] or [0]  # 序号 stays narrow
    if missing > 0:
        each, rest = divmod(missing, len(wide))
        for place, n in enumerate(wide):
            widths[n] += each + (1 if place < rest else 0)


def _head(content: ReportContent) -> Iterator[str]:
    unit = label("report.filled_unit", content.lang, office=content.office_name)
    told = head_line(content) if content.record else f"{content.period_label}　　{as_of_line(content)}"
    yield f"{unit}　　　　{told}"
    if content.to:
        yield label("report.to", content.lang, to=content.to)


def _foot(content: ReportContent, filled_by: str, reviewed_by: str, filled_on: str) -> str:
    if not content.period and content.layout != "form":
        return ""
    return "　　　　".join(signer_line(content, filled_by, reviewed_by, filled_on))


def _grid(block: Block, number: str = "") -> list[list[str]]:
    """The texts of a block's table; with 序号 (`number`) before the lines."""
    heads = [two_lines(column.head) for column in block.columns]
    lines = [[cell.text for cell in row.cells] for row in block.rows]
    if any(column.pen for column in block.columns):
        lines.append([_PEN if column.pen else "" for column in block.columns])
    if number:
        heads, lines = [number, *heads], [[str(n), *line] for n, line in enumerate(lines, 1)]
    return [heads, *lines]


def _write(sheet: SheetWriter, block: Block, lang: str, number: str = "", *, repeats: bool = False) -> None:
    """Write a block's body; with `repeats` the heads of its table stand on every page."""
    if block.form == "text":
        for line in lines_of(block):
            sheet.line(f"　　{line}" if isinstance(line, str) else _gaps(line), "text", size=13 / 11)
    elif block.style == "sentence":
        sheet.line(f"　　{sentence(block, lang)}", "text", size=13 / 11)
    elif block.columns:
        head_row = sheet.row
        _table(sheet, block, lang, number, repeats=repeats)
        if block.form == "chart":
            _chart(sheet, block, head_row)
    for note in block.notes:
        sheet.line(note, "note")


def _gaps(line: tuple[Gap, ...]) -> str:
    """Write gaps in a row; what is empty has room for the pen."""
    return "　　".join(f"{gap.label}：{gap.value or _PEN}" for gap in line)


def _table(sheet: SheetWriter, block: Block, lang: str, number: str, *, repeats: bool) -> None:
    heads = [*([number] if number else []), *(two_lines(column.head) for column in block.columns)]
    sheet.cells(heads, style="head")
    if repeats:
        sheet.repeat_to_here()
    has_pen = any(column.pen for column in block.columns) or any(row.key.startswith("room") for row in block.rows)
    least = _PEN_HEIGHT if has_pen else 20
    for n, row in enumerate(block.rows, 1):
        values = [_value(cell, block.form) for cell in row.cells]
        if not repeats and sheet.begins_page():
            sheet.cells(heads, style="head")
        rights = {place for place, cell in enumerate(row.cells) if cell.is_number and block.form != "list"}
        sheet.cells([str(n), *values] if number else values, rights=rights, bold=row.is_total, least=least)
    if not block.rows:
        sheet.across(label("report.empty_list", lang), len(heads))


def _value(cell: Cell, form: str) -> Any:
    """A number where the text says just that number; else the text, as it is printed."""
    exact = cell.value
    if form != "list" and isinstance(exact, (int, Fraction)) and not cell.misses and cell.text == str(exact):
        return exact
    return cell.text


def _chart(sheet: SheetWriter, block: Block, head_row: int) -> None:
    """Draw the lines of the table, without its total, beneath it."""
    lines = sum(1 for row in block.rows if not row.is_total)
    if not lines:
        return
    chart = sheet.draw("line" if block.style == "line" else "column")
    first, last = head_row + 1, head_row + lines
    for n, column in enumerate(block.columns[1:], 1):
        chart.add_series({
            "name": column.head, "categories": [sheet.sheet.name, first, 0, last, 0],
            "values": [sheet.sheet.name, first, n, last, n],
        })
    sheet.place(chart)
