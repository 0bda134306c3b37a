"""操作日志 and the history of one record, in words and without identifying values."""

from __future__ import annotations

from dataclasses import dataclass

from aixin_tui.services.desk import Desk, Who


@dataclass(frozen=True, slots=True)
class LogLine:
    """One act: when, who, what, why, over how many records; `undone_by` is the number of the act that took it back."""

    number: int
    recorded_at: str
    operator: str
    action: str
    action_label: str
    reason: str
    records: int
    kinds: tuple[str, ...]
    undone_by: int = 0


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a record before and after, in words; masked where the form masks it."""

    field: str
    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One act's part in a record's history."""

    number: int
    recorded_at: str
    operator: str
    action: str
    action_label: str
    reason: str
    changes: tuple[FieldChange, ...]


def log_entries(desk: Desk, who: Who, *, limit: int = 50, before: int = 0, action: str = "") -> tuple[LogLine, ...]:
    """List the newest acts first; `before` a number goes on with older ones, `action` keeps one verb."""
    raise NotImplementedError


def history_of(desk: Desk, who: Who, kind: str, record_id: str) -> tuple[HistoryLine, ...]:
    """List what happened to one record, oldest first; empty outside the operator's scope."""
    raise NotImplementedError
