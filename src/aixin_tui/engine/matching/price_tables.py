"""The cheapest mothers of a child at given prices, over all allowed pairs: what proofs of teams and families ask for.

Nothing here is shared with the search but the instance, so that a proof judges the search.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Collection, Sequence

from aixin_tui.engine.matching.instance import CUT, Instance

#: Mothers of a unit by type, each type's in order of price, the type with the lowest price first.
Table = list[tuple[int, int, list[int]]]


class PriceTables:
    """Mothers by unit and type, in order of their packed prices; `unit` is the packed weight of one unit of cost."""

    __slots__ = ("_instance", "_near", "_prices")

    def __init__(self, instance: Instance, prices: Sequence[int]) -> None:
        self._instance, self._prices = instance, prices
        near: list[dict[str, dict[int, list[int]]]] = [{} for _ in CUT]
        for number in sorted(range(len(prices)), key=prices.__getitem__):
            mother = instance.mothers[number]
            if mother.places > 0:
                for tier in range(min(mother.radius, len(CUT) - 1) + 1):
                    near[tier].setdefault(mother.code[: CUT[tier]], {}).setdefault(mother.type, []).append(number)
        self._near: list[dict[str, Table]] = [
            {code: [(prices[mothers[0]], kind, mothers) for kind, mothers in by_type.items()]
             for code, by_type in units.items()}
            for units in near
        ]

    def cheapest(self, child: int, most: int, limit: int | None = None) -> list[tuple[int, int]]:
        """List the `most` mothers with the least cost + price, as (that sum, mother), all of them below the limit."""
        instance, prices = self._instance, self._prices
        person = instance.children[child]
        if not person.consent or most < 1:
            return []
        found: list[tuple[int, int]] = []
        special = instance.special.get(child, {})
        for mother in special:
            cost = instance.cost(child, mother)
            if cost is not None and (limit is None or cost + prices[mother] < limit):
                insort(found, (cost + prices[mother], mother))
        del found[most:]
        for tier in range(min(person.radius, len(CUT) - 1) + 1):
            self._ordinary(child, tier, special, found, most=most, limit=limit)
        return found

    def _ordinary(
        self, child: int, tier: int, special: Collection[int], found: list[tuple[int, int]], *, most: int,
        limit: int | None,
    ) -> None:
        """Add those of one unit who are among the cheapest."""
        instance, prices = self._instance, self._prices
        person = instance.children[child]
        floor = instance.rules.floor(person.type, tier)
        inner = person.code[: CUT[tier - 1]] if tier else None
        for low, kind, mothers in self._near[tier].get(person.code[: CUT[tier]], ()):
            worst = found[-1][0] if len(found) == most else limit
            if worst is not None and floor + low >= worst:
                break
            cost = instance.typed(person.type, kind, tier)
            for mother in mothers if cost is not None else ():
                total = (cost or 0) + prices[mother]
                worst = found[-1][0] if len(found) == most else limit
                if worst is not None and total >= worst:
                    break
                if mother not in special and not (inner and instance.mothers[mother].code.startswith(inner)):
                    insort(found, (total, mother))
                    del found[most:]
