"""The log read back: who did what, and the state of records as they were known at a moment."""

from __future__ import annotations

from collections.abc import Iterator

from aixin_tui.domain.kinds import table_of
from aixin_tui.domain.record import LogEntry, Record
from aixin_tui.engine.snapshot import Snapshot
from aixin_tui.storage.chain import Chain
from aixin_tui.storage.datafile import Key
from aixin_tui.storage.lines import Line, entry_of, parts_of
from aixin_tui.storage.merge import Raw, merge
from aixin_tui.storage.reading import in_scope, overlay
from aixin_tui.storage.records import record_of

#: Snapshots of past moments that are kept.
_KEPT = 12


class History:
    """Walks over both chains. An act of the restricted chain alone has a negative number there."""

    def __init__(self, main: Chain, sealed: Chain) -> None:
        self._main, self._sealed = main, sealed
        self._kept: dict[tuple[object, ...], Snapshot] = {}

    def entries(self, *, restricted: bool, day: str = "") -> Iterator[LogEntry]:
        """Walk through the acts from the oldest on; `restricted` adds what the restricted chain holds of them.

        With `day` only those of the day and after it.
        """
        for entry in self._entries(restricted=restricted, day=day):
            if not day or entry.recorded_at[:10] >= day:
                yield entry

    def _entries(self, *, restricted: bool, day: str) -> Iterator[LogEntry]:
        shared: dict[int, list[Line]] = {}
        alone: list[Line] = []
        for line in self._sealed.lines(day=day) if restricted else ():
            if "m" in line:
                shared.setdefault(line["m"][0], []).append(line)
            else:
                alone.append(line)
        alone.reverse()
        for line in self._main.lines(day=day):
            while alone and alone[-1]["at"] < line["at"]:
                told = alone.pop()
                yield entry_of(told, number=-told["n"])
            yield entry_of(line, *shared.get(line["n"], ()))
        while alone:
            told = alone.pop()
            yield entry_of(told, number=-told["n"])

    def snapshot(self, scope: str, moment: str, *, restricted: bool) -> Snapshot:
        """Give the records of a scope as they were known at a moment (ISO, Shanghai)."""
        chains = (self._main, self._sealed) if restricted else (self._main,)
        key = (scope, moment, *((chain.folder, chain.number, chain.head) for chain in chains))
        held = self._kept.get(key)
        if held is None:
            held = self._replay(chains, scope, moment)
            while len(self._kept) >= _KEPT:
                self._kept.pop(next(iter(self._kept)))
            self._kept[key] = held
        return held

    @staticmethod
    def _replay(chains: tuple[Chain, ...], scope: str, moment: str) -> Snapshot:
        records: list[Record] = []
        for chain in chains:
            rows: dict[Key, Raw] = {}
            for line in chain.lines():
                if line["at"] > moment:
                    continue
                for part in parts_of(line):
                    if in_scope(part.home, scope):
                        have = rows.get(part.key)
                        rows[part.key] = merge(have, part.delta) if have else part.delta
            records += [told for (table, _), raw in rows.items() if (told := record_of(table, raw))]
        return Snapshot(overlay(records), known_at=moment)

    def before(self, kind: str, record_id: str, number: int, *, restricted: bool) -> Record | None:
        """Give a record as it stood before an act: what undoing the act gives back; None if it was not there."""
        key = (table_of(kind), record_id)
        raw: Raw | None = None
        for line in (self._sealed if restricted else self._main).lines():
            if line["n"] >= abs(number):
                break
            for part in parts_of(line):
                if part.key == key:
                    raw = merge(raw, part.delta) if raw else part.delta
        return record_of(key[0], raw) if raw else None
