"""Erasure by law: the values are nowhere, the chain is whole, others keep theirs; a crash leaves before or after."""

from __future__ import annotations

import contextlib
import errno
import json
import random

import pytest

from aixin_tui.domain.erasure import Erasure, Keep
from aixin_tui.domain.kinds import home_of
from aixin_tui.domain.record import Act, Change
from aixin_tui.services.ports import Browse, Workspace
from aixin_tui.storage.clock import DemoClock
from aixin_tui.storage.disk import Disk
from aixin_tui.storage.ids import Ulids
from aixin_tui.storage.merge import key_of, merge, purge
from aixin_tui.storage.store import FileStore
from aixin_tui.storage.verify import check

from .conftest import TOWN
from .simulated import NoLock, PowerCut, SimulatedDisk

NAME, PHONE, NUMBER, NOTE = "窦念安", "15400000001", "630222201405069902", "孩子怕黑，夜里常哭"
SECRETS = (NAME, PHONE, NUMBER, NOTE, "三社七号")
HOME = f"data/{TOWN[:6]}/{TOWN}"
KEPT = {"child": {"division_code": Keep.TOWN, "birth_date": Keep.YEAR, "sex": Keep.WHOLE, "categories": Keep.WHOLE,
                  "status": {"state": Keep.WHOLE, "from": Keep.WHOLE, "reason": Keep.KEY}},
        "activity": {"child": Keep.WHOLE, "date": Keep.WHOLE, "kind": Keep.WHOLE}}


def lived(store, ids):
    """A child with everything, another one, and an act over both; some of it folded."""
    child, other, note, incident = (ids.new() for _ in range(4))
    store.commit(Act("add_child", "wang", (
        Change("child", child, {
            "name": NAME, "sex": "female", "birth_date": "2014-05-06", "id_number": NUMBER,
            "phone": {PHONE: True}, "division_code": f"{TOWN}201", "address": "三社七号",
            "categories": {"left_behind_child": True},
            "status": {ids.new(): {"state": "filed", "from": "2025-01-02", "reason": NOTE}}}, HOME),
        Change("child", other, {"name": "窦念平", "division_code": f"{TOWN}201"}, HOME)),
        reason=f"{NAME}的名册"))
    store.fold()
    store.commit(Act("tick", "wang", (
        Change("activity", note, {"child": child, "date": "2025-03-02", "kind": "call", "note": NOTE},
               home_of("activity", TOWN, day="2025-03-02")),
        Change("child", other, {"note": f"与{NAME}同住", "school": "一小"})), about={"phone": PHONE}))
    store.commit(Act("incident", "wang", (
        Change("incident", incident, {"child": child, "what": NOTE}, home_of("incident", TOWN)),)))
    store.commit(Act("reveal", "wang", reason=f"核对{NAME}的电话", about={"kind": "child", "record": child}))
    return child, other, note, incident


def erasure_of(child, other, note, incident):
    return Erasure(Act("erase", "boss", reason="家长要求", about={"record": child}),
                   (("child", child), ("activity", note), ("incident", incident)), KEPT,
                   added={child: {"state": "closed"}}, mentions=(("child", other),),
                   words=(NAME, PHONE, NUMBER, "三社七号"))


def standing(read, names):
    """Name the files that hold a secret, as it is written or escaped."""
    found = set()
    for name in names:
        data = read(name)
        for secret in SECRETS:
            if secret.encode() in data or json.dumps(secret).strip('"').encode() in data:
                found.add(name)
    return found


def files_of(path):
    return [str(file.relative_to(path)) for file in path.rglob("*") if file.is_file()]


def test_the_values_are_in_no_byte_of_the_workspace_and_the_rest_is_as_it_was(bench, broken_files):
    ids = lived(bench.store, bench.ids)
    child, other, _, incident = ids
    drafts = bench.path / "drafts"
    drafts.mkdir()
    (drafts / f"edit-child-{child}.json").write_text("{}", encoding="utf-8")
    (drafts / "add-child.json").write_text(json.dumps({"name": NAME}), encoding="utf-8")
    (drafts / "other.json").write_text("{}", encoding="utf-8")
    assert bench.store.browse(Browse("child")).total == 2
    before = standing(lambda name: (bench.path / name).read_bytes(), files_of(bench.path))
    assert before >= {"drafts/add-child.json", f"{HOME}.json"}
    assert any(name.startswith(".index/") for name in before)
    past = bench.clock.now()
    receipt = bench.store.erase(erasure_of(*ids), bench.ids.new())
    assert receipt.number == 4
    for store in (bench.store, bench.open()):
        assert store.browse(Browse("child")).total == 1
        assert standing(lambda name: (bench.path / name).read_bytes(), files_of(bench.path)) == set()
        assert [path.name for path in drafts.iterdir()] == ["other.json"]
        assert check(Disk(bench.path)) == []
        left = store.get("child", child)
        assert (left.is_erased, left.get("birth_date"), left.get("division_code"), left.get("state")) == (
            True, "2014", TOWN, "closed")
        assert store.get("child", other).values["school"] == "一小"
        assert store.get("child", other).text("note") == "与〔已删除〕同住"
        assert store.get("incident", incident) is None
        # Figures of the past count as many as before.
        for snapshot in (store.snapshot(), store.snapshot(known_at=past)):
            assert len(snapshot.of("child")) == 2
            assert [one.get("kind") for one in snapshot.of("activity")] == ["call"]
        entries = list(store.log(restricted=True))
        assert sorted(entry.action for entry in entries) == [
            "add_child", "erase", "erase", "incident", "reveal", "tick"]
        assert not [entry for entry in entries if entry.reason and NAME in entry.reason]
        assert next(entry for entry in entries if entry.action == "add_child").operator == "wang"


