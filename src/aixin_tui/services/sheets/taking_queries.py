"""The list of background queries that comes back from the police: date and result of each adult, onto her file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Severity
from aixin_tui.domain.record import Record, Value, rows
from aixin_tui.engine.background import CLEAR
from aixin_tui.reference.names import clean_name
from aixin_tui.services.importing.job import Job, Verdict
from aixin_tui.services.importing.results import Outcome, RowResult, outcome_of
from aixin_tui.services.importing.row_cells import Reading, RowCells
from aixin_tui.services.importing.words import read_query_result
from aixin_tui.services.sheets.days import read_day_on
from aixin_tui.services.sheets.same_row import Waiting
from aixin_tui.services.sheets.sent import key_of
from aixin_tui.texts import label

_KIND = "loving_mother"
#: What a person may answer with "take it".
TAKEABLE = frozenset({Code.SHEET_017})


@dataclass(frozen=True, slots=True)
class _Adult:
    """Who was asked about: a volunteer, or the member `row` of her family, with what is on file of that person."""

    mother: Record
    row: str
    values: Mapping[str, Any]


class QueriesImport:
    """Takes in the rows of a list of background queries, one after the other."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self._waiting = Waiting(job)
        self._results: dict[str, str] = {}
        found = job.desk.province.choices.get("query_results")
        for choice in found.choices if found else ():
            self._results |= {choice.key: choice.key, choice.label: choice.key}
        self._by_name: dict[str, list[_Adult]] = {}
        for mother in job.working.of(_KIND):
            for adult in _adults(mother):
                self._by_name.setdefault(str(adult.values.get("name") or ""), []).append(adult)

    def take(self, cells: RowCells, verdict: Verdict | None = None) -> RowResult:
        """Take in one row."""
        reading = Reading(cells, self.job.who.today)
        name = clean_name(reading.text("name"))
        if not (reading.raw("query_on") or reading.raw("query_result") or _answered(reading)):
            return RowResult(cells.number, name, Outcome.NOTHING)
        adult = self._adult(reading, name, verdict)
        day = read_day_on(reading, "query_on", sent_on=self.job.facts.sent_on)
        result = self._result_of(reading)
        if adult is not None and day and result:
            self._judge(reading, name, adult, day, result)
        if verdict:
            reading.problems = [replace(p, severity=Severity.NOTE) if p.code in TAKEABLE else p
                                for p in reading.problems]
        if reading.is_stopped or adult is None:
            self._waiting.settle(reading)
            return _answer(reading, name)
        return self._store(reading, name, adult, day, result)

    def not_in_file(self) -> tuple[tuple[str, str], ...]:
        """Volunteers without a row stay on the list of those to be asked about."""
        return ()

    # --- reading ------------------------------------------------------------------------------------------

    def _adult(self, reading: Reading, name: str, verdict: Verdict | None) -> _Adult | None:
        """Find who the row went out for by its key, else by name and ID number."""
        mother_id, _, row = key_of(reading.cells)[0].partition("/")
        mother = self.job.working.get(_KIND, verdict.target if verdict and verdict.target else mother_id)
        found = next((one for one in _adults(mother) if one.row == row), None) if mother else None
        if found is not None:
            self._compare(reading, name, found)
            return found
        named, number = self._by_name.get(name, []), _number(reading)
        if number and len(named) != 1:
            named = [one for one in named if one.values.get("id_number") == number]
        if len(named) == 1:
            self._compare(reading, name, named[0])
            return named[0]
        code = Code.SHEET_014 if self._by_name.get(name) else Code.SHEET_013
        reading.say(code, "name", Severity.HELD, name=name, count=len(self._by_name.get(name, ())),
                    field=label("sheet.name"))
        return None

    def _compare(self, reading: Reading, name: str, adult: _Adult) -> None:
        """A row that names somebody else than it went out for waits; so does another number."""
        known = str(adult.values.get("name") or "")
        if name and name != clean_name(known):
            reading.say(Code.SHEET_019, "name", Severity.HELD, name=known)
        number, held = _number(reading), str(adult.values.get("id_number") or "")
        if number and held and number != held:
            reading.say(Code.SHEET_023, "id_number", Severity.HELD)

    def _result_of(self, reading: Reading) -> str:
        text = reading.text("query_result")
        result = self._results.get(text, "") or _answered(reading)
        if not result and not text:
            reading.say(Code.SHEET_015, "query_result", Severity.HELD, field=label("sheet.query_result"))
        elif not result:
            reading.say(Code.ROW_040, "query_result", Severity.HELD, words=text, field=label("sheet.query_result"))
        if not reading.raw("query_on"):
            reading.say(Code.SHEET_015, "query_on", Severity.HELD, field=label("sheet.query_on"))
        return result

    def _judge(self, reading: Reading, name: str, adult: _Adult, day: str, result: str) -> None:
        """A later query on file is a question; so are two results of one day. A record found is said aloud."""
        held_on, held = str(adult.values.get("query_on") or ""), adult.values.get("query_result")
        if held_on > day or (held_on == day and held not in (None, "", result)):
            reading.say(Code.SHEET_017, "query_on", Severity.HELD, day=held_on)
        if result != CLEAR:
            reading.say(Code.SHEET_018, "query_result", name=name)

    # --- storing ------------------------------------------------------------------------------------------

    def _store(self, reading: Reading, name: str, adult: _Adult, day: str, result: str) -> RowResult:
        working = self.job.working
        mother = working.get(_KIND, adult.mother.id) or adult.mother
        held = next((one.values for one in _adults(mother) if one.row == adult.row), adult.values)
        is_known = held.get("query_on") == day and held.get("query_result") == result
        if not is_known:
            now: dict[str, Value] = {"query_on": day, "query_result": result}
            changed = {f"members/{adult.row}": {**held, **now}} if adult.row else now
            mother = working.change(mother, changed)
            if not adult.row:
                self._serve(mother)
        else:
            reading.changes = []
        self._waiting.settle(reading)
        self.job.rows_named.setdefault(mother.id, reading.cells.number)
        return replace(_answer(reading, name, merged=is_known), kind=_KIND, record=mother.id)

    def _serve(self, mother: Record) -> None:
        """Take her next steps as far as the guards allow, as the import of a roster does."""
        working = self.job.working
        record = working.get(_KIND, mother.id) or mother
        if working.core(record) != "recruited":
            return
        for core in ("checked", "trained", "active"):
            if core == "trained" and not record.get("trained"):
                continue
            moved = working.step_to(record, core, self.job.today)
            if moved is None and core == "checked":
                return
            record = moved or record


def _adults(mother: Record) -> list[_Adult]:
    """List a volunteer and the members of her family."""
    members = [_Adult(mother, key, row) for key, row in rows(mother.get("members"))]
    return [_Adult(mother, "", mother.values), *members]


def _number(reading: Reading) -> str:
    """Give the ID number of a row if it stands there in full: a masked one compares with nothing."""
    text = reading.text("id_number").upper()
    return "" if "*" in text else text


def _answer(reading: Reading, name: str, *, merged: bool = False) -> RowResult:
    problems = tuple(reading.problems)
    changes = () if reading.is_stopped else tuple(reading.changes)
    return RowResult(reading.cells.number, name, outcome_of(problems, changed=bool(changes), merged=merged), changes,
                     problems)


def _answered(reading: Reading) -> str:
    """The result in the words that a police station writes, 无 among them; empty where none is read."""
    return read_query_result(reading.text("query_result"), reading.cells.cells.get("query_result"))
