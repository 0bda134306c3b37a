"""TinyDB's own API on the store: what a script writes is an act of the log, and what rules decide is refused."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from tinydb import TinyDB, where

from aixin_tui.scripting import open_tables
from aixin_tui.storage.disk import Disk
from aixin_tui.storage.tables import TablesError
from aixin_tui.storage.verify import check

from .conftest import TOWN


def test_a_script_reads_what_the_journal_holds_and_its_writes_are_acts_of_the_log(bench):
    child = bench.child("尹小禾", categories={"left_behind": True})
    with open_tables(bench.path, TOWN) as db:
        row, = db.table("children").search(where("name") == "尹小禾")
        assert row["id"] == child
        assert row["categories"] == {"left_behind": True}
        db.table("children").update({"school": "中心小学"}, where("name") == "尹小禾")
        number = db.table("households").insert({"address": "上街"})
        assert db.table("households").get(doc_id=number)["address"] == "上街"
    assert bench.store.get("child", child).text("school") == "中心小学"
    household, = bench.store.snapshot().of("household")
    assert household.text("source") == "script"
    assert [entry.action for entry in bench.store.log()] == ["add", "script", "script"]


def test_a_year_has_tables_of_its_own_and_a_register_line_is_of_its_register(bench):
    with open_tables(bench.path, TOWN, 2025) as db:
        db.table("activities").insert({"date": "2025-03-02", "note": "电话"})
        with pytest.raises(TablesError):
            db.table("children").insert({"name": "甲"})
    with open_tables(bench.path, TOWN) as db:
        db.table("register_entries").insert({"register": "funds", "amount": 100})
    assert bench.store.snapshot().counts() == {"activity": 1, "funds": 1}


def test_many_rows_of_one_call_are_one_act(bench):
    with open_tables(bench.path, TOWN) as db:
        db.table("households").insert_multiple({"address": str(number)} for number in range(40))
    entry, = bench.store.log()
    assert len(entry.changes) == 40


def test_a_removal_marks_one_record_as_a_mistake_and_many_are_refused(bench):
    with open_tables(bench.path, TOWN) as db:
        table = db.table("households")
        numbers = table.insert_multiple({"address": str(number)} for number in range(3))
        table.remove(doc_ids=[numbers[0]])
        assert len(table) == 2
        for removal in (table.truncate, db.drop_tables, lambda: db.drop_table("households"),
                        lambda: table.remove(where("address").exists())):
            with pytest.raises(TablesError):
                removal()
        assert len(table) == 2
    assert bench.store.snapshot().counts() == {"household": 2}


@pytest.mark.parametrize(("table", "values", "command"), [
    ("pairings", {"child": "x"}, "aixin pair add"),
    ("consents", {"child": "x"}, "aixin consent add"),
    ("children", {"status": {"01": {"state": "paired"}}}, "aixin case advance"),
    ("children", {"recorded_at": "2020-01-01"}, "cannot be set"),
    ("nowhere", {"name": "x"}, "has no table"),
])
def test_what_a_rule_decides_is_refused_with_the_command_for_it(bench, table, values, command):
    with open_tables(bench.path, TOWN) as db, pytest.raises(TablesError, match=command):
        db.table(table).insert(values)
    assert list(bench.store.log()) == []


def test_a_row_with_a_number_of_its_own_is_refused(bench):
    from tinydb.table import Document

    with open_tables(bench.path, TOWN) as db, pytest.raises(TablesError, match="ids are given"):
        db.table("households").insert(Document({"address": "x"}, doc_id=7))


def test_four_scripts_at_once_lose_nothing_and_all_stand_in_the_log(bench):
    bench.new("household", {"address": 0})
    task = str(Path(__file__).with_name("workers.py"))
    workers = [subprocess.Popen([sys.executable, task, "tables", str(bench.path), str(number), "25", "0"],
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for number in range(4)]
    told = set()
    for worker in workers:
        out, error = worker.communicate(timeout=120)
        assert not error
        told.update(out.split())
    now = bench.open().snapshot()
    assert len(told) == 100
    assert {entry.text("note") for entry in now.of("funds")} == told
    assert now.of("household")[0].get("address") == 100
    assert sum(1 for entry in bench.store.log() if entry.action == "script") == 200
    bench.store.fold()
    assert check(Disk(bench.path)) == []


def test_a_file_that_stock_tinydb_rewrote_is_merged_back(bench):
    child, other = bench.child("甲", note="旧", categories={"a": True}), bench.child("乙")
    bench.store.fold()
    bench.edit("child", child, school="一小")  # in the journal only
    with TinyDB(bench.path / f"data/630121/{TOWN}.json", encoding="utf-8", ensure_ascii=False) as db:
        db.table("children").update({"note": "手改"}, where("name") == "甲")
        db.table("children").insert({"name": "手添"})
        db.table("children").remove(where("name") == "乙")
    assert bench.store.get("child", child).text("note") == "手改"
    reader = bench.open()
    before = (bench.path / f"data/630121/{TOWN}.json").read_bytes()
    assert {told.text("name") for told in reader.snapshot().of("child")} == {"甲", "乙", "手添"}
    assert (bench.path / f"data/630121/{TOWN}.json").read_bytes() == before, "reading wrote something"
    reader.fold()
    again = bench.open()
    record = again.get("child", child)
    assert (record.text("note"), record.text("school"), record.get("categories")) == ("手改", "一小", {"a": True})
    assert again.get("child", other) is not None, "a record is not removed by dropping its row"
    assert len(again.snapshot().of("child")) == 3
    assert [entry.action for entry in again.log()][-1] == "hand_edit"
    assert check(Disk(bench.path)) == []
    again.fold()
    assert len(bench.open().snapshot().of("child")) == 3
