"""Pages of a list, over records in hand: what the index answers where it is not there, and for restricted kinds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aixin_tui.domain.record import Record, members, rows
from aixin_tui.engine.snapshot import Snapshot
from aixin_tui.reference.pinyin import initials, syllables
from aixin_tui.services.ports import Browse, Page, Row
from aixin_tui.storage.reading import scope_prefix

#: Fields that name a record in a list, the first that holds something.
_NAMES = ("name", "title", "project", "text", "relief_name", "topic")
_DAYS = ("date", "started_on", "offered_on", "from")
_SEPARATOR = "\x1f"


def state_of(values: Mapping[str, Any]) -> str:
    """Give the state that a record stands in: its last status interval, or its plain state."""
    last = max(((str(row.get("from") or ""), key, row) for key, row in rows(values.get("status"))),
               key=lambda told: told[:2], default=None)
    if last:
        return str(last[2].get("state") or "")
    if values.get("state"):
        return str(values["state"])
    return ("ended" if values.get("ended_on") else "active") if values.get("started_on") else ""


def phones_of(values: Mapping[str, Any]) -> tuple[str, ...]:
    """List the phones of a record."""
    return tuple(told for field in ("phones", "phone") for told in members(values.get(field)))


def row_of(record: Record) -> Row:
    """Give a record's row; its key orders a list by place, then by name as it is read, or by day."""
    values = record.values
    name = next((str(values[field]) for field in _NAMES if values.get(field)), "")
    day = next((str(values[field]) for field in _DAYS if values.get(field)), "") if not name else ""
    place = str(values.get("division_code") or "")
    key = _SEPARATOR.join((place, day or "".join(syllables(name)), record.id))
    return Row(record.kind, record.id, key, name, place, state_of(values), number=str(values.get("number") or ""),
               birth_date=str(values.get("birth_date") or ""), sex=str(values.get("sex") or ""))


def finds(record: Record, row: Row, text: str) -> bool:
    """Whether a search text is in a record's name, begins its pinyin, or ends its ID number or a phone."""
    low = text.lower()
    if text in row.name or (row.number and text in row.number):
        return True
    if low.isascii() and low.isalnum():
        reading = syllables(row.name)
        if "".join(reading).startswith(low) or initials(row.name).startswith(low):
            return True
        tails = (str(record.get("id_number") or "").lower(), *phones_of(record.values))
        return len(low) >= 4 and any(told.endswith(low) for told in tails)
    return False


def page_of(found: list[Row], query: Browse) -> Page:
    """Cut one page out of all rows that were found."""
    found.sort(key=lambda row: row.key)
    if query.before:
        return Page(tuple([row for row in found if row.key < query.before][-query.limit:]), len(found))
    return Page(tuple([row for row in found if row.key > query.after][: query.limit]), len(found))


def browse(snapshot: Snapshot, query: Browse) -> Page:
    """Read one page of a list out of a snapshot."""
    scope = query.scope if len(query.scope) > 6 else scope_prefix(query.scope)
    found = []
    for record in snapshot.of(query.kind):
        row = row_of(record)
        if not row.division_code.startswith(scope) or (query.states and row.state not in query.states):
            continue
        if not query.text or finds(record, row, query.text):
            found.append(row)
    return page_of(found, query)
