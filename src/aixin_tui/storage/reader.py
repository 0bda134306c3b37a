"""The reading half of a store: what this process sees of the two sides, of the index and of the past."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from aixin_tui.domain.kinds import home_of, is_restricted, table_of
from aixin_tui.domain.record import LogEntry, Record
from aixin_tui.engine.snapshot import Snapshot
from aixin_tui.services.ports import Browse, Page, Region, StoreDamagedError, Tally, Workspace
from aixin_tui.storage.clock import moment_of
from aixin_tui.storage.datafile import Key
from aixin_tui.storage.disk import Disk
from aixin_tui.storage.listing import Listing
from aixin_tui.storage.reading import Reading
from aixin_tui.storage.regions import lies_above, marked
from aixin_tui.storage.side import Side
from aixin_tui.storage.writing import RESTRICTED

if TYPE_CHECKING:
    from aixin_tui.storage.replay import History

_TRIES = 6


class StoreReader:
    """Reads a workspace; every answer holds what any process has written until then, and nothing is written by it."""

    def __init__(self, disk: Disk, workspace: Workspace, *, stamp: Callable[..., str]) -> None:
        self._disk, self._workspace = disk, workspace
        self._main = Side(disk, "", ("data", "imports", "office.json"), salt=workspace.id, stamp=stamp)
        self._sealed = Side(disk, RESTRICTED, (RESTRICTED,), salt=workspace.id, stamp=stamp,
                            belongs=self._main.chain.has)
        self._thread = threading.RLock()
        self._sees_all: Callable[[], bool] = lambda: False
        """Whether the lock is ours, so that nobody else writes."""
        self._reading = Reading(self._main, self._sealed, self.refresh)
        self._listing = Listing(disk.root, self._main, self._sealed, salt=workspace.id,
                                may_see_restricted=lambda: self.may_see_restricted)
        self._main.homes.hint = self._listing.hint

    @property
    def workspace(self) -> Workspace:
        """Say which workspace this is."""
        return self._workspace

    @cached_property
    def _history(self) -> History:
        from aixin_tui.storage.replay import History  # only for who looks back

        return History(self._main.chain, self._sealed.chain)

    @property
    def may_see_restricted(self) -> bool:
        """Whether the operating system lets this user read `restricted/`."""
        return self._disk.may_read(RESTRICTED)

    def refresh(self) -> None:
        """See what other processes did: the restricted journal first, for its lines rest on the main one's.

        While the lock is ours nobody else writes, and there is nothing new to see.
        """
        with self._thread:
            if not self._sees_all():
                self._look()

    def _look(self) -> None:
        with self._thread:
            for left in reversed(range(_TRIES)):
                try:
                    self._refresh()
                except StoreDamagedError:
                    if not left:  # else two acts may have come between reading one journal and the other
                        raise
                else:
                    return

    def _refresh(self) -> None:
        sealed = self._sealed.chain.glance() if self.may_see_restricted else None
        self._main.chain.refresh(self._main.chain.glance())
        self._main.homes.follow()
        if self.may_see_restricted:
            self._sealed.chain.refresh(sealed)
            self._sealed.homes.follow()

    def get(self, kind: str, record_id: str) -> Record | None:
        """Find one record as it stands now, voided or not."""
        side = self._sealed if is_restricted(kind) else self._main
        key = (table_of(kind), record_id)
        with self._thread:
            self.refresh()
            home = side.homes.find(key)
            return side.homes.records(home).get(key) if home else None

    def rows(self, home: str) -> Mapping[Key, Record]:
        """Give the records of one file, by table and id, the journal's included."""
        with self._thread:
            self.refresh()
            return self._main.homes.records(home)

    def own(self, kind: str) -> tuple[Record, ...]:
        """List the office's own records of a kind, voided ones left out, by id."""
        held = self.rows(home_of(kind, ""))
        return tuple(held[key] for key in sorted(held) if held[key].kind == kind and not held[key].is_voided)

    def snapshot(self, scope: str = "", *, known_at: str = "", restricted: bool = False) -> Snapshot:
        """Read all records of the counties that `scope` lies in or holds, now or as known at a moment."""
        with self._thread:
            seen = restricted and self.may_see_restricted
            if not known_at:
                return self._reading.snapshot(scope, restricted=seen)
            self.refresh()
            return self._history.snapshot(scope, moment_of(known_at), restricted=seen)

    def browse(self, query: Browse) -> Page:
        """Read one page of a list: from the index, or from the files where the index cannot be used."""
        with self._thread:
            self.refresh()
            return self._listing.page(query, lambda restricted: self._history.snapshot(
                "", moment_of(query.known_at), restricted=restricted))

    def tally(self, kind: str, day: str) -> Tally:
        """Count the records of an open kind by the state that they stand in on a day: from the index, or the files."""
        with self._thread:
            self.refresh()
            return self._listing.tally(kind, day)

    def regions(self, kinds: Collection[str], *, restricted: bool = False) -> tuple[Region, ...]:
        """Part a large workspace into regions in which records of `kinds` can be judged alone; else one of all."""
        is_seen = restricted and self.may_see_restricted
        with self._thread:
            self.refresh()
            if is_seen and lies_above(self._sealed):
                return (Region(),)
            found = self._listing.regions(kinds)
            return marked(found, (self._main, self._sealed) if is_seen else (self._main,))

    def region(self, region: Region, *, restricted: bool = False) -> Snapshot:
        """Read the records of a region, and what stands above the counties; unlike a snapshot it is not kept."""
        with self._thread:
            if not region.counties:
                return self.snapshot(restricted=restricted)
            return self._reading.region(region, restricted=restricted and self.may_see_restricted)

    def log(self, *, kind: str = "", record_id: str = "", since: int = 0,
            restricted: bool = False, day: str = "") -> Iterator[LogEntry]:
        """Walk through the log from the oldest act on; `since` is the number of the first act that is given.

        `restricted` adds the restricted chain, as asking for one of its kinds does; acts of that chain alone have
        negative numbers and are left out where `since` is given.
        """
        self.refresh()
        seen = (restricted or is_restricted(kind)) and self.may_see_restricted
        for entry in self._history.entries(restricted=seen, day=day):
            if since and entry.number < since:
                continue
            if (kind or record_id) and not any(
                    (not kind or change.kind == kind) and (not record_id or change.id == record_id)
                    for change in entry.changes):
                continue
            yield entry

    def entry(self, number: int, *, restricted: bool = False) -> LogEntry | None:
        """Find one act by its number; a negative one is of the restricted chain."""
        self.refresh()
        seen = (restricted or number < 0) and self.may_see_restricted
        return next((told for told in self._history.entries(restricted=seen) if told.number == number), None)

    def before(self, kind: str, record_id: str, number: int) -> Record | None:
        """Give a record as it stood before the act of that number; None if it was not there yet."""
        self.refresh()
        return self._history.before(kind, record_id, number, restricted=is_restricted(kind))
