"""What a page of a list asks of the index: conditions on rows, and the rows that a search text finds.

A text finds few or many. Of few, the rows are gathered and sorted; of many (a single letter) the list is walked in its
own order until the page is full, which is then soon. How many there are is counted from indexes alone.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import replace

from aixin_tui.services.ports import Browse, Page, Row
from aixin_tui.storage.search import is_reading, plain_text, scope_of

#: From so many rows on that a search text finds, the list is walked instead of gathering them.
MANY = 1_500
_COLUMNS = "kind, id, key, name, place, state, number, birth, sex"
#: Sorts after every place that begins with the digits before it.
_AFTER_DIGITS = ":"
#: What is asked: a condition, and the values in it.
_Part = tuple[str, tuple[object, ...]]


class Pages:
    """Reads pages out of the index, and keeps how many rows each list has until something changes."""

    def __init__(self) -> None:
        self._totals: dict[Browse, int] = {}

    def forget(self) -> None:
        """Forget the totals: something has changed."""
        self._totals.clear()

    def page(self, base: sqlite3.Connection, asked: Browse) -> Page:
        """Read one page."""
        query = replace(asked, text=plain_text(asked.text))
        total = self._total(base, query)
        source, edge = _source(query, total), ("<", "desc", query.before) if query.before else (">", "asc", query.after)
        told = base.execute(
            f"select {_COLUMNS} from entry where {source[0]} and key {edge[0]} ? "  # noqa: S608 - ours
            f"order by key {edge[1]} limit ?", (*source[1], edge[2], query.limit)).fetchall()
        rows = [Row(kind, record_id, key, name, place, state, number=number, birth_date=birth, sex=sex)
                for kind, record_id, key, name, place, state, number, birth, sex in told]
        return Page(tuple(reversed(rows) if query.before else rows), total)

    def _total(self, base: sqlite3.Connection, query: Browse) -> int:
        plain = replace(query, after="", before="", limit=0)
        if plain not in self._totals:
            where, values = _found(query) if query.text else _listed(query)
            told = f"select count(*) from ({where})" if query.text else f"select count(*) from entry where {where}"  # noqa: S608 - ours
            self._totals[plain] = base.execute(told, values).fetchone()[0]
        return self._totals[plain]


def _source(query: Browse, total: int) -> _Part:
    """Give the condition on the rows of a list: by its order, or by what the text finds."""
    if not query.text:
        return _listed(query)
    if total > MANY:
        (listed, values), (text, more) = _listed(query), _row_matches(query)
        return f"{listed} and {text}", (*values, *more)
    found, values = _found(query)
    # The plus keeps SQLite from walking a whole kind in the list's order to find a few names.
    return f"+kind = ? and no in ({found})", (query.kind, *values)


def _listed(query: Browse) -> _Part:
    """Give the condition of a list without a search text, in the list's order."""
    where, values = ["kind = ?"], [query.kind]
    scope = scope_of(query)
    if scope:
        where.append("key >= ? and key < ?")
        values += [scope, scope + _AFTER_DIGITS]
    states, more = _states(query)
    return " and ".join(where) + states, (*values, *more)


def _states(query: Browse) -> _Part:
    if not query.states:
        return "", ()
    return f" and state in ({','.join('?' * len(query.states))})", query.states


def _row_matches(query: Browse) -> _Part:
    """Give the condition that a row meets which the text finds."""
    text = query.text
    if is_reading(text):
        low = text.lower()
        said = "py >= ? and py < ? or ini >= ? and ini < ?"
        told = "number <> '' and instr(lower(number), ?) or no in (select entry from tail where four = ?)"
        return f"({said} or {told})", (*_prefix(low), *_prefix(low), low, low)
    there = " or key >= ? and key < ?" * len(query.places)
    return f"(instr(name, ?) or instr(number, ?){there})", (text, text, *_ranges(query.places))


def _found(query: Browse) -> _Part:
    """Give what selects the numbers of the rows that the text finds, each once."""
    parts = list(_finds(query))
    scope = scope_of(query)
    states, held = _states(query)
    inside = " and place >= ? and place < ?" if scope else ""
    bounds = (scope, scope + _AFTER_DIGITS) if scope else ()
    selects = [f"select no from entry {where}{inside}{states}" for where, _ in parts]  # noqa: S608 - ours
    return " union ".join(selects), tuple(value for _, values in parts for value in (*values, *bounds, *held))


def _finds(query: Browse) -> Iterator[_Part]:
    """Walk over the ways in which a text finds rows, each by an index of its own."""
    kind, text = query.kind, query.text
    if is_reading(text):
        low = text.lower()
        yield "indexed by entry_py where kind = ? and py <> '' and py >= ? and py < ?", (kind, *_prefix(low))
        yield "indexed by entry_ini where kind = ? and ini <> '' and ini >= ? and ini < ?", (kind, *_prefix(low))
        yield ("indexed by entry_number where kind = ? and number <> '' and instr(lower(number), ?)", (kind, low))
        if len(low) <= 4:
            yield "where no in (select entry from tail where four = ?) and +kind = ?", (low, kind)
        return
    # Names and numbers stand in an index of their own, which is a tenth of the table to walk through.
    yield "indexed by entry_name where kind = ? and (instr(name, ?) or instr(number, ?))", (kind, text, text)
    for place in query.places:
        yield "where kind = ? and key >= ? and key < ?", (kind, place, place + _AFTER_DIGITS)


def _prefix(text: str) -> tuple[str, str]:
    return text, text + "\x7f"


def _ranges(places: Iterable[str]) -> Iterator[str]:
    """Give the first and last keys of places."""
    for place in places:
        yield from (place, place + _AFTER_DIGITS)
