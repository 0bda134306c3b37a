"""`kill -9` in the middle of every kind of act: what was acknowledged is there, what was not is whole or not there."""

from __future__ import annotations

import os
import random
import shutil
import sys
import zipfile
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pyrage
import pytest
from killing import Book, Count, kill_one
from kinds_of_acts import KINDS, OUT, PASSPHRASE, Kind, stock

from aixin_tui.exchange.transfer_file import open_transfer_file
from aixin_tui.provinces import cache
from aixin_tui.provinces.registry import Registry
from aixin_tui.services.desk import Desk
from aixin_tui.services.ports import Browse
from aixin_tui.storage import backup, writing
from aixin_tui.storage.clock import SystemClock
from aixin_tui.storage.disk import Disk
from aixin_tui.storage.ids import Ulids
from aixin_tui.storage.store import create_workspace, open_store
from aixin_tui.storage.verify import check, examine
from office_world import DAY, World

#: Workers that are killed over all kinds: one or two of each in the suite, 500 by hand.
KILLS = int(os.environ.get("AIXIN_KILLS", "36"))
ONLY = os.environ.get("AIXIN_KILL_KIND", "")
SEED = int(os.environ.get("AIXIN_KILL_SEED", "9"))


@pytest.fixture(scope="module")
def stocked(tmp_path_factory: pytest.TempPathFactory, provinces: Registry) -> Path:
    """An office at work, made once."""
    path = tmp_path_factory.mktemp("stock") / "county"
    store = create_workspace(str(path), office="630222", province="qinghai", clock=SystemClock(), ids=Ulids())
    stock(World(Desk(store, Ulids(), SystemClock(), provinces["qinghai"]), date.fromisoformat(DAY)))
    store.close()
    return path


@pytest.fixture(autouse=True)
def _many_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fold often, so that kills meet folds; passphrases without the second of work that guessing is to cost."""
    monkeypatch.setattr(writing, "FOLD_ACTS", 5)
    monkeypatch.setattr(writing, "TOGETHER", 2)
    key = pyrage.x25519.Identity.generate()
    monkeypatch.setattr(pyrage.passphrase, "encrypt", lambda data, _: pyrage.encrypt(data, [key.to_public()]))
    monkeypatch.setattr(pyrage.passphrase, "decrypt", lambda data, _: pyrage.decrypt(data, [key]))


def opened_as(path: Path, provinces: Registry) -> Callable[[], World]:
    def sit_down() -> World:
        store = open_store(str(path), clock=SystemClock(), ids=Ulids())
        return World(Desk(store, Ulids(), SystemClock(), provinces["qinghai"]), date.fromisoformat(DAY))

    return sit_down


def torn_files(out: Path, workspace: Path, scratch: Path) -> list[str]:
    """Name what lies half-written where files go that leave the workspace; hidden spares are no files of a user's."""
    found = []
    for path in sorted(out.iterdir()) if out.exists() else ():
        is_whole = True
        if path.name.startswith("."):
            continue
        if path.is_dir():
            is_whole = examine(path) == []
        elif path.suffix in {".docx", ".xlsx"}:
            with zipfile.ZipFile(path) as file:
                is_whole = file.testzip() is None
        elif path.suffix == ".html":
            is_whole = path.read_text(encoding="utf-8").rstrip().endswith("</html>")
        elif path.suffix == ".aixin":
            is_whole = not open_transfer_file(path, PASSPHRASE).problems
        elif path.suffix == ".age":
            target = scratch / path.stem
            is_whole = backup.read_backup(path, target, PASSPHRASE)[1] == []
            shutil.rmtree(target)
        if not is_whole:
            found.append(path.name)
    return found


def erased_names(world: World, workspace: Path) -> list[str]:
    """Give the names of erased children that stand in a byte of the workspace all the same."""
    snapshot = world.desk.store.snapshot(restricted=True)
    living = {child.text("name") for child in snapshot.of("child")}
    data = b"".join(path.read_bytes() for path in workspace.rglob("*") if path.is_file())
    return [told for told in {part.decode("utf-8", "ignore")[:8] for part in data.split("殷".encode())[1:]}
            if not any(f"殷{told}".startswith(name) or name.startswith("殷" + told[:2]) for name in living)
            and not told.startswith("长河")]


def killed(kind: Kind, kills: int, stocked: Path, base: Path, provinces: Registry, rng: random.Random) -> Count:
    """Kill so many workers at one kind of act; when it has nothing left to do, it goes on in a fresh office."""
    total = Count()
    for number in range(1000):
        folder = base / f"{number}"
        shutil.copytree(stocked, folder / "county")
        sit_down, book = opened_as(folder / "county", provinces), Book()
        is_out = False
        while not is_out and total.kills < kills:
            count, is_out = kill_one(kind.work, sit_down, folder / "county", book, rng)
            torn = torn_files(folder / OUT, folder / "county", folder / "scratch")
            total += count + Count(half=tuple(f"{kind.name}: torn {name}" for name in torn))
            assert (total.lost, total.half) == ((), ()), (kind.name, total)
        world = sit_down()
        if kind.name == "erasures":
            assert erased_names(world, folder / "county") == []
        indexed = {row.id for row in world.desk.store.browse(Browse("loving_mother", limit=2000)).rows}
        assert indexed == {mother.id for mother in world.desk.store.snapshot().of("loving_mother")}
        world.desk.store.fold()
        assert check(Disk(folder / "county")) == []
        world.desk.store.close()
        if total.kills >= kills:
            break
    return total


def test_killed_acts_of_every_kind_are_whole_or_not_there(
    stocked: Path, tmp_path: Path, provinces: Registry, monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(cache.ENV, str(tmp_path / "cache"))
    rng = random.Random(SEED)
    kinds = [kind for kind in KINDS if ONLY in ("", kind.name)]
    share = Counter(kinds[number % len(kinds)].name for number in range(KILLS))
    totals = {kind.name: killed(kind, share[kind.name], stocked, tmp_path / kind.name, provinces, rng)
              for kind in kinds if share[kind.name]}
    for name, count in totals.items():
        sys.stdout.write(f"{name:18}{count.kills:4} kills{count.acknowledged:6} acknowledged{count.whole:4} whole "
                         f"though unheard{len(count.lost):3} lost{len(count.half):3} half\n")
    assert sum(count.kills for count in totals.values()) == KILLS
    assert sum(count.acknowledged for count in totals.values()) >= KILLS // 2
