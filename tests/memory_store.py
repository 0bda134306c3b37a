"""A store in memory for tests: the port `Store` over a dict and a list of acts, with the same laws as the real one."""

from __future__ import annotations

import copy
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from aixin_tui.domain.kinds import is_restricted
from aixin_tui.domain.record import Act, Change, LogEntry, LoggedChange, Receipt, Record, members
from aixin_tui.engine.snapshot import Snapshot
from aixin_tui.engine.spec.province import Province
from aixin_tui.reference.pinyin import initials, syllables
from aixin_tui.services.desk import Desk, Who
from aixin_tui.services.ports import Browse, Page, Region, Row, Tally, Workspace

_DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


class MemoryClock:
    """Gives moments one second apart, from a given day on; `set` jumps."""

    def __init__(self, moment: str = "2025-03-24T09:00:00.000+08:00") -> None:
        self._next = datetime.fromisoformat(moment)

    def set(self, moment: str) -> None:
        """Go to a moment (ISO text with its zone)."""
        self._next = datetime.fromisoformat(moment)

    def now(self) -> str:
        self._next += timedelta(seconds=1)
        return self._next.isoformat(timespec="milliseconds")


class MemoryIds:
    """Gives ULID-like ids that count up, so that a test sees the same ids on each run."""

    def __init__(self, first: int = 1) -> None:
        self._next = first

    def new(self) -> str:
        number, text = self._next, ""
        self._next += 1
        for _ in range(16):
            number, digit = divmod(number, 32)
            text = _DIGITS[digit] + text
        return "01JQ000000" + text


class MemoryStore:
    """Records by kind and id. A commit is whole: a change of an unknown record raises before anything is written."""

    def __init__(self, office: str = "630222", province: str = "qinghai", *, clock: MemoryClock | None = None,
                 is_demo: bool = True) -> None:
        self._workspace = Workspace("/nowhere", "01JQ00000000000000000000WS", office, province, is_demo)
        self._clock = clock or MemoryClock()
        self._records: dict[tuple[str, str], Record] = {}
        self._homes: dict[tuple[str, str], str] = {}
        self._log: list[LogEntry] = []

    @property
    def workspace(self) -> Workspace:
        return self._workspace

    @property
    def may_see_restricted(self) -> bool:
        return True

    def get(self, kind: str, record_id: str) -> Record | None:
        return self._records.get((kind, record_id))

    def home(self, kind: str, record_id: str) -> str:
        """Say which file owns a record (for tests)."""
        return self._homes[kind, record_id]

    def own(self, kind: str) -> tuple[Record, ...]:
        return self.snapshot().of(kind)

    def snapshot(self, scope: str = "", *, known_at: str = "", restricted: bool = False) -> Snapshot:
        records = self._replayed(known_at) if known_at else self._records
        county = scope[:6]
        return Snapshot((
            record for (kind, key), record in records.items()
            if (restricted or not is_restricted(kind)) and (
                not county or county in self._homes[kind, key]
                or self._homes[kind, key].startswith(("office", "imports/")))
        ), known_at=known_at)

    def _replayed(self, known_at: str) -> Mapping[tuple[str, str], Record]:
        until = known_at if len(known_at) > 10 else f"{known_at}T23:59:59.999+08:00"
        records: dict[tuple[str, str], Record] = {}
        for entry in self._log:
            if entry.recorded_at <= until:
                for logged in entry.changes:
                    change = Change(logged.kind, logged.id, logged.values, logged.home if logged.is_new else "")
                    records[change.kind, change.id] = _applied(records.get((change.kind, change.id)), change,
                                                               entry.recorded_at)
        return records

    def browse(self, query: Browse) -> Page:
        known = self._replayed(query.known_at) if query.known_at else self._records
        held = (record for (kind, _), record in known.items() if kind == query.kind and not record.is_voided)
        found = sorted((row for row in map(_row, held) if _fits(row, query)), key=lambda row: row.key)
        total = len(found)
        if query.after:
            found = [row for row in found if row.key > query.after]
        if query.before:
            return Page(tuple([row for row in found if row.key < query.before][-query.limit:]), total)
        return Page(tuple(found[:query.limit]), total)

    def tally(self, kind: str, day: str) -> Tally:
        return Tally({}, tuple(sorted(record.id for record in self._of(kind))))

    def regions(self, kinds: Collection[str], *, restricted: bool = False) -> tuple[Region, ...]:
        return (Region(),)

    def region(self, region: Region, *, restricted: bool = False) -> Snapshot:
        return self.snapshot(restricted=restricted)

    def _of(self, kind: str) -> Iterator[Record]:
        return (record for (held, _), record in self._records.items() if held == kind and not record.is_voided)

    def commit(self, act: Act) -> Receipt:
        moment = self._clock.now()
        after: dict[tuple[str, str], Record] = {}
        for change in act.changes:
            key = (change.kind, change.id)
            standing = after.get(key) or self._records.get(key)
            if standing is None and not change.is_new:
                raise KeyError(f"no {change.kind} {change.id} to change")
            assert not (standing and change.is_new), f"{change.kind} {change.id} stands already"
            done = _applied(standing, change, moment)
            if change.is_new:
                done = replace(done, values={"source": act.source, **done.values})
            after[key] = done
        self._records.update(after)
        self._homes.update({(c.kind, c.id): c.home for c in act.changes if c.is_new})
        self._log.append(LogEntry(
            len(self._log) + 1, moment, act.operator, act.action, act.reason,
            tuple(LoggedChange(c.kind, c.id, self._homes[c.kind, c.id], c.is_new, copy.deepcopy(dict(c.values)))
                  for c in act.changes), dict(act.about)))
        return Receipt(len(self._log), moment, len(act.changes))

    def commit_many(self, acts: Iterable[Act]) -> Iterator[Receipt]:
        for act in acts:
            yield self.commit(act)

    def held(self, operator: str = "") -> AbstractContextManager[None]:
        return nullcontext()

    def log(self, *, kind: str = "", record_id: str = "", since: int = 0, day: str = "") -> Iterator[LogEntry]:
        for entry in self._log:
            if entry.number > since and entry.recorded_at[:10] >= day and (not record_id or any(
                    c.id == record_id and (not kind or c.kind == kind) for c in entry.changes)):
                yield entry

    def entry(self, number: int) -> LogEntry | None:
        return self._log[number - 1] if 1 <= number <= len(self._log) else None

    def fold(self) -> None:
        """Nothing to fold."""

    def close(self) -> None:
        """Nothing to let go."""


