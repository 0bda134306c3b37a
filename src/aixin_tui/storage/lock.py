"""The one lock of a workspace: `flock`, freed by the kernel when its holder ends, however it ends."""

from __future__ import annotations

import contextlib
import fcntl
import os
import stat
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from aixin_tui.services.ports import StoreBusyError
from aixin_tui.storage.clock import SystemClock
from aixin_tui.storage.user import user_name

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
        """Take the lock by way of a turnstile: who waits stands in it, so a busy holder cannot slip in again before."""
        end = time.monotonic() + self._patience
        turnstile = self._open(self._path.with_name(f"{self._path.name}.next"))
        try:
            self._wait(turnstile, end)
            handle = self._open(self._path)
            try:
                self._wait(handle, end)
            except StoreBusyError:
                os.close(handle)
                raise
        finally:
            os.close(turnstile)
        told = f"{user_name()} (pid {os.getpid()}) {SystemClock().now()}\n".encode()
        with contextlib.suppress(OSError):  # a full disk: the lock holds all the same
            os.pwrite(handle, told, 0)
            os.ftruncate(handle, len(told))
        return handle

    @staticmethod
    def _open(path: Path) -> int:
        try:
            return os.open(path, os.O_RDWR | os.O_CLOEXEC)
        except FileNotFoundError:
            mode = 0o660 if path.parent.stat().st_mode & stat.S_IWGRP else 0o600
            handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, mode)
            with contextlib.suppress(PermissionError):  # a colleague made it at this very moment
                os.fchmod(handle, mode)
            return handle

    def _wait(self, handle: int, end: float) -> None:
        pause = 0.001
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                if time.monotonic() >= end:
                    with contextlib.suppress(OSError):
                        raise StoreBusyError(_busy(self._path.read_text(errors="replace").strip())) from None
                    raise StoreBusyError(_busy("?")) from None
                time.sleep(pause)
                pause = min(pause * 2, 0.01)
            else:
                return


def _busy(holder: str) -> str:
    return f"资料库正被占用，请稍后再试；占用者：{holder} / The workspace is busy; held by: {holder}"
