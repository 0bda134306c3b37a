"""The stretches of time that reports cover, by the names people type: `2025-05`, `2025-W22`, `2025-Q2`, `2025`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from aixin_tui.engine.slots import calendar_slot
from aixin_tui.texts import label

#: No office reports on a year before.
FIRST_YEAR = 1900
_SHAPE = re.compile(r"(?P<year>\d{4})(?:-(?:W(?P<week>\d{1,2})|Q(?P<quarter>[1-4])|(?P<month>\d{1,2})))?\Z")


@dataclass(frozen=True, slots=True)
class Period:
    """A week (Monday to Sunday), month, quarter or year; both days are included."""

    key: str
    unit: str
    first: date
    last: date

    def __str__(self) -> str:
        return self.key

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day."""
        return self.first, self.last

    def as_of(self, today: date) -> date:
        """The day of which a report of the period speaks: its last or, if earlier, today."""
        return min(self.last, today)

    def judged_on(self, today: date) -> date | None:
        """The day after its last, as of which a past period's slots are judged; None while it still runs."""
        return self.last + timedelta(days=1) if today > self.last else None

    def previous(self) -> Period:
        """Give the period of the same length before it."""
        return period_of(self.unit, self.first - timedelta(days=1))

    def label(self, lang: str = "zh") -> str:
        """Name it as the head of a report does: 2025年5月, 2025年第22周（5月26日至6月1日）."""
        year, week, _ = self.first.isocalendar()
        return label(
            f"report.period_{self.unit}", lang,
            year=year if self.unit == "week" else self.first.year, month=self.first.month, week=week,
            quarter=label(f"report.quarter_{(self.first.month + 2) // 3}", lang),
            first=day_label(self.first, lang, year=False), last=day_label(self.last, lang, year=False),
        )


def day_label(day: date, lang: str = "zh", *, year: bool = True) -> str:
    """Write a day as people read it: 2025年5月31日, or 5月31日 without the year."""
    return label("report.day" if year else "report.day_of_year", lang, year=day.year, month=day.month, day=day.day)


def period_of(unit: str, day: date) -> Period:
    """Give the week, month, quarter or year in which `day` lies."""
    slot = calendar_slot(unit, day)
    iso_year, week, _ = slot.first.isocalendar()
    key = {
        "week": f"{iso_year}-W{week:02d}",
        "month": f"{slot.first:%Y-%m}",
        "quarter": f"{slot.first.year}-Q{(slot.first.month + 2) // 3}",
        "year": f"{slot.first.year}",
    }[unit]
    return Period(key, unit, slot.first, slot.last)


def parse_period(text: str) -> Period:
    """Read the name of a period.

    Raises:
        ValueError: it is none of the four shapes, or names a week or month that the year lacks.
    """
    found = _SHAPE.match(text.strip().upper())
    if found is None:
        raise ValueError(f"not a period: {text!r}")
    year = int(found["year"])
    if year < FIRST_YEAR:
        raise ValueError(f"no year of an office: {year}")
    if found["week"]:
        return period_of("week", date.fromisocalendar(year, int(found["week"]), 1))
    if found["quarter"]:
        return period_of("quarter", date(year, int(found["quarter"]) * 3, 1))
    if found["month"]:
        return period_of("month", date(year, int(found["month"]), 1))
    return period_of("year", date(year, 1, 1))
