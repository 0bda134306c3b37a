"""Lists of a register's lines: page by page, found by name, place, state, year or a field; in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Place, Problem
from aixin_tui.domain.record import Record, members
from aixin_tui.engine.dates import day_text
from aixin_tui.engine.spec.form import FieldSpec, FieldType
from aixin_tui.engine.states import history
from aixin_tui.reference.pinyin import syllables
from aixin_tui.services.browsing import Find, FoundPage, FoundRow
from aixin_tui.services.desk import Desk, Who
from aixin_tui.services.entering import find_field
from aixin_tui.services.ports import Browse
from aixin_tui.services.registers import all_lines, is_plain
from aixin_tui.services.scope import may_see, narrowed, place_of
from aixin_tui.services.wording import name_of, state_label, title_of, words

_SEPARATOR = "\x1f"
#: Fields that already say what a line is called.
_NAMES = ("name", "title", "number", "wish")


@dataclass(frozen=True, slots=True)
class FindLines(Find):
    """A page of a register. `where` holds typed values by field (key or name), `year` that of the line's date."""

    year: int = 0
    where: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LineRow(FoundRow):
    """One line of a register, ready to show."""

    date: str = ""
    what: str = ""
    """Its first choice in words: the kind of venue, of media, of policy."""


def find_lines(desk: Desk, who: Who, command: FindLines) -> FoundPage:
    """Read one page of a register within the operator's scope; nothing of a sealed one without the right."""
    if command.kind not in desk.province.forms or not may_see(desk, who, command.kind):
        return FoundPage((), 0)
    if is_plain(desk, who, command.kind) and not (command.year or command.where or command.text):
        query = Browse(command.kind, narrowed(who, command.scope), states=command.states, after=command.after,
                       before=command.before, limit=command.limit)
        page = desk.store.browse(query)
        held = ((row, desk.store.get(command.kind, row.id)) for row in page.rows)
        return FoundPage(tuple(_row(desk, record, row.key) for row, record in held if record is not None), page.total)
    found = sorted((_row(desk, record) for record in matching_lines(desk, who, command)), key=lambda row: row.key)
    if command.before:
        return FoundPage(tuple([row for row in found if row.key < command.before][-command.limit:]), len(found))
    return FoundPage(tuple([row for row in found if row.key > command.after][: command.limit]), len(found))


def matching_lines(desk: Desk, who: Who, command: FindLines) -> Iterable[Record]:
    """Walk over all the lines that a command asks for, whatever its page."""
    form = desk.province.forms[command.kind]
    asked = [(spec, value) for name, value in command.where.items() if (spec := find_field(form, name)) is not None]
    for record in all_lines(desk, who, command.kind, command.scope):
        if command.states and state_of(desk, record) not in command.states:
            continue
        if command.year and day_text(record.get("date"))[:4] != str(command.year):
            continue
        if all(_says(desk, record, spec, value) for spec, value in asked) and _has_text(desk, record, command.text):
            yield record


def unknown_fields(desk: Desk, kind: str, where: Mapping[str, str]) -> tuple[Problem, ...]:
    """Say which of the fields that are asked for the register does not have; a sealed one counts as none."""
    form = desk.province.forms[kind]
    open_fields = [spec for spec in form.fields.at() if not spec.sealed]
    found = [(name, find_field(form, name)) for name in where]
    return tuple(
        Problem(Code.ENTER_001, place=Place(field=name), values={"name": name, "form": form.label},
                near="、".join(spec.label for spec in open_fields))
        for name, spec in found if spec is None or spec.sealed)


def _says(desk: Desk, record: Record, spec: FieldSpec, value: str) -> bool:
    """Whether a field holds a value, by key, by name or as a part of its words; emptiness is asked for by nothing."""
    if spec.sealed:
        return False
    held, said = members(record.get(spec.key)), words(desk, spec, record.get(spec.key))
    if not value.strip():
        return not said
    if spec.type is FieldType.FLAG:
        return said == value or str(bool(record.get(spec.key))).lower() == value.lower()
    return value in [str(one) for one in held] or value in said


def _has_text(desk: Desk, record: Record, text: str) -> bool:
    wanted = text.strip().lower()
    if not wanted:
        return True
    title, place = line_title(desk, record), desk.province.divisions.path(place_of(desk, record))
    if wanted in title.lower() or wanted in place:
        return True
    if not wanted.isascii():
        return False
    read = [syllable for syllable in syllables(title) if syllable]
    return "".join(read).startswith(wanted) or "".join(syllable[0] for syllable in read).startswith(wanted)


def state_of(desk: Desk, record: Record) -> str:
    """Give the state in which a line stands now; empty where its register has no life."""
    life = desk.province.lives.get(record.kind)
    known = history(record)
    return known[-1].state if known else next(iter(life.states), "") if life else ""


def line_title(desk: Desk, record: Record) -> str:
    """Name a line: its own name, else whose it is (a child, an event, a story), else its register and day."""
    if any(record.text(name) for name in _NAMES) or record.text("entry"):
        return title_of(desk, record)
    form = desk.province.forms[record.kind]
    first = next((spec for spec in form.fields.at() if spec.type is FieldType.LINK and not spec.sealed
                  and record.get(spec.key)), None)
    if first is not None:
        return "、".join(name_of(desk, first.to, str(target)) for target in members(record.get(first.key)))
    texts = (record.text(spec.key) for spec in form.fields.at() if spec.type is FieldType.TEXT and not spec.sealed)
    return next((text for text in texts if text), "") or title_of(desk, record)


def _row(desk: Desk, record: Record, key: str = "") -> LineRow:
    code, title = place_of(desk, record), line_title(desk, record)
    state = state_of(desk, record)
    day = day_text(record.get("date"))
    form = desk.province.forms[record.kind]
    kind = next((spec for spec in form.fields.at() if spec.type is FieldType.CHOICE and not spec.sealed), None)
    return LineRow(
        record.kind, record.id, key or _SEPARATOR.join((code, day, "".join(syllables(title)), record.id)), title,
        desk.province.divisions.path(code) if code else "", code, state,
        state_label(desk.province.lives.get(record.kind), state), date=record.text("date"),
        what=words(desk, kind, record.get(kind.key)) if kind else "")
