"""Bringing siblings together in a plan that is best without them: each join is tried exactly, and kept if it pays.

Prices say what a join can gain (the costs with prices of the pairs, less the bonus), so only joins that could pay are
tried. A try makes the pairs of a group cheaper, lets the plan become optimal again, and looks at the true value; what
does not pay is taken back. When nothing pays any more, joins that do not pay by themselves are forced one by one, the
families around are looked at again, and the better of the two plans goes on. The levels above cost never suffer: a
subsidy is far below their weights.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import compress
from operator import ne
from typing import Any

from aixin_tui.engine.matching.family_proof import FamilyCosts
from aixin_tui.engine.matching.objective import NOBODY, Levels, Objective, Scale
from aixin_tui.engine.matching.siblings import SiblingProblem, evaluate_siblings, joined
from aixin_tui.engine.matching.solver import Solver

#: Joins tried for a family in one pass, and passes over all families.
TRIES, PASSES = 12, 8
#: Joins forced on each family to get out of a dead end; fewer where families times people are more than the effort;
#: and how often everybody's turn comes.
FORCED, EFFORT, ROUNDS = 12, 200_000, 6
#: How far a family looks, in times of what joining all of it is worth.
WIDE = 2
#: A pair and its packed cost.
Repriced = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Joined:
    """A plan with siblings joined: the mother's index (or NOBODY) by child, its value, and prices for a bound."""

    match: tuple[int, ...]
    objective: Objective
    prices: tuple[Levels, ...]
    plain: Objective
    """The value of the best plan if siblings counted for nothing."""


