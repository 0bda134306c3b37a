"""Telephone numbers as typed: 11 digits from 1 of a mobile, or a land line with its area; several in a cell.

Number blocks change often, so none is named: whatever begins with 1[3-9] and has 11 digits is a mobile.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from aixin_tui.reference.names import half_width

_MOBILE = re.compile(r"1[3-9]\d{9}")
_LAND = re.compile(r"(0\d{2,3})-(\d{7,8})")
#: Land lines without a dash: three digits of area for the big cities, four for all others.
_LAND_BARE = re.compile(r"(010|02\d|0[3-9]\d{2})(\d{7,8})")
_BETWEEN = re.compile(r"[/\\、;；,，|\n\r]+|或|和")
_DASHES = str.maketrans(dict.fromkeys("－—–‐‑‒―", "-"))


@dataclass(frozen=True, slots=True)
class Phones:
    """What a cell holds: numbers as they are stored, and texts that can be no number (kept as they stand)."""

    numbers: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()

    @property
    def kept(self) -> tuple[str, ...]:
        """All that is stored, in the order of the cell's right numbers, then the wrong."""
        return self.numbers + self.wrong


def _one(part: str) -> str:
    """Read one number; empty text if it is none."""
    bare = re.sub(r"\s+", "", part)
    bare = re.sub(r"^(\+|00)86-?", "", bare).replace("(", "").replace(")", "-")
    digits = bare.replace("-", "")
    if _MOBILE.fullmatch(digits):
        return digits
    if digits.startswith("86") and _MOBILE.fullmatch(digits[2:]):
        return digits[2:]
    found = _LAND.fullmatch(bare) or _LAND_BARE.fullmatch(digits)
    return f"{found[1]}-{found[2]}" if found else ""


def read(text: str) -> Phones:
    """Read all numbers of a cell: +86, blanks and dashes inside a mobile go; `/ 、 ； ，` and line ends part them."""
    numbers: list[str] = []
    wrong: list[str] = []
    for typed in _BETWEEN.split(half_width(text).translate(_DASHES).strip().strip("'")):
        part = typed.strip()
        if not part:
            continue
        one = _one(part)
        several = [one] if one else [_one(piece) for piece in part.split()]
        if all(several):
            numbers += [number for number in several if number not in numbers]
        elif part not in wrong:
            wrong.append(part)
    return Phones(tuple(numbers), tuple(wrong))


def is_valid(number: str) -> bool:
    """Whether one text is one telephone number in the form in which it is stored."""
    return bool(_MOBILE.fullmatch(number) or _LAND.fullmatch(number))
