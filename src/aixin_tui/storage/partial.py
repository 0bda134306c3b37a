"""A folder made whole or not at all: it grows beside its place, and takes it when everything in it is on the disk."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from aixin_tui.storage.scratch import settle, settle_names
from aixin_tui.storage.workspace import OFFICE_FILE, refuse_used

_PREFIX, _SUFFIX = ".aixin-", ".partial"


@contextmanager
def whole_or_nothing(target: Path) -> Iterator[Path]:
    """Give a folder to fill; it becomes `target` at the end, and is gone if that is not reached.

    What a killed process left behind is cleared away by the next one.

    Raises:
        ProblemsError: the target holds something already.
    """
    base = target if target.is_dir() else target.parent
    base.mkdir(parents=True, exist_ok=True)
    _clear_left(base)
    refuse_used(target)
    partial = base / f"{_PREFIX}{os.getpid()}{_SUFFIX}"
    partial.mkdir(mode=0o700)
    try:
        yield partial
        settle(partial)
        if partial.parent != target:
            refuse_used(target)  # somebody else may have been quicker
        _put(partial, target)
        settle_names(base)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise


def _put(partial: Path, target: Path) -> None:
    """Put a folder in its place: by one renaming, or into a folder that is there, what makes it a workspace last."""
    if partial.parent != target:
        partial.rename(target)
        return
    for path in sorted(partial.iterdir(), key=lambda path: path.name == OFFICE_FILE):
        path.rename(target / path.name)
    partial.rmdir()
    target.chmod(0o700)


def _clear_left(base: Path) -> None:
    """Clear away what processes left that are no more; this one's own is of another process of the same number."""
    for path in base.glob(f"{_PREFIX}*{_SUFFIX}"):
        number = path.name[len(_PREFIX):-len(_SUFFIX)]
        if number.isdecimal() and not _is_alive(int(number)):
            shutil.rmtree(path, ignore_errors=True)


def _is_alive(process: int) -> bool:
    if process == os.getpid():
        return False
    with suppress(ProcessLookupError):
        try:
            os.kill(process, 0)
        except PermissionError:
            return True
        return True
    return False
