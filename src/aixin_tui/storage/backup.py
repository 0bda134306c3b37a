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
import stat
import tarfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Place, Problem, ProblemsError
from aixin_tui.storage.disk import Disk
from aixin_tui.storage.partial import whole_or_nothing
from aixin_tui.storage.scratch import settle_names
from aixin_tui.storage.verify import examine
from aixin_tui.storage.workspace import refuse_network, refuse_used

#: What is not part of a backup: names of folders and files in the workspace, and ends of names.
_LEFT_OUT = frozenset({".index", "lock", "lock.next", "drafts"})
_HALF = (".tmp", ".new", ".torn")
#: Fewer characters than this are guessed too soon.
SHORTEST = 12
#: No workspace of an office comes near this; a file that claims to is no backup of ours.
_LARGEST = 8 * 1024 ** 3


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
        ProblemsError: the folder holds something, the passphrase does not fit, or the file is no backup.
    """
    import pyrage

    refuse_used(folder)
    try:
        plain = gzip.decompress(pyrage.passphrase.decrypt(file.read_bytes(), passphrase))
    except (pyrage.DecryptError, ValueError, EOFError, gzip.BadGzipFile):
        raise ProblemsError(Problem(Code.SAFE_003, place=Place(file=file.name))) from None
    try:
        with tarfile.open(fileobj=io.BytesIO(plain)) as tar:
            files = {entry.name: _data(tar, entry) for entry in tar}
    except (tarfile.TarError, ValueError):
        raise ProblemsError(Problem(Code.SAFE_003, place=Place(file=file.name))) from None
    if "office.json" not in files:
        raise ProblemsError(Problem(Code.SAFE_003, place=Place(file=file.name)))
    with whole_or_nothing(folder) as partial:
        refuse_network(partial)
        _lay_out(partial, files)
    return len(files), examine(folder)


def _data(tar: tarfile.TarFile, entry: tarfile.TarInfo) -> bytes:
    path = PurePosixPath(entry.name)
    if not entry.isfile() or path.is_absolute() or ".." in path.parts or entry.size > _LARGEST:
        raise ValueError(entry.name)
    held = tar.extractfile(entry)
    return held.read() if held else b""


def _lay_out(folder: Path, files: dict[str, bytes]) -> None:
    """Write the files into an empty folder, for nobody else to read."""
    for name, data in sorted(files.items()):
        path = folder / name
        for above in reversed([part for part in path.parents if folder in part.parents]):
            if not above.exists():
                above.mkdir(mode=0o700)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, stat.S_IRUSR | stat.S_IWUSR)
        with os.fdopen(handle, "wb") as out:
            out.write(data)
