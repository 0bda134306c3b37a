"""What services rely on: whole acts, snapshots of now and of then, a restricted side that shows nowhere, modes."""

from __future__ import annotations

import os

import pytest

from aixin_tui.domain.kinds import home_of
from aixin_tui.domain.record import Act, Change
from aixin_tui.services.ports import Browse
from aixin_tui.storage import homes
from aixin_tui.storage.datafile import decode
from aixin_tui.storage.disk import Disk
from aixin_tui.storage.ids import number_of
from aixin_tui.storage.verify import check

from .conftest import TOWN


def test_a_new_record_says_when_by_whom_and_from_where_and_an_edit_moves_its_date(bench):
    child = bench.child("甲")
    record = bench.store.get("child", child)
    assert (record.text("recorded_by"), record.text("source")) == ("wang", "form")
    assert record.recorded_at == record.text("recorded_at") == record.updated_at
    assert record.recorded_at.startswith("2025-03-01T09:00:00.")
    bench.clock.move("2025-04-02")
    bench.edit("child", child, name="乙")
    after = bench.store.get("child", child)
    assert (after.recorded_at, after.updated_at[:10], after.text("name")) == (record.recorded_at, "2025-04-02", "乙")


def test_an_act_is_written_whole_or_not_at_all(bench):
    child = bench.child("甲")
    missing = Change("child", bench.ids.new(), {"name": "没有"})
    before = (bench.path / "journal.jsonl").read_bytes()
    with pytest.raises(ValueError, match="no record"):
        bench.store.commit(Act("edit", "wang", (Change("child", child, {"name": "乙"}), missing)))
    with pytest.raises(ValueError, match="exists"):
        bench.store.commit(Act("add", "wang", (Change("child", child, {"name": "乙"}, home_of("child", TOWN)),)))
    assert bench.store.get("child", child).text("name") == "甲"
    assert (bench.path / "journal.jsonl").read_bytes() == before


def test_many_acts_are_written_up_to_the_one_that_is_refused(bench):
    acts = [Act("add", "wang", (Change("child", bench.ids.new(), {"name": str(n)}, home_of("child", TOWN)),))
            for n in range(70)]
    acts.insert(66, Act("edit", "wang", (Change("child", bench.ids.new(), {"name": "x"}),)))
    receipts = bench.store.commit_many(acts)
    assert [next(receipts).number for _ in range(66)] == list(range(1, 67))
    with pytest.raises(ValueError, match="no record"):
        next(receipts)
    assert bench.open().snapshot().counts() == {"child": 66}


def test_changes_of_one_record_in_one_act_and_in_acts_of_one_row_build_on_each_other(bench):
    child, home = bench.ids.new(), home_of("child", TOWN)
    first = Act("add", "wang", (Change("child", child, {"name": "甲", "categories": {"a": True}}, home),
                                Change("child", child, {"categories/b": True})))
    second = Act("edit", "wang", (Change("child", child, {"name": "乙", "categories/a": None}),))
    assert [receipt.number for receipt in bench.store.commit_many([first, second])] == [1, 2]
    for store in (bench.store, bench.open()):
        record = store.get("child", child)
        assert (record.text("name"), record.get("categories")) == ("乙", {"b": True})


def test_a_snapshot_holds_the_counties_its_scope_lies_in_or_holds_and_follows_every_process(bench):
    bench.child("甲")
    bench.new("child", {"name": "外县"}, place="630122101")
    bench.new("neighbour", {"villages": {}}, place="630100")
    other = bench.open()
    for scope, kinds in (("", {"child": 2, "neighbour": 1}), ("630121", {"child": 1, "neighbour": 1}),
                         (f"{TOWN}201", {"child": 1, "neighbour": 1}), ("630100", {"child": 2, "neighbour": 1}),
                         ("63", {"child": 2, "neighbour": 1}), ("640000", {})):
        assert other.snapshot(scope).counts() == kinds, scope
    before = other.snapshot("630121")
    assert other.snapshot("630121") is before, "nothing changed: the same snapshot"
    bench.child("乙")
    bench.store.fold()
    bench.child("丙")
    assert {child.text("name") for child in other.snapshot("630121").of("child")} == {"甲", "乙", "丙"}
    assert {child.text("name") for child in before.of("child")} == {"甲"}


