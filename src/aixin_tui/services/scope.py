"""The second line: what lies outside an operator's division, role or rights is refused (model.md section 4).

The first line is the file: what an office may not see is not in its workspace.
"""

from __future__ import annotations

from aixin_tui.domain.codes import Code
from aixin_tui.domain.kinds import KINDS, is_restricted
from aixin_tui.domain.problem import Problem
from aixin_tui.domain.record import Record, members, rows
from aixin_tui.domain.region import is_inside
from aixin_tui.engine.spec.form import FieldType
from aixin_tui.services.desk import Desk, Who
from aixin_tui.texts import label

#: Kinds of restricted records to which a right can be given, beside the role.
RIGHTS = frozenset({"incident", "counselling", "legal_help", "mandatory_report"})

#: The scope of somebody who may see nothing: no division code begins with it.
NOWHERE = "-"


def inside(who: Who, place: str) -> bool:
    """Whether a place lies in the operator's division; a record of no place lies in every one."""
    return not place or is_inside(place, who.scope)


def narrowed(who: Who, scope: str) -> str:
    """Give the part of `scope` that the operator may see; a scope outside becomes one that holds nothing."""
    if not scope or is_inside(who.scope, scope):
        return who.scope
    return scope if is_inside(scope, who.scope) else NOWHERE


def is_sealed(desk: Desk, kind: str) -> bool:
    """Whether all records of the kind are kept in `restricted/`: the core's restricted kinds and sealed registers."""
    form = desk.province.forms.get(kind)
    return is_restricted(kind) or (form is not None and form.sealed)


def sealed_fields(desk: Desk, kind: str) -> frozenset[str]:
    """Name the fields of an open kind that are kept in `restricted/`; of a kind that is there whole, none."""
    form = desk.province.forms.get(kind)
    if form is None or is_sealed(desk, kind):
        return frozenset()
    return frozenset(field.key for field in form.fields.versions() if field.sealed)


def may_see(desk: Desk, who: Who, kind: str) -> bool:
    """Whether the operator may see records of the kind at all."""
    return not is_sealed(desk, kind) or kind in who.rights


def place_of(desk: Desk, record: Record, *, depth: int = 3) -> str:
    """Find where a record belongs: its own place, or that of the record it links to (a child before a mother)."""
    form = desk.province.forms.get(record.kind)
    own = record.text("division_code") or next(
        (record.text(f.key) for f in (form.fields.at() if form else ()) if f.type is FieldType.DIVISION), ""
    )
    if own or not depth:
        return own
    for field, kind in links_of(desk, record.kind):
        for target in members(record.get(field)):
            linked = desk.store.get(kind, target)
            place = place_of(desk, linked, depth=depth - 1) if linked else ""
            if place:
                return place
    for _, row in rows(record.get("roles")):
        child = desk.store.get("child", str(row.get("child", "")))
        if child:
            return child.text("division_code")
    return ""


def record_of(desk: Desk, who: Who, kind: str, record_id: str) -> Record | None:
    """Find a record that the operator may see: of a kind open to them, inside their division; else None."""
    if not may_see(desk, who, kind):
        return None
    record = desk.store.get(kind, record_id)
    if who.known_at:
        # A right to another kind opens nothing of this one: what is sealed of it stays unread.
        record = desk.store.snapshot(known_at=who.known_at, restricted=kind in who.rights).get(kind, record_id)
    elif kind in who.rights and not is_restricted(kind):
        # What is sealed of it, or all of a sealed register, lies on the restricted side.
        record = desk.store.snapshot(restricted=True).get(kind, record_id) or record
    if record is None or record.is_erased:
        return None
    return record if inside(who, place_of(desk, record)) else None


def links_of(desk: Desk, kind: str) -> tuple[tuple[str, str], ...]:
    """List the link fields of a kind with the kinds they lead to, the child first: it says where a record belongs."""
    known = KINDS.get(kind)
    found = dict(known.links) if known else {}
    form = desk.province.forms.get(kind)
    for field in form.fields.at() if form else ():
        if field.type is FieldType.LINK:
            found.setdefault(field.key, field.to)
    return tuple(sorted(found.items(), key=lambda link: (link[1] != "child", link[1] != "pairing")))


def refusals(
    desk: Desk, who: Who, *, role: str = "recorder", place: str = "", kind: str = ""
) -> tuple[Problem, ...]:
    """List why this operator may not write: looking back, role, place, right to the kind; empty: nothing forbids it."""
    found: list[Problem] = []
    if who.known_at:
        found.append(Problem(Code.ACT_001, values={"known_at": who.known_at}))
    if not who.may(role):
        found.append(Problem(Code.ACT_002, values={"needed": role_label(role), "role": role}))
    if not inside(who, place):
        found.append(Problem(Code.ACT_003, values={"place": desk.province.divisions.path(place)}))
    if kind and not may_see(desk, who, kind):
        found.append(Problem(Code.ACT_018))
    return tuple(found)


def role_label(role: str, lang: str = "") -> str:
    """Name a role as offices do: 经办人, 审核人."""
    try:
        return label(f"act.role_{role}", lang)
    except KeyError:
        return role
