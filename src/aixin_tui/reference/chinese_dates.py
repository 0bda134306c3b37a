"""Dates as lists write them: 2013.11.2, 20120917, 2017年6月, 二〇一五年三月五日, a spreadsheet's day number, 5/3/2015.

A text is read, never bettered: what has two readings gives both, and a day that the month does not have gives none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from aixin_tui.reference.names import half_width

_DIGITS = {character: str(value) for value, characters in enumerate(
    ("〇零○Ｏ", "一壹元", "二贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")) for character in characters}
_HAN = "".join(_DIGITS) + "十拾廿卅"
_YEAR_FIRST = re.compile(r"(\d{4})[-./年\\](\d{1,2})(?:[-./月\\](\d{1,2})[日号]?|月)?\.?")
_YEAR_LAST = re.compile(r"(\d{1,2})[-./](\d{1,2})[-./](\d{4})")
_MONTH_DAY = re.compile(r"(\d{1,2})(?:月|[-./])(\d{1,2})[日号]?")
_DAY = re.compile(r"(\d{1,2})[日号]")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})?")
_TIME = re.compile(r"[T ]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$")
#: Day numbers of a spreadsheet that can be the day of a living person or of the programme: 1927 to 2063.
_SERIALS = range(10_000, 60_000)
_EPOCH = date(1899, 12, 30)


@dataclass(frozen=True, slots=True)
class DateRead:
    """What a text says: the ISO dates (to the day, the month or the year) that it can mean.

    One reading is a date, two are a question, none is either `impossible` (no such day) or no date at all.
    `completed` tells that year or month came from the sheet's title.
    """

    readings: tuple[str, ...] = ()
    impossible: bool = False
    completed: bool = False

    @property
    def only(self) -> str:
        """The date if there is exactly one reading, else empty."""
        return self.readings[0] if len(self.readings) == 1 else ""


def _iso(year: int, month: int, day: int | None) -> str:
    """Write a date; empty text where the calendar does not have it."""
    if day is None:
        return f"{year:04d}-{month:02d}" if 1 <= month <= 12 and 1900 <= year <= 2100 else ""
    try:
        return date(year, month, day).isoformat() if 1900 <= year <= 2100 else ""
    except ValueError:
        return ""


def _found(year: int, month: int, day: int | None, *, completed: bool = False) -> DateRead:
    iso = _iso(year, month, day)
    return DateRead((iso,), completed=completed) if iso else DateRead(impossible=True)


def _han_number(text: str) -> str:
    """Write 二〇一五, 十二, 廿五 and 三十一 in digits."""
    if not any(ten in text for ten in "十拾廿卅"):
        return "".join(_DIGITS[character] for character in text)
    plain = text.replace("拾", "十").replace("廿", "二十").replace("卅", "三十")
    tens, _, ones = plain.partition("十")
    return f"{_DIGITS.get(tens, '1') if tens else '1'}{_DIGITS.get(ones, '0') if ones else '0'}"


def _in_digits(text: str) -> str:
    return re.sub(f"[{_HAN}]+", lambda found: _han_number(found[0]), text)


def from_serial(number: float) -> str:
    """Turn a spreadsheet's day number (1900 system) into an ISO day; empty for a number that can be no such day."""
    return (_EPOCH + timedelta(days=int(number))).isoformat() if int(number) in _SERIALS else ""


def _year_last(first: int, second: int, year: int) -> DateRead:
    """Read 5/3/2015 both ways: as day and month, as month and day."""
    both = {_iso(year, second, first), _iso(year, first, second)} - {""}
    return DateRead(tuple(sorted(both)), impossible=not both)


def _compact(text: str) -> DateRead | None:
    if len(text) == 4 and 1900 <= int(text) <= 2100:
        return DateRead((text,))
    if len(text) in (6, 8):
        year, month, day = _COMPACT.fullmatch(text).groups()  # type: ignore[union-attr]
        if 1900 <= int(year) <= 2100:
            return _found(int(year), int(month), int(day) if day else None)
    serial = from_serial(int(text)) if len(text) == 5 else ""
    return DateRead((serial,)) if serial else None


def _without_year(text: str, year: int, month: int) -> DateRead | None:
    if found := _MONTH_DAY.fullmatch(text):
        return _found(year, int(found[1]), int(found[2]), completed=True)
    if month and (found := _DAY.fullmatch(text)):
        return _found(year, month, int(found[1]), completed=True)
    return None


def read_date(text: str, *, year: int = 0, month: int = 0) -> DateRead:
    """Read a date as typed. `year` and `month` are the sheet's, to complete 5.12 and 18日; without them those are none.

    A month or a year alone stay what they are (`2017-06`, `2017`).
    """
    typed = _in_digits("".join(_TIME.sub("", half_width(text).strip()).split()))
    typed = typed.removesuffix("出生").removesuffix("生")
    if typed.isdecimal():
        return _compact(typed) or DateRead()
    if year_only := re.fullmatch(r"(\d{4})年", typed):
        return DateRead((year_only[1],)) if 1900 <= int(year_only[1]) <= 2100 else DateRead()
    if first := _YEAR_FIRST.fullmatch(typed):
        return _found(int(first[1]), int(first[2]), int(first[3]) if first[3] else None)
    if last := _YEAR_LAST.fullmatch(typed):
        return _year_last(int(last[1]), int(last[2]), int(last[3]))
    return (_without_year(typed, year, month) if year else None) or DateRead()


def read_number(number: float) -> DateRead:
    """Read a number cell: a day number, 20120917, 2023, or 2013.1, which may once have been 2013.10."""
    if float(number).is_integer():
        return read_date(str(int(number)))
    text = repr(float(number))
    found = read_date(text)
    if found.only.endswith("-01") and len(found.only) == 7 and text.endswith(".1"):
        return DateRead((found.only, f"{found.only[:4]}-10"))
    return found


def of_cell(value: date | datetime) -> str:
    """Give the day of a true date cell."""
    return (value.date() if isinstance(value, datetime) else value).isoformat()
