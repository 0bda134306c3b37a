"""The store of one workspace: a facade over its two sides, the index and the lock."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, suppress
from itertools import islice
from pathlib import Path
from typing import Protocol

from aixin_tui.domain.kinds import is_restricted, table_of
from aixin_tui.domain.record import Act, LogEntry, Receipt, Record
from aixin_tui.engine.snapshot import Snapshot
from aixin_tui.services.ports import Browse, Clock, Ids, Page, StoreDamagedError, Workspace
from aixin_tui.storage.clock import moment_of
from aixin_tui.storage.datafile import Key
from aixin_tui.storage.disk import Disk
from aixin_tui.storage.lines import Line, Part
from aixin_tui.storage.lock import Lock
from aixin_tui.storage.merge import Raw
from aixin_tui.storage.reading import Reading
from aixin_tui.storage.replay import History
from aixin_tui.storage.search import browse
from aixin_tui.storage.side import Side
from aixin_tui.storage.stamps import Stamps
from aixin_tui.storage.workspace import make_workspace, read_workspace

#: Acts and bytes in the journal from which on a commit folds it.
FOLD_ACTS, FOLD_BYTES = 256, 1_000_000
#: The same for many acts in a row, where folding often would write the same files again and again.
FOLD_BYTES_MANY = 4_000_000
#: Acts of a row that are made durable by one sync.
TOGETHER = 64
RESTRICTED = "restricted"
_TRIES = 6


#: What earlier acts of the same write made of their records, by side.
_Before = dict[bool, dict[Key, tuple[str, Raw]]]


class _Lock(Protocol):
    def held(self) -> AbstractContextManager[None]: ...


class FileStore:
    """Implements `services.ports.Store` on TinyDB files, a journal and a log (design.md section 6)."""

    def __init__(self, disk: Disk, lock: _Lock, workspace: Workspace, *, clock: Clock, session: str = "") -> None:
        self._disk, self._lock, self._workspace, self._clock = disk, lock, workspace, clock
        stamps = Stamps(clock.now, session)
        self._main = Side(disk, "", ("data", "imports", "office.json"), salt=workspace.id, stamp=stamps.new)
        self._sealed = Side(disk, RESTRICTED, (RESTRICTED,), salt=workspace.id, stamp=stamps.new,
                            belongs=self._main.chain.has)
        self._thread = threading.RLock()
        self._reading = Reading(self._main, self._sealed, self.refresh)
        self._history = History(self._main.chain, self._sealed.chain)
        self.refresh()

    @property
    def workspace(self) -> Workspace:
        """Say which workspace this is."""
        return self._workspace

    @property
    def may_see_restricted(self) -> bool:
        """Whether the operating system lets this user read `restricted/`."""
        return self._disk.may_read(RESTRICTED)

    def refresh(self) -> None:
        """See what other processes did: the restricted journal first, for its lines rest on the main one's."""
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

    # Reading

    def get(self, kind: str, record_id: str) -> Record | None:
        """Find one record as it stands now, voided or not."""
        side = self._sealed if is_restricted(kind) else self._main
        key = (table_of(kind), record_id)
        with self._thread:
            self.refresh()
            home = side.homes.find(key)
            return side.homes.records(home).get(key) if home else None

    def snapshot(self, scope: str = "", *, known_at: str = "", restricted: bool = False) -> Snapshot:
        """Read all records of the counties that `scope` lies in or holds, now or as known at a moment."""
        with self._thread:
            seen = restricted and self.may_see_restricted
            if not known_at:
                return self._reading.snapshot(scope, restricted=seen)
            self.refresh()
            return self._history.snapshot(scope, moment_of(known_at), restricted=seen)

    def browse(self, query: Browse) -> Page:
        """Read one page of a list."""
        return browse(self.snapshot(query.scope, restricted=is_restricted(query.kind)), query)

    def log(self, *, kind: str = "", record_id: str = "", since: int = 0,
            restricted: bool = False) -> Iterator[LogEntry]:
        """Walk through the log from the oldest act on; `since` is the number of the first act that is given.

        `restricted` adds the restricted chain, as asking for one of its kinds does; acts of that chain alone have
        negative numbers and are left out where `since` is given.
        """
        self.refresh()
        seen = (restricted or is_restricted(kind)) and self.may_see_restricted
        for entry in self._history.entries(restricted=seen):
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

    # Writing

    def commit(self, act: Act) -> Receipt:
        """Write an act, whole and durable, or raise and leave everything as it was."""
        with self._lock.held(), self._thread:
            self._prepare(act.operator)
            receipts, refused = self._write([act])
            if refused:
                raise refused
            self._fold_if_due(FOLD_BYTES)
        return receipts[0]

    def commit_many(self, acts: Iterable[Act]) -> Iterator[Receipt]:
        """Write acts one after the other under one lock, each durable when its receipt is given.

        Up to 64 acts are drawn before the first of their receipts is given: they share one sync, and reading the
        store between them does not show them yet.
        """
        drawn = iter(acts)
        with self._lock.held():
            is_prepared = False
            while some := list(islice(drawn, TOGETHER)):
                with self._thread:
                    if not is_prepared:
                        self._prepare(some[0].operator)
                        is_prepared = True
                    receipts, refused = self._write(some)
                    self._fold_if_due(FOLD_BYTES_MANY, acts=TOGETHER * FOLD_ACTS)
                yield from receipts
                if refused:
                    raise refused
            with self._thread:
                self._fold_if_due(FOLD_BYTES)

    def fold(self) -> None:
        """Fold both journals into the files and move their lines to the logs."""
        with self._lock.held(), self._thread:
            self._prepare("")
            self._fold()

    def close(self) -> None:
        """Let go of everything; nothing is open between calls, so nothing can be lost."""

    def _prepare(self, operator: str) -> None:
        """Under the lock: see what others did, and take in what was changed by hand."""
        self.refresh()
        if self._main.homes.by_hand or self._sealed.homes.by_hand:
            at = self._clock.now()
            taken = [side.take_in(operator, at) for side in (self._sealed, self._main)]
            if any(taken):
                self._fold()

    def _fold(self) -> None:
        if self.may_see_restricted:
            self._sealed.fold()  # first: its lines rest on lines of the main journal
        self._main.fold()

    def _fold_if_due(self, limit: int, *, acts: int = FOLD_ACTS) -> None:
        chains = (self._main.chain, self._sealed.chain)
        if any(chain.count >= acts or chain.size - len(chain.first) >= limit for chain in chains):
            with suppress(OSError, StoreDamagedError):  # the acts are durable; the next fold tells what is wrong
                self._fold()

    def _write(self, acts: list[Act]) -> tuple[list[Receipt], ValueError | None]:
        """Write acts up to the first that is refused; give their receipts, and why that one was refused."""
        main: list[Line] = []
        sealed: list[Line] = []
        before: _Before = {False: {}, True: {}}
        receipts: list[Receipt] = []
        refused = None
        for act in acts:
            at = self._clock.now()
            try:
                opened, secret = self._parts(act, at, before)
            except ValueError as error:
                refused = error
                break
            number, belongs_to = 0, None
            if opened or not secret:
                main.append(self._main.line(act, opened, at, after=main[-1] if main else None))
                number, belongs_to = main[-1]["n"], (main[-1]["n"], main[-1]["h"])
            if secret:
                sealed.append(self._sealed.line(act, secret, at, after=sealed[-1] if sealed else None,
                                                belongs_to=belongs_to))
                number = number or -sealed[-1]["n"]
            receipts.append(Receipt(number, at, len(opened) + len(secret)))
        self._append(main, sealed)
        return receipts, refused

    def _parts(self, act: Act, at: str, before: _Before) -> tuple[list[Part], list[Part]]:
        """Turn an act into what is written on the open and on the restricted side."""
        parts: dict[bool, list[Part]] = {False: [], True: []}
        for change in act.changes:
            secret = is_restricted(change.kind) or change.home.startswith(f"{RESTRICTED}/")
            part = (self._sealed if secret else self._main).part(change, act, at, before[secret])
            if part is not None:
                parts[secret].append(part)
        return parts[False], parts[True]

    def _append(self, main: list[Line], sealed: list[Line]) -> None:
        """Make lines durable, the restricted ones first: without the main line they bear, they never happened."""
        if sealed and not self.may_see_restricted:
            raise PermissionError(13, "restricted", RESTRICTED)
        try:
            if sealed:
                self._sealed.append(sealed)
            if main:
                self._main.append(main)
        except OSError:
            if sealed:
                self._sealed.chain.forget()
            raise


def open_store(path: str, *, clock: Clock, ids: Ids) -> FileStore:  # noqa: ARG001 - the port's signature
    """Open a workspace.

    Raises:
        ProblemsError: it is no workspace, of a newer format, or on a network drive.
        StoreDamagedError: its journal is damaged in the middle.
    """
    folder = Path(path)
    return FileStore(Disk(folder), Lock(folder / "lock"), read_workspace(folder), clock=clock)


def create_workspace(path: str, *, office: str, province: str, clock: Clock, ids: Ids, is_demo: bool = False,
                     is_shared: bool = False) -> FileStore:
    """Make a workspace and open it; `is_shared` opens it to the group of the folder it lies in.

    Raises:
        ProblemsError: the folder holds something already, or lies on a network drive.
    """
    make_workspace(Path(path), office=office, province=province, ids=ids, is_demo=is_demo, is_shared=is_shared)
    return open_store(path, clock=clock, ids=ids)
