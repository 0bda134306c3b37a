"""One record of any kind on a page: its fields in words, where its life stands, what it names and what names it.

A line of a register is such a record too. Many an office has lines of no place (its departments), so what names a line
is looked for in the registers alone and nothing else is read for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from aixin_tui.domain.record import Record, members
from aixin_tui.engine.links import targets
from aixin_tui.engine.spec.form import FieldType
from aixin_tui.engine.view import View
from aixin_tui.services.casework import CaseExplained, case_of, explain_case
from aixin_tui.services.desk import Desk, Who
from aixin_tui.services.finding import StateLine, in_words, state_lines
from aixin_tui.services.noted_readings import note_reading
from aixin_tui.services.register_lines import line_title
from aixin_tui.services.registers import all_lines, is_register, is_stored, register_keys
from aixin_tui.services.registers import line_of as line_of_register
from aixin_tui.services.scope import inside, is_sealed, links_of, may_see, place_of, record_of
from aixin_tui.services.viewing import view_of
from aixin_tui.services.wording import kind_label, title_of
from aixin_tui.services.work_list import WorkLine, WorkQuery, line_of, lines_in

#: So many records of one kind that name a record are listed; the rest is counted.
MOST = 12


@dataclass(frozen=True, slots=True)
class LinkLine:
    """A record that this one names, by the label of the field, or that names this one, by the name of its kind."""

    kind: str
    id: str
    label: str
    name: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class RecordFile:
    """A record, ready to be shown."""

    record: Record
    title: str
    values: Mapping[str, str]
    """Its fields in words by key, masked, in the form's order; what is sealed only for who has the right."""
    line: WorkLine | None
    """Where it stands, until when it waits; None for a line of a register."""
    case: CaseExplained | None
    """None for a kind without a life."""
    states: tuple[StateLine, ...]
    names: tuple[LinkLine, ...]
    """What it names."""
    named_by: tuple[LinkLine, ...]
    """What names it, newest first, kind by kind."""
    more: Mapping[str, int]
    """How many more of a kind name it than are listed, by the kind's name."""
    linkable: tuple[tuple[str, str, str], ...] = ()
    """Registers whose lines can name this line: key, the field that does, and the register's name."""

    @property
    def is_stored(self) -> bool:
        """Whether the office has written it down; else it is a line that every office starts with."""
        return is_stored(self.record)


def record_file(desk: Desk, who: Who, kind: str, record_id: str) -> RecordFile | None:
    """Open a record, or a line of a register by its id or its entry's key; None where the operator may see none.

    Opening a child leaves its entry.
    """
    if is_register(desk, kind):
        return _line_file(desk, who, kind, record_id)
    record = record_of(desk, who, kind, record_id)
    if record is None:
        return None
    if kind == "child":
        note_reading(desk, who, record)
    view = view_of(desk, who, scope=place_of(desk, record)[:6])
    record = view.snapshot.get(kind, record_id) or record
    has_life = kind in desk.province.lives
    named_by, more = _named_by(desk, who, view, record)
    fields = view.rules.link_fields.get(record.kind, {})
    return RecordFile(
        record, title_of(desk, record), in_words(desk, record, unsealed=kind in who.rights),
        line_of(desk, view, record), case_of(desk, who, view, record) if has_life else None,
        state_lines(desk, record), tuple(_names(desk, who, record, fields.items())), named_by, more,
    )


def _names(desk: Desk, who: Who, record: Record, fields: Iterable[tuple[str, str]]) -> Iterator[LinkLine]:
    """List what a record names in some fields (each with the kind it leads to) that the operator may see."""
    form = desk.province.forms.get(record.kind)
    for field, kind in fields:
        spec = form.fields.get(field) if form else None
        for key in targets(record, field):
            found = line_of_register(desk, who, kind, str(key))
            if found is not None and not found.is_voided:
                yield LinkLine(kind, found.id, spec.label if spec else kind_label(desk, kind), title_of(desk, found))


def _named_by(desk: Desk, who: Who, view: View, record: Record) -> tuple[tuple[LinkLine, ...], Mapping[str, int]]:
    found: list[LinkLine] = []
    more: dict[str, int] = {}
    for kind in desk.province.forms:
        if not view.rules.linked_by.get((kind, record.kind)) or not may_see(desk, who, kind):
            continue
        lines = [line for line in _naming(desk, view, kind, record)
                 if inside(who, view.place(view.find(kind, line.id) or record))]
        newest = sorted(lines, key=lambda line: (line.date, line.id), reverse=True)
        found += [LinkLine(kind, line.id, kind_label(desk, kind), line.about or line.what, _detail(line))
                  for line in newest[:MOST]]
        if len(newest) > MOST:
            more[kind_label(desk, kind)] = len(newest) - MOST
    return tuple(found), more


def _naming(desk: Desk, view: View, kind: str, record: Record) -> Iterator[WorkLine]:
    named = {str(key) for field in view.rules.link_fields.get(record.kind, {}) for key in targets(record, field)}
    for line in lines_in(desk, view, WorkQuery(kind), about=record):
        if line.id not in named:
            yield line


def _detail(line: WorkLine) -> str:
    what = line.what if line.about and line.what != line.about else ""
    return "  ".join(part for part in (line.date, line.state_label, what) if part)


# --- lines of registers -----------------------------------------------------------------------------------------------


def _line_file(desk: Desk, who: Who, kind: str, key: str) -> RecordFile | None:
    record = line_of_register(desk, who, kind, key)
    if record is None:
        return None
    has_life = is_stored(record) and kind in desk.province.lives
    linkable = tuple(links_to(desk, who, kind))
    return RecordFile(
        record, line_title(desk, record), in_words(desk, record, unsealed=kind in who.rights), None,
        explain_case(desk, who, record.id, kind=kind) if has_life else None, state_lines(desk, record),
        tuple(_names(desk, who, record, links_of(desk, kind))),
        tuple(sorted(_lines_naming(desk, who, record, linkable), key=lambda one: (one.kind, one.detail, one.id))), {},
        linkable)


def links_to(desk: Desk, who: Who, kind: str) -> Iterator[tuple[str, str, str]]:
    """List the registers with a field that names lines of `kind`: key, field, name."""
    for other in register_keys(desk, who):
        form = desk.province.forms[other]
        for spec in form.fields.at():
            if spec.type is FieldType.LINK and spec.to == kind and not spec.sealed and not is_sealed(desk, other):
                yield other, spec.key, form.label


def _lines_naming(desk: Desk, who: Who, record: Record, linkable: tuple[tuple[str, str, str], ...],
                  ) -> Iterator[LinkLine]:
    names = {record.id, record.text("entry")} - {""}
    for kind, field, name in linkable:
        for line in all_lines(desk, who, kind):
            if names & {str(target) for target in members(line.get(field))}:
                yield LinkLine(kind, line.id, name, line_title(desk, line), line.text("date"))
