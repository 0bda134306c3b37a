"""The one place that says what is due, done and missed (model.md section 2).

A pure function of the snapshot as it is known at K and of the day D, both in the `View`. Today, the care grid, figures,
reports and cases all call it, and it alone compares the dates of duties with a day. Tasks are never stored.

Everywhere a slot that runs on D with too little done is **due**, and of the slots that ended before D the latest one is
**missed**. In a report of a past period (`view.judged_on`) the slots that ended in the period are judged as of the day
after its last.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from aixin_tui.domain.day import first_day
from aixin_tui.domain.record import Record
from aixin_tui.engine import slots as cut
from aixin_tui.engine.dates import as_day
from aixin_tui.engine.duty_facts import (
    ALWAYS,
    applies_on,
    begin_of,
    paused_days,
    rests_when_paused,
)
from aixin_tui.engine.slots import Slot
from aixin_tui.engine.spec.checklist import After, DutySpec, Every, Gap

if TYPE_CHECKING:
    from aixin_tui.engine.view import View

#: How far back the latest slot that ended can lie: two years for a year that follows a first slot, else a bit over one.
_BACK = {"week": 15, "month": 70, "quarter": 190, "year": 1120}
_NAMED_BACK = 500


class DutyStatus(StrEnum):
    """Where a slot stands."""

    DUE = "due"
    DONE = "done"
    MISSED = "missed"
    NOT_OWED = "not_owed"


@dataclass(frozen=True, slots=True)
class DutyItem:
    """One duty of one record in one slot: the row of the care grid and of the list of what is due."""

    duty: str
    label: str
    group: str
    scope_kind: str
    record_id: str
    first: date
    last: date
    """The last day on which it can be done; from the day after it is missed."""
    status: DutyStatus
    who: str
    done_by: tuple[str, ...] = ()
    """Ids of the records that satisfy it."""


@dataclass(frozen=True, slots=True)
class DutyAnswer:
    """Keys of the duties of a record with too little done, in the order of the checklist."""

    due: tuple[str, ...] = ()
    """In a slot that runs on the day."""
    missed: tuple[str, ...] = ()
    """In the latest slot that ended before it, or in those that ended in a past period."""


def duties_of(view: View, record: Record, duties: Collection[str] = ()) -> DutyAnswer:
    """Say what is due and missed of one record, of all duties or of those named (`K.due`, `K.missed`)."""
    due: dict[str, None] = {}
    missed: dict[str, None] = {}
    for key in view.province.checklist.duties:
        if duties and key not in duties:
            continue
        for item in items_of(view, key, record):
            if item.status is DutyStatus.MISSED:
                missed[key] = None
            if item.status is DutyStatus.DUE or (
                item.status is DutyStatus.MISSED and item.first <= view.day <= item.last
            ):
                due[key] = None
    return DutyAnswer(tuple(due), tuple(missed))


def duty_items(view: View, *, scope: str = "", duties: Collection[str] = ()) -> Iterator[DutyItem]:
    """Walk through what is due, done, missed and not owed inside a division, duty by duty, records by id.

    `duties` names the ones wanted, empty for all. Slots in which a record had nothing to do with a duty are left out.
    """
    checklist = view.province.checklist.duties
    for key in checklist:
        if duties and key not in duties:
            continue
        for kind in sorted({version.scope for version in checklist.versions(key)}):
            for record in view.records(kind):
                if not scope or view.place(record).startswith(scope):
                    yield from items_of(view, key, record)


def items_of(view: View, duty: str, record: Record) -> Iterator[DutyItem]:
    """Walk through the slots of one duty of one record that count on the view's day, oldest first."""
    checklist = view.province.checklist.duties
    versions = [version for version in checklist.versions(duty) if version.scope == record.kind]
    if not versions:
        return
    place = view.place(record) if any(version.stamp.division for version in versions) else ""
    floor = min((first_day(v.stamp.effective_from) if v.stamp.effective_from else ALWAYS) for v in versions)
    for spec in versions:
        judge = _Judge(view, spec, record, floor)
        for slot in judge.slots():
            if checklist.get(duty, slot.last.isoformat(), place) is spec:
                item = judge.item(slot)
                if item is not None:
                    yield item


