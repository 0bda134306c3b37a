"""Whether a person is on file already: the natural key of model.md section 3."""

from __future__ import annotations

from collections.abc import Mapping

from aixin_tui.domain.kinds import PERSONS
from aixin_tui.domain.record import Record, Value, members, rows
from aixin_tui.engine.identity import Likeness, Person, compare
from aixin_tui.engine.snapshot import Snapshot
from aixin_tui.services.desk import Desk, Who
from aixin_tui.services.scope import inside

_HELD = frozenset({Likeness.SAME, Likeness.OTHER_NAME, Likeness.PERHAPS})


def same_people(desk: Desk, who: Who, kind: str, values: Mapping[str, Value]) -> tuple[Record, ...]:
    """List the people on file who are, or may be, the one with these values; a person decides (engine.identity).

    The whole county is looked through: the same number in another town is the same person.
    """
    if kind not in PERSONS:
        return ()
    snapshot = desk.store.snapshot(desk.office[:6])
    new = _person(snapshot, Record(kind, "", values))
    found = [record for record in snapshot.of(kind) if compare(_person(snapshot, record), new)[0] in _HELD]
    return tuple(sorted(found, key=lambda record: (not inside(who, record.text("division_code")), record.id)))


def _person(snapshot: Snapshot, record: Record) -> Person:
    """Describe somebody on file; a child is known by the phones of its guardians too."""
    phones = set(members(record.get("phone")))
    for guardian in snapshot.of("guardian") if record.kind == "child" and record.id else ():
        if any(row.get("child") == record.id for _, row in rows(guardian.get("roles"))):
            phones.update(members(guardian.get("phone")))
    return Person(record.text("name"), record.text("birth_date"), record.text("id_number"),
                  record.text("division_code"), frozenset(phones))
