"""终止结对: ending a pair, after showing what ends with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from aixin_tui.services.desk import Desk, Result, Who
from aixin_tui.services.withdrawing import Ending


@dataclass(frozen=True, slots=True)
class EndPairing:
    """The pair is in force no longer on `ended_on` (ISO day); `reason` is a key of end_reasons."""

    pairing: str
    ended_on: str = ""
    reason: str = ""


def what_pair_ends(desk: Desk, who: Who, pairing_id: str, day: date | None = None) -> Ending:
    """List what ends with the pair: its plans and duties."""
    raise NotImplementedError


def end_pairing(desk: Desk, who: Who, command: EndPairing) -> Result:
    """End a pair; a child with no other pair in force goes back to 待结对 in the same act."""
    raise NotImplementedError
