"""对调: a person changes what a run proposed: two offers exchange their mothers, or one offer goes to another mother.

What that costs is said before anything is written. The law's and the province's hard rules stand as for any pair. The
old offers are closed, new ones take their place, marked as made by hand and held fixed: a run leaves them as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Place, Problem, Severity
from aixin_tui.domain.record import Receipt, Record
from aixin_tui.engine import pairings
from aixin_tui.engine.failed import APPROVE
from aixin_tui.engine.matching.from_view import FIXED, Market, market, priority_of
from aixin_tui.engine.matching.instance import ELSEWHERE
from aixin_tui.engine.pair_checks import checks_on
from aixin_tui.engine.spec.core import NEAR_TIERS
from aixin_tui.engine.view import View
from aixin_tui.services.acting import Draft, alone
from aixin_tui.services.desk import Desk, Who
from aixin_tui.services.failing import failing_of, problems_of
from aixin_tui.services.matching.offers import offer_at_hand
from aixin_tui.services.matching.running import open_offers
from aixin_tui.services.matching.showing import BY_HAND, OFFERED, ProposalSaid, proposal_said
from aixin_tui.services.matching.words import Said, person_name
from aixin_tui.services.scope import inside
from aixin_tui.services.viewing import view_of

#: The state of an offer in whose place a person put another.
SWAPPED = "swapped"


@dataclass(frozen=True, slots=True)
class SwapOffers:
    """Let an open offer exchange its mother with another open offer, or go to `loving_mother`; `reason` in own words.

    `dry_run` says what it would cost and writes nothing.
    """

    offer: str
    other_offer: str = ""
    loving_mother: str = ""
    reason: str = ""
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Swapped:
    """The offers before and after, and by how many points of the province's policy all of them together rise.

    `more` is below 0 where the change fits better; None where somebody's points are not known.
    """

    before: tuple[ProposalSaid, ...] = ()
    after: tuple[ProposalSaid, ...] = ()
    more: int | None = None
    said: tuple[Said, ...] = ()
    problems: tuple[Problem, ...] = ()
    receipt: Receipt | None = None

    @property
    def done(self) -> bool:
        """Whether the change was written."""
        return self.receipt is not None

    @property
    def is_possible(self) -> bool:
        """Whether no rule stands against it."""
        return not any(problem.severity is Severity.ERROR for problem in self.problems)


@dataclass(frozen=True, slots=True)
class SwapChoice:
    """Somebody an offer could go to: a mother with a free place, or through an exchange with another open offer."""

    loving_mother: str
    name: str
    tier: str
    more: int
    offer: str = ""
    """The offer to exchange with; empty where she has a free place."""
    child_name: str = ""


@dataclass(frozen=True, slots=True)
class _Move:
    """One child that goes from its offer to another mother."""

    offer: Record
    child: Record
    mother: Record


def swap_offers(desk: Desk, who: Who, command: SwapOffers) -> Swapped:
    """Exchange two offers, or give one to another mother, as one act; refused where a hard rule stands against it."""
    return _swapped(desk, who, command) if command.dry_run else _swap_alone(desk, who, command)


def _swapped(desk: Desk, who: Who, command: SwapOffers) -> Swapped:
    draft = Draft(desk, who, "swap_offers")
    view = draft.view
    moves, problems = _moves(desk, who, view, command)
    if not command.reason.strip() and not command.dry_run:
        problems = (*problems, Problem(Code.MATCH_009, place=Place(field="reason")))
    if problems:
        return Swapped(problems=problems)
    found = _weighed(view, moves, command.reason)
    if command.dry_run or not found.is_possible:
        return found
    made = []
    for move, said in zip(moves, _new_values(view, moves, command.reason), strict=True):
        draft.change(move.offer, {"state": SWAPPED, "closed_on": view.now, "reason": command.reason})
        made.append(draft.add("match_proposal", said, place=view.place(move.child)))
    result = draft.commit(found.problems)
    if not result.done:
        return Swapped(problems=result.problems)
    after = tuple(replace(one, id=record.id) for one, record in zip(found.after, made, strict=True))
    return replace(found, after=after, receipt=result.receipt, problems=result.problems)


#: Nobody takes a place between the look at it and the change.
_swap_alone = alone(_swapped)


def _moves(desk: Desk, who: Who, view: View, command: SwapOffers) -> tuple[tuple[_Move, ...], tuple[Problem, ...]]:
    """Find who goes where, else say what is wrong with the command."""
    offer, problems = offer_at_hand(desk, who, command.offer)
    other, more = offer_at_hand(desk, who, command.other_offer) if command.other_offer else (None, ())
    if problems or more or offer is None:
        return (), (*problems, *more)
    pairs = [(offer, pairings.mother_id(other) if other is not None else command.loving_mother)]
    pairs += [(other, pairings.mother_id(offer))] if other is not None else []
    moves = []
    for one, mother_id in pairs:
        child, mother = view.find("child", one.text("child")), pairings.find_mother(view, mother_id)
        if child is None or mother is None or mother.is_voided:
            return (), (Problem(Code.PAIR_003, place=Place(field="loving_mother")),)
        if pairings.mother_id(one) == mother.id:
            return (), (Problem(Code.MATCH_008, values={"name": person_name(view, mother.id)}),)
        moves.append(_Move(one, child, mother))
    return tuple(moves), ()


def _weighed(view: View, moves: Sequence[_Move], reason: str) -> Swapped:
    """Say what stands before and after, what it costs, and which rules stand against it."""
    before = tuple(proposal_said(view, _as_now(view, moves, move)) for move in moves)
    after = tuple(
        proposal_said(view, Record("match_proposal", "", values)) for values in _new_values(view, moves, reason)
    )
    known = all(one.tier in NEAR_TIERS for one in (*before, *after))
    more = sum(one.points for one in after) - sum(one.points for one in before) if known else None
    said = () if more is None else (_cost_said(more),)
    return Swapped(before, after, more, said, tuple(_problems(view, moves)))


def _cost_said(more: int) -> Said:
    key = "swap_same" if not more else "swap_more" if more > 0 else "swap_less"
    return Said(key, {"points": abs(more)})


def _problems(view: View, moves: Sequence[_Move]) -> Iterator[Problem]:
    """Run every check on each new pair as if the old offers were gone, and look whether she has a place."""
    gone = view.with_records([replace(move.offer, values={**move.offer.values, "state": SWAPPED,
                                                         "closed_on": view.now}) for move in moves])
    declined = declined_pairs(view)
    for move in moves:
        would = pairings.would_be(move.child, move.mother, move.offer.text("role") or "lead")
        found = [failing_of(one) for one in checks_on(gone, would)]
        yield from problems_of(found, refused=Code.PAIR_001, held=Code.PAIR_002, warned=Code.PAIR_012,
                               record=move.offer.id)
        if (move.child.id, move.mother.id) in declined:
            yield Problem(Code.MATCH_010, Severity.WARNING, Place(record=move.offer.id),
                          values={"name": move.mother.text("name"), "child": move.child.text("name")})


def declined_pairs(view: View) -> frozenset[tuple[str, str]]:
    """Name the pairs of which one side has said no."""
    return frozenset((offer.text("child"), pairings.mother_id(offer))
                     for offer in view.snapshot.of("match_proposal") if offer.get("state") == "declined")


def _as_now(view: View, moves: Sequence[_Move], move: _Move) -> Record:
    """Give an offer with its points of today, as the new ones get theirs."""
    mother = pairings.find_mother(view, pairings.mother_id(move.offer))
    values = _numbers(view, moves, move.child, mother, move.offer.text("role")) if mother is not None else {}
    return replace(move.offer, values={**move.offer.values, **values})


def _new_values(view: View, moves: Sequence[_Move], reason: str) -> list[dict[str, object]]:
    found = []
    for move in moves:
        held = {one.key: True for one in checks_on(view, pairings.would_be(move.child, move.mother))
                if one.level == APPROVE}
        found.append({
            "child": move.child.id, move.mother.kind: move.mother.id, "role": move.offer.text("role") or "lead",
            "state": OFFERED, "offered_on": view.now, "match_run": move.offer.text("match_run"),
            "priority": min(priority_of(view, move.child), 3), "held_for": held, FIXED: True,
            BY_HAND: reason.strip() or "-",
            **_numbers(view, moves, move.child, move.mother, move.offer.text("role")),
        })
    return found


def _numbers(view: View, moves: Sequence[_Move], child: Record, mother: Record, role: str) -> dict[str, object]:
    """Work out tier, points by term and load of a pair; the offers that are changed count for nothing."""
    found = market(view, (child,), keep=False, role=role or "lead")
    index = _index_of(found, mother)
    tier = found.instance.tier(0, index) if index is not None else ELSEWHERE
    if index is None or tier >= ELSEWHERE:
        return {"tier": "", "terms": {}, "load": 0}
    gone = frozenset(move.offer.id for move in moves)
    held = len(pairings.children_with(view, mother, without=gone))
    return {"tier": NEAR_TIERS[tier], "terms": dict(found.instance.terms(0, index)),
            "load": found.instance.load_of(held)}


def _index_of(found: Market, mother: Record) -> int | None:
    return next((number for number, one in enumerate(found.mothers) if one.id == mother.id), None)


def swap_choices(desk: Desk, who: Who, offer_id: str, limit: int = 8) -> tuple[SwapChoice, ...]:
    """List to whom an open offer could go, the fewest points more first: free mothers, and exchanges of two offers."""
    offer, _ = offer_at_hand(desk, who, offer_id)
    view = view_of(desk, who)
    child = view.find("child", offer.text("child")) if offer is not None else None
    if offer is None or child is None:
        return ()
    free = [SwapOffers(offer.id, loving_mother=mother) for mother in _free_mothers(view, offer, child, limit)]
    others = [SwapOffers(offer.id, other_offer=one.id) for one in open_offers(view, "")
              if one.id != offer.id and inside(who, view.place(view.find("child", one.text("child")) or one))
              and pairings.mother_id(one) != pairings.mother_id(offer) and one.get("role") == offer.get("role")]
    found = [choice for command in (*free, *others[:60]) if (choice := _choice(desk, who, view, command)) is not None]
    return tuple(sorted(found, key=lambda one: (one.more, one.loving_mother, one.offer))[:limit])


def _choice(desk: Desk, who: Who, view: View, command: SwapOffers) -> SwapChoice | None:
    """Weigh one change; None where a rule stands against it, or she has no place."""
    moves, problems = _moves(desk, who, view, command)
    if problems:
        return None
    found = _weighed(view, moves, "")
    full = any(problem.values.get("check") == "places" for problem in found.problems)
    if not found.is_possible or full or found.more is None:
        return None
    first = found.after[0]
    return SwapChoice(first.loving_mother, first.mother_name, first.tier, found.more, command.other_offer,
                      found.after[1].child_name if len(found.after) > 1 else "")


def _free_mothers(view: View, offer: Record, child: Record, limit: int) -> list[str]:
    """Name the mothers with a free place who may take the child, the fewest points first."""
    found = market(view, (child,), keep=False, role=offer.text("role") or "lead")
    ranked = sorted(
        (cost + found.instance.slot_cost(number, 0), number)
        for number, mother in enumerate(found.mothers)
        if mother.id != pairings.mother_id(offer) and (cost := found.instance.cost(0, number)) is not None
    )
    return [found.mothers[number].id for _, number in ranked][:limit]


__all__ = ["SwapChoice", "SwapOffers", "Swapped", "swap_choices", "swap_offers"]
