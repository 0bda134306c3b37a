"""`str.isdigit` takes ² for a digit, and `int` then raises: what is typed or stands in a file is asked `isdecimal`."""

from __future__ import annotations

from pathlib import Path

import pytest

from aixin_tui.services.importing.cleaning import date_in

SOURCE = Path(__file__).parents[2] / "src"


def test_no_text_is_asked_whether_it_is_digits_in_a_way_that_int_does_not_share() -> None:
    assert [str(path) for path in SOURCE.rglob("*.py") if ".isdigit" in path.read_text(encoding="utf-8")] == []


@pytest.mark.parametrize("cell", ["²", "³.²", "①", "²²²²²²²²"])
def test_a_cell_of_raised_digits_is_no_day(cell: str) -> None:
    assert date_in(cell, year=2025, month=6).readings == ()
