"""Offers that a person holds fixed: a run leaves them as they are, and proposes for everybody else around them."""

from __future__ import annotations

from dataclasses import dataclass

from aixin_tui.domain.problem import Problem
from aixin_tui.engine.matching.from_view import FIXED
from aixin_tui.services.acting import Draft, alone
from aixin_tui.services.desk import Desk, Result, Who
from aixin_tui.services.matching.offers import offer_at_hand


@dataclass(frozen=True, slots=True)
class HoldOffers:
    """Hold open offers fixed, or with `release` let runs deal with them again."""

    offers: tuple[str, ...]
    release: bool = False


@alone
def hold_offers(desk: Desk, who: Who, command: HoldOffers) -> Result:
    """Hold open offers fixed, or release them, as one act; nothing is written where one of them is not open."""
    found = [offer_at_hand(desk, who, key) for key in dict.fromkeys(command.offers)]
    problems: tuple[Problem, ...] = tuple(problem for _, wrong in found for problem in wrong)
    if problems:
        return Result(problems=problems)
    draft = Draft(desk, who, "release_offer" if command.release else "hold_offer")
    for offer, _ in found:
        if offer is not None:
            draft.change(offer, {FIXED: None if command.release else True})
    return draft.commit()
