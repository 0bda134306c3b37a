"""README's own script, run by four processes at once: nothing is lost, and every write stands in the log."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from aixin_tui.domain.record import Record
from aixin_tui.services.care import AddActivity, add_activity
from aixin_tui.storage.disk import Disk
from aixin_tui.storage.verify import check
from office_world import World, villages

README = Path(__file__).parents[2] / "README.md"
CALLS = 12


def script(workspace: Path, town: str) -> str:
    """Give README's script with the workspace and the town of this test; nothing else of it is changed."""
    (code,) = re.findall(r"^```python\n(.*?)^```", README.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    told, count = re.subn(r'open_tables\("[^"]+", "\d{9}", 2025\)', f"open_tables({str(workspace)!r}, {town!r}, 2025)",
                          code)
    assert count == 1, code
    assert 4 <= len(code.strip().splitlines()) <= 8
    return told


def calls(world: World) -> tuple[Record, ...]:
    return world.desk.store.snapshot().of("activity")


@pytest.fixture
def towns(sit_down: Callable[[], World]) -> list[str]:
    """Three towns with a child each, who was called twelve times."""
    world = sit_down()
    every = villages(world.desk.province, world.desk.office)
    found = [next(village for village in every if village[:9] == town)
             for town in sorted({village[:9] for village in every})[:3]]
    for number, village in enumerate(found):
        child = world.child(f"窦念{'安平和'[number]}", birth_date=f"201{number}-05-06", division_code=village)
        for day in range(1, CALLS + 1):
            done = add_activity(world.desk, world.who(), AddActivity((child.id,), {
                "date": f"2025-03-{day:02}", "kind": ["contact_call"], "channel": "wechat"}))
            assert done.done, done.problems
    return [village[:9] for village in found]


def test_the_readmes_script_run_by_four_at_once_loses_nothing(
    sit_down: Callable[[], World], workspace: Path, towns: list[str],
) -> None:
    before = sum(1 for _ in sit_down().desk.store.log())
    running = [subprocess.Popen([sys.executable, "-c", script(workspace, town)], stderr=subprocess.PIPE, text=True)
               for town in (towns[0], towns[0], towns[1], towns[2])]
    assert [worker.communicate(timeout=60)[1] for worker in running] == [""] * 4
    found = calls(sit_down())
    assert Counter(call.text("channel") for call in found) == {"phone": 3 * CALLS}
    assert {call.text("date")[-2:] for call in found} == {f"{day:02}" for day in range(1, CALLS + 1)}
    shown = subprocess.run(
        [sys.executable, "-m", "aixin_tui", "--workspace", str(workspace), "log", "show", "--limit", "999", "--json"],
        capture_output=True, text=True, check=True).stdout
    entries = [json.loads(line) for line in shown.splitlines()]
    assert len(entries) == before + 3 * CALLS
    assert Counter((entry["action"], entry["records"], tuple(entry["kinds"])) for entry in entries[:3 * CALLS]) == {
        ("script", 1, ("activity",)): 3 * CALLS}
    assert [entry["number"] for entry in entries] == list(range(before + 3 * CALLS, 0, -1))
    assert check(Disk(workspace)) == []
