"""What a sheet that goes out holds: its columns, its rows with their keys, and what it is called. No file yet."""

from __future__ import annotations

from dataclasses import dataclass

from aixin_tui.domain.problem import Problem
from aixin_tui.services.sheets.identity import Identity


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """One column. `name` is what the importer calls its cells; `width` counts cells of a Chinese terminal's kind.

    `fills` tells that the column is left to whoever gets the sheet; `choices` are the words offered in its cells, of
    which several may stand in one cell where it is `many`.
    """

    name: str
    title: str
    width: int
    fills: bool = False
    choices: tuple[str, ...] = ()
    many: bool = False
    hint: str = ""


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """One line: the key by which it is known again (an id, never a number of a document) and its cells by name."""

    key: str
    cells: tuple[tuple[str, str], ...]

    def cell(self, name: str) -> str:
        """Give the cell of a column, empty where nothing stands in it."""
        return next((text for key, text in self.cells if key == name), "")


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """One file: a title, lines above the heading, columns and rows; `stem` is the file's name without its ending."""

    identity: Identity
    title: str
    lines: tuple[str, ...]
    columns: tuple[SheetColumn, ...]
    rows: tuple[PlannedRow, ...]
    stem: str
    blank: int = 0
    """How many empty lines follow, of a sheet that is to be added to."""
    key_title: str = ""
    """What the hidden column of keys is called; as for most sheets if empty."""


@dataclass(frozen=True, slots=True)
class MakeSheets:
    """Which sheets to make.

    `what` is `calls`, `visits`, `queries` or `register`; `month` (`2025-05`) of calls; `area` a division's code or the
    name or code of a town or village, or for calls a mother's name or id; `each` (`town`, `village`, `mother`) makes a
    file for each; `register` names the register; `reason` shows ID numbers in full, for queries, and is logged.
    """

    what: str
    month: str = ""
    area: str = ""
    each: str = ""
    register: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class MadeSheets:
    """The sheets that were planned, one a file; or the problems that stand against it."""

    plans: tuple[SheetPlan, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def rows(self) -> int:
        """How many lines all the sheets have."""
        return sum(len(plan.rows) for plan in self.plans)
