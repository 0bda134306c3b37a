"""The proof that a plan is best, checked without the solver: prices whose bound equals the plan's value.

For any prices p of mothers (p at least the cost of the first child, vectors of levels), every plan costs at least

    sum of u_i - sum over mothers and places k of max(0, p_j - s_k)      u_i = min(penalty_i, min_j cost_ij + p_j)

so a plan whose value equals that bound is optimal: primal = dual, in exact integers, level by level. Nothing here is
shared with the search but the instance; every allowed pair counts, known to the solver or not.
"""

from __future__ import annotations

from collections.abc import Sequence

from aixin_tui.engine.matching.instance import CUT, Instance
from aixin_tui.engine.matching.objective import Levels, Objective

_ZERO: Levels = (0, 0, 0, 0, 0)
#: Mothers of a unit by type, each type's in order of price.
_Table = dict[int, list[int]]


def bound(instance: Instance, prices: Sequence[Levels]) -> Objective:
    """Work out the lower bound that prices prove for every plan of the instance.

    Raises:
        ValueError: the prices are not one vector of five levels a mother, or leave the objective's lower bounds.
    """
    if len(prices) != len(instance.mothers) or any(len(price) != len(_ZERO) for price in prices):
        raise ValueError("one price of five levels a mother is needed")
    floored = [max(tuple(price), _load(instance, mother, 0)) for mother, price in enumerate(prices)]
    near = _units(instance, floored)
    total = _ZERO
    for child in instance.consenting():
        total = _plus(total, _worth(instance, child, floored, near))
    for mother, price in enumerate(floored):
        for place in range(max(instance.mothers[mother].places, 0)):
            surplus = _minus(price, _load(instance, mother, place))
            if surplus <= _ZERO:
                break
            total = _minus(total, surplus)
    one, two, three, broken, cost = total
    return Objective(one, two, three, broken, cost)


def _load(instance: Instance, mother: int, place: int) -> Levels:
    return 0, 0, 0, 0, instance.slot_cost(mother, place)


def is_optimal(objective: Objective, proven: Objective) -> bool:
    """Whether a plan of that value is proven best."""
    return tuple(objective) == tuple(proven)


def _worth(instance: Instance, child: int, prices: Sequence[Levels], near: list[dict[str, _Table]]) -> Levels:
    """Give the least that the child can cost at these prices, over all allowed mothers and over having nobody."""
    person = instance.children[child]
    kept = instance.kept(child)
    best: Levels = (*(int(person.priority == level) for level in (1, 2, 3)), len(kept), 0)
    special = instance.special.get(child, {})
    for mother in {*special, *kept}:
        cost = instance.cost(child, mother)
        if cost is not None:
            best = min(best, _plus(prices[mother], (0, 0, 0, len(kept - {mother}), cost)))
    for tier in range(min(person.radius, len(CUT) - 1) + 1):
        for kind, mothers in near[tier].get(person.code[: CUT[tier]], {}).items():
            cost = instance.typed(person.type, kind, tier)
            if cost is None:
                continue
            for mother in mothers:
                inner = tier and instance.mothers[mother].code[: CUT[tier - 1]] == person.code[: CUT[tier - 1]]
                if not inner and mother not in special:
                    best = min(best, _plus(prices[mother], (0, 0, 0, len(kept - {mother}), cost)))
                    break
    return best


def _units(instance: Instance, prices: Sequence[Levels]) -> list[dict[str, _Table]]:
    near: list[dict[str, _Table]] = [{} for _ in CUT]
    for number in sorted(range(len(prices)), key=prices.__getitem__):
        mother = instance.mothers[number]
        if mother.places > 0:
            for tier in range(min(mother.radius, len(CUT) - 1) + 1):
                near[tier].setdefault(mother.code[: CUT[tier]], {}).setdefault(mother.type, []).append(number)
    return near


def _plus(one: Levels, other: Levels) -> Levels:
    return tuple(a + b for a, b in zip(one, other, strict=True))


def _minus(one: Levels, other: Levels) -> Levels:
    return tuple(a - b for a, b in zip(one, other, strict=True))
