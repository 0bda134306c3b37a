"""撤销: an act taken back as a whole, as one new act."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from aixin_tui.domain.codes import Code
from aixin_tui.domain.kinds import KINDS, Owner
from aixin_tui.domain.problem import Problem
from aixin_tui.domain.record import LogEntry, LoggedChange, Record
from aixin_tui.services.acting import Draft, with_changes
from aixin_tui.services.desk import Desk, Result, Role, Who
from aixin_tui.services.history import action_label, undone_numbers
from aixin_tui.services.scope import place_of, refusals

#: A report of harm stands whatever becomes of the note that raised it: it is closed with an outcome, never undone.
_STANDS = "mandatory_report"
#: Papers that carry a step of their child: undone, they would leave the step without ground.
_EVIDENCE = frozenset({"consent", "home_visit", "assessment"})


@dataclass(frozen=True, slots=True)
class UndoAct:
    """Take back the act `number` of the log; a reason is asked for."""

    number: int
    reason: str = ""


def undo(desk: Desk, who: Who, command: UndoAct) -> Result:
    """Void what the act created and restore what it changed, as one new act.

    An act that belongs to an import takes the whole import back. Refused (ACT_010, one problem an act, with its
    `number`) when later acts build on it: they changed the same field, moved the life of a child on, or created a
    record that links to one which would be voided. Whose act it was may take it back; others' takes a reviewer.
    """
    first = desk.store.entry(command.number)
    if first is None or not list(_touched([first])):
        return Result(problems=(Problem(Code.ACT_011, values={"number": command.number}),))
    later = list(desk.store.log(since=command.number - 1))
    taken = _belonging(desk, first)
    problems = _refused(desk, who, command, taken, later)
    if problems:
        return Result(problems=problems)
    draft = Draft(desk, who, "undo")
    for kind, record_id in _touched(taken):
        record = desk.store.get(kind, record_id)
        if record is not None:
            draft.change(record, _restored(desk, record, taken, command, who))
    numbers = [entry.number for entry in taken]
    return draft.commit(about={"undoes": numbers}, log={"undoes": numbers, "why": command.reason})


def _belonging(desk: Desk, first: LogEntry) -> list[LogEntry]:
    """Give the acts that are taken back together: of an import all that name its run, else the one act."""
    run = first.about.get("run")
    if not run:
        return [first]
    return [entry for entry in desk.store.log() if entry.about.get("run") == run and entry.changes]


def _refused(
    desk: Desk, who: Who, command: UndoAct, taken: list[LogEntry], later: list[LogEntry]
) -> tuple[Problem, ...]:
    own = all(entry.operator == who.operator for entry in taken)
    kinds = {change.kind for entry in taken for change in entry.changes}
    role = Role.RECORDER if own else Role.REVIEWER
    if any(kind in KINDS and KINDS[kind].owner is Owner.OFFICE for kind in kinds):
        role = Role.ADMINISTRATOR
    places = {place_of(desk, record) for kind, key in _touched(taken) if (record := desk.store.get(kind, key))}
    found = {(p.code, str(dict(p.values))): p for place in sorted(places)
             for p in refusals(desk, who, role=role, place=place)}
    problems = list(found.values())
    active, undone_by = _active(desk)
    numbers = {entry.number for entry in taken}
    if command.number in undone_by:
        return (*problems, Problem(Code.ACT_019, values={"number": command.number}))
    builders = [e for e in later if e.number in active and e.number not in numbers and e.number > min(numbers)]
    problems += [
        Problem(Code.ACT_010, values={"number": entry.number, "action": action_label(desk, entry.action),
                                      "at": entry.recorded_at[:16].replace("T", " ")})
        for entry in builders if _builds_on(entry, taken)
    ]
    return tuple(problems)


def _active(desk: Desk) -> tuple[set[int], set[int]]:
    """Sort out which acts still stand: one taken back does not, nor the undo that took it back; and the former."""
    entries = list(desk.store.log())
    undone: set[int] = set()
    spent: set[int] = set()
    for entry in reversed(entries):
        if entry.action == "undo" and entry.number not in undone:
            undone.update(undone_numbers(entry))
            spent.add(entry.number)
    return {entry.number for entry in entries} - undone - spent, undone


def _touched(entries: Iterable[LogEntry]) -> Iterator[tuple[str, str]]:
    seen = set()
    for entry in entries:
        for change in entry.changes:
            if (change.kind, change.id) not in seen and change.kind != _STANDS:
                seen.add((change.kind, change.id))
                yield change.kind, change.id


def _restored(
    desk: Desk, record: Record, taken: list[LogEntry], command: UndoAct, who: Who
) -> Mapping[str, Any]:
    """Give the changes that take a record back: voided if the act created it, else each path as it was before."""
    numbers = {entry.number for entry in taken}
    before: dict[str, Any] = {}
    paths: dict[str, None] = {}
    for entry in desk.store.log(kind=record.kind, record_id=record.id):
        for change in _of(entry, record.kind, record.id):
            if entry.number in numbers:
                if change.is_new:
                    reason = command.reason or f"undo {command.number}"
                    return {"voided": {"on": who.today.isoformat(), "operator": who.operator, "reason": reason}}
                paths.update(dict.fromkeys(change.values))
            elif entry.number < min(numbers):
                before = with_changes(before, change.values)
    return {path: _at(before, path) for path in paths}


def _of(entry: LogEntry, kind: str, record_id: str) -> Iterator[LoggedChange]:
    return (change for change in entry.changes if change.kind == kind and change.id == record_id)


def _at(values: Mapping[str, Any], path: str) -> Any:
    name, _, key = path.partition("/")
    held = values.get(name)
    return held if not key else (held or {}).get(key)


def _builds_on(entry: LogEntry, taken: list[LogEntry]) -> bool:
    """Whether a later act rests on what would be taken back."""
    created = {change.id for e in taken for change in e.changes if change.is_new and change.kind != _STANDS}
    changed = {(change.kind, change.id, path.partition("/")[0] if path.startswith("status") else path)
               for e in taken for change in e.changes if not change.is_new for path in change.values}
    grounded = {str(target) for e in taken for change in e.changes if change.is_new and change.kind in _EVIDENCE
                for target in _texts(change.values.get("child"))}
    for change in entry.changes:
        if change.kind == _STANDS:
            continue
        paths = {path.partition("/")[0] if path.startswith("status") else path for path in change.values}
        if change.id in created or (change.is_new and created & set(_texts(dict(change.values)))):
            return True
        if any(_overlap(path, held) for path in paths for kind, key, held in changed
               if (kind, key) == (change.kind, change.id)):
            return True
        if change.kind == "child" and change.id in grounded and "status" in paths:
            return True
    return False


def _overlap(path: str, other: str) -> bool:
    return path == other or path.startswith(f"{other}/") or other.startswith(f"{path}/")


def _texts(value: Any) -> Iterator[str]:
    """Walk over every text in a value, keys of objects too: a set of links is keyed by them."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, held in value.items():
            yield str(key)
            yield from _texts(held)
    elif isinstance(value, (list, tuple)):
        for held in value:
            yield from _texts(held)
