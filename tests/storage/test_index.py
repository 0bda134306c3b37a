"""The index of lists (F9): disposable, never wrong, and equal to what the files say."""

from __future__ import annotations

import random
import sqlite3

import pytest

from aixin_tui.domain.record import Act
from aixin_tui.services.ports import Browse
from aixin_tui.storage import pages, search
from aixin_tui.storage.index_file import FILE, FOLDER

NAMES = ("曾望川", "尹小禾", "单于明", "马占海", "才让卓玛", "欧阳娜", "尹禾", "Ann")


def by_files(store, query):
    """The same page out of all records in hand."""
    homes = store._main.homes
    return search.browse([(home, record) for home, mark in homes.marks().items()
                          for record in homes.records(home, mark).values()], query)


@pytest.fixture
def full(bench):
    for number, name in enumerate(NAMES * 4):
        bench.child(name, division_code=f"63012110{number % 3}201", id_number=f"63012120150101990{number % 10}",
                    phones={f"154{number:08}": True},
                    status={bench.ids.new(): {"state": "filed", "from": "2025-01-01"}})
    bench.store.fold()
    pairing = bench.new("pairing", {"number": "630121-2025-0007", "started_on": "2025-02-01"})
    bench.edit("pairing", pairing, ended_on="2025-02-20")
    child = bench.store.snapshot().of("child")[3]
    bench.edit("child", child.id, name="改名了")
    return bench


QUERIES = [
    Browse("child"), Browse("child", limit=5), Browse("child", scope="630121101"), Browse("child", scope="630000"),
    Browse("child", scope="630121100201"), Browse("child", text="尹"), Browse("child", text="小禾"),
    Browse("child", text="zwc"), Browse("child", text="zengwang"), Browse("child", text="zeng wang chuan"),
    Browse("child", text="Zeng'wang"), Browse("child", text="z"), Browse("child", text="z", scope="630121101"),
    Browse("child", text="zwc", states=("filed",)), Browse("child", text="zwc", scope="630121", states=("closed",)),
    Browse("child", text="9903"),
    Browse("child", text="0007"), Browse("child", text="改名了"), Browse("child", text="gml"),
    Browse("child", text="ann"), Browse("child", states=("filed",)), Browse("child", states=("closed", "waiting")),
    Browse("child", text="小禾", places=("630121101201", "630121102")),
    Browse("child", scope="630121101", text="无人", places=("630121101201", "630121102")), Browse("pairing"),
    Browse("pairing", text="2025-0007"), Browse("pairing", states=("ended",)), Browse("child", text="%"),
    Browse("child", text="[/]"), Browse("nothing"),
]


@pytest.mark.parametrize("query", QUERIES, ids=str)
def test_a_page_of_the_index_is_the_page_of_the_files(full, query):
    assert full.store.browse(query) == by_files(full.store, query) == full.open().browse(query)


@pytest.mark.parametrize("query", QUERIES, ids=str)
def test_a_text_that_finds_many_finds_the_same_as_one_that_finds_few(full, query, monkeypatch):
    want = full.store.browse(query)
    monkeypatch.setattr(pages, "MANY", -1)
    assert full.open().browse(query) == want == by_files(full.store, query)


@pytest.mark.parametrize("text", ["jiawanyuan", "jia wan yuan", "jiawan", "jia wan", "jwy", "JIA", "jia'wan", "贾晚"])
def test_pinyin_finds_a_name_with_or_without_blanks_between_its_syllables(bench, text):
    bench.child("贾晚原")
    bench.child("贾小禾")
    assert "贾晚原" in [row.name for row in bench.store.browse(Browse("child", text=text)).rows]


def test_a_list_counts_anew_after_every_write(full):
    query = Browse("child", text="zengwang")
    before = full.store.browse(query).total
    full.child("曾望川")
    assert full.store.browse(query).total == full.open().browse(query).total == before + 1


