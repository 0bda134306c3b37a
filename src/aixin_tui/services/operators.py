"""Operators: who may do what in this workspace (model.md section 4)."""

from __future__ import annotations

from dataclasses import dataclass

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Problem
from aixin_tui.domain.record import Record
from aixin_tui.services.acting import Draft, alone
from aixin_tui.services.desk import Desk, Result, Role, Who
from aixin_tui.services.operator_list import list_operators
from aixin_tui.services.scope import RIGHTS, refusals
from aixin_tui.texts import label


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
    standing, division = _find(desk, command.user), command.division or desk.office
    problems = _refused(desk, who, division, *([standing.text("division")] if standing else []))
    rules_all = command.role is Role.ADMINISTRATOR and division == desk.office
    if not rules_all and not _has_administrator(desk, who, besides=command.user):
        problems += (Problem(Code.ACT_020),)
    if unknown := command.rights - RIGHTS:
        problems += (Problem(Code.ACT_018, values={"right": "、".join(sorted(unknown))}),)
    if problems:
        return Result(problems=problems)
    draft = Draft(desk, who, "add_operator")
    values = {
        "user": command.user, "division": division, "role": command.role.value,
        "rights": dict.fromkeys(sorted(command.rights), True), "disabled": False,
    }
    if standing:
        draft.change(standing, values)
    else:
        draft.add("operator", values)
    return draft.commit()


@alone
def disable_operator(desk: Desk, who: Who, command: DisableOperator) -> Result:
    """Disable an operator; the last administrator cannot be."""
    standing = _find(desk, command.user)
    problems = _refused(desk, who, standing.text("division") if standing else "")
    if standing is None:
        problems += (Problem(Code.ACT_004, values={"kind": label("act.operator")}),)
    elif not _has_administrator(desk, who, besides=command.user):
        problems += (Problem(Code.ACT_020),)
    if problems or standing is None:
        return Result(problems=problems)
    draft = Draft(desk, who, "disable_operator")
    draft.change(standing, {"disabled": True})
    return draft.commit()


def _find(desk: Desk, user: str) -> Record | None:
    return next((r for r in desk.store.own("operator") if r.text("user") == user), None)


def _refused(desk: Desk, who: Who, *divisions: str) -> tuple[Problem, ...]:
    """List why this administrator may not enter or disable somebody of these divisions: nobody reaches above that."""
    found = [problem for division in divisions for problem in refusals(
        desk, who, role=Role.ADMINISTRATOR, place=division)]
    return tuple({problem.code: problem for problem in found}.values())


def _has_administrator(desk: Desk, who: Who, *, besides: str) -> bool:
    """Whether somebody other than `besides` may enter and disable operators of the whole office."""
    return any(one.role is Role.ADMINISTRATOR and one.division == desk.office and not one.disabled
               and one.user != besides for one in list_operators(desk, who))
