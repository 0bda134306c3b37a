"""Operators: who may do what in this workspace (model.md section 4)."""

from __future__ import annotations

from dataclasses import dataclass

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Problem
from aixin_tui.domain.record import Record
from aixin_tui.services.acting import Draft, alone
from aixin_tui.services.desk import Desk, Result, Role, Who
from aixin_tui.services.operator_list import Operator, list_operators
from aixin_tui.services.scope import RIGHTS, refusals


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


def _find(desk: Desk, user: str) -> Record | None:
    return next((r for r in desk.store.own("operator") if r.text("user") == user), None)


def _has_administrator(known: tuple[Operator, ...], *, besides: str) -> bool:
    """Whether somebody other than `besides` may enter and disable operators."""
    return any(one.role is Role.ADMINISTRATOR and not one.disabled and one.user != besides for one in known)
