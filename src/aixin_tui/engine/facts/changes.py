"""The derived kinds: `status_change`, an entry into a state of a child, a loving mother or a pairing; `division`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from aixin_tui.domain.record import Record
from aixin_tui.domain.region import level_of
from aixin_tui.engine import pairings, states
from aixin_tui.engine.dates import day_text

if TYPE_CHECKING:
    from aixin_tui.engine.view import View


def status_changes(view: View) -> tuple[Record, ...]:
    """List every change of state up to the view's day, by day and then by id.

    Fields: `kind` (child, loving_mother, pairing), `from_state`, `to_state`, `reason`, `date`, and the link.
    """
    found = [*_of_people(view, "child"), *_of_people(view, "loving_mother"), *_of_pairings(view)]
    return tuple(sorted(found, key=lambda change: (change.text("date"), change.id)))


def _change(kind: str, record: Record, row: str, values: Mapping[str, Any]) -> Record:
    links = {kind: record.id}
    if kind == "pairing":
        links |= {side: record.get(side) for side in ("child", "loving_mother") if record.get(side)}
    return Record("status_change", f"{record.id}:{row}", {"kind": kind, **links, **values}, record.recorded_at)


def _of_people(view: View, kind: str) -> Iterator[Record]:
    for record in view.records(kind):
        before = ""
        for entered in states.until(record, view.now):
            yield _change(kind, record, entered.row, {
                "from_state": before or None, "to_state": entered.state, "reason": entered.reason or None,
                "date": entered.day, "by": entered.by,
            })
            before = entered.state


def _of_pairings(view: View) -> Iterator[Record]:
    for pairing in view.records("pairing"):
        offered = pairings.offered_on(view, pairing)
        steps = (
            (pairings.PROPOSED, offered, None),
            (pairings.IN_FORCE, day_text(pairing.get("started_on")), None),
            (pairings.ENDED, day_text(pairing.get("ended_on")), pairing.get("end_reason")),
        )
        before: str | None = None
        for state, day, reason in steps:
            if day and day <= view.now:
                yield _change("pairing", pairing, state, {
                    "from_state": before, "to_state": state, "reason": reason, "date": day,
                })
                before = state


def divisions(view: View) -> tuple[Record, ...]:
    """List the divisions of the office, itself included, as records with code, name and level, by code."""
    return tuple(
        Record("division", code, {
            "code": code, "name": view.province.divisions.name(code), "level": str(level_of(code) or ""),
            "division_code": code,
        })
        for code in view.province.divisions
        if code.startswith(view.office)
    )
