"""Lengths of time as a province writes them: `7 days`, `2 weeks`, `12 months`, `3 years` (province-language 1.5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from aixin_tui.domain.day import add_months

_UNITS = {"day": (1, 0), "week": (7, 0), "month": (0, 1), "year": (0, 12)}


@dataclass(frozen=True, slots=True)
class Duration:
    """So many days and so many calendar months."""

    days: int = 0
    months: int = 0

    def after(self, day: date) -> date:
        """Give the day this long after `day`; months keep the day of the month, or take the month's last."""
        return add_months(day, self.months) + timedelta(days=self.days)

    def before(self, day: date) -> date:
        """Give the day this long before `day`."""
        return add_months(day - timedelta(days=self.days), -self.months)


@cache
def duration(text: str) -> Duration:
    """Read a length of time; empty text is none at all.

    Raises:
        ValueError: it is not a number and one of day, week, month and year, singular or plural.
    """
    if not text:
        return Duration()
    number, _, unit = text.strip().partition(" ")
    try:
        days, months = _UNITS[unit.removesuffix("s")]
        return Duration(int(number) * days, int(number) * months)
    except (KeyError, ValueError) as error:
        raise ValueError(f"not a length of time: {text!r}") from error
