"""The view over which a service decides: the records of a scope as known at a moment, judged on a day."""

from __future__ import annotations

from datetime import date

from aixin_tui.engine.snapshot import Snapshot
from aixin_tui.engine.view import View
from aixin_tui.services.desk import Desk, Who


def snapshot_of(desk: Desk, who: Who, scope: str = "") -> Snapshot:
    """Read the counties of `scope` (the operator's if empty) as known at `who.known_at`."""
    raise NotImplementedError


def view_of(
    desk: Desk,
    who: Who,
    day: date | None = None,
    *,
    scope: str = "",
    period: tuple[date, date] | None = None,
    snapshot: Snapshot | None = None,
) -> View:
    """Build the view of a scope on a day (today), with the festivals of the lunar table."""
    raise NotImplementedError
