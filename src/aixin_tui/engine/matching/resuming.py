"""A solver that begins from a plan and prices of before, instead of from nothing: most people changed nothing.

What was before may belong to another state of the instance: people may be missing, new or changed, prices partly
unknown or wrong. Nothing of it is believed, all of it is used. Each child keeps its seat where that is still right at
the prices given; a child that could do better has its place held while it is brought in anew; a place that its child
left is held by nobody at its old price, and given up to whoever gains most by it; everybody else comes in as into any
plan. Then only who moved is looked at, from both sides, until nothing is found: the plan is as proven as one from
scratch. Where little of what was before is right, the solver begins from nothing after all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from aixin_tui.engine.matching.before import Before, before_of
from aixin_tui.engine.matching.instance import Instance
from aixin_tui.engine.matching.objective import NOBODY
from aixin_tui.engine.matching.solver import Solver
from aixin_tui.engine.matching.standing import Standing

#: Units beyond its own price up to which a child that sits right learns of other pairs, and how many at the most.
SLACK, LEARN = 2, 6
#: One child in this many may be without a right seat; with more, beginning from nothing is quicker.
FEW = 3


def resume(instance: Instance, before: Before, seed: int | None = None) -> Solver:
    """Solve an instance to its proven optimum, beginning from what was before. With a seed: as from scratch."""
    solver = Solver(instance, seed)
    if not _Resuming(solver, seed).begin(before):
        solver = Solver(instance, seed)
        solver.solve()
    return solver


class _Resuming:
    """One beginning over a fresh solver."""

    def __init__(self, solver: Solver, seed: int | None) -> None:
        self._solver, self._state, self._instance = solver, solver.state, solver.instance
        instance = solver.instance
        self._seed = seed
        self._better: list[tuple[int, int, int]] = []
        self._extra = {child: len(instance.kept(child)) * solver.scale.weights[3] for child in instance.existing}
        self._out: list[int] = []
        self._freed: list[int] = []

    def begin(self, before: Before) -> bool:
        """Bring the solver to the proven optimum; False where little of what was before could be used."""
        instance = self._instance
        seats = self._seats(before.pairs)
        self._set_prices(before.prices, seats)
        for child in instance.consenting():
            if seats[child] == NOBODY:
                self._out.append(child)
        self._seat(seats)
        consenting = sum(child.consent for child in instance.children)
        if FEW * (len(self._out) + len(self._better)) > consenting + FEW * FEW:
            return False
        self._let_in()
        return True

    def _seats(self, pairs: Mapping[str, str]) -> list[int]:
        """Give each child its seat of before, where the pair is still allowed and the mother has places for all."""
        instance, state = self._instance, self._state
        mother_of = {mother.id: number for number, mother in enumerate(instance.mothers)}
        seats = [NOBODY] * len(instance.children)
        left = list(state.places)
        for number, child in enumerate(instance.children):
            mother = mother_of.get(pairs.get(child.id, ""), NOBODY)
            if mother != NOBODY and left[mother] > 0 and instance.allowed(number, mother):
                seats[number] = mother
                left[mother] -= 1
        return seats

    def _set_prices(self, given: Mapping[str, Sequence[int]], seats: Sequence[int]) -> None:
        """Set prices within the load costs of the seats, and hold for nobody the places that a price says are taken."""
        solver, state = self._solver, self._state
        dearest = max(state.penalty, default=0) + max((hers[-1] for hers in state.steps), default=0)
        seated = [0] * len(state.places)
        for mother in seats:
            if mother != NOBODY:
                seated[mother] += 1
        for number, person in enumerate(self._instance.mothers):
            steps, count, places = state.steps[number], seated[number], state.places[number]
            levels = given.get(person.id)
            if levels is not None:
                price = min(solver.scale.pack(levels[:5], sum(levels[5:])), dearest)
            else:
                price = steps[count - 1] if count else dearest  # nobody knows her: her places go to who gains most
            held = count
            while held < places and steps[held] < price:
                held += 1
            self._freed.extend([number] * (held - count))
            state.held[number] = held  # the seats are handed over one by one
            state.price[number] = max(price, steps[held - 1]) if held else steps[0]

    def _seat(self, seats: Sequence[int]) -> None:
        """Seat everybody who sits right; hold the place of who could do better; let all learn of pairs near by."""
        solver, state, unit = self._solver, self._state, self._solver.scale.unit
        sweep = solver.candidates.sweep(state.price)
        for child, mother in enumerate(seats):
            if mother == NOBODY:
                continue
            cost = solver.cost(child, mother)
            assert cost is not None
            worth = cost + state.price[mother]
            state.learn(child, mother, cost)
            extra = self._extra.get(child, 0)
            found = sweep.below(child, min(worth, state.penalty[child] + 1), extra, {mother}, LEARN)
            least = min([state.penalty[child], *(other + state.price[one] for one, other in found)])
            if least >= worth:  # nothing better anywhere; now what is nearly as good
                found = sweep.below(child, worth + SLACK * unit, extra, {mother}, LEARN)
            for one, other in found:
                state.learn(child, one, other)
            if least < worth:
                self._better.append((least - worth, child, mother))
                continue
            state.held[mother] -= 1
            state.at[mother].append(child)
            state.match[child], state.worth[child], state.inside[child] = mother, worth, True

    def _let_in(self) -> None:
        """Settle who could do better, give up the places that nobody has any more, and bring in everybody else."""
        state = self._state
        for _, child, mother in sorted(self._better):
            state.insert(child, mother)
        if self._freed:
            self._offer(set(self._freed))
        standing = Standing(self._solver, self._seed)
        for mother in sorted(self._freed):
            state.held[mother] -= 1
            state.release(mother)
        people = self._instance.children
        for child in sorted(self._out, key=lambda number: (people[number].priority, number)):
            standing.introduce(child)
            state.insert(child)
            standing.settle()  # at once: where few pairs are known, worths would climb far before the proof mends it
        standing.settle()

    def _offer(self, mothers: set[int]) -> None:
        """Make known who would gain by a free place of these mothers, were it at the price of an idle one."""
        solver, state = self._solver, self._state
        price = list(state.price)
        for mother in mothers:
            price[mother] = state.steps[mother][max(state.taken(mother) - self._freed.count(mother), 0)]
        sweep = solver.candidates.sweep(price, mothers)
        for child in self._instance.consenting():
            if state.inside[child]:
                for mother, cost in sweep.below(child, state.worth[child], self._extra.get(child, 0),
                                                state.known[child], LEARN):
                    if state.worth[child] <= cost + state.price[mother]:  # else it rose just now: the proof looks there
                        state.learn(child, mother, cost)


__all__ = ["Before", "before_of", "resume"]
