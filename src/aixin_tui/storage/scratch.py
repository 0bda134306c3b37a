"""A workspace that is made in one go, beside its place: synced once at the end, or thrown away."""

from __future__ import annotations

import os
from pathlib import Path

from aixin_tui.storage.disk import Disk
from aixin_tui.storage.disk_steps import Handle, sync


class ScratchDisk(Disk):
    """A disk that syncs nothing: only for a folder that is thrown away if we are killed before `settle`."""

    def _sync(self, handle: Handle) -> None:
        """Leave it to `settle`."""

    def _sync_folder(self, folder: str) -> None:
        """Leave it to `settle`."""


def settle(folder: Path) -> None:
    """Make all that a folder holds durable, and its names; raises OSError."""
    for root, _, files in os.walk(folder, topdown=False):
        for name in files:
            _sync_path(Path(root) / name)
        _sync_path(Path(root))


def settle_names(folder: Path) -> None:
    """Make the names in a folder durable, not what they hold; raises OSError."""
    _sync_path(folder)


def _sync_path(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        sync(handle)
    finally:
        os.close(handle)
