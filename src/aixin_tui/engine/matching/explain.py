"""Why this mother, who else, why nobody, and what would help: reasons as codes and numbers; the words are in `texts`.

All of it comes from the prices of the optimal plan. What a runner-up would cost the whole plan is said as "at least":
a proven bound. What one more place would gain is exact. There is no hidden score and no forecast of a child's outcome
(个人信息保护法 §24: an automated proposal can be explained, and refused).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from aixin_tui.engine.matching.instance import CUT, NO_PLACES, tier_of
from aixin_tui.engine.matching.objective import NOBODY, Levels

if TYPE_CHECKING:
    from aixin_tui.engine.matching.candidates import Sweep
    from aixin_tui.engine.matching.solver import Solver

#: Mothers named as a remedy, at most.
NAMED = 3


class Reason(StrEnum):
    """The one binding reason why a child has nobody."""

    NO_CONSENT = "no_consent"
    NOBODY_NEAR = "nobody_near"
    """No loving mother at all within the distance that both sides accept."""
    RULES = "rules"
    """There are some near, and each is kept away by a rule."""
    STEP = "step"
    """A guard of the step to 拟结对 is not met: `rule` says which."""
    FULL = "full"
    """All who could take the child are full, with children of no lower class."""


class Remedy(StrEnum):
    """The cheapest thing that would help."""

    ASK_CONSENT = "ask_consent"
    RECRUIT = "recruit"
    LIFT = "lift"
    """One rule alone keeps somebody away: `rule` says which."""
    ONE_MORE_PLACE = "one_more_place"
    MEND_STEP = "mend_step"


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another mother for a child, and what the whole plan would lose at least."""

    mother: int
    tier: int
    terms: Mapping[str, int]
    at_least: Levels


@dataclass(frozen=True, slots=True)
class PairReason:
    """Why a child is with her: every term of the cost by name, what her load adds, and who comes next."""

    child: int
    mother: int
    tier: int
    terms: Mapping[str, int]
    load: int
    children_of_hers: int
    alternatives: tuple[Alternative, ...]


@dataclass(frozen=True, slots=True)
class UnmatchedReason:
    """Why a child has nobody, in facts that can be checked by hand, and the cheapest remedy."""

    child: int
    reason: Reason
    remedy: Remedy
    blocked: Mapping[str, int] = field(default_factory=dict)
    """How many of those around each rule keeps away."""
    rule: str = ""
    mothers: tuple[int, ...] = ()
    """Of the remedy: those with whom it would work, the nearest first."""
    eligible: int = 0
    full: int = 0
    """Mothers reached by passing children on from one to another: all are full."""
    rivals: int = 0
    """Children there, this one not counted; none is of a lower class."""
    no_lower_class: bool = True


def explain_pair(solver: Solver, child: int, sweep: Sweep | None = None, most: int = 1) -> PairReason:
    """Say why a matched child is with its mother, with the `most` next best.

    A `sweep` begun on the finished plan may be shared by many calls.
    """
    state, instance = solver.state, solver.instance
    mother = state.match[child]
    sweep = sweep or solver.candidates.sweep(state.price)
    extra = len(instance.kept(child)) * solver.scale.weights[3] if instance.existing else 0
    others = sweep.cheapest(child, extra, {mother}, most) if most else []
    own = state.worth[child]
    return PairReason(
        child, mother, instance.tier(child, mother), instance.terms(child, mother),
        instance.slot_cost(mother, len(state.at[mother]) - 1), len(state.at[mother]),
        tuple(
            Alternative(other, instance.tier(child, other), instance.terms(child, other),
                        solver.scale.unpack(total - own))
            for total, _, other in others
        ),
    )


def explain_unmatched(solver: Solver, child: int) -> UnmatchedReason:
    """Say why a child has nobody, and what would help. The solver has solved; its plan stays as it is."""
    instance = solver.instance
    if not instance.children[child].consent:
        return UnmatchedReason(child, Reason.NO_CONSENT, Remedy.ASK_CONSENT)
    pool = solver.know_all(child)
    return _all_full(solver, child, pool) if pool else _nobody(solver, child)


def _nobody(solver: Solver, child: int) -> UnmatchedReason:
    """Count what keeps those around away, and find the rule that alone keeps the nearest away."""
    instance = solver.instance
    blocked: Counter[str] = Counter()
    single: dict[str, list[tuple[int, int]]] = {}
    around = 0
    for mother in range(len(instance.mothers)):
        tier = instance.tier(child, mother)
        refused = instance.refused(child, mother)
        near = tier <= min(instance.children[child].radius, instance.mothers[mother].radius)
        around += near
        if near or (len(refused) == 1 and tier < len(CUT)):
            blocked.update(refused)
        if len(refused) == 1 and tier < len(CUT):
            single.setdefault(refused[0], []).append((tier, mother))
    places = sorted(single.get(NO_PLACES, ()))
    if places:
        return UnmatchedReason(child, Reason.FULL, Remedy.ONE_MORE_PLACE, dict(sorted(blocked.items())), NO_PLACES,
                               tuple(mother for _, mother in places[:NAMED]), 0, len(places))
    reason = Reason.RULES if around else Reason.NOBODY_NEAR
    if not single:
        return UnmatchedReason(child, reason, Remedy.RECRUIT, dict(sorted(blocked.items())))
    at, places_of = solver.state.at, solver.state.places
    free = {key: [pair for pair in held if len(at[pair[1]]) < places_of[pair[1]]] for key, held in single.items()}
    single = {key: held for key, held in free.items() if held} or single
    rule = min(single, key=lambda key: (min(single[key]), -len(single[key]), key))
    mothers = tuple(mother for _, mother in sorted(single[rule])[:NAMED])
    return UnmatchedReason(child, reason, Remedy.LIFT, dict(sorted(blocked.items())), rule, mothers)


def _all_full(solver: Solver, child: int, pool: list[int]) -> UnmatchedReason:
    """Walk to every mother that passing children on could reach: all are full, and nobody there ranks lower."""
    instance, state = solver.instance, solver.state
    reached, todo, rivals = set(pool), list(pool), {child}
    while todo:
        for other in state.at[todo.pop()]:
            if other not in rivals:
                rivals.add(other)
                fresh = [mother for mother in solver.know_all(other) if mother not in reached]
                reached.update(fresh)
                todo.extend(fresh)
    code = instance.children[child].code
    gains = []
    for mother in reached:
        gain = solver.gain_of_place(mother)
        if any(gain[:3]):
            gains.append((tuple(-level for level in gain), tier_of(code, instance.mothers[mother].code), mother))
    mine = instance.children[child].priority
    return UnmatchedReason(
        child, Reason.FULL, Remedy.ONE_MORE_PLACE if gains else Remedy.RECRUIT,
        rule=NO_PLACES, mothers=tuple(mother for _, _, mother in sorted(gains)[:NAMED]), eligible=len(pool),
        full=len(reached), rivals=len(rivals) - 1,
        no_lower_class=all(instance.children[other].priority <= mine for other in rivals),
    )


def unmatched_of(solver: Solver) -> list[int]:
    """List the children without a mother, those without consent included."""
    return [child for child, mother in enumerate(solver.state.match) if mother == NOBODY]
