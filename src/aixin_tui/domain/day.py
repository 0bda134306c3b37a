"""Days as the programme counts them: ISO text that may stop at the month or the year.

Stored dates are `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. As a beginning such a date means its first day, for an age its
last; without a day there is no birthday slot (model.md section 1 and 2).
"""

from __future__ import annotations

import calendar
from datetime import date, timedelta


def first_day(text: str) -> date:
    """Give the first day that `text` can mean.

    Raises:
        ValueError: `text` is no date of one of the three lengths.
    """
    if len(text) == 4:
        return date(int(text), 1, 1)
    if len(text) == 7:
        return date.fromisoformat(text + "-01")
    return date.fromisoformat(text)


def last_day(text: str) -> date:
    """Give the last day that `text` can mean; raises ValueError as `first_day` does."""
    if len(text) == 4:
        return date(int(text), 12, 31)
    if len(text) == 7:
        return end_of_month(date.fromisoformat(text + "-01"))
    return date.fromisoformat(text)


def has_day(text: str) -> bool:
    """Whether the date is known to the day."""
    return len(text) == 10


def end_of_month(day: date) -> date:
    """Give the last day of the month of `day`."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def add_months(day: date, months: int) -> date:
    """Go `months` on (or back); a day that the month lacks becomes its last, so 29 February goes to the 28th."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def age_on(birth: str, day: date) -> int:
    """Give the full years of age on `day`.

    Born on 29 February means a birthday on 28 February in other years; a birth known only to the month or the year
    counts from its last day, so nobody is made older than is certain.
    """
    born = last_day(birth)
    years = day.year - born.year
    return years if day >= add_months(born, 12 * years) else years - 1


def monday_of(day: date) -> date:
    """Give the Monday of the week of `day` (weeks run Monday to Sunday)."""
    return day - timedelta(days=day.weekday())
