"""What 今日 says: the four numbers, and what has to be done. Light, since the app shows the numbers first of all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aixin_tui.services.harm import Alert
    from aixin_tui.services.pairs.again import ToPairAgain
    from aixin_tui.services.pairs.debts import Debt
    from aixin_tui.services.today import OpenOffer
    from aixin_tui.services.work_list import WorkCount

#: Core states of a child by the number that counts it (design.md section 11); a closed child is in none.
NUMBERS = {
    "paired": frozenset({"paired", "under_review"}),
    "waiting": frozenset({"consented", "waiting", "proposed"}),
    "not_agreed": frozenset({"not_agreed"}),
    "to_check": frozenset({"screened", "filed", "assessed"}),
}


@dataclass(frozen=True, slots=True)
class TodayNumbers:
    """The four numbers that add up to those on file."""

    day: str
    place: str
    on_file: int
    paired: int
    waiting: int
    not_agreed: int
    to_check: int


@dataclass(frozen=True, slots=True)
class DutyCount:
    """How much of one duty is due and was missed."""

    duty: str
    label: str
    due: int
    missed: int


@dataclass(frozen=True, slots=True)
class TodayWork:
    """What has to be done, in one region or in all that were looked at."""

    due: tuple[DutyCount, ...] = ()
    alerts: tuple[Alert, ...] = ()
    offers: tuple[OpenOffer, ...] = ()
    offer_count: int = 0
    debts: tuple[Debt, ...] = ()
    debt_count: int = 0
    work: tuple[WorkCount, ...] = ()
    held_rows: int = 0
    unreported: int = 0
    again: tuple[ToPairAgain, ...] = ()
    """Children whose pair has ended and who wait for another, those who wait longest first."""
    again_count: int = 0
