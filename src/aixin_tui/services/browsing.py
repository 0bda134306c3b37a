"""Lists of people and things, page by page: what stands in the index, in words."""

from __future__ import annotations

from dataclasses import dataclass

from aixin_tui.services.desk import Desk, Who
from aixin_tui.services.ports import Browse
from aixin_tui.services.scope import may_see, narrowed
from aixin_tui.services.wording import state_label


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
    query = Browse(command.kind, narrowed(who, command.scope), command.text, command.states, command.after,
                   command.before, command.limit)
    page = desk.store.browse(query)
    life = desk.province.lives.get(command.kind)
    divisions = desk.province.divisions
    return FoundPage(tuple(
        FoundRow(row.kind, row.id, row.key, row.name, divisions.path(row.division_code) if row.division_code else "",
                 row.division_code, row.state, state_label(life, row.state), row.number, row.birth_date, row.sex)
        for row in page.rows
    ), page.total)
