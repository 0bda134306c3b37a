"""A file that leaves the workspace: written whole under a hidden name beside its place, then named.

Whoever is killed before that leaves a hidden spare and nothing under the name that was asked for; the spare may hold
children's names, and the next file written into the folder clears it away.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import secrets
import time
from pathlib import Path

_SPARE = re.compile(r"\..+\.[0-9a-f]{8}\.part")
#: A spare so old (seconds) that nobody holds is of a process that was killed.
_LEFT = 60.0


def write_whole(path: Path, data: bytes, *, mode: int = 0o666, overwrite: bool = True) -> None:
    """Write a file whole and durably; `mode` is less what the umask takes.

    Raises:
        FileExistsError: a file has that name, even since a moment ago, and may not be written over.
        OSError: it cannot be written; then nothing is left of it.
    """
    _clear_left(path.parent)
    spare = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    handle = os.open(spare, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
    try:
        with os.fdopen(handle, "wb") as file:
            with contextlib.suppress(OSError):  # a file system without locks: then a spare is old enough to tell
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            _name(spare, path, overwrite=overwrite)
    except BaseException:
        spare.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def _name(spare: Path, path: Path, *, overwrite: bool) -> None:
    """Give a written file its name."""
    if not overwrite:
        try:
            os.link(spare, path)
        except FileExistsError:
            raise
        except OSError:  # a file system without a second name for a file
            if path.exists():
                raise FileExistsError from None
        else:
            spare.unlink()
            return
    spare.replace(path)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable, where that can be done."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _clear_left(folder: Path) -> None:
    """Clear away what processes left that were killed while they wrote into this folder."""
    with contextlib.suppress(OSError):
        for entry in os.scandir(folder):
            if _SPARE.fullmatch(entry.name) and entry.is_file(follow_symlinks=False) and (
                    time.time() - entry.stat(follow_symlinks=False).st_mtime > _LEFT):
                _clear(entry.path)


def _clear(spare: str) -> None:
    """Remove a spare, unless somebody still writes it: its writer holds it locked, until it ends however it ends."""
    with contextlib.suppress(OSError):
        handle = os.open(spare, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.unlink(spare)  # noqa: PTH108 - the name as the folder tells it
        finally:
            os.close(handle)
