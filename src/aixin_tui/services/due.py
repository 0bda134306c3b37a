"""What is due and what was missed, with names: 待办、漏联. Everything comes from engine.duties."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from aixin_tui.services.desk import Desk, Who


@dataclass(frozen=True, slots=True)
class DueLine:
    """One duty of one record in one slot with too little done."""

    duty: str
    label: str
    kind: str
    """Kind of the record that the duty is for: pairing, child, loving_mother, …"""
    record: str
    status: str
    """`due` while the slot runs, `missed` when the latest slot ended so."""
    slot_from: str
    slot_to: str
    """First and last day of the slot, ISO."""
    child: str = ""
    child_name: str = ""
    mother: str = ""
    mother_name: str = ""
    place: str = ""
    """Name of the place, village last."""
    who: str = ""
    source_label: str = ""


@dataclass(frozen=True, slots=True)
class DueGroup:
    """One duty of the checklist and the lines under it."""

    duty: str
    label: str
    group: str
    group_label: str
    due: tuple[DueLine, ...]
    missed: tuple[DueLine, ...]


@dataclass(frozen=True, slots=True)
class DueBoard:
    """All that is due and missed on `day` in `scope`, by duty in the checklist's order; empty duties left out."""

    day: str
    scope: str
    groups: tuple[DueGroup, ...]

    @property
    def due_count(self) -> int:
        """How many items are due."""
        return sum(len(group.due) for group in self.groups)

    @property
    def missed_count(self) -> int:
        """How many items were missed."""
        return sum(len(group.missed) for group in self.groups)


@dataclass(frozen=True, slots=True)
class GridCell:
    """One pair and one duty in the month: `done`, `due`, `missed` or `none` (not owed), with the records that count."""

    duty: str
    status: str
    records: tuple[str, ...] = ()
    last_on: str = ""


@dataclass(frozen=True, slots=True)
class GridRow:
    """One pair in force in the month."""

    pairing: str
    number: str
    child: str
    child_name: str
    mother: str
    mother_name: str
    place: str
    paused: bool
    cells: tuple[GridCell, ...]


@dataclass(frozen=True, slots=True)
class CareGrid:
    """A month's care: pairs in force down, duties across."""

    month: str
    scope: str
    duties: tuple[tuple[str, str], ...]
    """Key and label of each column."""
    rows: tuple[GridRow, ...]


def due_board(desk: Desk, who: Who, scope: str = "", day: date | None = None) -> DueBoard:
    """Group what is due and missed on `day` (today) in `scope` (the operator's)."""
    raise NotImplementedError


def care_grid(desk: Desk, who: Who, month: str = "", scope: str = "") -> CareGrid:
    """Lay out a month (`2025-05`; this month if empty): which pair has done which duty."""
    raise NotImplementedError
