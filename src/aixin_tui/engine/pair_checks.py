"""The hard rules on a pairing, also one that is only thought of: the law's, the core's own, the policy's.

Pairing by hand and the batch run put the same checks, so that neither makes a pair that the other would refuse.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from aixin_tui.domain.record import Record, members
from aixin_tui.engine import law, pairings
from aixin_tui.engine.failed import APPROVE, WARN, FailedCheck, core_check, failures
from aixin_tui.engine.spec.core import NEAR_TIERS, TIERS

if TYPE_CHECKING:
    from aixin_tui.engine.view import View

#: What the core asks of a pairing beside the law; each has its words in the catalogue under `rule.<key>`.
CORE_CHECKS = (
    "elsewhere", "excluded", "sex_must", "outside_radius", "not_available", "already_paired", "has_lead", "places",
)


def blocking(view: View, child: Record, loving_mother: Record, role: str = "lead") -> tuple[FailedCheck, ...]:
    """List everything that speaks against pairing the two, the law first; `level` says how far each goes.

    `loving_mother` may be a team. Only what has the level `refuse` makes the pair impossible.
    """
    return checks_on(view, pairings.would_be(child, loving_mother, role))


def checks_on(view: View, pairing: Record) -> tuple[FailedCheck, ...]:
    """List everything that speaks against a pairing or an open offer read as one."""
    return law.on_pairing(view, pairing) + tuple(core_failures(view, pairing)) + policy_failures(view, pairing)


def policy_failures(view: View, pairing: Record) -> tuple[FailedCheck, ...]:
    """List the checks of the province's policy that fail; approve checks that a reviewer has approved are left out.

    Of a pair that is only thought of or offered, whoever has not answered yet is read as agreeing: the question is
    whether it may be once both agree [HN-16].
    """
    place = _child_place(view, pairing)
    if pairings.state_of(view, pairing) == pairings.PROPOSED:
        pairing = pairings.if_agreed(pairing)
    approved = set(members(pairing.get("approved")))
    found = failures(view, view.province.policy.checks.at(view.now, place), pairing, "policy")
    return tuple(failed for failed in found if not (failed.level == APPROVE and failed.key in approved))


def approvals_needed(view: View, pairing: Record) -> tuple[str, ...]:
    """Name the approve checks that hold the pairing until a reviewer accepts (`held_for`)."""
    return tuple(failed.key for failed in policy_failures(view, pairing) if failed.level == APPROVE)


def _child_place(view: View, pairing: Record) -> str:
    child = view.find("child", pairing.text("child"))
    return view.place(child) if child is not None else ""


def core_failures(view: View, pairing: Record) -> Iterator[FailedCheck]:
    """Walk over what the core asks of any pairing: never another province, never against a must or an exclusion."""
    child, mother = view.find("child", pairing.text("child")), pairings.named_mother(view, pairing)
    if child is None or mother is None:
        return
    tier = view.text(pairing, "pairing.tier")
    if tier == "elsewhere":
        yield core_check("elsewhere", about=pairing.id)
    if view.one(pairing, "pairing.excluded"):
        yield core_check("excluded", about=pairing.id)
    if child.get("sex_is_must") is True and view.one(pairing, "pairing.wrong_sex"):
        yield core_check("sex_must", about=pairing.id)
    if tier in NEAR_TIERS:
        yield from _radius(view, pairing, tier, (child, mother))
    if not pairings.is_available(view, mother):
        yield core_check("not_available", about=pairing.id)
    yield from _beside_others(view, pairing, child, mother)


def _radius(view: View, pairing: Record, tier: str, people: tuple[Record, Record]) -> Iterator[FailedCheck]:
    """Farther than one of the two accepts; where neither file says how far, the policy's radius only warns."""
    written = [str(person.get("radius")) for person in people if person.get("radius") in TIERS]
    if any(TIERS.index(tier) > TIERS.index(radius) for radius in written):
        yield core_check("outside_radius", about=pairing.id)
        return
    usual = str(view.setting("radius", people[0]) or "")
    if len(written) < 2 and usual in TIERS and TIERS.index(tier) > TIERS.index(usual):
        yield core_check("outside_radius", about=pairing.id, level=WARN)


def _beside_others(view: View, pairing: Record, child: Record, mother: Record) -> Iterator[FailedCheck]:
    """What other pairs in force say against it: the same two, a lead there already, no place left."""
    of_child = [p for p in pairings.in_force_of(view, child) if p.id != pairing.id]
    if any((found := pairings.named_mother(view, other)) and found.id == mother.id for other in of_child):
        yield core_check("already_paired", about=pairing.id)
    elif pairing.get("role") != "support" and any(other.get("role") != "support" for other in of_child):
        yield core_check("has_lead", about=pairing.id)
    # An offer to the same two is what this pair fulfils: it takes no second place.
    own = [offer.id for offer in pairings.offers_of(view, mother) if child.id in members(offer.get("child"))]
    if places_left(view, mother, without=(pairing.id, *own)) < 1:
        yield core_check("places", about=pairing.id, level=WARN)


def places_left(view: View, mother: Record, *, without: Collection[str] = ()) -> int:
    """Count the places of a loving mother or team, less the children she has or is offered; never below 0.

    `without` names pairings and offers that do not count.
    """
    return max(0, pairings.places_of(view, mother) - len(pairings.children_with(view, mother, without=without)))
