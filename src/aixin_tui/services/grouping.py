"""Many small acts written as one: each is judged by itself over the records as they stood, all are durable together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from aixin_tui.domain.problem import Problem
from aixin_tui.domain.record import Act, Change, Receipt, Record, Value
from aixin_tui.engine.view import View
from aixin_tui.services.acting import Draft, write
from aixin_tui.services.desk import Desk, Result, Who
from aixin_tui.services.scope import may_see
from aixin_tui.services.viewing import snapshot_of, view_of

#: Stands for the receipt of a part until its group is written.
_PENDING = Receipt(0, "")


class Group:
    """One act of many parts. A part is refused alone; what the parts draft says nothing of each other."""

    def __init__(self, desk: Desk, who: Who, action: str, *, scope: str = "") -> None:
        self.desk, self.who, self.action = desk, who, action
        self.snapshot = snapshot_of(desk, who, scope)
        self._view: View | None = None
        self._changes: list[Change] = []
        self._drafted: dict[tuple[str, str], Record] = {}
        self._answers: list[Result] = []

    def view_on(self, day: date) -> View:
        """Give the records as they stood, on a day; kept, so that asking again costs nothing."""
        if self._view is None:
            self._view = view_of(self.desk, self.who, day, snapshot=self.snapshot)
        return self._view.at(day)

    def part(self, day: date) -> Part:
        """Begin a part; its `commit` hands it over to the group."""
        return Part(self, day)

    def keep(self, answer: Result) -> Result:
        """Keep what a part came to, refused or not: it has its place among the answers of the group."""
        self._answers.append(answer)
        return answer

    def take(self, changes: tuple[Change, ...], drafted: Mapping[tuple[str, str], Record]) -> None:
        """Take over what a part drafted."""
        self._changes += changes
        self._drafted.update(drafted)

    def commit(self) -> tuple[Result, ...]:
        """Write all parts that were not refused as one act; gives the answer of each.

        What refuses the act as a whole (the province's own Python, `restricted/` out of reach) refuses every part.
        """
        if not self._changes:
            return tuple(self._answers)
        act = Act(self.action, self.who.operator, tuple(self._changes), self.who.reason, self.who.source)
        done = write(self.desk, self.who, act, self._drafted)
        return tuple(self._final(answer, done) for answer in self._answers)

    def _final(self, answer: Result, done: Result) -> Result:
        if answer.receipt is not _PENDING:
            return answer
        if done.receipt is None:
            return Result(problems=(*answer.problems, *done.problems))
        stand = tuple(self.desk.store.get(record.kind, record.id) or record for record in answer.records)
        own = {record.id for record in answer.records}
        said = tuple(problem for problem in done.problems if problem.place.record in own)
        return replace(answer, records=stand, problems=(*answer.problems, *said), receipt=done.receipt)


class Part(Draft):
    """The draft of one part: it sees the records as they stood at the beginning of its group."""

    __slots__ = ("_group",)

    def __init__(self, group: Group, day: date) -> None:
        super().__init__(group.desk, group.who, group.action, day=day, snapshot=group.snapshot)
        self._group = group
        self._view, self._is_held = group.view_on(day), True

    def look_at(self, day: date) -> None:
        """Let the guards that follow judge on another day, over the same records."""
        self.day, self._view = day, self._group.view_on(day)

    def commit(self, problems: Any = (), *, about: Mapping[str, Any] | None = None,
               log: Mapping[str, Value] | None = None) -> Result:  # noqa: ARG002 - the particulars are the group's
        """Hand the part over; it is durable when the group is."""
        self._group.take(self.changes, self._drafted)
        said: tuple[Problem, ...] = tuple(problems)
        seen = tuple(record for (kind, _), record in self._drafted.items() if may_see(self.desk, self.who, kind))
        return Result(seen, said, _PENDING, about or {})
