"""The state of an exact assignment, and the two searches that keep it optimal: shortest augmenting paths with prices.

Always optimal for the children inside and the pairs known so far (dynamic Hungarian method, many children to one
mother, convex load). Invariants, for prices p of mothers, worth u of children, load costs s and numbers of children l:

    s[l-1] <= p <= s[l]        p unbounded above where no place is free, p = s[0] where nobody is with her
    u_i <= cost_ij + p_j       for every known pair, equal where they are paired
    u_i <= penalty_i           equal where the child has nobody

A place may be *held* for a child that is not inside: it counts in l, and `insert(child, held_at)` brings the child in
at a price no higher than at that place, so the search looks no farther than the child could gain. That is how a plan
that is nearly optimal (`bidding`), or one that has learned of a better pair, becomes optimal by local work alone.
Places that were left on the way may stay held for nobody (`Vacant`) and be given up together: whoever comes in
meanwhile takes one as it is, and most of the searches for who gains by it are saved.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from heapq import heapify, heappop, heappush

from aixin_tui.engine.matching.objective import NOBODY

#: Places that are held for nobody, counted by mother.
Vacant = dict[int, int]


class Assignment:
    """Who is with whom, at which prices. Costs are the packed integers of `objective.Scale`.

    `penalty` is by child; `places` and `steps` (the load cost of each place, two longer than the places) by mother.
    """

    __slots__ = ("at", "costs_of", "fell", "held", "inside", "known", "match", "mothers_of", "penalty", "places",
                 "price", "reverse", "reverse_costs", "rose", "steps", "worth")

    def __init__(self, penalty: list[int], places: list[int], steps: list[list[int]]) -> None:
        children, mothers = len(penalty), len(places)
        self.penalty, self.places, self.steps = penalty, places, steps
        self.price = [hers[0] for hers in steps]
        self.worth = [0] * children
        self.at: list[list[int]] = [[] for _ in range(mothers)]
        self.held = [0] * mothers
        #: Mothers whose price fell and children whose worth rose since these were emptied last: only there can a pair
        #: that did not help before help now.
        self.fell: set[int] = set()
        self.rose: set[int] = set()
        self.match = [NOBODY] * children
        self.inside = [False] * children
        self.mothers_of: list[list[int]] = [[] for _ in range(children)]
        #: The same lists: a child knows few enough mothers to look through them, and a set would take most memory.
        self.known = self.mothers_of
        self.costs_of: list[list[int]] = [[] for _ in range(children)]
        self.reverse: list[list[int]] = [[] for _ in range(mothers)]
        self.reverse_costs: list[list[int]] = [[] for _ in range(mothers)]

    def learn(self, child: int, mother: int, cost: int) -> None:
        """Make a pair known. It must not improve on the worth of a child that is inside, else take the child out first.

        Raises:
            ValueError: the invariant `u <= cost + p` would break.
        """
        mothers = self.mothers_of[child]
        if mother in mothers:
            return
        if self.inside[child] and self.worth[child] > cost + self.price[mother]:
            raise ValueError("take the child out before making a better pair known")
        mothers.append(mother)
        self.costs_of[child].append(cost)
        self.reverse[mother].append(child)
        self.reverse_costs[mother].append(cost)

    def learn_first(self, child: int, mothers: Sequence[int], costs: Sequence[int]) -> None:
        """Make the first pairs of a child known at once, each mother named once.

        Raises:
            ValueError: the child is inside, or knows somebody.
        """
        if self.inside[child] or self.mothers_of[child]:
            raise ValueError("these are not the first pairs of a child outside")
        self.mothers_of[child].extend(mothers)
        self.costs_of[child].extend(costs)
        reverse, reverse_costs = self.reverse, self.reverse_costs
        for mother, cost in zip(mothers, costs, strict=True):
            reverse[mother].append(child)
            reverse_costs[mother].append(cost)

    def insert(self, child: int, held_at: int = NOBODY, vacant: Vacant | None = None) -> None:
        """Bring a child in by a shortest augmenting path: to a free place, or until somebody gives way.

        The place held for it at `held_at` counts as free for it at that mother's price, and is given up; so do places
        that are `vacant`. Where the caller hands those in, a place given up joins them and stays held, until the
        caller gives them all up (`give_up`); who comes in meanwhile may have it as it is.
        """
        self.inside[child] = True
        shortest, end, distance, parent, done = self._search_insert(child, held_at, vacant or {})
        for mother in done:
            rise = shortest - distance[mother]
            if rise:
                self.price[mother] += rise
                for other in self.at[mother]:
                    self.worth[other] += rise
                self.rose.update(self.at[mother])
        self.worth[child] = shortest
        self.rose.add(child)
        if end is not None:
            self._pass_on(child, end, parent)
            taken, leaver = end
            if leaver == NOBODY and taken == held_at:
                self.held[taken] -= 1
                return
            if vacant and leaver == NOBODY and taken in vacant:
                self.held[taken] -= 1
                vacant[taken] -= 1
                if not vacant[taken]:
                    del vacant[taken]
        if held_at != NOBODY and vacant is not None:
            vacant[held_at] = vacant.get(held_at, 0) + 1
        elif held_at != NOBODY:
            self.held[held_at] -= 1
            self.release(held_at)

    def give_up(self, vacant: Vacant) -> None:
        """Give up places that are held for nobody: each goes to whoever gains most by it."""
        for mother in sorted(vacant):
            for _ in range(vacant[mother]):
                self.held[mother] -= 1
                self.release(mother)
        vacant.clear()

    def _pass_on(self, child: int, end: tuple[int, int], parent: dict[int, int]) -> None:
        """Move everybody on the path one place on, from the end of the path back to the child."""
        at, match = self.at, self.match
        mother, leaver = end
        if leaver != NOBODY:
            at[mother].remove(leaver)
            match[leaver] = NOBODY
        while True:
            mover = parent[mother]
            old = match[mover]
            if old != NOBODY:
                at[old].remove(mover)
            at[mother].append(mover)
            match[mover] = mother
            if mover == child:
                return
            mother = old

    def _first_step(self, child: int, held_at: int, vacant: Vacant) -> tuple[
        int, tuple[int, int] | None, dict[int, int], dict[int, int], list[tuple[int, int]]
    ]:
        """Give what a search from a child begins with: best end so far, lengths, ways, and whom to look at next."""
        price, best, end = self.price, self.penalty[child], None
        distance, parent = dict[int, int](), dict[int, int]()
        heap: list[tuple[int, int]] = []
        for mother, cost in zip(self.mothers_of[child], self.costs_of[child], strict=True):
            length = cost + price[mother]
            if length < best:
                distance[mother] = length
                parent[mother] = child
                if mother == held_at or mother in vacant:
                    best, end = length, (mother, NOBODY)
                else:
                    heap.append((length, mother))
        heapify(heap)
        return best, end, distance, parent, heap

    def _search_insert(  # noqa: C901, PLR0912 - one tight loop, measured: split it and it doubles its time
        self, child: int, held_at: int, vacant: Vacant
    ) -> tuple[int, tuple[int, int] | None, dict[int, int], dict[int, int], list[int]]:
        """Dijkstra from a child: the length of the best end, the end (mother, who leaves), and what was reached."""
        price, worth, at, penalty, held = self.price, self.worth, self.at, self.penalty, self.held
        mothers_of, costs_of, steps, places = self.mothers_of, self.costs_of, self.steps, self.places
        best, end, distance, parent, heap = self._first_step(child, held_at, vacant)
        done: list[int] = []
        level, length = list[int](), 0  # at the length looked at; those farther off in the heap: most ways cost nothing
        while True:
            if level:
                mother = level.pop()
            elif heap:
                length, mother = heappop(heap)
                if length >= best:
                    break
                if length > distance[mother]:
                    continue
            else:
                break
            done.append(mother)
            taken = at[mother]
            count = len(taken) + held[mother]
            if count < places[mother]:
                total = length + steps[mother][count] - price[mother]
                if total < best:
                    best, end = total, (mother, NOBODY)
                    if total == length:
                        break
            for other in taken:
                base = length - worth[other]
                total = base + penalty[other]
                if total < best:
                    best, end = total, (mother, other)
                for nxt, cost in zip(mothers_of[other], costs_of[other]):  # noqa: B905 - the innermost loop
                    total = base + cost + price[nxt]
                    if total < best and (nxt not in distance or total < distance[nxt]):
                        distance[nxt] = total
                        parent[nxt] = other
                        if nxt == held_at or nxt in vacant:
                            best, end = total, (nxt, NOBODY)
                        elif total == length:
                            level.append(nxt)
                        else:
                            heappush(heap, (total, nxt))
            if best == length:
                break
        return best, end, distance, parent, done

    def hold_place(self, child: int) -> int:
        """Take a child out and hold its place for it; give the mother, NOBODY where it had none."""
        mother = self.match[child]
        self.inside[child] = False
        if mother != NOBODY:
            self.at[mother].remove(child)
            self.match[child] = NOBODY
            self.held[mother] += 1
        return mother

    def remove(self, child: int) -> None:
        """Take a child out and give the place to whoever gains most by it."""
        mother = self.match[child]
        self.inside[child] = False
        if mother != NOBODY:
            self.at[mother].remove(child)
            self.match[child] = NOBODY
            self.release(mother)

    def taken(self, mother: int) -> int:
        """Count the places of a mother that are taken or held."""
        return len(self.at[mother]) + self.held[mother]

    def gain_of_place(self, mother: int) -> int:
        """Say what one more place at a mother would save, over the known pairs; nothing is changed."""
        room = self.price[mother] - self.steps[mother][self.taken(mother)]
        if room <= 0:
            return 0
        return room - self._search_release(mother, room)[0]

    def release(self, mother: int) -> None:
        """Let those gain who gain most from a place that has become free at a mother."""
        room = self.price[mother] - self.steps[mother][self.taken(mother)]
        if room <= 0:
            return
        shortest, end, distance, parent, done = self._search_release(mother, room)
        for reached in done:
            fall = shortest - distance[reached]
            if fall > 0:
                self.price[reached] -= fall
                self.fell.add(reached)
                for other in self.at[reached]:
                    self.worth[other] -= fall
        if end is None:
            return
        here, newcomer = end
        if newcomer != NOBODY:
            self.at[here].append(newcomer)
            self.match[newcomer] = here
        while here != mother:
            mover, target = parent[here]
            self.at[here].remove(mover)
            self.at[target].append(mover)
            self.match[mover] = target
            here = target

    def _search_release(  # noqa: C901, PLR0912 - one tight loop, as above
        self, mother: int, room: int
    ) -> tuple[int, tuple[int, int] | None, dict[int, int], dict[int, tuple[int, int]], list[int]]:
        """Dijkstra back from a free place, as in `_search_insert`; of ways that cost the same the shortest first."""
        price, worth, at, match, held = self.price, self.worth, self.at, self.match, self.held
        inside, steps, reverse, reverse_costs = self.inside, self.steps, self.reverse, self.reverse_costs
        best, end = room, None
        distance, heap = {mother: 0}, list[tuple[int, int]]()
        parent: dict[int, tuple[int, int]] = {}
        done: list[int] = []
        level, length = deque((mother,)), 0
        while length < best:
            if level:
                here = level.popleft()
            elif heap:
                length, here = heappop(heap)
                if length >= best:
                    break
                if length > distance[here]:
                    continue
            else:
                break
            done.append(here)
            base = length + price[here]
            for other, cost in zip(reverse[here], reverse_costs[here]):  # noqa: B905 - the innermost loop
                total = base + cost - worth[other]
                if total >= best or not inside[other]:
                    continue
                hers = match[other]
                if hers == here:
                    continue
                if hers == NOBODY:
                    best, end = total, (here, other)
                    continue
                if hers not in distance or total < distance[hers]:
                    distance[hers] = total
                    parent[hers] = (other, here)
                    if total == length:
                        level.append(hers)
                    else:
                        heappush(heap, (total, hers))
                    stop = total + price[hers] - steps[hers][len(at[hers]) + held[hers] - 1]
                    if stop < best:
                        best, end = stop, (hers, NOBODY)
        return best, end, distance, parent, done
