"""What ends with a consent, a pair or a file: listed first, then carried out in the same act."""

from __future__ import annotations

from dataclasses import dataclass, replace

from aixin_tui.domain.record import Record, members
from aixin_tui.engine import pairings
from aixin_tui.engine.duties import DutyStatus, items_of
from aixin_tui.engine.view import View
from aixin_tui.services.acting import Draft
from aixin_tui.services.stepping import lead_to
from aixin_tui.services.wishes import put_claim_aside
from aixin_tui.texts import label

#: Why a claim goes back with a pair, the best first that a province's list has.
_GIVEN_UP = ("helper_gave_up", "other")


@dataclass(frozen=True, slots=True)
class Ended:
    """One thing that would end: a pairing, an offer, a plan, a wish, a duty (then `id` is `duty:record`)."""

    kind: str
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Ending:
    """All that a withdrawal or an ending ends; shown before it is saved."""

    child: str
    day: str
    pairings: tuple[Ended, ...] = ()
    offers: tuple[Ended, ...] = ()
    plans: tuple[Ended, ...] = ()
    duties: tuple[Ended, ...] = ()
    wishes: tuple[Ended, ...] = ()
    """Claimed wishes whose claim is given up: they go back to 已征集; of a file that is closed, the open ones."""
    going_on: tuple[Ended, ...] = ()
    """Pairs of the child that do not end with it: supporters, or the lead."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing hangs on it."""
        return not (self.pairings or self.offers or self.plans or self.duties or self.wishes)


def ends_of_child(view: View, child: Record) -> Ending:
    """List what hangs on the consent for a child on the view's day."""
    pairs = pairings.in_force_of(view, child)
    return Ending(
        child.id, view.now,
        tuple(Ended("pairing", pair.id, pair_text(view, pair)) for pair in pairs),
        tuple(Ended("match_proposal", offer.text("proposal") or offer.id, _offer_text(view, offer))
              for offer in pairings.offers_of(view, child)),
        plans_of(view, child, pairs),
        duties_of(view, child, pairs),
        claims_of(view, child, pairs),
    )


def ends_of_file(view: View, child: Record) -> Ending:
    """List what ends when a child's file is closed: what hangs on the consent, and wishes that nobody has claimed."""
    ending = ends_of_child(view, child)
    open_ones = tuple(_wish(wish) for wish in view.linked("micro_wish", child)
                      if view.core_state(wish) in ("collected", "claimed"))
    return replace(ending, wishes=open_ones)


def ends_of_pair(view: View, pairing: Record) -> Ending:
    """List what ends with one pair: itself, its own plans, its claims, and what it still owed."""
    child = view.find("child", pairing.text("child"))
    others = [p for p in pairings.in_force_of(view, child) if p.id != pairing.id] if child else []
    own = child if child and not others else None
    return Ending(
        pairing.text("child"), view.now, (Ended("pairing", pairing.id, pair_text(view, pairing)),), (),
        plans_of(view, own, (pairing,)), duties_of(view, None, (pairing,)),
        claims_of(view, child, (pairing,)) if child else (),
        tuple(Ended("pairing", other.id, pair_text(view, other)) for other in others),
    )


def claims_of(view: View, child: Record, pairs: tuple[Record, ...]) -> tuple[Ended, ...]:
    """List the wishes of a child that the people of these pairs have claimed and not yet fulfilled."""
    claimers = {key for pair in pairs for key in members(pair.get("loving_mother"))}
    return tuple(
        _wish(wish) for wish in view.linked("micro_wish", child)
        if view.core_state(wish) == "claimed" and claimers & set(members(wish.get("loving_mother")))
    )


def _wish(wish: Record) -> Ended:
    return Ended("micro_wish", wish.id, label("pair.wish_text", wish=wish.text("wish")))


def plans_of(view: View, child: Record | None, pairs: tuple[Record, ...]) -> tuple[Ended, ...]:
    """List the plans of a child and of pairs that have not ended."""
    ids = {pair.id for pair in pairs} | ({child.id} if child else set())
    return tuple(
        Ended("care_plan", plan.id, label("pair.plan_text", date=plan.text("date")))
        for plan in view.records("care_plan")
        if ids & {*members(plan.get("pairing")), *members(plan.get("child"))} and not plan.get("ended_on")
    )


def duties_of(view: View, child: Record | None, pairs: tuple[Record, ...]) -> tuple[Ended, ...]:
    """List what is due of a child and of pairs: nobody will owe it any more."""
    concerned = (*((child,) if child else ()), *pairs)
    return tuple(
        Ended("duty", f"{item.duty}:{record.id}",
              label("pair.duty_text", label=item.label, until=item.last.isoformat()))
        for record in concerned for key in view.province.checklist.duties
        for item in items_of(view, key, record) if item.status is DutyStatus.DUE and _hangs_on_pair(view, key)
    )


def end_pair(draft: Draft, pairing: Record, day: str, reason: str) -> Record:
    """Draft the end of a pair and of its open pauses: in force no longer on `day`, nor before it began."""
    ended_on = max(day, str(pairing.get("started_on") or day))
    return draft.change(pairing, {"ended_on": ended_on, "end_reason": reason})


def carry_out(draft: Draft, ending: Ending, reason: str) -> None:
    """Draft all of an ending but its duties, which end of themselves: pairs, offers, plans, claims."""
    for one in ending.pairings:
        pairing = draft.get("pairing", one.id)
        if pairing:
            end_pair(draft, pairing, ending.day, reason)
    for one in ending.offers:
        lapse_offer(draft, one.id, ending.day)
    for one in ending.plans:
        plan = draft.get("care_plan", one.id)
        if plan:
            draft.change(plan, {"ended_on": ending.day})
    for one in ending.wishes:
        give_up(draft, one.id)


def give_up(draft: Draft, wish_id: str) -> None:
    """Draft that a claim on a wish is given up: it goes back to 已征集 and is nobody's (design.md section 5)."""
    wish = draft.get("micro_wish", wish_id)
    if wish is not None and draft.view.core_state(wish) == "claimed":
        choices = draft.desk.province.choices.get("release_reasons")
        keys = [choice.key for choice in choices.choices] if choices else []
        reason = next((key for key in _GIVEN_UP if key in keys), keys[0] if keys else "")
        put_claim_aside(draft, wish, lead_to(draft, wish, "collected", reason=reason), reason)


def lapse_offer(draft: Draft, proposal_id: str, day: str) -> None:
    """Draft the lapse of an open offer."""
    offer = draft.get("match_proposal", proposal_id)
    if offer is not None and offer.get("state") in (None, "", "offered"):
        draft.change(offer, {"state": "lapsed", "closed_on": day})


def _hangs_on_pair(view: View, duty: str) -> bool:
    """Whether a duty is owed for being in a pair; one of the file itself (核查) goes on."""
    spec = view.province.checklist.duties.get(duty, view.now)
    if spec is None or spec.scope == "pairing":
        return spec is not None
    return any(getattr(clause, "fact", "") == "child.in_pair" for clause in spec.applies_when.clauses)


def pair_text(view: View, pairing: Record) -> str:
    """Name a pair: its number and its two people."""
    return label("pair.pair_text", number=pairing.text("number"), **_names(view, pairing))


def _offer_text(view: View, pairing: Record) -> str:
    return label("pair.offer_text", **_names(view, pairing))


def _names(view: View, pairing: Record) -> dict[str, str]:
    child, mother = view.find("child", pairing.text("child")), pairings.named_mother(view, pairing)
    return {"child": child.text("name") if child else "", "mother": mother.text("name") if mother else ""}
