"""Counties first: each is solved alone, then one look at all pairs between counties says which must be joined.

Nearly everybody is paired at home, so a worker holds one county at a time. Prices say who would gain by a pair across
a border: the counties of such pairs are put together, go on from the plans and prices that they have, and it is looked
again, until nobody would gain. Then no pair of the whole improves the plan: the same optimum, with the same lowest
prices, as if all were solved at once; with the lottery the very same plan. Which counties are solved and joined
depends on the instance alone, so neither the number of workers nor where they are changes anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from aixin_tui.engine.matching.instance import CUT, Instance
from aixin_tui.engine.matching.objective import NOBODY, Levels, Objective, evaluate
from aixin_tui.engine.matching.parts import Part, PartPlan, Price, part_of, solve_part
from aixin_tui.engine.matching.resuming import Before, resume
from aixin_tui.engine.matching.solver import Solver

#: Solves parts in any order and anywhere, and gives the plans in order of the parts: `map`, or an executor's.
Spread = Callable[[Callable[[Part], PartPlan], Iterable[Part]], Iterable[PartPlan]]
#: Hears how many parts are done, of how many, in which round (0: the counties themselves).
Heard = Callable[[int, int, int], None]
#: Up to so many children everything is solved at once: parts would cost more than they save.
AT_ONCE = 2_000
#: Who goes no farther than this tier stays in the county.
COUNTY = 2
#: Pairs across borders that are looked for, for one child in one round.
LINKS = 2


@dataclass(frozen=True, slots=True)
class Joined:
    """The optimal plan of the whole: the mother's index (or NOBODY) by child, its value, the lowest prices."""

    match: tuple[int, ...]
    objective: Objective
    exact: tuple[Price, ...]
    """The price of each mother: five levels, then its part below one unit."""
    parts: int
    """How many parts stood alone in the end."""
    rounds: int
    """How often counties were joined."""

    @property
    def prices(self) -> tuple[Levels, ...]:
        """What one more child at each mother would displace, in levels: the proof."""
        return tuple(price[:5] for price in self.exact)


def _nobody(done: int, total: int, joining: int) -> None:
    """Hear of a part that is done, and say nothing."""


@dataclass(frozen=True, slots=True)
class Crew:
    """Who solves the parts of a large instance, and who hears how far that is; as it stands, this very process."""

    spread: Spread = map
    heard: Heard = _nobody


#: This process alone.
ALONE = Crew()


def solve_by_counties(instance: Instance, seed: int | None = None, crew: Crew = ALONE) -> Joined:
    """Solve an instance to its proven optimum, county by county, then across."""
    return _Counties(instance, seed, crew).solve()


def solver_of(instance: Instance, seed: int | None = None, crew: Crew = ALONE) -> Solver:
    """Solve an instance, and give a solver that stands at the optimum, to be asked what else could have been."""
    if len(instance.children) <= AT_ONCE:
        solver = Solver(instance, seed)
        solver.solve()
        return solver
    found = solve_by_counties(instance, seed, crew)
    children, mothers = instance.children, instance.mothers
    pairs = {children[child].id: mothers[mother].id for child, mother in enumerate(found.match) if mother != NOBODY}
    prices = {mother.id: price for mother, price in zip(mothers, found.exact, strict=True)}
    return resume(instance, Before(pairs, prices), seed)


