"""Lines of a register that come in: known by the number of our own file, else by name, place and day.

A row that a line on file says already is merged without a change; a filled cell that says otherwise mends the line and
is listed, a blank deletes nothing. Sealed registers are not taken in from tables; sealed fields are no columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Place, Problem, Severity
from aixin_tui.domain.record import Record, members
from aixin_tui.engine.forms.asking import is_empty
from aixin_tui.engine.forms.problems import problems_of
from aixin_tui.engine.links import entry_lines
from aixin_tui.engine.spec.form import FieldType
from aixin_tui.engine.states import path_to
from aixin_tui.engine.view import View
from aixin_tui.reference.names import clean_name, half_width
from aixin_tui.services.importing import alerts
from aixin_tui.services.importing.headings_table import anchor_of, register_of
from aixin_tui.services.importing.job import Job, Verdict
from aixin_tui.services.importing.register_cells import CellReader
from aixin_tui.services.importing.results import RowResult, outcome_of
from aixin_tui.services.importing.row_cells import Reading, RowCells
from aixin_tui.services.scope import inside, place_of
from aixin_tui.services.viewing import view_of

#: What a person may answer with "take it": the row is another line than those that it resembles.
TAKEABLE = frozenset({Code.REGISTER_004})
#: Fields of a register that tell its lines apart, beside places and what each line is called.
_KEYS = ("date", "edition", "batch")


class RegistersImport:
    """Takes in the rows of one register, one after the other."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.kind = register_of(job.kind)
        self.form = job.desk.province.forms[self.kind]
        self.anchor = anchor_of(job.kind, job.desk.province)
        self._cells = CellReader(job, self.form)
        self._lines = {line.id: line for line in self._standing()}

    def _standing(self) -> Iterator[Record]:
        desk, who = self.job.desk, self.job.who
        found = [line for line in self.job.working.of(self.kind)
                 if not line.is_voided and inside(who, place_of(desk, line))]
        yield from entry_lines(self.form, {line.text("entry") for line in found})
        yield from found

    @cached_property
    def _view(self) -> View:
        return view_of(self.job.desk, self.job.who, snapshot=self.job.working.snapshot)

    def take(self, cells: RowCells, verdict: Verdict | None = None) -> RowResult:
        """Take in one row."""
        reading = Reading(cells, self.job.who.today)
        if cells.hidden:
            reading.say(Code.ROW_038, "", Severity.NOTE)
        named = self._by_number(reading)
        values = self._cells.values(reading, named)
        name = clean_name(reading.text(self.anchor))
        if is_empty(values.get(self.anchor)) and named is None:
            stated = bool(reading.raw(self.anchor))
            field = self.form.fields.get(self.anchor)
            reading.say(Code.REGISTER_006, self.anchor, Severity.HELD if stated else Severity.ERROR,
                        label=field.label if field else self.anchor, words=name)
            return self._result(reading, name)
        known = self._merge_target(verdict) or named or self._known(reading, values, verdict)
        if reading.is_stopped:
            return self._result(reading, name)
        if known is not None:
            return self._merge(reading, name, known, values)
        return self._add(reading, name, values)

    def not_in_file(self) -> tuple[tuple[str, str], ...]:
        """A list of a register names the lines it has; those it does not name stay."""
        return ()

    # --- which line -----------------------------------------------------------------------------------------------

    def _by_number(self, reading: Reading) -> Record | None:
        """Find the line of a file that we wrote by its number; a number of no line is said and left aside."""
        number = reading.text("line")
        if not number:
            return None
        found = self._lines.get(number) or next(
            (line for line in self._lines.values() if number in (line.text("entry"), line.text("name"))), None)
        if found is None:
            reading.say(Code.REGISTER_007, "line", Severity.NOTE, number=number)
        return found

    def _merge_target(self, verdict: Verdict | None) -> Record | None:
        return self._lines.get(verdict.target) if verdict and verdict.action == "merge" else None

    def _known(self, reading: Reading, values: Mapping[str, Any], verdict: Verdict | None) -> Record | None:
        """Find the line that a row means: called alike, at the same place and day as far as both say."""
        if verdict and verdict.takes:
            return None
        called = _plain(values.get(self.anchor))
        alike = [line for line in self._lines.values() if _plain(line.get(self.anchor)) == called]
        found = [line for line in alike if all(_agree(line.get(key), values.get(key)) for key in self._keys)]
        whole = [line for line in found if all(line.get(key) == values.get(key) for key in self._keys)]
        found = whole or found
        if len(found) > 1:
            where = "、".join(self._where(line) for line in found[:5])
            reading.say(Code.REGISTER_004, self.anchor, Severity.HELD, count=len(found), where=where)
        return found[0] if len(found) == 1 else None

    @cached_property
    def _keys(self) -> tuple[str, ...]:
        places = [spec.key for spec in self.form.fields.at() if spec.type is FieldType.DIVISION and not spec.many]
        links = [spec.key for spec in self.form.fields.at()
                 if spec.type is FieldType.LINK and not spec.many and spec.key != self.anchor]
        return tuple(key for key in (*places, *_KEYS, *links) if key in self.form.fields)

    def _where(self, line: Record) -> str:
        place = self.job.desk.province.divisions.path(line.text("division_code"))
        return " ".join(part for part in (place, line.text("date"), line.id) if part)

    # --- writing --------------------------------------------------------------------------------------------------

    def _add(self, reading: Reading, name: str, values: dict[str, Any]) -> RowResult:
        job = self.job
        values = {**job.defaults(self.kind), **values}
        self._judge(reading, Record(self.kind, "", values), values)
        place = self._place(values)
        if not inside(job.who, place):
            reading.say(Code.ACT_003, "division_code", Severity.ERROR, place=job.desk.province.divisions.path(place))
        if reading.is_stopped:
            return self._result(reading, name)
        day = str(values.get("date") or job.day or job.today)
        begun = job.working.begun(self.kind, day)
        source = job.source(reading.cells.number)
        made = job.working.add(
            self.kind, {**values, **({"status": begun} if begun else {}), "listed": dict(reading.cells.listed)},
            source=source, place=place, day=day)
        made = self._moved(reading, made)
        self._lines[made.id] = made
        self._alert(reading, made, place, source)
        return replace(self._result(reading, name), kind=self.kind, record=made.id)

    def _merge(self, reading: Reading, name: str, known: Record, values: Mapping[str, Any]) -> RowResult:
        job = self.job
        changed = {key: value for key, value in values.items() if not self._cells.says(known, key, value)}
        self._judge(reading, Record(self.kind, known.id, {**known.values, **changed}), changed)
        if reading.is_stopped:
            return self._result(reading, name)
        reading.changes = []
        for key, value in changed.items():
            reading.changed(key, self._cells.words(key, known.get(key)), self._cells.words(key, value))
        if changed and known.text("entry") == known.id:
            known = self._written_down(known, reading, changed)
        elif changed:
            known = job.working.change(known, self._cells.union(known, changed))
        known = self._moved(reading, known)
        self._lines[known.id] = known
        self._alert(reading, Record(self.kind, known.id, changed), self._place(known.values),
                    job.source(reading.cells.number))
        return replace(self._result(reading, name, merged=True), kind=self.kind, record=known.id)

    def _written_down(self, line: Record, reading: Reading, changed: Mapping[str, Any]) -> Record:
        """Write down a line that every office starts with, with what the list says otherwise."""
        del self._lines[line.id]
        values = {**self._cells.shaped(line), **changed}
        return self.job.working.add(self.kind, values, source=self.job.source(reading.cells.number),
                                    day=str(values.get("date") or self.job.today))

    def _judge(self, reading: Reading, draft: Record, given: Mapping[str, Any]) -> None:
        """Say what the form has against a line; what this office can put right holds the row."""
        for problem in problems_of(self._view, self.form, draft):
            field = problem.place.field.partition("/")[0]
            if problem.code is Code.FORM_003 or (given is not draft.values and field not in given and field):
                continue
            severity = Severity.HELD if problem.stops else problem.severity
            reading.problems.append(Problem(problem.code, severity, Place(row=reading.cells.number, field=field),
                                            problem.values, problem.near))

    def _moved(self, reading: Reading, line: Record) -> Record:
        """Take the steps to the state that the list names; a refused one is said, and the line stays where it is."""
        working, wanted = self.job.working, reading.text("state")
        life = self.job.desk.province.lives.get(self.kind)
        if life is None or not wanted or not line.get("status"):
            return line
        state = next((one.key for one in life.states.at() if wanted in (one.key, one.label)), "")
        if not state:
            reading.say(Code.REGISTER_005, "state", words=wanted)
            return line
        path = path_to(life, state)
        at = working.state(line)
        ahead = path[path.index(at) + 1:] if at in path else (state,) if at != state else ()
        for step in ahead:
            moved = working.step_to(line, step, self.job.day or self.job.today)
            if moved is None:
                reading.say(Code.REGISTER_005, "state", words=wanted)
                return line
            line = moved
        return line

    def _alert(self, reading: Reading, line: Record, place: str, source: str) -> None:
        texts = (line.text(spec.key) for spec in self.form.fields.at() if spec.type is FieldType.TEXT)
        alerts.raise_alert(self.job, reading, "；".join(text for text in texts if text),
                           next(iter(members(line.get("child"))), ""), origin=line, place=place,
                           day=line.text("date") or self.job.today, source=source)

    def _place(self, values: Mapping[str, Any]) -> str:
        own = str(values.get("division_code") or "")
        for spec in self.form.fields.at():
            if own:
                break
            value = next(iter(members(values.get(spec.key))), "")
            if spec.type is FieldType.DIVISION:
                own = str(value)
            elif spec.type is FieldType.LINK and spec.to in ("child", "loving_mother", "event") and value:
                linked = self.job.working.get(spec.to, str(value))
                own = linked.text("division_code") if linked else ""
        return own or self.job.desk.office

    def _result(self, reading: Reading, name: str, *, merged: bool = False) -> RowResult:
        problems = tuple(reading.problems)
        outcome = outcome_of(problems, changed=bool(reading.changes), merged=merged)
        changes = () if reading.is_stopped else tuple(reading.changes)
        return RowResult(reading.cells.number, name, outcome, changes, problems)


def _agree(held: Any, given: Any) -> bool:
    """Whether two say nothing against each other: the same, or one of them says nothing."""
    return is_empty(held) or is_empty(given) or bool(held == given)


def _plain(value: Any) -> str:
    """Write what a line is called so that blanks and full-width letters tell none apart."""
    return "".join(half_width("、".join(str(one) for one in members(value))).split())
