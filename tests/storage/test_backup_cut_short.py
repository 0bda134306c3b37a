"""A backup, or the laying out of one, that a kill cuts short: the same command does it, and nobody clears up."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pyrage
import pytest

from aixin_tui.storage import backup
from aixin_tui.storage.backup import read_backup, write_backup
from aixin_tui.storage.clock import SystemClock
from aixin_tui.storage.ids import Ulids
from aixin_tui.storage.store import create_workspace

WORDS = "十二个字以上的一句口令吧好"


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    key = pyrage.x25519.Identity.generate()  # without the second of work that guessing is to cost
    monkeypatch.setattr(pyrage.passphrase, "encrypt", lambda data, _: pyrage.encrypt(data, [key.to_public()]))
    monkeypatch.setattr(pyrage.passphrase, "decrypt", lambda data, _: pyrage.decrypt(data, [key]))
    path = tmp_path / "county"
    create_workspace(str(path), office="630222", province="qinghai", clock=SystemClock(), ids=Ulids()).close()
    return path


def killed(task: Callable[[], object]) -> None:
    """Let a process do something and end without a word when it comes to make it durable."""
    worker = os.fork()
    if not worker:
        os.fsync = lambda _: os._exit(9)  # type: ignore[assignment]
        os.fdatasync = lambda _: os._exit(9)  # type: ignore[assignment]
        task()
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(worker, 0)[1]) == 9


def test_a_backup_cut_short_is_made_by_the_same_command(workspace: Path, tmp_path: Path) -> None:
    file = tmp_path / "备份.age"
    killed(lambda: write_backup(workspace, file, WORDS))
    assert not file.exists()
    count = write_backup(workspace, file, WORDS)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["county", file.name]
    assert read_backup(file, tmp_path / "again", WORDS) == (count, [])
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_workspace_is_restored_whole_or_not_at_all(workspace: Path, tmp_path: Path) -> None:
    file, again = tmp_path / "备份.age", tmp_path / "again"
    count = write_backup(workspace, file, WORDS)
    killed(lambda: read_backup(file, again, WORDS))
    assert not again.exists()
    assert read_backup(file, again, WORDS) == (count, [])
    assert sorted(one.name for one in tmp_path.iterdir()) == ["again", "county", file.name]
    assert {path.stat().st_mode & 0o077 for path in again.rglob("*")} == {0}


def test_a_full_disk_leaves_nothing_of_a_backup(
    workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    file = tmp_path / "备份.age"
    with monkeypatch.context() as patch:
        patch.setattr(backup.os, "fsync", full)
        with pytest.raises(OSError, match="full"):
            write_backup(workspace, file, WORDS)
    assert [one.name for one in tmp_path.iterdir()] == ["county"]
    assert write_backup(workspace, file, WORDS)
