"""The proof that a plan is best, checked without the solver: prices whose bound equals the plan's value.

For any prices p of mothers (p at least the cost of the first child, vectors of levels), every plan costs at least

    sum of u_i - sum over mothers and places k of max(0, p_j - s_k)      u_i = min(penalty_i, min_j cost_ij + p_j)

so a plan whose value equals that bound is optimal: primal = dual, in exact integers, level by level. Nothing here is
shared with the search but the instance; every allowed pair counts, known to the solver or not.
"""

from __future__ import annotations

from collections.abc import Sequence

from aixin_tui.engine.matching.instance import CUT, Instance
from aixin_tui.engine.matching.objective import Levels, Objective, Scale
from aixin_tui.engine.matching.type_costs import COST_LIMIT

_ZERO: Levels = (0, 0, 0, 0, 0)
#: Mothers of a unit by type, each type's in order of price, the type with the lowest price first.
_Table = list[tuple[int, int, list[int]]]


class Packing:
    """Levels as one integer, whatever size they have: sums and comparisons are those of the vectors."""

    def __init__(self, instance: Instance, prices: Sequence[Levels], times: int = 1) -> None:
        """Make room for the sum of `times` pairs of every person."""
        largest = max((abs(level) for price in prices for level in price), default=0)
        people = len(instance.children) + len(instance.mothers) + 1
        most = max((mother.places for mother in instance.mothers), default=0)
        held = max((len(kept) for kept in instance.existing.values()), default=0)
        steps = abs(instance.load_of(max(most, 0) + max((mother.held for mother in instance.mothers), default=0)))
        one_term = (largest + steps + held + COST_LIMIT) * (most + 2)
        self.bits = (one_term * people * times).bit_length() + 2

    def pack(self, levels: Sequence[int]) -> int:
        """Make one number of levels."""
        number = 0
        for level in levels:
            number = (number << self.bits) + level
        return number

    def unpack(self, number: int) -> Levels:
        """Take a number apart into its levels."""
        found, half, base = [], 1 << (self.bits - 1), 1 << self.bits
        for _ in _ZERO:
            level = (number + half) % base - half
            found.append(level)
            number = (number - level) >> self.bits
        return tuple(reversed(found))


def bound(instance: Instance, prices: Sequence[Levels]) -> Objective:
    """Work out the lower bound that prices prove for every plan of the instance.

    Raises:
        ValueError: the prices are not one vector of five levels a mother.
    """
    if len(prices) != len(instance.mothers) or any(len(price) != len(_ZERO) for price in prices):
        raise ValueError("one price of five levels a mother is needed")
    packing = Packing(instance, prices)
    # packed, a cost in units is itself: the cost is the last level
    floored = [max(packing.pack(price), instance.slot_cost(mother, 0)) for mother, price in enumerate(prices)]
    bounds = Worths(instance, packing, floored)
    total = sum(bounds.worth(child) for child in instance.consenting())
    total -= sum(earned(instance, mother, price) for mother, price in enumerate(floored))
    one, two, three, broken, cost = packing.unpack(total)
    return Objective(one, two, three, broken, cost)


def earned(instance: Instance, mother: int, price: int) -> int:
    """Give what all places of a mother earn at a packed price, over their load costs: her part of the bound."""
    found = 0
    for place in range(max(instance.mothers[mother].places, 0)):
        surplus = price - instance.slot_cost(mother, place)
        if surplus <= 0:
            break
        found += surplus
    return found


def is_optimal(objective: Objective, proven: Objective) -> bool:
    """Whether a plan of that value is proven best."""
    return tuple(objective) == tuple(proven)


class Worths:
    """What each child can cost at the least, at fixed prices."""

    def __init__(self, instance: Instance, packing: Packing | Scale, prices: Sequence[int]) -> None:
        self._instance, self._prices = instance, prices
        self._broken = packing.pack((0, 0, 0, 1, 0))
        self._missing = [
            packing.pack((*(int(level == priority) for level in (1, 2, 3)), 0, 0)) for priority in range(4)
        ]
        self._near = _units(instance, prices)

    def worth(self, child: int) -> int:
        """Give the least that the child can cost, over all allowed mothers and over having nobody."""
        instance, prices = self._instance, self._prices
        person = instance.children[child]
        kept = instance.kept(child) if child in instance.existing else frozenset()
        broken = len(kept) * self._broken
        best = self._missing[person.priority] + broken
        special = instance.special.get(child, {})
        for mother in {*special, *kept}:
            cost = instance.cost(child, mother)
            if cost is not None:
                best = min(best, prices[mother] + cost + broken - (mother in kept) * self._broken)
        for tier in range(min(person.radius, len(CUT) - 1) + 1):
            best = min(best, self._ordinary(child, tier, broken, best))
        return best

    def _ordinary(self, child: int, tier: int, broken: int, best: int) -> int:
        """Give the least over the ordinary mothers of one unit, `best` where none is below it."""
        instance, prices = self._instance, self._prices
        person = instance.children[child]
        special = instance.special.get(child, ())
        floor = instance.rules.floor(person.type, tier) + broken
        for low, kind, mothers in self._near[tier].get(person.code[: CUT[tier]], ()):
            if floor + low >= best:
                break
            cost = instance.typed(person.type, kind, tier)
            if cost is None or cost + broken + low >= best:
                continue
            for mother in mothers:
                total = cost + broken + prices[mother]
                if total >= best:
                    break
                nearer = tier and instance.mothers[mother].code[: CUT[tier - 1]] == person.code[: CUT[tier - 1]]
                if not nearer and mother not in special:
                    best = total
                    break
        return best


def _units(instance: Instance, prices: Sequence[int]) -> list[dict[str, _Table]]:
    near: list[dict[str, dict[int, list[int]]]] = [{} for _ in CUT]
    for number in sorted(range(len(prices)), key=prices.__getitem__):
        mother = instance.mothers[number]
        if mother.places > 0:
            for tier in range(min(mother.radius, len(CUT) - 1) + 1):
                near[tier].setdefault(mother.code[: CUT[tier]], {}).setdefault(mother.type, []).append(number)
    return [
        {code: [(prices[mothers[0]], kind, mothers) for kind, mothers in by_type.items()]
         for code, by_type in units.items()}
        for units in near
    ]
