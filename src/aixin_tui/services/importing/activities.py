"""Sheets of a month's calls that come back: a call belongs to a pair by number and names, its date to a month."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from aixin_tui.domain.codes import Code
from aixin_tui.domain.day import first_day, last_day
from aixin_tui.domain.problem import Severity
from aixin_tui.domain.record import Record, members
from aixin_tui.reference.names import clean_name, clean_number
from aixin_tui.services.importing import alerts
from aixin_tui.services.importing.cleaning import date_in, is_true_date
from aixin_tui.services.importing.job import Job, Verdict
from aixin_tui.services.importing.results import Outcome, RowResult, outcome_of
from aixin_tui.services.importing.row_cells import Reading, RowCells
from aixin_tui.services.sheets.same_row import Kept, SameRows, Waiting
from aixin_tui.services.sheets.sent import key_of
from aixin_tui.texts import label

_CALL = "contact_call"
_TICKS = frozenset("√✓✔☑■●V1Y是已有对勾") | {"已联系", "OK", "YES"}
_CROSSES = frozenset("×✗✘╳X否未无N0") | {"未联系", "没有", "NO", "未联系上", "联系不上"}
#: Words of a way → key of the channel, in the order in which they are looked for.
_CHANNELS = (("视频", "video"), ("微信", "wechat"), ("电话", "phone"), ("手机", "phone"), ("当面", "in_person"),
             ("上门", "in_person"), ("见面", "in_person"))
#: What a person may answer with "take it".
TAKEABLE = frozenset({Code.ROW_103, Code.ROW_104, Code.SHEET_010, Code.SHEET_011, Code.SHEET_012})
#: What a sheet says of a call.
_SAID = ("date", "channel", "reached", "note")


@dataclass(slots=True)
class _Call:
    """One row as read: which pair, when, how; `date` is a day or, of a tick alone, the sheet's month."""

    pair: Record | None
    date: str
    reached: bool
    channel: str
    note: str
    is_empty: bool = False