def test_a_snapshot_as_known_at_a_moment_is_replayed_from_the_log(bench):
    child = bench.child("甲", categories={"a": True})
    bench.clock.move("2025-04-10")
    bench.edit("child", child, name="乙", **{"categories/b": True})
    bench.store.fold()
    bench.clock.move("2025-05-10T12:00:00+08:00")
    bench.edit("child", child, name="丙")
    bench.child("新")

    def known(at):
        return [(record.text("name"), sorted(record.get("categories") or ()))
                for record in bench.store.snapshot("630121", known_at=at).of("child")]

    assert known("2025-02-28") == []
    assert known("2025-03-01") == [("甲", ["a"])]
    assert known("2025-04-10") == [("乙", ["a", "b"])]
    assert known("2025-05-10T11:59:00+08:00") == [("乙", ["a", "b"])]
    assert known("2025-05-10T04:30:00+00:00") == known("2025-05-10") == [("丙", ["a", "b"]), ("新", [])]
    assert bench.store.snapshot(known_at="2025-04-10").known_at == "2025-04-10T23:59:59.999+08:00"


def test_the_log_tells_each_act_with_its_values_so_that_it_can_be_undone(bench):
    child = bench.child("甲", categories={"a": True})
    receipt = bench.store.commit(Act("rename", "li", (Change("child", child, {"name": "乙", "categories/a": None}),),
                                     reason="写错了", about={"asked": "guardian"}))
    for _ in range(2):
        entry = bench.store.entry(receipt.number)
        assert (entry.operator, entry.action, entry.reason, entry.about) == ("li", "rename", "写错了",
                                                                             {"asked": "guardian"})
        change, = entry.changes
        assert (change.kind, change.is_new, dict(change.values)) == ("child", False,
                                                                     {"name": "乙", "categories/a": None})
        before = bench.store.before("child", child, receipt.number)
        assert (before.text("name"), before.get("categories")) == ("甲", {"a": True})
        bench.store.fold()
    assert bench.store.before("child", child, 1) is None
    bench.child("丙")
    assert [entry.number for entry in bench.store.log(since=2)] == [2, 3]
    assert [entry.number for entry in bench.store.log(record_id=child)] == [1, 2]
    assert [entry.number for entry in bench.store.log(kind="child", record_id=child)] == [1, 2]
    assert list(bench.store.log(kind="pairing")) == []
    assert bench.store.entry(99) is None


def test_an_act_without_changes_is_logged_too(bench):
    bench.store.commit(Act("read_file", "li", about={"child": "x"}))
    entry, = bench.store.log()
    assert (entry.action, entry.changes, entry.about) == ("read_file", (), {"child": "x"})


def test_nothing_of_a_restricted_record_is_found_outside_its_folder(bench):
    secret, child = "溺水未遂秘密", bench.child("甲")
    report, home = bench.ids.new(), home_of("mandatory_report", TOWN)
    mixed = bench.store.commit(Act("add_visit", "wang", (
        Change("home_visit", bench.ids.new(), {"child": child, "note": "看过"},
               home_of("home_visit", TOWN, day="2025-03-01")),
        Change("mandatory_report", report, {"what": secret, "child": child}, home))))
    alone = bench.store.commit(Act("close_alert", "wang", (Change("mandatory_report", report, {"outcome": "已报"}),),
                                   reason=secret))
    bench.store.browse(Browse("child"))
    assert (mixed.number, alone.number) == (2, -2)
    for _ in range(2):
        for file in bench.path.rglob("*"):
            if file.is_file() and "restricted" not in file.relative_to(bench.path).parts:
                data = file.read_bytes()
                for told in (secret, report, str(number_of(report)), "mandatory_report", "close_alert"):
                    assert told.encode() not in data, (file, told)
        assert bench.store.snapshot().kinds == ("child", "home_visit")
        assert bench.store.snapshot(restricted=True).of("mandatory_report")[0].text("outcome") == "已报"
        assert bench.store.get("mandatory_report", report).text("what") == secret
        assert [entry.number for entry in bench.store.log()] == [1, 2]
        assert all(change.kind != "mandatory_report" for entry in bench.store.log() for change in entry.changes)
        told = {entry.number: entry for entry in bench.store.log(restricted=True)}
        assert list(told) == [1, 2, -2]
        assert {change.kind for change in told[2].changes} == {"home_visit", "mandatory_report"}
        assert told[-2].reason == secret
        assert bench.store.browse(Browse("mandatory_report")).total == 1
        assert bench.store.before("mandatory_report", report, -2).text("outcome") == ""
        bench.store.fold()
    assert check(Disk(bench.path)) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_who_may_not_read_the_restricted_folder_sees_and_writes_nothing_of_it(bench):
    bench.new("incident", {"what": "x"})
    (bench.path / "restricted").chmod(0)
    try:
        _has_no_right(bench)
    finally:
        (bench.path / "restricted").chmod(0o700)


