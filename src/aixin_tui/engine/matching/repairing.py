"""A plan that stands, and events that change it: each is settled where it happens, in milliseconds, and proven again.

A child arrives or leaves, a consent is withdrawn, a mother comes, withdraws or has other places, somebody moves. The
search is that of `assignment`: a child is brought in, a place is given to whoever gains most by it. After that only
children whose worth rose look at all mothers near them, and only mothers whose price fell are looked at by all children
near them (`both_ways`); when nobody finds anything, the plan is as good as one from scratch over all allowed pairs.

People who left stay as numbers that nobody can be paired with, newcomers get the next numbers; `instance` writes the
state of now as a problem of its own, sorted as ever.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import compress
from operator import ne

from aixin_tui.engine.matching.differing import Difference, Why, by_levels, difference_of, refused_pair, with_room_made
from aixin_tui.engine.matching.instance import Child, Instance, Mother, Special, tier_of
from aixin_tui.engine.matching.objective import COST_BITS, NOBODY
from aixin_tui.engine.matching.resuming import Before, resume
from aixin_tui.engine.matching.solver import Solver
from aixin_tui.engine.matching.standing import Standing

#: With more people who came and went than there were, the numbers are given out anew.
SPARE = 8


class Live(Standing):
    """A solved matching that stays in memory. Every event gives the difference it made; ids are those of the people.

    With `keep` each event sees the pairs of the plan before it as pairs to be kept (the strict keep level); without,
    only the pairs that the instance names, as far as their people still stand there.
    """

    def __init__(self, instance: Instance, seed: int | None = None, before: Before | None = None, *,
                 keep: bool = False) -> None:
        self._seed, self._keep = seed, keep
        self._begin(instance, before)

    def _begin(self, instance: Instance, before: Before | None) -> None:
        if before is None:
            solver = Solver(instance, self._seed)
            solver.solve()
        else:
            solver = resume(instance, before, self._seed)
        super().__init__(solver, self._seed)
        if self._keep:
            self.keep_plan(range(len(self.children)))

    def _start(self) -> list[int]:
        """Give the plan before an event. Numbers of many who left are given up first, lest the levels run full."""
        if len(self.children) + len(self.mothers) > 2 * self.scale.count + SPARE:
            self._begin(self.instance(), self.before())
        return list(self.state.match)

    # Events.

    def arrive(self, child: Child, special: Mapping[str, Special] | None = None) -> Difference:
        """Let a child come; `special` holds the pairs of its own, by mother.

        Raises:
            ValueError: the id is there already.
        """
        before = self._start()
        self._enter(child, {self.mother_of[name]: pair for name, pair in (special or {}).items()}, set())
        return self._settled(before)

    def leave(self, child: str) -> Difference:
        """Let a child go: it has moved away, or the consent was withdrawn."""
        before = self._start()
        self._drop(self.child_of.pop(child))
        return self._settled(before)

    def change(self, child: Child) -> Difference:
        """Let a child move, or have another class, type, radius or consent; pairs of its own stay with it."""
        before, old = self._start(), self.child_of.pop(child.id)
        special = {one: replace(pair, tier=self._tier(child, one)) for one, pair in self.special.get(old, {}).items()}
        named = self.named.get(old, set())
        self._drop(old)
        self._enter(child, special, named)
        return self._settled(before)

    def join(self, mother: Mother) -> Difference:
        """Let a mother come with her places.

        Raises:
            ValueError: the id is there already.
        """
        before = self._start()
        self._welcome(mother, set(), {})
        return self._settled(before)

    def withdraw(self, mother: str) -> Difference:
        """Let a mother go; her children are brought in anew."""
        before = self._start()
        self._let_go(self._retire(self.mother_of.pop(mother)))
        return self._settled(before)

    def move(self, mother: Mother) -> Difference:
        """Let a mother move, or have other skills or another radius; her children stay where they still may."""
        before, old = self._start(), self.mother_of.pop(mother.id)
        named = {child for child, held in self.named.items() if old in held}
        special = {child: replace(held[old], tier=tier_of(self.children[child].code, mother.code))
                   for child, held in self.special.items() if old in held}
        out = self._retire(old)
        self._welcome(mother, named, special)
        self._let_go(out)
        return self._settled(before)

    def place(self, mother: str, places: int) -> Difference:
        """Give a mother more places or fewer."""
        before, number, state = self._start(), self.mother_of[mother], self.state
        now = self.mothers[number]
        if now.places <= 0 or places <= 0:
            return self.move(replace(now, places=places))
        self.mothers[number] = changed = replace(now, places=places)
        state.steps[number] = self.steps_of(changed)
        if places >= now.places:
            self.meet(number, state.steps[number][state.taken(number)])
            for more in range(now.places + 1, places + 1):
                state.places[number] = more
                state.release(number)
        elif state.taken(number) > places:
            out = list(state.at[number])
            for child in out:
                state.hold_place(child)
            state.places[number] = state.held[number] = places
            for turn, child in enumerate(out):
                state.insert(child, number if turn < places else NOBODY)
        else:
            state.places[number] = places
        return self._settled(before)

    # How they are settled.

    def _enter(self, child: Child, special: dict[int, Special], named: set[int]) -> None:
        if child.id in self.child_of:
            raise ValueError(f"{child.id} is there already")
        number, state = len(self.children), self.state
        self.children.append(child)
        self.child_of[child.id] = number
        self.lottery.join(Instance((child,), (), self.rules))
        self.lower_floors(child.type)
        self.special[number], self.named[number] = special, set(named)
        for mother in special:
            self.special_of.setdefault(mother, set()).add(number)
        state.match.append(NOBODY)
        state.inside.append(False)
        state.worth.append(0)
        state.mothers_of.append([])
        state.costs_of.append([])
        kept = frozenset(one for one in named if self.cost(number, one) is not None)
        if kept:
            self.kept[number] = kept
        state.penalty.append(self.penalty_of(number))
        if child.consent:
            self.near.children.put(number, child)
            self.introduce(number)
            state.insert(number)

    def _drop(self, child: int) -> None:
        """Take a child out for good; its place goes to whoever gains most by it."""
        if self.state.inside[child]:
            self.near.children.take(child, self.children[child])
            mother = self.state.match[child]
            if mother != NOBODY:
                self.meet(mother, self.state.steps[mother][self.state.taken(mother) - 1])
            self.state.remove(child)
        self.children[child] = replace(self.children[child], consent=False)
        for held in (self.named, self.kept, self.special):
            held.pop(child, None)

    def _welcome(self, mother: Mother, named: Iterable[int], special: Mapping[int, Special]) -> None:
        """Add a mother, and give up her places one by one to who gains most by them."""
        if mother.id in self.mother_of:
            raise ValueError(f"{mother.id} is there already")
        number, state = len(self.mothers), self.state
        self.mothers.append(mother)
        self.mother_of[mother.id] = number
        self.lottery.join(Instance((), (mother,), self.rules))
        for child, pair in special.items():
            self.special.setdefault(child, {})[number] = pair
        self.special_of[number] = set(special)
        state.places.append(max(mother.places, 0))
        state.steps.append(self.steps_of(mother))
        state.price.append(state.steps[number][0])
        state.held.append(max(mother.places, 0))
        state.at.append([])
        state.reverse.append([])
        state.reverse_costs.append([])
        self.least = min(self.least, state.steps[number][0])
        for child in named:
            self.set_named(child, [*self.named[child], number])
        if mother.places <= 0:
            return
        state.price[number] = max(state.penalty, default=0) + (self.scale.unit << COST_BITS)  # nobody comes at that
        self.near.mothers.put(number, mother)
        self.meet(number, state.steps[number][0])
        for _ in range(mother.places):
            state.held[number] -= 1
            state.release(number)

    def _retire(self, mother: int) -> list[int]:
        """Take a mother out for good, and give the children who had her, taken out."""
        state, person = self.state, self.mothers[mother]
        out = list(state.at[mother])
        for child in out:
            state.hold_place(child)
        for child in state.reverse[mother]:
            place = state.mothers_of[child].index(mother)
            del state.mothers_of[child][place], state.costs_of[child][place]
        if person.places > 0:
            self.near.mothers.take(mother, person)
        self.mothers[mother] = replace(person, places=0)
        state.reverse[mother], state.reverse_costs[mother] = [], []
        state.places[mother], state.held[mother], state.price[mother] = 0, 0, state.steps[mother][0]
        for child in [one for one, held in self.named.items() if mother in held]:
            self.set_named(child, self.named[child] - {mother})
        for child in self.special_of.pop(mother, ()):
            self.special.get(child, {}).pop(mother, None)
        return out

    def _let_go(self, out: Iterable[int]) -> None:
        """Bring in anew those who lost their mother, the first class first."""
        for child in sorted(out, key=lambda one: (self.children[one].priority, one)):
            self.introduce(child)
            self.state.insert(child)

    def _tier(self, child: Child, mother: int) -> int:
        return tier_of(child.code, self.mothers[mother].code)

    def _settled(self, before: list[int]) -> Difference:
        """Settle, and give the difference to the plan before."""
        self.settle()
        return self._difference(before)

    def _difference(self, before: list[int]) -> Difference:
        match, people, mothers = self.state.match, self.children, self.mothers
        newcomers = range(len(before), len(match))
        before = before + [NOBODY] * len(newcomers)
        moved = list(compress(range(len(match)), map(ne, before, match)))
        was = {people[child].id: mothers[before[child]].id for child in moved if before[child] != NOBODY}
        now = {people[child].id: mothers[match[child]].id for child in moved if match[child] != NOBODY}
        both = difference_of(was, now, self._why)
        if self._keep:
            both = with_room_made(both, lambda child: self.children[self.child_of[child]].priority)
            self.keep_plan([*moved, *newcomers])
        standing = len(match) - match.count(NOBODY)
        return replace(both, kept=standing - len(both.changed) - len(both.new))

    def _why(self, child_id: str, mother_id: str) -> tuple[Why, tuple[str, ...]]:
        child, mother = self.child_of.get(child_id, NOBODY), self.mother_of.get(mother_id, NOBODY)
        if NOBODY in (child, mother):
            return (Why.CHILD_GONE if child == NOBODY else Why.MOTHER_GONE), ()
        cost = self.cost(child, mother)
        if cost is None:
            pair = self.special.get(child, {}).get(mother)
            return refused_pair(Instance((self.children[child],), (self.mothers[mother],), self.rules,
                                         special={0: {0: pair}} if pair else {}))
        state = self.state
        return by_levels(self.scale.unpack(cost + state.price[mother] - state.worth[child]))
