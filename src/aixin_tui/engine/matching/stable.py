"""Two-way choice (双向选择): a plan in which no child and mother would both rather have each other [HN-16].

Many children to one mother, ties on both sides, *weak* stability: a pair blocks only if both are strictly better off
(a mother with a free place is better off with anyone allowed). Variant, always the same: children propose in order of
their keys, best wish first; ties fall by the draw, without one by key; a child whom everybody refused goes through its
list once more and wins ties (Király's promotion, which makes the plan larger). Such a plan always exists; the largest
is NP-hard, and this is not promised to be it. Costs and existing pairs are not looked at.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from aixin_tui.engine.matching.instance import CUT, Instance, tier_of
from aixin_tui.engine.matching.lottery import Lottery
from aixin_tui.engine.matching.objective import NOBODY

_NONE: frozenset[int] = frozenset()
#: Smaller is better; equal ranks are a tie.
Rank = tuple[int, ...]


@dataclass(frozen=True)
class Choices:
    """What the two sides look at, beside the instance."""

    child_wishes: Mapping[int, frozenset[int]]
    """Mothers wished for, by child."""
    mother_wishes: Mapping[int, frozenset[int]]
    """Children wished for, by mother."""
    fit: Callable[[int, int], tuple[int, bool]]
    """For a child and a mother: needs she leaves open, and whether she is not of the wished sex."""
    risk: Callable[[int], int]
    """For a child: its level of risk, 0 the highest."""

    def of_child(self, instance: Instance, child: int, mother: int) -> Rank:
        """Rank a mother for a child: its wish, nearness, open needs, the wished sex."""
        unmet, wrong = self.fit(child, mother)
        return mother not in self.child_wishes.get(child, _NONE), instance.tier(child, mother), unmet, wrong

    def of_mother(self, instance: Instance, mother: int, child: int) -> Rank:
        """Rank a child for a mother: her wish, its class, its risk, nearness."""
        return (child not in self.mother_wishes.get(mother, _NONE), instance.children[child].priority,
                self.risk(child), instance.tier(child, mother))


class _Around:
    """The allowed mothers of a child, its wishes first, then tier by tier: most children never look farther."""

    def __init__(self, instance: Instance, choices: Choices) -> None:
        self._instance, self._choices = instance, choices
        self._near: list[dict[str, list[int]]] = [{} for _ in CUT]
        for number, mother in enumerate(instance.mothers):
            if mother.places > 0:
                for tier in range(min(mother.radius, len(CUT) - 1) + 1):
                    self._near[tier].setdefault(mother.code[: CUT[tier]], []).append(number)

    def groups(self, child: int) -> Iterator[list[int]]:
        """Walk over groups: every mother of one ranks before all of the next."""
        instance = self._instance
        person = instance.children[child]
        wished = self._choices.child_wishes.get(child, _NONE)
        yield [mother for mother in sorted(wished) if instance.allowed(child, mother)]
        special = instance.special.get(child, {})
        for tier in range(min(person.radius, len(CUT) - 1) + 1):
            ordinary = [
                mother for mother in self._near[tier].get(person.code[: CUT[tier]], ())
                if mother not in special and tier_of(person.code, instance.mothers[mother].code) == tier
            ]
            own = [mother for mother, pair in special.items() if pair.tier == tier]
            yield [mother for mother in (*ordinary, *own) if mother not in wished and instance.allowed(child, mother)]


def choose(instance: Instance, choices: Choices, seed: int | None = None) -> tuple[int, ...]:
    """Find the stable plan: the mother's index, or NOBODY, by child."""
    return _Proposing(instance, choices, seed).run()


class _Proposing:
    def __init__(self, instance: Instance, choices: Choices, seed: int | None) -> None:
        self._instance, self._choices = instance, choices
        self._around, self._lottery = _Around(instance, choices), Lottery(instance, seed)
        self._match = [NOBODY] * len(instance.children)
        self._promoted: set[int] = set()
        self._lists: dict[int, Iterator[int]] = {}
        #: Who is with each mother, the best first: (her rank, not promoted, draw, child).
        self._held: list[list[tuple[Rank, bool, int, int]]] = [[] for _ in instance.mothers]

    def run(self) -> tuple[int, ...]:
        """Let the children propose until each has somebody or nobody is left to ask."""
        waiting = sorted(self._instance.consenting(), reverse=True)
        while waiting:
            child = waiting.pop()
            for mother in self._asks(child):
                left = self._ask(child, mother)
                if left != child:
                    waiting.extend(() if left == NOBODY else (left,))
                    break
        return tuple(self._match)

    def _asks(self, child: int) -> Iterator[int]:
        """Go on where the child's list stood when somebody last took it; promoted, from the top once more."""
        if child not in self._lists:
            self._lists[child] = self._order(child)
        for mother in self._lists[child]:  # not `yield from`: that would end the list with this walk
            yield mother
        if child not in self._promoted:
            self._promoted.add(child)
            self._lists[child] = self._order(child)
            for mother in self._lists[child]:
                yield mother

    def _order(self, child: int) -> Iterator[int]:
        for group in self._around.groups(child):
            ranked = [
                (self._choices.of_child(self._instance, child, mother), self._lottery.ticket(child, mother), mother)
                for mother in group
            ]
            yield from (mother for _, _, mother in sorted(ranked))

    def _ask(self, child: int, mother: int) -> int:
        """Propose: give who has to go on, the child itself or another whom it replaced; NOBODY where there was room."""
        rank = self._choices.of_mother(self._instance, mother, child)
        held = self._held[mother]
        insort(held, (rank, child not in self._promoted, self._lottery.ticket(child, mother), child))
        self._match[child] = mother
        if len(held) <= self._instance.mothers[mother].places:
            return NOBODY
        left = held.pop()[3]
        self._match[left] = NOBODY
        return left


def blocking_pairs(instance: Instance, choices: Choices, match: tuple[int, ...]) -> Iterator[tuple[int, int]]:
    """Walk over the pairs (child, mother) who would both strictly rather have each other: none in a stable plan."""
    held: list[list[int]] = [[] for _ in instance.mothers]
    for child, mother in enumerate(match):
        if mother != NOBODY:
            held[mother].append(child)
    worst = [
        max((choices.of_mother(instance, mother, child) for child in hers), default=())
        if len(hers) >= instance.mothers[mother].places else None
        for mother, hers in enumerate(held)
    ]
    around = _Around(instance, choices)
    for child in instance.consenting():
        own = choices.of_child(instance, child, match[child]) if match[child] != NOBODY else None
        for group in around.groups(child):
            for mother in group:
                if own is not None and choices.of_child(instance, child, mother) >= own:
                    continue
                bar = worst[mother]
                if bar is None or choices.of_mother(instance, mother, child) < bar:
                    yield child, mother
            if own is not None and match[child] in group:
                break
