"""Who sits at the desk: the entered operators, and which of them the user of this machine is (model.md section 4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from aixin_tui.domain.record import Record, members
from aixin_tui.services.desk import Desk, Role, Who
from aixin_tui.services.scope import NOWHERE, RIGHTS, is_sealed


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


def list_operators(desk: Desk, who: Who) -> tuple[Operator, ...]:
    """List the operators, disabled ones last."""
    store = desk.store
    known_at = who.known_at
    records = store.snapshot(desk.office, known_at=known_at).of("operator") if known_at else store.own("operator")
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
    scope = "" if found.division == desk.office else found.division or NOWHERE
    return Who(user, today, found.role, scope, found.rights, source, reason, known_at)


def _rights(desk: Desk, record: Record) -> frozenset[str]:
    return frozenset(kind for kind in members(record.get("rights")) if kind in RIGHTS or is_sealed(desk, kind))


def role_named(text: str) -> Role:
    """Give the role of that name; what names none (an `office.json` changed by hand) may only look."""
    return Role(text) if text in Role.__members__.values() else Role.VIEWER


def _operator(desk: Desk, record: Record) -> Operator:
    division = record.text("division")
    return Operator(record.id, record.text("user"), division, desk.province.divisions.path(division),
                    role_named(record.text("role")), _rights(desk, record), bool(record.get("disabled")))
