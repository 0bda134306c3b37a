"""A list that comes in and was sent out from here: what its title cannot say, and rows told apart that say the same.

A sheet is known by what it says of itself, else by the keys of its rows, which outlive copying into another file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Problem, Severity
from aixin_tui.services.desk import Desk
from aixin_tui.services.importing.headers import ListFacts
from aixin_tui.services.importing.row_cells import RowCells
from aixin_tui.services.importing.sheet import SheetData, as_text
from aixin_tui.services.sheets.identity import Identity, identity_of

#: The cell that holds the key of a row: an id, and from the second row of the same key on `#2`, `#3`.
KEY = "key"
#: What names a row that has lost its key.
_NAMES = ("pair", "child", "name", "village")
_MONTH = re.compile("((?:19|20)[0-9]{2})-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class Sent:
    """A list as it is read: its facts, its rows with their keys, and what holds for all of it."""

    facts: ListFacts
    rows: tuple[RowCells, ...]
    problems: tuple[Problem, ...] = ()


def as_sent(
    desk: Desk, kind: str, sheets: Iterable[SheetData], facts: ListFacts, rows: Iterable[RowCells],
) -> Sent:
    """Add to a list what it says of itself as a sheet that was sent out; any other list stays as it is."""
    told, found = identity_of(sheets), tuple(rows)
    if told is not None and told.kind == kind and told.workspace != desk.store.workspace.id:
        return Sent(facts, _without_keys(found), (Problem(Code.SHEET_009, Severity.WARNING),))
    if told is None or told.kind != kind:
        told = _by_keys(desk, kind, facts, found)
    if told is None:
        return Sent(facts, found)
    year, month = _month_of(told)
    return Sent(replace(facts, year=year or facts.year, month=month or facts.month, sheet=told.of,
                        sent_on=told.made_on), tuple(_numbered(found)))


def _by_keys(desk: Desk, kind: str, facts: ListFacts, rows: Iterable[RowCells]) -> Identity | None:
    """Take a list for a sheet of this workspace that lost what it said of itself: its rows still have their keys."""
    if not any(KEY in cells.cells for cells in rows):
        return None
    month = f"{facts.year:04d}-{facts.month:02d}" if kind == "activities" and facts.month else ""
    if not month and not facts.day:
        return None
    return Identity(kind, desk.office, desk.store.workspace.id, facts.day, month)


def _month_of(told: Identity) -> tuple[int, int]:
    found = _MONTH.fullmatch(told.month)  # anybody may have changed the hidden sheet
    return (int(found[1]), int(found[2])) if found else (0, 0)


def _without_keys(rows: Iterable[RowCells]) -> tuple[RowCells, ...]:
    return tuple(replace(cells, cells={name: value for name, value in cells.cells.items() if name != KEY})
                 for cells in rows)


def _numbered(rows: Iterable[RowCells]) -> Iterable[RowCells]:
    """Number rows that name the same: a row that somebody copied to tell of a second call is a row of its own."""
    seen: dict[tuple[str, ...], int] = {}
    for cells in rows:
        key = as_text(cells.cells.get(KEY)).strip()
        names = (key,) if key else tuple(as_text(cells.cells.get(name)).strip() for name in _NAMES)
        if not any(names):
            yield cells
            continue
        seen[names] = seen.get(names, 0) + 1
        numbered = f"{key}#{seen[names]}" if seen[names] > 1 else key
        yield replace(cells, cells={**cells.cells, KEY: numbered}) if numbered else cells


def key_of(cells: RowCells) -> tuple[str, str]:
    """Give the id of a row's key, and what tells it from other rows of that id (`#2`; empty of the first)."""
    key, mark, number = as_text(cells.cells.get(KEY)).strip().partition("#")
    return key, mark + number
