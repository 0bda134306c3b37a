"""今日: the four numbers that add up, and what has to be done today."""

from __future__ import annotations

from dataclasses import dataclass

from aixin_tui.services.desk import Desk, Who
from aixin_tui.services.due import DueBoard
from aixin_tui.services.harm import Alert
from aixin_tui.services.pairing import Debt


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


def today_board(desk: Desk, who: Who, scope: str = "") -> TodayBoard:
    """Draw up today for a division (the operator's if empty)."""
    raise NotImplementedError