def test_a_second_erasure_over_the_same_lines_keeps_the_first(bench):
    ids = lived(bench.store, bench.ids)
    bench.store.erase(erasure_of(*ids), bench.ids.new())
    _, other, _, _ = ids
    bench.store.erase(Erasure(Act("erase", "boss"), (("child", other),), KEPT, words=("窦念平",)), bench.ids.new())
    assert check(Disk(bench.path)) == []
    data = b"".join((bench.path / name).read_bytes() for name in files_of(bench.path))
    assert "窦念平".encode() not in data
    assert NAME.encode() not in data
    assert len(bench.open().snapshot().of("child")) == 2


def test_an_erased_record_is_changed_and_brought_back_by_nothing(bench):
    child, other, note, incident = lived(bench.store, bench.ids)
    file = bench.path / f"{HOME}.json"
    bench.store.fold()
    old = file.read_bytes()
    bench.store.erase(erasure_of(child, other, note, incident), bench.ids.new())
    with pytest.raises(ValueError, match="no record"):
        bench.edit("child", child, name="回来")
    file.write_bytes(old)  # an old copy of the file is laid over it
    store = bench.open()
    store.fold()
    assert store.get("child", child).text("name") == ""
    assert NAME.encode() not in file.read_bytes()


def test_merging_two_erasures_is_the_same_in_any_order():
    one, two, whole = purge("x", "1", {"a": 1}), purge("x", "2", {"a": 2}), {"id": "x", "name": NAME, "_v": "9"}
    for first, second in ((one, two), (two, one)):
        assert key_of(merge(merge(whole, first), second)) == key_of(merge(merge(second, whole), first)) == key_of(two)


def made(disk):
    moment = iter(range(1, 10_000))
    ids = Ulids(lambda: next(moment), random.Random(3).randbytes)
    return open_on(disk), ids


def open_on(disk):
    return FileStore(disk, NoLock(), Workspace("", "W", "630121", "qinghai", False),
                     clock=DemoClock("2025-03-02"), session="s")


def settled(disk):
    """Judge what a crash left: nothing happened, or all of it did, and is done now."""
    store = open_on(disk)
    left = standing(disk.read, [name for name in disk.seen if disk.seen[name].now])
    acts = [entry.action for entry in store.log()]
    assert [(str(found.code), str(found.place)) for found in check(disk)] == []
    if "erase" in acts:
        assert left == set()
        assert not [name for name in disk.seen if name.endswith(("erasing.intent", ".torn"))]
    else:
        assert len(left) > 2
    assert len(store.snapshot().of("child")) == 2
    return "erase" in acts


def crashed_at(step, seed, **fault):
    disk = SimulatedDisk(rng=random.Random(seed * 7919 + step))
    store, ids = made(disk)
    who = lived(store, ids)
    disk.steps = 0
    for name, value in fault.items():
        setattr(disk, name, value if name == "fail" else step)
    with contextlib.suppress(PowerCut, OSError):
        store.erase(erasure_of(*who), "E")
        return disk, True
    return disk, False


def test_a_power_cut_at_any_step_leaves_before_or_after():
    fates = set()
    for step in range(1, 1_000):
        disk, is_done = crashed_at(step, 0, cut_at=step)
        again = SimulatedDisk(disk.survivors(), rng=disk.rng, cut_at=disk.rng.randrange(1, 30))
        with contextlib.suppress(PowerCut):  # and once more, while it is taken up again
            open_on(again)
        third = SimulatedDisk(again.survivors(), rng=disk.rng)
        fate = settled(third)
        fates.add(fate)
        open_on(third).commit(Act("after", "li"))
        open_on(third).fold()
        assert settled(third) is fate
        if is_done:
            assert fate
            break
    assert fates == {True, False}
    assert step > 50


@pytest.mark.parametrize("fail", [errno.ENOSPC, errno.EIO])
def test_a_disk_that_refuses_a_step_leaves_before_or_after(fail):
    for step in range(1, 1_000, 2):
        disk, is_done = crashed_at(step, fail, fail_at=step, fail=fail)
        disk.fail_at = 0
        fate = settled(disk)
        assert fate or not is_done
        if is_done and not disk.failed:
            break
