"""Periods by the names that people type."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aixin_tui.engine.periods import parse_period, period_of


@pytest.mark.parametrize(
    ("text", "first", "last", "label"),
    [
        ("2025-05", "2025-05-01", "2025-05-31", "2025年5月"),
        ("2025-W22", "2025-05-26", "2025-06-01", "2025年第22周（5月26日至6月1日）"),
        ("2025-w1", "2024-12-30", "2025-01-05", "2025年第1周（12月30日至1月5日）"),
        ("2025-Q2", "2025-04-01", "2025-06-30", "2025年第二季度"),
        ("2025", "2025-01-01", "2025-12-31", "2025年"),
    ],
)
def test_a_period_has_its_days_and_its_name(text: str, first: str, last: str, label: str) -> None:
    period = parse_period(text)
    assert (period.first.isoformat(), period.last.isoformat(), period.label()) == (first, last, label)


@pytest.mark.parametrize("text", ["0001-01", "", "2025-13", "2025-W54", "2025-Q5", "5月", "2025-05-01", "０２５"])
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - which one does not matter
        parse_period(text)


@given(st.sampled_from(["week", "month", "quarter", "year"]), st.dates(date(2000, 1, 1), date(2099, 1, 1)))
def test_a_name_leads_back_to_its_period(unit: str, day: date) -> None:
    period = period_of(unit, day)
    assert parse_period(period.key) == period
    assert period.first <= day <= period.last
    assert period.previous().last == period.first - timedelta(days=1)


def test_a_report_speaks_of_its_last_day_or_of_today() -> None:
    may = parse_period("2025-05")
    assert (may.as_of(date(2025, 5, 20)), may.judged_on(date(2025, 5, 20))) == (date(2025, 5, 20), None)
    assert may.judged_on(date(2025, 5, 31)) is None
    assert (may.as_of(date(2025, 6, 1)), may.judged_on(date(2025, 6, 1))) == (date(2025, 5, 31), date(2025, 6, 1))
