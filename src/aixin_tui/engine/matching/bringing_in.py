"""Bringing everybody into an empty `Assignment`: nearly right by bidding, then exactly; who won no place comes last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from aixin_tui.engine.matching.assignment import Assignment, Vacant
from aixin_tui.engine.matching.bidding import Bidding, Look
from aixin_tui.engine.matching.objective import NOBODY
from aixin_tui.engine.matching.prices import lower_prices

#: Units by which a child's price rises before it looks for more pairs, and above any cost at which bidding ends.
PATIENCE, CEILING = 8, 64
#: Units of a step: with one, bidding takes longer than what it saves after it; with more, settling does.
STEP = 2
#: Steps of bidding up to the highest cost, at the most: with large weights a step is more than one unit.
FINE = 4096


@dataclass(frozen=True)
class Ladder:
    """How bidding climbs: in steps of few units, up to a ceiling above any cost that is higher for the first class.

    `classes` is by child, `dearest` the highest cost of a pair; `more` what a child pays on top of every pair.
    """

    classes: Sequence[int]
    dearest: int
    unit: int
    more: Mapping[int, int] = field(default_factory=dict)

    @property
    def step(self) -> int:
        """How much a bid is above the second best."""
        return max(STEP * self.unit, self.dearest // FINE)

    def ceilings(self, penalty: Sequence[int]) -> list[int]:
        """Give the price at which each child gives up bidding, never above what it costs to have nobody."""
        rung = self.dearest + CEILING * self.unit
        return [
            min(most, (4 - priority) * rung + self.more.get(child, 0))
            for child, (priority, most) in enumerate(zip(self.classes, penalty, strict=True))
        ]


def bring_in(state: Assignment, order: Sequence[int], ladder: Ladder, look: Look | None = None) -> None:
    """Bring children in, in this order; a mother of whom a pair is known has a place.

    Afterwards the state is optimal over the pairs that are known.

    `look` finds more pairs for a child that bids for the first time, or whose price has risen far since.
    """
    bidding = Bidding(state, ladder.step, ladder.ceilings(state.penalty))
    bidding.run(order, look, PATIENCE * ladder.unit)
    vacant: Vacant = {}
    bidding.settle(vacant)
    for child in order:
        if not state.inside[child]:
            state.insert(child, NOBODY, vacant)
    lower_prices(state)  # then a way from a vacant place to somebody who gains by it is short, and mostly free
    state.give_up(vacant)
