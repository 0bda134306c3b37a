"""From a cell to a value: names, ID numbers, dates, sexes, phones, with each change listed and each doubt said.

Nothing is guessed: an ID number is never repaired, an impossible day never moved, a date with two readings is settled
by the ID number or not at all (rosters, rules 2 to 8 and 12).
"""

from __future__ import annotations

from datetime import date, datetime

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Severity
from aixin_tui.engine.identity import births_fit
from aixin_tui.reference import phone, resident_id
from aixin_tui.reference.chinese_dates import DateRead, of_cell, read_date, read_number
from aixin_tui.reference.names import clean_name, half_width
from aixin_tui.reference.resident_id import IdCheck, IdFault
from aixin_tui.services.importing.row_cells import Reading
from aixin_tui.services.importing.sheet import CellValue

_ID_PROBLEM = {IdFault.DIGITS_LOST: Code.ROW_005, IdFault.FIFTEEN: Code.ROW_006, IdFault.CHECK: Code.ROW_004}
_SEXES = {"男": "male", "男性": "male", "1": "male", "M": "male", "男孩": "male", "女": "female", "女性": "female",
          "2": "female", "F": "female", "女孩": "female"}
#: Days of a spreadsheet up to this year were numbers before a cell's format made days of them.
_NO_YEAR, _DAYS, _MONTHS = 1901, 31, 12
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - the format knows no zones
_SEX_WORDS = {"male": "男", "female": "女"}
_NO_ID = frozenset({"未落户", "未登记", "未上户", "黑户", "未办理", "待补", "暂缺"})


def read_name(reading: Reading, name: str) -> str:
    """Read a person's name: inner blanks go, one kind of middle point; nothing else is touched."""
    written = reading.raw(name)
    clean = clean_name(written)
    if clean:
        reading.changed(name, written, clean)
    return clean


def read_id(reading: Reading, name: str) -> IdCheck:
    """Read an ID number; one that cannot be right holds the row, its digits as they were written."""
    written = reading.raw(name)
    if written.strip() in _NO_ID:
        return IdCheck("")
    found = resident_id.check(written)
    if found.problems:
        fault = next((f for f in found.problems if f in _ID_PROBLEM), found.problems[0])
        if IdFault.BIRTH in found.problems and IdFault.DIGITS_LOST not in found.problems:
            fault = IdFault.BIRTH
        reading.say(_ID_PROBLEM.get(fault, Code.ROW_007), name, Severity.HELD)
    elif found.number:
        reading.changed(name, written, found.number)
    return found


def date_in(value: CellValue, *, year: int = 0, month: int = 0) -> DateRead:
    """Read a cell as a date, whatever it is made of; on a sheet of a month the day alone, 3 or 6.3, will do."""
    if year and (typed := _typed_in_month(value, month)):
        found = [read_date(text, year=year, month=month) for text in typed]
        days = tuple(day for one in found for day in one.readings)
        return DateRead(days, impossible=not days, completed=True)
    if isinstance(value, (date, datetime)):
        return DateRead((of_cell(value),))
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return read_number(value)
    return read_date(value if isinstance(value, str) else "", year=year, month=month)


def _typed_in_month(value: CellValue, month: int) -> tuple[str, ...]:
    """Give what may have been typed for a day of a month where a spreadsheet made a number or a day of 1900 of it.

    Of a number 6.3 nobody can tell whether it was 6.3 or 6.30: both are given.
    """
    if isinstance(value, date) and value.year <= _NO_YEAR:
        moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)  # noqa: DTZ001
        since = moment - _EPOCH
        value = since.days + round(since.seconds / 86_400, 2)
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return ()
    text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()
    if text.isdecimal():
        return (f"{text}日",) if month and 1 <= int(text) <= _DAYS else ()
    whole, _, part = text.partition(".")
    if isinstance(value, str) or not (whole.isdecimal() and part.isdecimal() and 1 <= int(whole) <= _MONTHS):
        return ()
    days = (part, f"{part}0") if part in ("1", "2", "3") else (part,)
    return tuple(f"{whole}月{day}日" for day in days)


