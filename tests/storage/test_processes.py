"""F3, F4 and F6: processes that write at once, are killed in a save, an import or a fold, or hold the lock."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tinydb import TinyDB

from aixin_tui.services.ports import StoreBusyError
from aixin_tui.storage.clock import SystemClock
from aixin_tui.storage.disk import Disk
from aixin_tui.storage.ids import Ulids
from aixin_tui.storage.lock import Lock
from aixin_tui.storage.store import create_workspace, open_store
from aixin_tui.storage.verify import check

from . import workers

KILLS = int(os.environ.get("AIXIN_KILLS", "50"))


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "ws"
    create_workspace(str(path), office="630121", province="qinghai", clock=SystemClock(), ids=Ulids())
    return path


def start(task, folder, *args):
    return subprocess.Popen([sys.executable, str(Path(__file__).with_name("workers.py")), task, str(folder),
                             *map(str, args)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def told(worker):
    out, err = worker.communicate(timeout=120)
    return [line for line in out.splitlines() if line.startswith("w")], err


def names_in(folder):
    """Every acknowledged name must be on all three kinds of record that its act wrote."""
    store = open_store(str(folder), clock=SystemClock(), ids=Ulids())
    now = store.snapshot(restricted=True)
    children = {child.text("name") for child in now.of("child")}
    assert children == {activity.text("note") for activity in now.of("activity")}
    assert {told.text("what") for told in now.of("incident")} == {
        name for name in children if int(name.split("-")[1]) % 5 == 0}
    assert len({child.id for child in now.of("child")}) == len(children)
    return children


def stock_reads_everything(folder):
    for file in folder.rglob("*.json"):
        with TinyDB(file, encoding="utf-8", access_mode="r") as db:
            for table in db.tables():
                db.table(table).all()


def test_four_processes_write_at_once_and_nothing_is_lost(folder):
    running = [start("write", folder, number, 50, 0 if number % 2 else 9) for number in range(4)]
    acknowledged = set()
    for worker in running:
        names, error = told(worker)
        assert not error
        acknowledged.update(names)
    assert len(acknowledged) == 200
    assert names_in(folder) == acknowledged
    store = open_store(str(folder), clock=SystemClock(), ids=Ulids())
    assert [entry.number for entry in store.log()] == list(range(1, 201))
    assert check(Disk(folder)) == []
    stock_reads_everything(folder)


class Forked:
    """A worker that is forked and not started anew, so that fifty kills take seconds."""

    def __init__(self, task, folder, *args):
        reading, writing = os.pipe()
        self.pid = os.fork()
        if not self.pid:
            code = 1
            try:
                os.close(reading)
                os.dup2(writing, 1)
                task(str(folder), *args)
                code = 0
            except BaseException as error:  # noqa: BLE001 - told to the parent
                os.write(1, f"!{error!r}\n".encode())
            finally:
                os._exit(code)
        os.close(writing)
        self.out = os.fdopen(reading, encoding="utf-8")

    def kill(self):
        """Kill it, and give what it had acknowledged."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        with self.out:
            lines = self.out.read().splitlines()
        assert not [line for line in lines if line.startswith("!")]
        return {line for line in lines if line.startswith("w")}


@pytest.mark.parametrize("seed", [4])
def test_writers_importers_and_folds_are_killed_and_nothing_acknowledged_is_lost(folder, seed):
    rng, running, acknowledged = random.Random(seed), [], set()
    for number in range(KILLS + 2):
        task = rng.choice((workers.write, workers.write, workers.take_in))
        running.append(Forked(task, folder, number, 100_000, rng.choice((0, 1, 3))))
        running[-1].out.readline()
        if len(running) == 3:
            time.sleep(rng.uniform(0.005, 0.06))
            acknowledged |= running.pop(rng.randrange(3)).kill()
    for worker in running:
        acknowledged |= worker.kill()
    assert len(acknowledged) > KILLS
    assert acknowledged - names_in(folder) == set()
    assert check(Disk(folder)) == []
    stock_reads_everything(folder)


def test_a_killed_holder_frees_the_lock_and_a_stopped_one_is_named(folder):
    worker = start("hold", folder, 60)
    worker.stdout.readline()
    worker.send_signal(signal.SIGSTOP)
    with pytest.raises(StoreBusyError, match=str(worker.pid)), Lock(folder / "lock", patience=0.2).held():
        pass
    worker.kill()
    with Lock(folder / "lock", patience=2).held():
        pass
    worker.communicate()
