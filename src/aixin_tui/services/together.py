"""Many acts of one kind written as one: a page of plans, the wishes of a town, the queries of a county renewed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, cast

from aixin_tui.domain.problem import Problem
from aixin_tui.domain.record import Act, Change, Receipt, Record
from aixin_tui.engine.snapshot import Snapshot
from aixin_tui.engine.spec.step import TransitionRequest
from aixin_tui.services.acting import alone
from aixin_tui.services.casework import Advance, advance
from aixin_tui.services.desk import Desk, Result, Who
from aixin_tui.services.listening import told
from aixin_tui.services.ports import SILENT, StepListener, Store
from aixin_tui.services.registering import AddRecord, EditRecord, add_record, edit_record

#: Kinds that are told apart by who they are: each has to see the one before, so that they are added one by one.
_PEOPLE = frozenset({"child", "guardian", "household", "loving_mother", "mother_team"})


@dataclass(frozen=True, slots=True)
class AddMany:
    """New records of one kind, each with the values of its form; they say nothing of each other."""

    kind: str
    rows: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class EditMany:
    """New values of records of one kind, by their ids."""

    kind: str
    values: Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class AdvanceMany:
    """The same step of many records of a kind; `day` is when it happened (today if empty)."""

    record_ids: tuple[str, ...]
    transition: str
    kind: str
    day: date | None = None
    reason: str = ""


@alone
def add_many(desk: Desk, who: Who, command: AddMany) -> tuple[Result, ...]:
    """Register each row as `add_record` does, all as one act; a row that is refused keeps no other from being written.

    People are told apart by who is on file already, and are therefore one act each.
    """
    rows = [AddRecord(command.kind, row) for row in command.rows]
    if command.kind in _PEOPLE:
        return tuple(add_record(desk, who, row) for row in rows)
    return _together(desk, who, f"add_{command.kind}", [_part(add_record, who, row) for row in rows])


@alone
def edit_many(desk: Desk, who: Who, command: EditMany) -> tuple[Result, ...]:
    """Change each record as `edit_record` does, all as one act; one that is refused keeps no other back."""
    return _together(desk, who, f"edit_{command.kind}", [
        _part(edit_record, who, EditRecord(command.kind, key, values)) for key, values in command.values.items()])


@alone
def advance_many(desk: Desk, who: Who, command: AdvanceMany) -> tuple[Result, ...]:
    """Take the step of each record as `advance` does, all as one act; one that is refused keeps no other back."""
    return _together(desk, who, f"advance_{command.kind}", [
        _part(advance, who, Advance(key, command.transition, command.kind, command.day, command.reason))
        for key in dict.fromkeys(command.record_ids)])


def _part(service: Callable[[Desk, Who, Any], Result], who: Who, command: Any) -> Callable[[Desk], Result]:
    return lambda desk: service(desk, who, command)


def _together(desk: Desk, who: Who, action: str, parts: Sequence[Callable[[Desk], Result]]) -> tuple[Result, ...]:
    """Do parts over the records as they stand, and write what comes of them as one act; gives the answer of each."""
    gathered = Gathered(desk.store)
    listener = desk.listener if desk.listener is SILENT else Later(desk.listener)
    at_hand = replace(desk, store=cast("Store", gathered), listener=listener, views={})
    answers = [part(at_hand) for part in parts]
    if not gathered.changes:
        return tuple(answers)
    receipt = desk.store.commit(Act(action, who.operator, tuple(gathered.changes), who.reason, who.source))
    said = told(desk, listener.steps) if isinstance(listener, Later) else ()
    return tuple(_final(desk, answer, receipt, said) for answer in answers)


def _final(desk: Desk, answer: Result, receipt: Receipt, said: Iterable[Problem]) -> Result:
    if not answer.done:
        return answer
    stand = tuple(desk.store.get(record.kind, record.id) or record for record in answer.records)
    own = {record.id for record in stand}
    problems = (*answer.problems, *(problem for problem in said if problem.place.record in own))
    return replace(answer, records=stand, problems=problems, receipt=receipt)


class Later:
    """A listener that is asked at once, and told only when all is durable."""

    def __init__(self, listener: StepListener) -> None:
        self._listener = listener
        self.steps: list[TransitionRequest] = []

    def audit_transition(self, request: TransitionRequest) -> tuple[Problem, ...]:
        """Ask about a step before it is written."""
        return self._listener.audit_transition(request)

    def transitioned(self, request: TransitionRequest) -> tuple[Problem, ...]:
        """Keep a step until it is durable."""
        self.steps.append(request)
        return ()


class Gathered:
    """A store in front of the store: it shows the records as they stand, and keeps what is written until it is asked.

    Each act is judged as if it were alone; only acts that say nothing of each other belong in one.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._snapshots: dict[tuple[str, str, bool], Snapshot] = {}
        self.changes: list[Change] = []
        self._new: set[str] = set()

    def __getattr__(self, name: str) -> Any:
        """Give everything else as the store does."""
        return getattr(self._store, name)

    def get(self, kind: str, record_id: str) -> Record | None:
        """Find one record as it stands: nothing of what is kept here is there yet."""
        return None if record_id in self._new else self._store.get(kind, record_id)

    def snapshot(self, scope: str = "", *, known_at: str = "", restricted: bool = False) -> Snapshot:
        """Read the records as they stand; nothing changes while acts are gathered, so that they are read once."""
        key = (scope, known_at, restricted)
        if key not in self._snapshots:
            self._snapshots[key] = self._store.snapshot(scope, known_at=known_at, restricted=restricted)
        return self._snapshots[key]

    def commit(self, act: Act) -> Receipt:
        """Keep the act's changes; its receipt stands for that of the whole."""
        self.changes += act.changes
        self._new.update(change.id for change in act.changes if change.is_new)
        return Receipt(0, "", len(act.changes))

    def commit_many(self, acts: Iterable[Act]) -> Iterator[Receipt]:
        """Keep the changes of acts."""
        return map(self.commit, acts)