class _Judge:
    """One version of a duty put to one record: which slots count, and how each stands."""

    __slots__ = ("_begin", "_done", "_floor", "_judged", "_record", "_spec", "_view")

    def __init__(self, view: View, spec: DutySpec, record: Record, floor: date) -> None:
        self._view, self._spec, self._record, self._floor = view, spec, record, floor
        self._judged = view.judged_on or view.day
        begin = begin_of(view, spec, record, self._judged)
        self._begin = None if begin is None else max(begin, floor)
        self._done: tuple[tuple[date, str], ...] | None = None

    def slots(self) -> list[Slot]:
        """Pick the slots that run on the day, and of those that ended the ones that count."""
        if self._begin is None:
            return []
        day, past = self._view.day, self._past()
        until = max(day, self._judged)
        found = [slot for slot in self._cut(until) if slot.first <= until]
        if past is None:
            over = [slot for slot in found if slot.end <= day]
            latest = max((slot.end for slot in over), default=None)
            ended = [slot for slot in over if slot.end == latest]
        else:
            ended = [slot for slot in found if past[0] <= slot.last <= past[1]]
        return sorted({*ended, *(slot for slot in found if day in slot)})

    def _past(self) -> tuple[date, date] | None:
        return self._view.period if self._view.judged_on is not None else None

    def _cut(self, until: date) -> Iterator[Slot]:
        """Cut time into slots, from far enough back to hold every one that can count."""
        cadence, begin = self._spec.cadence, self._begin or ALWAYS
        past = self._past()
        since = min(until, past[0] if past else until)
        if isinstance(cadence, Every):
            back = _BACK.get(cadence.unit, _NAMED_BACK)
            since -= timedelta(days=back)
            if cadence.named:
                return cut.named_slots(
                    cadence.named, cadence.early, cadence.late, since, until,
                    festivals=self._view.festivals, births=self._births() if "birthday" in cadence.named else (),
                )
            if cadence.days is not None:
                return cut.window_slots(cadence.days, since, until)
            if cadence.unit == "year":
                return cut.yearly_slots(begin, since, until)
            return cut.calendar_slots(cadence.unit, since, until)
        if isinstance(cadence, After):
            return self._after(cadence)
        length = str(self._at_judged().value(cadence.length, self._record))
        return cut.gap_slots(begin, (day for day, _ in self._contacts() if day <= until), length)

    def _births(self) -> list[str]:
        """Give the birth dates to the letter: the record's own or its child's."""
        own = self._record.get("birth_date")
        if own:
            return [str(own)]
        child = self._view.snapshot.get("child", self._record.text("child"))
        return [child.text("birth_date")] if child is not None else []

    def _after(self, cadence: After) -> Iterator[Slot]:
        """One slot around each date of the fact as it is now: a new date begins it anew."""
        is_birth = cadence.fact.endswith(".birth_date")
        for value in self._at_judged().fact(self._record, cadence.fact):
            text = value.isoformat() if isinstance(value, date) else str(value)
            if as_day(text) is not None:
                slot = cut.after_slot(text, cadence.wait, cadence.early, cadence.within, is_birth=is_birth)
                if slot is not None:
                    yield slot

    def item(self, slot: Slot) -> DutyItem | None:
        """Judge one slot; None where the record had nothing to do with it."""
        done = self._done_in(slot)
        need = self._spec.counts.at_least if self._spec.counts is not None else 1
        is_over = slot.end <= self._judged
        if self._spec.counts is not None and len(done) >= need:
            status = DutyStatus.DONE
        elif self._is_owed(slot):
            status = DutyStatus.MISSED if is_over else DutyStatus.DUE
        elif done or self._touches(slot):
            status = DutyStatus.NOT_OWED
        else:
            return None
        return DutyItem(
            duty=self._spec.key, label=self._spec.label, group=self._spec.group, scope_kind=self._record.kind,
            record_id=self._record.id, first=slot.first, last=slot.last, status=status, who=self._spec.who,
            done_by=done,
        )

    def _touches(self, slot: Slot) -> bool:
        """Whether the duty concerned the record on any of the slot's days at its edges."""
        begin = max(self._begin or ALWAYS, slot.first)
        return begin < slot.end and applies_on(self._view, self._spec, self._record, begin)

    def _is_owed(self, slot: Slot) -> bool:
        begin, spec = self._begin, self._spec
        if begin is None or begin >= slot.end or begin > self._judged or not self._is_old_enough(slot, begin):
            return False
        # A pair that ends before the slot's last day owes nothing for it; while the slot runs, what happens after the
        # day is not there yet. A reminder without `counts` stands until its condition ends.
        last = self._judged if spec.counts is None else min(slot.last, self._judged)
        if not applies_on(self._view, spec, self._record, last):
            return False
        rests = rests_when_paused(spec, self._view.province)
        return not (rests and paused_days(self._view, self._record, slot, self._judged) * 2 > slot.days)

    def _is_old_enough(self, slot: Slot, begin: date) -> bool:
        """Whether what began inside the slot still owes it (系统默认)."""
        cadence = self._spec.cadence
        if isinstance(cadence, Every):
            if cadence.named or cadence.days is not None:
                return begin <= slot.first
            if cadence.unit == "year":
                return True
        if isinstance(cadence, Gap) or (isinstance(cadence, After) and self._spec.counts is None):
            return True
        return begin <= slot.first or not slot.is_second_half(begin)

    def _at_judged(self) -> View:
        return self._view if self._judged == self._view.day else self._view.at(self._judged)

    def _contacts(self) -> tuple[tuple[date, str], ...]:
        """Give the days and ids of the linked records that satisfy the duty, as they are on the day of judging."""
        if self._done is None:
            self._done = ()
            counts = self._spec.counts
            if counts is not None:
                then = self._at_judged()
                fact = counts.date or f"{counts.of}.date"
                self._done = tuple(sorted(
                    (day, one.id)
                    for one in then.select(counts, self._record)
                    for day in {as_day(value) for value in then.fact(one, fact)}
                    if day is not None
                ))
        return self._done

    def _done_in(self, slot: Slot) -> tuple[str, ...]:
        # The contact from which a silence is counted does not end it.
        after = slot.first if isinstance(self._spec.cadence, Gap) else None
        return tuple(dict.fromkeys(
            one for day, one in self._contacts() if day in slot and day <= self._judged and day != after
        ))
