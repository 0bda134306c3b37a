"""F1 and F2: the power is cut, or the disk refuses, at every step; nothing acknowledged is lost, nothing is torn."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import random

import pytest

from aixin_tui.domain.record import Act, Change
from aixin_tui.services.ports import StoreDamagedError, Workspace
from aixin_tui.storage.clock import DemoClock
from aixin_tui.storage.disk import Disk
from aixin_tui.storage.ids import Ulids
from aixin_tui.storage.store import FileStore
from aixin_tui.storage.verify import check

from .simulated import NoLock, PowerCut, SimulatedDisk

ROUNDS = int(os.environ.get("AIXIN_CUT_ROUNDS", "1"))
#: A run of acts has some 160 steps.
STRIDE = int(os.environ.get("AIXIN_CUT_STRIDE", "1"))
TOWNS = ("data/630121/630121100", "data/630121/630121101")
SEALED = "restricted/630121/630121100"


def open_on(disk):
    return FileStore(disk, NoLock(), Workspace("", "W", "630121", "qinghai", False),
                     clock=DemoClock("2025-01-28"), session="s")


def acts(seed):
    """A run of acts over two towns and the restricted side, each touching several records."""
    rng, moment = random.Random(seed), iter(range(1, 10_000))
    ids = Ulids(lambda: next(moment), rng.randbytes)
    known, sealed = [], []
    for turn in range(12):
        child, other = ids.new(), ids.new()
        changes = [Change("child", child, {"name": f"孩{turn}", "note": "事" * rng.randrange(300)}, TOWNS[0]),
                   Change("loving_mother", other, {"name": f"妈{turn}", "skills": {f"s{turn}": True}}, TOWNS[1])]
        if known:
            changes.append(Change("child", rng.choice(known), {"name": f"改{turn}", f"categories/c{turn}": True}))
        if turn % 3 == 1:
            report = ids.new()
            changes.append(Change("incident", report, {"kind": "drowning", "what": f"w{turn}"}, SEALED))
            sealed.append(report)
        if turn % 3 == 2 and sealed:
            changes = [Change("incident", sealed[-1], {"outcome": f"o{turn}"})]
        else:
            known.append(child)
        yield Act("act", "wang", tuple(changes))


def work(disk, done, started):
    """Write acts and fold now and then; `done` gets what was acknowledged."""
    store = open_on(disk)
    queue = list(acts(5))
    for number, act in enumerate(queue):
        if number == 8:
            started += [act]
            many = queue[8:]
            started += many[1:]
            try:
                for receipt, told in zip(store.commit_many(many), many, strict=True):
                    done.append((told, receipt))
            except ValueError:
                pass
            break
        started.append(act)
        try:
            done.append((act, store.commit(act)))
            if number % 4 == 3:
                store.fold()
        except OSError:
            continue
        except ValueError:  # it would have changed a record of an act that was refused
            started.pop()
    with_fold(store)


def with_fold(store):
    with contextlib.suppress(OSError):
        store.fold()


def expected(done):
    out = {}
    for act, _ in done:
        for change in act.changes:
            held = out.setdefault((change.kind, change.id), {})
            for path, value in change.values.items():
                for unit, told in ({f"{path}/{k}": v for k, v in value.items()} if isinstance(value, dict)
                                   else {path: value}).items():
                    held[unit] = told
    return out


def units(record):
    out = {}
    for field, value in record.values.items():
        out.update({f"{field}/{key}": told for key, told in value.items()} if isinstance(value, dict)
                   else {field: value})
    return out


def judge(disk, done, started):
    """Everything acknowledged is there; an act that was under way is there whole or not at all; all verifies."""
    store = open_on(disk)
    sure, late = expected(done), [act for act in started if all(act is not told for told, _ in done)]
    for (kind, record_id), fields in sure.items():
        record = store.get(kind, record_id)
        assert record is not None, f"lost {kind}"
        have = units(record)
        for unit, value in fields.items():
            maybe = [change.values.get(unit) for act in late for change in act.changes if change.id == record_id]
            assert have.get(unit) == value or have.get(unit) in maybe, f"lost {unit}"
    for act in late:
        there = {change.home.split("/")[0]: store.get(change.kind, change.id) is not None
                 for change in act.changes if change.is_new}
        assert len(set(there.values())) <= 1, f"half an act: {there}"
    assert [str(found.code) + str(found.place) for found in check(disk)] == []
    for name in [*disk.seen]:
        if name.endswith(".json"):
            json.loads(disk.read(name))
    return store


def run_with_cut(at, round_number):
    rng = random.Random(round_number * 100_003 + at)
    disk, done, started = SimulatedDisk(rng=rng, cut_at=at), [], []
    with contextlib.suppress(PowerCut):
        work(disk, done, started)
    again = SimulatedDisk(disk.survivors(), rng=rng)
    judge(again, done, started)
    again.cut_at = again.steps + rng.randrange(1, 16)  # and once more, while it recovers
    try:
        store = open_on(again)
        store.commit(Act("touch", "li"))
        store.fold()
    except PowerCut:
        pass
    third = SimulatedDisk(again.survivors(), rng=rng)
    judge(third, done, started).fold()
    judge(third, done, started)


def steps_of_a_run():
    disk = SimulatedDisk(rng=random.Random(0))
    work(disk, [], [])
    return disk.steps


def test_a_power_cut_at_any_step_loses_nothing_acknowledged():
    steps = steps_of_a_run()
    assert steps > 150
    for round_number in range(ROUNDS):
        for at in range(1 + round_number % STRIDE, steps + 1, STRIDE):
            run_with_cut(at, round_number)


@pytest.mark.parametrize("fail", [errno.ENOSPC, errno.EIO])
def test_a_disk_that_refuses_a_step_loses_nothing_and_takes_later_acts(fail):
    for at in range(1 + fail % 3, steps_of_a_run() + 1, 3 * STRIDE if ROUNDS == 1 else 1):
        disk, done, started = SimulatedDisk(rng=random.Random(at), fail_at=at, fail=fail), [], []
        with contextlib.suppress(OSError):
            work(disk, done, started)
        judge(SimulatedDisk(disk.survivors(), rng=disk.rng), done, started)
        judge(disk, done, started)
        store = open_on(disk)
        store.commit(Act("after", "li"))
        store.fold()
        judge(disk, done, started)


def _without(name):
    """A disk that leaves out one of the syncs."""
    whole = SimulatedDisk
    body = {
        "the journal's sync": ("_sync", lambda self, handle: self._skip(handle, "journal.jsonl")),
        "the log's sync": ("_sync", lambda self, handle: self._skip(handle, ".jsonl", but="journal.jsonl")),
        "the sync before a rename": ("_sync", lambda self, handle: self._skip(handle, ".tmp")),
        "the folder's sync": ("_sync_folder", lambda self, _: self.step()),
    }[name]

    def skip(self, handle, end, but="\0"):
        names = [key for key, inode in self.seen.items() if inode is handle]
        if any(key.endswith(end) and not key.endswith(but) for key in names):
            self.step()
        else:
            whole._sync(self, handle)

    return type("Careless", (whole,), {body[0]: body[1], "_skip": skip})


@pytest.mark.parametrize("name", ["the journal's sync", "the log's sync", "the sync before a rename",
                                  "the folder's sync"])
def test_the_simulator_finds_every_sync_that_is_left_out(name, monkeypatch):
    monkeypatch.setitem(globals(), "SimulatedDisk", _without(name))
    steps = steps_of_a_run()
    for round_number in range(6):
        for at in range(1 + round_number, steps + 1, 6):
            try:
                run_with_cut(at, round_number + 50)
            except (AssertionError, StoreDamagedError, ValueError, KeyError):
                return
    pytest.fail(f"nothing lost without {name}")


def test_the_simulated_disk_replaces_every_primitive_step_and_no_durable_operation():
    own = set(vars(SimulatedDisk))
    assert {"_open", "_write", "_cut", "_sync", "_rename", "_remove", "_make_folder", "_sync_folder"} <= own
    assert not {"append", "replace", "make_folders"} & own
    assert {"append", "replace", "make_folders"} <= set(vars(Disk))


class FolderSyncs(SimulatedDisk):
    """Remembers at which steps folders are synced."""

    def __init__(self, **more):
        super().__init__(**more)
        self.synced_at = []

    def _sync_folder(self, folder):
        self.synced_at.append(self.steps + 1)
        super()._sync_folder(folder)


def test_a_name_whose_folder_could_not_be_synced_is_durable_with_the_next_fold():
    plain = FolderSyncs(rng=random.Random(0))
    work(plain, [], [])
    assert len(plain.synced_at) > 20
    for at in plain.synced_at[::STRIDE]:
        disk, done, started = SimulatedDisk(rng=random.Random(at), fail_at=at, fail=errno.EIO), [], []
        with contextlib.suppress(OSError):
            work(disk, done, started)
        with_fold(open_on(disk))
        for seed in range(3):
            disk.rng = random.Random(seed)
            judge(SimulatedDisk(disk.survivors(), rng=disk.rng), done, started)
