"""Operators: who may do what in this workspace (model.md section 4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from aixin_tui.services.desk import Desk, Result, Role, Who


@dataclass(frozen=True, slots=True)
class AddOperator:
    """Enter an operating-system user with a division, a role, and rights to kinds of restricted records."""

    user: str
    division: str = ""
    role: Role = Role.RECORDER
    rights: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class DisableOperator:
    """The user may do nothing more; past acts keep the name."""

    user: str


@dataclass(frozen=True, slots=True)
class Operator:
    """One entered operator."""

    id: str
    user: str
    division: str
    place: str
    role: Role
    rights: frozenset[str]
    disabled: bool


def add_operator(desk: Desk, who: Who, command: AddOperator) -> Result:
    """Enter an operator, or change one who is entered; an administrator's act. The first entered must be one."""
    raise NotImplementedError


def disable_operator(desk: Desk, who: Who, command: DisableOperator) -> Result:
    """Disable an operator; the last administrator cannot be."""
    raise NotImplementedError


def list_operators(desk: Desk, who: Who) -> tuple[Operator, ...]:
    """List the operators, disabled ones last."""
    raise NotImplementedError


def who_is(desk: Desk, user: str, today: date, *, reason: str = "", known_at: str = "", source: str = "form") -> Who:
    """Say who acts: an entered operator with role, scope and rights; in a workspace that has none, everything.

    A user who is not entered, or is disabled, where others are, gets a viewer of nothing (scope `-`).
    """
    raise NotImplementedError
