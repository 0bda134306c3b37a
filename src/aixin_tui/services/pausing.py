"""暂离: an interval of a pair in which visits rest and contact goes on."""

from __future__ import annotations

from dataclasses import dataclass

from aixin_tui.services.desk import Desk, Result, Who


@dataclass(frozen=True, slots=True)
class PausePairing:
    """The pair is paused from `from_` up to and without `to` (ISO days; `to` empty while it is open)."""

    pairing: str
    from_: str = ""
    to: str = ""
    reason: str = ""
    """A key of pause_reasons."""


@dataclass(frozen=True, slots=True)
class ResumePairing:
    """The open pause of the pair ends on `to` (ISO day)."""

    pairing: str
    to: str = ""


def pause_pairing(desk: Desk, who: Who, command: PausePairing) -> Result:
    """Add a pause to a pair in force; refused outside the pair's own time and where pauses would overlap."""
    raise NotImplementedError


def resume_pairing(desk: Desk, who: Who, command: ResumePairing) -> Result:
    """End the open pause of a pair."""
    raise NotImplementedError