def test_a_tally_of_the_index_is_that_of_the_files_and_later_states_are_told_apart(full):
    kept = full.child("将来", status={full.ids.new(): {"state": "filed", "from": "2025-01-01"},
                                     full.ids.new(): {"state": "closed", "from": "2025-09-01"}})
    none = full.child("没有状态")
    wrong = full.child("撤销的一步", status={full.ids.new(): {"state": "filed", "from": "2025-01-01"}, full.ids.new(): {
        "state": "closed", "from": "2025-02-01", "voided": {"on": "2025-02-02"}}})
    gone = full.store.snapshot().of("child")[5]
    full.edit("child", gone.id, voided={"on": "2025-03-01", "operator": "wang", "reason": "重复"})
    assert wrong not in full.store.tally("child", "2025-03-24").others
    for day in ("2024-12-31", "2025-03-24", "2025-12-31"):
        told = full.store.tally("child", day)
        assert told == search.tally(full.store.snapshot().of("child"), "child", day)
        assert sum(told.states.values()) + len(told.others) == len(full.store.snapshot().of("child"))
    assert set(full.store.tally("child", "2025-03-24").others) == {kept, none}


def test_pages_follow_one_another_by_key_and_go_back(full):
    seen, after = [], ""
    while rows := full.store.browse(Browse("child", after=after, limit=5)).rows:
        seen += rows
        after = rows[-1].key
    assert [row.id for row in seen] == [row.id for row in full.store.browse(Browse("child", limit=500)).rows]
    assert full.store.browse(Browse("child", before=seen[10].key, limit=5)).rows == tuple(seen[5:10])


def test_every_write_and_fold_of_any_process_shows_at_once(full):
    other, rng = full.open(), random.Random(3)
    for turn in range(30):
        if turn % 3 == 0:
            full.child(f"新{turn}")
        elif turn % 3 == 1:
            child = rng.choice(other.snapshot().of("child"))
            full.edit("child", child.id, name=f"改{turn}")
        else:
            child = rng.choice(other.snapshot().of("child"))
            full.edit("child", child.id, voided={"on": "2025-03-01", "operator": "wang", "reason": "重复"})
        if turn % 7 == 6:
            rng.choice((full.store, other)).fold()
        for store in (other, full.store):
            assert store.browse(Browse("child", limit=900)) == by_files(store, Browse("child", limit=900))


def _delete(path):
    path.unlink()


def _cut(path):
    path.write_bytes(path.read_bytes()[:5000])


def _flip(path):
    data = bytearray(path.read_bytes())
    data[:200] = b"x" * 200
    path.write_bytes(data)


def _older(path):
    with sqlite3.connect(path) as base:
        base.execute("update meta set value = '0' where name = 'version'")
    base.close()


def _empty_tables(path):
    with sqlite3.connect(path) as base:
        base.execute("drop table entry")
    base.close()


@pytest.mark.parametrize("harm", [_delete, _cut, _flip, _older, _empty_tables])
def test_an_index_that_is_missing_damaged_or_older_is_made_anew(full, harm):
    want = full.store.browse(Browse("child"))
    full.store.close()
    for end in ("-wal", "-shm"):
        (full.path / FOLDER / f"{FILE}{end}").unlink(missing_ok=True)
    harm(full.path / FOLDER / FILE)
    again = full.open()
    assert again.browse(Browse("child")) == want
    again.close()


def test_a_folder_in_which_no_index_can_be_made_is_read_without_one(full, monkeypatch):
    want = full.store.browse(Browse("child"))
    full.store.close()

    def refuse(*_args, **_kwargs):
        raise sqlite3.OperationalError("attempt to write a readonly database")

    monkeypatch.setattr(sqlite3, "connect", refuse)
    assert full.open().browse(Browse("child")) == want


def test_a_workspace_of_many_files_finds_a_record_by_the_index(bench, monkeypatch):
    monkeypatch.setattr("aixin_tui.storage.listing.FEW_FILES", 1)
    children = [bench.new("child", {"name": f"孩{number}"}, place=f"6301211{number:02}") for number in range(6)]
    bench.store.fold()
    late = bench.child("晚来")
    store = bench.open()
    assert [store.get("child", child).text("name") for child in children] == [f"孩{n}" for n in range(6)]
    assert store.get("child", late).text("name") == "晚来"
    assert store.get("child", bench.ids.new()) is None
    store.commit(Act("noop", "wang"))


def test_the_index_has_the_modes_of_its_workspace(full):
    full.store.browse(Browse("child"))
    assert (full.path / FOLDER).stat().st_mode & 0o777 == 0o700
    assert (full.path / FOLDER / FILE).stat().st_mode & 0o777 == 0o600
