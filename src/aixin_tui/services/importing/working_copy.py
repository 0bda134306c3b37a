"""The records as they stand while a list is taken in: what is on file, and what this run has made of it so far."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from aixin_tui.domain.kinds import home_of
from aixin_tui.domain.record import Change, Record, Value, rows
from aixin_tui.domain.region import is_inside
from aixin_tui.engine import states
from aixin_tui.engine.snapshot import Snapshot
from aixin_tui.engine.spec.step import TransitionRequest
from aixin_tui.engine.spec.workflow import TransitionSpec
from aixin_tui.engine.view import View
from aixin_tui.engine.workflow import attempt, leads_on
from aixin_tui.services.acting import Draft, with_changes
from aixin_tui.services.desk import Desk, Who
from aixin_tui.services.listening import audited, step_of, steps_in
from aixin_tui.services.ports import SILENT


class WorkingCopy:
    """A working copy over one snapshot. Changes are gathered here and taken away batch by batch to be written."""

    def __init__(self, desk: Desk, who: Who, snapshot: Snapshot) -> None:
        self.desk, self.who, self.snapshot = desk, who, snapshot
        self._now: dict[tuple[str, str], Record] = {}
        self._pending: dict[tuple[str, str], dict[str, Value]] = {}
        self._homes: dict[tuple[str, str], str] = {}
        self._beside: list[Change] = []
        self._seen: Snapshot | None = None
        self._steps: dict[tuple[str, str, str, str], TransitionSpec | None] = {}

    def get(self, kind: str, record_id: str) -> Record | None:
        """Find a record as it stands, also one that this run has made; None if it was voided."""
        found = self._now.get((kind, record_id)) or self.snapshot.get(kind, record_id)
        return None if found is None or found.is_voided or found.is_erased else found

    def of(self, kind: str) -> Iterator[Record]:
        """Walk over the records of a kind as they stand, those of this run last."""
        for record in self.snapshot.of(kind):
            yield self._now.get((kind, record.id), record)
        for (held, key), record in list(self._now.items()):
            if held == kind and self.snapshot.get(kind, key) is None:
                yield record

    def add(self, kind: str, values: Mapping[str, Value], *, source: str, place: str = "", day: str = "",
            home: str = "") -> Record:
        """Add a record in its stored shape; its file is that of `place` (and the year of `day`)."""
        record = Record(kind, self.desk.ids.new(), {**_filled(values), "source": source})
        key = (kind, record.id)
        self._homes[key] = home or home_of(kind, place or self.desk.office, day=day)
        self._now[key], self._seen = record, None
        self._pending[key] = dict(record.values)
        return record

    def settle_home(self, record: Record, home: str) -> Record:
        """Give a record of this batch the file that its own id names."""
        self._homes[record.kind, record.id] = home
        return record

    def home_place(self, code: str) -> str:
        """Name the place whose file owns a volunteer: her own inside the office's area, else the office's."""
        return code if is_inside(code, self.desk.office) else self.desk.office

    def change(self, record: Record, changed: Mapping[str, Value]) -> Record:
        """Change fields, or `field/key` of a set or table, of a record as it stands."""
        key = (record.kind, record.id)
        standing = self._now.get(key, record)
        after = Record(record.kind, record.id, with_changes(standing.values, changed), record.recorded_at,
                       record.updated_at)
        self._now[key], self._seen = after, None
        if key in self._homes:
            self._pending[key] = dict(after.values)
        else:
            self._pending.setdefault(key, {}).update(changed)
        return after

    def take(self) -> tuple[Change, ...]:
        """Take away the changes gathered since the last time, one a record."""
        taken = tuple(Change(kind, key, values, self._homes.get((kind, key), ""))
                      for (kind, key), values in self._pending.items())
        taken += tuple(self._beside)
        self._pending, self._homes, self._beside = {}, {}, []
        return taken

    def now(self) -> Snapshot:
        """Give the records as they stand, with all that this run has made of them so far."""
        if self._seen is None:
            self._seen = self.snapshot.with_records(self._now.values()) if self._now else self.snapshot
        return self._seen

    def absorb(self, draft: Draft, *, source: str) -> None:
        """Take over what a draft over `now` would write; its new records come from `source`."""
        for change in draft.changes:
            key, record = (change.kind, change.id), draft.get(change.kind, change.id)
            if record is None:
                continue
            if change.home and key in self._homes:
                self._beside.append(change)  # the sealed part of a record, which lies in a file of its own
                continue
            if change.home:
                self._homes[key] = change.home
                self._pending[key] = {**change.values, "source": source}
            elif key in self._homes:
                self._pending[key] = dict(record.values)
            else:
                self._pending.setdefault(key, {}).update(change.values)
            self._now[key], self._seen = record, None

    def steps(self, changes: Iterable[Change]) -> tuple[TransitionRequest, ...]:
        """List the steps that changes taken away make, to be told once they are durable."""
        return steps_in(self.desk, changes, self._now)

    # --- lives --------------------------------------------------------------------------------------------

    def begun(self, kind: str, day: str) -> dict[str, Value]:
        """Give the `status` of a record that begins its life on a day."""
        life = self.desk.province.lives.get(kind)
        first = states.first_state(life)
        return {self.desk.ids.new(): self._entry(first, day, "")} if first else {}

    def _entry(self, state: str, day: str, by: str, reason: str = "") -> dict[str, Value]:
        return {"state": state, "from": day, "by": by, "reason": reason, "operator": self.who.operator}

    def state(self, record: Record) -> str:
        """Give the state in which a record's life stands now: that of its last entry."""
        known = states.history(record)
        return known[-1].state if known else states.first_state(self.desk.province.lives.get(record.kind))

    def core(self, record: Record) -> str:
        """Give the core state of a record's last entry."""
        return states.core_of(self.desk.province, record.kind, self.state(record))

    def entered(self, record: Record) -> str:
        """Give the day of a record's last entry, empty where there is none."""
        known = states.history(record)
        return known[-1].day if known else ""

    def enter(self, record: Record, core: str, day: str, *, by: str, reason: str = "") -> Record:
        """Put a record into the state that counts as `core`, not before its last entry; `by` names the step.

        For facts that the list reports, which no guard can undo: in force, left, not agreed.
        """
        life = self.desk.province.lives.get(record.kind)
        state = next((key for key in life.states if states.core_of(self.desk.province, record.kind, key) == core),
                     core) if life else core
        entry = self._entry(state, max(day, self.entered(record)), by, reason)
        return self.change(record, {f"status/{self.desk.ids.new()}": entry})

    def step_to(self, record: Record, core: str, day: str, *others: Record) -> Record | None:
        """Take the step that leads to the core state, if there is one and it is not refused; None if it is.

        A guard refuses it, or the province's own Python; `others` are the records that guards may ask about.
        """
        step = self._step(record, core)
        if step is None or not self.who.may(step.who):
            return None
        if step.checks:
            view = View(Snapshot((record, *others)), self.desk.province, self.who.today, office=self.desk.office)
            found = attempt(view, record, step.key, role=self.who.role.value)
            if found.failing:
                return None
        entry = self._entry(step.to, max(day, self.entered(record)), step.key)
        changed = {f"status/{self.desk.ids.new()}": entry}
        after = replace(record, values=with_changes(record.values, changed))
        if self.desk.listener is not SILENT and any(
                problem.stops for problem in audited(self.desk, (step_of(self.desk, after, entry),))):
            return None
        return self.change(record, changed)

    def _step(self, record: Record, core: str) -> TransitionSpec | None:
        place = record.text("division_code")
        key = (record.kind, self.state(record), core, place[:9])
        if key not in self._steps:
            life = self.desk.province.lives.get(record.kind)
            known = life.transitions.at(self.who.today.isoformat(), place) if life else ()
            self._steps[key] = next((step for step in known if life and leads_on(life, step, key[1]) and states.core_of(
                self.desk.province, record.kind, step.to) == core), None)
        return self._steps[key]

    def rows(self, record: Record, name: str) -> tuple[tuple[str, Mapping[str, Value]], ...]:
        """List the rows of a table of a record."""
        return tuple(rows(record.get(name)))


def _filled(values: Mapping[str, Value]) -> dict[str, Value]:
    return {name: value for name, value in values.items() if value not in (None, "", {})}
