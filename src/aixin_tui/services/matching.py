"""All about matching that the faces call: the run, its offers and what becomes of them, and why (`aixin match`).

The parts: `match_running` (the run, showing it), `offers` (accept, decline), `suggesting` (one child), `match_words`
(reasons in words).
"""

from __future__ import annotations

from aixin_tui.services.match_running import (
    ProposalSaid,
    RunMatch,
    RunResult,
    UnmatchedSaid,
    latest_run,
    open_offers,
    pairs_by_id,
    run_match,
    show_run,
)
from aixin_tui.services.match_words import Points, Said
from aixin_tui.services.offers import Accept, AcceptAll, AcceptedAll, Decline, accept, accept_all, decline
from aixin_tui.services.suggesting import ChildExplained, explain_child

__all__ = [
    "Accept", "AcceptAll", "AcceptedAll", "ChildExplained", "Decline", "Points", "ProposalSaid", "RunMatch",
    "RunResult", "Said", "UnmatchedSaid", "accept", "accept_all", "decline", "explain_child", "latest_run",
    "open_offers", "pairs_by_id", "run_match", "show_run",
]
