"""The exact solver: everybody in by shortest augmenting paths, then sweeps by price until a sweep finds nothing.

The plan it gives is optimal over *all* allowed pairs, in exact integers, and comes with the prices that prove it
(`certificate`). It is a function of the instance and the seed alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from aixin_tui.engine.matching.assignment import Assignment, Vacant
from aixin_tui.engine.matching.bringing_in import Ladder, bring_in
from aixin_tui.engine.matching.candidates import Candidates, Sweep
from aixin_tui.engine.matching.instance import Instance
from aixin_tui.engine.matching.lottery import Lottery
from aixin_tui.engine.matching.objective import NOBODY, Levels, Objective, Scale, evaluate
from aixin_tui.engine.matching.pausing import without_collecting
from aixin_tui.engine.matching.prices import lower_prices

#: Village mothers that a child begins with, pairs looked for before it comes in, and pairs taken over in a sweep.
START, LOOK, BATCH = 8, 6, 8
#: Children brought in with one set of groups before their prices are read again.
STRIDE = 500


@dataclass(frozen=True, slots=True)
class Solution:
    """An optimal plan: the mother's index (or NOBODY) by child, its value, and the proof by mother."""

    match: tuple[int, ...]
    objective: Objective
    prices: tuple[Levels, ...]
    """What one more child at each mother would displace, in levels."""
    sweeps: int
    """How many sweeps it took; the last found nothing."""


