"""What every spreadsheet that we write has in common: A4, text that stays text, widths by cells, the same bytes.

The sheet is built row by row downwards on a grid whose columns all blocks share.
"""

from __future__ import annotations

import io
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from typing import Any

from aixin_tui.texts.cells import width

#: The date that every file says it was made on: the same data give the same bytes.
_MADE = datetime(2024, 1, 1)  # noqa: DTZ001 - the format knows no zones
#: What a spreadsheet would take for a formula [requirements section 6].
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
#: Cells that an upright A4 page holds, made a little smaller; a wider grid lies.
PORTRAIT = 98
#: Room of a page inside its margins: across in pixels of a column, down in points of a row.
_ROOM = {False: (678, 690), True: (1007, 455)}
#: Pixels of a cell in the widest of the fonts that stand in where an office lacks ours.
_PIXELS = 9.4
_LINE = 18
_LEAST, _MOST = 6, 36

_SONG, _HEI, _KAI, _FANG, _TITLE = "宋体", "黑体", "楷体", "仿宋", "方正小标宋简体"
_STYLES: Mapping[str, Mapping[str, Any]] = {
    "title": {"font_name": _TITLE, "font_size": 20, "align": "center", "valign": "vcenter", "text_wrap": True},
    "unit": {"font_name": _SONG, "font_size": 11, "valign": "vcenter", "text_wrap": True},
    "heading_1": {"font_name": _HEI, "font_size": 14, "valign": "vcenter", "text_wrap": True},
    "heading_2": {"font_name": _KAI, "font_size": 13, "valign": "vcenter", "text_wrap": True},
    "heading_3": {"font_name": _FANG, "font_size": 12, "bold": True, "valign": "vcenter", "text_wrap": True},
    "text": {"font_name": _FANG, "font_size": 13, "valign": "top", "text_wrap": True},
    "sign": {"font_name": _FANG, "font_size": 13, "align": "right", "valign": "vcenter", "text_wrap": True},
    "head": {"font_name": _HEI, "font_size": 11, "align": "center", "valign": "vcenter", "border": 1,
             "text_wrap": True},
    "cell": {"font_name": _SONG, "font_size": 11, "align": "center", "valign": "vcenter", "border": 1,
             "text_wrap": True, "num_format": "@"},
    "number": {"font_name": _SONG, "font_size": 11, "align": "right", "valign": "vcenter", "border": 1,
               "num_format": "0.######"},
    "whole": {"font_name": _SONG, "font_size": 11, "align": "right", "valign": "vcenter", "border": 1,
              "num_format": "0"},
    "right": {"font_name": _SONG, "font_size": 11, "align": "right", "valign": "vcenter", "border": 1,
              "text_wrap": True, "num_format": "@"},
    "note": {"font_name": _SONG, "font_size": 10, "valign": "vcenter", "text_wrap": True},
    "foot": {"font_name": _SONG, "font_size": 11, "valign": "vcenter", "text_wrap": True},
}


def safe_text(text: str) -> str:
    """Give a text that no spreadsheet reads as a formula: one that begins like it gets an apostrophe."""
    return f"'{text}" if text.startswith(_FORMULA) else text


class BookWriter:
    """One workbook in memory, with the formats of an office."""

    def __init__(self, title: str) -> None:
        import xlsxwriter

        self._bytes = io.BytesIO()
        self.book = xlsxwriter.Workbook(self._bytes, {
            "in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False,
        })
        self.book.set_properties({"title": title, "created": _MADE, "comments": ""})
        self._formats: dict[tuple[str, bool], Any] = {}

    def style(self, name: str, *, bold: bool = False) -> Any:
        """Give a format by name."""
        made = self._formats.get((name, bold))
        if made is None:
            made = self.book.add_format({**_STYLES[name], **({"bold": True} if bold else {})})
            self._formats[name, bold] = made
        return made

    def close(self) -> bytes:
        """Finish the workbook and give its bytes."""
        self.book.close()
        return self._bytes.getvalue()


