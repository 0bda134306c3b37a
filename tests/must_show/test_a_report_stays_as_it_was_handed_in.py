"""A report that was handed in comes again byte by byte from the log, and what changed since is explained."""

from __future__ import annotations

from pathlib import Path

import pytest
from offices import CHILD_HEAD, MOTHER_HEAD, Office, Shell, child_row, child_says, guardian_says, mother_row

from aixin_tui.provinces.registry import Registry

NAMES = ("窦念安", "窦念平")


@pytest.fixture
def office(shell: Shell, tmp_path: Path, provinces: Registry) -> Office:
    """An office with two pairs of March, one called in April, when April's report is to be handed in."""
    office = Office.open(shell, tmp_path / "county", "qinghai", "630222")
    divisions = provinces["qinghai"].divisions
    village = next(code for code in divisions if code.startswith("630222") and len(code) == 12)
    office.today = "2025-03-04"
    office.take_in("children", CHILD_HEAD, [child_row(divisions, village, name, 出生日期=f"2014-05-0{n}")
                                            for n, name in enumerate(NAMES, 1)])
    office.take_in("mothers", MOTHER_HEAD, [mother_row(divisions, village, "蔺秀英")])
    for name in NAMES:
        office.visit(name, guardian_says(name), child_says())
    office.done("match", "run")
    office.done("match", "accept", "--all")
    office.today = "2025-04-30"
    office.done("care", "tick", "2025-04", f"{numbers(office)['窦念安']}=12")
    office.today = "2025-05-06"
    return office


def numbers(office: Office) -> dict[str, str]:
    return {pair["child_name"]: pair["number"] for pair in office.json("pair", "list")}


def sheet(office: Office, name: str, *known_at: str) -> bytes:
    path = office.folder.parent / name
    office.done("report", "render", "monthly", "2025-04", "--xlsx", path, "--filled-by", "李经办",
                "--reviewed-by", "王审核", *known_at)
    return path.read_bytes()


def test_the_same_bytes_come_again_after_a_late_entry(office: Office) -> None:
    signed = ("--filled-by", "李经办", "--reviewed-by", "王审核")
    (handed,) = office.json("report", "submit", "monthly", "2025-04", *signed)
    stored = next(path for path in office.folder.rglob("*.json*") if handed["id"] in path.read_text(encoding="utf-8"))
    then = ("--known-at", handed["known_at"])
    before, text = sheet(office, "before.xlsx", *then), office.done("report", "render", "monthly", "2025-04", *then).out
    assert "漏联" in text
    assert office.json("report", "corrections", "monthly", "2025-04") == []

    office.done("care", "tick", "2025-04", f"{numbers(office)['窦念平']}=28")
    assert sheet(office, "after.xlsx") != before
    assert sheet(office, "again.xlsx", *then) == before
    assert office.done("report", "render", "monthly", "2025-04", *then).out == text
    (head, *_) = office.json("report", "render", "monthly", "2025-04", *then)
    assert head["digest"] == handed["digest"]

    changed = office.json("report", "corrections", "monthly", "2025-04")
    total = next(row for row in changed if row["column"].startswith("漏联") and row["row"] == "合计")
    assert (total["before"], total["after"]) == ("1", "0")
    assert {entry["action"] for entry in total["entries"]} == {"tick_calls"}
    gone = next(row for row in changed if row["block"] == "missed_calls")
    assert gone["row"] == "窦念平"
    # What is kept of the hand-in names period, moment and digest, and holds nothing of the report's own words.
    kept = stored.read_text(encoding="utf-8")
    assert handed["digest"] in kept
    assert "强化" not in "".join(path.read_text(encoding="utf-8") for path in office.folder.rglob("*.json*"))
