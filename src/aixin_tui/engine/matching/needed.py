"""What the children left over need, each the cheapest thing, counted so that no two count on the same place.

First places: whoever could be placed by one more place at a mother who is full, one after the other, each judged with
the places asked for before; no mother is asked for more than one. Then single rules: a mother with a place of her own
whom one rule alone keeps away. The rest needs somebody new. Only the children and mothers that passing on could reach
are solved anew each time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from aixin_tui.engine.matching.explain import Reason, Remedy
from aixin_tui.engine.matching.instance import CUT, NO_CONSENT, NO_PLACES, Instance
from aixin_tui.engine.matching.objective import NOBODY, Levels
from aixin_tui.engine.matching.solver import Solver


@dataclass(frozen=True, slots=True)
class Need:
    """One child left over, why, and what would help: indices of the instance."""

    child: int
    reason: Reason
    remedy: Remedy
    rule: str = ""
    mother: int = NOBODY
    """With whom it would work: who would take one more, or whom the rule keeps away."""
    instead: tuple[int, ...] = field(default=())
    """Others at whom one more place would help as much."""


def needs_of(instance: Instance, solver: Solver) -> tuple[Need, ...]:
    """Find what each child without a mother needs, the first class first. The solver has solved."""
    people = instance.children
    left = [number for number, mother in enumerate(solver.state.match) if mother == NOBODY]
    order = sorted(left, key=lambda child: (people[child].priority, child))
    found = {child: Need(child, Reason.NO_CONSENT, Remedy.ASK_CONSENT) for child in order if not people[child].consent}
    full = {child for child in order if child not in found and solver.know_all(child)}
    found.update(_places(instance, solver, full))
    for child in [child for child, need in found.items() if need.remedy is Remedy.RECRUIT]:
        del found[child]  # nobody to ask for one more: a rule may be all that keeps somebody away
    free = {number: max(mother.places, 0) - solver.state.taken(number)
            for number, mother in enumerate(instance.mothers)}
    for child in order:
        if child not in found:
            found[child] = _lifted(instance, child, free, Reason.FULL if child in full else None)
    return tuple(found[child] for child in order)


def _places(instance: Instance, solver: Solver, full: set[int]) -> Mapping[int, Need]:
    """Ask for one place after the other, each where it helps the highest class, nearest to a child left over."""
    children, mothers = _reached(solver, full)
    found: dict[int, Need] = {}
    for part in _parts(solver, full, children, mothers):
        found.update(_places_of(instance, *part))
    return {child: found.get(child, Need(child, Reason.FULL, Remedy.RECRUIT)) for child in full}


def _reached(solver: Solver, full: Iterable[int]) -> tuple[set[int], set[int]]:
    """Walk to every mother, and every child of hers, that passing on from these children could reach."""
    children, mothers, todo = set(full), set[int](), list(full)
    while todo:
        for mother in solver.know_all(todo.pop()):
            if mother not in mothers:
                mothers.add(mother)
                fresh = [child for child in solver.state.at[mother] if child not in children]
                children.update(fresh)
                todo.extend(fresh)
    return children, mothers


def _parts(
    solver: Solver, full: set[int], children: set[int], mothers: set[int]
) -> list[tuple[list[int], list[int], set[int]]]:
    """Cut what is reached into pieces that no allowed pair joins."""
    of_mother: dict[int, list[int]] = {}
    for child in children:
        for mother in solver.know_all(child):
            of_mother.setdefault(mother, []).append(child)
    parts, seen = [], set[int]()
    for first in sorted(children):
        if first in seen:
            continue
        mine, hers, todo = {first}, set[int](), [first]
        while todo:
            for mother in solver.know_all(todo.pop()):
                if mother in mothers and mother not in hers:
                    hers.add(mother)
                    fresh = [child for child in of_mother[mother] if child not in mine]
                    mine.update(fresh)
                    todo.extend(fresh)
        seen |= mine
        if mine & full:
            parts.append((sorted(mine), sorted(hers), mine & full))
    return parts


def _places_of(
    instance: Instance, children: list[int], mothers: list[int], full: set[int]
) -> Mapping[int, Need]:
    piece = _piece(instance, children, mothers)
    asked: set[int] = set()
    waiting = sorted(full, key=lambda child: (instance.children[child].priority, child))
    found: dict[int, Need] = {}
    while waiting:
        gains = {mother: gain for mother, gain in _gains(piece).items() if mother not in asked}
        if not gains:
            break
        best = max(gain[:3] for gain in gains.values())
        cls = next(number for number, level in enumerate(best, 1) if level)
        child = next((one for one in waiting if instance.children[one].priority == cls), waiting[0])
        waiting.remove(child)
        here = children.index(child)
        equal = sorted((piece.tier(here, mother), -gain[4], mother) for mother, gain in gains.items()
                       if gain[:3] == best)
        first, *others = [mother for _, _, mother in equal]
        asked.add(first)
        found[child] = Need(child, Reason.FULL, Remedy.ONE_MORE_PLACE, NO_PLACES, mothers[first],
                            tuple(mothers[other] for other in others[:2]))
        piece = replace(piece, mothers=tuple(
            replace(mother, places=mother.places + 1) if number == first else mother
            for number, mother in enumerate(piece.mothers)
        ), _typed={})
    return found


def _gains(piece: Instance) -> dict[int, Levels]:
    """Say at which mothers one more place would let one more child, or one of a higher class, have somebody."""
    solver = Solver(piece)
    match = solver.solve().match
    for child, mother in enumerate(match):
        if mother == NOBODY and piece.children[child].consent:
            solver.know_all(child)
    gains = {mother: solver.gain_of_place(mother) for mother in range(len(piece.mothers))}
    return {mother: gain for mother, gain in gains.items() if any(gain[:3])}


def _piece(instance: Instance, children: list[int], mothers: list[int]) -> Instance:
    """Cut a part out of an instance."""
    mother_at = {mother: number for number, mother in enumerate(mothers)}
    return replace(
        instance, children=tuple(instance.children[child] for child in children),
        mothers=tuple(instance.mothers[mother] for mother in mothers), existing={}, _typed={},
        special={
            number: {mother_at[mother]: pair for mother, pair in instance.special[child].items() if mother in mother_at}
            for number, child in enumerate(children) if child in instance.special
        },
    )


def _lifted(instance: Instance, child: int, free: dict[int, int], why: Reason | None) -> Need:
    """Find the nearest mother with a place whom one rule alone keeps away; the place is counted as asked for."""
    near, singles = False, list[tuple[int, int, int, str]]()
    blocked: Counter[str] = Counter()
    for mother, person in enumerate(instance.mothers):
        tier = instance.tier(child, mother)
        if tier >= len(CUT):
            continue
        refused = instance.refused(child, mother)
        blocked.update(refused)
        near = near or tier <= min(instance.children[child].radius, person.radius)
        if len(refused) == 1 and refused[0] != NO_CONSENT:
            has_place = free[mother] > 0
            if has_place or (refused[0] == NO_PLACES and free[mother] == 0):
                singles.append((int(not has_place), tier, mother, refused[0]))
    reason = why or (Reason.RULES if near else Reason.NOBODY_NEAR)
    if not singles:
        return Need(child, reason, Remedy.RECRUIT)
    _, _, mother, rule = min(singles)
    free[mother] -= 1
    if rule == NO_PLACES:
        return Need(child, Reason.FULL, Remedy.ONE_MORE_PLACE, rule, mother)
    return Need(child, reason, Remedy.LIFT, rule, mother)
