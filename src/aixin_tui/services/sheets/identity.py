"""What a sheet that went out says of itself in a hidden sheet: so it is known again, whatever its file is called.

No person stands there. Where WeChat or copying has lost it, the visible columns still tell what a sheet is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

from aixin_tui.services.importing.sheet import SheetData, as_text

#: Name of the hidden sheet, and the word in its first cell.
HIDDEN_SHEET = "_aixin"
_MARK = "aixin-sheet"
#: The version of this layout; a sheet of a later one is read by its visible columns.
VERSION = "1"


@dataclass(frozen=True, slots=True)
class Identity:
    """What kind of list a sheet is, of which month, made by which office in which workspace, for whom and when."""

    kind: str
    """As imports name it: `activities`, `visits`, `queries`, `register:venue`."""
    office: str
    workspace: str
    made_on: str
    month: str = ""
    area: str = ""

    @property
    def of(self) -> str:
        """Name what a row of it stands for, the same on every sheet of the same month or day."""
        return "/".join(part for part in (self.kind, self.month or self.made_on) if part)

    def lines(self) -> tuple[tuple[str, str], ...]:
        """Write it as lines of a name and a value."""
        return ((_MARK, VERSION), *((field.name, getattr(self, field.name)) for field in fields(self)))


def identity_of(sheets: Iterable[SheetData]) -> Identity | None:
    """Read what a file says of itself; None where it says nothing, or in the words of a later version."""
    for sheet in sheets:
        told = {as_text(row.cells[0]): as_text(row.cells[1]) for row in sheet.rows if len(row.cells) > 1}
        if sheet.name == HIDDEN_SHEET and told.get(_MARK) == VERSION and told.get("kind"):
            return Identity(**{field.name: told.get(field.name, "") for field in fields(Identity)})
    return None


def shown_sheets(sheets: Sequence[SheetData]) -> tuple[SheetData, ...]:
    """Leave out the sheet in which a file speaks of itself."""
    return tuple(sheet for sheet in sheets if sheet.name != HIDDEN_SHEET)