class _Counties:
    """One run: plans and prices of all, and which counties stand together by now."""

    def __init__(self, instance: Instance, seed: int | None, crew: Crew) -> None:
        self._instance, self._seed, self._crew = instance, seed, crew
        self._match = [NOBODY] * len(instance.children)
        zero = (0, 0, 0, 0)
        self._prices: list[Price] = [
            (*zero, instance.slot_cost(mother, 0), 0) for mother in range(len(instance.mothers))
        ]
        self._children: dict[str, list[int]] = {}
        self._mothers: dict[str, list[int]] = {}
        at_once = len(instance.children) <= AT_ONCE
        for child in instance.consenting():
            self._children.setdefault("" if at_once else self._home(child), []).append(child)
        for number, mother in enumerate(instance.mothers):
            if mother.places > 0:
                self._mothers.setdefault("" if at_once else mother.code[: CUT[COUNTY]], []).append(number)
        #: The counties that stand together, by each of them.
        counties = sorted({*self._children, *self._mothers})
        self._group: dict[str, tuple[str, ...]] = {county: (county,) for county in counties}

    def _home(self, child: int) -> str:
        return self._instance.children[child].code[: CUT[COUNTY]]

    def solve(self) -> Joined:
        """Solve every county, then join until nobody would gain."""
        rounds = 0
        self._run([group for group in self._group.values() if group[0] in self._children], rounds)
        while links := self._links():
            rounds += 1
            joined = self._join(links)
            assert joined, "inside a group no pair improves the plan"
            self._run(joined, rounds)
        return Joined(tuple(self._match), evaluate(self._instance, self._match), tuple(self._prices),
                      len(set(self._group.values())), rounds)

    def _run(self, groups: Sequence[tuple[str, ...]], joining: int) -> None:
        """Solve these groups of counties, the largest first, and take over their plans and prices."""
        people = [([*chain.from_iterable(self._children.get(county, ()) for county in group)],
                   [*chain.from_iterable(self._mothers.get(county, ()) for county in group)]) for group in groups]
        people = [(sorted(kids), sorted(hers)) for kids, hers in people]
        people.sort(key=lambda both: (-len(both[0]), both[0]))
        parts = (self._part(kids, hers, again=joining > 0) for kids, hers in people)
        plans = map(solve_part, parts) if len(people) == 1 else self._crew.spread(solve_part, parts)
        for done, ((kids, hers), plan) in enumerate(zip(people, plans, strict=True), 1):
            for child, mother in zip(kids, plan.match, strict=True):
                self._match[child] = NOBODY if mother == NOBODY else hers[mother]
            for mother, price in zip(hers, plan.prices, strict=True):
                self._prices[mother] = price
            self._crew.heard(done, len(people), joining)

    def _part(self, kids: Sequence[int], hers: Sequence[int], *, again: bool) -> Part:
        instance = part_of(self._instance, kids, hers, self._seed)
        if not again:
            return Part(instance, self._seed)
        place = {mother: number for number, mother in enumerate(hers)}
        seats = tuple(place.get(self._match[child], NOBODY) for child in kids)
        return Part(instance, self._seed, seats, tuple(self._prices[mother] for mother in hers))

    def _links(self) -> list[tuple[str, str]]:
        """Find pairs across borders that would improve the plan: the home of the child, and hers."""
        kids = self._crossing_children()
        if not kids:
            return []
        hers = self._crossing_mothers(kids)
        solver = Solver(part_of(self._instance, kids, hers, self._seed), self._seed)
        place = {mother: number for number, mother in enumerate(hers)}
        for number, mother in enumerate(hers):
            *levels, below = self._prices[mother]
            solver.state.price[number] = solver.scale.pack(levels, below)
        sweep, found = solver.candidates.sweep(solver.state.price), set[tuple[str, str]]()
        for number, child in enumerate(kids):
            mother = place.get(self._match[child], NOBODY)
            worth = solver.state.penalty[number]
            if mother != NOBODY:
                cost = solver.cost(number, mother)
                assert cost is not None, "a plan holds allowed pairs only"
                worth = cost + solver.state.price[mother]
            extra = len(solver.instance.kept(number)) * solver.scale.weights[3]
            for other, _ in sweep.below(number, worth, extra, {mother}, LINKS):
                found.add((self._home(child), self._instance.mothers[hers[other]].code[: CUT[COUNTY]]))
        return sorted(found)

    def _crossing_children(self) -> list[int]:
        """List the children who may go beyond their county, or have a pair of their own there."""
        instance = self._instance
        if len(self._group) == 1:
            return []
        return [child for child in instance.consenting()
                if instance.children[child].radius > COUNTY or any(self._own_beyond(child))]

    def _own_beyond(self, child: int) -> Iterator[int]:
        """Walk over the mothers of other counties with whom a child has a pair of its own."""
        home, instance = self._home(child), self._instance
        for mother in (*instance.special.get(child, ()), *instance.existing.get(child, ())):
            if not instance.mothers[mother].code.startswith(home):
                yield mother

    def _crossing_mothers(self, kids: Sequence[int]) -> list[int]:
        """List the mothers who may go beyond their county, and those whom these children have or had."""
        instance = self._instance
        found = {number for number, mother in enumerate(instance.mothers)
                 if mother.radius > COUNTY and mother.places > 0}
        for child in kids:
            found.update(instance.special.get(child, ()), instance.existing.get(child, ()), (self._match[child],))
        return sorted(found - {NOBODY})

    def _join(self, links: Iterable[tuple[str, str]]) -> list[tuple[str, ...]]:
        """Put linked counties together; give the groups that are new."""
        before = set(self._group.values())
        for home, other in links:
            if self._group[home] != self._group[other]:
                together = tuple(sorted((*self._group[home], *self._group[other])))
                self._group.update(dict.fromkeys(together, together))
        return sorted(set(self._group.values()) - before)


__all__ = ["ALONE", "Crew", "Heard", "Joined", "Spread", "solve_by_counties", "solver_of"]
