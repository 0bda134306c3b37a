"""Many offers accepted at once: the pairs of a run, made as one act (`aixin match accept --all`)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from aixin_tui.services.acting import alone
from aixin_tui.services.desk import Desk, Result, Who
from aixin_tui.services.grouping import Group
from aixin_tui.services.pairs.numbering import next_number
from aixin_tui.services.pairs.pairing import AcceptProposal, confirm_in


@dataclass(frozen=True, slots=True)
class AcceptProposals:
    """Open offers become pairs; `within` is a division that holds all the people, if one is known: only it is read."""

    offers: tuple[AcceptProposal, ...]
    within: str = ""


@alone
def confirm_together(desk: Desk, who: Who, command: AcceptProposals) -> tuple[Result, ...]:
    """Turn open offers into pairs in force as one act; one answer an offer, in their order.

    Each is judged as `pairing.confirm` judges it. One that is held or refused stays as it is and keeps no other from
    being written. An offer takes a place of its mother whether it is open or a pair, so that the offers of a run say
    nothing of each other; a child's second offer is judged, and written, after the first.
    """
    answers: dict[int, Result] = {}
    rest = list(enumerate(command.offers))
    while rest:
        now, rest = _one_a_child(desk, rest)
        numbers = [number for number, _ in now]
        answers.update(zip(numbers, _confirmed(desk, who, [one for _, one in now], command.within), strict=True))
    return tuple(answers[number] for number in range(len(command.offers)))


def _one_a_child(
    desk: Desk, commands: Iterable[tuple[int, AcceptProposal]]
) -> tuple[list[tuple[int, AcceptProposal]], list[tuple[int, AcceptProposal]]]:
    """Part the offers: one of each child, and what comes after."""
    seen: set[str] = set()
    now: list[tuple[int, AcceptProposal]] = []
    later: list[tuple[int, AcceptProposal]] = []
    for number, command in commands:
        offer = desk.store.get("match_proposal", command.proposal)
        child = offer.text("child") if offer else command.proposal
        (later if child in seen else now).append((number, command))
        seen.add(child)
    return now, later


def _confirmed(desk: Desk, who: Who, commands: Sequence[AcceptProposal], scope: str) -> tuple[Result, ...]:
    group = Group(desk, who, "accept_proposal", scope=scope)
    given: dict[tuple[str, str], int] = {}
    for command in commands:
        place, year = _counted(desk, command), (command.started_on or who.today.isoformat())[:4]
        number = command.number
        if not number and place and year.isdecimal():
            first = next_number(group.snapshot, place, int(year)).rpartition("-")
            number = f"{first[0]}-{int(first[2]) + given.get((place, year), 0):04}"
        answer = group.keep(confirm_in(desk, who, replace(command, number=number), group))
        if answer.done and not command.number:
            given[place, year] = given.get((place, year), 0) + 1
    return group.commit()


def _counted(desk: Desk, command: AcceptProposal) -> str:
    """Give the county whose pairs an offer's pair is counted with; empty for an offer that is not there."""
    offer = desk.store.get("match_proposal", command.proposal)
    child = desk.store.get("child", offer.text("child")) if offer else None
    return child.text("division_code")[:6] if child else ""
