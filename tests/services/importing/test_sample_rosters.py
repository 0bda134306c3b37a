"""Every row of the sample rosters comes out as a careful clerk would have it."""

from __future__ import annotations

from typing import Any

import pytest
from roster_world import FILES, Rosters, Taken, expected

from aixin_tui.domain.problem import Problem
from aixin_tui.provinces.registry import Registry
from aixin_tui.services.importing import Outcome, PairResult, RowResult
from aixin_tui.services.importing.results import row_json, summary_json

#: The clerk's words → the code by which it is said.
CODES = {
    "id missing": "ROW_003", "check digit wrong": "ROW_004", "id digits lost": "ROW_005", "id has 15 digits": "ROW_006",
    "id against birth date": "ROW_008", "id against sex": "ROW_009", "birth date has two readings": "ROW_011",
    "no such day": "ROW_012", "birth date only a month": "ROW_014", "18 or older": "ROW_015",
    "18 within 30 days": "ROW_016", "category does not fit the age": "ROW_017", "category unknown": "ROW_018",
    "town missing": "ROW_020", "town unknown": "ROW_021", "village ambiguous": "ROW_022", "village unknown": "ROW_023",
    "former village name": "ROW_024", "another county": "ROW_025", "phone cannot be right": "ROW_027",
    "consent unknown": "ROW_028", "same child twice": "ROW_030", "number of another child": "ROW_031",
    "same number, another name": "ROW_031", "perhaps the same child": "ROW_032",
    "same name and birth date": "ROW_033", "differs from the file": "ROW_034", "left the programme": "ROW_035",
    "left and never filed": "ROW_036", "row is hidden in the sheet": "ROW_038", "name missing": "ROW_001",
    "more cells than headings": "ROW_002", "under 18": "ROW_050", "query owed": "ROW_051", "query expired": "ROW_052",
    "query in the future": "ROW_053", "query shows a record": "ROW_054", "members missing": "ROW_055",
    "team too small": "ROW_056", "places missing": "ROW_057", "more children than places": "ROW_058",
    "same person twice": "ROW_059", "man and girl one to one": "ROW_075", "child unknown": "ROW_070",
    "child ambiguous": "ROW_071", "child is held": "ROW_072", "child has left": "ROW_073", "pair unknown": "ROW_090",
    "number and names disagree": "ROW_091", "pair number missing": "ROW_092", "pair has ended": "ROW_093",
    "day missing": "ROW_094", "tick missing": "ROW_095", "date outside the month": "ROW_096",
    "date in the future": "ROW_097", "same call twice": "ROW_098", "nobody reached": "ROW_099",
    "nothing entered": "ROW_100", "perhaps a case to report at once": "ROW_101",
}
#: Said of a child as of a pair, each with its own code.
_OF_PAIRS = {"guardian does not agree": "ROW_074"}
_OF_ROWS = {"guardian does not agree": "ROW_029"}

ROWS = [pytest.param(name, row, id=f"{name.partition('_')[0]}-{name[-8:-5]}-{row['file_row']}-{row['name']}")
        for name, _, _ in FILES for row in expected(name)[:-1]]


@pytest.fixture(scope="module")
def rosters(provinces: Registry) -> Rosters:
    return Rosters.all_of(provinces["qinghai"])


def said(problems: tuple[Problem, ...]) -> list[tuple[str, str]]:
    return [(problem.code.value, problem.place.field) for problem in problems]


def facts(problems: list[dict[str, str]], codes: dict[str, str]) -> list[tuple[str, str]]:
    return [((CODES | codes)[problem["code_hint"]], problem["field"]) for problem in problems]


@pytest.mark.parametrize(("name", "row"), ROWS)
def test_a_row_comes_out_as_the_clerk_has_it(rosters: Rosters, name: str, row: dict[str, Any]) -> None:
    taken = rosters.files[name]
    result = taken.rows[row["file_row"]]
    assert result.name == row["name"]
    assert result.outcome.value == row["outcome"]
    assert row_json(result)["changes"] == row["changes"]
    assert said(result.problems) == facts(row["problems"], _OF_ROWS)
    _compare_record(taken, result, row.get("record"))
    for pair, wanted in zip(result.pairs or (), row.get("pairs") or (), strict=True):
        _compare_pair(rosters, pair, wanted)


