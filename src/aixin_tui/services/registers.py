"""Registers (台账): which there are, their lines, also those that every office starts with, and writing one down.

Events and meetings are kept and counted like a register, so that a meeting stands beside what followed from it [QH-09].
A sealed register is not there for somebody without the right to it: not its name, nor its number of lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Problem
from aixin_tui.domain.record import Record
from aixin_tui.domain.region import is_inside
from aixin_tui.engine.forms.shaping import shape
from aixin_tui.engine.links import entry_lines
from aixin_tui.engine.spec.form import FormSpec
from aixin_tui.services.acting import Draft, alone, with_changes
from aixin_tui.services.desk import Desk, Result, Who
from aixin_tui.services.filling import fill
from aixin_tui.services.harm import watch
from aixin_tui.services.ports import Browse
from aixin_tui.services.registering import EditRecord, edit_record
from aixin_tui.services.scope import inside, is_sealed, may_see, narrowed, place_of, record_of, refusals
from aixin_tui.services.sources import source_label
from aixin_tui.services.viewing import snapshot_of

#: The core kind that is kept like a register.
EVENT = "event"
#: Lines that are read from the index at once.
_BATCH = 256


@dataclass(frozen=True, slots=True)
class RegisterKind:
    """One register as the office sees it: its key, its name, how many lines it has, and on whose word it is kept."""

    key: str
    label: str
    lines: int
    source: str


def is_register(desk: Desk, kind: str) -> bool:
    """Whether a kind is kept like a register."""
    form = desk.province.forms.get(kind)
    return form is not None and (form.is_register or kind == EVENT)


def register_keys(desk: Desk, who: Who) -> tuple[str, ...]:
    """List the registers that the operator may see, in the order of their files, events and meetings first."""
    forms = desk.province.forms
    known = [kind for kind in forms if is_register(desk, kind)]
    return tuple(kind for kind in sorted(known, key=lambda kind: kind != EVENT) if may_see(desk, who, kind))


def register_kinds(desk: Desk, who: Who) -> tuple[RegisterKind, ...]:
    """List the registers with the number of their lines in the operator's division."""
    forms = desk.province.forms
    return tuple(RegisterKind(key, forms[key].label, count_lines(desk, who, key), source_label(forms[key].stamp))
                 for key in register_keys(desk, who))


def register_named(desk: Desk, who: Who, text: str) -> str:
    """Find the register that a key or a name means; empty where the operator has none of that name."""
    wanted, known = text.strip(), register_keys(desk, who)
    if wanted in known:
        return wanted
    return next((key for key in known if desk.province.forms[key].label == wanted), "")


def no_register(desk: Desk, who: Who, text: str) -> Problem:
    """Say that there is no such register, with the nearest that there is: a sealed one is none without the right."""
    import difflib

    names = {name: key for key in register_keys(desk, who) for name in (key, desk.province.forms[key].label)}
    near = difflib.get_close_matches(text, names, 1, 0.5)
    return Problem(Code.REGISTER_001, values={"name": text}, near=near[0] if near else "、".join(
        desk.province.forms[key].label for key in register_keys(desk, who)))


def table_problems(desk: Desk, who: Who, kind: str) -> tuple[Problem, ...]:
    """Say why no table of a register is taken in: there is none, or it is sealed, and rows that wait lie open."""
    if kind not in register_keys(desk, who):
        return (no_register(desk, who, kind),)
    if is_sealed(desk, kind):
        return (Problem(Code.REGISTER_010, values={"label": desk.province.forms[kind].label}),)
    return ()


# --- lines ------------------------------------------------------------------------------------------------------------


def count_lines(desk: Desk, who: Who, kind: str) -> int:
    """Count the lines of a register that the operator may see."""
    if is_plain(desk, who, kind):
        return desk.store.browse(Browse(kind, limit=1)).total
    return sum(1 for _ in all_lines(desk, who, kind))


def is_plain(desk: Desk, who: Who, kind: str) -> bool:
    """Whether the index alone knows which lines the operator sees: nothing sealed, no entries, the whole workspace."""
    return not (is_sealed(desk, kind) or who.known_at or who.scope or desk.province.forms[kind].entries)


def all_lines(desk: Desk, who: Who, kind: str, scope: str = "") -> Iterator[Record]:
    """Walk over the lines of a register inside a division, those first that every office starts with.

    A line without a place belongs to the office.
    """
    if not may_see(desk, who, kind):
        return
    place = narrowed(who, scope)
    found = list(_stored(desk, who, kind))
    stored = {record.text("entry") for record in found}
    for record in (*entry_lines(desk.province.forms[kind], stored), *found):
        own = place_of(desk, record)
        if inside(who, own) and (not scope or is_inside(own or desk.office, place)):
            yield record


def _stored(desk: Desk, who: Who, kind: str) -> Iterator[Record]:
    if is_sealed(desk, kind) or who.known_at:
        yield from snapshot_of(desk, who).of(kind)
        return
    after = ""
    while True:
        page = desk.store.browse(Browse(kind, after=after, limit=_BATCH))
        for row in page.rows:
            record = desk.store.get(kind, row.id)
            if record is not None:
                yield record
        if len(page.rows) < _BATCH:
            return
        after = page.rows[-1].key


def line_of(desk: Desk, who: Who, kind: str, key: str) -> Record | None:
    """Find a record by its id, or a line by the key of its entry, as stored or as every office starts with it."""
    found, form = record_of(desk, who, kind, key), desk.province.forms.get(kind)
    if found is not None or form is None or not may_see(desk, who, kind):
        return found
    if all(entry.key != key for entry in form.entries):
        return None
    stored = (record for record in _stored(desk, who, kind) if record.text("entry") == key)
    return next(stored, None) or next(line for line in entry_lines(form) if line.id == key)


def is_stored(record: Record) -> bool:
    """Whether the office has written the line down; else it is one that every office starts with."""
    return record.text("entry") != record.id or not record.get("entry")


# --- writing ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class EditLine:
    """New values of some fields of a line, named by its id or its entry's key; a field given as None is emptied."""

    kind: str
    id: str
    values: Mapping[str, Any]


@alone
def edit_line(desk: Desk, who: Who, command: EditLine) -> Result:
    """Change a line; one that every office starts with is written down with what was changed, its key kept."""
    record = line_of(desk, who, command.kind, command.id)
    if record is None:
        return Result(problems=(Problem(Code.REGISTER_002, values={"id": command.id}),))
    if is_stored(record):
        return edit_record(desk, who, EditRecord(command.kind, record.id, command.values))
    early = refusals(desk, who, kind=command.kind)
    if early:
        return Result(problems=early)
    draft = Draft(desk, who, f"add_{command.kind}")
    standing = _shaped(draft, desk.province.forms[command.kind], record)
    filled = fill(draft, command.kind, command.values, standing)
    if filled.stops:
        return Result(problems=filled.problems)
    made = draft.add(command.kind, with_changes(standing.values, filled.values))
    return draft.commit((*filled.problems, *watch(draft, made)))


def _shaped(draft: Draft, form: FormSpec, record: Record) -> Record:
    """Give the line of an entry in the shape in which it is stored."""
    return Record(record.kind, record.id, {
        key: value for key, value in shape(form, draft.desk.province, record.values, draft.desk.ids.new).items()
        if value is not None})
