"""Computed facts of a pairing, in force or only thought of: how near, which needs stay open, what holds it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from aixin_tui.domain.record import Record, Value, members
from aixin_tui.domain.region import Level, tier_between
from aixin_tui.engine import pairings
from aixin_tui.engine.rules import Getter
from aixin_tui.engine.spec.core import TIERS

if TYPE_CHECKING:
    from aixin_tui.engine.view import View

_NEAR = TIERS[:3]


def _child(view: View, pairing: Record) -> Record | None:
    return next((view.find("child", str(key)) for key in members(pairing.get("child"))), None)


def _tier(view: View, pairing: Record) -> tuple[Value, ...]:
    """The narrowest level that both places are sure to share; neighbouring villages share a town at least."""
    if pairing.get("assumed_tier"):  # matching asks what such a pair would cost at another distance
        return (pairing.text("assumed_tier"),)
    child, mother = _child(view, pairing), pairings.named_mother(view, pairing)
    if child is None or mother is None:
        return ()
    places = view.place(child), view.place(mother)
    tier = tier_between(*places)
    if TIERS.index(tier) > TIERS.index(Level.TOWN) and frozenset(places) in view.index.neighbours():
        return (Level.TOWN.value,)
    return (tier,)


def _locality(view: View, pairing: Record) -> tuple[Value, ...]:
    """Local (当地) inside the child's county, else remote (异地); a field of the form goes before [HN-10]."""
    own = members(pairing.get("locality"))
    if own:
        return own
    tier = view.text(pairing, "pairing.tier")
    return (("local" if tier in _NEAR else "remote"),) if tier else ()


def _skills(view: View, pairing: Record) -> set[Value]:
    mother = pairings.named_mother(view, pairing)
    return set(view.fact(mother, f"{mother.kind}.skills")) if mother is not None else set()


def _unmet_needs(view: View, pairing: Record) -> tuple[Value, ...]:
    """The child's needs that she has no skill for [JS-27]; beside a lead, those that the lead leaves open."""
    child = _child(view, pairing)
    if child is None:
        return ()
    met = _skills(view, pairing)
    if "open_needs" in pairing.values:  # matching knows those whom it has found for the child so far
        return tuple(need for need in members(pairing.get("open_needs")) if need not in met)
    if pairing.get("role") == "support":
        for other in view.linked("pairing", child):
            if other.id != pairing.id and other.get("role") != "support" and view.state(other) != pairings.ENDED:
                met |= _skills(view, other)
    return tuple(need for need in view.fact(child, "child.needs") if need not in met)


def _wrong_sex(view: View, pairing: Record) -> tuple[Value, ...]:
    """Whether the child's family wishes for the other sex."""
    child, mother = _child(view, pairing), pairings.named_mother(view, pairing)
    wished = child.get("wished_sex") if child is not None else None
    if not wished or mother is None:
        return (False,)
    return (bool(mother.get("sex")) and mother.get("sex") != wished,)


def _earlier(view: View, pairing: Record) -> Iterator[Record]:
    """The pairings and offers, of whatever state, between the same two."""
    child, mother = pairing.get("child"), pairing.get("loving_mother")
    for kind in ("pairing", "match_proposal"):
        for record in view.snapshot.linked(kind, "child", str(child)):
            if mother and record.get("loving_mother") == mother:
                yield record


def _named_in(field: str, by_child: tuple[str, ...], by_mother: tuple[str, ...]) -> Getter:
    """A tick that was made on this pairing, on an earlier one of the same two, or on the file of one of them."""

    def read(view: View, pairing: Record) -> tuple[Value, ...]:
        own = members(pairing.get(field))
        if own:
            return own
        child, mother = _child(view, pairing), pairings.named_mother(view, pairing)
        if child is None or mother is None:
            return (False,)
        ticked = any(record.get(field) is True for record in _earlier(view, pairing))
        listed = any(mother.id in members(child.get(key)) for key in by_child) or any(
            child.id in members(mother.get(key)) for key in by_mother
        )
        return (ticked or listed,)

    return read


def _paused(view: View, pairing: Record) -> tuple[Value, ...]:
    return (pairings.is_paused(pairing, view.now),)


def _last_contact_on(view: View, pairing: Record) -> tuple[Value, ...]:
    """The day of the latest activity of the pair that reached the child."""
    found = view.latest("activity", pairing)
    return view.fact(found, "activity.date") if found is not None else ()


def _held_for(view: View, pairing: Record) -> tuple[Value, ...]:
    """The approve checks that wait for a reviewer: as written in the offer, else those that fail of an open one."""
    if "held_for" in pairing.values:
        return members(pairing.get("held_for"))
    if pairings.state_of(view, pairing) != pairings.PROPOSED:
        return ()
    from aixin_tui.engine.pair_checks import approvals_needed

    return approvals_needed(view, pairing)


OF_PAIRING: Mapping[str, Getter] = {
    "tier": _tier,
    "locality": _locality,
    "unmet_needs": _unmet_needs,
    "wrong_sex": _wrong_sex,
    "child_wish": _named_in("child_wish", ("wishes",), ()),
    "mother_wish": _named_in("mother_wish", (), ("wishes",)),
    "excluded": _named_in("excluded", ("excluded",), ("excluded",)),
    "paused": _paused,
    "last_contact_on": _last_contact_on,
    "held_for": _held_for,
}
