"""Cadences as slots: half-open, calendar, named days, after a date, silences."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aixin_tui.engine.slots import (
    Slot,
    after_slot,
    birthday_in,
    calendar_slot,
    calendar_slots,
    gap_slots,
    named_slots,
    window_slots,
    yearly_slots,
)
from aixin_tui.reference.festivals import FIXED, LUNAR, festivals

DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))


def d(text: str) -> date:
    return date.fromisoformat(text)


def spans(slots: object) -> list[tuple[str, str]]:
    return [(s.first.isoformat(), s.last.isoformat()) for s in slots]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("unit", "day", "first", "last"),
    [
        ("week", "2025-06-01", "2025-05-26", "2025-06-01"),
        ("month", "2025-06-01", "2025-06-01", "2025-06-30"),
        ("quarter", "2025-06-01", "2025-04-01", "2025-06-30"),
        ("year", "2024-02-29", "2024-01-01", "2024-12-31"),
    ],
)
def test_calendar_slots_hold_their_days(unit: str, day: str, first: str, last: str) -> None:
    assert spans([calendar_slot(unit, d(day))]) == [(first, last)]


@given(st.sampled_from(["week", "month", "quarter", "year"]), DAYS, st.integers(0, 900))
def test_calendar_slots_cover_each_day_exactly_once(unit: str, since: date, length: int) -> None:
    until = since + timedelta(days=length)
    slots = list(calendar_slots(unit, since, until))
    assert since in slots[0]
    assert until in slots[-1]
    assert all(one.end == other.first for one, other in pairwise(slots))


def test_the_window_of_a_month_ends_with_a_short_month() -> None:
    assert spans(window_slots((1, 11), d("2025-02-12"), d("2025-03-01"))) == [("2025-03-01", "2025-03-11")]
    assert spans(window_slots((25, 31), d("2025-02-01"), d("2025-02-28"))) == [("2025-02-25", "2025-02-28")]


@pytest.mark.parametrize(
    ("begin", "expected"),
    [
        ("2024-09-10", [("2024-09-10", "2025-09-09"), ("2026-01-01", "2026-12-31")]),
        ("2025-08-20", [("2025-08-20", "2026-08-19"), ("2027-01-01", "2027-12-31")]),
        ("2025-07-01", [("2025-01-01", "2025-12-31"), ("2026-01-01", "2026-12-31"), ("2027-01-01", "2027-12-31")]),
        ("2025-07-02", [("2025-07-02", "2026-07-01"), ("2027-01-01", "2027-12-31")]),
        ("2025-01-01", [("2025-01-01", "2025-12-31"), ("2026-01-01", "2026-12-31"), ("2027-01-01", "2027-12-31")]),
    ],
)
def test_the_first_year_of_a_young_pair_is_twelve_months(begin: str, expected: list[tuple[str, str]]) -> None:
    found = spans(yearly_slots(d(begin), d(begin), d("2028-06-01")))
    assert found[: len(expected)] == expected


@given(DAYS)
def test_yearly_slots_never_overlap(begin: date) -> None:
    slots = list(yearly_slots(begin, begin, begin + timedelta(days=2000)))
    assert begin in slots[0]
    assert all(one.end <= other.first for one, other in pairwise(slots))


def test_festivals_open_a_slot_around_the_day_and_two_may_overlap() -> None:
    found = named_slots(
        ("dragon_boat", "childrens_day"), "3 days", "3 days", d("2025-05-01"), d("2025-07-01"), festivals=festivals()
    )
    assert spans(found) == [("2025-05-28", "2025-06-03"), ("2025-05-29", "2025-06-04")]


def test_the_table_of_festivals_knows_six_lunar_days_a_year_up_to_2035() -> None:
    assert max(festivals()) == 2035
    for year, days in festivals().items():
        assert set(days) == {*LUNAR, *FIXED}
        lunar = [days[name] for name in LUNAR]
        assert lunar == sorted(lunar)
        assert all(day.year == year for day in days.values())
        # Fixed distances of the lunar calendar: 元宵 is the fifteenth day of the first month.
        assert (days["lantern_festival"] - days["spring_festival"]).days == 14
    assert festivals()[2033]["dragon_boat"] == festivals()[2033]["childrens_day"]
    assert festivals()[2031]["mid_autumn"] == festivals()[2031]["national_day"]


@pytest.mark.parametrize(
    ("birth", "year", "birthday"),
    [
        ("2016-02-29", 2025, "2025-02-28"),
        ("2016-02-29", 2024, "2024-02-29"),
        ("2016-05", 2025, None),
        ("2016", 2025, None),
        ("2025-05-06", 2025, None),
    ],
)
def test_birthdays(birth: str, year: int, birthday: str | None) -> None:
    assert birthday_in(birth, year) == (d(birthday) if birthday else None)


def test_fixed_days_by_month_and_day() -> None:
    found = named_slots(("02-29", "09-01"), "", "", d("2025-01-01"), d("2025-12-31"), festivals={})
    assert spans(found) == [("2025-02-28", "2025-02-28"), ("2025-09-01", "2025-09-01")]


@pytest.mark.parametrize(
    ("day", "wait", "early", "within", "is_birth", "span"),
    [
        ("2024-12-20", "12 months", "60 days", "", False, ("2025-10-21", "2025-12-19")),
        ("2011-05-06", "14 years", "", "30 days", True, ("2025-05-06", "2025-06-04")),
        ("2012-02-29", "14 years", "30 days", "30 days", True, ("2026-01-29", "2026-03-29")),
        ("2011-05", "14 years", "", "30 days", True, ("2025-05-31", "2025-06-29")),
        ("2025-03", "", "", "7 days", False, ("2025-03-01", "2025-03-07")),
    ],
)
def test_a_slot_after_a_date_excludes_its_last_day(
    day: str, wait: str, early: str, within: str, is_birth: bool, span: tuple[str, str]
) -> None:
    slot = after_slot(day, wait, early, within, is_birth=is_birth)
    assert slot is not None
    assert spans([slot]) == [span]


def test_a_slot_after_a_date_without_room_is_none() -> None:
    assert after_slot("2025-01-01", "3 days", "", "") is None


def test_silences_run_from_the_beginning_and_from_each_contact() -> None:
    found = gap_slots(d("2025-03-01"), [d("2025-03-05"), d("2025-02-01"), d("2025-03-05")], "7 days")
    assert spans(found) == [("2025-03-01", "2025-03-07"), ("2025-03-05", "2025-03-11")]


@pytest.mark.parametrize(
    ("slot", "day", "is_late"),
    [
        (calendar_slot("month", d("2025-03-01")), "2025-03-15", False),
        (calendar_slot("month", d("2025-03-01")), "2025-03-16", True),
        (calendar_slot("month", d("2025-02-01")), "2025-02-15", False),
        (calendar_slot("month", d("2025-02-01")), "2025-02-16", True),
        (calendar_slot("week", d("2025-03-03")), "2025-03-06", False),
        (calendar_slot("week", d("2025-03-03")), "2025-03-07", True),
        (Slot(d("2025-03-01"), d("2025-03-11")), "2025-03-05", False),
        (Slot(d("2025-03-01"), d("2025-03-11")), "2025-03-06", True),
    ],
)
def test_the_second_half_of_a_slot(slot: Slot, day: str, is_late: bool) -> None:
    assert slot.is_second_half(d(day)) is is_late
