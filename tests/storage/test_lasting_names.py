"""A name of a file lasts once the step that made or removed it is done, whoever comes after; and a lock lets all go."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from aixin_tui.exchange import whole_file
from aixin_tui.services.ports import StoreBusyError
from aixin_tui.storage.lock import Lock

from .simulated import SimulatedDisk


def after_power_cut(disk: SimulatedDisk) -> set[str]:
    """Name the files that are there whatever of the unsettled the disk kept; of several throws those in all."""
    return set.intersection(*(set(disk.survivors()) for _ in range(20)))


def test_a_new_file_that_was_appended_to_is_found_after_a_power_cut() -> None:
    for seed in range(10):
        disk = SimulatedDisk(rng=random.Random(seed))
        disk.append("log/2026-11.jsonl", b"line", 0)
        assert "log/2026-11.jsonl" in after_power_cut(disk)


def test_a_file_that_was_removed_does_not_come_back_after_a_power_cut() -> None:
    for seed in range(10):
        disk = SimulatedDisk(rng=random.Random(seed))
        disk.replace("erasing", b"whom")
        disk.remove(["erasing"])
        assert not any("erasing" in disk.survivors() for _ in range(20))


def test_a_file_that_leaves_is_durable_and_so_is_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[tuple[str, bool]] = []
    sync = os.fsync
    file = tmp_path / "月报.xlsx"

    def noted(handle: int) -> None:
        synced.append((str(Path(f"/proc/self/fd/{handle}").readlink()), file.exists()))
        sync(handle)

    monkeypatch.setattr(whole_file.os, "fsync", noted)
    whole_file.write_whole(file, b"bytes")
    (spare, before), (folder, after) = synced
    assert (Path(spare).parent, before) == (tmp_path, False)
    assert (folder, after) == (str(tmp_path), True)


def test_who_finds_a_workspace_busy_keeps_no_file_open(tmp_path: Path) -> None:
    holder, other = Lock(tmp_path / "lock"), Lock(tmp_path / "lock", patience=0)
    with holder.held():
        before = len(list(Path("/proc/self/fd").iterdir()))
        for _ in range(5):
            with pytest.raises(StoreBusyError), other.held():
                pass
        assert len(list(Path("/proc/self/fd").iterdir())) == before
    with other.held():
        pass
