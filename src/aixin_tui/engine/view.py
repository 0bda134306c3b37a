"""Everything that can be read of the records of a snapshot on one day, after one province's rules.

A `View` answers facts (`child.age`), conditions, selections and values (province-language 1.2 to 1.5). It is the only
way in which decisions compare dates with a day: nothing asks a clock. What happened after the day is not there yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Any

from aixin_tui.domain.day import end_of_month
from aixin_tui.domain.record import Record, Value
from aixin_tui.engine import links, selections, values
from aixin_tui.engine.keeping import once
from aixin_tui.engine.rules import Rules, rules_of
from aixin_tui.engine.snapshot import Snapshot
from aixin_tui.engine.spec.condition import Condition, Selection
from aixin_tui.engine.spec.province import Province
from aixin_tui.engine.spec.report import FigureSpec

_NO_FESTIVALS: Mapping[int, Mapping[str, date]] = MappingProxyType({})

Values = tuple[Value, ...]


class View:
    """A snapshot as known at some moment, seen on `day` by the rules of `province`.

    `office` (a division code) bounds the divisions that are listed; `period` is the first and the last day of the
    report in hand, by default the month of `day`; of a past one `judged_on` is the day after its last, as of which the
    slots that ended in it are judged (model.md section 2); `festivals` gives the named days of each year.
    Facts are worked out once and kept, so a view is thrown away when the snapshot changes.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        province: Province,
        day: date,
        *,
        office: str = "",
        period: tuple[date, date] | None = None,
        judged_on: date | None = None,
        festivals: Mapping[int, Mapping[str, date]] = _NO_FESTIVALS,
    ) -> None:
        self.snapshot = snapshot
        self.province = province
        self.day = day
        self.now = day.isoformat()
        self.office = office
        self.is_period_given = period is not None
        self.period = period or (day.replace(day=1), end_of_month(day))
        self.judged_on = judged_on
        self.festivals = festivals
        self.rules: Rules = rules_of(province)
        self.besides: Mapping[str, FigureSpec] = {}
        """Figures of one question beside the province's own, by key."""
        self._known: dict[tuple[str, str], tuple[Record, dict[str, Any]]] = {}
        self._lists: dict[str, tuple[Record, ...]] = {}
        self._days: dict[date, View] = {day: self}
        self.begun: dict[str, list[tuple[str, Record]]] = {}
        """Of each kind the records with the days on which they began; one and the same for all days."""

    def at(self, day: date) -> View:
        """Give the view of the same records on another day (kept, so that asking again costs nothing)."""
        found = self._days.get(day)
        if found is None:
            found = View(self.snapshot, self.province, day, office=self.office, festivals=self.festivals)
            found._days, found.begun = self._days, self.begun
            self._days[day] = found
        return found

    def with_records(self, changed: Iterable[Record]) -> View:
        """Give the view of the same day in which these records stand as given (new or replaced).

        Facts are worked out anew; what the records of other kinds link to is kept, so that an act of several steps
        does not read a whole county at each.
        """
        records = tuple(changed)
        other = View(self.snapshot.with_records(records), self.province, self.day, office=self.office,
                     period=self.period if self.is_period_given else None, judged_on=self.judged_on,
                     festivals=self.festivals)
        touched = links.touched_by({record.kind for record in records})
        other._lists = {kind: held for kind, held in self._lists.items() if kind not in touched}
        other.index = self.index.kept_for(other, touched)
        return other

    def fact(self, record: Record, name: str) -> Values:
        """Give the values of a fact `prefix.name` of the record in hand; () where it is empty or unknown."""
        kept = self.kept(record)
        found: Values | None = kept.get(name)
        if found is None:
            kept[name] = ()  # a fact that leads back to itself is empty, never endless
            found = kept[name] = self.rules.getter(record.kind, name)(self, record)
        return found

    def one(self, record: Record, name: str) -> Value | None:
        """Give the first value of a fact, None where it is empty."""
        found = self.fact(record, name)
        return found[0] if found else None

    def text(self, record: Record, name: str) -> str:
        """Give the first value of a fact as text, empty where nothing stands."""
        found = self.fact(record, name)
        return str(found[0]) if found else ""

    def holds(self, condition: Condition, record: Record) -> bool:
        """Whether the condition holds of the record; the empty condition always does."""
        return self.rules.test(record.kind, condition)(self, record)

    def select(self, selection: Selection, record: Record) -> tuple[Record, ...]:
        """List the records linked to the record in hand that meet the selection, in the order of their dates."""
        return selections.select(self, selection, record)

    def meeting(self, kind: str, condition: Condition) -> tuple[Record, ...]:
        """List all records of a kind that meet a condition, with the leaving-out of selections (1.4)."""
        return selections.meeting(self, kind, condition)

    def value(self, value: Any, record: Record) -> Value:
        """Work out a value (1.5): plain, of another fact, or depending on a fact; None where nothing is given."""
        return values.value_of(self, value, record)

    def records(self, kind: str) -> tuple[Record, ...]:
        """List the records of a kind that are there on the day, by id; also the derived kinds.

        `pairing` holds the open offers as pairings in the state proposed; `status_change` and `division` are made from
        the records and the province's table.
        """
        found = self._lists.get(kind)
        if found is None:
            found = self._lists[kind] = links.records_of(self, kind)
        return found

    def find(self, kind: str, key: str) -> Record | None:
        """Find a record by id, or the line of a register by the key of its entry; None if it is not there."""
        return links.find(self, kind, key)

    def linked(self, kind: str, record: Record) -> tuple[Record, ...]:
        """List the records of `kind` that are linked to the record, on either side, in the order of their dates."""
        return once(self, record, f"~{kind}", lambda: links.linked(self, kind, record))

    def latest(self, kind: str, record: Record, *, everything: bool = False) -> Record | None:
        """Give the newest linked record of `kind` (by `K.date`, then id); `everything` leaves nothing out (1.4)."""
        return selections.latest(self, kind, record, everything=everything)

    def state(self, record: Record) -> str:
        """Give the state of the record on the day; empty for a kind without a life, or before it began."""
        return self.text(record, f"{record.kind}.state")

    def core_state(self, record: Record) -> str:
        """Give the core state in which the record counts on the day."""
        return self.text(record, f"{record.kind}.core_state")

    def place(self, record: Record) -> str:
        """Give the division code of the place where the record belongs on the day; empty if none is known."""
        return self.text(record, f"{record.kind}.place")

    def setting(self, key: str, record: Record | None = None) -> Any:
        """Read a setting of the policy in force on the day, at the record's place or at the office."""
        return self.province.setting(key, self.now, self.place(record) if record else self.office)

    @cached_property
    def index(self) -> links.Index:
        """The records by what they link to, as this day knows them."""
        return links.Index(self)

    def kept(self, record: Record) -> dict[str, Any]:
        """Give what has been worked out of a record, by fact; of one that is not the view's own nothing stays."""
        key = (record.kind, record.id)
        held = self._known.get(key)
        if held is not None and held[0] is record:
            return held[1]
        kept: dict[str, Any] = {}
        if held is None and links.is_known(self, record):
            self._known[key] = (record, kept)
        return kept
