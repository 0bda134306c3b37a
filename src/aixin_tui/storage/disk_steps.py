"""The primitive steps of writing to the disk: one system call each, which the simulator of the tests replaces."""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path

#: An open file of the simulator or of the system.
Handle = object


class Steps:
    """What `Disk` is built from, on the files below `root`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._root = str(root)

    def path(self, name: str) -> str:
        """Give the path of a name inside the workspace."""
        return f"{self._root}/{name}"

    def _open(self, name: str) -> Handle:
        path = self.root / name
        mode = self._mode(path.parent)
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, mode)
        if mode != 0o600 and stat.S_IMODE(os.fstat(handle).st_mode) != mode:
            with contextlib.suppress(PermissionError):  # a colleague's file has the mode already
                os.fchmod(handle, mode)
        return handle

    @staticmethod
    def _mode(folder: Path) -> int:
        """A file is as open as its folder: the office's group, or its owner alone."""
        return 0o660 if folder.stat().st_mode & stat.S_IWGRP else 0o600

    def _size(self, handle: Handle) -> int:
        assert isinstance(handle, int)
        return os.fstat(handle).st_size

    def _write(self, handle: Handle, data: bytes, at: int) -> None:
        assert isinstance(handle, int)
        view, done = memoryview(data), 0
        while done < len(view):
            done += os.pwrite(handle, view[done:], at + done)

    def _cut(self, handle: Handle, size: int) -> None:
        assert isinstance(handle, int)
        os.ftruncate(handle, size)

    def _sync(self, handle: Handle) -> None:
        assert isinstance(handle, int)
        sync(handle)

    def _close(self, handle: Handle) -> None:
        assert isinstance(handle, int)
        os.close(handle)

    def _rename(self, name: str, to: str) -> None:
        (self.root / name).replace(self.root / to)

    def _remove(self, name: str) -> None:
        (self.root / name).unlink(missing_ok=True)

    def _make_folder(self, folder: str) -> None:
        path = self.root / folder
        mode = stat.S_IMODE(path.parent.stat().st_mode) & 0o2770
        with contextlib.suppress(FileExistsError):
            path.mkdir(mode)
            if mode & stat.S_IWGRP:
                path.chmod(mode)

    def _sync_folder(self, folder: str) -> None:
        handle = os.open(self.root / folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            sync(handle)
        finally:
            os.close(handle)


def sync(handle: int) -> None:
    """Sync to the disk itself: macOS needs a word of its own for that."""
    import fcntl

    full = getattr(fcntl, "F_FULLFSYNC", None)
    if full is not None:
        fcntl.fcntl(handle, full)
    else:
        os.fsync(handle)
