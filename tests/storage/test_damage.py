"""Files that were damaged, copied over or deleted, clocks that jump, disks that are full: told, and nothing lost."""

from __future__ import annotations

import random
import resource
import shutil
import signal

import pytest

from aixin_tui.domain.codes import Code
from aixin_tui.domain.kinds import home_of
from aixin_tui.domain.record import Act, Change
from aixin_tui.services.ports import StoreDamagedError
from aixin_tui.storage.disk import Disk
from aixin_tui.storage.merge import conflicts
from aixin_tui.storage.store import open_store
from aixin_tui.storage.verify import check

from .conftest import TOWN


@pytest.mark.usefixtures("broken_files")
@pytest.mark.parametrize("name", [f"data/630121/{TOWN}.json", "log/2025-03.jsonl", "journal.jsonl"])
def test_a_flipped_bit_is_noticed(bench, name):
    for number in range(6):
        bench.child(f"孩{number}", note="事" * 50)
        if number == 3:
            bench.store.fold()
    whole = bytes((bench.path / name).read_bytes())
    for at in range(7, len(whole), max(1, len(whole) // 40)):
        data = bytearray(whole)
        data[at] ^= 1 << at % 7
        (bench.path / name).write_bytes(data)
        try:
            found = check(Disk(bench.path)) or list(bench.open().log())[5:] == []
        except (StoreDamagedError, UnicodeDecodeError):
            found = True
        assert found, (name, at)
    (bench.path / name).write_bytes(whole)
    assert check(Disk(bench.path)) == []


@pytest.mark.usefixtures("broken_files")
def test_damage_in_the_middle_of_the_journal_is_told_and_nothing_is_changed(bench):
    for number in range(3):
        bench.child(str(number))
    journal = bench.path / "journal.jsonl"
    lines = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(lines[0] + lines[1][:-9] + b"xxxxxxxx\n" + b"".join(lines[2:]))
    damaged = journal.read_bytes()
    with pytest.raises(StoreDamagedError):
        bench.open()
    assert journal.read_bytes() == damaged


def test_a_torn_last_line_is_kept_aside_and_written_over(bench):
    bench.child("甲")
    journal = bench.path / "journal.jsonl"
    journal.write_bytes(journal.read_bytes() + b'{"n":2,"torn')
    store = bench.open()
    assert store.snapshot().counts() == {"child": 1}
    store.commit(Act("note", "wang"))
    assert (bench.path / "journal.jsonl.torn").read_bytes() == b'{"n":2,"torn'
    assert [entry.number for entry in bench.open().log()] == [1, 2]


def test_an_old_file_copied_over_a_newer_one_or_one_that_was_deleted_loses_nothing(bench):
    child, file = bench.child("甲", note="旧"), bench.path / f"data/630121/{TOWN}.json"
    bench.store.fold()
    old = file.read_bytes()
    bench.edit("child", child, name="乙")
    late = bench.child("后来")
    bench.store.fold()
    bench.edit("child", child, note="新")
    for harm in (lambda: file.write_bytes(old), file.unlink):
        harm()
        assert Code.STORE_014 in [found.code for found in check(Disk(bench.path))]
        store = bench.open()
        record = store.get("child", child)
        assert (record.text("name"), record.text("note")) == ("乙", "新")
        assert store.get("child", late) is not None
        store.fold()
        assert check(Disk(bench.path)) == []
        record = bench.open().get("child", child)
        assert (record.text("name"), record.text("note")) == ("乙", "新")


def test_a_file_of_a_copied_workspace_that_was_edited_there_is_merged_and_stands_in_the_log(bench, tmp_path):
    child = bench.child("甲", categories={"a": True})
    bench.store.fold()
    shutil.copytree(bench.path, tmp_path / "copy")
    other = open_store(str(tmp_path / "copy"), clock=bench.clock, ids=bench.ids)
    other.commit(Act("edit", "li", (Change("child", child, {"categories/b": True, "name": "那边"}),)))
    new = bench.ids.new()
    other.commit(Act("add", "li", (Change("child", new, {"name": "新来"}, home_of("child", TOWN)),)))
    other.fold()
    bench.edit("child", child, **{"categories/c": True, "name": "这边"})
    file = f"data/630121/{TOWN}.json"
    for turn in range(2):
        shutil.copy(tmp_path / "copy" / file, bench.path / file)
        store = bench.open()
        assert set(store.get("child", child).get("categories")) == {"a", "b", "c"}, turn
        store.fold()
        store = bench.open()
        record, raw = store.get("child", child), store._main.homes.raw(f"data/630121/{TOWN}", ("children", child))
        assert set(record.get("categories")) == {"a", "b", "c"}
        assert set(conflicts(raw)["name"]) == {"这边", "那边"}
        assert store.get("child", new) is not None
        assert store.snapshot(known_at="2099-01-01").counts() == {"child": 2}
        assert check(Disk(bench.path)) == []
    assert [entry.action for entry in store.log()] == ["add", "edit", "hand_edit", "hand_edit"]


def test_a_clock_that_jumps_ten_years_back_and_forth_makes_no_conflict_and_loses_nothing(bench):
    child, rng, stores = bench.child("甲"), random.Random(8), [bench.open() for _ in range(3)]
    for turn in range(60):
        bench.clock.move(f"20{rng.randrange(15, 36)}-06-01")
        stores[turn % 3].commit(Act("edit", "wang", (Change("child", child, {"note": str(turn)}),)))
        if turn % 17 == 0:
            stores[(turn + 1) % 3].fold()
        record = stores[(turn + 2) % 3].get("child", child)
        assert record.text("note") == str(turn)
    assert conflicts(bench.open()._main.homes.raw(f"data/630121/{TOWN}", ("children", child))) == {}
    bench.store.fold()
    assert check(Disk(bench.path)) == []


def test_a_file_size_limit_stops_writes_without_loss_and_they_go_on_when_it_is_lifted(bench):
    limit, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    written = []
    old = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (16_384, hard))
        with pytest.raises(OSError, match=r"."):  # noqa: PT012 - as many as fit
            while True:
                written.append(bench.child(f"孩{len(written)}", note="事" * 200))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
        signal.signal(signal.SIGXFSZ, old)
    assert len(written) > 5
    written.append(bench.child("后来"))
    assert {child.id for child in bench.open().snapshot().of("child")} == set(written)
    bench.store.fold()
    assert check(Disk(bench.path)) == []
