"""Why a child has the loving mother it is proposed for, who comes next, or why it has nobody (`match explain`)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from aixin_tui.domain.record import Record
from aixin_tui.engine import pairings
from aixin_tui.engine.matching.from_view import market, priority_of
from aixin_tui.engine.matching.instance import ELSEWHERE
from aixin_tui.engine.matching.objective import NOBODY
from aixin_tui.engine.matching.plan import STABLE
from aixin_tui.engine.matching.what_if import WhatIf, runner_up
from aixin_tui.engine.spec.core import NEAR_TIERS
from aixin_tui.engine.view import View
from aixin_tui.services.desk import Desk, Who
from aixin_tui.services.matching.losing import all_points, consequences, total_said
from aixin_tui.services.matching.solving_anew import Asked, asked_about
from aixin_tui.services.matching.suggesting import early_remedy, not_yet, seen_child
from aixin_tui.services.matching.words import Joined, Points, Said, pair_reasons, unmatched_words
from aixin_tui.services.viewing import view_of
from aixin_tui.services.wording import state_label

#: With more children in one problem, only the likeliest runner-up is weighed.
LARGE = 2000


@dataclass(frozen=True, slots=True)
class ChildExplained:
    """Why a child has its offer, or has nobody, and what would help."""

    child: str
    child_name: str
    state_label: str
    offer: str = ""
    loving_mother: str = ""
    mother_name: str = ""
    reasons: tuple[Said, ...] = ()
    remedy: Said | None = None
    terms: tuple[Points, ...] = ()
    """The points of the pair by term, in the order of the policy."""
    load: int = 0
    total: int | None = None
    """All points of the pair, its share of her load included; None where there is no offer to weigh."""
    runner_up: RunnerUpSaid | None = None


@dataclass(frozen=True, slots=True)
class RunnerUpSaid:
    """Who comes next, and what all pairs together would lose: children without anybody by class, and points."""

    loving_mother: str
    name: str
    tier: str
    unmatched: tuple[int, ...]
    points: int
    said: tuple[Said, ...]


def explain_child(desk: Desk, who: Who, child_id: str) -> ChildExplained | None:
    """Say why a child has the loving mother it is proposed for, or why it has nobody; None if there is no child.

    Of an open offer the runner-up is weighed exactly: everybody else is rearranged around her as well as can be.
    """
    view = view_of(desk, who)
    child = seen_child(view, who, child_id)
    if child is None:
        return None
    state = state_label(view.province.lives.get("child"), view.state(child))
    for pair in (*pairings.in_force_of(view, child), *pairings.offers_of(view, child)):
        offer = view.snapshot.get("match_proposal", pair.text("proposal"))
        mother = pairings.named_mother(view, pair)
        if mother is not None:
            said = ChildExplained(child.id, child.text("name"), state, offer.id if offer else "", mother.id,
                                  mother.text("name"))
            return _explained(view, who, child, mother, offer, said)
    reason, remedy = _why_nobody(view, child)
    return ChildExplained(child.id, child.text("name"), state, reasons=(reason,), remedy=remedy)


def _explained(
    view: View, who: Who, child: Record, mother: Record, offer: Record | None, said: ChildExplained
) -> ChildExplained:
    """Explain one pair by what is stored of it, and an open offer by what else could be."""
    stored: dict[str, Any] = dict(offer.values) if offer is not None and offer.get("tier") else (
        _as_stored(view, child, mother))
    is_open = offer is not None and view.core_state(child) == "proposed" and offer.get("role") != "support"
    asked = asked_about(view, child, offer) if is_open and stored.get("runner_up") is not None else None
    nxt = _next(view, who, asked) if asked is not None and asked.agrees else None
    if nxt is not None:
        stored.pop("runner_up", None)
    terms, load = all_points(view, child, stored.get("terms") or {}), int(stored.get("load") or 0)
    reasons = pair_reasons(view, child, mother, stored)
    kept = (Said("kept_before"),) if asked is not None and asked.is_kept and asked.agrees else ()
    line = (total_said(terms, load),) if stored.get("tier") else ()
    return replace(
        said, reasons=(*reasons, *line, *kept, *(nxt.said if nxt else ())), terms=terms, load=load,
        total=sum(one.points for one in terms) + load if stored.get("tier") else None, runner_up=nxt,
    )


def _next(view: View, who: Who, asked: Asked) -> RunnerUpSaid | None:
    if asked.mode == STABLE or asked.mother == NOBODY:
        return None
    instance = asked.market.instance
    look_at = 1 if len(instance.children) > LARGE else 3
    found = runner_up(instance, asked.solver, asked.child, seed=asked.seed, look_at=look_at)
    return _next_said(view, who, asked, found) if found is not None else None


def _next_said(view: View, who: Who, asked: Asked, found: WhatIf) -> RunnerUpSaid:
    mother = asked.market.mothers[found.mother]
    tier = asked.market.instance.tier(found.child, found.mother)
    near = NEAR_TIERS[tier] if tier < ELSEWHERE else "elsewhere"
    values = {"name": mother.text("name"), "near": Said(f"near_{near}")}
    said = Said("next_is_equal", values) if found.is_as_good and not found.moved else (
        Said("next_is", {**values, "then": Joined(consequences(view, who, asked, found))}))
    return RunnerUpSaid(mother.id, mother.text("name"), near, found.loss[:3], found.loss[4], (said,))


def _why_nobody(view: View, child: Record) -> tuple[Said, Said]:
    early = not_yet(view, child)
    if early is not None:
        return early, early_remedy(view, child, early)
    runs = [run for run in view.snapshot.of("match_run") if child.id in (run.get("unmatched") or {})]
    newest = max(runs, key=lambda run: (run.text("date"), run.id), default=None)
    if newest is not None:
        return unmatched_words(view, child, newest.get("unmatched")[child.id])
    return Said("why_no_run"), Said("help_match")


def _as_stored(view: View, child: Record, mother: Record) -> dict[str, object]:
    """Give the numbers of a pair that no run has made."""
    found = market(view, (child,), keep=False)
    index = next((number for number, one in enumerate(found.mothers) if one.id == mother.id), None)
    if index is None or found.instance.tier(0, index) >= ELSEWHERE:
        return {"tier": "", "terms": {}}
    return {"tier": NEAR_TIERS[found.instance.tier(0, index)], "terms": dict(found.instance.terms(0, index)),
            "priority": priority_of(view, child)}
