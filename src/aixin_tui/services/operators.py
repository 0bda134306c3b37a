"""Operators: who may do what in this workspace (model.md section 4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Problem, Severity
from aixin_tui.domain.record import Record, members
from aixin_tui.services.acting import Draft, alone
from aixin_tui.services.desk import Desk, Result, Role, Who
from aixin_tui.services.operator_list import list_operators, role_named
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
class EditOperator:
    """Change what an entered operator may do; None leaves a thing as it is."""

    user: str
    division: str | None = None
    role: Role | None = None
    rights: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class DisableOperator:
    """The user may do nothing more; past acts keep the name."""

    user: str


@dataclass(frozen=True, slots=True)
class EnableOperator:
    """A disabled user works again, with the division, role and rights of before."""

    user: str


@alone
def add_operator(desk: Desk, who: Who, command: AddOperator) -> Result:
    """Enter an operator, or change one who is entered; an administrator's act.

    A workspace without operators lets everybody do everything, and one with operators must never be without somebody
    who can enter more: so with the first operator whoever enters it is entered as administrator, unless the first is
    an administrator of the whole office. Either is said.
    """
    standing, division = _find(desk, command.user), command.division or desk.office
    problems = _refused(desk, who, division, *([standing.text("division")] if standing else []))
    rules_all = command.role is Role.ADMINISTRATOR and division == desk.office
    is_first = not list_operators(desk, who)
    enters_self = is_first and not rules_all and command.user != who.operator
    if not rules_all and not enters_self and not _has_administrator(desk, who, besides=command.user):
        problems += (Problem(Code.ACT_020),)
    problems += _unknown(desk, command.rights, division)
    if problems:
        return Result(problems=problems)
    draft = Draft(desk, who, "add_operator")
    values = _values(command.user, division, command.role, command.rights)
    if standing:
        draft.change(standing, values)
    else:
        draft.add("operator", values)
    notes: tuple[Problem, ...] = ()
    if enters_self:
        draft.add("operator", _values(who.operator, desk.office, Role.ADMINISTRATOR, RIGHTS))
        notes = (Problem(Code.ACT_025, Severity.NOTE, values={"user": who.operator}),)
    elif is_first and command.user != who.operator:
        notes = (Problem(Code.ACT_026, Severity.WARNING, values={"user": who.operator, "boss": command.user}),)
    return draft.commit(notes)


@alone
def edit_operator(desk: Desk, who: Who, command: EditOperator) -> Result:
    """Change division, role or rights of an operator who is entered; the last administrator stays one."""
    standing = _find(desk, command.user)
    if standing is None:
        return Result(problems=(*_refused(desk, who, ""), _nobody()))
    old = standing.text("division")
    division = old if command.division is None else command.division or desk.office
    role = command.role or role_named(standing.text("role"))
    rights = frozenset(members(standing.get("rights"))) if command.rights is None else command.rights
    problems = (*_refused(desk, who, division, old), *_unknown(desk, rights, division))
    rules_all = role is Role.ADMINISTRATOR and division == desk.office
    if not rules_all and not _has_administrator(desk, who, besides=command.user):
        problems += (Problem(Code.ACT_020),)
    if problems:
        return Result(problems=problems)
    return _changed(desk, who, "edit_operator", standing, _values(command.user, division, role, rights)
                    | {"disabled": bool(standing.get("disabled"))})


@alone
def disable_operator(desk: Desk, who: Who, command: DisableOperator) -> Result:
    """Disable an operator; the last administrator cannot be."""
    standing = _find(desk, command.user)
    problems = _refused(desk, who, standing.text("division") if standing else "")
    if standing is None:
        problems += (_nobody(),)
    elif not _has_administrator(desk, who, besides=command.user):
        problems += (Problem(Code.ACT_020),)
    if problems or standing is None:
        return Result(problems=problems)
    return _changed(desk, who, "disable_operator", standing, {"disabled": True})


@alone
def enable_operator(desk: Desk, who: Who, command: EnableOperator) -> Result:
    """Let a disabled operator work again."""
    standing = _find(desk, command.user)
    problems = _refused(desk, who, standing.text("division") if standing else "")
    if problems or standing is None:
        return Result(problems=problems or (_nobody(),))
    return _changed(desk, who, "enable_operator", standing, {"disabled": False})


def _changed(desk: Desk, who: Who, action: str, standing: Record, values: Mapping[str, object]) -> Result:
    if all((standing.get(name) or {}) == (value or {}) for name, value in values.items()):
        return Result((standing,), (Problem(Code.ACT_012, Severity.NOTE),))
    draft = Draft(desk, who, action)
    draft.change(standing, values)
    return draft.commit()


def _values(user: str, division: str, role: Role, rights: frozenset[str]) -> dict[str, object]:
    return {"user": user, "division": division, "role": role.value, "rights": dict.fromkeys(sorted(rights), True),
            "disabled": False}


def _nobody() -> Problem:
    return Problem(Code.ACT_004, values={"kind": label("act.operator")})


def _unknown(desk: Desk, rights: frozenset[str], division: str) -> tuple[Problem, ...]:
    """Refuse rights to kinds that are not restricted, and a place that the province does not have."""
    found: tuple[Problem, ...] = ()
    if unknown := rights - RIGHTS:
        found += (Problem(Code.ACT_018, values={"right": "、".join(sorted(unknown))}),)
    if division not in desk.province.divisions:
        found += (Problem(Code.ACT_027, values={"code": division}),)
    return found


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
