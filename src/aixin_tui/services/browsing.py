"""Lists of people and things: page by page from the index, in words; and what names one child."""

from __future__ import annotations

from dataclasses import dataclass

from aixin_tui.domain.record import Record
from aixin_tui.domain.region import is_inside
from aixin_tui.services.desk import Desk, Who
from aixin_tui.services.ports import Browse
from aixin_tui.services.scope import inside, may_see, narrowed, place_of
from aixin_tui.services.viewing import snapshot_of
from aixin_tui.services.wording import state_label

#: A text that stands in the names of more places than these names none of them.
MANY_PLACES = 50


@dataclass(frozen=True, slots=True)
class Find:
    """A page of a list. `text`: a name or part, pinyin or initials, a village, the last four of an ID or phone."""

    kind: str = "child"
    text: str = ""
    scope: str = ""
    states: tuple[str, ...] = ()
    after: str = ""
    before: str = ""
    limit: int = 64


@dataclass(frozen=True, slots=True)
class FoundRow:
    """One line of a list, ready to show: names instead of codes."""

    kind: str
    id: str
    key: str
    name: str
    place: str
    division_code: str
    state: str
    state_label: str
    number: str = ""
    birth_date: str = ""
    sex: str = ""


@dataclass(frozen=True, slots=True)
class FoundPage:
    """Rows and how many there are in all."""

    rows: tuple[FoundRow, ...]
    total: int


def find(desk: Desk, who: Who, command: Find) -> FoundPage:
    """Read one page of a list within the operator's scope; nothing of restricted kinds without the right."""
    if not may_see(desk, who, command.kind):
        return FoundPage((), 0)
    query = Browse(command.kind, narrowed(who, command.scope), command.text, _places_named(desk, command.text),
                   command.states, command.after, command.before, command.limit, who.known_at)
    page = desk.store.browse(query)
    life = desk.province.lives.get(command.kind)
    divisions = desk.province.divisions
    return FoundPage(tuple(
        FoundRow(row.kind, row.id, row.key, row.name, divisions.path(row.division_code) if row.division_code else "",
                 row.division_code, row.state, state_label(life, row.state), row.number, row.birth_date, row.sex)
        for row in page.rows
    ), page.total)


def _places_named(desk: Desk, text: str) -> tuple[str, ...]:
    """Give the towns and villages of the office in whose names the text stands; none where it is in many (村委会)."""
    if len(text) < 2 or text.isascii():
        return ()
    names = desk.province.divisions
    found = [code for code in names if len(code) > 6 and is_inside(code, desk.office) and text in names.name(code)]
    return tuple(found) if len(found) <= MANY_PLACES else ()


def records_of_child(desk: Desk, who: Who, kind: str, child_id: str = "") -> tuple[Record, ...]:
    """List the records of a kind that name a child (of every child in the operator's scope if empty), oldest first."""
    if not may_see(desk, who, kind):
        return ()
    snapshot = snapshot_of(desk, who)
    found = snapshot.linked(kind, "child", child_id) if child_id else snapshot.of(kind)
    seen = (record for record in found if not who.scope or inside(who, place_of(desk, record)))
    return tuple(sorted(seen, key=lambda record: (record.text("date"), record.id)))
