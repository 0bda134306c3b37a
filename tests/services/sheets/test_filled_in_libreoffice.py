"""Sheets that LibreOffice itself opened, filled in and saved (tests/data/sheets): printed, handed out, taken in twice.

The office is the one of `sheet_office`; its sheets went out on 8 June, before the last pair ended.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from sheet_office import CHILDREN, TO_VISIT, SheetOffice, codes_of, outcomes, sheet_office

from aixin_tui.domain.record import members
from aixin_tui.provinces.registry import Registry
from aixin_tui.services.due import due_board
from aixin_tui.services.importing import held_rows

FILES = Path(__file__).parents[2] / "data" / "sheets"


@pytest.fixture
def office(provinces: Registry) -> SheetOffice:
    return sheet_office(provinces["qinghai"])


def take(office: SheetOffice, name: str) -> list[str]:
    office.rows = office.take((FILES / name).read_bytes(), name)
    return [f"{row.name} {row.outcome.value}" for row in office.rows.values()]


def greetings(office: SheetOffice) -> int:
    """Count the calls on file."""
    return sum(1 for one in office.desk.store.snapshot().of("activity") if "contact_call" in members(one.get("kind")))


@pytest.mark.requirement("QH-30", node="common/checklist.yaml#items.greeting.counts")
def test_a_sheet_of_calls_counts_once_and_every_doubtful_row_has_its_answer(office: SheetOffice) -> None:
    wrong_day, harm, ended = CHILDREN[4], CHILDREN[5], CHILDREN[6]
    first = take(office, "calls_2025-06.xlsx")
    assert first == [
        f"{CHILDREN[0]} accepted", f"{CHILDREN[1]} corrected", f"{CHILDREN[2]} corrected", f"{CHILDREN[3]} corrected",
        f"{wrong_day} rejected", f"{harm} corrected", f"{ended} held"]
    answers = {row.name: codes_of(row) for row in office.rows.values()}
    assert "ROW_012" in answers[wrong_day]
    assert "ROW_093" in answers[ended]
    assert "ROW_101" in answers[harm]
    assert [report.text("child") for report in office.desk.store.snapshot(restricted=True).of("mandatory_report")] == [
        office.pairs[harm].text("child")]
    assert [office.calls(name)[0].text("date") for name in CHILDREN[:4]] == [
        "2025-06-03", "2025-06-04", "2025-06-05", "2025-06-07"]
    assert greetings(office) == 5

    again = take(office, "calls_2025-06.xlsx")
    assert [line.rpartition(" ")[2] for line in again] == ["merged"] * 4 + ["rejected", "merged", "held"]
    assert greetings(office) == 5
    due = [line.child_name for group in due_board(office.desk, office.world.who()).groups if group.duty == "greeting"
           for line in group.due]
    assert due == [wrong_day]


def test_the_mended_sheet_settles_what_waited_and_a_formula_stays_a_text(office: SheetOffice) -> None:
    take(office, "calls_2025-06.xlsx")
    mended = take(office, "calls_2025-06_mended.xlsx")
    assert [line.rpartition(" ")[2] for line in mended] == ["merged"] * 4 + ["corrected", "merged", "corrected"]
    assert not held_rows(office.desk, office.world.who())
    assert greetings(office) == 7
    assert office.calls(CHILDREN[1])[0].text("note") == "=1+1"
    assert office.calls(CHILDREN[6])[0].text("date") == "2025-06-08"


def test_a_sheet_of_visits_is_a_sitting_a_row(office: SheetOffice) -> None:
    for _ in range(2):
        take(office, "visits_2025-06.xlsx")
    visits = office.desk.store.snapshot().of("home_visit")
    new = [one for one in visits if one.text("date") == "2025-06-07"]
    assert sorted(members(one.get("met"))[0] for one in new) == ["child", "nobody"]
    states = {one.text("name"): office.world.state(one) for one in office.desk.store.snapshot().of("child")}
    assert sorted(states[name] for name in TO_VISIT) == ["filed", "waiting"]


def test_the_answer_to_a_query_is_taken_once(office: SheetOffice) -> None:
    take(office, "queries_2025-06.xlsx")
    assert outcomes(office.rows) == ["corrected"]
    take(office, "queries_2025-06.xlsx")
    assert outcomes(office.rows) == ["merged"]
    assert "2025-06-07" in [one.text("query_on") for one in office.desk.store.snapshot().of("loving_mother")]
