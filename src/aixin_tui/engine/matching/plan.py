"""A finished plan, by ids: the pairs with their reasons, the children without a mother, the value and its proof."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from aixin_tui.engine.matching.certificate import bound
from aixin_tui.engine.matching.counties import ALONE, Crew, solver_of
from aixin_tui.engine.matching.explain import (
    PairReason,
    Reason,
    Remedy,
    UnmatchedReason,
    explain_pair,
    explain_unmatched,
    unmatched_of,
)
from aixin_tui.engine.matching.instance import Instance
from aixin_tui.engine.matching.objective import NOBODY, Levels, Objective

#: The mode of two-way choice, as policies name it.
STABLE = "stable"


@dataclass(frozen=True, slots=True)
class RunnerUp:
    """Who would come next for a child, with the cost of that pair by term, and what the plan would lose at least."""

    mother: str
    tier: int
    terms: Mapping[str, int]
    at_least: Levels


@dataclass(frozen=True, slots=True)
class Pair:
    """One proposed pair. `terms` holds the cost by name, `load` what her number of children adds."""

    child: str
    mother: str
    tier: int
    terms: Mapping[str, int]
    load: int
    runner_up: RunnerUp | None = None
    role: str = "lead"
    held_for: tuple[str, ...] = ()
    """Approve checks that wait for a reviewer."""
    cls: int = 3
    by_choice: bool = False
    """Found by two-way choice: costs did not decide, so nobody comes next by cost."""
    open_needs: tuple[str, ...] = ()
    """Of a supporter: the child's needs that those beside it so far leave open."""

    @property
    def cost(self) -> int:
        """What the pair costs in all, load not included."""
        return sum(self.terms.values())


@dataclass(frozen=True, slots=True)
class Unmatched:
    """One child without a mother: the binding reason and the cheapest remedy."""

    child: str
    cls: int
    reason: Reason
    remedy: Remedy
    blocked: Mapping[str, int]
    rule: str
    mothers: tuple[str, ...]
    eligible: int
    full: int
    rivals: int
    no_lower_class: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan of one run. `objective == bound` says that no plan is better; `prices` prove it (by mother's id)."""

    pairs: tuple[Pair, ...]
    unmatched: tuple[Unmatched, ...]
    objective: Objective
    bound: Objective
    prices: Mapping[str, Levels]
    seed: int | None
    children: int
    mothers: int
    mode: str = "assign"
    """Modes of its parts, `+` between them."""
    gap: int = 0
    """Points that a plan with more brothers and sisters together could gain at the most; 0 where none can."""

    @property
    def is_proven(self) -> bool:
        """Whether the proof came out: the bound equals the value (of leads) at every level; choice proves no cost."""
        return self.objective == self.bound and STABLE not in self.mode.split("+")


def plan_of(
    instance: Instance, seed: int | None = None, *, with_reasons: bool = True, crew: Crew = ALONE
) -> Plan:
    """Solve an instance and explain the plan; `with_reasons=False` leaves runner-ups and remedies out."""
    solver = solver_of(instance, seed, crew)
    solution = solver.solution()
    proven = bound(instance, solution.prices)
    sweep = solver.candidates.sweep(solver.state.price)
    pairs = tuple(
        pair_of(instance, explain_pair(solver, child, sweep, int(with_reasons)))
        for child, mother in enumerate(solution.match) if mother != NOBODY
    )
    missing = unmatched_of(solver)
    if with_reasons:
        unmatched = tuple(_unmatched(instance, explain_unmatched(solver, child)) for child in missing)
    else:
        unmatched = tuple(_unmatched(instance, _bare(instance, child)) for child in missing)
    prices = {mother.id: price for mother, price in zip(instance.mothers, solution.prices, strict=True)}
    return Plan(pairs, unmatched, solution.objective, proven, prices, seed, len(instance.children),
                len(instance.mothers))


def _bare(instance: Instance, child: int) -> UnmatchedReason:
    if instance.children[child].consent:
        return UnmatchedReason(child, Reason.FULL, Remedy.RECRUIT)
    return UnmatchedReason(child, Reason.NO_CONSENT, Remedy.ASK_CONSENT)


def pair_of(instance: Instance, reason: PairReason) -> Pair:
    """Put a pair with its reasons into ids."""
    child, mother = instance.children[reason.child], instance.mothers[reason.mother]
    nxt = None
    if reason.alternatives:
        first = reason.alternatives[0]
        nxt = RunnerUp(instance.mothers[first.mother].id, first.tier, dict(first.terms), first.at_least)
    return Pair(child.id, mother.id, reason.tier, dict(reason.terms), reason.load, nxt, cls=child.priority)


def _unmatched(instance: Instance, reason: UnmatchedReason) -> Unmatched:
    child = instance.children[reason.child]
    return Unmatched(
        child.id, child.priority, reason.reason, reason.remedy, reason.blocked, reason.rule,
        tuple(instance.mothers[mother].id for mother in reason.mothers), reason.eligible, reason.full, reason.rivals,
        reason.no_lower_class,
    )
