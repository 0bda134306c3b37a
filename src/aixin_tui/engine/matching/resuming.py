"""A solver that begins from a plan and prices of before, instead of from nothing: most people changed nothing.

What was before may belong to another state of the instance: people may be missing, new or changed, prices partly
unknown or wrong. Nothing of it is believed, all of it is used. Each child keeps its seat where that is still right at
the prices given; a child that could do better has its place held while it is brought in anew; a place that its child
left is held by nobody at its old price, and given up to whoever gains most by it; everybody else comes in as into any
plan. Then the sweeps look where something moved, until they find nothing: the plan is as proven as one from scratch.
Where little of what was before is right, the solver begins from nothing after all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from aixin_tui.engine.matching.instance import Instance
from aixin_tui.engine.matching.objective import NOBODY
from aixin_tui.engine.matching.solver import BATCH, START, Solver

#: Units beyond its own price up to which a child that sits right learns of other pairs, and how many at the most.
SLACK, LEARN = 2, 6
#: One child in this many may be without a right seat; with more, beginning from nothing is quicker.
FEW = 3


@dataclass(frozen=True, slots=True)
class Before:
    """A plan and its prices, by id: of another state of the instance, of its parts, or of anything at all.

    A price is five levels, as in a certificate, or six with its part below one unit (of the lottery). What is missing
    is not known.
    """

    pairs: Mapping[str, str]
    """The mother by child."""
    prices: Mapping[str, Sequence[int]]


def before_of(solver: Solver) -> Before:
    """Take down how a solver stands, prices to the last bit."""
    children, mothers, scale = solver.instance.children, solver.instance.mothers, solver.scale
    pairs = {children[child].id: mothers[mother].id
             for child, mother in enumerate(solver.state.match) if mother != NOBODY}
    prices = {}
    for mother, price in zip(mothers, solver.state.price, strict=True):
        levels = scale.unpack(price)
        prices[mother.id] = (*levels, price - scale.pack(levels))
    return Before(pairs, prices)


def resume(instance: Instance, before: Before, seed: int | None = None) -> Solver:
    """Solve an instance to its proven optimum, beginning from what was before. With a seed: as from scratch."""
    solver = Solver(instance, seed)
    if not _Resuming(solver).begin(before):
        solver = Solver(instance, seed)
        solver.solve()
    return solver


class _Resuming:
    """One beginning over a fresh solver."""

    def __init__(self, solver: Solver) -> None:
        self._solver, self._state, self._instance = solver, solver.state, solver.instance
        self._better: list[tuple[int, int, int]] = []
        self._out: list[int] = []
        self._freed: list[int] = []

    def begin(self, before: Before) -> bool:
        """Bring the solver to the proven optimum; False where little of what was before could be used."""
        instance, state = self._instance, self._state
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
        prove(self._solver, state.rose, state.fell)
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
            extra = extra_of(solver, child)
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
        for mother in sorted(self._freed):
            state.held[mother] -= 1
            state.release(mother)
        people = self._instance.children
        for child in self._out:
            introduce(self._solver, child)
        for child in sorted(self._out, key=lambda number: (people[number].priority, number)):
            state.insert(child)

    def _offer(self, mothers: set[int]) -> None:
        """Make known who would gain by a free place of these mothers, were it at the price of an idle one."""
        solver, state = self._solver, self._state
        price = list(state.price)
        for mother in mothers:
            price[mother] = state.steps[mother][max(state.taken(mother) - self._freed.count(mother), 0)]
        sweep = solver.candidates.sweep(price, mothers)
        for child in self._instance.consenting():
            if state.inside[child]:
                for mother, cost in sweep.below(child, state.worth[child], extra_of(solver, child),
                                                state.known[child], LEARN):
                    if state.worth[child] <= cost + state.price[mother]:  # else it rose just now: the proof looks there
                        state.learn(child, mother, cost)


def introduce(solver: Solver, child: int) -> None:
    """Let a child that is not inside learn of pairs: its village's, and the best at the prices of now."""
    state, unit = solver.state, solver.scale.unit
    for mother, cost in solver.candidates.start(child, START):
        state.learn(child, mother, cost)
    least = min((cost + state.price[mother] for mother, cost in
                 zip(state.mothers_of[child], state.costs_of[child], strict=True)), default=state.penalty[child])
    reach = min(least + SLACK * unit, state.penalty[child])
    sweep = solver.candidates.sweep(state.price)
    for mother, cost in sweep.below(child, reach, extra_of(solver, child), state.known[child], BATCH):
        state.learn(child, mother, cost)


def extra_of(solver: Solver, child: int) -> int:
    """Give what every pair of a child costs on top but those that are kept."""
    instance = solver.instance
    return len(instance.kept(child)) * solver.scale.weights[3] if child in instance.existing else 0


def prove(solver: Solver, rose: Iterable[int], fell: Iterable[int]) -> None:
    """Look where something moved until nothing is found: children whose worth rose at all mothers, all at the fallen.

    Everything else must have been looked at before with the prices of now, else the plan is not proven. Each sweep
    finds nothing or makes a pair known for good, so this ends.
    """
    state, candidates = solver.state, solver.candidates
    rising, falling = set(rose), set(fell)
    everybody = [child for child, inside in enumerate(state.inside) if inside]
    while rising or falling:
        solver.sweeps += 1
        state.rose, state.fell = set(), set()
        sweep = candidates.sweep(state.price)
        fallen = candidates.sweep(state.price, falling)
        for child in everybody if falling else sorted(rising):
            over = sweep if child in rising else fallen
            found = over.below(child, state.worth[child], extra_of(solver, child), state.known[child], BATCH)
            if found:
                held_at = state.hold_place(child)
                for mother, cost in found:
                    state.learn(child, mother, cost)
                state.insert(child, held_at)
        rising, falling = state.rose, state.fell


__all__ = ["Before", "before_of", "extra_of", "introduce", "prove", "resume"]
