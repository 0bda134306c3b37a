"""Which records are linked to which, as the day of a view knows them (province-language 1.2).

Two links are wider than a field: a division is linked to everything inside it; a pairing to the records that name it
or, naming no pairing, its child and no other loving mother.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING

from aixin_tui.domain.kinds import KINDS
from aixin_tui.domain.record import Record, Value, members, rows
from aixin_tui.engine.spec.facts import DERIVED_LINKS, FactTable

if TYPE_CHECKING:
    from aixin_tui.engine.spec.form import FormSpec
    from aixin_tui.engine.view import View

LinkFields = Mapping[str, Mapping[str, str]]


def link_fields(table: FactTable) -> LinkFields:
    """List the link fields of every kind with the kind each leads to; a table's column is `table.column`."""
    found: dict[str, Mapping[str, str]] = {kind.key: kind.links for kind in KINDS.values()}
    found.update({kind: table.links(kind) for kind in table.kinds})
    return found


def backlinks(fields: LinkFields) -> Mapping[tuple[str, str], tuple[str, ...]]:
    """Turn the link fields round: (kind, kind it leads to) → its fields that lead there."""
    found: dict[tuple[str, str], list[str]] = {}
    for kind, held in fields.items():
        for field, target in held.items():
            found.setdefault((kind, target), []).append(field)
    return {pair: tuple(names) for pair, names in found.items()}


def targets(record: Record, field: str) -> tuple[Value, ...]:
    """List what a link field, or the column of a table, of the record names."""
    name, _, column = field.partition(".")
    value = record.values.get(name)
    if not column:
        return members(value)
    return tuple(found for _, row in rows(value) for found in members(row.get(column)))


def touched_by(kinds: Collection[str]) -> frozenset[str]:
    """Name the kinds of which other records are listed when records of these change: those made from them too."""
    found = {*kinds, *DERIVED_LINKS}
    if "match_proposal" in kinds:
        found.add("pairing")
    if "event" in kinds:
        found.add("activity")  # a share without a date of its own has its event's
    return frozenset(found)


class Index:
    """The records of a view by link and by place; each part is made when first asked for."""

    __slots__ = ("_by_link", "_by_place", "_entries", "_ids", "_neighbours", "_view")

    def __init__(self, view: View) -> None:
        self._view = view
        self._by_link: dict[tuple[str, str], dict[Value, list[Record]]] = {}
        self._by_place: dict[str, tuple[list[str], list[Record]]] = {}
        self._entries: dict[str, dict[str, Record]] = {}
        self._ids: dict[str, dict[str, Record]] = {}
        self._neighbours: frozenset[frozenset[str]] | None = None

    def kept_for(self, view: View, touched: Collection[str]) -> Index:
        """Give the index of a view of changed records, with the parts that hold no record of the kinds `touched`."""
        other = Index(view)
        other._by_link = {key: held for key, held in self._by_link.items() if key[0] not in touched}
        other._ids = {kind: held for kind, held in self._ids.items() if kind not in touched}
        other._entries = {kind: held for kind, held in self._entries.items() if kind not in touched}
        other._neighbours = self._neighbours if "neighbour" not in touched else None
        return other

    def by_link(self, kind: str, field: str) -> Mapping[Value, list[Record]]:
        """Give the records of `kind` by what their link `field` names."""
        found = self._by_link.get((kind, field))
        if found is None:
            found = self._by_link[kind, field] = {}
            for record in self._view.records(kind):
                for target in targets(record, field):
                    found.setdefault(target, []).append(record)
        return found

    def inside(self, kind: str, code: str) -> list[Record]:
        """List the records of `kind` whose place lies in the division `code`."""
        found = self._by_place.get(kind)
        if found is None:
            placed = sorted(((self._view.place(r), r.id, r) for r in self._view.records(kind)), key=lambda p: p[:2])
            found = self._by_place[kind] = ([place for place, _, _ in placed], [record for _, _, record in placed])
        places, records = found
        return records[bisect_left(places, code) : bisect_left(places, code + "\uffff")] if code else []

    def by_id(self, kind: str) -> Mapping[str, Record]:
        """Give the records of a derived kind, or of the pairings with their open offers, by id."""
        found = self._ids.get(kind)
        if found is None:
            found = self._ids[kind] = {record.id: record for record in self._view.records(kind)}
        return found

    def neighbours(self) -> frozenset[frozenset[str]]:
        """Give the pairs of villages that a county calls neighbours (相邻村): `village` and the set `neighbour`."""
        if self._neighbours is None:
            self._neighbours = frozenset(
                frozenset((record.text("village"), str(other)))
                for record in self._view.snapshot.of("neighbour")
                for other in members(record.get("neighbour"))
            )
        return self._neighbours

    def entry(self, kind: str, key: str) -> Record | None:
        """Find the line of a register that carries the key of an entry, even where no office has stored it yet."""
        found = self._entries.get(kind)
        if found is None:
            found = self._entries[kind] = dict(_entries(self._view, kind))
        return found.get(key)


def _entries(view: View, kind: str) -> Iterator[tuple[str, Record]]:
    form = view.province.forms.get(kind)
    for line in entry_lines(form) if form else ():
        yield line.id, line
    for record in view.snapshot.of(kind):
        if record.get("entry"):
            yield record.text("entry"), record


def is_known(view: View, record: Record) -> bool:
    """Whether the record is one that the view itself hands out, so that its facts may be kept."""
    if view.snapshot.get(record.kind, record.id) is record:
        return True
    listed = record.kind in DERIVED_LINKS or record.kind == "pairing"
    return listed and record.kind in view._lists and view.index.by_id(record.kind).get(record.id) is record  # noqa: SLF001


