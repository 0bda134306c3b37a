"""Erasure by law: whose records, what of them names nobody and may be counted, and which words go everywhere.

个人信息保护法 §47, 儿童个人信息网络保护规定 §20: when the purpose is reached or consent withdrawn, values are deleted
where they stand and in every log. What is left of a record answers only how many there were.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from aixin_tui.domain.record import Act

Key = tuple[str, str]


class Keep(StrEnum):
    """How a field of an erased record is kept; one that is not named is dropped."""

    WHOLE = "whole"
    """A choice, a flag, a number, the day of something done, a link by its id."""
    YEAR = "year"
    """Of a date of birth the year."""
    TOWN = "town"
    """Of a place the town."""
    KEY = "key"
    """A key of a list, as they are stored; free text in its place is dropped."""


#: How a field is kept, or how the columns of its rows are.
Kept = Mapping[str, Keep | Mapping[str, Keep]]


@dataclass(frozen=True, slots=True)
class Erasure:
    """An erasure in full, as the store carries it out; it may be written down and taken up again after a crash."""

    act: Act
    """Who erases and why, in words that name nobody; its changes are empty."""
    records: tuple[Key, ...]
    """Kind and id of what is erased."""
    kept: Mapping[str, Kept]
    """By kind, what of its records stays."""
    added: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """By id, values that the remnant bears besides (the end of a life)."""
    mentions: tuple[Key, ...] = ()
    """Other records in whose texts the person is named: there the words alone go."""
    words: tuple[str, ...] = ()
    """Name, numbers, phones, addresses of the person."""
