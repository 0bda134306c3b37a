"""`aixin log verify` and `aixin doctor` as processes of their own, over an office whose erasures were killed."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from killing import Book, Count, kill_one
from kinds_of_acts import erasures, restricted, stock

from aixin_tui.domain.record import LogEntry
from aixin_tui.services.desk import Role
from aixin_tui.services.operators import AddOperator, add_operator
from aixin_tui.storage.user import user_name
from office_world import World

KILLS = 6


def aixin(workspace: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "AIXIN_WORKSPACE": str(workspace)}
    return subprocess.run([sys.executable, "-m", "aixin_tui", *arguments], env=env, capture_output=True, text=True,
                          check=False)


def erased(world: World) -> list[LogEntry]:
    return [entry for entry in world.desk.store.log() if entry.about.get("erasure")]


@pytest.fixture
def killed(sit_down: Callable[[], World], workspace: Path) -> Path:
    """An office in which erasures and restricted acts were killed at random moments; all that was begun is done."""
    world = sit_down()
    stock(world)
    user = AddOperator(user_name(), role=Role.ADMINISTRATOR, rights=frozenset({"mandatory_report", "incident"}))
    assert add_operator(world.desk, world.who(), user).done
    total, book, rng = Count(), Book(), random.Random(6)
    while total.kills < KILLS or not erased(sit_down()):
        work = erasures if total.kills % 3 else restricted
        total += kill_one(work, sit_down, workspace, book, rng)[0]
    assert (total.lost, total.half) == ((), ())
    sit_down().desk.store.fold()
    return workspace


def spoiled(lines: list[bytes]) -> dict[str, list[bytes]]:
    """Give a log as it is not: one line of it edited, dropped, put elsewhere, the end cut off."""
    middle = len(lines) // 2
    told = json.loads(lines[middle])
    told["d"]["why"] = "别的事由"
    edited = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
    return {
        "edited": [*lines[:middle], edited, *lines[middle + 1:]],
        "dropped": lines[:middle] + lines[middle + 1:],
        "reordered": [*lines[:middle], lines[middle + 1], lines[middle], *lines[middle + 2:]],
        "cut": [*lines[:-1], lines[-1][:-9]],
        "shortened": lines[:-1],
    }


def test_a_chain_with_erasures_is_whole_and_every_spoiled_line_is_found(killed: Path) -> None:
    sound = aixin(killed, "log", "verify")
    assert sound.returncode == 0, sound.stderr + sound.stdout
    checked = aixin(killed, "doctor", "--today", "2025-03-24")
    assert checked.returncode == 0, checked.stderr + checked.stdout
    for folder, hows in (("log", ("edited", "dropped", "reordered", "cut", "shortened")),
                         ("restricted/log", ("dropped", "cut"))):
        file = max((killed / folder).glob("*.jsonl"))
        whole = file.read_bytes()
        for how in hows:
            file.write_bytes(b"".join(spoiled(whole.splitlines(keepends=True))[how]))
            found = aixin(killed, "log", "verify")
            assert found.returncode == 1, (folder, how)
            assert f"{folder}/{file.name}" in found.stdout + found.stderr, (folder, how)
            assert "Traceback" not in found.stderr
        file.write_bytes(whole)
    assert aixin(killed, "log", "verify").returncode == 0


def test_what_was_erased_stands_in_no_byte(killed: Path, sit_down: Callable[[], World]) -> None:
    world = sit_down()
    assert erased(world)
    alive = {child.text("name") for child in world.desk.store.snapshot().of("child")}
    names = {f"殷{word}" for path in killed.rglob("*") if path.is_file()
             for word in path.read_bytes().decode("utf-8", "replace").split("殷")[1:]}
    assert not [name[:6] for name in names if not name.startswith("殷长河") and not any(
        name.startswith(one) for one in alive)]
