"""Snapshots of what stands now, kept between calls and brought up to date from the journal."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from aixin_tui.domain.record import Record
from aixin_tui.engine.snapshot import Snapshot
from aixin_tui.services.ports import Region, StoreBusyError
from aixin_tui.storage.datafile import Key
from aixin_tui.storage.disk import Mark
from aixin_tui.storage.homes import Homes
from aixin_tui.storage.regions import is_inside
from aixin_tui.storage.side import Side

_TRIES = 50
#: So many snapshots are kept between calls, the ones used last.
MOST_KEPT = 48
#: More changes than this are not applied one by one.
_MANY = 5_000


def scope_prefix(code: str) -> str:
    """Give the digits of a division code that say something: 630000 → 63, 630121 → 630121."""
    out = code[:6]
    while len(out) > 2 and len(out) % 2 == 0 and out.endswith("00"):
        out = out[:-2]
    return out


@lru_cache(maxsize=65536)
def in_scope(home: str, scope: str) -> bool:
    """Whether a home is of a county that the scope lies in or holds; the office's and imports' always are."""
    root, _, rest = home.partition("/")
    if not scope or root in ("office", "imports"):
        return True
    mine, theirs = scope_prefix(rest[:6]), scope_prefix(scope)
    return mine.startswith(theirs) or theirs.startswith(mine)


def overlay(records: Iterable[Record]) -> list[Record]:
    """Lay sealed fields, which come later and bear the id of their owner, over the records that they belong to."""
    out: dict[tuple[str, str], Record] = {}
    for record in records:
        have = out.get((record.kind, record.id))
        out[record.kind, record.id] = (
            replace(have, values={**have.values, **record.values}) if have is not None else record)
    return list(out.values())


@dataclass(slots=True)
class _Cached:
    token: tuple[object, ...]
    seen: tuple[int, ...]
    snapshot: Snapshot


class Reading:
    """Gives snapshots of both sides of a store; `refresh` brings their chains up to date."""

    def __init__(self, main: Side, sealed: Side, refresh: Callable[[], None]) -> None:
        self._main, self._sealed, self._refresh = main, sealed, refresh
        self._cached: dict[tuple[str, bool], _Cached] = {}
        self.most_kept = MOST_KEPT

    def snapshot(self, scope: str, *, restricted: bool) -> Snapshot:
        """Read the records of a scope, of one moment: an act over many files is in it whole or not at all."""
        sides = (self._main, self._sealed) if restricted else (self._main,)
        self._refresh()
        for _ in range(_TRIES):
            generations = tuple(side.chain.generation for side in sides)
            marks = [{home: mark for home, mark in side.homes.marks().items() if in_scope(home, scope)}
                     for side in sides]
            token = (generations, marks)
            held = self._cached.get((scope, restricted))
            if held is None or held.token != token:
                held = self._read(sides, marks, token)
            # While files were read, somebody may have folded them: then acts were read in part. What was only
            # committed meanwhile is in the journal, and taking that in makes every act whole.
            self._refresh()
            if generations == tuple(side.chain.generation for side in sides):
                held = self._follow(held, sides, scope)
                if held is not None:
                    self._cached.pop((scope, restricted), None)
                    self._cached[scope, restricted] = held
                    while len(self._cached) > self.most_kept:
                        self._cached.pop(next(iter(self._cached)))
                    return held.snapshot
            self._cached.pop((scope, restricted), None)
        raise StoreBusyError("资料库正在整理，请稍后再试 / The workspace is being folded; try again")

    def region(self, region: Region, *, restricted: bool) -> Snapshot:
        """Read a region, of one moment, and keep nothing of it."""
        sides = (self._main, self._sealed) if restricted else (self._main,)
        for _ in range(_TRIES):
            self._refresh()
            stands = [(side.chain.generation, len(side.chain.touched)) for side in sides]
            records = [record for side in sides for home, mark in side.homes.marks().items()
                       if is_inside(home, region) for record in side.homes.glance(home, mark).values()]
            self._refresh()
            if stands == [(side.chain.generation, len(side.chain.touched)) for side in sides]:
                return Snapshot(overlay(records) if len(sides) > 1 else records)
        raise StoreBusyError("资料库正在整理，请稍后再试 / The workspace is being folded; try again")

    def _read(self, sides: tuple[Side, ...], marks: list[dict[str, Mark | None]], token: tuple[object, ...]) -> _Cached:
        records: list[Record] = []
        seen = tuple(len(side.chain.touched) for side in sides)
        for side, homes in zip(sides, marks, strict=True):
            for home, mark in homes.items():
                records.extend(side.homes.records(home, mark).values())
        return _Cached(token, seen, Snapshot(overlay(records) if len(sides) > 1 else records))

    def _follow(self, held: _Cached, sides: tuple[Side, ...], scope: str) -> _Cached | None:
        """Bring a snapshot up to the journal; None if it must be read afresh."""
        changed: list[Record] = []
        for side, seen in zip(sides, held.seen, strict=True):
            touched = side.chain.touched[seen:]
            if len(touched) > _MANY:
                return None
            for home, key in dict.fromkeys(touched):
                if in_scope(home, scope):
                    record = self._record(side.homes, home, key)
                    if record is None:
                        return None
                    changed.append(record)
        seen_now = tuple(len(side.chain.touched) for side in sides)
        if not changed:
            return replace(held, seen=seen_now)
        if len(sides) > 1:
            before = [have for record in changed if (have := held.snapshot.get(record.kind, record.id))]
            changed = overlay([*before, *changed])
        return replace(held, seen=seen_now, snapshot=held.snapshot.with_records(changed))

    @staticmethod
    def _record(homes: Homes, home: str, key: Key) -> Record | None:
        return homes.records(home).get(key)
