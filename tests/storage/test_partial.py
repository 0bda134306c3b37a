"""A demonstration is there whole, or not at all, however the making of it ends."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from aixin_tui.demo.county import make_county
from aixin_tui.domain.problem import ProblemsError
from aixin_tui.storage.clock import SystemClock
from aixin_tui.storage.ids import Ulids
from aixin_tui.storage.partial import whole_or_nothing
from aixin_tui.storage.scratch import ScratchDisk
from aixin_tui.storage.store import create_workspace, open_store


def made_in(target: Path) -> None:
    with whole_or_nothing(target) as partial:
        create_workspace(str(partial), office="630222", province="qinghai", clock=SystemClock(), ids=Ulids(),
                         is_scratch=True).close()


@pytest.mark.parametrize("is_there", [False, True], ids=["absent", "empty"])
def test_it_takes_its_place_at_the_end(is_there: bool, tmp_path: Path) -> None:
    target = tmp_path / "below" / "demo"
    if is_there:
        (target / "provinces" / "own").mkdir(parents=True)
    made_in(target)
    assert open_store(str(target), clock=SystemClock(), ids=Ulids()).workspace.office == "630222"
    assert not [path for path in tmp_path.rglob("*") if path.name.startswith(".aixin")]
    assert (target / "provinces" / "own").is_dir() is is_there
    assert target.stat().st_mode & 0o777 == 0o700


def test_nothing_is_made_over_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "note").write_text("mine", encoding="utf-8")
    with pytest.raises(ProblemsError):
        made_in(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["note"]


@pytest.mark.parametrize("is_there", [False, True], ids=["absent", "empty"])
def test_a_demonstration_that_is_broken_off_leaves_nothing(is_there: bool, tmp_path: Path) -> None:
    target = tmp_path / "demo"
    if is_there:
        target.mkdir()

    def stop(step: str) -> None:
        raise KeyboardInterrupt(step)

    with pytest.raises(KeyboardInterrupt):
        make_county(target, province="qinghai", county="630222", today=date(2026, 11, 24), progress=stop)
    assert list(tmp_path.rglob("*")) == ([target] if is_there else [])


def killed_halfway(target: Path) -> Path:
    """Let a process fill a folder and be killed; gives what it left."""
    code = ("import os, signal, sys; from pathlib import Path; from aixin_tui.storage.partial import whole_or_nothing\n"
            "with whole_or_nothing(Path(sys.argv[1])) as partial:\n"
            "    (partial / 'half').write_text('x'); os.kill(os.getpid(), signal.SIGKILL)")
    subprocess.run([sys.executable, "-c", code, str(target)], check=False)
    [left] = target.parent.glob(".aixin-*.partial")
    return left


def test_what_a_killed_process_left_is_no_workspace_and_is_cleared_away(tmp_path: Path) -> None:
    target = tmp_path / "demo"
    left = killed_halfway(target)
    assert not target.exists()
    alive = tmp_path / f".aixin-{os.getppid()}.partial"
    shutil.copytree(left, alive)
    made_in(target)
    assert not left.exists()
    assert alive.exists()
    assert (target / "office.json").is_file()


def test_all_is_synced_before_it_takes_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: set[str] = set()
    real = os.fsync

    def noting(handle: int) -> None:
        synced.add(str(Path(f"/proc/self/fd/{handle}").readlink()))
        real(handle)

    if not Path("/proc/self/fd").exists():
        pytest.skip("the test sees what is synced through /proc")
    monkeypatch.setattr(os, "fsync", noting)
    target = tmp_path / "demo"
    with whole_or_nothing(target) as partial:
        ScratchDisk(partial).replace("data/a.json", b"{}")
        assert synced == set()
        expected = {str(path) for path in (partial, *partial.rglob("*"))}
    assert synced == {*expected, str(tmp_path)}
