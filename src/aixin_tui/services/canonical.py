"""The canonical dump: what two workspaces hold, without what only tells how it came there (design.md section 2)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from aixin_tui.domain.kinds import KINDS, PERSONS, Owner
from aixin_tui.domain.problem import Problem
from aixin_tui.domain.record import Act, Record, Value, members
from aixin_tui.engine.snapshot import Snapshot
from aixin_tui.engine.spec.form import FieldType
from aixin_tui.engine.spec.province import Province
from aixin_tui.services.desk import Desk, Role, Who
from aixin_tui.services.scope import may_see, refusals, sealed_fields

#: Fields that only tell how a record came here; the seal of a run of the matching is one over ids.
_LEFT_OUT = frozenset({
    "id", "recorded_at", "recorded_by", "updated_at", "source", "voided", "operator", "sent_sheet", "seal",
})
#: People go by their document number, else by these four (model.md section 3).
_FOUR = ("name", "birth_date", "division_code", "phone")
#: What other records that are often linked are told apart by; a kind that is not here goes by all that it holds.
_KEYS = {
    "household": ("name", "division_code", "address"),
    "pairing": ("child", "loving_mother", "mother_team", "role", "started_on"),
    "match_proposal": ("child", "loving_mother", "mother_team", "role", "offered_on"),
    "event": ("date", "name", "division_code"),
}
_ULID = frozenset("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
_DEPTH = 4


@dataclass(frozen=True, slots=True)
class CanonicalExport:
    """The text, or why it was refused."""

    text: str = ""
    problems: tuple[Problem, ...] = ()


def canonical_dump(snapshot: Snapshot, province: Province) -> str:
    """Write every record as one JSON line: no ids, `_` fields, recorded_*, source; links as natural keys; sorted.

    Left out are voided records, what stands in `office.json`, and the raw rows of imports. A set is a sorted list, a
    table a list of its rows without their ids (of `status` in the order of the days), so that two workspaces in which
    the same was done give the same bytes.
    """
    writer = _Writer(snapshot, province)
    lines = []
    for kind in snapshot.kinds:
        if kind in KINDS and KINDS[kind].owner in (Owner.OFFICE, Owner.IMPORT):
            continue
        for record in snapshot.of(kind):
            text = _json({"record": kind, **writer.values(record)})
            lines.append((kind, writer.key(record) if kind in PERSONS else text, text))
    return "".join(f"{text}\n" for _, _, text in sorted(lines))


def export_canonical(desk: Desk, who: Who) -> CanonicalExport:
    """Dump the workspace unmasked: an administrator's, and logged (model.md section 4)."""
    problems = tuple(p for p in refusals(desk, who, role=Role.ADMINISTRATOR, place=desk.office)
                     if p.values.get("known_at") is None)
    if problems:
        return CanonicalExport(problems=problems)
    snapshot = desk.store.snapshot(known_at=who.known_at, restricted=bool(who.rights))
    text = canonical_dump(_open_to(desk, who, snapshot), desk.province)
    desk.store.commit(Act("export_canonical", who.operator, reason=who.reason, source=who.source))
    return CanonicalExport(text)


def _open_to(desk: Desk, who: Who, snapshot: Snapshot) -> Snapshot:
    """Leave out what is sealed of the kinds that the administrator has no right to: a right to one kind opens one."""
    found = []
    for kind in snapshot.kinds:
        if not may_see(desk, who, kind):
            continue
        sealed = frozenset() if kind in who.rights else sealed_fields(desk, kind)
        found += [replace(record, values={k: v for k, v in record.values.items() if k not in sealed})
                  if sealed else record for record in snapshot.of(kind)]
    return Snapshot(found, known_at=snapshot.known_at)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(", ", ": "))


class _Writer:
    """Turns stored values into canonical ones. Any text that is the id of a record is a link, wherever it stands."""

    def __init__(self, snapshot: Snapshot, province: Province) -> None:
        self._kind_of = {record.id: kind for kind in snapshot.kinds for record in snapshot.of(kind)}
        self._snapshot = snapshot
        self._keys: dict[str, Any] = {}
        self._tables = {
            (kind, field.key) for kind, form in province.forms.items() for field in form.fields.versions()
            if field.type is FieldType.TABLE
        }

    def values(self, record: Record, depth: int = 0) -> dict[str, Any]:
        """Give the fields of a record that say what it holds, in canonical form."""
        found = {}
        for name, value in record.values.items():
            if name in _LEFT_OUT or name.startswith(("_", "recorded_")):
                continue
            done = self._status(value) if name == "status" else self._value(value, depth, (record.kind, name))
            if done not in (None, "", [], {}):
                found[name] = done
        return found

    def key(self, record: Record, depth: int = 0) -> Any:
        """Give the natural key: of people the number or the four; of all others what they hold."""
        if record.id not in self._keys:
            if depth > _DEPTH:
                return ""
            number = record.text("id_number") if record.kind in PERSONS else ""
            if number:
                self._keys[record.id] = number
            elif record.kind in PERSONS:
                self._keys[record.id] = "|".join("、".join(sorted(members(record.get(name)))) for name in _FOUR)
            else:
                held = self.values(record, depth + 1)
                named = _KEYS.get(record.kind, tuple(held))
                self._keys[record.id] = record.text("entry") or {name: held[name] for name in named if name in held}
        return self._keys[record.id]

    def _value(self, value: Value, depth: int, where: tuple[str, str] = ("", "")) -> Any:
        if isinstance(value, str):
            return self._text(value, depth)
        if isinstance(value, Mapping):
            return self._mapping(value, depth, is_table=where in self._tables)
        if isinstance(value, (list, tuple)):
            return [self._value(one, depth) for one in value]
        return value

    def _text(self, text: str, depth: int) -> Any:
        kind = self._kind_of.get(text)
        linked = self._snapshot.get(kind, text) if kind else None
        if linked is not None:
            return self.key(linked, depth)
        return "" if _is_id(text) else text

    def _mapping(self, value: Mapping[str, Value], depth: int, *, is_table: bool) -> Any:
        if is_table or (value and all(_is_id(key) and key not in self._kind_of for key in value)):
            return _in_order(self._value(row, depth) for row in value.values() if row is not None)
        held = {key: one for key, one in value.items() if one not in (None, False)}
        if all(one is True for one in held.values()):
            return _in_order(self._text(key, depth) for key in held)
        pairs = ((self._text(key, depth), self._value(one, depth)) for key, one in held.items())
        return {key if isinstance(key, str) else _json(key): one for key, one in pairs}

    def _status(self, value: Value) -> Any:
        rows = sorted(value.items(), key=lambda row: (str(row[1].get("from", "")), row[0])) if value else ()
        return [{name: self._value(row[name], 0) for name in ("state", "from", "by", "reason") if row.get(name)}
                for _, row in rows]


def _in_order(values: Iterable[Any]) -> list[Any]:
    return sorted(values, key=_json)


def _is_id(text: str) -> bool:
    return len(text) == 26 and _ULID.issuperset(text)
