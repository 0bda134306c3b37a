"""Cadences cut time into slots (province-language 1.6, model.md section 2). Pure calendar work, no records.

A slot is half-open: it begins on its first day and is over on its `end`. Every function gives the slots that touch the
days from `since` to `until`, both included, oldest first.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from aixin_tui.domain.day import add_months, first_day, has_day, last_day, monday_of
from aixin_tui.engine.dates import shift

_DAY = timedelta(days=1)

#: Named days by year; the engine is handed them (design section 2) and knows no lunar calendar itself.
Festivals = Mapping[int, Mapping[str, date]]


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """A stretch of days in which something is owed once: from `first` on, no longer on `end`."""

    first: date
    end: date

    @property
    def last(self) -> date:
        """The last day that still counts."""
        return self.end - _DAY

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.end - self.first).days

    def __contains__(self, day: date) -> bool:
        return self.first <= day < self.end

    def is_second_half(self, day: date) -> bool:
        """Whether `day` lies past the middle, so that what begins then owes nothing any more (系统默认).

        Of a month the first 15 days are the first half, whatever its length.
        """
        if self.first.day == 1 and self.end == add_months(self.first, 1):
            return day.day > 15 or day >= self.end
        return (day - self.first).days * 2 >= self.days


def _go(day: date, span: str, *, back: bool = False) -> date:
    return shift(day, span, back=back) if span else day


def _month(day: date) -> date:
    return day.replace(day=1)


def _quarter(day: date) -> date:
    return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)


def _year(day: date) -> date:
    return day.replace(month=1, day=1)


_FIRST: Mapping[str, Callable[[date], date]] = {"week": monday_of, "month": _month, "quarter": _quarter, "year": _year}
_LENGTH: Mapping[str, str] = {"week": "7 days", "month": "1 month", "quarter": "3 months", "year": "12 months"}


def calendar_slot(unit: str, day: date) -> Slot:
    """Give the week (Monday to Sunday), month, quarter or year in which `day` lies."""
    first = _FIRST[unit](day)
    return Slot(first, shift(first, _LENGTH[unit]))


def calendar_slots(unit: str, since: date, until: date) -> Iterator[Slot]:
    """Walk through weeks, months, quarters or years [QH-30, JX-09..12]."""
    slot = calendar_slot(unit, since)
    while slot.first <= until:
        yield slot
        slot = Slot(slot.end, shift(slot.end, _LENGTH[unit]))


def window_slots(days: tuple[int, int], since: date, until: date) -> Iterator[Slot]:
    """Walk through the window from one day of the month to another, both included [JX-23].

    A month that is shorter ends the window on its last day.
    """
    for month in calendar_slots("month", since, until):
        length = calendar.monthrange(month.first.year, month.first.month)[1]
        first = month.first.replace(day=min(days[0], length))
        slot = Slot(first, month.first.replace(day=min(days[1], length)) + _DAY)
        if slot.first <= until and slot.end > since:
            yield slot


def yearly_slots(begin: date, since: date, until: date) -> Iterator[Slot]:
    """Walk through the years of something that began on `begin`.

    Younger than six months at the end of its first calendar year, it has twelve months from its beginning; the next
    slot is the first calendar year that begins after these.
    """
    first = calendar_slot("year", begin)
    if add_months(begin, 6) > first.end:
        first = Slot(begin, add_months(begin, 12))
    if first.first <= until and first.end > since:
        yield first
    start = first.end if first.end == _year(first.end) else add_months(_year(first.end), 12)
    if start <= until:
        for slot in calendar_slots("year", max(start, since), until):
            if slot.first >= start:
                yield slot


def birthday_in(birth: str, year: int) -> date | None:
    """Give the birthday in a year: of 29 February the 28th in other years; None if the day is not known [QH-32]."""
    if not has_day(birth):
        return None
    born = date.fromisoformat(birth)
    return add_months(born, 12 * (year - born.year)) if year > born.year else None


def _named(name: str, year: int, births: Iterable[str], festivals: Festivals) -> Iterator[date]:
    if name == "birthday":
        yield from (day for day in (birthday_in(birth, year) for birth in births) if day is not None)
    elif name[:1].isdecimal():
        month, day = (int(part) for part in name.split("-"))
        yield date(year, month, min(day, calendar.monthrange(year, month)[1]))
    elif name in festivals.get(year, {}):
        yield festivals[year][name]


def named_slots(
    names: Sequence[str], early: str, late: str, since: date, until: date, *,
    festivals: Festivals, births: Iterable[str] = (),
) -> Iterator[Slot]:
    """Walk through the slots around named days: festivals, `"MM-DD"`, birthdays [HI-20, HN-15].

    A day that a shorter February lacks is its last. A year that the table of festivals does not know has no slot.
    """
    births = tuple(births)
    found = [
        Slot(_go(day, early, back=True), _go(day, late) + _DAY)
        for year in range(since.year - 1, until.year + 2)
        for name in names
        for day in _named(name, year, births, festivals)
    ]
    yield from (slot for slot in sorted(found) if slot.first <= until and slot.end > since)


def after_slot(day: str, wait: str, early: str, within: str, *, is_birth: bool = False) -> Slot | None:
    """Give the one slot around a date plus `wait`, its last day excluded [JS-12, HN-33]; None where it is empty.

    A date known to the month or year begins with its first day, but a birth with its last: nobody is made older than
    is certain.
    """
    middle = _go(last_day(day) if is_birth else first_day(day), wait)
    slot = Slot(_go(middle, early, back=True), _go(middle, within))
    return slot if slot.days > 0 else None


def gap_slots(begin: date, contacts: Iterable[date], length: str) -> Iterator[Slot]:
    """Walk through the silences that are allowed: one from the beginning and one from every contact [JS-37].

    A slot is kept by a contact later than its first day; as after every date, its last day is excluded.
    """
    for day in sorted({begin, *(day for day in contacts if day > begin)}):
        yield Slot(day, shift(day, length))
