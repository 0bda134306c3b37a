"""One line of a register on one page: its fields, where its life stands, and what names it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from aixin_tui.domain.record import Record, members
from aixin_tui.engine.spec.form import FieldType
from aixin_tui.services.casework import Advance, CaseExplained, advance, explain_case
from aixin_tui.services.desk import Desk, Result, Who
from aixin_tui.services.finding import in_words
from aixin_tui.services.register_lines import line_title
from aixin_tui.services.registers import EditLine, all_lines, edit_line, is_stored, line_of, register_keys
from aixin_tui.services.scope import is_sealed, place_of


@dataclass(frozen=True, slots=True)
class LinkedLine:
    """A line of another register that names this one: a task that followed from a meeting."""

    kind: str
    kind_label: str
    id: str
    title: str
    date: str


@dataclass(frozen=True, slots=True)
class LineFile:
    """A line of a register; `values` are its fields in words, masked; what is sealed is for who has the right."""

    record: Record
    title: str
    place: str
    values: Mapping[str, str]
    case: CaseExplained | None
    """Where its life stands and what each step lacks; None where its register has no life."""
    linked: tuple[LinkedLine, ...]
    is_stored: bool
    """Whether the office has written it down; else every office starts with it."""
    linkable: tuple[tuple[str, str, str], ...]
    """Registers whose lines can name this one: key, the field that does, and the register's name."""


def line_file(desk: Desk, who: Who, kind: str, key: str) -> LineFile | None:
    """Open a line by its id or its entry's key; None where the operator has none."""
    record = line_of(desk, who, kind, key)
    if record is None:
        return None
    stored = is_stored(record)
    has_life = stored and kind in desk.province.lives
    case = explain_case(desk, who, record.id, kind=kind) if has_life else None
    linkable = tuple(links_to(desk, who, kind))
    linked = tuple(sorted(_linked(desk, who, record, linkable), key=lambda one: (one.kind, one.date, one.id)))
    code = place_of(desk, record)
    return LineFile(
        record, line_title(desk, record), desk.province.divisions.path(code) if code else "",
        in_words(desk, record, unsealed=kind in who.rights), case, linked, stored, linkable)


def links_to(desk: Desk, who: Who, kind: str) -> Iterator[tuple[str, str, str]]:
    """List the registers with a field that names lines of `kind`: key, field, name."""
    for other in register_keys(desk, who):
        form = desk.province.forms[other]
        for spec in form.fields.at():
            if spec.type is FieldType.LINK and spec.to == kind and not spec.sealed and not is_sealed(desk, other):
                yield other, spec.key, form.label


def _linked(desk: Desk, who: Who, record: Record, linkable: tuple[tuple[str, str, str], ...]) -> Iterator[LinkedLine]:
    names = {record.id, record.text("entry")} - {""}
    for kind, field, label in linkable:
        for line in all_lines(desk, who, kind):
            if names & {str(target) for target in members(line.get(field))}:
                yield LinkedLine(kind, label, line.id, line_title(desk, line), line.text("date"))


def move_line(desk: Desk, who: Who, command: Advance) -> Result:
    """Take a step of a line's life; one that every office starts with is written down first."""
    record = line_of(desk, who, command.kind, command.record_id)
    if record is not None and not is_stored(record):
        written = edit_line(desk, who, EditLine(command.kind, record.id, {}))
        if not written.done:
            return written
        record = written.records[0]
    return advance(desk, who, replace(command, record_id=record.id) if record else command)
