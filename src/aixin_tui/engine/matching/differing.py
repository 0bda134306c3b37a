"""What became of the pairs of before: kept, changed and why, new, ended; in codes that the texts put into words.

Why a pair was not kept is read from the plan that stands now: somebody is gone, a rule no longer allows the pair, or
keeping it would cost the plan something, and the highest level that it would cost says what: a child of a class
without anybody, another pair that would have to end, a plan that fits less well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from aixin_tui.engine.matching.instance import NO_CONSENT, NO_PLACES, Instance
from aixin_tui.engine.matching.objective import Levels
from aixin_tui.engine.matching.solver import Solver


class Why(StrEnum):
    """Why a pair of before is not in the plan of now, or why one is there that was not before."""

    CHILD_GONE = "child_gone"
    MOTHER_GONE = "mother_gone"
    NO_CONSENT = "no_consent"
    NO_PLACES = "no_places"
    """She takes nobody any more, or fewer children than she had."""
    NOT_ALLOWED = "not_allowed"
    """`rules` says which rules forbid the pair now."""
    CLASS_1 = "class_1"
    """A child of class 1 more has somebody so; likewise the next two."""
    CLASS_2 = "class_2"
    CLASS_3 = "class_3"
    OTHER_PAIR = "other_pair"
    """Else another pair would have to end, or one more that ended may go on so."""
    FITS_BETTER = "fits_better"
    EQUAL = "equal"
    """Another plan is exactly as good; the lot or the order of names decided."""
    NEW = "new"
    """The child had nobody before."""


#: Why an allowed pair is not there any more.
_LOST = frozenset({Why.CLASS_1, Why.CLASS_2, Why.CLASS_3, Why.OTHER_PAIR, Why.FITS_BETTER, Why.EQUAL})
_BY_LEVEL = (Why.CLASS_1, Why.CLASS_2, Why.CLASS_3, Why.OTHER_PAIR, Why.FITS_BETTER)


@dataclass(frozen=True, slots=True)
class Change:
    """One child that is not with whom it was: either side may be nobody (empty)."""

    child: str
    before: str
    now: str
    why: Why
    rules: tuple[str, ...] = ()
    made_room_for: str = ""
    """The child in the end for whom this one had to go elsewhere, where a pair that was to be kept was not."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Two plans beside each other. `kept` counts the pairs that are in both."""

    kept: int = 0
    changes: tuple[Change, ...] = ()

    @property
    def changed(self) -> tuple[Change, ...]:
        """Children who have another mother now."""
        return tuple(one for one in self.changes if one.before and one.now)

    @property
    def new(self) -> tuple[Change, ...]:
        """Children who had nobody."""
        return tuple(one for one in self.changes if not one.before)

    @property
    def ended(self) -> tuple[Change, ...]:
        """Children who have nobody any more."""
        return tuple(one for one in self.changes if not one.now)


#: Says why a pair (child, mother) of before is not there now, with the rules that forbid it.
Reason = Callable[[str, str], tuple[Why, tuple[str, ...]]]


def difference_of(before: Mapping[str, str], now: Mapping[str, str], reason: Reason, among: Iterable[str] = ()
                  ) -> Difference:
    """Put two plans (mother by child) beside each other; `among` names the children to look at, all if none."""
    kept, changes = 0, []
    for child in sorted(set(among) or {*before, *now}):
        old, new = before.get(child, ""), now.get(child, "")
        if old == new:
            kept += bool(old)
        elif old:
            changes.append(Change(child, old, new, *reason(child, old)))
        else:
            changes.append(Change(child, old, new, Why.NEW))
    return Difference(kept, tuple(changes))


def by_rules(refused: tuple[str, ...]) -> tuple[Why, tuple[str, ...]]:
    """Say why a pair that rules forbid could not go on."""
    if NO_CONSENT in refused:
        return Why.NO_CONSENT, ()
    if NO_PLACES in refused:
        return Why.NO_PLACES, ()
    return Why.NOT_ALLOWED, refused


def by_levels(at_least: Levels) -> tuple[Why, tuple[str, ...]]:
    """Say what keeping an allowed pair would cost the plan: the highest level that it would lose something at."""
    return next((why for why, level in zip(_BY_LEVEL, at_least, strict=True) if level), Why.EQUAL), ()


def difference(solver: Solver, before: Mapping[str, str]) -> Difference:
    """Say how the plan of a solver that has solved differs from a plan of before (mother by child)."""
    instance, state = solver.instance, solver.state
    child_of = {child.id: number for number, child in enumerate(instance.children)}
    mother_of = {mother.id: number for number, mother in enumerate(instance.mothers)}
    now = {child.id: instance.mothers[mother].id
           for child, mother in zip(instance.children, state.match, strict=True) if mother >= 0}

    def reason(child_id: str, mother_id: str) -> tuple[Why, tuple[str, ...]]:
        child, mother = child_of.get(child_id, -1), mother_of.get(mother_id, -1)
        if child < 0 or mother < 0:
            return (Why.CHILD_GONE if child < 0 else Why.MOTHER_GONE), ()
        cost = solver.cost(child, mother)
        if cost is None:
            return by_rules(instance.refused(child, mother))
        return by_levels(solver.scale.unpack(cost + state.price[mother] - state.worth[child]))

    found = difference_of(before, now, reason)
    keeping = any(mother_of.get(before.get(instance.children[child].id, "")) in held
                  for child, held in instance.existing.items())
    if not keeping:
        return found
    return with_room_made(found, lambda child: instance.children[child_of[child]].priority)


def with_room_made(found: Difference, class_of: Callable[[str], int]) -> Difference:
    """Say for whose sake pairs that were to be kept were not: who has the place now, and who has theirs, to the end.

    Such a pair ends only so that a child more, or one of a higher class, has somebody; what fits better never counts.
    """
    moved = {one.child: one for one in found.changes}
    takers: dict[str, list[str]] = {}
    for one in found.changes:
        if one.now:
            takers.setdefault(one.now, []).append(one.child)
    changes = []
    for one in found.changes:
        if one.why in _LOST:
            last = _last_taker(one, moved, takers)
            why = _BY_LEVEL[class_of(last) - 1] if last else Why.NO_PLACES  # nobody came: she has fewer places
            changes.append(replace(one, why=why, made_room_for=last))
            continue
        changes.append(one)
    return replace(found, changes=tuple(changes))


def _last_taker(one: Change, moved: Mapping[str, Change], takers: Mapping[str, list[str]]) -> str:
    """Follow the place of a child to the first who came to it without leaving a pair that could have gone on."""
    seen, todo = {one.child}, [one.before]
    while todo:
        for child in takers.get(todo.pop(), ()):
            if child not in seen:
                if moved[child].why not in _LOST:
                    return child
                seen.add(child)
                todo.append(moved[child].before)
    return ""


def refused_pair(instance: Instance) -> tuple[Why, tuple[str, ...]]:
    """Say why the only two people of an instance may not be paired."""
    return by_rules(instance.refused(0, 0))