def find(view: View, kind: str, key: str) -> Record | None:
    """Find a record by id, else a register's line by its entry's key, else a derived one."""
    found = view.snapshot.get(kind, key)
    if found is not None:
        return found
    form = view.province.forms.get(kind)
    if form is not None and form.is_register:
        return view.index.entry(kind, key)
    if kind in DERIVED_LINKS or kind == "pairing":
        return view.index.by_id(kind).get(key)
    return None


def records_of(view: View, kind: str) -> tuple[Record, ...]:
    """List the records of a kind that are there on the view's day, by id."""
    from aixin_tui.engine.facts.changes import divisions, status_changes
    from aixin_tui.engine.pairings import pairings_on

    if kind == "pairing":
        return pairings_on(view)
    if kind == "status_change":
        return status_changes(view)
    if kind == "division":
        return divisions(view)
    stored = (record for begun, record in _begun(view, kind) if begun <= view.now and _is_dated(view, record))
    return (*stored, *(record for record in _not_stored(view, kind) if is_there(view, record)))


def _not_stored(view: View, kind: str) -> tuple[Record, ...]:
    """Give the lines that every office starts with and that none has written down yet: they count like any other."""
    form = view.province.forms.get(kind)
    if form is None or not form.entries:
        return ()
    return entry_lines(form, {record.text("entry") for record in view.snapshot.of(kind)})


def entry_lines(form: FormSpec, stored: Collection[str] = ()) -> tuple[Record, ...]:
    """Make a record of each line that a register starts with, its id the entry's key; those `stored` are left out."""
    return tuple(Record(form.kind, entry.key, {"name": entry.label, **entry.values, "entry": entry.key})
                 for entry in form.entries if entry.key not in stored)


#: Kinds that are placed in time by the rows of their life.
_BY_LIFE = frozenset({"child", "loving_mother"})


def is_there(view: View, record: Record) -> bool:
    """Whether the record had begun by the view's day: what is dated later is not known to a decision of that day."""
    from aixin_tui.engine.states import begun_on

    return begun_on(record) <= view.now and _is_dated(view, record)


def _begun(view: View, kind: str) -> list[tuple[str, Record]]:
    """Give the records of a kind with the days on which they began, worked out once for all days of a snapshot."""
    found = view.begun.get(kind)
    if found is None:
        from aixin_tui.engine.states import begun_on

        found = view.begun[kind] = [(begun_on(record), record) for record in view.snapshot.of(kind)]
    return found


def _is_dated(view: View, record: Record) -> bool:
    if record.kind in _BY_LIFE and record.values.get("status"):
        return True
    dated = view.one(record, f"{record.kind}.date")
    return dated is None or str(dated) <= view.now


def linked(view: View, kind: str, record: Record) -> tuple[Record, ...]:
    """List the records of `kind` linked to `record`, on either side, in the order of their dates and ids."""
    if record.kind == "division":
        found = view.index.inside(kind, record.id)
    elif record.kind == "pairing":
        found = list(_of_pairing(view, kind, record))
    else:
        found = list(_named_by(view, kind, record))
        found.extend(_naming(view, kind, record))
    return tuple(sorted({id(r): r for r in found}.values(), key=lambda r: (dated(view, r), r.id)))


def dated(view: View, record: Record) -> str:
    """Give the date that places the record in time; empty, and so before all others, where it has none."""
    return view.text(record, f"{record.kind}.date")


def _named_by(view: View, kind: str, record: Record) -> Iterator[Record]:
    """The records of `kind` that the record's own links name."""
    for field in view.rules.linked_by.get((record.kind, kind), ()):
        for target in targets(record, field):
            found = find(view, kind, str(target))
            if found is not None and not found.is_voided:
                yield found


def _naming(view: View, kind: str, record: Record) -> Iterator[Record]:
    """The records of `kind` whose links name the record, by its id or by the key of its entry."""
    entry = record.values.get("entry")
    for field in view.rules.linked_by.get((kind, record.kind), ()):
        held = view.index.by_link(kind, field)
        yield from held.get(record.id, ())
        if entry and entry != record.id:
            yield from held.get(entry, ())


def _of_pairing(view: View, kind: str, pairing: Record) -> Iterator[Record]:
    """The records linked to a pairing: what it names, what names it, and what names its child and no other mother."""
    yield from _named_by(view, kind, pairing)
    yield from _naming(view, kind, pairing)
    if kind == "pairing":
        return
    has_pairing_field = bool(view.rules.linked_by.get((kind, "pairing")))
    for field in view.rules.linked_by.get((kind, "child"), ()):
        held = view.index.by_link(kind, field)
        for child in members(pairing.get("child")):
            for found in held.get(child, ()):
                if has_pairing_field and found.get("pairing"):
                    continue
                if _names_no_other(found, pairing):
                    yield found


def _names_no_other(record: Record, pairing: Record) -> bool:
    for side in ("loving_mother", "mother_team"):
        named = members(record.get(side))
        if named and not set(named) & set(members(pairing.get(side))):
            return False
    return True


def reach(view: View, record: Record, kind: str) -> tuple[Record, ...]:
    """List the records of `kind` that the record is about: itself, those it names, else those that these name."""
    if record.kind == kind:
        return (record,)
    found = {found.id: found for found in _named_by(view, kind, record)}
    if not found:
        for field, target in view.rules.link_fields.get(record.kind, {}).items():
            for key in targets(record, field):
                middle = find(view, target, str(key))
                if middle is not None:
                    found.update({far.id: far for far in _named_by(view, kind, middle)})
    return tuple(found[key] for key in sorted(found))
