"""A disk that is full and files that somebody spoilt: what was acknowledged comes back, and the way is told."""

from __future__ import annotations

import errno
import io
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import pytest

from aixin_tui.cli.main import run
from aixin_tui.storage.disk import Disk
from aixin_tui.storage.disk_steps import Steps
from aixin_tui.storage.verify import check
from office_world import World

Desks = Callable[[], World]


def aixin(workspace: Path, *words: str) -> tuple[int, str]:
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        code = run(["--workspace", str(workspace), *words], lambda *_: 0)
    return code, said.getvalue()


def test_a_full_disk_is_told_in_words_and_nothing_is_half_written(
    sit_down: Desks, workspace: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    child = sit_down().child()
    village = child.text("division_code")
    add = ("child", "add", "姓名=窦念平", "性别=女", "出生日期=2015-05-06", "儿童类别=留守儿童", f"现居住地={village}")
    with monkeypatch.context() as full:
        def refuse(self: Steps, handle: Any, data: bytes, at: int) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        full.setattr(Steps, "_write", refuse)
        code, said = aixin(workspace, *add)
        assert (code, "磁盘已满" in said, "程序出错" in said) == (1, True, False)
        assert aixin(workspace, "child", "list", "--all")[1].count("窦念") == 1
    assert check(Disk(workspace)) == []
    assert aixin(workspace, *add)[0] == 0
    assert {one.text("name") for one in sit_down().desk.store.snapshot().of("child")} == {"窦念安", "窦念平"}


@pytest.mark.parametrize("spoil", ["hello", "half", "", "[" * 100_000, None])
def test_a_spoilt_file_is_named_and_comes_back_from_the_log(
    sit_down: Desks, workspace: Path, spoil: str | None,
) -> None:
    world = sit_down()
    world.waiting_child()
    world.desk.store.fold()
    before = {kind: world.desk.store.snapshot().of(kind) for kind in world.desk.store.snapshot().kinds}
    file, = (workspace / "data").rglob(f"{world.village[:9]}.json")
    if spoil is None:
        file.unlink()
    else:
        data = file.read_bytes()
        file.write_bytes(data[: len(data) // 2] if spoil == "half" else spoil.encode())
    code, said = aixin(workspace, "doctor")
    assert (code, file.name in said) == (1, True)
    file.unlink(missing_ok=True)  # what doctor says to do: move it away and save anything
    world = sit_down()
    world.mother("蔺桂香")
    world.desk.store.fold()
    assert check(Disk(workspace)) == []
    now = sit_down().desk.store.snapshot()
    for kind, records in before.items():
        assert [(one.id, one.values) for one in now.of(kind)] == [(one.id, one.values) for one in records], kind


@pytest.mark.parametrize("junk", [b"[" * 100_000, b"\xff" * 100, b"\0" * 100, b'{"_meta":7}', b"null\n"])
def test_any_file_full_of_junk_is_told_in_words(sit_down: Desks, workspace: Path, junk: bytes) -> None:
    world = sit_down()
    world.waiting_child()
    world.desk.store.fold()
    world.mother("蔺桂香")
    world.desk.store.close()
    for file in sorted(path for path in workspace.rglob("*") if path.suffix in (".json", ".jsonl")):
        data = file.read_bytes()
        file.write_bytes(junk)
        for words in (("doctor",), ("child", "list", "--all"), ("log", "show"), ("log", "verify")):
            code, said = aixin(workspace, *words)
            assert "程序出错" not in said, (file.name, words, said)
            assert code or words[0] != "doctor", (file.name, said)
        file.write_bytes(data)
    assert check(Disk(workspace)) == []
