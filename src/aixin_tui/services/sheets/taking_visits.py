"""Sheets of visits that come back: each row one sitting, with the guardian's decision, as far as the guards allow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Place, Problem, Severity
from aixin_tui.domain.record import Record, Value, members
from aixin_tui.engine.dates import as_day
from aixin_tui.engine.forms.shaping import shape
from aixin_tui.reference.names import clean_name
from aixin_tui.services.acting import Draft
from aixin_tui.services.entering import values_of
from aixin_tui.services.filling import add_filled, fill
from aixin_tui.services.harm import watch
from aixin_tui.services.importing import alerts
from aixin_tui.services.importing.job import Job, Verdict
from aixin_tui.services.importing.results import Outcome, RowResult, outcome_of
from aixin_tui.services.importing.row_cells import Reading, RowCells
from aixin_tui.services.listening import audited, steps_in
from aixin_tui.services.sheets.days import read_day_on
from aixin_tui.services.sheets.form_columns import fields_of
from aixin_tui.services.sheets.same_row import Kept, SameRows, Waiting, told
from aixin_tui.services.sheets.sent import key_of
from aixin_tui.services.sheets.visits import FILLED_IN, assessed_fields, guardians_of
from aixin_tui.services.sitting import Sitting, papers_of, withdrawal_needed
from aixin_tui.services.stepping import walk
from aixin_tui.texts import label

_VISIT, _ASSESSMENT, _CONSENT = "home_visit", "assessment", "consent"
_DECISION, _CHANNEL = "consent.decision", "consent.channel"
#: What a person may answer with "take it".
TAKEABLE = frozenset({Code.SHEET_010, Code.SHEET_011, Code.SHEET_020})


@dataclass(slots=True)
class _Paper:
    """One row as read: whose it is, the visit in its stored shape, and the decision (empty where nobody asked)."""

    child: Record
    day: str
    typed: Mapping[str, Any]
    assessment: Mapping[str, Any]
    consent: Mapping[str, Any]


class VisitsImport:
    """Takes in the rows of a sheet of visits, one after the other."""

    def __init__(self, job: Job) -> None:
        self.job = job
        fields = fields_of(job.desk, _VISIT, job.today, FILLED_IN)
        self._fields = tuple(field.key for field in fields)
        self._assessed = tuple(field.key for field in assessed_fields(job.desk, job.today))
        self._same, self._waiting = SameRows(job, _VISIT), Waiting(job)
        self._by_name: dict[str, list[Record]] = {}
        for child in job.working.of("child"):
            self._by_name.setdefault(child.text("name"), []).append(child)
        self._by_day = {(child, visit.text("date")): visit.id
                        for visit in job.working.of(_VISIT) for child in members(visit.get("child"))}

    def take(self, cells: RowCells, verdict: Verdict | None = None) -> RowResult:
        """Take in one row."""
        reading = Reading(cells, self.job.who.today)
        name = clean_name(reading.text("name"))
        asked = (f"{_ASSESSMENT}.{key}" for key in self._assessed)
        if not any(reading.text(key) for key in (*self._fields, *asked, _DECISION, _CHANNEL)):
            return RowResult(cells.number, name, Outcome.NOTHING)
        paper = self._read(reading, name)
        if paper is None or reading.is_stopped:
            self._tell_harm(reading, name)
            return _result(reading, name)
        kept = self._same.find(paper.child.id + key_of(cells)[1]) or self._on_that_day(paper)
        if kept is not None:
            return self._again(reading, name, paper, kept, verdict)
        return self._store(reading, name, paper)

    def not_in_file(self) -> tuple[tuple[str, str], ...]:
        """Children without a row stay on the list of those to be visited."""
        return ()

    # --- reading ------------------------------------------------------------------------------------------

    def _read(self, reading: Reading, name: str) -> _Paper | None:
        child = self._child(reading, name)
        day = read_day_on(reading, "date", sent_on=self.job.facts.sent_on)
        if not reading.raw("date"):
            reading.say(Code.SHEET_015, "date", Severity.HELD, field=reading.cells.titles.get("date", "date"))
        typed = self._typed(reading, _VISIT, {key: reading.text(key) for key in self._fields if key != "date"})
        assessed = self._typed(reading, _ASSESSMENT, {
            key: reading.text(f"{_ASSESSMENT}.{key}") for key in self._assessed})
        consent = self._consent(reading, child, name) if child and reading.text(_DECISION) else {}
        return _Paper(child, day, {**typed, "date": day}, assessed, consent) if child else None

    def _typed(self, reading: Reading, kind: str, texts: Mapping[str, str]) -> dict[str, Any]:
        """Read the words of a form; what cannot be read holds the row."""
        given = {key: text for key, text in texts.items() if text}
        typed, wrong = values_of(self.job.desk.province, self.job.working.now(), kind, given)
        for problem in wrong:
            reading.problems.append(replace(problem, severity=Severity.HELD, place=_at(reading, kind, problem)))
        return {} if wrong else typed

    def _child(self, reading: Reading, name: str) -> Record | None:
        """Find the child by the key of the row, else by name and village; who it went out for is who it must be."""
        child = self.job.working.get("child", key_of(reading.cells)[0])
        if child is not None:
            if name and name != child.text("name"):
                reading.say(Code.SHEET_019, "name", Severity.HELD, name=child.text("name"))
            return child
        named = self._by_name.get(name, [])
        village, born = reading.text("village"), reading.text("birth_date")
        if len(named) > 1:
            named = [one for one in named if self._fits(one, village, born)]
        if len(named) == 1:
            return named[0]
        code = Code.SHEET_014 if named or name in self._by_name else Code.SHEET_013
        reading.say(code, "name", Severity.HELD, name=name, count=len(self._by_name.get(name, ())),
                    field=label("sheet.child_name"))
        return None

    def _fits(self, child: Record, village: str, born: str) -> bool:
        place = child.text("division_code")
        return (not village or self.job.desk.province.divisions.name(place) == village) and (
            not born or child.text("birth_date").startswith(born[:7]))

    def _consent(self, reading: Reading, child: Record, name: str) -> Mapping[str, Any]:
        """Read the guardian's decision: the one guardian on file, or the one that the row names."""
        people = guardians_of(self.job.working.now(), child.id, self.job.today)
        if len(people) > 1:
            people = tuple(one for one in people if one.text("name") == clean_name(reading.text("guardian")))
        if len(people) != 1:
            count = len(guardians_of(self.job.working.now(), child.id, self.job.today))
            reading.say(Code.SHEET_016, "guardian", Severity.HELD, name=name, count=count)
            return {}
        texts = {"decision": reading.text(_DECISION), "channel": reading.text(_CHANNEL)}
        typed = self._typed(reading, _CONSENT, texts)
        return {**typed, "guardian": people[0].id} if typed else {}

    def _tell_harm(self, reading: Reading, name: str) -> None:
        """Tell of harm in a row that waits or goes back."""
        self._waiting.settle(reading)
        alerts.tell_anyway(reading, "；".join(reading.text(key) for key in self._fields), name=name)

    def _on_that_day(self, paper: _Paper) -> Kept | None:
        """Find a visit of the child on that day, however it came in: it is the same one."""
        visit = self.job.working.get(_VISIT, self._by_day.get((paper.child.id, paper.day), ""))
        return Kept(visit, {}) if visit else None

    # --- storing ------------------------------------------------------------------------------------------

    def _store(self, reading: Reading, name: str, paper: _Paper) -> RowResult:
        """Write the paper as a sitting: the visit, the decision, and each next step until a guard refuses."""
        draft = self._draft()
        made = self._write(draft, reading, paper, visit=True)
        if reading.is_stopped or made is None:
            self._tell_harm(reading, name)
            return _result(reading, name)
        row = paper.child.id + key_of(reading.cells)[1]
        made = draft.change(made, self._same.mark(row, made.values, self._fields)) if self.job.facts.sheet else made
        return self._done(draft, reading, name, paper, made, merged=False)

    def _again(self, reading: Reading, name: str, paper: _Paper, kept: Kept, verdict: Verdict | None) -> RowResult:
        """A visit that is on file: what it lacked is added, a new decision is recorded, the rest is a question."""
        province = self.job.desk.province
        now: dict[str, Value] = {**shape(province.forms[_VISIT], province, paper.typed, self.job.desk.ids.new)}
        changed = self._same.changes(reading, kept, now, self._fields, taken=verdict is not None)
        if paper.day == kept.record.text("date") and not kept.said:
            self._as_other_paper(reading, name, kept, now)
        if reading.is_stopped:
            return _result(reading, name)
        draft = self._draft()
        visit = draft.change(kept.record, changed) if changed else kept.record
        for problem in watch(draft, visit, kept.record) if changed else ():
            reading.problems.append(replace(problem, place=Place(row=reading.cells.number, field="date")))
        assessed = self._assessment_of(paper)
        if assessed is not None and paper.assessment:
            now = {**shape(province.forms[_ASSESSMENT], province, paper.assessment, self.job.desk.ids.new)}
            changes = list(reading.changes)
            added = self._same.changes(reading, Kept(assessed, {}), now, self._assessed, taken=verdict is not None)
            reading.changes = [*changes, *reading.changes]
            if added:
                draft.change(assessed, added)
        rest = replace(paper, assessment={} if assessed else paper.assessment,
                       consent={} if self._is_known(paper) else paper.consent)
        if (rest.consent or rest.assessment) and not reading.is_stopped:
            self._write(draft, reading, rest, visit=False)
        if reading.is_stopped:
            return _result(reading, name)
        return self._done(draft, reading, name, paper, visit, merged=True)

    def _as_other_paper(self, reading: Reading, name: str, kept: Kept, now: Mapping[str, Value]) -> None:
        """Say of a contradiction that the visit on file came in another way than by this sheet."""
        for place, problem in enumerate(reading.problems):
            if problem.code in (Code.SHEET_010, Code.SHEET_011):
                names = [problem.place.field]
                reading.problems[place] = replace(problem, code=Code.SHEET_020, values={
                    "name": name, "day": kept.record.text("date"),
                    "before": told(self.job, _VISIT, kept.record.values, names),
                    "after": told(self.job, _VISIT, now, names)})

    def _is_known(self, paper: _Paper) -> bool:
        """Whether the decision is on file: of that guardian, on that day, the same word."""
        return any(
            one.text("guardian") == paper.consent.get("guardian") and one.text("date") == paper.day
            and one.get("decision") == paper.consent.get("decision") and paper.child.id in members(one.get("child"))
            for one in self.job.working.of(_CONSENT))

    def _assessment_of(self, paper: _Paper) -> Record | None:
        """Find the assessment of the child on that day."""
        return next((one for one in self.job.working.of(_ASSESSMENT)
                     if one.text("date") == paper.day and paper.child.id in members(one.get("child"))), None)

    def _draft(self) -> Draft:
        return Draft(self.job.desk, self.job.who, "import_visits", snapshot=self.job.working.now())

    def _write(self, draft: Draft, reading: Reading, paper: _Paper, *, visit: bool) -> Record | None:
        """Draft the papers of a row; what the forms say against it holds the row."""
        place = paper.child.text("division_code")
        day = date.fromisoformat(paper.day)
        sitting = Sitting(paper.child.id, paper.typed if visit else None, paper.assessment or None,
                          (paper.consent,) if paper.consent else (), day)
        made = None
        for kind, _, values in papers_of(sitting, day):
            filled = fill(draft, kind, values)
            for problem in filled.problems:
                severity = Severity.HELD if problem.stops else problem.severity
                reading.problems.append(replace(problem, severity=severity, place=_at(reading, kind, problem)))
            record, warnings = add_filled(draft, kind, filled, place=place)
            for problem in warnings:
                reading.problems.append(replace(problem, place=Place(row=reading.cells.number, field="date")))
            made = record if kind == _VISIT else made
        return made if visit else paper.child

    def _done(self, draft: Draft, reading: Reading, name: str, paper: _Paper, visit: Record, *,
              merged: bool) -> RowResult:
        """Take the child's next steps, and hand the draft over to the batch."""
        child = draft.get("child", paper.child.id) or paper.child
        for problem in withdrawal_needed(draft, child):
            reading.problems.append(replace(problem, place=Place(row=reading.cells.number, field=_DECISION)))
        if draft.changes:
            draft.look_at(min(as_day(visit.get("date")) or draft.day, self.job.who.today))
            walk(draft, child)
            self._audit(draft, reading)
        if reading.is_stopped:
            return _result(reading, name)
        self.job.working.absorb(draft, source=self.job.source(reading.cells.number))
        self._by_day[paper.child.id, visit.text("date")] = visit.id
        self._same.made(paper.child.id + key_of(reading.cells)[1], visit)
        self._waiting.settle(reading)
        self.job.rows_named.setdefault(visit.id, reading.cells.number)
        return replace(_result(reading, name, merged=merged), kind=_VISIT, record=visit.id)


    def _audit(self, draft: Draft, reading: Reading) -> None:
        """Let the province's own Python refuse a step; then the row waits."""
        stand = {(change.kind, change.id): record for change in draft.changes
                 if (record := draft.get(change.kind, change.id)) is not None}
        for problem in audited(self.job.desk, steps_in(self.job.desk, draft.changes, stand)):
            severity = Severity.HELD if problem.stops else problem.severity
            reading.problems.append(replace(problem, severity=severity, place=Place(
                row=reading.cells.number, field="date")))


def _at(reading: Reading, kind: str, problem: Problem) -> Place:
    """Say in which cell a problem of a form sits."""
    field = problem.place.field if kind == _VISIT else f"{kind}.{problem.place.field}"
    return Place(row=reading.cells.number, field=field)


def _result(reading: Reading, name: str, *, merged: bool = False) -> RowResult:
    problems = tuple(reading.problems)
    changes = () if reading.is_stopped else tuple(reading.changes)
    return RowResult(reading.cells.number, name, outcome_of(problems, changed=bool(changes), merged=merged), changes,
                     problems)
