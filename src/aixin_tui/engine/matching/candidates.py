"""Which pairs are worth knowing: the nearest first, and by price those farther off; the last sweep is the proof.

A pair that is not known matters only if `cost + price < worth` of the child. A sweep looks for such pairs among *all*
allowed ones: mothers of a unit are grouped by type, each group in order of price, so a type is looked at once. A sweep
made with fresh prices that finds nothing proves that no pair was missed. (The k nearest mothers are not enough: they
lose hundreds of children.)
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Sequence
from operator import itemgetter

from aixin_tui.engine.matching.instance import CUT, Instance
from aixin_tui.engine.matching.type_costs import FORBIDDEN

#: Mothers of one type in one unit, by price, behind what a child pays for the type at the lowest price, the tier and
#: the type (negative: of equals the farther first, who is less in demand) and what it pays for the type alone.
Group = tuple[int, int, int, int, list[int]]
#: The groups of a unit, the one with the lowest price first: the lowest prices, the types, the mothers by price.
Table = tuple[list[int], list[int], list[list[int]]]
_FAR = 1 << 4096
#: By tier and unit: who comes there, by type.
Near = list[dict[str, dict[int, list[int]]]]
_NONE: dict[int, list[int]] = {}
#: The packed cost of a pair, None where it is not allowed.
Cost = Callable[[int, int], int | None]


class Candidates:
    """The mothers around each place, and the sweep over them. `unit` is the packed weight of one unit of cost."""

    __slots__ = ("_cost", "_instance", "_near", "_unit")

    def __init__(self, instance: Instance, cost: Cost, unit: int) -> None:
        self._instance, self._cost, self._unit = instance, cost, unit
        self._near = self._by_unit(range(len(instance.mothers)))

    def _by_unit(self, mothers: Iterable[int]) -> Near:
        """Say by tier and unit who of these comes there."""
        near: Near = [{} for _ in CUT]
        for number in mothers:
            mother = self._instance.mothers[number]
            if mother.places > 0:
                for tier in range(min(mother.radius, len(CUT) - 1) + 1):
                    unit = near[tier].setdefault(mother.code[: CUT[tier]], {})
                    unit.setdefault(mother.type, []).append(number)
        return near

    def around(self, child: int) -> list[tuple[int, int]]:
        """List every allowed mother of a child with the packed cost of the pair."""
        person = self._instance.children[child]
        seen = dict.fromkeys(self._instance.special.get(child, ()))
        for tier in range(min(person.radius, len(CUT) - 1) + 1):
            for mothers in self._near[tier].get(person.code[: CUT[tier]], _NONE).values():
                seen.update(dict.fromkeys(mothers))
        priced = ((mother, self._cost(child, mother)) for mother in seen)
        return [(mother, cost) for mother, cost in priced if cost is not None]

    def start(self, child: int, most: int) -> list[tuple[int, int]]:
        """List the pairs to begin with: the cheapest of the village, the special ones and the existing ones."""
        instance, person = self._instance, self._instance.children[child]
        special, kept = instance.special.get(child, {}), instance.existing.get(child, ())
        found: dict[int, int] = {}
        for mother in self._village(child, most):
            cost = None if mother in special else self._cost(child, mother)
            if cost is not None:
                found[mother] = cost
        for mother in (*special, *sorted(kept)):
            cost = self._cost(child, mother)
            if cost is not None and (len(special) <= 4 * most or person.code == instance.mothers[mother].code):
                found[mother] = cost
        return list(found.items())

    def _village(self, child: int, most: int) -> list[int]:
        """List mothers of the village, the cheapest first, up to `most`."""
        person, kinds = self._instance.children[child], self._near[0].get(self._instance.children[child].code, _NONE)
        costs = self._instance.by_type.costs(person.type, 0, list(kinds))
        near = sorted((mother, cost) for cost, mothers in zip(costs, kinds.values(), strict=True) for mother in mothers)
        turn = child % len(near) if near else 0  # equal children shall not all know the same few
        priced = sorted(((cost, mother) for mother, cost in near[turn:] + near[:turn]), key=itemgetter(0))
        return [mother for cost, mother in priced[:most] if cost != FORBIDDEN]

    def sweep(self, price: Sequence[int], among: Collection[int] | None = None) -> Sweep:
        """Begin a sweep with these prices, over all mothers or among some."""
        near = self._near if among is None else self._by_unit(sorted(among))
        return Sweep(self._instance, self._cost, self._unit, near, price)


class Sweep:
    """One look at all allowed pairs with the prices as they stood when it began.

    `price` may move on meanwhile: a pair counts only while it is better at the price of now too, but the order and the
    place to stop are those of the beginning. So what a sweep passes over is a mother whose price fell since, never one
    behind another whose price rose.
    """

    __slots__ = ("_began", "_cost", "_instance", "_near", "_price", "_tables", "_unit")

    def __init__(
        self, instance: Instance, cost: Cost, unit: int, near: Near, price: Sequence[int]
    ) -> None:
        self._instance, self._cost, self._unit, self._near, self._price = instance, cost, unit, near, price
        self._began = tuple(price)
        self._tables: list[dict[str, Table]] = [{} for _ in CUT]

    def below(self, child: int, worth: int, extra: int, known: Collection[int], most: int) -> list[tuple[int, int]]:
        """Find up to `most` pairs not yet known with `cost + price < worth`; none only if there is none.

        `extra` is what every pair costs on top but those that are kept.
        """
        found = self._special(child, worth, known)
        for wide in (False, True):
            types, cut = self._types(child, worth, extra, 0 if wide else most)
            for group in types:
                self._take(child, group, worth, known=known, found=found, most=most)
                if len(found) >= most:
                    return found
            if found or cut >= worth:
                break
        return found

    def cheapest(self, child: int, extra: int, skip: Collection[int], most: int) -> list[tuple[int, int, int]]:
        """List the `most` mothers with the least `cost + price`, best first: (that sum, cost, mother).

        Exact while the prices stand as they stood when the sweep began.
        """
        found: list[tuple[int, int, int]] = []
        special = {*self._instance.special.get(child, ()), *self._instance.existing.get(child, ())}
        for mother in special.difference(skip):
            cost = self._cost(child, mother)
            if cost is not None:
                found.append((cost + self._price[mother], cost, mother))
        worst = _FAR
        for _, _, _, base, mothers in self._types(child, _FAR, extra, 0)[0]:
            if base + self._began[mothers[0]] >= worst:
                break
            for mother in mothers:
                if base + self._began[mother] >= worst:
                    break
                cost = None if mother in skip or mother in special else self._cost(child, mother)
                if cost is not None and (cost + self._price[mother], cost, mother) not in found:
                    found.append((cost + self._price[mother], cost, mother))
            found = sorted(found)[:most]
            if len(found) == most:
                worst = found[-1][0]
        return sorted(found)[:most]

    def _special(self, child: int, worth: int, known: Collection[int]) -> list[tuple[int, int]]:
        found = []
        for mother in (*self._instance.special.get(child, ()), *self._instance.existing.get(child, ())):
            if mother not in known:
                cost = self._cost(child, mother)
                if cost is not None and cost + self._price[mother] < worth and (mother, cost) not in found:
                    found.append((mother, cost))
        return found

    def _types(self, child: int, worth: int, extra: int, most: int) -> tuple[list[Group], int]:
        """List the groups that may hold a better pair, best first, each behind its packed cost; the `most` best or all.

        The second value is the bound under everything left out: `worth` where nothing was.
        """
        person, unit, by_type = self._instance.children[child], self._unit, self._instance.by_type
        kind_of, limit = person.type, worth - extra
        best: list[Group] = []
        for tier in range(min(person.radius, len(CUT) - 1) + 1):
            lows, kinds, groups = self._table(tier, person.code[: CUT[tier]])
            end = bisect_left(lows, limit - by_type.floor(kind_of, tier) * unit)
            if not end:
                continue
            costs = by_type.costs(kind_of, tier, kinds[:end])
            best += [
                (low + cost * unit, -tier, -kind, cost * unit, mothers)
                for cost, low, kind, mothers in zip(costs, lows, kinds, groups, strict=False)
                if cost != FORBIDDEN and low + cost * unit < limit
            ]
            if most and len(best) > most:
                best.sort()
                limit = best[most][0]
                del best[most:]
        best.sort()
        return [(total, tier, kind, cost + extra, hers) for total, tier, kind, cost, hers in best], limit + extra

    def _take(
        self, child: int, group: Group, worth: int, *, known: Collection[int], found: list[tuple[int, int]], most: int
    ) -> None:
        instance, price, began = self._instance, self._price, self._began
        base = group[3]
        taken = {mother for mother, _ in found}
        special = instance.special.get(child, {})
        for mother in group[4]:
            if base + began[mother] >= worth:
                return  # in order of price; those nearer than this tier are looked at with their own
            if mother in known or mother in special or mother in taken:
                continue
            real = self._cost(child, mother)
            if real is not None and real + price[mother] < worth:
                found.append((mother, real))
                if len(found) >= most:
                    return

    def _table(self, tier: int, unit: str) -> Table:
        """Give the mothers who come to a unit, by type, the type with the lowest price first."""
        table = self._tables[tier].get(unit)
        if table is None:
            table = self._tables[tier][unit] = self._sorted(self._near[tier].get(unit, _NONE))
        return table

    def _sorted(self, kinds: dict[int, list[int]]) -> Table:
        price = self._began
        for kind, mothers in kinds.items():
            if len(mothers) > 1:
                kinds[kind] = sorted(mothers, key=price.__getitem__)  # nearly in order since the last sweep
        rows = sorted((price[mothers[0]], kind, mothers) for kind, mothers in kinds.items())
        return ([low for low, _, _ in rows], [kind for _, kind, _ in rows], [hers for _, _, hers in rows])