class Joiner:
    """Local search over joins, on the state of an exact solver."""

    def __init__(self, problem: SiblingProblem, seed: int | None = None) -> None:
        self._problem = problem
        self.solver = Solver(problem.instance, seed)
        self.plain = self.solver.solve()
        self._state = self.solver.state
        self._bonus = problem.bonus << self.solver.scale.shift
        self._family_of = {child: number for number, family in enumerate(problem.families) for child in family}
        self._true: list[dict[int, int]] = [{} for _ in problem.instance.children]
        self._near = self._reach()
        #: Pairs that are cheaper than they truly are, by child.
        self._aided: dict[int, set[int]] = {}
        self._touched: set[int] = set()
        self._value = 0

    def run(self) -> Joined:
        """Join until nothing pays, then force and join again, as long as that helps."""
        self._settle(set(range(len(self._problem.families))))
        people = len(self._state.match) + 1
        forced = min(FORCED, EFFORT // (people * max(len(self._problem.families), 1)))
        for _ in range(ROUNDS if forced else 0):
            gains = [self._force(number, forced) for number in range(len(self._problem.families))]
            if not any(gains):
                break
        return self.plan()

    def _settle(self, families: set[int]) -> None:
        """Join in these families, and in those whose mothers change by it, until nothing changes."""
        for _ in range(PASSES):
            if not families:
                return
            self._touched = set()
            for step in (self._join, self._tidy):
                for number in sorted(families):
                    step(self._problem.families[number])
            families = self._touched

    def _force(self, number: int, most: int) -> bool:
        """Put a family together as it would not pay by itself, settle, and go back if the whole is no better."""
        gained = False
        for mother, group in list(self._moves(self._problem.families[number], self._bonus, most)):
            kept, value = self._snapshot(), self._value
            self._touched = {number}
            self._set(self._aid(mother, group, 2 * self._bonus))
            self._settle(self._touched)
            if self._units(self._value) < self._units(value):
                gained = True
            else:
                self._restore(kept)
                self._value = value
        return gained

    def _snapshot(self) -> tuple[Any, ...]:
        state = self._state
        return (list(state.match), list(state.price), list(state.worth), [list(held) for held in state.at],
                [list(costs) for costs in state.costs_of], [list(costs) for costs in state.reverse_costs],
                {child: set(mothers) for child, mothers in self._aided.items()})

    def _restore(self, kept: tuple[Any, ...]) -> None:
        """Go back to a snapshot; pairs learned since are forgotten, as they might improve on the prices of then."""
        state = self._state
        match, price, worth, at, costs_of, reverse_costs, self._aided = kept
        for child, costs in enumerate(costs_of):
            del state.mothers_of[child][len(costs):]
        for mother, costs in enumerate(reverse_costs):
            del state.reverse[mother][len(costs):]
        state.match, state.price, state.worth, state.at = match, price, worth, at
        state.costs_of, state.reverse_costs = costs_of, reverse_costs

    def plan(self) -> Joined:
        """Give the plan as it now stands."""
        match = tuple(self._state.match)
        prices = tuple(self.solver.scale.unpack(price) for price in self._state.price)
        return Joined(match, evaluate_siblings(self._problem, match), prices, self.plain.objective)

    def _reach(self) -> list[dict[int, list[int]]]:
        """Give, for each family, its mothers within reach of a gain: for each the children who could join there."""
        scale = Scale(self.solver.scale.count)
        costs = FamilyCosts(self._problem, scale, [scale.pack(price) for price in self.plain.prices])
        found: list[dict[int, list[int]]] = []
        for family in self._problem.families:
            near: dict[int, list[int]] = {}
            for child, mothers in costs.near(family, WIDE).items():
                for mother in mothers:
                    near.setdefault(mother, []).append(child)
            found.append({mother: children for mother, children in near.items() if len(children) > 1})
        return found

    def _join(self, family: Sequence[int]) -> bool:
        """Try the joins of a family that could pay, the most promising first, until one does."""
        for mother, group in self._moves(family):
            for share in (self._bonus * (len(group) - 1) // len(group), self._bonus):
                if self._keeps(self._aid(mother, group, share)):
                    return True
        return False

    def _aid(self, mother: int, group: Sequence[int], share: int) -> list[Repriced]:
        """List the new costs that bring a group to a mother: cheaper there, and as they are everywhere else."""
        elsewhere = [(child, other, self._cost(child, other))
                     for child in group for other in sorted(self._aided.get(child, ())) if other != mother]
        return [*elsewhere, *((child, mother, self._cost(child, mother) - share) for child in group)]

    def _moves(
        self, family: Sequence[int], slack: int = 0, most: int = TRIES
    ) -> Iterator[tuple[int, tuple[int, ...]]]:
        """Walk over joins (mother, who joins) by what each gains at these prices, or loses up to `slack`."""
        state = self._state
        here = [child for child in family if state.match[child] != NOBODY]
        now = joined(here, state.match)
        pays = {child: self._cost(child, state.match[child]) + state.price[state.match[child]] for child in here}
        found: list[tuple[int, int, tuple[int, ...]]] = []
        for mother, children in self._near[self._family_of[family[0]]].items():
            more = sorted((self._cost(child, mother) + state.price[mother] - pays[child], child)
                          for child in children if child in pays)
            for size in range(2, min(len(more), state.places[mother]) + 1):
                group = tuple(child for _, child in more[:size])
                if all(state.match[child] == mother for child in group):
                    continue
                rest = [child for child in here if child not in group]
                beside = len({state.match[child] for child in rest} | {mother})
                change = sum(cost for cost, _ in more[:size]) - self._bonus * (len(here) - beside - now)
                if change < slack:
                    found.append((change, mother, group))
        for _, mother, group in sorted(found)[:most]:
            yield mother, group

    def _tidy(self, family: Sequence[int]) -> bool:
        """Take back subsidies that keep nobody together, where the plan gains or stays."""
        state, gained = self._state, False
        for child in family:
            for mother in sorted(self._aided.get(child, ())):
                alone = sum(state.match[other] == mother for other in family) < 2
                if alone or state.match[child] != mother:
                    gained = self._keeps([(child, mother, self._cost(child, mother))], or_equal=True) or gained
        return gained

    def _cost(self, child: int, mother: int) -> int:
        """Give what a pair truly costs, packed."""
        known = self._true[child]
        if mother not in known:
            cost = self.solver.cost(child, mother)
            assert cost is not None, "only allowed pairs are looked at"
            known[mother] = cost
        return known[mother]

    def _keeps(self, pairs: Sequence[Repriced], *, or_equal: bool = False) -> bool:
        """Give pairs other costs; keep that if the true value falls (or stays), else take it back. Say if it fell."""
        before = self._units(self._value)
        undo = self._set(pairs)
        after = self._units(self._value)
        if after > before or (after == before and not or_equal):
            self._set(undo)
        return after < before

    def _units(self, value: int) -> int:
        """Give a value in units of cost: the draw among equals is no gain."""
        unit = self.solver.scale.unit
        return (value + unit // 2) // unit

    def _set(self, pairs: Sequence[Repriced]) -> list[Repriced]:
        """Give pairs other costs, and count what that changes; give the former costs."""
        before = list(self._state.match)
        undo = [(child, mother, self._reprice(child, mother, cost)) for child, mother, cost in pairs]
        self._value += self._change(before)
        return undo

    def _reprice(self, child: int, mother: int, cost: int) -> int:
        """Change what a pair costs, the plan staying optimal for all costs as they now are; give the former cost."""
        state = self._state
        held_at = state.hold_place(child)
        if mother in state.known[child]:
            place, back = state.mothers_of[child].index(mother), state.reverse[mother].index(child)
            former = state.costs_of[child][place]
            state.costs_of[child][place] = state.reverse_costs[mother][back] = cost
        else:
            former = self._cost(child, mother)
            state.learn(child, mother, cost)
        state.insert(child, held_at)
        aided = self._aided.setdefault(child, set())
        if cost < self._cost(child, mother):
            aided.add(mother)
        else:
            aided.discard(mother)
        return former

    def _change(self, before: Sequence[int]) -> int:
        """Work out how the true value changed, packed: pairs, load and siblings."""
        state = self._state
        change, load, families = 0, dict[int, int](), set[int]()
        for child in compress(range(len(before)), map(ne, before, state.match)):
            old, new = before[child], state.match[child]
            change += self._paid(child, new) - self._paid(child, old)
            load[old] = load.get(old, 0) - 1
            load[new] = load.get(new, 0) + 1
            families.update((self._family_of[child],) if child in self._family_of else ())
        self._touched |= families
        for mother, more in load.items():
            if mother != NOBODY:
                count = len(state.at[mother])
                change += sum(state.steps[mother][:count]) - sum(state.steps[mother][: count - more])
        for number in families:
            family = self._problem.families[number]
            change -= self._bonus * (joined(family, state.match) - joined(family, before))
        return change

    def _paid(self, child: int, mother: int) -> int:
        return self._state.penalty[child] if mother == NOBODY else self._cost(child, mother)
