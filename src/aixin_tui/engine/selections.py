"""Selections: the linked records of a kind that meet a condition (province-language 1.4).

Left out, unless the condition names that fact: visits that met nobody, activities that did not reach the child, and
pairings that are only proposed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from aixin_tui.domain.record import Record, members
from aixin_tui.engine import pairings
from aixin_tui.engine.spec import condition as spec
from aixin_tui.engine.spec.condition import Condition, Selection

if TYPE_CHECKING:
    from aixin_tui.engine.view import View

#: The fact of each kind that decides what is left out where a condition does not speak of it.
LEFT_OUT: Mapping[str, str] = {
    "home_visit": "home_visit.met",
    "activity": "activity.reached",
    "pairing": "pairing.state",
}
_COUNTS: Mapping[str, Callable[[View, Record], bool]] = {
    "home_visit": lambda _view, visit: "nobody" not in members(visit.get("met")),
    "activity": lambda _view, activity: activity.get("reached") is not False,
    "pairing": lambda view, pairing: pairings.state_of(view, pairing) != pairings.PROPOSED,
}


def facts_named(condition: Condition) -> Iterator[str]:
    """Walk over the facts that a condition speaks of, at any depth; not those of selections inside it."""
    for clause in condition.clauses:
        if isinstance(clause, spec.FactTest):
            yield clause.fact
        elif isinstance(clause, spec.AnyOf):
            for one in clause.conditions:
                yield from facts_named(one)
        elif isinstance(clause, spec.Not):
            yield from facts_named(clause.condition)


def _leaves_out(kind: str, condition: Condition) -> bool:
    return kind in LEFT_OUT and LEFT_OUT[kind] not in facts_named(condition)


def select(view: View, selection: Selection, record: Record) -> tuple[Record, ...]:
    """List the linked records that meet the selection, by date and id."""
    return _meeting(view, selection.of, selection.where, view.linked(selection.of, record))


def meeting(view: View, kind: str, condition: Condition) -> tuple[Record, ...]:
    """List all records of a kind that meet a condition, by id."""
    return _meeting(view, kind, condition, view.records(kind))


def _meeting(view: View, kind: str, condition: Condition, among: tuple[Record, ...]) -> tuple[Record, ...]:
    counts = _COUNTS[kind] if _leaves_out(kind, condition) else None
    test = view.rules.test(kind, condition)
    return tuple(r for r in among if (counts is None or counts(view, r)) and test(view, r))


def latest(view: View, kind: str, record: Record, *, everything: bool = False) -> Record | None:
    """Give the newest linked record of a kind, by its date and then its id.

    `everything` leaves nothing out; else an attempt that met nobody, a call that reached nobody or a mere offer does
    not stand before what really happened.
    """
    found = view.linked(kind, record)
    if kind in _COUNTS and not everything:
        found = tuple(r for r in found if _COUNTS[kind](view, r))
    return found[-1] if found else None