def is_true_date(value: CellValue) -> bool:
    """Whether the cell is a date of the spreadsheet itself, which is no change when it is stored as ISO."""
    return isinstance(value, date)


def read_birth(reading: Reading, name: str, number: IdCheck) -> str:
    """Read a birth date; an ID number that is right settles two readings and gives a missing day.

    Returns ISO text, possibly of a month or year; empty where nothing is sure, and then the row is held.
    """
    written = reading.raw(name)
    found = date_in(reading.value(name)) if written else DateRead()
    if not written:
        if number.birth_date:
            reading.changed(name, "", number.birth_date)
        elif not number.problems:
            reading.say(Code.ROW_010, name, Severity.HELD)
        return number.birth_date
    if number.birth_date:
        return _beside_number(reading, name, found, number.birth_date)
    if found.only:
        _list_change(reading, name, found.only)
        if len(found.only) < 10:
            reading.say(Code.ROW_014, name, Severity.NOTE, text=found.only)
        if found.only > reading.today.isoformat():
            reading.say(Code.ROW_042, name, Severity.HELD, text=found.only)
        return found.only
    _doubt(reading, name, found, Severity.HELD)
    return ""


def _beside_number(reading: Reading, name: str, found: DateRead, by_number: str) -> str:
    if any(births_fit(reading_of, by_number) for reading_of in found.readings):
        _list_change(reading, name, by_number)
        return by_number
    says = "/".join(found.readings) or reading.text(name)
    reading.say(Code.ROW_008, name, Severity.HELD, number_says=by_number, cell_says=says)
    return ""


def _list_change(reading: Reading, name: str, iso: str) -> None:
    if not is_true_date(reading.value(name)):
        reading.changed(name, reading.raw(name), iso)


def _doubt(reading: Reading, name: str, found: DateRead, severity: Severity) -> None:
    """Say why a cell gives no date."""
    text = reading.text(name)
    if len(found.readings) > 1:
        reading.say(Code.ROW_011, name, severity, text=text, readings="、".join(found.readings))
    elif found.impossible:
        reading.say(Code.ROW_012, name, severity, text=text)
    else:
        reading.say(Code.ROW_013, name, severity, text=text)


def read_day(
    reading: Reading, name: str, *, severity: Severity = Severity.WARNING, year: int = 0, month: int = 0,
) -> str:
    """Read a date of any other kind; empty where there is none, or none that is sure (and then it is said)."""
    if not reading.raw(name):
        return ""
    found = date_in(reading.value(name), year=year, month=month)
    if found.only:
        _list_change(reading, name, found.only)
        return found.only
    _doubt(reading, name, found, severity)
    return ""


def read_sex(reading: Reading, name: str, number: IdCheck) -> str:
    """Read a sex (GB/T 2261.1 codes too); against the ID number it holds the row."""
    sex = _SEXES.get(half_width(reading.text(name)).upper().removesuffix("生"), "")
    if number.sex and sex and number.sex != sex:
        reading.say(Code.ROW_009, name, Severity.HELD, number_says=_SEX_WORDS[number.sex], cell_says=_SEX_WORDS[sex])
        return ""
    if number.sex and not sex:
        reading.changed(name, reading.raw(name), _SEX_WORDS[number.sex])
    return sex or number.sex


def read_phones(reading: Reading, name: str) -> tuple[str, ...]:
    """Read the phones of a cell; what can be none is kept as it stands and said."""
    written = reading.raw(name)
    found = phone.read(written)
    if found.wrong:
        reading.say(Code.ROW_027, name)
    if found.numbers:
        stored = "；".join(found.kept)
        if written != "/".join(found.kept) or len(found.kept) > 1:
            reading.changed(name, written, stored)
    return found.kept
