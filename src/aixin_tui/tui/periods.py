"""Periods of reports as text: `2025-05`, `2025-Q2`, `2025-W22`, `2025`; the one before and the one after."""

from __future__ import annotations

import re
from datetime import date, timedelta


def previous_period(period: str) -> str:
    """Give the period before; empty for text that is none."""
    return _turned(period, -1)


def next_period(period: str) -> str:
    """Give the period after; empty for text that is none."""
    return _turned(period, 1)


def _turned(period: str, by: int) -> str:
    found = re.fullmatch(r"(\d{4})(?:-(?:W(\d{1,2})|Q([1-4])|(\d{2})))?", period)
    if not found:
        return ""
    year, week, quarter, month = found.groups()
    if week:
        iso = (date.fromisocalendar(int(year), int(week), 1) + timedelta(weeks=by)).isocalendar()
        return f"{iso.year}-W{iso.week:02}"
    if quarter:
        index = int(year) * 4 + int(quarter) - 1 + by
        return f"{index // 4}-Q{index % 4 + 1}"
    if month:
        index = int(year) * 12 + int(month) - 1 + by
        return f"{index // 12}-{index % 12 + 1:02}"
    return str(int(year) + by)
