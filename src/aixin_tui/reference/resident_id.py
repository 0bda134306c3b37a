"""The citizen's number (GB 11643-1999): six digits of area, eight of birth, three of order (odd male), one to check.

The area is where the number was first issued: abolished codes stay valid and newer ones are not in old lists, so an
area is never judged. Residence permits of people from Hongkong (81), Macau (82) and Taiwan (83) follow the same rule.
Nothing is ever repaired: a number that cannot be right is given back as written, with its faults.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from aixin_tui.reference.names import clean_number

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_ROUNDED = re.compile(r"[+-]?\d(\.\d+)?[eE]\+?\d{2}")


class IdFault(StrEnum):
    """Why a number cannot be right."""

    DIGITS_LOST = "digits_lost"
    """A spreadsheet kept 15 digits of it: 6.30222E+17, or zeros at its end."""
    FIFTEEN = "fifteen"
    """15 digits: the form that ended in 2012; a child of today never had one."""
    LENGTH = "length"
    CHARACTERS = "characters"
    BIRTH = "birth"
    """Digits 7 to 14 are no day of the calendar."""
    CHECK = "check"
    """The last character does not fit the other 17."""


@dataclass(frozen=True, slots=True)
class IdCheck:
    """What a cell says as a citizen's number.

    `number` is half-width, without blanks and with a capital X, never repaired; `birth_date` (ISO) and `sex` (`male`,
    `female`) are empty unless the number is right; `offer` is the 18-digit form of a number of 15 digits, for its
    owner to confirm.
    """

    number: str
    problems: tuple[IdFault, ...] = ()
    birth_date: str = ""
    sex: str = ""
    offer: str = ""

    @property
    def is_right(self) -> bool:
        """Whether there is a number and it can be right."""
        return bool(self.number) and not self.problems


def check_character(first17: str) -> str:
    """Compute the eighteenth character of 17 digits (ISO 7064 MOD 11-2)."""
    return _CHECKS[sum(int(digit) * weight for digit, weight in zip(first17, _WEIGHTS, strict=True)) % 11]


def _birth(digits: str) -> str:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8])).isoformat()
    except ValueError:
        return ""


def _shape(number: str) -> IdFault | None:
    """Find what is wrong with the form of a number, before its digits are counted."""
    if _ROUNDED.fullmatch(number):
        return IdFault.DIGITS_LOST
    if not number.isascii() or not number[:-1].isdecimal() or not (number[-1].isdecimal() or number[-1] == "X"):
        return IdFault.CHARACTERS
    if len(number) == 15:
        return IdFault.FIFTEEN
    return IdFault.LENGTH if len(number) != 18 else None


def _offer(number: str) -> str:
    first17 = f"{number[:6]}19{number[6:]}"
    return first17 + check_character(first17) if number.isdecimal() and _birth(first17[6:14]) else ""


def check(text: str) -> IdCheck:
    """Read a citizen's number; an empty text gives an empty number without problems.

    Full-width characters, blanks, tabs, an apostrophe, dashes between groups and a small x are put right, since they
    are ways of typing; nothing else is.
    """
    number = clean_number(text)
    if not _ROUNDED.fullmatch(number):
        number = number.upper().replace("-", "")
    if not number:
        return IdCheck("")
    fault = _shape(number)
    if fault is IdFault.FIFTEEN:
        return IdCheck(number, (fault,), offer=_offer(number))
    if fault:
        return IdCheck(number, (fault,))
    birth = _birth(number[6:14])
    faults = [] if birth else [IdFault.BIRTH]
    if check_character(number[:17]) != number[17]:
        faults.append(IdFault.DIGITS_LOST if number.endswith("000") else IdFault.CHECK)
    if faults:
        return IdCheck(number, tuple(faults))
    return IdCheck(number, (), birth, "male" if int(number[16]) % 2 else "female")


def is_valid(text: str) -> bool:
    """Whether the text is a citizen's number that can be right, as typed or as stored."""
    return check(text).is_right
