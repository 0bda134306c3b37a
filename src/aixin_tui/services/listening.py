"""What a province's own Python is asked before a step is written, and told after it (`plugin.py`, two hooks)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import replace

from aixin_tui.domain.problem import Problem
from aixin_tui.domain.record import Change, Record, Value, rows
from aixin_tui.engine.spec.step import TransitionRequest
from aixin_tui.services.desk import Desk
from aixin_tui.services.ports import SILENT
from aixin_tui.services.scope import is_sealed, sealed_fields

#: What is told of a record whose kind is sealed: where it stands, and nothing of what it says.
_OF_SEALED = ("status", "division_code")


def steps_in(
    desk: Desk, changes: Iterable[Change], stand: Mapping[tuple[str, str], Record]
) -> tuple[TransitionRequest, ...]:
    """List the steps that an act's changes take, in their order; `stand` holds the records as they would then stand.

    The beginning of a life is no step. A province of data alone is asked about none.
    """
    if desk.listener is SILENT:
        return ()
    return tuple(
        step_of(desk, stand[change.kind, change.id], row)
        for change in changes if (change.kind, change.id) in stand for row in _entries(change.values)
    )


def step_of(desk: Desk, record: Record, entry: Mapping[str, Value]) -> TransitionRequest:
    """Give one entry of a life as the step that made it."""
    return TransitionRequest(
        record=_open_part(desk, record), transition=str(entry.get("by", "")), to=str(entry.get("state", "")),
        day=str(entry.get("from", "")), operator=str(entry.get("operator", "")), reason=str(entry.get("reason") or ""),
    )


def audited(desk: Desk, steps: Iterable[TransitionRequest]) -> tuple[Problem, ...]:
    """Ask about each step before it is written; a problem that names no record is given the step's."""
    return tuple(
        _placed(problem, step) for step in steps for problem in desk.listener.audit_transition(step)
    )


def told(desk: Desk, steps: Iterable[TransitionRequest]) -> tuple[Problem, ...]:
    """Tell of each step after it is durable; what comes back stops nothing any more."""
    return tuple(_placed(problem, step) for step in steps for problem in desk.listener.transitioned(step))


def _placed(problem: Problem, step: TransitionRequest) -> Problem:
    if problem.place.record:
        return problem
    return replace(problem, place=replace(problem.place, record=step.record.id))


def _entries(values: Mapping[str, Value]) -> Iterator[Mapping[str, Value]]:
    """Walk over the entries that a change adds to a life by a step, oldest first."""
    added = {path.partition("/")[2]: value for path, value in values.items() if path.startswith("status/")}
    yield from (row for _, row in rows({**(values.get("status") or {}), **added}) if row.get("by"))


def _open_part(desk: Desk, record: Record) -> Record:
    """Copy a record without what is sealed of it: no Python of a province reads that, or writes into what we hold."""
    sealed = sealed_fields(desk, record.kind)
    kept = {
        name: deepcopy(value) for name, value in record.values.items()
        if name not in sealed and (name in _OF_SEALED or not is_sealed(desk, record.kind))
    }
    return replace(record, values=kept)
