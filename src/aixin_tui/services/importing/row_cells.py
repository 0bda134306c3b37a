"""The rows of a list: which rows of a sheet are such, and what is read of each: values, changes and problems."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Place, Problem, Severity
from aixin_tui.services.importing.headers import IGNORE, Headings
from aixin_tui.services.importing.results import FieldChange
from aixin_tui.services.importing.sheet import CellValue, SheetData, SheetRow, as_text, is_blank, same_cells

_NO_ROW = re.compile(
    r"^\s*(合\s*计|总\s*计|小\s*计|共\s*计|本页小计|[（(]?注\d?[）)]?[：:.、]|注\s*$|备注[：:]|说明[：:]|填表说明|填表人|填报人|"
    r"审核人|复核人|制表人|制表单位|单位负责人|负责人[：:（(]|填报单位|填报日期|联系人[：:])")
#: Words that stand for an empty cell.
_NONE = frozenset({"无", "暂无", "没有", "/", "-", "--", "—", "——", "\\", "未知", "不详", "无。", "N/A", "#N/A"})


@dataclass(frozen=True, slots=True)
class RowCells:
    """One row of a list by the names of its cells; `listed` holds the columns that no name is known for.

    `titles` gives the list's own title of a named cell; `surplus` tells how many cells stand beyond the headings.
    """

    number: int
    cells: Mapping[str, CellValue]
    listed: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    hidden: bool = False
    surplus: int = 0

    def to_json(self) -> dict[str, Any]:
        """Write the row so that it can be stored and decided later."""
        return {
            "number": self.number, "cells": {name: _plain(value) for name, value in self.cells.items()},
            "listed": dict(self.listed), "titles": dict(self.titles), "hidden": self.hidden, "surplus": self.surplus,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> RowCells:
        """Read a stored row."""
        cells = {name: date.fromisoformat(value["date"]) if isinstance(value, Mapping) else value
                 for name, value in stored["cells"].items()}
        return cls(stored["number"], cells, stored["listed"], stored["titles"], stored["hidden"], stored["surplus"])


def _plain(value: CellValue) -> Any:
    return {"date": as_text(value)[:10]} if isinstance(value, date) else value


def data_rows(sheet: SheetData, headings: Headings) -> Iterator[RowCells]:
    """Walk over the rows of people: title, heading, empty, total and note rows are none; hidden rows are."""
    width = len(headings.columns)
    named = {place: name for place, name in enumerate(headings.columns) if name and name != IGNORE}
    titles = {name: headings.titles[place] for place, name in named.items()}
    other = {place: title for place, title in enumerate(headings.titles)
             if title and place not in named and headings.columns[place] != IGNORE}
    serial = {place for place, name in named.items() if name == "serial"}
    for row in sheet.rows[headings.first_row:]:
        if not _is_data(row, serial, headings):
            continue
        cells = {name: row.cells[place] for place, name in named.items()
                 if place < len(row.cells) and not is_blank(row.cells[place])}
        listed = {title: as_text(row.cells[place]) for place, title in other.items()
                  if place < len(row.cells) and not is_blank(row.cells[place])}
        surplus = len(row.cells) - width if any(not is_blank(cell) for cell in row.cells[width:]) else 0
        yield RowCells(row.number, cells, listed, titles, row.hidden, surplus)


def _is_data(row: SheetRow, serial: set[int], headings: Headings) -> bool:
    filled = [(place, cell) for place, cell in enumerate(row.cells) if not is_blank(cell)]
    if not filled or all(place in serial for place, _ in filled):
        return False
    first = filled[0][1]
    if isinstance(first, str) and _NO_ROW.match(first):
        return False
    if len(filled) > 2 and same_cells(row):
        return False
    repeated = sum(place < len(headings.titles) and as_text(cell).strip() == headings.titles[place].rpartition("·")[2]
                   for place, cell in filled)
    return repeated * 2 <= len(filled)


class Reading:
    """What is read of one row as it goes: the changes that were made to its words, and the problems that were met."""

    __slots__ = ("cells", "changes", "problems", "today")

    def __init__(self, cells: RowCells, today: date) -> None:
        self.cells, self.today = cells, today
        self.changes: list[FieldChange] = []
        self.problems: list[Problem] = []

    def raw(self, name: str) -> str:
        """Give a cell as its file shows it, blanks and all; empty where it says none (无, /)."""
        text = as_text(self.cells.cells.get(name))
        return "" if text.strip() in _NONE else text

    def text(self, name: str) -> str:
        """Give a cell without the blanks around it."""
        return self.raw(name).strip()

    def value(self, name: str) -> CellValue:
        """Give a cell with its type: a true date is one."""
        return self.cells.cells.get(name)

    def changed(self, name: str, old: str, new: str) -> None:
        """List that a value is stored otherwise than written."""
        if old != new:
            self.changes.append(FieldChange(name, old, new))

    def say(self, code: Code, name: str = "", severity: Severity = Severity.WARNING, /, **values: Any) -> None:
        """Add a problem; each code is said once a field."""
        if not any(p.code is code and p.place.field == name for p in self.problems):
            self.problems.append(Problem(code, severity, Place(row=self.cells.number, field=name), values))

    @property
    def is_stopped(self) -> bool:
        """Whether the row is held or sent back by what was met so far."""
        return any(p.severity in (Severity.ERROR, Severity.HELD) for p in self.problems)
