"""Supporters beside a lead, for a run over records: one round after another, each exact, for the needs still open.

Who has a lead takes part: those who are to get one in this run, and those who have had one for long and have room for
another supporter [HN-11, JS-24]. In a round a child looks for one supporter; what counts of its needs is what those
beside it so far leave open, and each further supporter is worth half as much.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from aixin_tui.domain.record import Record
from aixin_tui.domain.region import is_inside
from aixin_tui.engine import pairings
from aixin_tui.engine.failed import APPROVE
from aixin_tui.engine.matching.explain import explain_pair
from aixin_tui.engine.matching.from_view import (
    LOTTERY_UP_TO,
    failed_checks,
    is_fixed,
    market,
    mode_at,
    refusing,
)
from aixin_tui.engine.matching.objective import NOBODY
from aixin_tui.engine.matching.plan import Pair, Plan, pair_of
from aixin_tui.engine.matching.team_rounds import SupportSolver, remaining
from aixin_tui.engine.matching.teams import Team
from aixin_tui.engine.view import View

N_PLUS_1 = "n_plus_1"
SUPPORT = "support"
#: Where a policy does not say (系统默认): supporters of a child, and what the first is worth in points; each further
#: one is worth half as much.
MAX_SUPPORT, SUPPORT_WORTH = 1, 40


def worth_of(view: View) -> tuple[int, ...]:
    """Say how many supporters a child may have, and what each is worth, by the policy."""
    most, first = view.setting("max_support"), view.setting("support_worth")
    first = first if isinstance(first, int) else SUPPORT_WORTH
    return tuple(first >> number for number in range(most if isinstance(most, int) else MAX_SUPPORT))


def supporters(view: View, kids: Sequence[Record], leads: Plan, division: str, seed: int) -> tuple[Pair, ...]:
    """Find supporters for those of a division who have a lead, or are to have one by this plan."""
    standing = {child.id: _beside(view, child) for child in led_children(view, division)}
    team = {pair.child: [pair.mother] for pair in leads.pairs} | {key: list(held) for key, held in standing.items()}
    everybody = [*kids, *(child for child in view.records("child") if child.id in standing)]
    planned = {pair.child: [pair.mother] for pair in leads.pairs}
    pairs: list[Pair] = []
    for number, worth in enumerate(worth_of(view)):
        turn = frozenset(key for key, held in team.items() if len(held) == number + 1)
        found = _round(view, everybody, turn, worth, seed, team=team, planned=planned) if turn else ()
        for pair in found:
            team[pair.child].append(pair.mother)
            planned.setdefault(pair.child, []).append(pair.mother)
        pairs.extend(found)
    return tuple(pairs)


def led_children(view: View, division: str) -> tuple[Record, ...]:
    """List the children of a division in this mode who have had a lead before this run."""
    return tuple(
        child for child in view.records("child")
        if is_inside(view.place(child), division) and mode_at(view, child) == N_PLUS_1
        and view.core_state(child) == "paired" and view.one(child, "child.eligible") is True
        and any(pair.get("role") != SUPPORT for pair in pairings.in_force_of(view, child)) and not is_fixed(view, child)
    )


def _beside(view: View, child: Record) -> tuple[str, ...]:
    """Name those with whom a child is paired, the lead first."""
    held = sorted(pairings.in_force_of(view, child), key=lambda pair: (pair.get("role") == SUPPORT, pair.id))
    named = (pairings.named_mother(view, pair) for pair in held)
    return tuple(mother.id for mother in named if mother is not None)


def _round(
    view: View, everybody: Sequence[Record], turn: frozenset[str], worth: int, seed: int, *,
    team: Mapping[str, Sequence[str]], planned: Mapping[str, Sequence[str]],
) -> tuple[Pair, ...]:
    """Find one supporter each for those whose turn it is; pairs planned in this run have taken their places."""
    found = market(view, everybody, keep=False, role=SUPPORT, mode=N_PLUS_1, beside=team)
    instance = found.instance
    mother_of = {mother.id: number for number, mother in enumerate(instance.mothers)}
    teams, standing = [], {}
    for number, child in enumerate(instance.children):
        new = [mother_of[key] for key in planned.get(child.id, ()) if key in mother_of]
        teams.append(Team(NOBODY, tuple(new)))
        standing[number] = [mother_of[key] for key in team.get(child.id, ()) if key in mother_of]
    instance = remaining(replace(instance, children=tuple(
        replace(child, consent=child.consent and child.id in turn) for child in instance.children
    )), teams, standing)
    solver = SupportSolver(instance, worth, seed if len(everybody) <= LOTTERY_UP_TO else None)
    match = solver.solve().match
    sweep = solver.candidates.sweep(solver.state.price)
    pairs = []
    for number, mother in enumerate(match):
        if mother == NOBODY:
            continue
        pair = replace(pair_of(instance, explain_pair(solver, number, sweep)), role=SUPPORT,
                       open_needs=found.rules.open_needs(found.children[number]) or ())
        failed = failed_checks(view, pair)
        if not refusing(failed):
            pairs.append(replace(pair, held_for=tuple(one.key for one in failed if one.level == APPROVE)))
    return tuple(pairs)
