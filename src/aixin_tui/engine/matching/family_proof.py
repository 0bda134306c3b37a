"""How low any plan with siblings can come: a bound from prices, worked out without the solver.

At prices p of mothers the places come apart, and each family is on its own: it costs at least what its best division
into groups costs, a group of g at one mother being worth `bonus * (g - 1)` and paying her price g times, a child alone
paying its cheapest. The sum over families and single children, less what all places earn at these prices, is below the
value of every plan. Families of more than `WHOLE` children are bounded by all joining at each child's cheapest.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from aixin_tui.engine.matching.certificate import Packing, Worths, earned
from aixin_tui.engine.matching.objective import Levels, Objective, Scale
from aixin_tui.engine.matching.price_tables import PriceTables
from aixin_tui.engine.matching.siblings import SiblingProblem

#: Families up to this size are divided in every way.
WHOLE = 7
#: One group of a division: what it costs at prices, the mother, and the children.
Group = tuple[int, int, tuple[int, ...]]


class FamilyCosts:
    """What families cost at the least, at packed prices. `broken` is the packed weight of a broken pair."""

    def __init__(self, problem: SiblingProblem, packing: Packing | Scale, prices: Sequence[int]) -> None:
        self._problem, self._prices = problem, prices
        self._broken = packing.pack((0, 0, 0, 1, 0))
        self._worths = Worths(problem.instance, packing, prices)
        self._tables = PriceTables(problem.instance, prices)

    def alone(self, child: int) -> int:
        """Give the least that a child costs on its own, having nobody included."""
        return self._worths.worth(child)

    def family(self, family: Sequence[int]) -> tuple[int, tuple[Group, ...]]:
        """Give the least that a family costs, and the groups of two and more of such a division."""
        alone = [self.alone(child) for child in family]
        spare = self._problem.bonus * (len(family) - 1)
        if len(family) > WHOLE:
            return sum(alone) - max(spare, 0), ()
        group_of = self._groups(family, alone, spare)
        return _best_division(family, alone, group_of)

    def near(self, family: Sequence[int], times: int = 1) -> dict[int, list[int]]:
        """Give the mothers with whom each child could join somebody at `times` what that is worth, by child."""
        spare = self._problem.bonus * (len(family) - 1) * times
        return {child: [mother for _, mother in self._reach(child, self.alone(child) + spare)] for child in family}

    def _groups(self, family: Sequence[int], alone: Sequence[int], spare: int) -> dict[int, Group]:
        """Find the cheapest mother of every group of two and more that can pay, by the bits of its children."""
        by_mother: dict[int, list[tuple[int, int]]] = {}
        for bit, child in enumerate(family):
            for total, mother in self._reach(child, alone[bit] + spare):
                by_mother.setdefault(mother, []).append((bit, total))
        found: dict[int, Group] = {}
        for mother, totals in by_mother.items():
            for size in range(2, min(len(totals), self._problem.instance.mothers[mother].places) + 1):
                for group in combinations(totals, size):
                    bits = sum(1 << bit for bit, _ in group)
                    cost = sum(total for _, total in group) - self._problem.bonus * (size - 1)
                    if bits not in found or (cost, mother) < found[bits][:2]:
                        found[bits] = (cost, mother, tuple(family[bit] for bit, _ in group))
        return found

    def _reach(self, child: int, limit: int) -> list[tuple[int, int]]:
        """List the mothers with cost + price below a limit, broken pairs counted."""
        instance, prices = self._problem.instance, self._prices
        kept = instance.kept(child) if child in instance.existing else frozenset()
        broken = len(kept) * self._broken
        found = [(total + broken, mother) for total, mother in
                 self._tables.cheapest(child, len(prices), limit - broken) if mother not in kept]
        for mother in kept:
            cost = instance.cost(child, mother)
            total = (cost or 0) + prices[mother] + broken - self._broken
            if total < limit:
                found.append((total, mother))
        return found


def _best_division(
    family: Sequence[int], alone: Sequence[int], group_of: dict[int, Group]
) -> tuple[int, tuple[Group, ...]]:
    whole = (1 << len(family)) - 1
    best: list[tuple[int, tuple[Group, ...]]] = [(0, ())]
    for bits in range(1, whole + 1):
        first = bits & -bits
        rest = bits ^ first
        lone, groups = best[rest]
        least = (lone + alone[first.bit_length() - 1], groups)
        sub = rest
        while sub:
            group = group_of.get(sub | first)
            if group is not None:
                other, held = best[rest ^ sub]
                if group[0] + other < least[0]:
                    least = (group[0] + other, (*held, group))
            sub = (sub - 1) & rest
        best.append(least)
    return best[whole]


def family_bound(problem: SiblingProblem, prices: Sequence[Levels]) -> Objective:
    """Work out the lower bound that prices (five levels a mother) prove for every plan, siblings counted."""
    instance = problem.instance
    packing = Packing(instance, prices, 4)
    floored = [max(packing.pack(price), instance.slot_cost(mother, 0)) for mother, price in enumerate(prices)]
    costs = FamilyCosts(problem, packing, floored)
    inside = {child for family in problem.families for child in family}
    total = sum(costs.alone(child) for child in instance.consenting() if child not in inside)
    total += sum(costs.family(family)[0] for family in problem.families)
    total -= sum(earned(instance, mother, price) for mother, price in enumerate(floored))
    one, two, three, broken, cost = packing.unpack(total)
    return Objective(one, two, three, broken, cost)
