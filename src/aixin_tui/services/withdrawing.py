"""撤回同意: first what it ends is shown, then all of it ends on that day in one act."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from aixin_tui.services.desk import Desk, Result, Who


@dataclass(frozen=True, slots=True)
class Ended:
    """One thing that would end: a pairing, an offer, a plan, a duty (then `id` is `duty:record`)."""

    kind: str
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Ending:
    """All that a withdrawal ends; shown before it is saved."""

    child: str
    day: str
    pairings: tuple[Ended, ...] = ()
    offers: tuple[Ended, ...] = ()
    plans: tuple[Ended, ...] = ()
    duties: tuple[Ended, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing hangs on the consent."""
        return not (self.pairings or self.offers or self.plans or self.duties)


@dataclass(frozen=True, slots=True)
class Withdraw:
    """A guardian (the one of `consent`, else every consent for pairing) or the child takes the yes back."""

    child: str
    day: date | None = None
    reason: str = ""
    consent: str = ""


def what_ends(desk: Desk, who: Who, child_id: str, day: date | None = None) -> Ending:
    """List what a withdrawal on `day` would end."""
    raise NotImplementedError


def withdraw_consent(desk: Desk, who: Who, command: Withdraw) -> Result:
    """Withdraw, end pairs, offers and plans that day and move the child to not_agreed: one act; the past stays valid.

    `Result.about["ended"]` is the Ending that was carried out.
    """
    raise NotImplementedError
