"""What every act shares: a draft of its changes, over which guards read the records as they would then stand."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any, TypeVar

from aixin_tui.domain.codes import Code
from aixin_tui.domain.kinds import home_of, is_restricted
from aixin_tui.domain.problem import Problem
from aixin_tui.domain.record import Act, Change, Record, Value, members, rows
from aixin_tui.domain.region import is_inside
from aixin_tui.engine.snapshot import Snapshot
from aixin_tui.engine.view import View
from aixin_tui.services.desk import Desk, Result, Role, Who
from aixin_tui.services.listening import audited, steps_in, told
from aixin_tui.services.scope import is_sealed, may_see, place_of, sealed_fields
from aixin_tui.services.step_papers import papers_of_steps
from aixin_tui.services.viewing import snapshot_of, view_of
from aixin_tui.texts import label

#: The verb under which acts are taken back.
UNDO = "undo"

_Command = TypeVar("_Command")
_Answer = TypeVar("_Answer")


def alone(act: Callable[[Desk, Who, _Command], _Answer]) -> Callable[[Desk, Who, _Command], _Answer]:
    """Let an act read, judge and write while nobody else writes.

    Else two colleagues could each be told that a number is free or that a child has no lead mother yet, and both be
    right when they looked. An act inside an act rests on the same lock.
    """

    @functools.wraps(act)
    def done_alone(desk: Desk, who: Who, command: _Command) -> _Answer:
        with desk.store.held(who.operator):
            return act(desk, who, command)

    return done_alone


def with_changes(values: Mapping[str, Value], changed: Mapping[str, Value]) -> dict[str, Value]:
    """Give the values as they stand after changes by field or `field/key`; None empties."""
    done = dict(values)
    for path, value in changed.items():
        name, _, key = path.partition("/")
        if not key:
            done[name] = value
        else:
            held = dict(done.get(name) or {})
            held[key] = value
            done[name] = {k: v for k, v in held.items() if v is not None}
    return {name: value for name, value in done.items() if value is not None}


def _restricted(home: str) -> str:
    """Give the file of the same place in `restricted/`."""
    return "restricted/" + home.removeprefix("data/") if home.startswith("data/") else home


def _is_secret(change: Change) -> bool:
    return is_restricted(change.kind) or change.home.startswith("restricted/")


def people_to_tell(desk: Desk, who: Who) -> str:
    """Name who can write to `restricted/` for somebody who cannot: those with the right, else the administrators."""
    known = [one for one in desk.store.snapshot(desk.office, known_at=who.known_at).of("operator")
             if not one.get("disabled")]
    named = [one.text("user") for one in known if "mandatory_report" in members(one.get("rights"))] or [
        one.text("user") for one in known if one.get("role") == Role.ADMINISTRATOR]
    return "、".join(sorted(named)) or label("harm.somebody")


def write(desk: Desk, who: Who, act: Act, stand: Mapping[tuple[str, str], Record], problems: Iterable[Problem] = (),
          *, about: Mapping[str, Any] | None = None) -> Result:
    """Write an act whose records would `stand` as given; see `Draft.commit`."""
    if not desk.store.may_see_restricted and any(_is_secret(change) for change in act.changes):
        return Result(problems=(*problems, Problem(Code.ACT_022, values={"people": people_to_tell(desk, who)})))
    steps = steps_in(desk, act.changes, stand) if act.action != UNDO else ()
    said = audited(desk, steps)
    if any(problem.stops for problem in said):
        return Result(problems=said)
    receipt = desk.store.commit(act)
    said += told(desk, steps)
    seen = tuple(
        desk.store.get(change.kind, change.id) or stand[change.kind, change.id]
        for change in act.changes if may_see(desk, who, change.kind)
    )
    papers = papers_of_steps(desk, act.changes, stand) if act.action != UNDO else {}
    return Result(seen, (*problems, *said), receipt, {**papers, **(about or {})})


class Draft:
    """One act in the making.

    Records are added and changed here; `view` shows them as they would stand, on `day`, for guards; `commit` writes
    them all as one act. Nothing is written before.
    """

    __slots__ = ("_base", "_changes", "_desk", "_drafted", "_fresh", "_homes", "_is_held", "_view", "_who", "action",
                 "day")

    def __init__(
        self, desk: Desk, who: Who, action: str, *, day: date | None = None, scope: str = "",
        snapshot: Snapshot | None = None,
    ) -> None:
        self._desk, self._who, self.action = desk, who, action
        self.day = day or who.today
        self._base = snapshot or snapshot_of(desk, who, scope)
        self._drafted: dict[tuple[str, str], Record] = {}
        self._changes: dict[tuple[str, str], dict[str, Value]] = {}
        self._homes: dict[tuple[str, str], str] = {}
        self._fresh: dict[tuple[str, str], Record] = {}
        self._view: View | None = None
        self._is_held = False

    @property
    def desk(self) -> Desk:
        """The desk at which the act is done."""
        return self._desk

    @property
    def who(self) -> Who:
        """Who acts."""
        return self._who

    @property
    def view(self) -> View:
        """The records as they would stand after the changes drafted so far, on the day of the act."""
        if self._view is None:
            snapshot = self._base.with_records(self._drafted.values()) if self._drafted else self._base
            self._view = view_of(self._desk, self._who, self.day, snapshot=snapshot)
            self._fresh = {}
        elif self._fresh and not self._is_held:
            self._view = self._view.with_records(self._fresh.values())
            self._fresh = {}
        return self._view

    @contextmanager
    def standing(self) -> Iterator[None]:
        """Judge a whole group by the records as they stand at its beginning: what is drafted inside shows afterwards.

        For lines that say nothing of each other, a page of calls or the visits of a town: a view for each line would
        read the county again as often as it has lines.
        """
        _ = self.view
        self._is_held = True
        try:
            yield
        finally:
            self._is_held = False

    def look_at(self, day: date) -> None:
        """Let the guards that follow judge on another day."""
        if day != self.day:
            self.day, self._view = day, None

    def get(self, kind: str, record_id: str) -> Record | None:
        """Find a record as it would stand."""
        return (self._drafted.get((kind, record_id)) or self._base.get(kind, record_id)
                or self._desk.store.get(kind, record_id))

    def add(self, kind: str, values: Mapping[str, Value], *, place: str = "", day: str = "") -> Record:
        """Draft a new record: its id, its first state, its home file. Stored shapes; see registering for typed ones."""
        record = Record(kind, self._desk.ids.new(), dict(values))
        day = day or record.text("date") or self.day.isoformat()
        status = self.first_status(kind, day) if "status" not in values else None
        if status:
            record = Record(kind, record.id, {**record.values, "status": status})
        key = (kind, record.id)
        self._homes[key] = self._home(record, place, day)
        self._changes[key] = dict(record.values)
        return self._stand(record)

    def change(self, record: Record, changed: Mapping[str, Value]) -> Record:
        """Draft changes by field or `field/key` of a record that stands or was drafted before."""
        key = (record.kind, record.id)
        standing = self._drafted.get(key, record)
        after = Record(record.kind, record.id, with_changes(standing.values, changed), record.recorded_at,
                       record.updated_at)
        if key in self._homes:
            self._changes[key] = dict(after.values)
        else:
            self._changes.setdefault(key, {}).update(changed)
        return self._stand(after)

    def move(self, record: Record, state: str, *, by: str, day: str, reason: str = "") -> Record:
        """Draft the next interval of a record's status: from `day` it is in `state`, by the step `by`."""
        row = {"state": state, "from": day, "by": by, "reason": reason, "operator": self._who.operator}
        return self.change(record, {f"status/{self._desk.ids.new()}": row})

    def first_status(self, kind: str, day: str) -> dict[str, Value] | None:
        """Give the first interval of a kind that has a life, None for one that has none."""
        life = self._desk.province.lives.get(kind)
        first = next(iter(life.states), None) if life else None
        if first is None:
            return None
        row = {"state": first, "from": day, "by": "", "reason": "", "operator": self._who.operator}
        return {self._desk.ids.new(): row}

    @property
    def changes(self) -> tuple[Change, ...]:
        """The changes drafted so far, one a record, in the order in which the records were first touched.

        Sealed fields, and all of a sealed register, go to `restricted/` under the same id: these name their home each
        time, since it is what tells them from the open part.
        """
        found = []
        for (kind, key), values in self._changes.items():
            sealed = sealed_fields(self._desk, kind)
            home = self._homes.get((kind, key), "")
            secret = {path: value for path, value in values.items() if path.partition("/")[0] in sealed}
            opened = {path: value for path, value in values.items() if path not in secret}
            if opened or home:
                found.append(Change(kind, key, opened, home or self._sealed_home(kind, key)))
            if secret:
                found.append(Change(kind, key, secret, _restricted(home or self._home_again(kind, key))))
        return tuple(change for change in found if change.values)

    def _sealed_home(self, kind: str, key: str) -> str:
        """Give the home that a change of a sealed register names; none for an open kind, or one of the core's own."""
        known = is_restricted(kind) or not is_sealed(self._desk, kind)
        return "" if known else _restricted(self._home_again(kind, key))

    def _home_again(self, kind: str, key: str) -> str:
        record = self._drafted[kind, key]
        return home_of(kind, self._place(record), day=record.text("date") or self.day.isoformat())

    def commit(self, problems: Iterable[Problem] = (), *, about: Mapping[str, Any] | None = None,
               log: Mapping[str, Value] | None = None) -> Result:
        """Write the draft as one act; the result holds the records that the operator may see, as they now stand.

        `about` goes into the result, `log` into the act's entry of the log. The province's own Python may refuse a
        step of it (then nothing is written) and is told of each once the act is durable; taking back is no step.
        """
        act = Act(self.action, self._who.operator, self.changes, self._who.reason, self._who.source, log or {})
        return write(self._desk, self._who, act, self._drafted, problems, about=about)

    def _stand(self, record: Record) -> Record:
        self._drafted[record.kind, record.id] = self._fresh[record.kind, record.id] = record
        return record

    def _home(self, record: Record, place: str, day: str) -> str:
        place = place or self._place(record)
        home = home_of(record.kind, place, day=day)
        return _restricted(home) if is_sealed(self._desk, record.kind) else home

    def _place(self, record: Record) -> str:
        """Find the place whose file owns a new record: its own or its child's; a mother from outside the office's."""
        place = record.text("division_code") or self._linked_place(record) or place_of(self._desk, record)
        if not place or (record.kind == "loving_mother" and not is_inside(place, self._desk.office)):
            return self._desk.office
        return place

    def _linked_place(self, record: Record) -> str:
        """Ask the records drafted in the same act, which the store does not know yet."""
        for kind, field in (("child", "child"), ("pairing", "pairing"), ("household", "household")):
            linked = self._drafted.get((kind, record.text(field)))
            if linked:
                return linked.text("division_code") or self._linked_place(linked)
        for _, row in rows(record.get("roles")):
            child = self._drafted.get(("child", str(row.get("child", ""))))
            if child:
                return child.text("division_code")
        return ""
