"""How open the files of a workspace are, and what lies among its records that is none of ours."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Place, Problem, Severity
from aixin_tui.storage.disk import Disk
from aixin_tui.storage.erasing import INTENT

_FOLDERS = ("data", "imports", "log", "restricted", "drafts", ".index")
_FILES = frozenset({"office.json", "journal.jsonl", "journal.jsonl.torn", "head", "lock", "lock.next", INTENT})
_ENDS = (".json", ".jsonl")


def wrong_modes(root: Path) -> dict[str, int]:
    """Give what is more or less open than its workspace, with the mode that it should have.

    One person's workspace is 0700 and 0600; an office's 2770 and 0660, but for `restricted/`, which may be closer.
    """
    found = {}
    for name, mode in _modes(root):
        shared = root / "restricted" if name.startswith("restricted/") else root
        is_group = bool(shared.stat().st_mode & stat.S_IWGRP)
        if name == "restricted" and not mode & stat.S_IRWXG:
            is_group = False
        wanted = (0o2770 if is_group else 0o700) if stat.S_ISDIR(mode) else (0o660 if is_group else 0o600)
        if stat.S_IMODE(mode) != wanted:
            found[name] = wanted
    return found


def _modes(root: Path) -> Iterator[tuple[str, int]]:
    for name in sorted(_FILES):
        if (root / name).is_file():
            yield name, (root / name).lstat().st_mode
    for folder in _FOLDERS:
        if (root / folder).is_dir():
            yield folder, (root / folder).lstat().st_mode
        for here, folders, files in os.walk(root / folder):
            for name in (*folders, *files):
                path = Path(here) / name
                if not path.is_symlink():
                    yield str(path.relative_to(root)), path.lstat().st_mode


def settle_modes(root: Path) -> list[str]:
    """Give each file and folder of ours the mode of its workspace; names those that were changed."""
    settled = []
    for name, mode in wrong_modes(root).items():
        try:
            (root / name).chmod(mode)
        except PermissionError:  # a colleague's: she has to do it
            continue
        settled.append(name)
    return settled


def look(root: Path) -> Iterator[Problem]:
    """Tell of modes and of foreign files; none of it is damage."""
    names = sorted(wrong_modes(root))
    if names:
        yield Problem(Code.SAFE_004, Severity.WARNING, Place(file=names[0]), {"count": len(names)})
    sealed = root / "restricted"
    if sealed.is_dir() and sealed.stat().st_mode & root.stat().st_mode & stat.S_IRWXG and (
            sealed.stat().st_gid == root.stat().st_gid):
        yield Problem(Code.SAFE_009, Severity.WARNING, Place(file="restricted"))
    for path in sorted(root.iterdir()):
        if path.is_file() and path.name not in _FILES:
            yield Problem(Code.SAFE_005, Severity.WARNING, Place(file=path.name))
    for folder in ("data", "imports", "log"):
        for name, _ in Disk(root).names(folder, ""):
            if not name.endswith(_ENDS):
                yield Problem(Code.SAFE_005, Severity.WARNING, Place(file=name))
