"""Who may suit whom, looked at from either side, over people that come and go: what repairing single events asks.

A sweep looks at one instance from the children's side. After one event only a few children and mothers have to be
looked at, each at everybody near it; so people stand here by place and type, on both sides, and are put in and taken
out one by one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from aixin_tui.engine.matching.instance import CUT, Child, Mother, Rules

_NONE: dict[int, dict[int, None]] = {}


class Around:
    """People of one side by tier, unit and type; each stands at the tiers that he or she accepts."""

    __slots__ = ("_units",)

    def __init__(self) -> None:
        self._units: list[dict[str, dict[int, dict[int, None]]]] = [{} for _ in CUT]

    def put(self, number: int, person: Child | Mother) -> None:
        """Put somebody in."""
        for tier in range(min(person.radius, len(CUT) - 1) + 1):
            unit = self._units[tier].setdefault(person.code[: CUT[tier]], {})
            unit.setdefault(person.type, {})[number] = None

    def take(self, number: int, person: Child | Mother) -> None:
        """Take somebody out who was put in."""
        for tier in range(min(person.radius, len(CUT) - 1) + 1):
            del self._units[tier][person.code[: CUT[tier]]][person.type][number]

    def at(self, code: str, tier: int) -> dict[int, dict[int, None]]:
        """Give those who come to a place from as far as a tier, by type."""
        return self._units[tier].get(code[: CUT[tier]], _NONE)


@dataclass(slots=True)
class BothWays:
    """Both sides, and what a pair of two types costs in units at a tier (None: not allowed)."""

    rules: Rules
    children: Around = field(default_factory=Around)
    mothers: Around = field(default_factory=Around)
    _costs: dict[tuple[int, int, int], int | None] = field(default_factory=dict)

    def cost(self, child_type: int, mother_type: int, tier: int) -> int | None:
        """Give the cost of an ordinary pair of these types."""
        key = (child_type, mother_type, tier)
        try:
            return self._costs[key]
        except KeyError:
            found = self._costs[key] = self.rules.cost(child_type, mother_type, tier)
            return found

    def mothers_of(self, child: Child, tier: int, most: int) -> Iterator[tuple[int, dict[int, None]]]:
        """Give the mothers within a tier by what they cost, where that is below `most` units."""
        for kind, mothers in self.mothers.at(child.code, tier).items():
            cost = self.cost(child.type, kind, tier)
            if cost is not None and cost < most:
                yield cost, mothers

    def children_of(self, mother: Mother, tier: int) -> Iterator[tuple[int, dict[int, None]]]:
        """Give the children within a tier by what they cost with her."""
        for kind, children in self.children.at(mother.code, tier).items():
            cost = self.cost(kind, mother.type, tier)
            if cost is not None:
                yield cost, children
