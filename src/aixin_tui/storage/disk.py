"""The one way to the disk: every step of input and output, so that a simulator can cut the power at each.

Two operations are durable, and everything acknowledged rests on them: `append` (write, sync) and `replace` (temporary
file, sync, rename, sync of the folder). They are built from the primitive steps below them, which the simulator of
the tests replaces; so what the tests cut is the very order of steps that runs on a real disk.
"""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

Mark = tuple[int, int, int]
#: An open file of the simulator or of the system.
Handle = object


def parent(name: str) -> str:
    """Give the folder of a name inside the workspace, empty for the workspace itself."""
    folder = str(PurePosixPath(name).parent)
    return "" if folder == "." else folder


class Disk:
    """The files of one workspace, by their names inside it (`data/630121/630121100.json`)."""

    def __init__(self, root: Path) -> None:
        self.root = root

    # Durable operations

    def append(self, name: str, data: bytes, at: int) -> None:
        """Durably end the file with `data` at offset `at`, or leave it as it was and raise OSError."""
        fresh = not self.exists(name)
        if fresh:
            self.make_folders(parent(name))
        handle = self._open(name)
        try:
            try:
                if self._size(handle) > at:
                    self._cut(handle, at)
                self._write(handle, data, at)
                self._sync(handle)
            except OSError:
                with contextlib.suppress(OSError):
                    self._cut(handle, at)
                    self._sync(handle)
                raise
        finally:
            self._close(handle)
        if fresh:
            self._sync_folder(parent(name))

    def replace(self, name: str, data: bytes) -> None:
        """Put `data` in place of the file, atomically and durably, or leave it as it was and raise OSError."""
        self.make_folders(parent(name))
        temporary = f"{name}.tmp"
        try:
            handle = self._open(temporary)
            try:
                if self._size(handle):
                    self._cut(handle, 0)
                self._write(handle, data, 0)
                self._sync(handle)
            finally:
                self._close(handle)
            self._rename(temporary, name)
        except OSError:
            with contextlib.suppress(OSError):
                self._remove(temporary)
            raise
        self._sync_folder(parent(name))

    def make_folders(self, folder: str) -> None:
        """Make a folder and those above it, each durably."""
        if not folder or self.exists(folder):
            return
        self.make_folders(parent(folder))
        self._make_folder(folder)
        self._sync_folder(parent(folder))

    def sync_folders(self, folders: Iterable[str]) -> None:
        """Make the names in some folders and in those above them durable, whoever made them and failed to."""
        every: set[str] = set()
        for folder in folders:
            here = folder
            while here and here not in every:
                every.add(here)
                here = parent(here)
        for folder in sorted({*every, ""}):
            self._sync_folder(folder)

    # Reading

    def exists(self, name: str) -> bool:
        """Whether there is a file or folder of that name."""
        return (self.root / name).exists()

    def read(self, name: str, start: int = 0, size: int = -1) -> bytes:
        """Read a file, or a part of it; raises FileNotFoundError where there is none."""
        with (self.root / name).open("rb") as file:
            file.seek(start)
            return file.read(size)

    def read_or_empty(self, name: str, start: int = 0, size: int = -1) -> bytes:
        """Read a file or a part of it, nothing where there is none."""
        try:
            return self.read(name, start, size)
        except FileNotFoundError:
            return b""

    def size(self, name: str) -> int:
        """Give the bytes of a file, 0 where there is none."""
        try:
            return (self.root / name).stat().st_size
        except FileNotFoundError:
            return 0

    def mark(self, name: str) -> Mark | None:
        """Give what changes when a file is replaced or grows (inode, bytes, time), None where there is none."""
        try:
            told = (self.root / name).stat()
        except FileNotFoundError:
            return None
        return told.st_ino, told.st_size, told.st_mtime_ns

    def names(self, folder: str, suffix: str) -> Iterator[tuple[str, Mark]]:
        """Walk over the files of a folder and the folders in it that end with `suffix`, with their marks."""
        try:
            entries = sorted(os.scandir(self.root / folder), key=lambda entry: entry.name)
        except FileNotFoundError:
            return
        for entry in entries:
            name = f"{folder}/{entry.name}" if folder else entry.name
            if entry.is_dir(follow_symlinks=False):
                yield from self.names(name, suffix)
            elif entry.name.endswith(suffix):
                told = entry.stat()
                yield name, (told.st_ino, told.st_size, told.st_mtime_ns)

    def folders(self, folder: str) -> tuple[str, ...]:
        """Name the folders directly in a folder, in order; none where it is not there."""
        try:
            with os.scandir(self.root / folder) as entries:
                return tuple(sorted(entry.name for entry in entries if entry.is_dir()))
        except FileNotFoundError:
            return ()

    def may_read(self, folder: str) -> bool:
        """Whether the operating system lets this user read a folder that is there."""
        return os.access(self.root / folder, os.R_OK | os.X_OK)

    # Primitive steps: what the simulator replaces

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
        _sync(handle)

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
            _sync(handle)
        finally:
            os.close(handle)


def _sync(handle: int) -> None:
    """Sync to the disk itself: macOS needs a word of its own for that."""
    import fcntl

    full = getattr(fcntl, "F_FULLFSYNC", None)
    if full is not None:
        fcntl.fcntl(handle, full)
    else:
        os.fsync(handle)
