"""The files of a province's folder as bytes, and their digest: what is read before anything is understood."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

#: Files of one name each.
SINGLE = ("province.yaml", "workflow.yaml", "policy.yaml", "checklist.yaml")
#: Folders of any number of files; `cases/` feed no hook.
MANY = ("forms", "registers", "reports", "lang", "cases")
COMMON = "common"
#: Stands for the content of a file that cannot be opened: a link to nowhere, a folder, one without the right to read.
UNREADABLE = b"\0"
#: No file of a province has more bytes than this.
_MOST = 32 * 1024 * 1024


@dataclass(frozen=True)
class Files:
    """The files of the province language in a folder, by path inside it (`forms/child.yaml`)."""

    path: Path
    content: dict[str, bytes]
    strange: tuple[str, ...]
    """YAML files beside them whose names mean nothing."""
    has_python: bool

    @property
    def digest(self) -> str:
        """Give what changes with any byte of any file."""
        found = hashlib.sha256()
        for name, data in self.content.items():
            found.update(f"{name}\0{len(data)}\0".encode() + data)
        return found.hexdigest()


def read_files(path: Path) -> Files:
    """Read every file of the province language in a folder, in an order that is always the same."""
    names = _yaml(path, "")
    found = [name for name in names if name in SINGLE]
    for folder in MANY:
        found += _yaml(path, folder)
    if (path / "divisions.csv").is_file():
        found.append("divisions.csv")
    found += [name for name in _ending(path, "reports", ".docx")
              if not name.startswith("reports/~$")]  # what Word leaves beside an open file
    return Files(
        path,
        {name: bytes_of(f"{path}/{name}") for name in found},
        tuple(name for name in names if name not in SINGLE),
        (path / "plugin.py").is_file(),
    )


def bytes_of(path: Path | str) -> bytes:
    """Read a file; one that cannot be opened reads as what is no YAML, so that its province is a row with a place."""
    try:
        # A command reads a hundred of them before it does anything: a Path would cost more than the reading.
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123
            return (file.read() or b"") if os.fstat(file.fileno()).st_size <= _MOST else UNREADABLE
    except OSError:
        return UNREADABLE


def _yaml(path: Path, folder: str) -> list[str]:
    return _ending(path, folder, ".yaml")


def _ending(path: Path, folder: str, end: str) -> list[str]:
    """List the names of a folder that end so, by their paths inside the province."""
    try:
        names = os.listdir(path / folder)  # noqa: PTH208 - as above
    except OSError:
        return []
    return sorted(f"{folder}/{name}" if folder else name for name in names if name.endswith(end))


def digest_of(folders: Iterable[Files]) -> str:
    """Give the digest of a province: its own folder and the common one (`Province.digest`)."""
    return hashlib.sha256("".join(folder.digest for folder in folders).encode()).hexdigest()[:32]
