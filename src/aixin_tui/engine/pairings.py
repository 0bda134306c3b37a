"""Pairings and open offers on a day: an offer is read as the pairing that it would be, in the state `proposed`."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from aixin_tui.domain.record import Record, members, rows
from aixin_tui.engine.dates import day_text
from aixin_tui.engine.spec.core import CORE_STATES

if TYPE_CHECKING:
    from aixin_tui.engine.view import View

#: The states of a pairing; a pause is an interval of one in force.
PROPOSED, IN_FORCE, ENDED = STATES = CORE_STATES["pairing"]

#: Who may have a child: the links of a pairing, one of which is filled in.
SIDES = ("loving_mother", "mother_team")

#: Places of a loving mother where neither her record nor the policy says how many (系统默认).
DEFAULT_PLACES = 3
#: Fields of an offer in which its end may be dated, whichever end it was.
_OFFER_ENDS = ("closed_on", "answered_on", "declined_on", "lapsed_on")
#: What both sides answer where a pair is only thought of, or made without a word against it [HN-16].
_AGREED: Mapping[str, str] = MappingProxyType({"child_answer": "agreed", "mother_answer": "agreed"})


def state_of(view: View, pairing: Record) -> str:
    """Give the state of a pairing on the view's day: in force from `started_on`, no longer on `ended_on`.

    Before its start it is proposed from the day of its offer, and empty before that.
    """
    ended, started = day_text(pairing.get("ended_on")), day_text(pairing.get("started_on"))
    if ended and ended <= view.now:
        return ENDED
    if started and started <= view.now:
        return IN_FORCE
    offered = offered_on(view, pairing)
    if started:
        return PROPOSED if offered and offered <= view.now else ""
    return PROPOSED if not offered or offered <= view.now else ""


def offered_on(view: View, pairing: Record) -> str:
    """Give the day on which the pairing was offered; empty where it was taken in as already in force."""
    own = day_text(pairing.get("offered_on"))
    if own or not pairing.get("proposal"):
        return own
    proposal = view.snapshot.get("match_proposal", pairing.text("proposal"))
    return day_text(proposal.get("offered_on")) if proposal else ""


def is_paused(pairing: Record, day: str) -> bool:
    """Whether the pairing rests on an ISO day: a pause holds from its first day, no longer on its last."""
    return any(
        (start := day_text(row.get("from"))) and start <= day and not ((end := day_text(row.get("to"))) and end <= day)
        for _, row in rows(pairing.get("pauses"))
    )


def pairings_on(view: View) -> tuple[Record, ...]:
    """List the pairings that had begun, or were offered, by the view's day, and the offers open on it, by id."""
    found = [pairing for pairing in view.snapshot.of("pairing") if state_of(view, pairing)]
    confirmed = {pairing.get("proposal") for pairing in view.snapshot.of("pairing")}
    found.extend(
        as_pairing(offer)
        for offer in view.snapshot.of("match_proposal")
        if offer.id not in confirmed and _is_open(offer, view.now)
    )
    return tuple(sorted(found, key=lambda pairing: pairing.id))


def _is_open(offer: Record, day: str) -> bool:
    if day_text(offer.get("offered_on")) > day:
        return False
    if offer.get("state") in (None, "", "offered"):
        return True
    return any(day_text(offer.get(end)) > day for end in _OFFER_ENDS)


def as_pairing(offer: Record) -> Record:
    """Read an offer as the pairing that it would be; it keeps the offer's id."""
    values = {key: value for key, value in offer.values.items() if key not in {"state", "started_on", "ended_on"}}
    values.setdefault("role", "lead")
    return Record("pairing", offer.id, MappingProxyType({**values, "proposal": offer.id}), offer.recorded_at,
                  offer.updated_at)


def if_agreed(pairing: Record) -> Record:
    """Read a pairing, or an offer, as it is once those who have not answered have agreed."""
    blank = {side: answer for side, answer in _AGREED.items() if not members(pairing.get(side))}
    return replace(pairing, values=MappingProxyType({**pairing.values, **blank})) if blank else pairing


def would_be(child: Record, loving_mother: Record, role: str = "lead", **more: Any) -> Record:
    """Make the pairing that a child and a loving mother, or a team, would be once both agree: what checks look at."""
    side = "mother_team" if loving_mother.kind == "mother_team" else "loving_mother"
    values: Mapping[str, Any] = {"child": child.id, side: loving_mother.id, "role": role, **_AGREED, **more}
    return Record("pairing", f"{child.id}+{loving_mother.id}+{role}", values)


def in_force_of(view: View, person: Record) -> tuple[Record, ...]:
    """List the pairings in force of a child, a loving mother or a team."""
    return tuple(p for p in view.linked("pairing", person) if view.state(p) == IN_FORCE)


def offers_of(view: View, person: Record) -> tuple[Record, ...]:
    """List the open offers of a child, a loving mother or a team, as pairings."""
    return tuple(p for p in view.linked("pairing", person) if view.state(p) == PROPOSED)


def places_of(view: View, mother: Record) -> int:
    """Give how many children a loving mother or team takes: by her record, else the policy, else `DEFAULT_PLACES`."""
    for number in (mother.get("places"), view.setting("places", mother)):
        if isinstance(number, int) and not isinstance(number, bool):
            return number
    return DEFAULT_PLACES


def children_with(view: View, mother: Record, *, without: Collection[str] = ()) -> frozenset[str]:
    """Name the children whom a loving mother or team has, or is offered; `without` pairings and offers by id."""
    beside = (*in_force_of(view, mother), *offers_of(view, mother))
    return frozenset(child for pair in beside if pair.id not in without for child in members(pair.get("child")))


def is_available(view: View, mother: Record) -> bool:
    """Whether a loving mother or team takes new children at all: neither away nor paused nor gone."""
    return mother.get("available") is not False and view.core_state(mother) not in ("paused", "left")


def named_mother(view: View, pairing: Record) -> Record | None:
    """Find the loving mother of a pairing, else its team."""
    for side in SIDES:
        for key in members(pairing.get(side)):
            return view.find(side, str(key))
    return None


def mother_id(pairing: Record) -> str:
    """Give the id of the loving mother of a pairing or an offer, else of its team; empty where there is neither."""
    return next((text for side in SIDES if (text := pairing.text(side))), "")


def find_mother(view: View, key: str) -> Record | None:
    """Find a loving mother, or else a team, by id."""
    return next((found for side in SIDES if (found := view.find(side, key)) is not None), None)
