"""One step of a record's life, as a province's own Python is asked about it and told of it."""

from __future__ import annotations

import msgspec

from aixin_tui.domain.record import Record


class TransitionRequest(msgspec.Struct, frozen=True, kw_only=True):
    """One step of one record: before it is written (audit), or after (transitioned)."""

    record: Record
    """The record as it stands with the step taken, without what is sealed."""
    transition: str
    to: str
    day: str
    """ISO day of the step."""
    operator: str
    reason: str = ""
