"""今日: the four numbers that add up, and what has to be done today."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from aixin_tui.domain.record import Record, members
from aixin_tui.engine.pairings import PROPOSED, named_mother
from aixin_tui.engine.snapshot import Snapshot
from aixin_tui.engine.view import View
from aixin_tui.services.desk import Desk, Who
from aixin_tui.services.due import DueBoard, due_board
from aixin_tui.services.harm import Alert, list_alerts
from aixin_tui.services.pairs.again import ToPairAgain, to_pair_again
from aixin_tui.services.pairs.debts import Debt, debts_in
from aixin_tui.services.scope import narrowed
from aixin_tui.services.today_models import NUMBERS
from aixin_tui.services.viewing import seen_runs, view_of
from aixin_tui.services.work_list import WorkCount, work_counts


@dataclass(frozen=True, slots=True)
class OpenOffer:
    """A proposal that waits for answers or for a reviewer."""

    proposal: str
    child: str
    child_name: str
    mother: str
    mother_name: str
    offered_on: str
    held_for: tuple[str, ...]
    """What a reviewer has to approve, in words."""


@dataclass(frozen=True, slots=True)
class TodayBoard:
    """`on_file` = `paired` + `waiting` + `not_agreed` + `to_check` (底数 = 已结对 + 待结对 + 不同意 + 待核)."""

    day: str
    scope: str
    place: str
    on_file: int
    paired: int
    waiting: int
    not_agreed: int
    to_check: int
    due: DueBoard
    alerts: tuple[Alert, ...]
    held_rows: int
    offers: tuple[OpenOffer, ...]
    debts: tuple[Debt, ...]
    work: tuple[WorkCount, ...] = ()
    """Open referrals, wishes, plans and incidents, as far as the operator may see them."""
    again: tuple[ToPairAgain, ...] = ()
    """Children whose pair has ended and who wait for another."""


def today_board(desk: Desk, who: Who, scope: str = "") -> TodayBoard:
    """Draw up today for a division (the operator's if empty)."""
    place = narrowed(who, scope)
    view = view_of(desk, who, scope=place)
    states = Counter(view.core_state(child) for child in view.records("child") if view.place(child).startswith(place))
    numbers = {name: sum(states[state] for state in held) for name, held in NUMBERS.items()}
    return TodayBoard(
        day=view.now, scope=place, place=desk.province.divisions.path(place or desk.office),
        on_file=sum(numbers.values()), **numbers,
        due=due_board(desk, who, place, view=view),
        alerts=list_alerts(desk, who, place),
        held_rows=held_rows(who, view.snapshot),
        offers=open_offers(view, place),
        debts=debts_in(view, place),
        work=work_counts(desk, who, view, place), again=to_pair_again(view, place),
    )


def held_rows(who: Who, snapshot: Snapshot) -> int:
    """Count the rows of imports that wait for somebody to decide."""
    seen = seen_runs(who, snapshot)
    return sum(1 for row in snapshot.of("import_row") if row.text("state") == "held" and row.text("run") in seen)


def open_offers(view: View, scope: str = "") -> tuple[OpenOffer, ...]:
    """List the offers in a division that wait for answers or for a reviewer, oldest first."""
    open_ones = (p for p in view.records("pairing") if view.state(p) == PROPOSED and view.place(p).startswith(scope))
    found = [_offer(view, pairing) for pairing in open_ones]
    return tuple(sorted(found, key=lambda offer: (offer.offered_on, offer.proposal)))


def _offer(view: View, pairing: Record) -> OpenOffer:
    child, mother = view.find("child", pairing.text("child")), named_mother(view, pairing)
    place = view.place(pairing)
    checks = {check.key: check.say for check in view.province.policy.checks.at(view.now, place)}
    return OpenOffer(
        pairing.text("proposal") or pairing.id, pairing.text("child"), child.text("name") if child else "",
        mother.id if mother else "", mother.text("name") if mother else "", pairing.text("offered_on"),
        tuple(checks.get(key, key) for key in members(pairing.get("held_for"))),
    )
