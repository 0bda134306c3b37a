"""All about matching that the faces call: the run, its offers and what becomes of them, and why (`aixin match`).

The parts: `running` (the run), `exporting` (its problem as a file), `showing` (what it came to, in words), `offers` and
`accepting` (what becomes of an offer, of all offers of a run), `swapping` and `holding` (what a person changes),
`suggesting` (one child), `explaining` and `why_not` over `solving_anew` and `losing` (why her, why not another),
`remedies` (what the children left need), `comparing` (under another policy), `verifying` and `sealing` (whether a
run is still what it was), `words` (reasons in words).
"""

from __future__ import annotations

from aixin_tui.services.matching.comparing import Compared, ComparePolicies, compare_policies
from aixin_tui.services.matching.explaining import ChildExplained, RunnerUpSaid, explain_child
from aixin_tui.services.matching.holding import HoldOffers, hold_offers
from aixin_tui.services.matching.offers import Accept, AcceptAll, AcceptedAll, Decline, accept, accept_all, decline
from aixin_tui.services.matching.remedies import RemedyGroup, remedies
from aixin_tui.services.matching.running import RunMatch, open_offers, pairs_by_id, run_match
from aixin_tui.services.matching.showing import ProposalSaid, RunResult, UnmatchedSaid, latest_run, show_run
from aixin_tui.services.matching.swapping import SwapChoice, SwapOffers, Swapped, swap_choices, swap_offers
from aixin_tui.services.matching.verifying import RunVerified, verify_run
from aixin_tui.services.matching.why_not import WhyNot, why_not
from aixin_tui.services.matching.words import Points, Said

__all__ = [
    "Accept", "AcceptAll", "AcceptedAll", "ChildExplained", "ComparePolicies", "Compared", "Decline", "HoldOffers",
    "Points", "ProposalSaid", "RemedyGroup", "RunMatch", "RunResult", "RunVerified", "RunnerUpSaid", "Said",
    "SwapChoice", "SwapOffers", "Swapped", "UnmatchedSaid", "WhyNot", "accept", "accept_all", "compare_policies",
    "decline", "explain_child", "hold_offers", "latest_run", "open_offers", "pairs_by_id", "remedies", "run_match",
    "show_run", "swap_choices", "swap_offers", "verify_run", "why_not",
]
