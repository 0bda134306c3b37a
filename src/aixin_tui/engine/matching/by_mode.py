"""A run over records, in the mode of each place: one part a mode, and no pair crosses the parts [HN-11, HN-16].

`assign`: one lead each. `n_plus_1`: leads first, exactly so, then one supporter after another for those who have a
lead, each round exact. `stable`: two-way choice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from aixin_tui.domain.record import Record, members
from aixin_tui.engine import pairings
from aixin_tui.engine.failed import APPROVE
from aixin_tui.engine.matching.counties import ALONE, Crew
from aixin_tui.engine.matching.explain import Reason, Remedy
from aixin_tui.engine.matching.from_view import (
    LOTTERY_UP_TO,
    Market,
    failed_checks,
    market,
    mode_at,
    plan_for,
    priority_of,
    refusing,
    step_guard,
    to_match,
    with_families,
)
from aixin_tui.engine.matching.left_over import reason_of
from aixin_tui.engine.matching.objective import NOBODY, evaluate
from aixin_tui.engine.matching.plan import STABLE, Pair, Plan, Unmatched
from aixin_tui.engine.matching.stable import Choices, choose
from aixin_tui.engine.matching.supporting import N_PLUS_1, led_children, supporters
from aixin_tui.engine.view import View


def match(view: View, division: str, seed: int = 0, crew: Crew = ALONE) -> Plan:
    """Propose loving mothers for each child of the division that waits, in the mode of its place.

    Every proposed pair has passed the very checks that a pair made by hand has to pass.
    """
    children, held_up = parted(view, division)
    if N_PLUS_1 not in children and led_children(view, division):
        children[N_PLUS_1] = []  # nobody waits for a lead, yet some have room for a supporter
    stopped = [_stopped(view, child, rule) for child, rule in held_up]
    parts = [_part(view, mode, kids, division, seed, crew) for mode, kids in children.items()]
    plan = _together(parts) if parts else plan_for(view, market(view, (), name=division), seed)
    return replace(plan, unmatched=(*plan.unmatched, *stopped), children=plan.children + len(stopped))


def parted(view: View, division: str) -> tuple[dict[str, list[Record]], list[tuple[Record, str]]]:
    """Part the children of a division by mode, in order of the modes; apart those whom a guard stops, with its key."""
    children: dict[str, list[Record]] = {}
    stopped = []
    for child in to_match(view, division):
        rule = step_guard(view, child)
        if rule:
            stopped.append((child, rule))
        else:
            children.setdefault(mode_at(view, child), []).append(child)
    return dict(sorted(children.items())), stopped


def part_market(view: View, mode: str, kids: Sequence[Record], division: str, seed: int = 0) -> Market:
    """Give the market of one part of a run: of its leads, where there are supporters too."""
    found = market(view, kids, name=division, keep=mode != STABLE, mode=mode)
    return found if mode == STABLE else with_families(view, found, seed)


def _part(view: View, mode: str, kids: Sequence[Record], division: str, seed: int, crew: Crew) -> Plan:
    found = part_market(view, mode, kids, division, seed)
    if mode == STABLE:
        return _chosen(view, found, seed)
    leads = plan_for(view, found, seed, crew)
    if mode == N_PLUS_1:
        leads = replace(leads, pairs=(*leads.pairs, *supporters(view, kids, leads, division, seed)))
    return replace(leads, mode=mode)


def _together(parts: Sequence[Plan]) -> Plan:
    """Put the parts of a run together; their values add up level by level."""
    whole = parts[0]
    for part in parts[1:]:
        whole = replace(
            whole, pairs=(*whole.pairs, *part.pairs), unmatched=(*whole.unmatched, *part.unmatched),
            objective=type(whole.objective)(*map(sum, zip(whole.objective, part.objective, strict=True))),
            bound=type(whole.bound)(*map(sum, zip(whole.bound, part.bound, strict=True))),
            prices={**whole.prices, **part.prices}, children=whole.children + part.children,
            mothers=whole.mothers + part.mothers, gap=whole.gap + part.gap, mode=f"{whole.mode}+{part.mode}",
        )
    return whole


def _stopped(view: View, child: Record, rule: str) -> Unmatched:
    return Unmatched(child.id, priority_of(view, child), Reason.STEP, Remedy.MEND_STEP, {}, rule, (), 0, 0, 0,
                     no_lower_class=True)


def _chosen(view: View, found: Market, seed: int) -> Plan:
    """Plan by two-way choice: what it costs is said, and did not decide."""
    instance = found.instance
    drawn = seed if len(found.children) <= LOTTERY_UP_TO else None
    matched = list(choose(instance, choices_of(view, found), drawn))
    pairs, load = [], [0] * len(instance.mothers)
    for number, mother in enumerate(matched):
        if mother == NOBODY:
            continue
        child, other = instance.children[number], instance.mothers[mother]
        pair = Pair(child.id, other.id, instance.tier(number, mother), dict(instance.terms(number, mother)),
                    instance.slot_cost(mother, load[mother]), cls=child.priority, by_choice=True)
        failed = failed_checks(view, pair)
        if refusing(failed):
            matched[number] = NOBODY
            continue
        load[mother] += 1
        pairs.append(replace(pair, held_for=tuple(one.key for one in failed if one.level == APPROVE)))
    value = evaluate(instance, matched)
    unmatched = tuple(_left(found, child) for child, mother in enumerate(matched) if mother == NOBODY)
    return Plan(tuple(pairs), unmatched, value, value, {}, drawn, len(instance.children), len(instance.mothers), STABLE)


def _left(found: Market, child: int) -> Unmatched:
    instance = found.instance
    reason = reason_of(instance, child)
    remedy = Remedy.ASK_CONSENT if reason == Reason.NO_CONSENT else Remedy.RECRUIT
    able = sum(instance.allowed(child, mother) for mother in range(len(instance.mothers)))
    return Unmatched(instance.children[child].id, instance.children[child].priority, reason, remedy, {}, "", (), able,
                     able, 0, no_lower_class=True)


def choices_of(view: View, found: Market) -> Choices:
    """Read what both sides look at: their wishes, open needs, the wished sex, and the child's level of risk."""
    child_of = {child.id: number for number, child in enumerate(found.children)}
    mother_of = {mother.id: number for number, mother in enumerate(found.mothers)}
    known: dict[tuple[int, int], tuple[int, bool]] = {}

    def fit(child: int, mother: int) -> tuple[int, bool]:
        key = (child, mother)
        if key not in known:
            pairing = pairings.would_be(found.children[child], found.mothers[mother])
            known[key] = (len(view.fact(pairing, "pairing.unmet_needs")),
                          view.one(pairing, "pairing.wrong_sex") is True)
        return known[key]

    return Choices(
        {number: frozenset(mother_of[name] for name in members(child.get("wishes")) if name in mother_of)
         for number, child in enumerate(found.children)},
        {number: frozenset(child_of[name] for name in members(mother.get("wishes")) if name in child_of)
         for number, mother in enumerate(found.mothers)},
        fit, lambda child: _risk(view, found.children[child]),
    )


def _risk(view: View, child: Record) -> int:
    """Give the rank of the child's colour in the province's list, the highest first; none is the lowest."""
    choices = view.province.choices.get("risk_colours", view.now, view.place(child))
    keys = [choice.key for choice in choices.choices] if choices else []
    colour = view.one(child, "child.risk_colour")
    return keys.index(colour) if colour in keys else len(keys)
