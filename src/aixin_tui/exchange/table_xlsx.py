"""A plain table as a spreadsheet: any list, and the rows of an import that went back to their sender."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from aixin_tui.exchange.sheet_writer import BookWriter, SheetWriter, column_widths
from aixin_tui.exchange.whole_file import write_whole
from aixin_tui.texts import label


def write_table(
    path: Path, title: str, heads: Sequence[str], rows: Iterable[Sequence[Any]], *, note: str = "",
    is_demo: bool = False, lang: str = "zh",
) -> None:
    """Write a title, heads that are repeated on every page, and lines; numbers of documents and phones stay text."""
    write_whole(path, table_bytes(title, heads, rows, note=note, is_demo=is_demo, lang=lang))


def table_bytes(
    title: str, heads: Sequence[str], rows: Iterable[Sequence[Any]], *, note: str = "", is_demo: bool = False,
    lang: str = "zh",
) -> bytes:
    """Give the bytes of the spreadsheet: the same lines give the same bytes. `None` is an empty cell."""
    lines = [["" if value is None else value for value in row] for row in rows]
    widths = column_widths([[list(heads), *([str(value) for value in line] for line in lines)]])
    book = BookWriter(title)
    demo = label("report.demo_note", lang) if is_demo else ""
    sheet = SheetWriter(book, label("report.sheet", lang), widths, page=label("report.page", lang))
    sheet.line(title, "title", least=34, size=20 / 11)
    for told in (demo, note):
        if told:
            sheet.line(told, "note")
    sheet.cells(heads, style="head")
    sheet.repeat_to_here()
    sheet.sheet.freeze_panes(sheet.row, 0)
    for line in lines:
        sheet.cells(line)
    return book.close()
