"""What a person's records are, and what of each names nobody and may still be counted (个人信息保护法 §47)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from aixin_tui.domain.erasure import Keep, Kept, Key
from aixin_tui.domain.kinds import KINDS, Owner
from aixin_tui.domain.record import Record, members, rows
from aixin_tui.engine.snapshot import Snapshot
from aixin_tui.engine.spec.form import FieldSpec, FieldType
from aixin_tui.services.desk import Desk, Who
from aixin_tui.services.scope import links_of, may_see

#: Whose erasure takes the records about them along; of others their own file alone goes.
WITH_ALL = "child"
PERSONS = (WITH_ALL, "loving_mother", "guardian")
#: 强制报告 stands whatever is asked for: it may be neither deleted nor closed without an outcome (未成年人保护法 §11).
STANDS = frozenset({"mandatory_report"})
#: Fields of the core's own that no form declares.
_CORE: Kept = {
    **dict.fromkeys(("recorded_at", "recorded_by", "source", "started_on", "ended_on", "confirmed_by", "proposal",
                     "offered_on", "event", "pairing", "child", "loving_mother", "mother_team", "guardian", "purpose",
                     "by", "decision", "withdrawn_on", "owed", "register", "entry", "match_run", "approved", "held_for",
                     "list_source"), Keep.WHOLE),
    **dict.fromkeys(("end_reason", "state", "role", "mode"), Keep.KEY),
    "status": {**dict.fromkeys(("state", "from", "to", "by", "operator"), Keep.WHOLE), "reason": Keep.KEY},
    "residence": {"division_code": Keep.TOWN, "from": Keep.WHOLE, "to": Keep.WHOLE},
    "pauses": {"from": Keep.WHOLE, "to": Keep.WHOLE, "reason": Keep.KEY},
    "voided": {"on": Keep.WHOLE, "operator": Keep.WHOLE},
}
_WHOLE = frozenset({FieldType.CHOICE, FieldType.FLAG, FieldType.NUMBER, FieldType.LINK})
#: A name of one character is part of too many words.
_SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Belongings:
    """What belongs to a person: records that go with it, and those that stand because they are of others too."""

    erased: tuple[Record, ...]
    shared: tuple[Record, ...]
    standing: tuple[Record, ...]
    """Mandatory reports: no law lets them go."""
    mentions: tuple[Record, ...]
    """Records of others in whose texts the person is named: there the words go."""
    words: tuple[str, ...]


def belongings(desk: Desk, who: Who, person: Record, snapshot: Snapshot) -> Belongings:
    """Find all records of a person, voided ones too, as far as the operator may see their kinds."""
    every = [record for kind in snapshot.kinds if may_see(desk, who, kind) for record in snapshot.every(kind)
             if not record.is_erased and (record.kind, record.id) != (person.kind, person.id)]
    erased, shared, standing = {(person.kind, person.id): person}, [], []
    for record in every if person.kind == WITH_ALL else ():
        others = set(_children_of(desk, record))
        if person.id not in others:
            continue
        if record.kind in STANDS:
            standing.append(record)
        elif others - {person.id}:
            shared.append(record)
        else:
            erased[record.kind, record.id] = record
    home = person.text("household") if person.kind == WITH_ALL else ""
    household = snapshot.get("household", home) if home else None
    if household and not any(one.id != person.id and one.text("household") == home for one in snapshot.every("child")):
        erased[household.kind, household.id] = household
    words = _words(desk, erased.values())
    rest = [record for record in every if (record.kind, record.id) not in erased]
    rows_ = [record for record in rest if record.kind == "import_row" and _is_row_of(record, person, words)]
    erased.update(((row.kind, row.id), row) for row in rows_)
    mentions = tuple(record for record in rest if (record.kind, record.id) not in erased
                     and _mentions(desk, record, words))
    return Belongings(tuple(erased.values()), tuple(shared), tuple(standing), mentions, words)


def kept_of(desk: Desk, kind: str) -> Kept:
    """Say what of a kind's records names nobody: choices, flags, numbers, days, links; the town of a place."""
    form = desk.province.forms.get(kind)
    known = KINDS.get(kind)
    if form is None or (known and known.owner in (Owner.OFFICE, Owner.IMPORT)):
        return {}
    fields = {field.key: how for field in form.fields.versions()
              if not (field.sealed and not form.sealed) and (how := _how(field))}
    # The number of a pair is the office's own count and is not given away twice.
    return {**fields, **_CORE, **({"number": Keep.WHOLE} if kind == "pairing" else {})}


def _how(field: FieldSpec) -> Keep | Mapping[str, Keep] | None:
    if field.mask:
        return None
    if field.type in _WHOLE:
        return Keep.WHOLE
    if field.type is FieldType.DATE:
        return Keep.YEAR if "birth" in field.key else Keep.WHOLE
    if field.type is FieldType.DIVISION:
        return Keep.TOWN
    if field.type is FieldType.TABLE:
        columns = {column.key: how for column in field.columns if isinstance(how := _how(column), Keep)}
        return columns or None
    return None


def _children_of(desk: Desk, record: Record) -> Iterator[str]:
    for field, to in links_of(desk, record.kind):
        if to == WITH_ALL:
            yield from members(record.get(field))
    for _, row in rows(record.get("roles")):
        if row.get("child"):
            yield str(row["child"])
    if record.kind == "import_row" and record.text("record_kind") == WITH_ALL and record.get("record"):
        yield record.text("record")


def _words(desk: Desk, records: Any) -> tuple[str, ...]:
    """List what names the persons among the records: names, numbers, phones, addresses; the longest first."""
    found: set[str] = set()
    for record in records:
        form = desk.province.forms.get(record.kind)
        for field in form.fields.versions() if form and record.kind in (*PERSONS, "household") else ():
            if field.mask or field.key == "name" or field.type in (FieldType.PHONE, FieldType.RESIDENT_ID):
                found |= {str(value) for value in members(record.get(field.key)) if len(str(value)) >= _SHORTEST}
    return tuple(sorted(found, key=lambda word: (-len(word), word)))


def _is_row_of(row: Record, person: Record, words: tuple[str, ...]) -> bool:
    """Whether the raw row of a list is the person's: it became the record, or bears a number, or name and birthday."""
    if row.get("record"):
        return row.text("record") == person.id
    text = str(dict(row.values))
    birth = person.text("birth_date")
    days = (birth, birth.replace("-", ""), birth.replace("-", "/"), birth.replace("-", "."))
    numbers = [word for word in words if word.isdecimal() or (len(word) == 18 and word[:17].isdecimal())]
    return any(number in text for number in numbers) or (
        bool(person.text("name")) and person.text("name") in text and bool(birth) and any(day in text for day in days))


def _mentions(desk: Desk, record: Record, words: tuple[str, ...]) -> bool:
    form = desk.province.forms.get(record.kind)
    declared = {field.key for field in form.fields.versions()} if form else set()
    return any(_names(value, words, is_free=field not in declared) for field, value in record.values.items())


def _names(value: Any, words: tuple[str, ...], *, is_free: bool) -> bool:
    """Whether a text speaks of the person; a field that is a name and nothing else is somebody's of the same name."""
    if isinstance(value, str):
        return any(word in value and (is_free or value != word or word.isdecimal()) for word in words)
    if isinstance(value, Mapping):
        return any(_names(one, words, is_free=is_free) for one in value.values())
    return isinstance(value, (list, tuple)) and any(_names(one, words, is_free=is_free) for one in value)


def keys_of(records: tuple[Record, ...]) -> tuple[Key, ...]:
    """Name records by kind and id."""
    return tuple((record.kind, record.id) for record in records)
