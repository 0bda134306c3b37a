"""撤销: an act taken back as a whole, as one new act."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from aixin_tui.domain.codes import Code
from aixin_tui.domain.kinds import KINDS, Owner
from aixin_tui.domain.problem import Problem
from aixin_tui.domain.record import LogEntry, LoggedChange
from aixin_tui.services.acting import UNDO, Draft, alone, with_changes
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


@alone
def undo(desk: Desk, who: Who, command: UndoAct) -> Result:
    """Void what the act created and restore what it changed, as one new act.

    An act of an import takes the whole import back, decisions about its held rows with it. Refused (ACT_010, one
    problem an act, with its `number`) when later acts build on it: they changed the same field, moved the life of a
    child on, or created a record that links to one which would be voided. Whose act it was may take it back; others'
    takes a reviewer.
    """
    entries = list(desk.store.log())
    first = next((entry for entry in entries if entry.number == command.number), None)
    if first is None or not list(_touched([first])):
        return Result(problems=(Problem(Code.ACT_011, values={"number": command.number}),))
    taken = _belonging(first, entries)
    problems = _refused(desk, who, command, taken, entries)
    if problems:
        return Result(problems=problems)
    draft = Draft(desk, who, UNDO)
    numbers = [entry.number for entry in taken]
    for key, told in _histories(taken, entries).items():
        record = draft.get(*key)
        if record is not None and not record.is_erased:  # what was erased by law is brought back by nothing
            draft.change(record, _restored(told, set(numbers), command, who))
    if not draft.changes:
        return Result(problems=(Problem(Code.ACT_011, values={"number": command.number}),))
    return draft.commit(about={"undoes": numbers}, log={"undoes": numbers, "why": command.reason})


def _belonging(first: LogEntry, entries: list[LogEntry]) -> list[LogEntry]:
    """Give the acts that are taken back together: of an import all that name its run, else the one act."""
    run = first.about.get("run")
    if not run or not first.action.startswith("import_"):
        return [first]
    return [entry for entry in entries if entry.about.get("run") == run and entry.changes and entry.action != UNDO]


def _histories(
    taken: list[LogEntry], entries: list[LogEntry]
) -> Mapping[tuple[str, str], list[tuple[int, LoggedChange]]]:
    """Collect what happened to each record that is taken back, with the numbers of the acts, in one walk."""
    found: dict[tuple[str, str], list[tuple[int, LoggedChange]]] = {key: [] for key in _touched(taken)}
    for entry in entries:
        for change in entry.changes:
            if (change.kind, change.id) in found:
                found[change.kind, change.id].append((entry.number, change))
    return found


def _refused(
    desk: Desk, who: Who, command: UndoAct, taken: list[LogEntry], entries: list[LogEntry]
) -> tuple[Problem, ...]:
    own = all(entry.operator == who.operator for entry in taken)
    kinds = {change.kind for entry in taken for change in entry.changes}
    role = Role.RECORDER if own else Role.REVIEWER
    if any(kind in KINDS and KINDS[kind].owner is Owner.OFFICE for kind in kinds):
        role = Role.ADMINISTRATOR
    places = {place_of(desk, record) for kind, key in _touched(taken) if (record := desk.store.get(kind, key))}
    found = {(p.code, str(dict(p.values))): p for place in sorted(places)
             for p in refusals(desk, who, role=role, place=place)}
    if found:
        return tuple(found.values())  # what rests on the act is not told to who may not see it
    problems: list[Problem] = []
    active, undone = _active(entries)
    numbers = {entry.number for entry in taken}
    if command.number in undone:
        return (*problems, Problem(Code.ACT_019, values={"number": command.number}))
    ground = _Ground(taken)
    builders = [e for e in entries if e.number in active and e.number not in numbers and e.number > min(numbers)]
    problems += [
        Problem(Code.ACT_010, values={"number": entry.number, "action": action_label(desk, entry.action),
                                      "at": entry.recorded_at[:16].replace("T", " ")})
        for entry in builders if ground.carries(entry)
    ]
    return tuple(problems)


def _active(entries: list[LogEntry]) -> tuple[set[int], set[int]]:
    """Sort out which acts still stand: one taken back does not, nor the undo that took it back; and the former."""
    undone: set[int] = set()
    spent: set[int] = set()
    for entry in reversed(entries):
        if entry.action == UNDO and entry.number not in undone:
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
    told: list[tuple[int, LoggedChange]], numbers: set[int], command: UndoAct, who: Who
) -> Mapping[str, Any]:
    """Give the changes that take a record back: voided if the act created it, else each path as it was before."""
    before: dict[str, Any] = {}
    paths: dict[str, None] = {}
    for number, change in told:
        if number in numbers:
            if change.is_new:
                reason = command.reason or f"undo {command.number}"
                return {"voided": {"on": who.today.isoformat(), "operator": who.operator, "reason": reason}}
            paths.update(dict.fromkeys(change.values))
        elif number < min(numbers):
            before = with_changes(before, change.values)
    return {path: _at(before, path) for path in paths}


def _at(values: Mapping[str, Any], path: str) -> Any:
    name, _, key = path.partition("/")
    held = values.get(name)
    return held if not key else (held or {}).get(key)


class _Ground:
    """What acts that would be taken back made: later acts that rest on it forbid it."""

    __slots__ = ("_changed", "_created", "_grounded")

    def __init__(self, taken: list[LogEntry]) -> None:
        changes = [change for entry in taken for change in entry.changes if change.kind != _STANDS]
        self._created = {change.id for change in changes if change.is_new}
        self._changed: dict[tuple[str, str], set[str]] = {}
        for change in changes:
            if not change.is_new:
                self._changed.setdefault((change.kind, change.id), set()).update(map(_level, change.values))
        self._grounded = {child for change in changes if change.is_new and change.kind in _EVIDENCE
                          for child in _texts(change.values.get("child"))}

    def carries(self, entry: LogEntry) -> bool:
        """Whether a later act rests on it."""
        return any(self._carries(change) for change in entry.changes if change.kind != _STANDS)

    def _carries(self, change: LoggedChange) -> bool:
        if change.id in self._created or (change.is_new and self._created & set(_texts(dict(change.values)))):
            return True
        paths = set(map(_level, change.values))
        held = self._changed.get((change.kind, change.id), set())
        if any(_overlap(path, other) for path in paths for other in held):
            return True
        return change.kind == "child" and change.id in self._grounded and "status" in paths


def _level(path: str) -> str:
    """Give the path at which changes meet: a life is one thing, other sets and tables go by their rows."""
    return "status" if path.startswith("status/") else path


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
