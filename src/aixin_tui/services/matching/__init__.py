"""All about matching that the faces call: the run, its offers and what becomes of them, and why (`aixin match`).

The parts: `running` (the run), `showing` (what it came to, in words), `offers` and `accepting` (what becomes of an
offer, of all offers of a run), `suggesting` (one child), `words` (reasons in words).
"""

from __future__ import annotations

from aixin_tui.services.matching.offers import Accept, AcceptAll, AcceptedAll, Decline, accept, accept_all, decline
from aixin_tui.services.matching.running import RunMatch, open_offers, pairs_by_id, run_match
from aixin_tui.services.matching.showing import ProposalSaid, RunResult, UnmatchedSaid, latest_run, show_run
from aixin_tui.services.matching.suggesting import ChildExplained, explain_child
from aixin_tui.services.matching.words import Points, Said

__all__ = [
    "Accept", "AcceptAll", "AcceptedAll", "ChildExplained", "Decline", "Points", "ProposalSaid", "RunMatch",
    "RunResult", "Said", "UnmatchedSaid", "accept", "accept_all", "decline", "explain_child", "latest_run",
    "open_offers", "pairs_by_id", "run_match", "show_run",
]
