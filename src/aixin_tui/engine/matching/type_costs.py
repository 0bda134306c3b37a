"""The costs of pairs by type, each asked of the rules once and kept in rows of plain numbers.

A row holds what a child's type pays at one tier, by type of mother. It is asked for millions of times by searches and
proofs over a province, so a row is an array of four bytes a number, or a dict where there are very many types.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import Protocol, TypeAlias

#: The cost of one pair stays below this, in either direction, so that levels have room.
COST_LIMIT = (1 << 31) - 1
#: In a row: no pair of these types is allowed; nobody has asked yet.
FORBIDDEN, UNKNOWN = (1 << 31) - 1, -(1 << 31)
#: With more types of mothers a row is a dict.
_MANY = 4096
_TIERS = 8


class Costing(Protocol):
    """The part of an instance's rules that is asked here."""

    def cost(self, child_type: int, mother_type: int, tier: int) -> int | None:
        """Give the cost of a pair of these types, None where a rule forbids it."""

    def floor(self, child_type: int, tier: int) -> int:
        """Give a number that no cost of the child's type at this tier is below."""


class Sparse(dict[int, int]):
    """A row of few numbers."""

    def __missing__(self, kind: int) -> int:
        return UNKNOWN


Row: TypeAlias = "array[int] | Sparse"


class TypeCosts:
    """Costs by child's type, tier and mother's type, filled into `rows` as asked for; `kinds` counts mothers' types."""

    __slots__ = ("_floors", "_kinds", "_rows", "_rules")

    def __init__(self, rules: Costing, kinds: int, rows: dict[int, Row]) -> None:
        self._rules, self._kinds, self._rows = rules, kinds, rows
        self._floors: dict[int, int] = {}

    def cost(self, child_type: int, kind: int, tier: int) -> int | None:
        """Give the cost of an ordinary pair of these types, None where their rules forbid it."""
        row = self._rows.get(child_type * _TIERS + tier)
        if row is None:
            row = self._row(child_type, tier)
        cost = row[kind]
        if cost == UNKNOWN:
            cost = self._ask(row, child_type, kind, tier)
        return None if cost == FORBIDDEN else cost

    def costs(self, child_type: int, tier: int, kinds: Sequence[int]) -> list[int]:
        """Give the costs of many types at once, `FORBIDDEN` where a rule forbids the pair."""
        row = self._rows.get(child_type * _TIERS + tier)
        if row is None:
            row = self._row(child_type, tier)
        found = list(map(row.__getitem__, kinds))
        if UNKNOWN in found:
            for place, kind in enumerate(kinds):
                if found[place] == UNKNOWN:
                    found[place] = self._ask(row, child_type, kind, tier)
        return found

    def floor(self, child_type: int, tier: int) -> int:
        """Give a number that no cost of the child's type at this tier is below."""
        key = child_type * _TIERS + tier
        try:
            return self._floors[key]
        except KeyError:
            floor = self._floors[key] = self._rules.floor(child_type, tier)
            return floor

    def _row(self, child_type: int, tier: int) -> Row:
        row = Sparse() if self._kinds > _MANY else array("i", (UNKNOWN,)) * self._kinds
        self._rows[child_type * _TIERS + tier] = row
        return row

    def _ask(self, row: Row, child_type: int, kind: int, tier: int) -> int:
        cost = within_limit(self._rules.cost(child_type, kind, tier))
        row[kind] = found = FORBIDDEN if cost is None else cost
        return found


def within_limit(cost: int | None) -> int | None:
    """Give the cost back.

    Raises:
        ValueError: it is so large that the levels of an objective would run into each other.
    """
    if cost is not None and abs(cost) >= COST_LIMIT:
        raise ValueError(f"the cost {cost} of one pair is too large")
    return cost
