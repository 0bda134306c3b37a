"""A plan that is nearly optimal, by bidding: each child bids for the place that suits it best, in steps of one unit.

A child that nobody has pays for its best place what that place is worth to it over the second best, and one unit
more; who had the place is outbid and bids again (Bertsekas' auction, with the load costs as first prices). In the end
no child could do better by more than one unit. Over a large area that is short of mothers this takes seconds where
shortest augmenting paths alone wander through the whole area for each of the last children: prices rise everywhere at
once. `settle` then makes the plan exactly optimal: each place won is either exactly right, or held while its child is
brought in anew, which looks no farther than that one unit.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from heapq import heapreplace

from aixin_tui.engine.matching.assignment import Assignment, Vacant
from aixin_tui.engine.matching.objective import NOBODY

_FAR = 1 << 4096
#: Finds more pairs for a child whose best known place costs `worth`; what it finds is made known.
Look = Callable[[int, int], None]


class Bidding:
    """One round of bidding over an empty `Assignment`.

    `unit` is the step; `ceiling` by child is the price at which it gives up here. A ceiling below the true penalty
    only leaves more children to `settle`; without one, children too many for a place would outbid each other forever.
    """

    __slots__ = ("_ceiling", "_looked", "_slots", "_state", "_unit")

    def __init__(self, state: Assignment, unit: int, ceiling: Sequence[int]) -> None:
        self._state, self._unit, self._ceiling = state, unit, ceiling
        #: The price from which a child looks again.
        self._looked = [-_FAR] * len(ceiling)
        #: The places of a mother with their prices and who holds them, the cheapest first (a heap).
        self._slots = [
            [(step, NOBODY) for step in state.steps[mother][:places]] for mother, places in enumerate(state.places)
        ]

    def run(self, order: Sequence[int], look: Look | None, patience: int) -> None:
        """Let the children bid, in this order, until everybody has a place or has given up.

        A child looks for more pairs before its first bid, and again when its price has risen by `patience`.
        """
        queue, looked = deque(order), self._looked
        price, slots, unit, ceiling = self._state.price, self._slots, self._unit, self._ceiling
        mothers_of, costs_of = self._state.mothers_of, self._state.costs_of
        while queue:
            child = queue.popleft()
            while True:
                mother, best = NOBODY, ceiling[child]
                second = best
                for other, cost in zip(mothers_of[child], costs_of[child]):  # noqa: B905 - the innermost loop
                    total = cost + price[other]
                    if total < second:
                        if total < best:
                            best, second, mother = total, best, other
                        else:
                            second = total
                if look is None or best < looked[child]:
                    break
                looked[child] = best + patience
                look(child, best)
            if mother == NOBODY:
                continue
            hers = slots[mother]
            paid = price[mother]
            for place in hers[1:]:
                second = min(second, best + place[0] - paid)
            _, outbid = heapreplace(hers, (paid + second - best + unit, child))
            price[mother] = hers[0][0]
            if outbid != NOBODY:
                queue.append(outbid)

    def settle(self, vacant: Vacant) -> None:
        """Hand what was won over to the state, and bring in anew whoever could still do better.

        A place that is left by this is added to the vacant ones, for the caller to give up.
        """
        state, better = self._state, []
        for mother, hers in enumerate(self._slots):
            for _, child in hers:
                if child == NOBODY:
                    continue
                known = zip(state.mothers_of[child], state.costs_of[child], strict=True)
                paid = next(cost for other, cost in known if other == mother) + state.price[mother]
                least = min(cost + state.price[other] for other, cost in
                            zip(state.mothers_of[child], state.costs_of[child], strict=True))
                if paid <= min(least, state.penalty[child]):
                    state.at[mother].append(child)
                    state.match[child], state.worth[child], state.inside[child] = mother, paid, True
                else:
                    state.held[mother] += 1
                    better.append((least - paid, child, mother))
        for _, child, mother in sorted(better):
            state.insert(child, mother, vacant)
