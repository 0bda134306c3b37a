"""A problem is a value: a code, a place, and what fills the gaps of its catalogue text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from aixin_tui.domain.codes import Code

_NOTHING: Mapping[str, Any] = MappingProxyType({})


class Severity(StrEnum):
    """How far a problem goes: it stops the act, it holds it for a person, or it is only said."""

    ERROR = "error"
    HELD = "held"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a problem sits: in a file (line and column from 1), in a row of a sheet, or in a record's field."""

    file: str = ""
    line: int = 0
    column: int = 0
    row: int = 0
    record: str = ""
    field: str = ""

    def __str__(self) -> str:
        """Write `file:line:column`, leaving out what is not known."""
        parts = [self.file] if self.file else []
        if self.line:
            parts.append(str(self.line))
            if self.column:
                parts.append(str(self.column))
        return ":".join(parts)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, with its remedy in the catalogue `texts` under `code`.

    `values` fill the catalogue text; they never hold an ID number, a phone or an address.
    `near` is the nearest known spelling of a name that nothing declares.
    """

    code: Code
    severity: Severity = Severity.ERROR
    place: Place = field(default_factory=Place)
    values: Mapping[str, Any] = field(default_factory=lambda: _NOTHING)
    near: str = ""

    @property
    def stops(self) -> bool:
        """Whether the act may not go on."""
        return self.severity is Severity.ERROR


class ProblemsError(Exception):
    """A step before any act cannot go on (no workspace, an unreadable file); the problems say why.

    Only what opens things raises it; services give problems back as values.
    """

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(problem.code for problem in problems))
        self.problems = problems