class SheetWriter:
    """One sheet of a workbook, written downwards."""

    def __init__(self, book: BookWriter, name: str, widths: Sequence[int], *, page: str = "") -> None:
        self._book, self.widths = book, list(widths)
        self.sheet = book.book.add_worksheet(name[:31])
        self.row = 0
        sheet = self.sheet
        sheet.set_paper(9)
        lies = sum(self.widths) > PORTRAIT
        if lies:
            sheet.set_landscape()
        sheet.set_margins(left=0.6, right=0.6, top=0.8, bottom=0.8)
        # A scale of our own, not "fit to page": with that, page breaks are not obeyed.
        across, down = _ROOM[lies]
        scale = max(min(100, int(across * 100 / (_PIXELS * (sum(self.widths) + len(self.widths))))), 40)
        sheet.set_print_scale(scale)
        self.scale = scale
        """How large it prints, in per cent."""
        self._page, self._used, self._repeated = down * 100 / scale, 0.0, 0.0
        self._breaks: list[int] = []
        sheet.center_horizontally()
        sheet.hide_gridlines(2)
        if page:
            sheet.set_footer("&C" + page)
        for n, cells in enumerate(self.widths):
            sheet.set_column(n, n, cells)

    @property
    def columns(self) -> int:
        """How many columns the grid has."""
        return len(self.widths)

    def repeat_to_here(self) -> None:
        """Print the rows written so far again at the head of every page."""
        self.sheet.repeat_rows(0, self.row - 1)
        self._repeated = self._used

    def keep_together(self, rows: int, more: int = 0) -> None:
        """Begin a new page for the next `rows` lines (and `more` points) where that keeps a table whole."""
        height = rows * 20 + more
        if self._used + height > self._page >= self._repeated + height:
            self._begin_page()

    def begins_page(self) -> bool:
        """Begin a new page where the next line fits on this one no more; say whether one was begun."""
        is_full = self._used + 2 * _LINE + 4 > self._page
        if is_full:
            self._begin_page()
        return is_full

    def _begin_page(self) -> None:
        self._breaks.append(self.row)
        self.sheet.set_h_pagebreaks(self._breaks)
        self._used = self._repeated

    def _grow(self, height: int) -> None:
        self.sheet.set_row(self.row, height)
        self._used += height
        if self._used > self._page:
            self._used = self._repeated + height

    def line(self, text: str, style: str, *, least: int = 20, size: float = 1.0) -> None:
        """Write a text across the whole grid, high enough for its lines; `size` is its letters' to the grid's."""
        room = max(sum(self.widths) - 2, 10)
        lines = sum(-(-max(int(width(part) * size), 1) // room) for part in text.split("\n"))
        self._grow(max(least, int(lines * _LINE * max(size, 1.0)) + 4))
        made = self._book.style(style)
        if self.columns > 1:
            self.sheet.merge_range(self.row, 0, self.row, self.columns - 1, "", made)
        self.sheet.write_string(self.row, 0, safe_text(text), made)
        self.row += 1

    def across(self, text: str, columns: int) -> None:
        """Write one line of a table as a single cell."""
        made = self._book.style("cell")
        if columns > 1:
            self.sheet.merge_range(self.row, 0, self.row, columns - 1, "", made)
        self.sheet.write_string(self.row, 0, safe_text(text), made)
        self._grow(20)
        self.row += 1

    def cells(
        self, values: Sequence[Any], *, style: str = "cell", rights: Collection[int] = (), bold: bool = False,
        least: int = 20,
    ) -> None:
        """Write one line of a table: whole numbers and fractions as numbers, all else as text, some to the right.

        It is `least` points high, more where a cell's text needs it.
        """
        high = 1
        for n, value in enumerate(values):
            if isinstance(value, (int, Fraction)) and not isinstance(value, bool):
                made = self._book.style("whole" if value == int(value) else "number", bold=bold)
                self.sheet.write_number(self.row, n, float(value), made)
                continue
            text = str(value)
            made = self._book.style("right" if n in rights else style, bold=bold)
            self.sheet.write_string(self.row, n, safe_text(text), made)
            high = max(high, sum(-(-max(width(part), 1) // max(self.widths[n] - 1, 1)) for part in text.split("\n")))
        self._grow(max(least, high * _LINE))
        self.row += 1

    def draw(self, kind: str) -> Any:
        """Make a chart (`column` or `line`) to be filled and placed."""
        return self._book.book.add_chart({"type": kind})

    def place(self, chart: Any) -> None:
        """Set a chart beneath what is written, fifteen lines high."""
        self.sheet.insert_chart(self.row, 0, chart)
        for _ in range(15):
            self._grow(20)
            self.row += 1

    def skip(self) -> None:
        """Leave one low line blank."""
        self._grow(8)
        self.row += 1


def column_widths(tables: Sequence[Sequence[Sequence[str]]], *, most: int = _MOST) -> list[int]:
    """Give the widths of a grid in cells: of each column the widest text in any table, but no more than `most`.

    A table's first line are its heads; a long one may stand in two lines.
    """
    found = [_LEAST] * max([1, *(len(line) for table in tables for line in table)])
    for table in tables:
        for place, line in enumerate(table):
            for n, text in enumerate(line):
                widest = max((width(part) for part in text.split("\n")), default=0)
                is_long_head = place == 0 and widest > 14
                found[n] = max(found[n], min((widest + 1) // 2 + 3 if is_long_head else widest + 2, most))
    return found
