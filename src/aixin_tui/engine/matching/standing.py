"""A solved matching to which people can be added and from which they can go: costs, prices, and who may suit whom.

What `repairing` does with it are events. The state is an `Assignment`; every list by child or mother grows with the
people, and who left stays as a number that nobody can be paired with.
"""

from __future__ import annotations

from collections.abc import Iterable
from heapq import nsmallest

from aixin_tui.engine.matching.before import Before
from aixin_tui.engine.matching.both_ways import BothWays
from aixin_tui.engine.matching.instance import CUT, ELSEWHERE, Instance, Mother, tier_of
from aixin_tui.engine.matching.lottery import Lottery
from aixin_tui.engine.matching.objective import NOBODY, Levels
from aixin_tui.engine.matching.solver import Solver

#: Pairs that a child learns of when it comes in, and at the most in one look after.
FIRST, BATCH = 16, 8
#: From this tier on a unit holds so many children that only those are looked at who could gain by anybody that far off.
FAR = 2


class Growing(Lottery):
    """A lottery that newcomers join; their tickets are those that they would have had from the beginning."""

    __slots__ = ("_seed",)

    def __init__(self, instance: Instance, seed: int | None) -> None:
        super().__init__(instance, seed)
        self._seed = seed

    def join(self, newcomers: Instance) -> None:
        """Let the people of an instance of newcomers draw."""
        drawn = Lottery(newcomers, self._seed)
        self._children += drawn._children  # noqa: SLF001 - one of its own kind
        self._mothers += drawn._mothers  # noqa: SLF001


