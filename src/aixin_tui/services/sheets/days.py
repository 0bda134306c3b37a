"""Days written on a sheet that went out on a known day: `6月3日` and `6.3` take their year from it."""

from __future__ import annotations

from datetime import date, timedelta

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Severity
from aixin_tui.reference.chinese_dates import DateRead
from aixin_tui.services.importing.cleaning import date_in, is_true_date
from aixin_tui.services.importing.row_cells import Reading

#: So long before a sheet was made something may have been done that is written on it.
_BEFORE = timedelta(days=180)


def read_day_on(reading: Reading, name: str, *, sent_on: str) -> str:
    """Read a day to the day; one that is none, not sure, or to come sends the row back. Empty where it is not written.

    Without a year it is the first such day not long before the sheet was made.
    """
    if not reading.raw(name):
        return ""
    found = _in_its_year(reading, name, sent_on)
    text = reading.text(name)
    if len(found.only) != 10:
        code = Code.ROW_011 if len(found.readings) > 1 else (Code.ROW_012 if found.impossible else Code.ROW_013)
        reading.say(code, name, Severity.ERROR, text=text, readings="、".join(found.readings))
        return ""
    if found.only > reading.today.isoformat():
        reading.say(Code.ROW_097, name, Severity.ERROR, text=text)
        return ""
    if not is_true_date(reading.value(name)):
        reading.changed(name, reading.raw(name), found.only)
    return found.only


def _in_its_year(reading: Reading, name: str, sent_on: str) -> DateRead:
    """Complete a day by the year in which it can lie: that of the sheet, or the next."""
    value = reading.value(name)
    try:
        made = date.fromisoformat(sent_on)
    except ValueError:
        made = reading.today
    found = date_in(value, year=made.year)
    if not found.completed or len(found.only) != 10:
        return found
    earliest = (made - _BEFORE).isoformat()
    later = date_in(value, year=made.year + 1)
    if found.only < earliest and len(later.only) == 10:
        return later
    before = date_in(value, year=made.year - 1)
    too_late = found.only > reading.today.isoformat() and len(before.only) == 10 and before.only >= earliest
    return before if too_late else found