def _compare_record(taken: Taken, result: RowResult, wanted: dict[str, str] | None) -> None:
    record = taken.record(result)
    if wanted is None:
        assert record is None or result.outcome in (Outcome.MERGED, Outcome.ACCEPTED)
        return
    assert record is not None
    for field, value in wanted.items():
        if field == "pair":
            pair = taken.after.get("pairing", record.text("pairing"))
            assert pair is not None
            assert pair.get("number") == value
        else:
            assert record.get(field) == value


def _compare_pair(rosters: Rosters, pair: PairResult, wanted: dict[str, Any]) -> None:
    shown = (pair.number, pair.mother, pair.child, pair.outcome.value, pair.started_on, pair.ended_on)
    assert shown == (*(wanted[key] for key in ("number", "mother", "child", "outcome", "started_on")),
                     wanted.get("ended_on", ""))
    assert said(pair.problems) == facts(wanted["problems"], _OF_PAIRS)
    made = rosters.desk.store.get("pairing", pair.pairing) if pair.pairing else None
    assert (made is not None) == (wanted["outcome"] == "accepted")


@pytest.mark.parametrize(("name", "today"), [(name, today) for name, _, today in FILES])
def test_the_sum_of_a_file(rosters: Rosters, name: str, today: str) -> None:
    wanted = expected(name)[-1]
    shown = summary_json(rosters.files[name].summary)
    for key in ("summary", "file", "today", "rows", *dict.fromkeys(outcome.as_data for outcome in Outcome)):
        assert shown[key] == wanted[key], key
    assert "dropped" not in shown
    assert [one["name"] for one in shown["not_in_file"]] == [one["name"] for one in wanted.get("not_in_file", [])]


def test_the_pairs_of_the_roster(rosters: Rosters) -> None:
    pairs = rosters.desk.store.snapshot().of("pairing")
    wanted = expected("mothers.xlsx")[-1]["pairs"]
    assert sum(not pair.get("ended_on") for pair in pairs) == wanted["active"]
    assert sum(bool(pair.get("ended_on")) for pair in pairs) == wanted["ended"]
    held = [pair for row in rosters.files["mothers.xlsx"].rows.values() for pair in row.pairs or ()
            if pair.outcome is Outcome.HELD]
    assert len(held) == wanted["held"]


def test_which_pairs_had_their_call_in_may(rosters: Rosters) -> None:
    snapshot = rosters.desk.store.snapshot()
    done = set()
    for call in snapshot.of("activity"):
        pair = snapshot.get("pairing", call.text("pairing"))
        if pair and call.text("date").startswith("2025-05") and call.get("reached"):
            done.add(pair.text("number"))
    wanted = expected("calls_2025-05.xlsx")[-1]
    assert sorted(done) == wanted["may_done"]
    in_force = {pair.text("number") for pair in snapshot.of("pairing") if not pair.get("ended_on")}
    assert sorted(in_force - done) == wanted["may_open"]


@pytest.mark.parametrize("which", range(len(FILES)))
def test_taking_a_file_in_again_adds_nothing(provinces: Registry, which: int) -> None:
    rosters = Rosters(memory := Rosters.all_of(provinces["qinghai"]).desk)
    name, kind, today = FILES[which]
    before, acts = rosters.counts(), len(list(memory.store.log()))
    again = rosters.take(name, kind, today)
    assert rosters.counts() == before
    assert len(list(memory.store.log())) == acts
    first = expected(name)[:-1]
    for row in first:
        result = again.rows[row["file_row"]]
        was_filed = row["outcome"] in ("accepted", "corrected", "merged")
        assert result.outcome.value == ("merged" if was_filed else row["outcome"]), row["name"]
        assert not (was_filed and result.changes), row["name"]


def test_an_alert_is_raised_for_words_of_harm(rosters: Rosters) -> None:
    (alert,) = rosters.desk.store.snapshot(restricted=True).of("mandatory_report")
    assert alert.get("child") == rosters.child("何云起").id
    assert (alert.get("state"), alert.get("situations"), alert.get("date")) == ("open", {"6": True}, "2025-05-30")


@pytest.mark.requirement("HI-11")
def test_a_list_is_kept_as_the_source_of_its_children(rosters: Rosters) -> None:
    first, second = rosters.desk.store.snapshot().of("list_source")
    assert (first.get("owner"), first.get("fresh_on")) == ("民和县民政局(样例)", "2025-03-20")
    assert second.get("fresh_on") == "2025-04-25"
    assert rosters.child("马小麦").get("list_source") == first.id
    assert rosters.child("何小寒").get("list_source") == second.id


