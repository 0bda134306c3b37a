"""Pairs made by hand, and what an existing pair still owes (待补件). Ending and pausing: `ending`, `pausing`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aixin_tui.services.casework import Failing
from aixin_tui.services.desk import Desk, Result, Who
from aixin_tui.services.ending import EndPairing, end_pairing, what_pair_ends
from aixin_tui.services.pausing import PausePairing, ResumePairing, pause_pairing, resume_pairing

__all__ = [
    "AcceptProposal", "Debt", "EndPairing", "PairByHand", "PausePairing", "ResumePairing", "all_debts", "check_pair",
    "confirm", "debts", "end_pairing", "pair_by_hand", "pause_pairing", "resume_pairing", "what_pair_ends",
]


@dataclass(frozen=True, slots=True)
class PairByHand:
    """One child with one mother (or team, by `mother_team`) that a person chose.

    `started_on` is an ISO day (today if empty). `confirmed=False` leaves an offer that waits for the answers.
    """

    child: str
    loving_mother: str = ""
    mother_team: str = ""
    role: str = "lead"
    started_on: str = ""
    confirmed: bool = True
    number: str = ""
    values: Mapping[str, Any] | None = None
    """Further fields of the pairing form: mode, child_wish, child_answer, …"""


@dataclass(frozen=True, slots=True)
class AcceptProposal:
    """An open offer becomes a pair; a reviewer's acceptance also lets its `held_for` checks pass."""

    proposal: str
    started_on: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Debt:
    """A paper that a pair in force still lacks, and by when it is asked for (系统默认)."""

    pairing: str
    number: str
    child: str
    child_name: str
    mother_name: str
    key: str
    """`consent` or `query`, or the key of an approve check, which is then a question and no debt."""
    text: str
    due_on: str
    is_question: bool = False


def pair_by_hand(desk: Desk, who: Who, command: PairByHand) -> Result:
    """Make a pair: it begins as a proposal, the law's and the policy's checks run, the child's steps are taken; one act.

    A failed `approve` check makes the offer wait in `held_for` unless the operator is a reviewer. `Result.records`:
    the proposal, the pairing (if confirmed), the child. Problems carry `check`, `say`, `who` as values (PAIR_001…).
    """
    raise NotImplementedError


def confirm(desk: Desk, who: Who, command: AcceptProposal) -> Result:
    """Turn an open offer into a pair in force: checks run again on the day, number given, child moved; one act."""
    raise NotImplementedError


def check_pair(desk: Desk, who: Who, command: PairByHand) -> tuple[Failing, ...]:
    """Say what would keep this child and this mother apart, without writing."""
    raise NotImplementedError


def debts(desk: Desk, who: Who, pairing_id: str) -> tuple[Debt, ...]:
    """List the papers that one pair in force still owes, and its open questions."""
    raise NotImplementedError


def all_debts(desk: Desk, who: Who, scope: str = "") -> tuple[Debt, ...]:
    """List the debts and questions of every pair in force in `scope`."""
    raise NotImplementedError
