"""What becomes of an offer: accepted it is a pair, declined the child waits again (`aixin match accept|decline`)."""

from __future__ import annotations

from dataclasses import dataclass

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Place, Problem
from aixin_tui.domain.record import Record
from aixin_tui.services.acting import Draft, alone
from aixin_tui.services.desk import Desk, Result, Who
from aixin_tui.services.matching.running import back_to_waiting, open_offers
from aixin_tui.services.matching.showing import LAPSED, OFFERED, open_of_run
from aixin_tui.services.scope import inside, refusals
from aixin_tui.texts import label

ACCEPTED, DECLINED = "accepted", "declined"
#: Who may decline.
SIDES = ("mother", "guardian", "child")


@dataclass(frozen=True, slots=True)
class Accept:
    """An offer is accepted by both sides: the pair begins on `started_on` (an ISO day; today if empty)."""

    proposal: str
    started_on: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class AcceptAll:
    """Accept every open offer of a run (the latest of the office if empty)."""

    run: str = ""
    started_on: str = ""


@dataclass(frozen=True, slots=True)
class Decline:
    """One side declines: `by` mother, guardian or child; `reason` is a key of the province's list."""

    proposal: str
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class AcceptedAll:
    """What became of each offer of a run, in the order of the run."""

    results: tuple[tuple[str, Result], ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def count(self) -> int:
        """How many pairs were made."""
        return sum(result.done for _, result in self.results)


@alone
def accept(desk: Desk, who: Who, command: Accept) -> Result:
    """Make an open offer a pair in force: checks run again, the number is given, the child moves; one act."""
    from aixin_tui.services.pairs.pairing import AcceptProposal, confirm

    offer, problems = offer_at_hand(desk, who, command.proposal)
    if offer is None:
        return Result(problems=problems)
    return confirm(desk, who, AcceptProposal(command.proposal, command.started_on, command.number))


@alone
def accept_all(desk: Desk, who: Who, command: AcceptAll) -> AcceptedAll:
    """Accept every open offer of a run, as one act; what is held for a reviewer or refused stays and is told."""
    from aixin_tui.services.matching.accepting import AcceptProposals, confirm_together
    from aixin_tui.services.pairs.pairing import AcceptProposal

    run_id, waiting, problems = open_of_run(desk, who, command.run)
    if problems:
        return AcceptedAll(problems=problems)
    found = {key: offer_at_hand(desk, who, key) for key in waiting}
    known = [key for key, (offer, _) in found.items() if offer is not None]
    run = desk.store.get("match_run", run_id)
    made = confirm_together(desk, who, AcceptProposals(
        tuple(AcceptProposal(key, command.started_on) for key in known), run.text("within") if run else ""))
    done = {key: Result(problems=problems) for key, (_, problems) in found.items()}
    done |= zip(known, made, strict=True)
    return AcceptedAll(tuple(done.items()), tuple(problem for result in done.values() for problem in result.problems))


@alone
def decline(desk: Desk, who: Who, command: Decline) -> Result:
    """Record that an offer came to nothing, by whom and why; the child waits again; one act.

    The same two are not proposed again by a run; a person may still pair them by hand.
    """
    offer, problems = offer_at_hand(desk, who, command.proposal)
    if offer is None:
        return Result(problems=problems)
    reasons = desk.province.choices.get("decline_reasons")
    found = []
    if command.by not in SIDES:
        found.append(Problem(Code.MATCH_006, values={"by": command.by}))
    if reasons is not None and all(choice.key != command.reason for choice in reasons.choices):
        named = "、".join(f"{choice.key} {choice.label}" for choice in reasons.choices)
        found.append(Problem(Code.MATCH_004, values={"reasons": named}))
    if found:
        return Result(problems=tuple(found))
    draft = Draft(desk, who, "decline_proposal")
    view = draft.view
    day = max(view.now, offer.text("offered_on"))
    draft.change(offer, {"state": DECLINED, "closed_on": day, "declined_by": command.by, "reason": command.reason})
    child = view.find("child", offer.text("child"))
    others = [one for one in open_offers(view, "") if one.id != offer.id and one.get("child") == offer.get("child")]
    if child is not None and not others:
        back_to_waiting(draft, view, child, command.reason)
    return draft.commit()


def offer_at_hand(desk: Desk, who: Who, proposal: str) -> tuple[Record | None, tuple[Problem, ...]]:
    """Find an open offer that the operator may decide on, else say why not."""
    offer = desk.store.get("match_proposal", proposal)
    child = desk.store.get("child", offer.text("child")) if offer else None
    if offer is None or offer.is_voided or child is None or not inside(who, child.text("division_code")):
        return None, (Problem(Code.MATCH_002, place=Place(record=proposal)),)
    problems = refusals(desk, who, place=child.text("division_code"))
    if problems:
        return None, problems
    state = offer.text("state") or OFFERED
    if state != OFFERED:
        said = label(f"pair.state_{state}") if state in (ACCEPTED, DECLINED, LAPSED, "swapped") else state
        return None, (Problem(Code.MATCH_003, place=Place(record=proposal), values={"state": said}),)
    return offer, ()