class ActivitiesImport:
    """Takes in the rows of a sheet of calls, one after the other."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self._by_number: dict[str, list[Record]] = {}
        self._by_names: dict[tuple[str, str], list[Record]] = {}
        for pair in job.working.of("pairing"):
            self._by_number.setdefault(pair.text("number").upper(), []).append(pair)
            self._by_names.setdefault(self._names(pair), []).append(pair)
        self._same, self._waiting = SameRows(job, "activity"), Waiting(job)
        self._calls: dict[tuple[str, str, str, bool], str] = {}
        for activity in job.working.of("activity"):
            if _CALL in members(activity.get("kind")):
                self._calls[self._key(activity)] = activity.id

    def _names(self, pair: Record) -> tuple[str, str]:
        mother = self.job.working.get("loving_mother", pair.text("loving_mother")) or self.job.working.get(
            "mother_team", pair.text("mother_team"))
        child = self.job.working.get("child", pair.text("child"))
        return mother.text("name") if mother else "", child.text("name") if child else ""

    def _key(self, activity: Record) -> tuple[str, str, str, bool]:
        """Same pair, day and way: one call."""
        return (activity.text("pairing"), activity.text("date"), activity.text("channel"),
                activity.get("reached") is not False)

    def take(self, cells: RowCells, verdict: Verdict | None = None) -> RowResult:
        """Take in one row."""
        reading = Reading(cells, self.job.who.today)
        if cells.hidden:
            reading.say(Code.ROW_038, "", Severity.NOTE)
        name = clean_name(reading.text("child"))
        call = self._read(reading, name)
        if call.is_empty:
            reading.say(Code.ROW_100, "tick", Severity.NOTE)
            return RowResult(cells.number, name, Outcome.NOTHING, (), tuple(reading.problems))
        if verdict:
            reading.problems = [replace(p, severity=Severity.NOTE) if p.code in TAKEABLE else p
                                for p in reading.problems]
        if call.pair is not None and not reading.is_stopped and (kept := self._same.find(_row_of(call.pair, cells))):
            return self._again(reading, name, call, kept, verdict)
        if reading.is_stopped or call.pair is None:
            alerts.tell_anyway(reading, call.note, name=name)
            self._waiting.settle(reading)
            return self._result(reading, name)
        return self._store(reading, name, call)

    def not_in_file(self) -> tuple[tuple[str, str], ...]:
        """Pairs without a row stay open and are listed as due, not here."""
        return ()

    # --- reading ------------------------------------------------------------------------------------------

    def _read(self, reading: Reading, child: str) -> _Call:
        tick, note = reading.cells.cells.get("tick"), reading.text("note")
        mark = str(tick).strip().upper() if tick is not None else ""
        has_date = bool(reading.raw("date"))
        if not mark and not has_date and not note:
            return _Call(None, "", False, "", "", is_empty=True)
        crossed = bool(mark) and mark in _CROSSES
        if mark and not crossed and mark not in _TICKS:
            reading.say(Code.ROW_105, "tick", Severity.HELD, text=mark)
        pair = self._pair(reading, child)
        date = self._date(reading)
        if crossed:
            reading.say(Code.ROW_099, "tick")
        elif not mark and has_date:
            reading.say(Code.ROW_095, "tick", Severity.NOTE)
        elif not mark:
            reading.say(Code.ROW_103, "tick", Severity.HELD)
        elif not has_date:
            reading.say(Code.ROW_094, "date")
        if pair is not None and date:
            self._when(reading, pair, date)
        return _Call(pair, date or self._month(), not crossed, _channel(reading), note)

    def _month(self) -> str:
        facts = self.job.facts
        return f"{facts.year:04d}-{facts.month:02d}" if facts.month else self.job.today[:7]

    def _pair(self, reading: Reading, child: str) -> Record | None:
        """Find the pair by number and names; where they disagree nothing is taken."""
        written = reading.raw("pair")
        number = clean_number(written).upper()
        number = number or self._number_by_key(key_of(reading.cells)[0])
        mother = clean_name(reading.text("mother"))
        by_names = self._by_names.get((mother, child), [])
        if not number:
            if len(by_names) == 1:
                reading.say(Code.ROW_092, "pair", number=by_names[0].text("number"))
                return by_names[0]
            reading.say(Code.ROW_104, "pair", Severity.HELD)
            return None
        found = self._by_number.get(number, [])
        if not found:
            offer = f"（{by_names[0].text('number')}？）" if len(by_names) == 1 else ""
            severity = Severity.HELD if self.job.facts.sheet else Severity.ERROR
            reading.say(Code.ROW_090, "pair", severity, number=number, offer=offer)
            return None
        fitting = [pair for pair in found if self._names(pair) == (mother, child)]
        if len(fitting) != 1:
            names = self._names(found[0])
            reading.say(Code.ROW_091, "pair", Severity.HELD, number=number, mother=names[0], child=names[1])
            return None
        reading.changed("pair", written, number)
        return fitting[0]

    def _number_by_key(self, key: str) -> str:
        """Give the number of the pair that a row was sent out for; the names still have to fit."""
        pair = self.job.working.get("pairing", key) if key else None
        return pair.text("number").upper() if pair else ""

    def _date(self, reading: Reading) -> str:
        """Read the date, completed from the sheet's title; empty where there is none that is sure."""
        if not reading.raw("date"):
            return ""
        found = date_in(reading.value("date"), year=self.job.facts.year, month=self.job.facts.month)
        text = reading.text("date")
        if not found.only or len(found.only) < 7:
            code = Code.ROW_011 if found.readings else (Code.ROW_012 if found.impossible else Code.ROW_013)
            reading.say(code, "date", Severity.ERROR, text=text, readings="、".join(found.readings))
            return ""
        if first_day(found.only) > reading.today:
            reading.say(Code.ROW_097, "date", Severity.ERROR, text=text)
            return ""
        if not is_true_date(reading.value("date")):
            reading.changed("date", reading.raw("date"), found.only)
        return found.only

    def _when(self, reading: Reading, pair: Record, date: str) -> None:
        """Compare the date with the pair's time and the sheet's month."""
        ended = pair.text("ended_on")
        if ended and first_day(date) >= first_day(ended):
            reading.say(Code.ROW_093, "pair", Severity.HELD, day=ended)
        elif last_day(date) < first_day(pair.text("started_on")):
            reading.say(Code.ROW_102, "date", Severity.HELD, day=pair.text("started_on"))
        if self.job.facts.month and date[:7] != self._month():
            if self.job.facts.sheet:
                reading.say(Code.SHEET_012, "date", Severity.HELD, text=date, month=self._month())
            else:
                reading.say(Code.ROW_096, "date", month=date[:7], title=self._month())

    # --- storing ------------------------------------------------------------------------------------------

    def _again(self, reading: Reading, name: str, call: _Call, kept: Kept, verdict: Verdict | None) -> RowResult:
        """A row of a sheet that was taken in before: nothing new, what it lacked, or a question."""
        job, now = self.job, {"date": call.date, "channel": call.channel, "reached": call.reached, "note": call.note}
        changed = self._same.changes(reading, kept, now, _SAID, taken=verdict is not None)
        self._waiting.settle(reading)
        if changed:
            after = job.working.change(kept.record, changed)
            self._calls[self._key(after)] = after.id
            if "note" in changed:
                child = job.working.get("child", after.text("child"))
                alerts.raise_alert(job, reading, call.note, after.text("child"), origin=after,
                                   place=child.text("division_code") if child else "", day=call.date,
                                   source=job.source(reading.cells.number))
        job.rows_named.setdefault(kept.record.id, reading.cells.number)
        return replace(self._result(reading, name, merged=True), kind="activity", record=kept.record.id)

    def _store(self, reading: Reading, name: str, call: _Call) -> RowResult:
        job, pair = self.job, call.pair
        assert pair is not None
        child = job.working.get("child", pair.text("child"))
        place = child.text("division_code") if child else ""
        source = job.source(reading.cells.number)
        values: dict[str, Any] = {
            "date": call.date, "child": pair.text("child"), "pairing": pair.id,
            "loving_mother": pair.text("loving_mother"), "kind": {_CALL: True}, "channel": call.channel,
            "reached": call.reached, "note": call.note, "listed": dict(reading.cells.listed),
        }
        row = _row_of(pair, reading.cells)
        values |= self._same.mark(row, values, _SAID)
        key = self._key(Record("activity", "", values))
        known = self._calls.get(key)
        if known is not None:
            first = job.rows_named.get(known)
            if first:
                reading.say(Code.ROW_098, "date", Severity.NOTE, where=label("row.row_of_list", row=first))
            job.rows_named.setdefault(known, reading.cells.number)
            reading.changes = []
            return replace(self._result(reading, name, merged=True), kind="activity", record=known)
        made = job.working.add("activity", values, source=source, place=place, day=call.date)
        self._calls[key] = made.id
        job.rows_named[made.id] = reading.cells.number
        self._same.made(row, made)
        self._waiting.settle(reading)
        alerts.raise_alert(job, reading, call.note, pair.text("child"), origin=made, place=place, day=call.date,
                           source=source)
        return replace(self._result(reading, name), kind="activity", record=made.id)

    def _result(self, reading: Reading, name: str, *, merged: bool = False) -> RowResult:
        problems = tuple(reading.problems)
        outcome = outcome_of(problems, changed=bool(reading.changes), merged=merged)
        changes = () if reading.is_stopped else tuple(reading.changes)
        return RowResult(reading.cells.number, name, outcome, changes, problems)


def _row_of(pair: Record, cells: RowCells) -> str:
    """Name the row of a sheet that was sent out: its pair, and what tells a second row of the pair from the first."""
    return pair.id + key_of(cells)[1]


def _channel(reading: Reading) -> str:
    """Read the way of the call; one that is none of the known is left empty, and that is said."""
    text = reading.text("channel")
    found = next((key for word, key in _CHANNELS if word in text), "")
    if text and not found:
        reading.say(Code.ROW_106, "channel", text=text)
    return found