def test_a_store_without_the_right_sees_and_writes_nothing_restricted(bench, monkeypatch):
    bench.new("incident", {"what": "x"})
    monkeypatch.setattr(Disk, "may_read", lambda *_: False)
    _has_no_right(bench)


def _has_no_right(bench):
    store = bench.open()
    bench.child("甲")
    assert store.snapshot(restricted=True).kinds == ("child",)
    assert store.browse(Browse("incident")).total == 0
    assert [entry.number for entry in store.log(restricted=True)] == [1]
    with pytest.raises(PermissionError):
        store.commit(Act("add", "li", (Change("incident", bench.ids.new(), {}, home_of("incident", TOWN)),)))
    store.fold()


def test_a_register_line_is_of_the_kind_of_its_register(bench):
    line = bench.new("funds_ledger", {"amount": 500, "division_code": TOWN})
    bench.store.fold()
    store = bench.open()
    assert store.get("funds_ledger", line).values["amount"] == 500
    assert store.snapshot().of("funds_ledger")[0].id == line
    assert store.browse(Browse("funds_ledger")).total == 1


def test_reading_writes_nothing(bench):
    child = bench.child("甲")
    bench.store.browse(Browse("child"))

    def files():
        return {file: (file.stat().st_mtime_ns, file.read_bytes()) for file in bench.path.rglob("*")
                if file.is_file() and ".index" not in file.parts and file.name != "lock"}

    before, store = files(), bench.open()
    store.get("child", child)
    store.snapshot(known_at="2025-03-01")
    store.snapshot(restricted=True)
    list(store.log(restricted=True))
    store.browse(Browse("child"))
    store.close()
    assert files() == before


def test_the_journal_is_folded_by_itself_when_it_grows(bench):
    list(bench.store.commit_many(Act("note", "wang", about={"n": n}) for n in range(300)))
    assert len((bench.path / "journal.jsonl").read_bytes().splitlines()) == 1
    assert [entry.number for entry in bench.open().log()] == list(range(1, 301))


def test_log_files_follow_the_months_also_when_the_clock_jumps_back(bench):
    for day in ("2025-03-05", "2025-05-01", "2025-04-01", "2025-05-02"):
        bench.clock.move(day)
        bench.child(day)
        bench.store.fold()
    assert sorted(file.name for file in (bench.path / "log").iterdir()) == ["2025-03.jsonl", "2025-05.jsonl"]
    assert [entry.number for entry in bench.store.log()] == [1, 2, 3, 4]
    assert check(Disk(bench.path)) == []


def test_the_offices_own_records_are_read_without_the_rest(bench):
    bench.child("小禾")
    first = bench.new("operator", {"user": "wang"}, place="")
    gone = bench.new("operator", {"user": "li"}, place="")
    bench.edit("operator", gone, voided={"on": "2025-03-01"})
    bench.new("setting", {"key": "x"}, place="")
    for store in (bench.store, bench.open()):
        assert [record.id for record in store.own("operator")] == [first]
    bench.store.fold()
    assert [record.id for record in bench.open().own("operator")] == [first]


def test_what_was_folded_is_not_read_again_unless_another_file_stands_there(bench, monkeypatch):
    first = bench.child("小禾")
    bench.store.fold()
    home = bench.path / f"data/630121/{TOWN}.json"
    asked = []
    monkeypatch.setattr(homes, "decode", lambda data, name: asked.append(name) or decode(data, name))
    bench.edit("child", first, name="小望")
    bench.store.fold()
    assert bench.store.get("child", first).text("name") == "小望"
    assert asked == []

    home.write_bytes(home.read_bytes().replace("小望".encode(), "小川".encode()))
    assert bench.store.get("child", first).text("name") == "小川"
    assert asked == [f"data/630121/{TOWN}.json"]


def test_a_file_put_in_place_of_one_just_folded_is_looked_at(bench, monkeypatch):
    first = bench.child("小禾")
    home = f"data/630121/{TOWN}.json"
    real = Disk.replace

    def overtaken(disk, name, data):
        real(disk, name, data)
        if name == home:
            real(disk, name, data.replace("小禾".encode(), "小小望".encode()))

    monkeypatch.setattr(Disk, "replace", overtaken)
    bench.store.fold()
    monkeypatch.undo()
    assert bench.store.get("child", first).text("name") == "小小望"
    assert bench.open().get("child", first).text("name") == "小小望"