class Solver:
    """One run over one instance. Keeps its state, so that explanations can ask what else could have been."""

    __slots__ = ("_all_of", "_gains", "_kept", "_lottery", "candidates", "instance", "scale", "state", "sweeps")

    def __init__(self, instance: Instance, seed: int | None = None) -> None:
        self.instance = instance
        self._lottery = Lottery(instance, seed)
        self.scale = Scale(len(instance.children) + len(instance.mothers), self._lottery.shift)
        self._kept = {child: kept for child in instance.existing if (kept := instance.kept(child))}
        self.candidates = Candidates(instance, self.cost, self.scale.unit)
        steps = self._steps()
        penalty = [self._penalty(child) for child in range(len(instance.children))]
        self.state = Assignment(penalty, [max(mother.places, 0) for mother in instance.mothers], steps)
        self.sweeps = 0
        self._all_of: dict[int, list[int]] = {}
        self._gains: dict[int, Levels] = {}

    def cost(self, child: int, mother: int) -> int | None:
        """Give the packed cost of a pair, lottery and broken pairs included; None where it is not allowed."""
        plain = self.instance.cost(child, mother)
        if plain is None:
            return None
        packed = (plain << self.scale.shift) + self._lottery.ticket(child, mother)
        kept = self._kept.get(child)
        if kept:
            packed += (len(kept) - (mother in kept)) * self.scale.weights[3]
        return packed

    def _steps(self) -> list[list[int]]:
        """Give the load costs of each mother's places; mothers alike share one list."""
        alike: dict[tuple[int, int], list[int]] = {}
        found = []
        for number, mother in enumerate(self.instance.mothers):
            key = (mother.held, max(mother.places, 0))
            if key not in alike:
                alike[key] = [self.instance.slot_cost(number, place) * self.scale.unit for place in range(key[1] + 2)]
            found.append(alike[key])
        return found

    def solve(self) -> Solution:
        """Run to the proven optimum."""
        with without_collecting():
            self.look_near()
            self.bring_in()
            self.prove()
        return self.solution()

    def look_near(self) -> None:
        """Make the pairs known that children begin with."""
        for child in self.instance.consenting():
            pairs = self.candidates.start(child, START)
            self.state.learn_first(child, [mother for mother, _ in pairs], [cost for _, cost in pairs])

    def bring_in(self) -> None:
        """Bring everybody in, the first class first; children look for more pairs as their prices rise."""
        people, state = self.instance.children, self.state
        order = sorted(self.instance.consenting(), key=lambda child: (people[child].priority, child))
        stride, looks = max(STRIDE, len(order) // 16), 0
        sweep = self.candidates.sweep(state.price)

        def look(child: int, worth: int) -> None:
            nonlocal sweep, looks
            looks += 1
            if looks % stride == 0:
                sweep = self.candidates.sweep(state.price)
            for mother, cost in self._look(sweep, child, worth, LOOK):
                state.learn(child, mother, cost)

        bring_in(state, order, self._ladder(), look)

    def _ladder(self) -> Ladder:
        """Say how bidding climbs.

        A child with a pair to keep bids for that pair only: beyond, a broken pair weighs so much that children of one
        mother who has too few places would outbid each other unit by unit, forever.
        """
        broken = self.scale.weights[3]
        dearest = max((cost % broken for costs in self.state.costs_of for cost in costs
                       if cost % broken < broken // 2), default=0)  # above half: a cost below 0
        more = {child: (len(kept) - 1) * broken for child, kept in self._kept.items()}
        return Ladder([child.priority for child in self.instance.children], dearest, self.scale.unit, more)

    def prove(self) -> None:
        """Add pairs that would improve the plan, sweep after sweep, until there is none: then it is optimal.

        Every sweep either finds nothing or makes a pair known for good, so this ends.
        """
        state, everybody = self.state, list(self.instance.consenting())
        rose, fell = set(everybody), set[int]()
        lower_prices(state)
        while rose or fell:
            self.sweeps += 1
            state.rose, state.fell = set(), set()
            sweep = self.candidates.sweep(state.price)
            fallen = self.candidates.sweep(state.price, fell)
            vacant: Vacant = {}
            for child in everybody if fell else sorted(rose):
                found = self._look(sweep if child in rose else fallen, child, state.worth[child], BATCH)
                if found:
                    self._insert_anew(child, found, vacant)
            state.give_up(vacant)
            if state.rose:
                lower_prices(state)
            rose, fell = state.rose, state.fell

    def _look(self, sweep: Sweep, child: int, worth: int, most: int) -> list[tuple[int, int]]:
        kept = self._kept.get(child)
        extra = (len(kept) * self.scale.weights[3]) if kept else 0
        return sweep.below(child, worth, extra, self.state.known[child], most)

    def _insert_anew(self, child: int, pairs: Sequence[tuple[int, int]], vacant: Vacant) -> None:
        held_at = self.state.hold_place(child)
        for mother, cost in pairs:
            self.state.learn(child, mother, cost)
        self.state.insert(child, held_at, vacant)

    def know_all(self, child: int) -> list[int]:
        """Make every allowed pair of a child known, for exact questions about it; the plan stays optimal."""
        if child not in self._all_of:
            around = self.candidates.around(child)
            for mother, cost in around:
                self.state.learn(child, mother, cost)  # at the optimum no pair improves, so nothing has to move
            self._all_of[child] = [mother for mother, _ in around]
        return self._all_of[child]

    def gain_of_place(self, mother: int) -> Levels:
        """Say what one more place at a mother would save the plan, in levels (kept: the plan stands still)."""
        if mother not in self._gains:
            self._gains[mother] = self.scale.unpack(self.state.gain_of_place(mother))
        return self._gains[mother]

    def _penalty(self, child: int) -> int:
        levels = [0, 0, 0, len(self._kept.get(child, ())), 0]
        levels[self.instance.children[child].priority - 1] = 1
        return self.scale.pack(levels)

    def solution(self) -> Solution:
        """Give the plan as it now stands, with its value and prices."""
        match = tuple(self.state.match)
        prices = tuple(self.scale.unpack(price) for price in self.state.price)
        return Solution(match, evaluate(self.instance, match), prices, self.sweeps)


def solve(instance: Instance, seed: int | None = None) -> Solution:
    """Solve an instance to its proven optimum; with a seed a lottery makes the plan unique among equals."""
    return Solver(instance, seed).solve()


__all__ = ["NOBODY", "Solution", "Solver", "solve"]
