"""The one way to the disk: every step of input and output, so that a simulator can cut the power at each.

Two operations are durable, and everything acknowledged rests on them: `append` (write, sync) and `replace` (temporary
file, sync, rename, sync of the folder). They are built from the primitive steps of `disk_steps`, which the simulator
of the tests replaces; so what the tests cut is the very order of steps that runs on a real disk.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator
from operator import attrgetter
from pathlib import PurePosixPath

from aixin_tui.storage.disk_steps import Steps

Mark = tuple[int, int, int]
_name = attrgetter("name")


def parent(name: str) -> str:
    """Give the folder of a name inside the workspace, empty for the workspace itself."""
    folder = str(PurePosixPath(name).parent)
    return "" if folder == "." else folder


class Disk(Steps):
    """The files of one workspace, by their names inside it (`data/630121/630121100.json`)."""

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

    def note(self, name: str, data: bytes) -> None:
        """Write a few bytes at the beginning of a file and sync nothing: what it says may be lost, never wrong."""
        handle = self._open(name)
        try:
            self._write(handle, data, 0)
        finally:
            self._close(handle)

    def remove(self, names: Iterable[str]) -> None:
        """Durably remove files; raises OSError."""
        gone = list(names)
        for name in gone:
            self._remove(name)
        for folder in sorted({parent(name) for name in gone}):
            self._sync_folder(folder)

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
        return os.path.exists(self.path(name))  # noqa: PTH110 - asked thousands of times: half the cost of a Path

    def read(self, name: str, start: int = 0, size: int = -1) -> bytes:
        """Read a file, or a part of it; raises FileNotFoundError where there is none."""
        with open(self.path(name), "rb", buffering=0) as file:  # noqa: PTH123 - as above
            if start:
                file.seek(start)
            return (file.read() if size < 0 else file.read(size)) or b""

    def read_parts(self, name: str, *parts: tuple[int, int]) -> list[bytes]:
        """Read parts of one and the same file (offset and bytes, -1 for all that follows); raises FileNotFoundError."""
        with open(self.path(name), "rb", buffering=0) as file:  # noqa: PTH123 - as above
            out = []
            for start, size in parts:
                file.seek(start)
                out.append((file.read() if size < 0 else file.read(size)) or b"")
            return out

    def read_or_empty(self, name: str, start: int = 0, size: int = -1) -> bytes:
        """Read a file or a part of it, nothing where there is none."""
        try:
            return self.read(name, start, size)
        except FileNotFoundError:
            return b""

    def mark(self, name: str) -> Mark | None:
        """Give what changes when a file is replaced or grows (inode, bytes, time), None where there is none."""
        try:
            told = os.stat(self.path(name))  # noqa: PTH116 - as above
        except FileNotFoundError:
            return None
        return told.st_ino, told.st_size, told.st_mtime_ns

    def names(self, folder: str, suffix: str) -> Iterator[tuple[str, Mark]]:
        """Walk over the files of a folder and the folders in it that end with `suffix`, with their marks."""
        found: list[tuple[str, Mark]] = []
        self._walk(self.path(folder), f"{folder}/" if folder else "", suffix, found)
        yield from found

    def _walk(self, path: str, prefix: str, suffix: str, found: list[tuple[str, Mark]]) -> None:
        try:
            entries = sorted(os.scandir(path), key=_name)
        except FileNotFoundError:
            return
        for entry in entries:
            name = entry.name
            if name.endswith(suffix) and not entry.is_dir(follow_symlinks=False):
                told = entry.stat()
                found.append((prefix + name, (told.st_ino, told.st_size, told.st_mtime_ns)))
            elif entry.is_dir(follow_symlinks=False):
                self._walk(entry.path, f"{prefix}{name}/", suffix, found)

    def may_read(self, folder: str) -> bool:
        """Whether the operating system lets this user read a folder that is there."""
        return os.access(self.path(folder), os.R_OK | os.X_OK)
