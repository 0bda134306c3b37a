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
_NO_ONE: dict[int, int] = {}
#: Dearer than anything: stands for a pair that is not allowed.
NEVER = 1 << 4096


class Row(dict[int, int]):
    """What children cost with mothers of one type at a tier, packed, by the type of child; worked out when asked."""

    __slots__ = ("_kind", "_rules", "_shift", "_tier")

    def __init__(self, rules: Rules, kind: int, tier: int, shift: int) -> None:
        super().__init__()
        self._rules, self._kind, self._tier, self._shift = rules, kind, tier, shift

    def __missing__(self, child_type: int) -> int:
        cost = self._rules.cost(child_type, self._kind, self._tier)
        found = self[child_type] = NEVER if cost is None else cost << self._shift
        return found


class Abreast:
    """Children by tier and unit, with their types: a unit holds hardly more children than types of them."""

    __slots__ = ("_units",)

    def __init__(self) -> None:
        self._units: list[dict[str, dict[int, int]]] = [{} for _ in CUT]

    def put(self, number: int, person: Child) -> None:
        """Put a child in, at the tiers that it accepts."""
        for tier in range(min(person.radius, len(CUT) - 1) + 1):
            self._units[tier].setdefault(person.code[: CUT[tier]], {})[number] = person.type

    def take(self, number: int, person: Child) -> None:
        """Take a child out that was put in."""
        for tier in range(min(person.radius, len(CUT) - 1) + 1):
            del self._units[tier][person.code[: CUT[tier]]][number]

    def at(self, code: str, tier: int) -> dict[int, int]:
        """Give the children who come to a place from as far as a tier, with their types."""
        return self._units[tier].get(code[: CUT[tier]], _NO_ONE)


class Around:
    """Mothers by tier, unit and type; each stands at the tiers that she accepts."""

    __slots__ = ("_units",)

    def __init__(self) -> None:
        self._units: list[dict[str, dict[int, dict[int, None]]]] = [{} for _ in CUT]

    def put(self, number: int, person: Mother) -> None:
        """Put a mother in."""
        for tier in range(min(person.radius, len(CUT) - 1) + 1):
            unit = self._units[tier].setdefault(person.code[: CUT[tier]], {})
            unit.setdefault(person.type, {})[number] = None

    def take(self, number: int, person: Mother) -> None:
        """Take a mother out who was put in."""
        for tier in range(min(person.radius, len(CUT) - 1) + 1):
            del self._units[tier][person.code[: CUT[tier]]][person.type][number]

    def at(self, code: str, tier: int) -> dict[int, dict[int, None]]:
        """Give those who come to a place from as far as a tier, by type."""
        return self._units[tier].get(code[: CUT[tier]], _NONE)


@dataclass(slots=True)
class BothWays:
    """Both sides, and what a pair of two types costs in units at a tier (None: not allowed)."""

    rules: Rules
    shift: int = 0
    children: Abreast = field(default_factory=Abreast)
    mothers: Around = field(default_factory=Around)
    _costs: dict[tuple[int, int, int], int | None] = field(default_factory=dict)
    _rows: dict[tuple[int, int], Row] = field(default_factory=dict)

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

    def row(self, mother_type: int, tier: int) -> Row:
        """Give what children cost with mothers of a type at a tier, packed, by the type of the child."""
        found = self._rows.get((mother_type, tier))
        if found is None:
            found = self._rows[mother_type, tier] = Row(self.rules, mother_type, tier, self.shift)
        return found
