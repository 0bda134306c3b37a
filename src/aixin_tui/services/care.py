"""A month's care: activities, calls ticked on one page, one event for many. Boards: `due`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aixin_tui.services.desk import Desk, Result, Who
from aixin_tui.services.due import CareGrid, DueBoard, DueGroup, DueLine, GridCell, GridRow, care_grid, due_board

__all__ = [
    "AddActivity", "AddEvent", "CareGrid", "DueBoard", "DueGroup", "DueLine", "GridCell", "GridRow", "Tick",
    "TickCalls", "add_activity", "add_event", "care_grid", "due_board", "tick_calls",
]


@dataclass(frozen=True, slots=True)
class AddActivity:
    """The same thing done with each of these children, a share for each; `values` as in the activity form."""

    children: tuple[str, ...]
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Tick:
    """One call of one pair. `date` is an ISO day, or a month where only the month is known (then the page's)."""

    pairing: str
    date: str = ""
    channel: str = "phone"
    note: str = ""
    reached: bool = True


@dataclass(frozen=True, slots=True)
class TickCalls:
    """A page of calls of one month (`2025-05`)."""

    month: str
    ticks: tuple[Tick, ...]


@dataclass(frozen=True, slots=True)
class AddEvent:
    """One event and the children who took part; `values` as in the event form."""

    values: Mapping[str, Any]
    children: tuple[str, ...] = ()


def add_activity(desk: Desk, who: Who, command: AddActivity) -> Result:
    """Record one activity a child, in one act; the pair in force on that day is filled in."""
    raise NotImplementedError


def tick_calls(desk: Desk, who: Who, command: TickCalls) -> Result:
    """Record a page of calls in one act; a wrong row is named and nothing of the page is written."""
    raise NotImplementedError


def add_event(desk: Desk, who: Who, command: AddEvent) -> Result:
    """Record an event and a share for each child, in one act; the share has the event's activity_kind."""
    raise NotImplementedError
