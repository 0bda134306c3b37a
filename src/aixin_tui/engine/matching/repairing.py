"""A plan that stands, and events that change it: each is settled where it happens, in milliseconds, and proven again.

A child arrives or leaves, a consent is withdrawn, a mother comes, withdraws or has other places, somebody moves. The
search is that of `assignment`: a child is brought in, a place is given to whoever gains most by it. After that only
children whose worth rose look at all mothers near them, and only mothers whose price fell are looked at by all children
near them (`both_ways`); when nobody finds anything, the plan is as good as one from scratch over all allowed pairs.

People who left stay as numbers that nobody can be paired with, newcomers get the next numbers; `instance` writes the
state of now as a problem of its own, sorted as ever.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import compress
from operator import ne

from aixin_tui.engine.matching.changing import Batch, Changing
from aixin_tui.engine.matching.differing import Difference, Why, by_levels, difference_of, refused_pair, with_room_made
from aixin_tui.engine.matching.instance import Child, Instance, Mother, Special
from aixin_tui.engine.matching.objective import NOBODY
from aixin_tui.engine.matching.resuming import Before, resume
from aixin_tui.engine.matching.solver import Solver

#: With more people who came and went than there were, the numbers are given out anew.
SPARE = 8
#: More changes at once than so many times the people are no batch: the levels would run full.
MOST = 3


class Live(Changing):
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

    def _start(self, more: int = 1) -> list[int]:
        """Give the plan before events. Numbers of many who left are given up first, lest the levels run full."""
        if len(self.children) + len(self.mothers) + more > 2 * self.scale.count + SPARE:
            self._begin(self.instance(), self.before())
        return list(self.state.match)

    # Events.

    def several(self, batch: Batch) -> Difference:
        """Let many things happen at once. With `keep`, the pairs to be kept are those of the plan before all of them.

        Raises:
            ValueError: there are far more changes than people (take the whole into memory anew instead).
            KeyError: somebody is gone who was not there.
        """
        if len(batch) > MOST * self.scale.count + SPARE:
            raise ValueError("too many changes at once")
        before = self._start(len(batch))
        self.change_all(batch)
        return self._settled(before)

    def arrive(self, child: Child, special: Mapping[str, Special] | None = None) -> Difference:
        """Let a child come; `special` holds the pairs of its own, by mother.

        Raises:
            ValueError: the id is there already.
        """
        before = self._start()
        self._enter(child, *self._own(child, NOBODY, special or {}))
        return self._settled(before)

    def leave(self, child: str) -> Difference:
        """Let a child go: it has moved away, or the consent was withdrawn."""
        before = self._start()
        self._drop(self.child_of.pop(child))
        return self._settled(before)

    def change(self, child: Child) -> Difference:
        """Let a child move, or have another class, type, radius or consent; pairs of its own stay with it."""
        before, old = self._start(), self.child_of.pop(child.id)
        special, named = self._own(child, old, {})
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
        self._let_in(self._retire(self.mother_of.pop(mother)))
        return self._settled(before)

    def move(self, mother: Mother) -> Difference:
        """Let a mother move, or have other skills or another radius; her children stay where they still may."""
        before = self._start()
        self._let_in(self._put_elsewhere(mother))
        return self._settled(before)

    def place(self, mother: str, places: int) -> Difference:
        """Give a mother more places or fewer."""
        before, number = self._start(), self.mother_of[mother]
        now = self.mothers[number]
        if min(now.places, places) <= 0:
            return self.move(replace(now, places=places))
        self._set_places(number, places)
        return self._settled(before)

    # How they are settled.

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
