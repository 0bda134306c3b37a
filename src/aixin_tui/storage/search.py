"""Rows of lists: how a record shows in one, in which order, and what a search text finds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from aixin_tui.domain.record import Record, members
from aixin_tui.engine.dates import day_text
from aixin_tui.services.ports import Browse, Page, Row, Tally
from aixin_tui.storage.reading import scope_prefix

#: Fields that name a record in a list, the first that holds something.
_NAMES = ("name", "title", "project", "text", "topic")
#: Fields that place a nameless record in time.
_DAYS = ("date", "started_on", "offered_on", "from")
_SEPARATOR = "\x1f"
#: Characters of an ISO day.
_WHOLE_DAY = 10


class IndexUnusableError(Exception):
    """The index can be neither read nor made here; lists are read from the files instead."""


@dataclass(frozen=True, slots=True)
class Found:
    """A record's row, and what a search text is compared with."""

    row: Row
    reading: str
    """Pinyin of the name, in one word."""
    initials: str
    tails: tuple[str, ...]
    """The last four of its ID number and of its phones."""


@cache
def _reading() -> Callable[[str], tuple[str, ...]]:
    """Give what reads names; its table is loaded only where the index has something to take in."""
    from aixin_tui.reference.pinyin import syllables

    return syllables


def state_of(values: Mapping[str, Any]) -> tuple[str, str]:
    """Give the state that a record stands in and the day since when: of its last status interval, else its plain state.

    Where no interval says it, the day is empty.
    """
    last = ("", "", "")
    status = values.get("status")
    if isinstance(status, dict):
        for key, row in status.items():
            if isinstance(row, dict) and row.get("state") and not row.get("voided"):
                day = str(row.get("from") or "")
                last = max(last, (day if len(day) == _WHOLE_DAY else day_text(day), key, str(row["state"])))
    if last[2]:
        return last[2], last[0]
    if values.get("state"):
        return str(values["state"]), ""
    return ("ended" if values.get("ended_on") else "active") if values.get("started_on") else "", ""


def place_of(values: Mapping[str, Any], home: str) -> str:
    """Give the place that a list goes by: where the record says, else the town or county of its file."""
    told = values.get("division_code")
    if told:
        return str(told)
    name = home.rpartition("/")[2].partition("-")[0]
    if not name.isdecimal():
        return ""
    return scope_prefix(name) if name.endswith("000") else name


#: Name, reading, initials, key, place, state, number, birth date and sex of a record in a list, the day since when it
#: stands in its state, and its tails.
Told = tuple[str, str, str, str, str, str, str, str, str, str, list[str]]


def told_of(record_id: str, values: Mapping[str, Any], home: str) -> Told:
    """Give what lists know of a record: plain values, since the index takes in hundreds of thousands at a time."""
    name = str(values.get("name") or "") or next((str(values[field]) for field in _NAMES if values.get(field)), "")
    said = _reading()(name) if name else ()
    reading = "".join(said)
    day = "" if name else next((str(values[field]) for field in _DAYS if values.get(field)), "")
    place = place_of(values, home)
    numbers = [values.get("id_number")]
    for field in ("phones", "phone"):
        if values.get(field):
            numbers += members(values[field])
    tails = [str(told)[-4:].lower() for told in numbers if told]
    state, since = state_of(values)
    return (name, reading, "".join([syllable[0] for syllable in said]) if said else "",
            f"{place}{_SEPARATOR}{day or reading}{_SEPARATOR}{record_id}", place, state,
            str(values.get("number") or ""), str(values.get("birth_date") or ""), str(values.get("sex") or ""),
            since, tails)


def found_of(kind: str, record_id: str, values: Mapping[str, Any], home: str) -> Found:
    """Give a record as lists find it; the row's key orders them by place, then by name as it is read, or by day."""
    name, reading, short, key, place, state, number, birth, sex, _, tails = told_of(record_id, values, home)
    row = Row(kind, record_id, key, name, place, state, number=number, birth_date=birth, sex=sex)
    return Found(row, reading, short, tuple(tails))


def plain_text(text: str) -> str:
    """Give a search text as it is looked for: pinyin without what stands between its syllables (jia wan, jia'wan)."""
    bare = text.replace(" ", "").replace("'", "").replace("’", "").replace("ü", "v")
    return bare if is_reading(bare) and bare.isalpha() else text


def is_reading(text: str) -> bool:
    """Whether a search text is pinyin, initials or the tail of a number, rather than a part of a name."""
    return text.isascii() and text.isalnum()


def matches(found: Found, text: str) -> bool:
    """Whether a text is in a record's name or number, begins its pinyin, or is the tail of its numbers."""
    low = text.lower()
    if not is_reading(low):
        return text in found.row.name or text in found.row.number
    return (found.reading.startswith(low) or found.initials.startswith(low) or low in found.tails
            or low in found.row.number.lower())


def scope_of(query: Browse) -> str:
    """Give the digits that the places of a list begin with."""
    return query.scope if len(query.scope) > 6 else scope_prefix(query.scope)


def browse(records: Iterable[tuple[str, Record]], query: Browse) -> Page:
    """Read one page of a list out of records in hand: home and record, voided ones left out."""
    scope = scope_of(query)
    rows_found, text = [], plain_text(query.text)
    for home, record in records:
        if record.kind != query.kind or record.is_voided or record.is_erased:
            continue
        found = found_of(record.kind, record.id, record.values, home)
        if not found.row.division_code.startswith(scope) or (query.states and found.row.state not in query.states):
            continue
        if not text or matches(found, text) or found.row.division_code.startswith(query.places):
            rows_found.append(found.row)
    rows_found.sort(key=lambda row: row.key)
    if query.before:
        return Page(tuple([row for row in rows_found if row.key < query.before][-query.limit:]), len(rows_found))
    return Page(tuple([row for row in rows_found if row.key > query.after][: query.limit]), len(rows_found))


def tally(records: Iterable[Record], kind: str, day: str) -> Tally:
    """Count records in hand by the state that they stand in on a day."""
    states: Counter[str] = Counter()
    others = []
    for record in records:
        if record.kind == kind and not record.is_voided:
            state, since = state_of(record.values)
            if since and since <= day:
                states[state] += 1
            else:
                others.append(record.id)
    return Tally(dict(states), tuple(sorted(others)))
