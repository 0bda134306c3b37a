"""What goes to the receiving office: the files of the children as canonical JSON, restricted records left out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from aixin_tui.domain.record import Record, members, rows
from aixin_tui.engine.view import View
from aixin_tui.services.desk import Desk, Who
from aixin_tui.services.scope import is_sealed, links_of, place_of, record_of, sealed_fields
from aixin_tui.services.viewing import view_of
from aixin_tui.services.wording import name_of

FORMAT, VERSION = "aixin-transfer", 1
#: What a child's file holds beside the child itself, by the name of its part in the file.
PARTS: Mapping[str, str] = {
    "guardians": "guardian", "visits": "home_visit", "assessments": "assessment", "consents": "consent",
    "pairings": "pairing", "plans": "care_plan", "activities": "activity", "wishes": "micro_wish",
    "referrals": "referral",
}
_INSIDE = frozenset({"child", "household", *PARTS.values()})
#: What only this office's own book-keeping needs.
_OWN = frozenset({
    "recorded_at", "recorded_by", "source", "transfers", "proposal", "confirmed_by", "approved", "voided",
})


@dataclass(frozen=True, slots=True)
class FileSummary:
    """One child of a file that was handed over: who, and how many records of each part."""

    name: str
    sex: str
    birth_date: str
    division_code: str
    counts: Mapping[str, int]


def transfer_contents(desk: Desk, who: Who, children: Iterable[str], to: str, on: str) -> bytes:
    """Write the children's files: the same records give the same bytes but for the moment at which they were made."""
    files = [_file(desk, who, child) for key in children
             if (child := record_of(desk, who, "child", key)) is not None]
    whole = {
        "format": FORMAT, "version": VERSION, "province": desk.province.identity.key, "to": to, "on": on,
        "from": {"office": desk.office, "name": desk.province.divisions.path(desk.office)},
        "made_at": desk.clock.now(), "children": files,
    }
    return json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def summaries(whole: Mapping[str, Any]) -> tuple[FileSummary, ...]:
    """Say what a file holds without a number, a phone or an address."""
    found = []
    for held in whole.get("children", ()):
        child = held.get("child", {})
        counts = {part: len(held.get(part, ())) for part in PARTS}
        found.append(FileSummary(str(child.get("name", "")), str(child.get("sex", "")),
                                 str(child.get("birth_date", "")), str(child.get("division_code", "")), counts))
    return tuple(found)


def _file(desk: Desk, who: Who, child: Record) -> dict[str, Any]:
    view = view_of(desk, who, scope=place_of(desk, child)[:6])
    child = view.snapshot.get("child", child.id) or child
    home = view.find("household", child.text("household")) if child.text("household") else None
    parts: dict[str, Any] = {"child": _values(desk, child), "household": _values(desk, home) if home else None}
    for part, kind in PARTS.items():
        held = view.snapshot.linked(kind, "child", child.id) if kind != "guardian" else view.linked(kind, child)
        if kind == "care_plan":
            held = (*held, *_plans(view, child))
        shown = () if is_sealed(desk, kind) else {one.id: one for one in held if not one.is_voided}.values()
        parts[part] = [_of_part(desk, view, child, one) for one in sorted(shown, key=lambda one: one.id)]
    return parts


def _plans(view: View, child: Record) -> tuple[Record, ...]:
    """Find the plans of the child's pairs."""
    pairs = {pair.id for pair in view.snapshot.linked("pairing", "child", child.id)}
    return tuple(plan for plan in view.records("care_plan") if pairs & set(members(plan.get("pairing"))))


def _of_part(desk: Desk, view: View, child: Record, record: Record) -> dict[str, Any]:
    values = _values(desk, record)
    if record.kind == "consent":
        values["state"] = view.state(record)
    if record.kind == "guardian":
        # The roles that the person has for other children are theirs.
        values["roles"] = {key: dict(row) for key, row in rows(record.get("roles")) if child.id in members(
            row.get("child"))}
    elif isinstance(record.get("child"), Mapping):
        values["child"] = {child.id: True}
    return values


def _values(desk: Desk, record: Record) -> dict[str, Any]:
    """Give a record's fields, links to what is not in the file by name, sealed fields and operators left out."""
    sealed = sealed_fields(desk, record.kind)
    links = dict(links_of(desk, record.kind))
    found: dict[str, Any] = {"id": record.id}
    for name, value in record.values.items():
        if name in sealed or name in _OWN or name.startswith("_"):
            continue
        kind = links.get(name, "")
        if kind and kind not in _INSIDE:
            found[name] = "、".join(str(name_of(desk, kind, str(key))) for key in members(value))
        elif name == "status":
            found[name] = {key: {part: held for part, held in row.items() if part != "operator"}
                           for key, row in rows(value)}
        else:
            found[name] = value
    return found
