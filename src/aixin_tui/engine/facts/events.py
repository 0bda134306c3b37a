"""Computed facts of activities: a child's share of an event is of the kinds that the event counts as."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from aixin_tui.domain.record import Record, Value, members
from aixin_tui.engine.rules import Getter

if TYPE_CHECKING:
    from aixin_tui.engine.view import View


def _kind(view: View, record: Record) -> tuple[Value, ...]:
    own = members(record.values.get("kind"))
    if own or not record.values.get("event"):
        return own
    event = view.snapshot.get("event", record.text("event"))
    return members(event.values.get("activity_kind")) if event is not None else ()


OF_ACTIVITY: Mapping[str, Getter] = {"kind": _kind}
