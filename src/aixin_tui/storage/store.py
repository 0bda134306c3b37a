"""The store of one workspace: it reads as `StoreReader` does, and writes under the lock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

from aixin_tui.domain.erasure import Erasure
from aixin_tui.domain.record import Act, Receipt
from aixin_tui.services.ports import Clock, Ids, Workspace
from aixin_tui.storage.disk import Disk
from aixin_tui.storage.erasing import Erasures
from aixin_tui.storage.lock import Lock
from aixin_tui.storage.reader import StoreReader
from aixin_tui.storage.scratch import ScratchDisk
from aixin_tui.storage.stamps import Stamps
from aixin_tui.storage.workspace import make_workspace, read_workspace
from aixin_tui.storage.writing import FOLD_ACTS, FOLD_BYTES_MANY, TOGETHER, Holdable, Writing

#: Rows that are held while a workspace is made in one go.
HELD_IN_SCRATCH = 30_000


class FileStore(StoreReader):
    """Implements `services.ports.Store` on TinyDB files, a journal and a log (design.md section 6); here it writes."""

    def __init__(self, disk: Disk, lock: Holdable, workspace: Workspace, *, clock: Clock, session: str = "") -> None:
        stamps = Stamps(clock.now, session)
        super().__init__(disk, workspace, stamp=stamps.new)
        erasures = Erasures(self._main, self._sealed, stamp=stamps.new, may_seal=lambda: self.may_see_restricted)
        self._writing = Writing(self._main, self._sealed, lock, self._thread, clock, refresh=self._look,
                                may_seal=lambda: self.may_see_restricted, erasures=erasures)
        self._sees_all = lambda: self._writing.sees_all
        self.refresh()
        if erasures.is_open:  # a crash cut it short
            with self._writing.held():
                pass

    def commit(self, act: Act) -> Receipt:
        """Write an act, whole and durable, or raise and leave everything as it was.

        Raises:
            StoreBusyError: another process holds the lock longer than we wait.
            StoreDamagedError: a journal or a file is not what it was written as.
            ValueError: a new record's id is taken, or a record to change is not there.
        """
        return self._writing.commit(act)

    def commit_many(self, acts: Iterable[Act]) -> Iterator[Receipt]:
        """Write acts one after the other under one lock, each durable when its receipt is given.

        Up to 64 acts are drawn before the first of their receipts is given: they share one sync, and reading the
        store in between does not show them yet. An act that is refused ends it with ValueError; those before it stand.
        """
        return self._writing.commit_many(acts)

    def erase(self, erasure: Erasure, erasure_id: str) -> Receipt:
        """Erase records for good, wherever the workspace holds them; `erasure_id` is a fresh id.

        Raises OSError where it could not be finished: then it is finished when the store is opened next.
        """
        with self._thread:
            self._listing.close()
            self.__dict__.pop("_history", None)
            return self._writing.erase(erasure, erasure_id)

    def fold(self) -> None:
        """Fold both journals into the files and move their lines to the logs."""
        self._writing.fold()

    def held(self, operator: str = "") -> AbstractContextManager[None]:
        """Hold the lock over reading and writing."""
        return self._writing.held(operator)

    def hold_little(self, rows: int) -> None:
        """Hold so many rows of the files at once, and one snapshot, and fold seldom.

        For long work through one county after another: each fold writes the files of all that were worked on since.
        """
        self._writing.fold_bytes, self._writing.fold_acts = FOLD_BYTES_MANY, TOGETHER * FOLD_ACTS
        self._reading.most_kept = 1
        for side in (self._main, self._sealed):
            side.homes.most_held = rows

    def close(self) -> None:
        """Let go of the index; no other file is open between calls, so nothing can be lost."""
        with self._thread:
            self._listing.close()


def open_store(path: str, *, clock: Clock, ids: Ids) -> FileStore:  # noqa: ARG001 - the port's signature
    """Open a workspace.

    Raises:
        ProblemsError: it is no workspace, of a newer format, or on a network drive.
        StoreDamagedError: its journal is damaged in the middle.
    """
    folder = Path(path)
    return FileStore(Disk(folder), Lock(folder / "lock"), read_workspace(folder), clock=clock)


def open_scratch(path: str, *, clock: Clock) -> FileStore:
    """Open a workspace that is being made: nothing is durable in it before `scratch.settle`."""
    folder = Path(path)
    store = FileStore(ScratchDisk(folder), Lock(folder / "lock"), read_workspace(folder), clock=clock)
    store.hold_little(HELD_IN_SCRATCH)
    return store


def create_workspace(path: str, *, office: str, province: str, clock: Clock, ids: Ids, is_demo: bool = False,
                     is_shared: bool = False, group: str = "", restricted_group: str = "",
                     is_scratch: bool = False) -> FileStore:
    """Make a workspace and open it; `is_shared` opens it to the group of the folder it lies in, `group` to that one.

    `is_scratch` is for a folder that nobody works in yet and that is thrown away if the making of it ends halfway:
    nothing is durable in it before `scratch.settle`.

    Raises:
        ProblemsError: the folder holds something already, or lies on a network drive.
    """
    folder = Path(path)
    disk = ScratchDisk(folder) if is_scratch else Disk(folder)
    workspace = make_workspace(folder, office=office, province=province, ids=ids, is_demo=is_demo,
                               is_shared=is_shared, group=group, restricted_group=restricted_group, disk=disk)
    store = FileStore(disk, Lock(folder / "lock"), workspace, clock=clock)
    if is_scratch:
        store.hold_little(HELD_IN_SCRATCH)
    return store
