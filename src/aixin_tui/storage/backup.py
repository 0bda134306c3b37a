"""A whole workspace in one encrypted file, and a new one out of it (model.md section 4: what leaves is encrypted).

The file is a gzip tar of every file of the workspace as it stood under the lock, in age's format with a passphrase, and
is its owner's alone (0600). What is made from the records (the index), locks and half-written files are left out.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import gzip
import io
import os
import shutil
import stat
import tarfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Place, Problem, ProblemsError
from aixin_tui.storage.disk import Disk
from aixin_tui.storage.partial import whole_or_nothing
from aixin_tui.storage.scratch import settle_names
from aixin_tui.storage.verify import examine
from aixin_tui.storage.workspace import OFFICE_FILE, read_workspace, refuse_network, refuse_used

#: What is not part of a backup: names of folders and files in the workspace, and ends of names.
_LEFT_OUT = frozenset({".index", "lock", "lock.next", "drafts"})
_HALF = (".tmp", ".new", ".torn")
#: Fewer characters than this are guessed too soon.
SHORTEST = 12
#: No workspace of an office comes near this; a file that claims to is no backup of ours.
_LARGEST = 8 * 1024 ** 3
#: Records pack ten- to twentyfold; what packs more than this, beyond a first part, unpacks into nothing but zeros.
_SMALLEST, _MOST = 64 * 1024 ** 2, 100
_AT_ONCE = 1024 ** 2


def names_of(root: Path) -> Iterator[str]:
    """Walk over the files that belong to a workspace, restricted ones where this user may read them."""
    disk = Disk(root)
    for entry in sorted(path.name for path in root.iterdir()):
        if entry in _LEFT_OUT or (entry == "restricted" and not disk.may_read(entry)):
            continue
        if (root / entry).is_dir():
            yield from (name for name, _ in disk.names(entry, "") if not name.endswith(_HALF))
        elif not entry.endswith(_HALF):
            yield entry


def refuse_backup(root: Path, file: Path, passphrase: str) -> None:
    """Refuse a place that is taken or inside the workspace, and a short passphrase; raises ProblemsError."""
    if file.exists() or root.resolve() in file.resolve().parents:
        raise ProblemsError(Problem(Code.SAFE_001, place=Place(file=file.name)))
    if len(passphrase) < SHORTEST:
        raise ProblemsError(Problem(Code.SAFE_002, values={"count": SHORTEST}))


def write_backup(root: Path, file: Path, passphrase: str) -> int:
    """Write the backup of a workspace whose lock is held; gives how many files are in it.

    Raises:
        OSError: it cannot be written; then nothing is left of it.
    """
    import pyrage

    plain = io.BytesIO()
    count = 0
    with gzip.GzipFile(fileobj=plain, mode="wb", compresslevel=1, mtime=0) as packed, tarfile.open(
            fileobj=packed, mode="w") as tar:
        for name in names_of(root):
            data = (root / name).read_bytes()
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            tar.addfile(entry, io.BytesIO(data))
            count += 1
    _put(file, bytes(pyrage.passphrase.encrypt(plain.getvalue(), passphrase)))
    return count


def _put(file: Path, data: bytes) -> None:
    """Write a file whole and durably; the spare of a process that was killed is written over.

    Raises:
        OSError: it cannot be written, or somebody else is just writing it; then nothing is left of it.
    """
    spare = file.with_name(f".{file.name}.part")
    handle = os.open(spare, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    with os.fdopen(handle, "wb") as out:
        fcntl.flock(out, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if not spare.exists() or spare.stat().st_ino != os.fstat(handle).st_ino:  # just finished by somebody else
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), file.name)
        try:
            os.fchmod(handle, 0o600)
            out.truncate(0)
            out.write(data)
            out.flush()
            os.fsync(handle)
            spare.rename(file)
        except OSError:
            with contextlib.suppress(OSError):
                spare.unlink()
            raise
    with contextlib.suppress(OSError):
        settle_names(file.parent)


def read_backup(file: Path, folder: Path, passphrase: str) -> tuple[int, list[Problem]]:
    """Make a new workspace out of a backup; gives how many files it has and what a check of it finds.

    Raises:
        ProblemsError: the folder holds something, the passphrase does not fit, or the file is no backup: it does not
            unpack, unpacks without end, or what it holds is no workspace. Then no folder is made.
    """
    import pyrage

    refuse_used(folder)
    packed = file.read_bytes()
    try:
        plain = bytes(pyrage.passphrase.decrypt(packed, passphrase))
    except (pyrage.DecryptError, ValueError):
        raise _no_backup(file) from None
    with whole_or_nothing(folder) as partial:
        refuse_network(partial)
        try:
            count = _unpack(plain, partial)
        except (tarfile.TarError, zlib.error, EOFError, gzip.BadGzipFile, _NotOursError):
            raise _no_backup(file) from None
        if not (partial / OFFICE_FILE).is_file():
            raise _no_backup(file)
        read_workspace(partial)
    return count, examine(folder)


def _no_backup(file: Path) -> ProblemsError:
    return ProblemsError(Problem(Code.SAFE_003, place=Place(file=file.name)))


class _NotOursError(Exception):
    """What is packed was not packed by us."""


class _Bounded(io.RawIOBase):
    """Reads on to a limit: a small file may claim to unpack into more than any disk holds."""

    def __init__(self, packed: io.BufferedIOBase, left: int) -> None:
        self._packed, self._left = packed, left

    def read(self, size: int = -1) -> bytes:
        """Read at most `size` bytes; raises _NotOursError past the limit."""
        data = self._packed.read(min(size, _AT_ONCE) if size >= 0 else _AT_ONCE)
        self._left -= len(data)
        if self._left < 0:
            raise _NotOursError
        return data


def _unpack(plain: bytes, folder: Path) -> int:
    """Lay files out in an empty folder as they are unpacked, for nobody else to read; gives how many."""
    limit = min(_LARGEST, _SMALLEST + _MOST * len(plain))
    count = 0
    with gzip.GzipFile(fileobj=io.BytesIO(plain)) as packed, tarfile.open(
            fileobj=_Bounded(packed, limit), mode="r|") as tar:
        for entry in tar:
            _lay_out(tar, entry, folder)
            count += 1
    return count


def _lay_out(tar: tarfile.TarFile, entry: tarfile.TarInfo, folder: Path) -> None:
    """Write one file of a backup.

    Raises:
        _NotOursError: it is no plain file, or its name is none that a workspace has.
        OSError: it cannot be written.
    """
    path = PurePosixPath(entry.name)
    is_name = path.parts and not path.is_absolute() and not {"..", "\0"} & {*path.parts, *entry.name}
    is_ours = is_name and path.parts[0] not in _LEFT_OUT and entry.isfile() and not entry.issparse()
    held = tar.extractfile(entry) if is_ours else None
    if held is None:
        raise _NotOursError
    place = folder / path
    for above in reversed([part for part in place.parents if folder in part.parents]):
        if not above.exists():
            above.mkdir(mode=0o700)
    try:
        handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, stat.S_IRUSR | stat.S_IWUSR)
    except (FileExistsError, NotADirectoryError, IsADirectoryError) as error:  # two of a name
        raise _NotOursError from error
    with os.fdopen(handle, "wb") as out:
        shutil.copyfileobj(held, out)
