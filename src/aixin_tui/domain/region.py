"""Administrative divisions as codes: province 2 digits, city 4, county 6, town 9, village 12."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum


class Level(StrEnum):
    """The five levels of the federation, from the widest to the narrowest."""

    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    TOWN = "town"
    VILLAGE = "village"


#: Digits of a whole code at each level.
DIGITS: Mapping[Level, int] = {
    Level.PROVINCE: 2,
    Level.CITY: 4,
    Level.COUNTY: 6,
    Level.TOWN: 9,
    Level.VILLAGE: 12,
}
_LEVEL = {digits: level for level, digits in DIGITS.items()}


def level_of(code: str) -> Level | None:
    """Give the level of a whole code, None for a length that is no level."""
    return _LEVEL.get(len(code))


def is_inside(code: str, scope: str) -> bool:
    """Whether `code` lies in the division `scope`; everything lies in the empty scope."""
    return code.startswith(scope)


def common_place(code: str, other: str) -> str:
    """Give the narrowest of county, city and province that holds both places; empty where none does."""
    return next((code[:digits] for digits in (6, 4, 2) if code[:digits] == other[:digits]), "")


def tier_between(code: str, other: str) -> str:
    """Name the narrowest level that two places are sure to share: village … province, else `elsewhere` [QH-27].

    A place known only to its town or county shares only the digits it has.
    """
    for level in (Level.VILLAGE, Level.TOWN, Level.COUNTY, Level.CITY, Level.PROVINCE):
        digits = DIGITS[level]
        if len(code) >= digits and len(other) >= digits and code[:digits] == other[:digits]:
            return level.value
    return "elsewhere"


class Divisions:
    """The divisions of one province: names by code, children by parent. Read-only; order is that of the codes."""

    __slots__ = ("_below", "_names")

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self._names = dict(sorted(pairs))
        self._below: dict[str, list[str]] | None = None

    def __contains__(self, code: str) -> bool:
        return code in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def name(self, code: str) -> str:
        """Give the division's own name; the code itself where the table does not know it."""
        return self._names.get(code, code)

    def path(self, code: str, *, down_to: Level = Level.COUNTY) -> str:
        """Join the names from below `down_to` to the place itself: 官亭镇喇家村委会 for a village in its county."""
        start = DIGITS[down_to]
        names = [self.name(code[:n]) for n in (4, 6, 9, 12) if start < n <= len(code)]
        return "".join(names) or self.name(code)

    def below(self, code: str) -> tuple[str, ...]:
        """List the codes one level down, in order."""
        if self._below is None:
            self._below = {}
            for child in self._names:
                parent = next((child[:n] for n in (9, 6, 4, 2) if n < len(child)), "")
                self._below.setdefault(parent, []).append(child)
        return tuple(self._below.get(code, ()))
