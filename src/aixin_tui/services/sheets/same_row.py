"""A row of a sheet that comes back again: what it said before is known, so that it counts once and is never doubled.

The record keeps which row of which sheet it came from and what that row said. What the row lacked is added; what it now
says otherwise is a question, also where somebody has changed the record since.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Severity
from aixin_tui.domain.record import Record, Value, members
from aixin_tui.engine.spec.form import FieldSpec
from aixin_tui.services.importing.job import Job
from aixin_tui.services.importing.row_cells import Reading
from aixin_tui.services.importing.run_records import HELD, ROW
from aixin_tui.services.wording import words

#: The field in which a record keeps its row: `of` and `row`, and `said`, what the row said.
FIELD = "sent_sheet"


@dataclass(frozen=True, slots=True)
class Kept:
    """A record that an earlier taking-in of the same row has made, and marks of what the row said then."""

    record: Record
    said: Mapping[str, Value]

    @property
    def is_untouched(self) -> bool:
        """Whether the record still says what its row said."""
        return all(_mark(self.record.get(name)) == mark for name, mark in self.said.items())


class SameRows:
    """Finds what the rows of this sheet have made before. Does nothing for a list that was not sent out from here."""

    def __init__(self, job: Job, kind: str) -> None:
        self._job, self._kind = job, kind
        self._of = job.facts.sheet
        self._known: dict[str, str] = {}
        for record in job.working.of(kind) if self._of else ():
            told = record.get(FIELD)
            if isinstance(told, Mapping) and told.get("of") == self._of:
                self._known[str(told.get("row"))] = record.id

    def find(self, row: str) -> Kept | None:
        """Find the record that a row made before; None where it made none, or one that was taken back."""
        record = self._job.working.get(self._kind, self._known.get(row, "")) if self._of and row else None
        if record is None:
            return None
        told = record.get(FIELD)
        said = told.get("said") if isinstance(told, Mapping) else None
        return Kept(record, said if isinstance(said, Mapping) else {})

    def mark(self, row: str, values: Mapping[str, Any], names: Sequence[str]) -> dict[str, Value]:
        """Give the field by which a new record remembers its row; nothing where the list was not sent out from here."""
        return {FIELD: {"of": self._of, "row": row, "said": _said(values, names)}} if self._of and row else {}

    def made(self, row: str, record: Record) -> None:
        """Remember a record made of a row, and let go of what an earlier sheet left waiting of it."""
        if self._of and row:
            self._known[row] = record.id

    def changes(
        self, reading: Reading, kept: Kept, now: Mapping[str, Value], names: Sequence[str], *, taken: bool,
    ) -> dict[str, Value]:
        """Give what a row changes in its record, listed as changes; a contradiction holds the row unless `taken`."""
        before = kept.record
        news = [name for name in names if _plain(now.get(name)) not in ((), _plain(before.get(name)))
                and _mark(now.get(name)) != kept.said.get(name)]
        reading.changes = []
        contradicts = [name for name in news if not _adds(before.get(name), now.get(name))]
        if contradicts and not taken:
            code = Code.SHEET_010 if kept.is_untouched else Code.SHEET_011
            reading.say(code, contradicts[0], Severity.HELD, before=told(self._job, before.kind, before.values,
                        contradicts), after=told(self._job, before.kind, now, contradicts))
        if not news or reading.is_stopped:
            return {}
        for name in news:
            reading.changed(name, told(self._job, before.kind, before.values, [name]),
                            told(self._job, before.kind, now, [name]))
        changed = {name: now[name] for name in news}
        kept_in = before.get(FIELD)
        row = str(kept_in.get("row")) if isinstance(kept_in, Mapping) else ""
        return changed | self.mark(row, {**before.values, **changed}, names)


class Waiting:
    """Rows of earlier sheets that still wait: they are settled when the same row comes back put right."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._rows: dict[str, list[Record]] = {}
        for record in job.working.of(ROW) if job.facts.sheet else ():
            facts, cells = record.get("facts"), record.get("cells")
            if record.get("state") == HELD and isinstance(facts, Mapping) and isinstance(cells, Mapping) \
                    and facts.get("sheet") == job.facts.sheet and record.text("run") != job.run:
                key = str(cells.get("cells", {}).get("key") or "")
                self._rows.setdefault(key, []).append(record)

    def settle(self, reading: Reading) -> None:
        """Close what waits of a row that is now filed, or that waits anew with other words."""
        key = reading.text("key")
        is_rejected = any(problem.severity is Severity.ERROR for problem in reading.problems)
        for record in self._rows.pop(key, []) if key and not is_rejected else ():
            self._job.working.change(record, {
                "state": "dropped", "decided_by": self._job.who.operator, "decided_on": self._job.today,
                "cells": None, "why": None})


def told(job: Job, kind: str, values: Mapping[str, Value], names: Sequence[str]) -> str:
    """Say some values of a kind in the words of its form, masked where the form masks."""
    found = []
    for name in names:
        field: FieldSpec | None = job.desk.province.field(kind, name)
        found.append(str(words(job.desk, field, values.get(name)) if field else values.get(name) or ""))
    return "，".join(text or "—" for text in found)


def _said(values: Mapping[str, Any], names: Sequence[str]) -> dict[str, Value]:
    """Mark what a row said: no word of it stands twice in a record."""
    return {name: _mark(values.get(name)) for name in names if _plain(values.get(name))}


def _mark(value: Value) -> str:
    held = _plain(value)
    return sha256("\x1f".join(held).encode("utf-8", "surrogatepass")).hexdigest()[:12] if held else ""


def _plain(value: Value) -> tuple[str, ...]:
    """Give a value for comparing: nothing is empty, a set has no order."""
    return tuple(sorted(str(one) for one in members(value))) if value not in (None, "", {}) else ()


def _adds(before: Value, now: Value) -> bool:
    """Whether a new value only adds to the old: a day to a month, words to a note, a choice to a set."""
    old, new = _plain(before), _plain(now)
    if not old:
        return True
    if len(old) > 1 or len(new) > 1 or isinstance(before, Mapping):
        return set(old) <= set(new)
    return new[0].startswith(old[0])
