"""A sheet as it was read from a file: its rows with their numbers, true dates kept apart from text that looks like one.

Reading files is the work of `exchange.sheets`; what the cells mean is decided here in `importing`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

#: What stands in a cell: text, a number, true or false, a true date, or nothing.
CellValue = str | int | float | bool | date | None


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row: its number in the file from 1 (of a CSV the number of the record), its cells, whether it is hidden.

    A cell inside a merged range holds what the range shows.
    """

    number: int
    cells: tuple[CellValue, ...]
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class SheetData:
    """One sheet of a file; `name` is the sheet's, empty of a CSV. Empty rows are left out."""

    name: str
    rows: tuple[SheetRow, ...]

    @property
    def width(self) -> int:
        """The number of columns of the widest row."""
        return max((len(row.cells) for row in self.rows), default=0)


#: So many different texts of a sheet are held once each.
_MOST_SHARED = 20_000


class SharedTexts:
    """Holds a text that many cells of a list say (a town, a category, 是) once, not once a cell.

    What stands in one row only (a number, a phone) is not remembered for long: the first texts of a file are.
    """

    __slots__ = ("_known",)

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def one(self, text: str) -> str:
        """Give the text as it was met first."""
        found = self._known.get(text)
        if found is None:
            found = text
            if len(self._known) < _MOST_SHARED:
                self._known[text] = text
        return found


def as_text(value: CellValue) -> str:
    """Write a cell as its file shows it: 3.0 as 3, a date as ISO, an ID number that became a number as 6.30222E+17."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.hour == value.minute == value.second == 0 else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        if abs(value) >= 1e15:
            return f"{value:.14E}".replace("E+0", "E+")
        return str(int(value)) if value.is_integer() else repr(value)
    return f"{value:.14E}" if abs(value) >= 10**15 else str(value)


def is_blank(value: CellValue) -> bool:
    """Whether nothing can be read in the cell."""
    return value is None or (isinstance(value, str) and not value.strip(" \t\r\n\u3000\u00a0\ufeff\x00"))


def same_cells(row: SheetRow) -> bool:
    """Whether all cells that are filled say the same, as in a title that was merged over the sheet."""
    filled = [cell for cell in row.cells if not is_blank(cell)]
    return bool(filled) and all(left == right for left, right in pairwise(filled))


def texts(row: SheetRow) -> Iterator[str]:
    """Walk over the filled cells of a row as text, each once where a merged range repeats it."""
    seen: set[str] = set()
    for cell in row.cells:
        text = as_text(cell).strip()
        if text and text not in seen:
            seen.add(text)
            yield text
