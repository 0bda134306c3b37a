"""The daily way: for one child, who is near and has a place (「就近、有名额」), and why; else what would help."""

from __future__ import annotations

from dataclasses import dataclass

from aixin_tui.domain.record import Record
from aixin_tui.engine import pairings
from aixin_tui.engine.failed import APPROVE, REFUSE
from aixin_tui.engine.law import consent_failing
from aixin_tui.engine.matching.explain import explain_unmatched
from aixin_tui.engine.matching.from_view import Market, market
from aixin_tui.engine.matching.instance import CUT, ELSEWHERE
from aixin_tui.engine.matching.solver import Solver
from aixin_tui.engine.pair_checks import blocking
from aixin_tui.engine.spec.core import NEAR_TIERS
from aixin_tui.engine.view import View
from aixin_tui.services.desk import Desk, Who
from aixin_tui.services.matching.words import (
    Plain,
    Points,
    Said,
    pair_reasons,
    points_of,
    rule_words,
    unmatched_words,
)
from aixin_tui.services.scope import inside, role_label
from aixin_tui.services.viewing import view_of
from aixin_tui.services.wording import state_label

#: The core state of a child whose guardian, or who itself, said no.
NOT_AGREED = "not_agreed"


@dataclass(frozen=True, slots=True)
class Barrier:
    """What keeps a loving mother from a child: the rule in words, and who can mend it."""

    rule: str
    said: Said | Plain
    who: str
    who_label: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One loving mother for the child: how near, how many places she has left, the points by term, and why."""

    loving_mother: str
    name: str
    tier: str
    free_places: int
    cost: int
    terms: tuple[Points, ...]
    reasons: tuple[Said, ...]
    blocked_by: tuple[Barrier, ...] = ()
    """Empty for one who is suggested."""
    held_for: tuple[str, ...] = ()
    """Approve checks for which a reviewer would be asked."""


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Who could be paired with a child, the most suitable first; those kept away by a rule; and why if nobody can."""

    child: str
    child_name: str
    rows: tuple[Suggestion, ...] = ()
    blocked: tuple[Suggestion, ...] = ()
    reason_if_none: Said | None = None
    remedy_if_none: Said | None = None
    not_yet: Said | None = None
    """Where the child itself cannot be paired today: why."""


def suggest(desk: Desk, who: Who, child_id: str, *, limit: int = 5) -> Suggestions | None:
    """Suggest up to `limit` loving mothers for a child, and as many that a rule keeps away; None if there is no child.

    The same rules and points as in a run, but for this child alone. Nobody is suggested for a child without a consent
    in force, as nobody is proposed for it.
    """
    view = view_of(desk, who)
    child = seen_child(view, who, child_id)
    if child is None:
        return None
    if consent_failing(view, child):
        return Suggestions(child.id, child.text("name"), reason_if_none=Said("why_no_consent"),
                           remedy_if_none=consent_remedy(view, child), not_yet=not_yet(view, child))
    found = market(view, (child,), keep=False)
    ranked = sorted(
        (cost + found.instance.slot_cost(mother, 0), found.instance.tier(0, mother), mother)
        for mother in range(len(found.mothers))
        if (cost := _cost(found, mother)) is not None
    )
    rows = tuple(_row(view, found, mother) for _, _, mother in ranked[:limit])
    reason, remedy = _nobody(view, child, found) if not rows else (None, None)
    return Suggestions(child.id, child.text("name"), rows, _blocked(view, found, limit), reason, remedy,
                       not_yet(view, child))


def seen_child(view: View, who: Who, child_id: str) -> Record | None:
    """Find a child that the operator may see."""
    child = view.find("child", child_id)
    return child if child is not None and not child.is_voided and inside(who, view.place(child)) else None


def _cost(found: Market, mother: int) -> int | None:
    """Give the cost of the pair, whatever step the child stands at: a suggestion says apart what the child lacks."""
    instance = found.instance
    one, other = instance.children[0], instance.mothers[mother]
    tier = instance.tier(0, mother)
    if other.places <= 0 or tier >= ELSEWHERE or tier > min(one.radius, other.radius) or _own_bars(found, mother):
        return None
    return sum(instance.terms(0, mother).values())


