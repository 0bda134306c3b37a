"""The changes of a plan that stands, one by one or many at once; what is left to settle afterwards is `standing`'s.

After a change the state is optimal over the pairs known so far, and nothing more: who rose and who fell is still to be
looked at (`settle`). Changes may follow each other unsettled. Of many at once, places that somebody left stay held for
nobody until everybody has come in: most newcomers take one as it is, and the rest is given up together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from aixin_tui.engine.matching.assignment import Vacant
from aixin_tui.engine.matching.instance import Child, Instance, Mother, Special, tier_of
from aixin_tui.engine.matching.objective import COST_BITS, NOBODY
from aixin_tui.engine.matching.standing import Standing


@dataclass(frozen=True, slots=True)
class Batch:
    """What happened to many people: each stands here at most once, as he or she is now."""

    children: tuple[Child, ...] = ()
    """Who came, or is not what it was."""
    mothers: tuple[Mother, ...] = ()
    """Likewise; other places count."""
    left: frozenset[str] = frozenset()
    """Children who are gone, by id."""
    withdrawn: frozenset[str] = frozenset()
    """Mothers who are gone, by id."""
    special: Mapping[str, Mapping[str, Special]] = field(default_factory=dict)
    """The pairs of their own of children who came, by child and mother."""

    def __len__(self) -> int:
        return len(self.children) + len(self.mothers) + len(self.left) + len(self.withdrawn)


class Changing(Standing):
    """People who come, go and change, not yet settled."""

    def change_all(self, batch: Batch) -> None:
        """Do what a batch says: who goes first, then the mothers, then who comes and who has lost somebody.

        Raises:
            KeyError: somebody is gone who was not there.
        """
        vacant: Vacant = {}
        gone = [self.child_of.pop(name) for name in sorted(batch.left)]
        was = {child.id: self.child_of.pop(child.id) for child in batch.children if child.id in self.child_of}
        for child in (*gone, *was.values()):
            self._vacate(child, vacant)
        out = self._change_mothers(batch, vacant)
        coming = [(one, *self._own(one, was.get(one.id, NOBODY), batch.special.get(one.id, {})))
                  for one in batch.children]
        for child in (*gone, *was.values()):
            self._forget(child)
        for one, special, named in sorted(coming, key=lambda each: (each[0].priority, each[0].key, each[0].id)):
            number = self._stand(one, special, named)
            if one.consent:
                out.append(number)
        self._let_in(out, vacant)
        for mother, count in vacant.items():
            self.meet(mother, self.state.steps[mother][self.state.taken(mother) - count])
        self.state.give_up(vacant)

    def _change_mothers(self, batch: Batch, vacant: Vacant) -> list[int]:
        """Take out mothers who are gone, change the others, and give the children who have to be brought in anew."""
        out: list[int] = []
        for name in sorted(batch.withdrawn):
            number = self.mother_of.pop(name)
            vacant.pop(number, None)
            out += self._retire(number)
        for mother in batch.mothers:
            known = self.mother_of.get(mother.id)
            if known is None:
                self._welcome(mother, set(), {})
                continue
            now = self.mothers[known]
            if replace(now, places=mother.places) == mother and min(now.places, mother.places) > 0:
                self._give_up(known, vacant)
                self._set_places(known, mother.places)
            else:
                vacant.pop(known, None)
                out += self._put_elsewhere(mother)
        return out

    def _give_up(self, mother: int, vacant: Vacant) -> None:
        """Give up the vacant places of one mother now."""
        count = vacant.pop(mother, 0)
        if count:
            self.meet(mother, self.state.steps[mother][self.state.taken(mother) - count])
            self.state.give_up({mother: count})

    def _vacate(self, child: int, vacant: Vacant) -> None:
        """Take a child out, and hold its place for nobody."""
        if self.state.inside[child]:
            self.near.children.take(child, self.children[child])
            mother = self.state.hold_place(child)
            if mother != NOBODY:
                vacant[mother] = vacant.get(mother, 0) + 1

    def _own(self, child: Child, old: int, special: Mapping[str, Special]) -> tuple[dict[int, Special], set[int]]:
        """Give the pairs of its own of a child, and those to be kept: what it had, if it was here, else `special`."""
        if old == NOBODY:
            return {self.mother_of[name]: pair for name, pair in special.items()}, set()
        held = {one: replace(pair, tier=tier_of(child.code, self.mothers[one].code))
                for one, pair in self.special.get(old, {}).items()}
        return held, self.named.get(old, set())

    def _enter(self, child: Child, special: dict[int, Special], named: set[int]) -> None:
        """Let a child stand here, and bring it in."""
        number = self._stand(child, special, named)
        if child.consent:
            self._let_in([number])

    def _stand(self, child: Child, special: dict[int, Special], named: set[int]) -> int:
        """Give a child its number, among those whom mothers near it may look for, but outside."""
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
        return number

    def _drop(self, child: int) -> None:
        """Take a child out for good; its place goes to whoever gains most by it."""
        if self.state.inside[child]:
            self.near.children.take(child, self.children[child])
            mother = self.state.match[child]
            if mother != NOBODY:
                self.meet(mother, self.state.steps[mother][self.state.taken(mother) - 1])
            self.state.remove(child)
        self._forget(child)

    def _forget(self, child: int) -> None:
        """Let a child that is out be nobody's."""
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

    def _put_elsewhere(self, mother: Mother) -> list[int]:
        """Let a mother be as she is now, under a new number, and give the children who had her, taken out."""
        old = self.mother_of.pop(mother.id)
        named = {child for child, held in self.named.items() if old in held}
        special = {child: replace(held[old], tier=tier_of(self.children[child].code, mother.code))
                   for child, held in self.special.items() if old in held}
        out = self._retire(old)
        self._welcome(mother, named, special)
        return out

    def _set_places(self, number: int, places: int) -> None:
        """Give a mother more places or fewer, some before and after."""
        state, now = self.state, self.mothers[number]
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

    def _let_in(self, out: Iterable[int], vacant: Vacant | None = None) -> None:
        """Bring in those who are out, the first class first."""
        for child in sorted(out, key=lambda one: (self.children[one].priority, one)):
            self.introduce(child)
            self.state.insert(child, vacant=vacant)