def _applied(standing: Record | None, change: Change, moment: str) -> Record:
    values: dict[str, Any] = copy.deepcopy(dict(standing.values)) if standing else {}
    for path, value in change.values.items():
        name, _, key = path.partition("/")
        if not key:
            if value is None:
                values.pop(name, None)
            else:
                values[name] = copy.deepcopy(value)
            continue
        held = dict(values.get(name) or {})
        if value is None:
            held.pop(key, None)
        else:
            held[key] = copy.deepcopy(value)
        values[name] = held
    return Record(change.kind, change.id, values, standing.recorded_at if standing else moment, moment)


def _row(record: Record) -> Row:
    name = record.text("name")
    status = record.get("status")
    state = ""
    if isinstance(status, Mapping) and status:
        state = status[max(status)].get("state", "")
    elif isinstance(record.get("state"), str):
        state = record.text("state")
    place = record.text("division_code")
    key = "\x1f".join((" ".join(syllables(name)), name, record.id))
    return Row(record.kind, record.id, key, name, place, state, record.text("number"), record.text("birth_date"),
               record.text("sex"))


def _fits(row: Row, query: Browse) -> bool:
    if not row.division_code.startswith(query.scope) or (query.states and row.state not in query.states):
        return False
    text = query.text.lower()
    return (not text or text in row.name or text in "".join(syllables(row.name)) or initials(row.name).startswith(text)
            or text in row.number.lower() or row.division_code.startswith(query.places))


def memory_desk(province: Province, *, office: str = "630222", now: str = "2025-03-24T09:00:00.000+08:00") -> Desk:
    """Give a desk over an empty store in memory."""
    clock = MemoryClock(now)
    return Desk(MemoryStore(office, province.identity.key, clock=clock), MemoryIds(), clock, province)


def who(today: str = "2025-03-24", operator: str = "tester", **more: Any) -> Who:
    """Give an operator who may do everything."""
    return Who(operator, date.fromisoformat(today), **more)


def ids_of(record: Record | None, field: str) -> tuple[str, ...]:
    """List what a many-valued field of a record holds."""
    return members(record.get(field)) if record else ()
