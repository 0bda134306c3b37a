"""How a number is printed: the exact value stays, the wording follows the figure's `print` (province-language 1.8).

余 and 多 round down, 近 up, 约 to the nearest [HN-01]: 20余万名, 2.3万余场, 近2000万元. Where nothing is rounded no
word stands: 20万 of exactly 200,000 is no 余.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from math import ceil, floor

from aixin_tui.engine.dates import as_day
from aixin_tui.engine.spec.report import FigureSpec

Number = int | Fraction

#: The large units in which a number may be told.
LARGE: Mapping[str, int] = {"": 1, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_BEFORE = frozenset({"近", "约"})
#: A share is told to two decimals, as 99.92% is [HN-27]; always two, so that a column reads as one.
_PERCENT_DECIMALS = 2


def printed_number(spec: FigureSpec, value: Number | str | None, as_of: date, *, unit: bool = True) -> str:
    """Print the value of a figure with its unit, or without it for a cell under a head that names it.

    A date is told as it stands or, `as: days_ago`, as the days up to `as_of` [QH-12]. No value is `/`.
    """
    if value is None:
        return "/"
    if isinstance(value, str):
        day = as_day(value)
        if spec.print.show_as != "days_ago" or day is None:
            return value
        # A table that is made as of a day says nothing of the days after it.
        return f"{max((as_of - day).days, 0)}{spec.unit if unit else ''}"
    if spec.is_ratio:
        return f"{_percent(value, spec.print.decimals)}%"
    scale = LARGE.get(spec.print.unit, 1)
    number, word = _worded(Fraction(value) / scale, spec)
    tail = spec.unit if unit else ""
    if word in _BEFORE:
        return f"{word}{number}{spec.print.unit}{tail}"
    # 20余万, but 2.3万余: the word stands where the digits end.
    return f"{number}{spec.print.unit}{word}{tail}" if "." in number else f"{number}{word}{spec.print.unit}{tail}"


def plain(value: Number, decimals: int | None = None) -> str:
    """Write a number in digits, exactly where that ends within six decimals; trailing zeros are left out."""
    exact = Fraction(value)
    if exact.denominator == 1:
        return str(exact.numerator)
    return _digits(_round(exact, 6 if decimals is None else decimals))


def _worded(value: Fraction, spec: FigureSpec) -> tuple[str, str]:
    word, decimals = spec.print.word, spec.print.decimals
    if not word:
        return (plain(value) if decimals is None else _digits(_round(value, decimals))), ""
    if decimals is None:
        decimals = 0 if spec.print.unit else _places_dropped(value)
    step = Fraction(10) ** -decimals
    steps = value / step
    if word in {"余", "多"}:
        rounded = floor(steps) * step
    elif word == "近":
        rounded = ceil(steps) * step
    else:
        rounded = _round(value, decimals)
    return _digits(rounded), word if rounded != value else ""


def _places_dropped(value: Fraction) -> int:
    """Without a unit a word needs round digits: one of three (700余), two of more (3900余)."""
    length = len(str(abs(int(value))))
    return -(length - 1) if length <= 3 else -(length - 2)


def _percent(value: Number, decimals: int | None) -> str:
    """A share: 85.00, 91.67; all and nothing are a plain 100 and 0, and only where it is so."""
    if decimals is None and value in (0, 100):
        return str(int(value))
    places = _PERCENT_DECIMALS if decimals is None else decimals
    rounded = _round(Fraction(value), places)
    step = Fraction(1, 10**places)
    if rounded == 100 and value != 100:
        rounded -= step
    if rounded == 0 and value != 0:
        rounded += step
    return f"{float(rounded):.{places}f}"


def _round(value: Fraction, decimals: int) -> Fraction:
    """To the nearest, halves away from zero as offices do."""
    step = Fraction(10) ** -decimals
    half = Fraction(1, 2)
    steps = value / step
    return (floor(steps + half) if steps >= 0 else ceil(steps - half)) * step


def _digits(value: Fraction) -> str:
    if value.denominator == 1:
        return str(value.numerator)
    sign, value = ("-", -value) if value < 0 else ("", value)
    whole, rest = divmod(value, 1)
    return f"{sign}{whole}.{int(rest * 10**9):09d}".rstrip("0")
