"""Items and their stamps: every list of a province holds dated, sourced versions (province-language 1.1, 1.9)."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Generic, TypeVar

import msgspec


class Source(StrEnum):
    """Where a rule comes from. What is ours is shown as 系统默认，非官方口径."""

    TEXT = "原文"
    DOCUMENT = "文件"
    DEFAULT = "默认"


class Stamp(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """From when to when, where and on whose word an item holds. Dates are ISO; `effective_to` is the last day."""

    effective_from: str = ""
    effective_to: str = ""
    division: str = ""
    source: Source = Source.DEFAULT
    cite: str = ""

    def holds(self, day: str, division: str) -> bool:
        """Whether the item is in force on an ISO day at a place."""
        return (
            (not self.effective_from or self.effective_from <= day)
            and (not self.effective_to or day <= self.effective_to)
            and division.startswith(self.division)
        )


class Origin(msgspec.Struct, frozen=True):
    """The file (relative to the folder of provinces), line and column at which something is written."""

    file: str = ""
    line: int = 0
    column: int = 0


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """What every item of every list has."""

    key: str
    label: str = ""
    stamp: Stamp = Stamp()
    origin: Origin = Origin()


T = TypeVar("T", bound=Item)

#: So many answers of one list are kept.
_KEPT = 512
_ANY_DAY = "-"


class Items(Generic[T]):
    """A list of items in its order, each key with all its versions. The engine picks by event date and place."""

    __slots__ = ("_at", "_is_dated", "_versions", "is_placed")

    def __init__(self, versions: tuple[T, ...] = ()) -> None:
        found: dict[str, list[T]] = {}
        for version in versions:
            found.setdefault(version.key, []).append(version)
        self._versions = {key: tuple(held) for key, held in found.items()}
        self._is_dated = any(version.stamp.effective_from or version.stamp.effective_to for version in versions)
        self.is_placed = any(version.stamp.division for version in versions)
        """Whether any item holds in one division only."""
        self._at: dict[tuple[str, str], tuple[T, ...]] = {}

    def __reduce__(self) -> tuple[type[Items[T]], tuple[tuple[T, ...]]]:
        return type(self), (self.versions(),)

    def __iter__(self) -> Iterator[str]:
        return iter(self._versions)

    def __contains__(self, key: str) -> bool:
        return key in self._versions

    def __len__(self) -> int:
        return len(self._versions)

    def get(self, key: str, day: str = "", division: str = "") -> T | None:
        """Pick the version in force on `day` at `division`: the narrowest division, then the latest first day.

        Without a day the newest version of the widest place is given (for labels and lists of what exists).
        """
        held = self._versions.get(key, ())
        if len(held) == 1:  # as most are, and it is asked for at every field of every record
            return held[0] if not day or held[0].stamp.holds(day, division) else None
        if not day:
            return max(held, key=lambda v: (-len(v.stamp.division), v.stamp.effective_from), default=None)
        return max(
            (v for v in held if v.stamp.holds(day, division)),
            key=lambda v: (len(v.stamp.division), v.stamp.effective_from),
            default=None,
        )

    def at(self, day: str = "", division: str = "") -> tuple[T, ...]:
        """List the items in force on `day` at `division`, in the list's order."""
        # What a list picks is asked for at every step of every record; most lists pick the same on all days and places.
        asked = (day if self._is_dated else day and _ANY_DAY, division if self.is_placed else "")
        found = self._at.get(asked)
        if found is None:
            if len(self._at) >= _KEPT:
                self._at.clear()
            found = self._at[asked] = self._pick(day, division)
        return found

    def _pick(self, day: str, division: str) -> tuple[T, ...]:
        picked = (self.get(key, day, division) for key in self._versions)
        return tuple(item for item in picked if item is not None)

    def versions(self, key: str = "") -> tuple[T, ...]:
        """List every version of one key, or of all."""
        if key:
            return self._versions.get(key, ())
        return tuple(v for held in self._versions.values() for v in held)