@pytest.mark.requirement("QH-07", node="qinghai/forms/choices.yaml#lists.child_categories.add.migrant_child")
def test_migrant_children_have_a_category_of_their_own(rosters: Rosters) -> None:
    assert list(rosters.child("何小寒").get("categories") or ()) == ["migrant_child"]


@pytest.mark.requirement("QH-25")
def test_a_list_says_yes_but_owes_the_paper(rosters: Rosters) -> None:
    snapshot = rosters.desk.store.snapshot()
    (yes,) = snapshot.linked("consent", "child", rosters.child("马小麦").id)
    assert (yes.get("decision"), yes.get("owed"), yes.get("date")) == ("agreed", True, "2025-03-20")
    (no,) = snapshot.linked("consent", "child", rosters.child("赵草心").id)
    assert (no.get("decision"), no.get("owed")) == ("not_agreed", None)
    assert not snapshot.linked("consent", "child", rosters.child("祁一苇").id)


@pytest.mark.parametrize(("name", "states"), [
    ("马小麦", [("screened", "2025-03-20"), ("filed", "2025-03-20"), ("paired", "2024-05-20")]),
    ("赵草心", [("screened", "2025-03-20"), ("filed", "2025-03-20"), ("not_agreed", "2025-03-20")]),
    ("何安之", [("screened", "2025-03-20"), ("filed", "2025-03-20"), ("closed", "2025-04-02")]),
    ("吕晚照", [("screened", "2025-03-20"), ("filed", "2025-03-20"), ("paired", "2023-09-10"),
             ("waiting", "2025-03-31")]),
    ("赵听雪", [("screened", "2025-03-20"), ("filed", "2025-03-20"), ("paired", "2025-04-20")]),
])
def test_the_life_of_a_child_follows_its_lists(rosters: Rosters, name: str, states: list[tuple[str, str]]) -> None:
    status = rosters.child(name).get("status")
    told = [(row["state"], row["from"]) for _, row in sorted(status.items())]
    assert told == [(state, max(day, "2025-03-20")) for state, day in states]


def test_a_move_is_dated_by_the_list(rosters: Rosters) -> None:
    child = rosters.child("马小麦")
    moves = [(row["division_code"], row["from"]) for _, row in sorted(child.get("residence").items())]
    assert moves == [("630222103209", "2025-03-20"), ("630222103211", "2025-04-25")]


def test_siblings_share_guardian_and_household(rosters: Rosters) -> None:
    households = {rosters.child(name).get("household") for name in ("吕晨曦", "吕晨光", "吕晨星")}
    assert len(households) == 1
    (guardian,) = [g for g in rosters.desk.store.snapshot().of("guardian") if g.get("name") == "吕德海"]
    assert len(guardian.get("roles")) == 3


def test_what_the_list_says_beside_its_fields_is_kept(rosters: Rosters) -> None:
    listed = rosters.child("秦若谷").get("listed")
    assert (listed["former_village"], listed["民族"], listed["监护情况"]) == ("大草滩村", "汉族", "一般")
    assert len(rosters.child("吕晚照").get("listed")["备注"]) == 10_000
    assert rosters.child("祁一苇").get("listed")["备注"] == "=1+1"
    assert rosters.child("祁半夏").get("listed")["categories"] == "特殊家庭"


def test_a_detail_of_a_category_is_kept(rosters: Rosters) -> None:
    assert rosters.child("喇子规").get("categories")["child_in_difficulty"]["detail"] == "残疾"


@pytest.mark.parametrize(("name", "state"), [
    ("喇雪梅", "active"), ("秦海燕", "active"), ("马秀兰", "active"), ("窦映雪", "active"), ("祁月桂", "recruited"),
])
def test_how_far_a_volunteer_comes(rosters: Rosters, name: str, state: str) -> None:
    (mother,) = [m for m in rosters.desk.store.snapshot().of("loving_mother") if m.get("name") == name]
    last = mother.get("status")[max(mother.get("status"))]
    assert last["state"] == state
    assert mother.get("query_result") in (None, "clear")


def test_every_record_of_a_row_says_where_it_comes_from(rosters: Rosters) -> None:
    taken = rosters.files["children_minzheng.xlsx"]
    record = taken.record(taken.rows[5])
    assert record is not None
    assert record.get("source") == f"import:{taken.summary.run}:5"
