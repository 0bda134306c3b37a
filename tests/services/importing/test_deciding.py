"""Rows that wait are settled by a person: taken, merged or dropped, with corrections where only other words help."""

from __future__ import annotations

import pytest
from roster_world import CHILD_HEAD, Rosters, child_row, sheet

from aixin_tui.domain.record import Record
from aixin_tui.provinces.registry import Registry
from aixin_tui.services.desk import Result, Role
from aixin_tui.services.importing import DecideRow, Outcome, decide, held_rows, runs
from aixin_tui.services.importing.deciding import cells_of
from aixin_tui.texts import problem as problem_text
from memory_store import who

CHILDREN, EXPORT, MOTHERS, CALLS = (
    "children_minzheng.xlsx", "children_export_gb18030.csv", "mothers.xlsx", "calls_2025-05.xlsx")


@pytest.fixture
def rosters(provinces: Registry) -> Rosters:
    return Rosters.all_of(provinces["qinghai"])


def settle(rosters: Rosters, file: str, row: str, action: str, target: str = "", **given: str) -> Result:
    run = rosters.files[file].summary.run
    words = {name.replace("__", "."): text for name, text in given.items()}
    return decide(rosters.desk, who("2025-06-05"), DecideRow(run, row, action, target, words))


def codes(result: Result) -> list[str]:
    return [problem.code.value for problem in result.problems]


@pytest.mark.parametrize(("file", "row", "given", "field", "value"), [
    (CHILDREN, "13", {"id_number": ""}, "id_number", None),
    (CHILDREN, "14", {"id_number": ""}, "name", "马云帆"),
    (CHILDREN, "15", {"birth_date": "2013-10-11"}, "birth_date", "2013-10-11"),
    (CHILDREN, "16", {"sex": "男"}, "sex", "male"),
    (CHILDREN, "17", {"id_number": ""}, "birth_date", "2014-06-09"),
    (CHILDREN, "24", {"birth_date": "2015-05-03"}, "birth_date", "2015-05-03"),
    (CHILDREN, "26", {"birth_date": "2014-02-28"}, "birth_date", "2014-02-28"),
    (CHILDREN, "47", {"id_number": ""}, "name", "吕晓雾"),
    (EXPORT, "13", {"id_number": "无"}, "id_number", None),
    (EXPORT, "26", {"division": "民和县/官亭镇/喇家村"}, "division_code", "630222103209"),
    (MOTHERS, "19", {"id_number": ""}, "name", "马成玉"),
    (MOTHERS, "20", {"id_number": "632122196809149927"}, "id_number", "632122196809149927"),
])
def test_other_words_settle_what_looking_cannot(
    rosters: Rosters, file: str, row: str, given: dict[str, str], field: str, value: str | None,
) -> None:
    refused = settle(rosters, file, row, "take")
    assert not refused.done
    assert codes(refused)[-1] == "ROW_112"
    done = settle(rosters, file, row, "take", **given)
    assert done.done, codes(done)
    assert done.records[0].get(field) == value
    assert codes(settle(rosters, file, row, "take", **given)) == ["ROW_111"]


@pytest.mark.parametrize(("file", "row", "name"), [
    (CHILDREN, "46", "何小溪"), (EXPORT, "9", "何小溪"), (EXPORT, "10", "祁豆豆"), (EXPORT, "27", "马秋实"),
    (MOTHERS, "9", "红崖村姐妹组（2人）"),
])
def test_looking_settles_a_question(rosters: Rosters, file: str, row: str, name: str) -> None:
    before = rosters.counts()
    done = settle(rosters, file, row, "take")
    assert done.done, codes(done)
    assert done.records[0].get("name") == name
    assert sum(rosters.counts().values()) > sum(before.values())


def test_another_child_is_remembered_as_such(rosters: Rosters) -> None:
    one = rosters.files[CHILDREN].rows[19].record
    done = settle(rosters, CHILDREN, "46", "take")
    assert done.records[0].get("not_same") == {one: True}


@pytest.mark.parametrize(("row", "known", "field", "value"), [
    ("9", 19, "id_number", "630222201601089905"), ("10", 18, "birth_date", "2017-06-15"),
])
def test_merging_adds_what_the_file_lacks(rosters: Rosters, row: str, known: int, field: str, value: str) -> None:
    target = rosters.files[CHILDREN].rows[known].record
    children = rosters.counts()["child"]
    done = settle(rosters, EXPORT, row, "merge", target)
    assert done.done, codes(done)
    assert done.records[0].id == target
    assert str(done.records[0].get(field))[:17] == value[:17]
    assert rosters.counts()["child"] == children


def test_two_valid_numbers_are_never_merged(rosters: Rosters) -> None:
    target = rosters.files[CHILDREN].rows[5].record
    refused = settle(rosters, CHILDREN, "47", "merge", target)
    assert not refused.done
    assert "ROW_115" in codes(refused)


