"""Showing masked fields in full: for a reason, once a task and day, and logged (`--reveal REASON`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from aixin_tui.domain.problem import Problem
from aixin_tui.domain.record import Receipt
from aixin_tui.services.desk import Desk, Who


@dataclass(frozen=True, slots=True)
class Reveal:
    """Which fields of which record, and why. No fields: all that are masked."""

    kind: str
    id: str
    reason: str
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Revealed:
    """The values in full, by field; nothing where it was refused."""

    values: Mapping[str, str]
    problems: tuple[Problem, ...] = ()
    receipt: Receipt | None = None


def reveal(desk: Desk, who: Who, command: Reveal) -> Revealed:
    """Give masked fields in full and log who read which fields of whom, and why; refused without a reason."""
    raise NotImplementedError
