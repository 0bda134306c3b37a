"""Stored dates made comparable: ISO text of a whole day, and spans like `12 months` added to it."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from aixin_tui.domain.day import add_months, first_day, last_day

_SPAN = re.compile(r"(\d+) (day|week|month|year)s?")


@lru_cache(maxsize=65536)
def _first(text: str) -> str:
    try:
        return first_day(text).isoformat()
    except ValueError:
        return ""


@lru_cache(maxsize=4096)
def _last(text: str) -> str:
    try:
        return last_day(text).isoformat()
    except ValueError:
        return ""


def day_text(value: Any) -> str:
    """Give the first day that a stored date can mean as ISO text; empty for what is no date."""
    if isinstance(value, date):
        return value.isoformat()[:10]
    return _first(value) if isinstance(value, str) and value else ""


def last_day_text(value: Any) -> str:
    """Give the last day that a stored date can mean as ISO text; empty for what is no date."""
    if isinstance(value, date):
        return value.isoformat()[:10]
    return _last(value) if isinstance(value, str) and value else ""


def as_day(value: Any) -> date | None:
    """Give the first day that a stored date can mean, None for what is no date."""
    text = day_text(value)
    return date.fromisoformat(text) if text else None


def is_date(value: Any) -> bool:
    """Whether the value is a date as they are stored: YYYY, YYYY-MM or YYYY-MM-DD."""
    return isinstance(value, str) and len(value) in {4, 7, 10} and bool(day_text(value))


def parse_span(text: str) -> tuple[int, int]:
    """Read a duration as (months, days): `12 months` is (12, 0), `2 weeks` (0, 14).

    Raises:
        ValueError: it is not a whole number with day, week, month or year.
    """
    found = _SPAN.fullmatch(str(text).strip())
    if not found:
        raise ValueError(f"{text!r} is not a duration like 7 days or 12 months")
    number, unit = int(found[1]), found[2]
    return {"day": (0, number), "week": (0, 7 * number), "month": (number, 0), "year": (12 * number, 0)}[unit]


def shift(day: date, span: str, *, back: bool = False) -> date:
    """Go on (or back) from a day by a duration; months keep the day, 29 February going to the 28th."""
    months, days = parse_span(span)
    sign = -1 if back else 1
    return add_months(day, sign * months) + timedelta(days=sign * days)
