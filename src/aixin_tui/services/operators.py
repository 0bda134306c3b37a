"""Operators: who may do what in this workspace (model.md section 4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Problem
from aixin_tui.domain.record import Record, members
from aixin_tui.services.acting import Draft, alone
from aixin_tui.services.desk import Desk, Result, Role, Who
from aixin_tui.services.scope import NOWHERE, RIGHTS, refusals


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


@alone
def add_operator(desk: Desk, who: Who, command: AddOperator) -> Result:
    """Enter an operator, or change one who is entered; an administrator's act.

    The first entered must be an administrator: a workspace without operators lets everybody do everything, and one
    with operators must never be without somebody who can enter more.
    """
    problems = refusals(desk, who, role=Role.ADMINISTRATOR)
    known = list_operators(desk, who)
    if not _has_administrator(known, besides=command.user) and command.role is not Role.ADMINISTRATOR:
        problems += (Problem(Code.ACT_020),)
    if unknown := command.rights - RIGHTS:
        problems += (Problem(Code.ACT_018, values={"right": "、".join(sorted(unknown))}),)
    if problems:
        return Result(problems=problems)
    draft = Draft(desk, who, "add_operator")
    values = {
        "user": command.user, "division": command.division or desk.office, "role": command.role.value,
        "rights": dict.fromkeys(sorted(command.rights), True), "disabled": False,
    }
    standing = _find(desk, command.user)
    if standing:
        draft.change(standing, values)
    else:
        draft.add("operator", values)
    return draft.commit()


@alone
def disable_operator(desk: Desk, who: Who, command: DisableOperator) -> Result:
    """Disable an operator; the last administrator cannot be."""
    problems = refusals(desk, who, role=Role.ADMINISTRATOR)
    standing = _find(desk, command.user)
    if standing is None:
        problems += (Problem(Code.ACT_004, values={"kind": "经办人"}),)
    elif not _has_administrator(list_operators(desk, who), besides=command.user):
        problems += (Problem(Code.ACT_020),)
    if problems or standing is None:
        return Result(problems=problems)
    draft = Draft(desk, who, "disable_operator")
    draft.change(standing, {"disabled": True})
    return draft.commit()


def list_operators(desk: Desk, who: Who) -> tuple[Operator, ...]:
    """List the operators, disabled ones last."""
    records = desk.store.snapshot(desk.office, known_at=who.known_at).of("operator")
    found = [_operator(desk, record) for record in records]
    return tuple(sorted(found, key=lambda one: (one.disabled, one.user)))


def who_is(desk: Desk, user: str, today: date, *, reason: str = "", known_at: str = "", source: str = "form") -> Who:
    """Say who acts: an entered operator with role, scope and rights; in a workspace that has none, everything.

    A user who is not entered, or is disabled, where others are, gets a viewer of nothing (scope `-`).
    """
    plain = Who(user, today, reason=reason, known_at=known_at, source=source, rights=RIGHTS)
    known = list_operators(desk, plain)
    if not known:
        return plain
    found = next((one for one in known if one.user == user and not one.disabled), None)
    if found is None:
        return Who(user, today, Role.VIEWER, NOWHERE, frozenset(), source, reason, known_at)
    scope = "" if found.division == desk.office else found.division
    return Who(user, today, found.role, scope, found.rights, source, reason, known_at)


def _operator(desk: Desk, record: Record) -> Operator:
    division = record.text("division")
    return Operator(record.id, record.text("user"), division, desk.province.divisions.path(division),
                    Role(record.text("role")), frozenset(members(record.get("rights"))), bool(record.get("disabled")))


def _find(desk: Desk, user: str) -> Record | None:
    return next((r for r in desk.store.snapshot(desk.office).of("operator") if r.text("user") == user), None)


def _has_administrator(known: tuple[Operator, ...], *, besides: str) -> bool:
    """Whether somebody other than `besides` may enter and disable operators."""
    return any(one.role is Role.ADMINISTRATOR and not one.disabled and one.user != besides for one in known)
