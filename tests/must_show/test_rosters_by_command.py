"""The sample rosters through the command line and the store of files: rows, again, decisions, and taken back whole."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from offices import Office, Said, Shell

ROSTERS = Path(__file__).parents[1] / "data" / "rosters"
CHILDREN, EXPORT, MOTHERS, CALLS = (
    "children_minzheng.xlsx", "children_export_gb18030.csv", "mothers.xlsx", "calls_2025-05.xlsx")
#: File, kind of list, day of import; in the order in which the office takes them in.
FILES = ((CHILDREN, "children", "2025-03-24"), (EXPORT, "children", "2025-04-28"), (MOTHERS, "mothers", "2025-04-30"),
         (CALLS, "activities", "2025-06-04"))

SUMS = ("rows", "accepted", "corrected", "merged", "held", "rejected", "nothing")
#: What the office decides about each row that waits: file, row, decision, other words.
DECISIONS = (
    (CHILDREN, "13", "take", {"id_number": ""}), (CHILDREN, "14", "take", {"id_number": ""}),
    (CHILDREN, "15", "take", {"birth_date": "2013-10-11"}), (CHILDREN, "16", "take", {"sex": "男"}),
    (CHILDREN, "17", "take", {"id_number": ""}), (CHILDREN, "24", "take", {"birth_date": "2015-05-03"}),
    (CHILDREN, "26", "take", {"birth_date": "2014-02-28"}), (CHILDREN, "46", "take", {}),
    (CHILDREN, "47", "take", {"id_number": ""}),
    (EXPORT, "7", "drop", {}), (EXPORT, "9", "take", {}), (EXPORT, "10", "merge", {}), (EXPORT, "11", "drop", {}),
    (EXPORT, "13", "take", {"id_number": "无"}), (EXPORT, "26", "take", {"division": "民和县/官亭镇/喇家村"}),
    (EXPORT, "27", "take", {}),
    (MOTHERS, "9", "take", {}), (MOTHERS, "19", "take", {"id_number": ""}),
    (MOTHERS, "20", "take", {"id_number": "632122196809149927"}), (MOTHERS, "23.1", "drop", {}),
    (MOTHERS, "24.1", "drop", {}), (MOTHERS, "25.1", "drop", {}), (MOTHERS, "26.1", "take", {}),
    (MOTHERS, "27.1", "take", {}),
    (CALLS, "12", "drop", {}), (CALLS, "17", "take", {"pair": "MH-005", "mother": "何守山"}),
)


def expected(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (ROSTERS / "expected" / f"{name}.jsonl").read_text("utf-8").splitlines()]


def take_in(office: Office, name: str, kind: str, day: str) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    office.today = day
    said = office.aixin("import", kind, ROSTERS / name, "--json")
    assert said.code in (0, 1), said.err
    *rows, summary = said.objects
    return rows, summary


@pytest.fixture
def empty(shell: Shell, tmp_path: Path) -> Office:
    return Office.open(shell, tmp_path / "county", "qinghai", "630222")


@pytest.fixture
def office(empty: Office) -> Office:
    for name, kind, day in FILES:
        take_in(empty, name, kind, day)
    return empty


def dump(office: Office) -> str:
    """The canonical dump without the reports of harm, which stand whatever becomes of the note that raised them."""
    lines = office.done("export", "--canonical").out.splitlines()
    return "\n".join(line for line in lines if json.loads(line)["record"] != "mandatory_report")


def held(office: Office) -> dict[tuple[str, str], str]:
    """The rows that wait: file and row → run."""
    return {(one["file"], row["row"]): one["id"] for one in office.json("import", "rows")
            for row in office.json("import", "rows", one["id"], "--held")}


def test_every_row_comes_out_as_the_clerk_has_it(empty: Office) -> None:
    for name, kind, day in FILES:
        rows, summary = take_in(empty, name, kind, day)
        *wanted, sums = expected(name)
        shown = {row["file_row"]: row for row in rows}
        for want in wanted:
            row = shown[want["file_row"]]
            assert (row["name"], row["outcome"], row["changes"]) == (want["name"], want["outcome"], want["changes"])
            assert len(row["problems"]) == len(want["problems"]), row
            assert all(problem["code"] and problem["message"] for problem in row["problems"]), row
        assert {key: summary[key] for key in SUMS} == {key: sums[key] for key in SUMS}


def test_importing_again_adds_nothing(office: Office) -> None:
    before, acts = dump(office), writes(office)
    for name, kind, day in FILES:
        take_in(office, name, kind, day)
    assert dump(office) == before
    assert writes(office) == acts


def writes(office: Office) -> int:
    """How many acts wrote something; looking at the dump is logged, but changes nothing."""
    return sum(act["records"] > 0 for act in office.json("log", "show", "--limit", "1000"))


def test_each_row_that_waits_is_settled_by_a_decision(office: Office) -> None:
    waiting = held(office)
    assert set(waiting) == {(file, row) for file, row, _, _ in DECISIONS}
    named = {child["name"]: child["id"] for child in office.json("child", "list", "--limit", "500")}
    for file, row, decision, words in DECISIONS:
        run = waiting[file, row]
        target = (named["祁豆豆"],) if decision == "merge" else ()
        said = settle(office, run, row, decision, target, words)
        assert said.code == 0, f"{file} {row}: {said.out}{said.err}"
        assert said.object["done"]
        assert settle(office, run, row, decision, target, words).code == 1, "a row is decided once"
    assert held(office) == {}
    states = {row["state"] for one in office.json("import", "rows")
              for row in office.json("import", "rows", one["id"]) if row["state"]}
    assert states == {"taken", "merged", "dropped"}
    settled = dump(office)
    for name, kind, day in FILES:
        rows, summary = take_in(office, name, kind, day)
        assert summary["held"] == 0, [row for row in rows if row["outcome"] == "held"]
    assert dump(office) == settled


def settle(office: Office, run: str, row: str, decision: str, target: tuple[str, ...], words: dict[str, str]) -> Said:
    given = [part for name, text in words.items() for part in ("--set", f"{name}={text}")]
    return office.aixin("import", "decide", run, row, decision, *target, *given, "--json")


def test_a_whole_import_is_taken_back(empty: Office) -> None:
    dumps = [dump(empty)]
    for name, kind, day in FILES:
        take_in(empty, name, kind, day)
        dumps.append(dump(empty))
    assert len(set(dumps)) == len(dumps)
    for number in imports_newest_first(empty):
        empty.done("log", "undo", number)
        dumps.pop()
        assert dump(empty) == dumps[-1]
    assert empty.json("child", "list") == empty.json("mother", "list") == empty.json("pair", "list") == []
    assert held(empty) == {}
    rows, _ = take_in(empty, *FILES[0])
    assert [row["outcome"] for row in rows] == [row["outcome"] for row in expected(CHILDREN)[:-1]]


def imports_newest_first(office: Office) -> list[int]:
    """The first act of each import: undoing it takes all of its acts back."""
    numbers = [act["number"] for act in office.json("log", "show", "--limit", "1000")
               if act["action"].startswith("import_") and not act["undone_by"] and act["records"] > 1]
    return sorted(numbers, reverse=True)
