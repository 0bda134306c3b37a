"""The state of a record on a day, from its dated `status` rows.

Each row says `state`, `from`, `by` (the transition), `reason` and `operator`; row ids sort in the order of entry, so
two entries of one day keep theirs. The state on a day is that of the last row that begins by then.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from aixin_tui.domain.record import Record, rows
from aixin_tui.engine.dates import day_text
from aixin_tui.engine.spec.province import Province
from aixin_tui.engine.spec.workflow import ANY, LifeSpec, StateSpec


@dataclass(frozen=True, slots=True)
class Entered:
    """One entry into a state."""

    row: str
    state: str
    day: str
    by: str = ""
    reason: str = ""
    operator: str = ""


def history(record: Record) -> tuple[Entered, ...]:
    """List the entries into states in the order of their days, those of one day in the order of entry."""
    found = [
        Entered(row, str(held.get("state", "")), day_text(held.get("from")), str(held.get("by") or ""),
                str(held.get("reason") or ""), str(held.get("operator") or ""))
        for row, held in rows(record.get("status"))
        if held.get("state") and not held.get("voided")
    ]
    return tuple(sorted(found, key=lambda entered: (entered.day, entered.row)))


def until(record: Record, day: str) -> tuple[Entered, ...]:
    """List the entries up to an ISO day."""
    return tuple(entered for entered in history(record) if entered.day <= day)


def begun_on(record: Record) -> str:
    """Give the day on which the record's life began; empty, and so before every day, without dated states."""
    status = record.values.get("status")
    if not status:
        return ""
    return min((day_text(row.get("from")) for _, row in rows(status) if row.get("state")), default="")


def state_on(record: Record, life: LifeSpec | None, day: str) -> str:
    """Give the state on an ISO day: empty before the first entry, the life's first state where none is recorded."""
    known = history(record)
    if known:
        return next((entered.state for entered in reversed(known) if entered.day <= day), "")
    return first_state(life)


def first_state(life: LifeSpec | None) -> str:
    """Name the state in which a record of this life begins; empty without a life."""
    return next(iter(life.states), "") if life else ""


def entered_on(record: Record, state: str, day: str) -> str:
    """Give the day on which the state was last entered, up to an ISO day; empty if it never was."""
    return next((entered.day for entered in reversed(until(record, day)) if entered.state == state), "")


def state_spec(province: Province, kind: str, state: str) -> StateSpec | None:
    """Find the declaration of a state of a kind's life."""
    life = province.lives.get(kind)
    return life.states.get(state) if life else None


def core_of(province: Province, kind: str, state: str) -> str:
    """Name the core state in which a state counts; a state without one counts as itself."""
    found = state_spec(province, kind, state)
    return (found.core or state) if found else state


def order_of(province: Province, kind: str) -> Sequence[str]:
    """List the states of a kind in their order, which is their rank."""
    life = province.lives.get(kind)
    return tuple(life.states) if life else ()


def path_to(life: LifeSpec, state: str) -> tuple[str, ...]:
    """Give the shortest way through the steps of a life from its first state to a state; that state alone if none."""
    first = next(iter(life.states), state)
    ways: dict[str, tuple[str, ...]] = {first: (first,)}
    queue = [first]
    steps = life.transitions.versions()
    while queue:
        at = queue.pop(0)
        for step in steps:
            if (at in step.sources or step.sources == (ANY,)) and step.to not in ways:
                ways[step.to] = (*ways[at], step.to)
                queue.append(step.to)
    return ways.get(state, (state,))