class Standing:
    """The people of a solver that has solved, as lists that grow, beside its state; see the module."""

    def __init__(self, solver: Solver, seed: int | None) -> None:
        instance = solver.instance
        self.scale, self.state = solver.scale, solver.state
        self._broken = self.scale.weights[3]
        self.rules, self.load, self.name = instance.rules, instance.load, instance.name
        self.children, self.mothers = list(instance.children), list(instance.mothers)
        self.child_of = {child.id: number for number, child in enumerate(self.children)}
        self.mother_of = {mother.id: number for number, mother in enumerate(self.mothers)}
        self.special = {child: dict(held) for child, held in instance.special.items()}
        self.special_of: dict[int, set[int]] = {}
        for number, held in instance.special.items():
            for mother in held:
                self.special_of.setdefault(mother, set()).add(number)
        self.named = {child: set(held) for child, held in instance.existing.items()}
        self.kept = {child: kept for child in instance.existing if (kept := instance.kept(child))}
        self.lottery = Growing(instance, seed)
        self.near = BothWays(instance.rules, self.scale.shift)
        for number, child in enumerate(self.children):
            if child.consent:
                self.near.children.put(number, child)
        for number, person in enumerate(self.mothers):
            if person.places > 0:
                self.near.mothers.put(number, person)
        self.least = min((hers[0] for hers in self.state.steps), default=0)
        #: By tier, what no pair but those of their own costs less than, in units.
        self.floors: list[int | None] = [None] * len(CUT)
        for kind in {child.type for child in self.children}:
            self.lower_floors(kind)
        #: By tier, who could gain by somebody that far off at all, and some who could.
        self.hungry: list[set[int]] = [set() for _ in CUT]
        self.note_hungry(range(len(self.children)))

    def lower_floors(self, kind: int) -> None:
        """Take a type of children into account."""
        for tier, floor in enumerate(self.floors):
            least = self.rules.floor(kind, tier)
            self.floors[tier] = least if floor is None else min(floor, least)

    def note_hungry(self, children: Iterable[int]) -> None:
        """Note those whose worth rose so far that mothers far off matter."""
        worth = self.state.worth
        for child in children:
            for tier in range(FAR, len(CUT)):
                floor = self.floors[tier]
                if floor is None or worth[child] <= (floor << self.scale.shift) + self.least:
                    break
                self.hungry[tier].add(child)

    def instance(self) -> Instance:
        """Write the state of now as a problem, its pairs to be kept included."""
        kids = sorted(self.child_of.values(), key=lambda one: (self.children[one].key, self.children[one].id))
        mothers = sorted(self.mother_of.values(), key=lambda one: (self.mothers[one].key, self.mothers[one].id))
        child_at = {number: place for place, number in enumerate(kids)}
        mother_at = {number: place for place, number in enumerate(mothers)}
        return Instance(
            tuple(self.children[number] for number in kids), tuple(self.mothers[number] for number in mothers),
            self.rules, self.load,
            {child_at[child]: frozenset(mother_at[one] for one in held if one in mother_at)
             for child, held in sorted(self.named.items()) if child in child_at},
            {child_at[child]: {mother_at[one]: pair for one, pair in held.items() if one in mother_at}
             for child, held in self.special.items() if child in child_at}, self.name,
        )

    def pairs(self) -> dict[str, str]:
        """Give the plan: the mother by child."""
        match = self.state.match
        return {name: self.mothers[match[child]].id for name, child in self.child_of.items()
                if match[child] != NOBODY}

    def prices(self) -> dict[str, Levels]:
        """Give the prices that prove the plan, by mother."""
        return {name: self.scale.unpack(self.state.price[mother]) for name, mother in self.mother_of.items()}

    def before(self) -> Before:
        """Give the plan and its prices to the last bit, as something to begin from."""
        prices = {}
        for name, mother in self.mother_of.items():
            price = self.state.price[mother]
            levels = self.scale.unpack(price)
            prices[name] = (*levels, price - self.scale.pack(levels))
        return Before(self.pairs(), prices)

    def cost(self, child: int, mother: int) -> int | None:
        """Give the packed cost of a pair; None where it is not allowed."""
        one, other = self.children[child], self.mothers[mother]
        if not one.consent or other.places <= 0:
            return None
        pair = self.special.get(child, {}).get(mother)
        tier = pair.tier if pair else tier_of(one.code, other.code)
        if tier > min(one.radius, other.radius, ELSEWHERE - 1) or (pair and pair.refused):
            return None
        plain = sum(pair.terms.values()) if pair else self.near.cost(one.type, other.type, tier)
        if plain is None:
            return None
        kept = self.kept.get(child, ())
        return ((plain << self.scale.shift) + self.lottery.ticket(child, mother)
                + (len(kept) - (mother in kept)) * self._broken)

    def steps_of(self, mother: Mother) -> list[int]:
        """Give the packed load cost of each of her places, and of two more."""
        one = Instance((), (mother,), self.rules, self.load)
        return [one.slot_cost(0, place) * self.scale.unit for place in range(max(mother.places, 0) + 2)]

    def penalty_of(self, child: int) -> int:
        """Give what it costs to leave a child without anybody."""
        levels = [0, 0, 0, len(self.kept.get(child, ())), 0]
        levels[self.children[child].priority - 1] = 1
        return self.scale.pack(levels)

    def set_named(self, child: int, mothers: Iterable[int]) -> None:
        """Say which pairs of a child are to be kept: what all its other pairs cost moves, and its worth with them."""
        state = self.state
        self.named[child] = set(mothers)
        self.kept[child] = frozenset(one for one in self.named[child] if self.cost(child, one) is not None)
        if not self.kept[child]:
            del self.kept[child]
        for place, mother in enumerate(state.mothers_of[child]):
            cost = self.cost(child, mother)
            assert cost is not None
            if cost != state.costs_of[child][place]:
                state.costs_of[child][place] = cost
                state.reverse_costs[mother][state.reverse[mother].index(child)] = cost
        state.penalty[child] = self.penalty_of(child)
        if state.inside[child]:
            mother = state.match[child]
            own = self.cost(child, mother) if mother != NOBODY else None
            state.worth[child] = state.penalty[child] if own is None else own + state.price[mother]
            self.note_hungry((child,))

    def keep_plan(self, children: Iterable[int]) -> None:
        """Take the pairs that stand as those to be kept: prices stay right, for only other pairs become dearer."""
        for child in children:
            mother = self.state.match[child]
            wanted = set() if mother == NOBODY else {mother}
            if self.named.get(child, set()) != wanted:
                self.set_named(child, wanted)

    def introduce(self, child: int) -> None:
        """Let a child that is not inside learn of its best pairs at the prices of now, and of those of its own."""
        own = {*self.special.get(child, ()), *self.kept.get(child, ())}
        for mother in sorted(own):
            cost = self.cost(child, mother)
            if cost is not None:
                self.state.learn(child, mother, cost)
        for mother, cost in self.cheapest(child, self.state.penalty[child], FIRST):
            self.state.learn(child, mother, cost)

    def better(self, child: int) -> list[tuple[int, int]]:
        """Find the best pairs not yet known that a child inside would gain by; none only if there is none."""
        return self.cheapest(child, self.state.worth[child], BATCH)

    def cheapest(self, child: int, limit: int, most: int) -> list[tuple[int, int]]:
        """List the best pairs not yet known whose cost + price is below a limit, as (mother, cost), best first."""
        state, person, shift, price = self.state, self.children[child], self.scale.shift, self.state.price
        extra = len(self.kept.get(child, ())) * self._broken
        seen = set(state.mothers_of[child])
        found: list[tuple[int, int, int]] = []
        for mother in {*self.special.get(child, ()), *self.kept.get(child, ())} - seen:
            cost = self.cost(child, mother)
            seen.add(mother)
            if cost is not None and cost + price[mother] < limit:
                found.append((cost + price[mother], mother, cost))
        for tier in range(min(person.radius, len(CUT) - 1) + 1):
            if (self.rules.floor(person.type, tier) << shift) + extra + self.least >= limit:
                break
            for plain, mothers in self.near.mothers_of(person, tier, ((limit - extra - self.least) >> shift) + 1):
                base = (plain << shift) + extra
                if base + self.least >= limit:
                    continue
                for mother in mothers:
                    if base + price[mother] < limit and mother not in seen:
                        seen.add(mother)
                        cost = self.cost(child, mother)
                        if cost is not None and cost + price[mother] < limit:
                            found.append((cost + price[mother], mother, cost))
                if len(found) > 4 * most:
                    found = nsmallest(most, found)
                    limit = found[-1][0]
        return [(mother, cost) for _, mother, cost in nsmallest(most, found)]

    def gaining(self, mother: int, price: int) -> list[tuple[int, int]]:
        """Find the children inside who would gain by her at a price, over pairs not yet known."""
        state, person, shift = self.state, self.mothers[mother], self.scale.shift
        if person.places <= 0:
            return []
        worth, inside, known = state.worth, state.inside, state.mothers_of
        maybe, people = set(self.special_of.get(mother, ())), self.children
        for tier in range(min(person.radius, len(CUT) - 1) + 1):
            row, around = self.near.row(person.type, tier), self.near.children.at(person.code, tier)
            if tier >= FAR and len(self.hungry[tier]) < len(around):
                bound = ((self.floors[tier] or 0) << shift) + price
                maybe.update([child for child in self.hungry[tier]
                              if worth[child] > bound and worth[child] > row[people[child].type] + price])
            else:
                maybe.update([child for child, kind in around.items() if worth[child] > row[kind] + price])
        found = []
        for child in sorted(maybe):
            cost = self.cost(child, mother) if inside[child] and mother not in known[child] else None
            if cost is not None and worth[child] > cost + price:
                found.append((child, cost))
        return found

    def meet(self, mother: int, price: int) -> None:
        """Let those learn of her who would gain were her price that; who gains at her price of now is settled later."""
        state = self.state
        for child, cost in self.gaining(mother, price):
            if state.worth[child] <= cost + state.price[mother]:
                state.learn(child, mother, cost)

    def settle(self) -> None:
        """Look where something moved until nobody finds anything: then the plan is proven."""
        state = self.state
        while state.rose or state.fell:
            looking = {child for child in state.rose if state.inside[child]}
            self.note_hungry(looking)
            fell, state.rose, state.fell = state.fell, set(), set()
            for mother in fell:
                looking.update(child for child, _ in self.gaining(mother, state.price[mother]))
            for child in sorted(looking):
                found = self.better(child)
                if found:
                    held_at = state.hold_place(child)
                    for mother, cost in found:
                        state.learn(child, mother, cost)
                    state.insert(child, held_at)
