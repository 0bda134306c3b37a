"""A file that leaves is whole under its name or not there, whoever was killed before; nothing is left for long."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from aixin_tui.exchange import whole_file
from aixin_tui.exchange.papers import write_new
from aixin_tui.exchange.whole_file import write_whole


def killed_at(path: Path, step: str) -> None:
    """Let a process write the file and end without a word at one of its steps."""
    worker = os.fork()
    if not worker:
        setattr(os, step, lambda *_, **__: os._exit(9))
        write_whole(path, b"new" * 9)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(worker, 0)[1]) == 9


def old(folder: Path) -> None:
    for path in folder.iterdir():
        os.utime(path, (0, 0))


def test_a_killed_writer_never_spoils_what_stands_and_leaves_no_work(tmp_path: Path) -> None:
    path = tmp_path / "名册.docx"
    assert write_new(path, b"first") == ()
    killed_at(path, "fsync")
    assert path.read_bytes() == b"first"
    assert len(list(tmp_path.iterdir())) == 2
    old(tmp_path)
    assert [problem.code for problem in write_new(path, b"other")] == ["PAPER_003"]
    assert path.read_bytes() == b"first"
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


def test_a_writer_killed_between_two_names_of_a_file_leaves_it_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / "名册.docx"
    worker = os.fork()
    if not worker:
        monkeypatch.setattr(Path, "unlink", lambda *_, **__: os._exit(9))
        write_new(path, b"first")
        os._exit(0)
    os.waitpid(worker, 0)
    assert len(list(tmp_path.iterdir())) == 2  # one file by two names
    assert [problem.code for problem in write_new(path, b"something else")] == ["PAPER_003"]
    assert path.read_bytes() == b"first"


def test_who_still_writes_keeps_its_spare_however_old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[list[str]] = []
    sync = os.fsync

    def meanwhile(handle: int) -> None:
        sync(handle)
        if not seen:
            seen.append([])
            old(tmp_path)
            write_whole(tmp_path / "b.xlsx", b"b")
            seen.append(sorted(one.name[-5:] for one in tmp_path.iterdir()))

    monkeypatch.setattr(os, "fsync", meanwhile)
    write_whole(tmp_path / "a.xlsx", b"a")
    assert seen[1] == [".part", ".xlsx"]
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.xlsx", "b.xlsx"]


@pytest.mark.parametrize("fail", [errno.ENOSPC, errno.EIO])
def test_a_full_disk_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fail: int,
) -> None:
    path = tmp_path / "月报.xlsx"
    write_whole(path, b"first")

    def full(_: int) -> None:
        raise OSError(fail, os.strerror(fail))

    monkeypatch.setattr(whole_file.os, "fsync", full)
    with pytest.raises(OSError, match=os.strerror(fail)):
        write_whole(path, b"other")
    assert [problem.code for problem in write_new(path, b"other", overwrite=True)] == ["PAPER_004"]
    assert path.read_bytes() == b"first"
    assert [one.name for one in tmp_path.iterdir()] == [path.name]