def test_dropping_files_nothing_and_forgets_the_cells(rosters: Rosters) -> None:
    before = rosters.counts()
    run = rosters.files[EXPORT].summary.run
    assert cells_of(rosters.desk, who(), run, "11")["name"] == "鲍龙天"
    assert settle(rosters, EXPORT, "11", "drop").done
    assert rosters.counts() == before
    assert cells_of(rosters.desk, who(), run, "11") == {}


def test_a_decided_row_is_not_asked_again(rosters: Rosters) -> None:
    settle(rosters, EXPORT, "11", "drop")
    settle(rosters, EXPORT, "27", "take")
    again = rosters.take(EXPORT, "children", "2025-06-06")
    assert again.rows[11].outcome is Outcome.DROPPED
    assert again.rows[27].outcome is Outcome.MERGED
    assert [problem.code.value for problem in again.rows[11].problems] == ["ROW_044"]
    note = again.rows[11].problems[0]
    assert str(problem_text(note.code, "zh", **note.values)[0]) == "这一行以前已处理：不收"


def _pairing(result: Result) -> Record:
    (pair,) = result.records
    assert pair.kind == "pairing"
    return pair


def test_held_pairs_are_settled_one_by_one(rosters: Rosters) -> None:
    refused = settle(rosters, MOTHERS, "23.1", "take")  # the guardian says no: looking changes nothing
    assert codes(refused)[0] == "ROW_074"
    assert settle(rosters, MOTHERS, "23.1", "drop").done
    chosen = rosters.files[EXPORT].rows[6].record
    assert _pairing(settle(rosters, MOTHERS, "25", "take", child=chosen)).get("child") == chosen
    assert codes(settle(rosters, MOTHERS, "26.1", "take"))[0] in ("ROW_070", "ROW_072")
    assert settle(rosters, CHILDREN, "13", "take", id_number="").done
    assert _pairing(settle(rosters, MOTHERS, "26.1", "take")).get("child") == rosters.child("赵听松").id
    assert _pairing(settle(rosters, MOTHERS, "27.1", "take")).get("child") == rosters.child("何安之").id
    again = rosters.take(MOTHERS, "mothers", "2025-06-06")
    assert [pair.outcome for pair in again.rows[23].pairs or ()] == [Outcome.DROPPED]
    assert [pair.outcome for pair in again.rows[26].pairs or ()] == [Outcome.MERGED]


def test_a_call_is_settled_by_the_right_names(rosters: Rosters) -> None:
    assert not settle(rosters, CALLS, "17", "take").done
    done = settle(rosters, CALLS, "17", "take", pair="MH-005", mother="何守山")
    assert done.done, codes(done)
    assert (done.records[0].kind, done.records[0].get("date")) == ("activity", "2025-05-19")


@pytest.mark.parametrize(("row", "action", "given", "code"), [
    ("999", "take", {}, "ROW_110"), ("13", "merge", {}, "ROW_113"), ("13", "take", {"shoe_size": "3"}, "ROW_114"),
])
def test_what_cannot_be_decided_is_refused(
    rosters: Rosters, row: str, action: str, given: dict[str, str], code: str,
) -> None:
    assert code in codes(settle(rosters, CHILDREN, row, action, **given))


def test_a_viewer_decides_nothing(rosters: Rosters) -> None:
    run = rosters.files[CHILDREN].summary.run
    viewer = who("2025-06-05", role=Role.VIEWER)
    assert not decide(rosters.desk, viewer, DecideRow(run, "13", "drop")).done


def test_what_waits_is_listed_by_run_and_row(rosters: Rosters) -> None:
    run = rosters.files[CHILDREN].summary.run
    rows = held_rows(rosters.desk, who(), run)
    assert [row.row for row in rows] == ["13", "14", "15", "16", "17", "24", "26", "46", "47"]
    assert rows[0].codes == ("ROW_004",)
    settle(rosters, CHILDREN, "13", "drop")
    assert len(held_rows(rosters.desk, who(), run)) == 8
    assert len(held_rows(rosters.desk, who(), run, held=False)) == 9
    assert [one.held for one in runs(rosters.desk, who())] == [2, 8, 7, 8]


def test_leaving_with_a_pair_in_force_is_seen_first(rosters: Rosters) -> None:
    head = (*CHILD_HEAD, "在册状态", "退出原因", "退出日期")
    child = rosters.child("马小麦")
    cells = child_row("马小麦", 身份证号=child.get("id_number"), 村="官东村", 监护人="马占福")
    row = (*cells, "退出", "迁往外省", "2025-06-02")
    taken = rosters.take_sheets("left.xlsx", "children", "2025-06-05", sheet(head, row))
    assert [problem.code.value for problem in taken.rows[2].problems][-1] == "ROW_037"
    rosters.files["left.xlsx"] = taken
    done = settle(rosters, "left.xlsx", "2", "take")
    assert done.done, codes(done)
    (pair,) = rosters.desk.store.snapshot().linked("pairing", "child", child.id)
    assert pair.get("ended_on") == "2025-06-02"
    status = done.records[0].get("status")
    assert status[max(status)]["state"] == "closed"
