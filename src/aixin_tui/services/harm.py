"""强制报告: alerts that words of harm raise, or a person; none is closed without an outcome (未成年人保护法 §11)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from aixin_tui.services.desk import Desk, Result, Who


@dataclass(frozen=True, slots=True)
class Alert:
    """One report: whom it is about, which of the nine situations, from which record, and what came of it."""

    id: str
    child: str
    child_name: str
    date: str
    state: str
    """`open` or `closed`."""
    situations: tuple[int, ...]
    situation_labels: tuple[str, ...]
    words: tuple[str, ...]
    origin_kind: str
    origin: str
    outcome: str = ""
    reported_to: str = ""
    closed_on: str = ""


@dataclass(frozen=True, slots=True)
class AddAlert:
    """A person reports harm to a child; `situations` are numbers 1 to 9 of the 2020 opinion, section 4."""

    child: str
    situations: tuple[int, ...]
    note: str
    day: date | None = None


@dataclass(frozen=True, slots=True)
class CloseAlert:
    """What came of a report: the outcome in words, to whom it was reported and when."""

    id: str
    outcome: str
    reported_to: str
    day: date | None = None


def list_alerts(desk: Desk, who: Who, scope: str = "", *, include_closed: bool = False) -> tuple[Alert, ...]:
    """List the reports that the operator has the right to see, open ones first; empty without the right."""
    raise NotImplementedError


def add_alert(desk: Desk, who: Who, command: AddAlert) -> Result:
    """Record a report; it begins open."""
    raise NotImplementedError


def close_alert(desk: Desk, who: Who, command: CloseAlert) -> Result:
    """Close a report; refused without an outcome and without the body that it was reported to."""
    raise NotImplementedError
