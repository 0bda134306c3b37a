"""For whom papers are made: the records named, or all of a division; and what the file is called."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from aixin_tui.domain.record import Record
from aixin_tui.engine.pairings import IN_FORCE
from aixin_tui.engine.reporting import render_document
from aixin_tui.engine.spec.core import FINAL
from aixin_tui.engine.spec.report import ReportSpec
from aixin_tui.engine.view import View
from aixin_tui.reference.pinyin import syllables
from aixin_tui.services.desk import Desk, Who
from aixin_tui.services.scope import inside, may_see
from aixin_tui.texts import label

#: What no file system takes in a name, and what a shell or a reader could stumble over.
_STRANGE = frozenset('\\/:*?"<>|%\n\r\t')


def chosen_records(
    desk: Desk, who: Who, view: View, spec: ReportSpec, named: Sequence[str], place: str,
) -> tuple[tuple[Record, ...], tuple[str, ...]]:
    """Give the records that papers are made of, and the ids that nothing to be seen has."""
    kind = spec.document_for
    found: dict[str, Record] = {}
    missing = []
    for key in named:
        record = view.find(kind, key) if may_see(desk, who, kind) else None
        if record is None or record.is_voided or not inside(who, _place(view, record)):
            missing.append(key)
        else:
            found[record.id] = record
    if place and not inside(who, place):
        missing.append(place)
    elif place:
        found.update({record.id: record for record in _of_place(view, spec, place)})
    return tuple(found.values()), tuple(missing)


def _place(view: View, record: Record) -> str:
    return record.id if record.kind == "division" else view.place(record)


def _of_place(view: View, spec: ReportSpec, place: str) -> list[Record]:
    """List all of a division that are still cared for; of places those directly below that have something to list."""
    kind = spec.document_for
    if kind == "division":
        below = [one for one in view.records("division") if one.id != place and one.id.startswith(place)]
        nearest = min((len(one.id) for one in below), default=0)
        return [one for one in below if len(one.id) == nearest and _lists_something(view, spec, one)]
    held = [one for one in view.records(kind) if view.place(one).startswith(place) and not _is_over(view, one)]
    return sorted(held, key=lambda one: (view.place(one), _reading(view, one), one.id))


def _lists_something(view: View, spec: ReportSpec, place: Record) -> bool:
    lists = [block.key for block in spec.blocks.at(view.now) if block.list is not None]
    blocks = render_document(view, spec, place).blocks if lists else ()
    return not lists or any(row.kind for block in blocks if block.key in lists for row in block.rows)


def _is_over(view: View, record: Record) -> bool:
    if record.kind == "pairing":
        return view.state(record) != IN_FORCE
    return view.core_state(record) in FINAL


def _reading(view: View, record: Record) -> str:
    name = record.text("name") or view.text(record, "child.name") or view.text(record, "loving_mother.name")
    return " ".join(syllables(name))


def file_name(
    desk: Desk, view: View, spec: ReportSpec, records: Sequence[Record], place: str, today: date,
) -> str:
    """Name a file: the paper, whose or where, and the day. Never a number of a person, of a child no full name."""
    whose = desk.province.divisions.name(place) if place and not records[1:] else ""
    if len(records) == 1:
        whose = _whose(desk, view, records[0])
    elif not whose:
        named = desk.province.divisions.name(place) if place else ""
        whose = f"{named}{label('paper.many', count=len(records))}"
    said = "-".join(part for part in (spec.title, whose, today.isoformat()) if part)
    return "".join(char for char in said if char.isprintable() and char not in _STRANGE).strip(". ")[:80]


def _whose(desk: Desk, view: View, record: Record) -> str:
    if record.kind == "division":
        return desk.province.divisions.name(record.id)
    if record.kind == "loving_mother":
        return record.text("name")
    if record.kind == "pairing" and record.text("number"):
        return record.text("number")
    name = record.text("name") or view.text(record, "child.name")
    village = desk.province.divisions.name(view.place(record))
    return f"{village}{label('paper.somebody', name=name[:1]) if name else ''}"
