"""The one lock of a workspace: `flock`, freed by the kernel when its holder ends, however it ends."""

from __future__ import annotations

import fcntl
import getpass
import os
import stat
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from aixin_tui.services.ports import StoreBusyError
from aixin_tui.storage.clock import SystemClock

#: Seconds to wait for another process.
PATIENCE = 10.0


class Lock:
    """Held by one thread of one process at a time; the holder may take it again inside.

    Who holds it and since when stands in the file, for the message to those who wait; nothing is decided by it.
    """

    def __init__(self, path: Path, *, patience: float = PATIENCE) -> None:
        self._path = path
        self._patience = patience
        self._thread = threading.RLock()
        self._depth = 0
        self._handle = -1

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the lock.

        Raises:
            StoreBusyError: another process holds it longer than we wait.
        """
        if not self._thread.acquire(timeout=self._patience):
            raise StoreBusyError(_busy("本程序的另一个操作 / another task of this program"))
        try:
            if not self._depth:
                self._handle = self._take()
            self._depth += 1
            try:
                yield
            finally:
                self._depth -= 1
                if not self._depth:
                    os.close(self._handle)
        finally:
            self._thread.release()

    def _take(self) -> int:
        mode = 0o660 if self._path.parent.stat().st_mode & stat.S_IWGRP else 0o600
        fresh = not self._path.exists()
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, mode)
        if fresh:
            os.fchmod(handle, mode)
        end, pause = time.monotonic() + self._patience, 0.001
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except OSError:
                if time.monotonic() >= end:
                    holder = os.pread(handle, 200, 0).decode(errors="replace").strip()
                    os.close(handle)
                    raise StoreBusyError(_busy(holder)) from None
                time.sleep(pause)
                pause = min(pause * 2, 0.02)
        told = f"{getpass.getuser()} (pid {os.getpid()}) {SystemClock().now()}\n".encode()
        try:
            os.pwrite(handle, told, 0)
            os.ftruncate(handle, len(told))
        except OSError:
            pass  # a full disk: the lock holds all the same
        return handle


def _busy(holder: str) -> str:
    return f"资料库正被占用，请稍后再试；占用者：{holder} / The workspace is busy; held by: {holder}"


class NoLock:
    """For a store that nobody else can reach: the simulator's."""

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold nothing."""
        yield