def _own_bars(found: Market, mother: int) -> tuple[str, ...]:
    instance = found.instance
    special = instance.special.get(0, {})
    if mother in special:
        return special[mother].refused
    return instance.rules.refused(instance.children[0].type, instance.mothers[mother].type, instance.tier(0, mother))


def _row(view: View, found: Market, mother: int, barriers: tuple[Barrier, ...] = ()) -> Suggestion:
    instance, child, record = found.instance, found.children[0], found.mothers[mother]
    tier = instance.tier(0, mother)
    near = tier < ELSEWHERE
    terms = dict(instance.terms(0, mother)) if near else {}
    load = instance.slot_cost(mother, 0)
    failed = blocking(view, child, record)
    held = tuple(one.key for one in failed if one.level == APPROVE)
    stored = {"tier": NEAR_TIERS[tier] if near else "", "terms": terms, "load": load, "held_for": held}
    places = instance.mothers[mother].places
    free = Said("last_place") if places == 1 else Said("free_places", {"count": places})
    return Suggestion(
        record.id, record.text("name"), NEAR_TIERS[tier] if near else "elsewhere", places, sum(terms.values()) + load,
        points_of(view, child, terms), (*pair_reasons(view, child, record, stored), free), barriers, held,
    )


def _blocked(view: View, found: Market, limit: int) -> tuple[Suggestion, ...]:
    """List the nearest of those kept away, those with fewest reasons first."""
    instance, child = found.instance, found.children[0]
    ranked = []
    for mother in range(len(found.mothers)):
        tier = instance.tier(0, mother)
        if tier < len(CUT) and tier <= instance.children[0].radius and _cost(found, mother) is None:
            refused = [rule for rule in instance.refused(0, mother) if rule != "no_consent"]
            if refused:
                ranked.append((len(refused), tier, mother, refused))
    return tuple(
        _row(view, found, mother, _barriers(view, child, found.mothers[mother], refused))
        for _, _, mother, refused in sorted(ranked)[:limit]
    )


def _barriers(view: View, child: Record, mother: Record, refused: list[str]) -> tuple[Barrier, ...]:
    who_of = {one.key: one.who for one in blocking(view, child, mother) if one.level == REFUSE}
    return tuple(
        Barrier(rule, rule_words(view, rule, child), who_of.get(rule, "recorder"),
                role_label(who_of.get(rule, "recorder")))
        for rule in refused
    )


def _nobody(view: View, child: Record, found: Market) -> tuple[Said, Said]:
    solver = Solver(found.instance)
    solver.solve()
    why = explain_unmatched(solver, 0)
    return unmatched_words(view, child, {
        "reason": why.reason.value, "remedy": why.remedy.value, "rule": why.rule, "blocked": why.blocked,
        "mothers": [found.mothers[mother].id for mother in why.mothers], "eligible": why.eligible, "full": why.full,
        "rivals": why.rivals,
    })


def not_yet(view: View, child: Record) -> Said | None:
    """Say why the child cannot be paired today, whoever it were with; None if it can."""
    if pairings.in_force_of(view, child):
        return Said("why_paired")
    if view.one(child, "child.eligible") is not True:
        return Said("why_not_eligible")
    if view.core_state(child) not in ("waiting", "proposed"):
        return Said("why_not_waiting", {"state": state_label(view.province.lives.get("child"), view.state(child))})
    return None


def early_remedy(view: View, child: Record, early: Said) -> Said:
    """Say what to do about a child that cannot be paired today, for the reason that `not_yet` gives."""
    if early.key == "why_paired":
        return Said("help_other_mother")
    if early.key == "why_not_eligible" or view.core_state(child) == "closed":
        return Said("help_none")
    return Said("help_not_agreed" if view.core_state(child) == NOT_AGREED else "help_earlier")


def consent_remedy(view: View, child: Record) -> Said:
    """Say what to do where no consent is in force: ask, but do not press those who said no."""
    return Said("help_not_agreed" if view.core_state(child) == NOT_AGREED else "help_ask_consent")


__all__ = ["Barrier", "Suggestion", "Suggestions", "consent_remedy", "early_remedy", "not_yet", "seen_child", "suggest"]
