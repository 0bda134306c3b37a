"""Children's lists: each row is filed as a new child, merged into one on file, held, or sent back."""

from __future__ import annotations

from dataclasses import replace
from functools import reduce
from typing import Any

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Problem, Severity
from aixin_tui.domain.record import Record, Value
from aixin_tui.engine.identity import Likeness
from aixin_tui.services.importing import alerts
from aixin_tui.services.importing.child_rows import ChildRow, read_child
from aixin_tui.services.importing.consents import Consents
from aixin_tui.services.importing.guardians import Guardians
from aixin_tui.services.importing.job import Job, Verdict
from aixin_tui.services.importing.known_child import update_child
from aixin_tui.services.importing.results import RowResult, outcome_of
from aixin_tui.services.importing.row_cells import Reading, RowCells
from aixin_tui.services.importing.who_is_who import Match, People, person_of
from aixin_tui.services.scope import inside
from aixin_tui.texts import label

#: Questions that a person may answer with "take it": another child, a row that is right as it stands.
TAKEABLE = frozenset({Code.ROW_002, Code.ROW_032, Code.ROW_037, Code.ROW_041})


class ChildrenImport:
    """Takes in the rows of a children's list, one after the other."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.guardians = Guardians(job)
        self.consents = Consents(job)
        self.people = People()
        for child in job.working.of("child"):
            self.people.put(child.id, person_of(child, self.guardians.phones(child.id)))
        self._elsewhere = self._people_elsewhere()
        self._named: set[str] = set()
        self._towns: set[str] = set()

    def take(self, cells: RowCells, verdict: Verdict | None = None) -> RowResult:
        """Take in one row."""
        row, reading = read_child(self.job, cells)
        if not inside(self.job.who, row.place.code):
            reading.say(Code.ROW_118, "division_code", Severity.ERROR)
            return _result(row, reading)
        self._towns.add(row.place.code[:9])
        match = self._match(row, reading, verdict)
        if match.names_somebody:
            self._named.add(match.id)
        if match.likeness is not Likeness.SAME and row.has_left:
            reading.say(Code.ROW_036, "status", Severity.ERROR)
        self._judge(row, reading, match)
        if not match.names_somebody and self._elsewhere.find(row.person).names_somebody:
            reading.say(Code.ROW_119, "name", Severity.HELD)
        if match.likeness is Likeness.SAME:
            return self._merge(row, reading, match.id, verdict)
        if _is_stopped(reading, verdict):
            alerts.tell_anyway(reading, row.note, name=row.name)
            return _result(row, reading)
        done = self._file(row, reading)
        if match.likeness is Likeness.PERHAPS and match.id:
            self._remember_another(done.record, match.id)
        return done

    def _remember_another(self, child_id: str, other: str) -> None:
        """Keep that a person has told two children apart (model.md section 3)."""
        child = self.job.working.get("child", child_id)
        if child:
            self.job.working.change(child, {f"not_same/{other}": True})

    def not_in_file(self) -> tuple[tuple[str, str], ...]:
        """List the children on file, in the towns that the list speaks of, whom it does not name."""
        missing = []
        for child in self.job.working.of("child"):
            town = child.text("division_code")[:9]
            if child.id not in self._named and self.job.working.core(child) != "closed" and (
                    len(town) < 9 or town in self._towns):
                missing.append((child.id, child.text("name")))
        return tuple(missing)

    def _people_elsewhere(self) -> People:
        """Gather the children outside the division of who takes the list in: nothing is told of them but to ask."""
        found = People()
        if self.job.who.scope:
            for child in self.job.desk.store.snapshot().of("child"):
                if self.job.working.get("child", child.id) is None:
                    found.put(child.id, person_of(child, frozenset()))
        return found

    # --- who it is ----------------------------------------------------------------------------------------

    def _match(self, row: ChildRow, reading: Reading, verdict: Verdict | None) -> Match:
        """Find whom a row names; the row that a child was filed from names it, whatever its file has since gained."""
        if verdict and verdict.target:
            return Match(Likeness.SAME, verdict.target)
        if not row.name:
            return Match(Likeness.DIFFERENT)
        match = self.people.find(row.person)
        known = self.job.working.get("child", match.id) if match.likeness is Likeness.PERHAPS else None
        if known is not None and known.text("source") == self.job.source(reading.cells.number):
            return Match(Likeness.SAME, known.id)
        return match

    def _judge(self, row: ChildRow, reading: Reading, match: Match) -> None:
        """Say what the likeness to somebody on file means for the row."""
        known = self.job.working.get("child", match.id) if match.id else None
        name = known.text("name") if known else ""
        first = self.job.rows_named.get(match.id)
        if match.likeness is Likeness.OTHER_NAME:
            is_known_otherwise = bool(row.person.phones & self.people.person(match.id).phones)
            field = "name" if is_known_otherwise else "id_number"
            reading.say(Code.ROW_031, field, Severity.HELD, name=name, where=_where(first))
        elif match.likeness is Likeness.PERHAPS and not row.number.problems:
            differs = reduce(lambda first, second: label("row.and", first=first, second=second),
                             (label(f"row.differs_{part}") for part in match.differs))
            field = match.differs[0] if match.differs[0] in ("id_number", "birth_date") else "name"
            reading.say(Code.ROW_032, field, Severity.HELD, name=name, differs=differs, where=_where(first))
        elif match.likeness is Likeness.NAMESAKE:
            reading.say(Code.ROW_033, "name", Severity.NOTE, name=name)

    # --- a new child --------------------------------------------------------------------------------------

    def _file(self, row: ChildRow, reading: Reading) -> RowResult:
        """File a child that is new, with household, guardian and the guardian's answer, and take the first steps."""
        job, number = self.job, reading.cells.number
        source = job.source(number)
        working = job.working
        place = row.place.code
        child = working.add("child", {
            **job.defaults("child"), **row.fields,
            "name": row.name, "sex": row.sex, "birth_date": row.birth_date, "id_number": row.id_number,
            "categories": {one.key: self.category(row, one.detail) for one in row.categories},
            "division_code": place,
            "residence": {job.desk.ids.new(): {"division_code": place, "from": row.day}},
            "list_source": job.list_source, "listed": row.listed,
            "status": working.begun("child", row.day),
        }, source=source, place=place)
        guardian = self.guardians.join(child, row, source=source)
        if guardian:
            child = working.change(child, {"household": self.guardians.household(child, guardian, source=source)})
        child = working.step_to(child, "filed", row.day) or child
        self.consents.first(child, guardian, row, source=source)
        alerts.raise_alert(job, reading, row.note, child.id, origin=child, place=place, day=row.day, source=source)
        self._know(child.id, row.phones)
        job.rows_named[child.id] = number
        self._named.add(child.id)
        return replace(_result(row, reading), kind="child", record=child.id)

    def category(self, row: ChildRow, detail: str) -> dict[str, str]:
        """Give what is kept with a category: who says so, since when, and of what kind."""
        given = {"source": self.job.list_name, "date": row.day}
        return given | {"detail": detail} if detail else given

    def _know(self, child_id: str, phones: tuple[str, ...]) -> None:
        child = self.job.working.get("child", child_id)
        if child:
            held = self.guardians.phones(child_id) | frozenset(phones)
            self.people.put(child_id, person_of(child, held))

    # --- a child on file ----------------------------------------------------------------------------------

    def _merge(self, row: ChildRow, reading: Reading, child_id: str, verdict: Verdict | None) -> RowResult:
        """Let a child on file follow the list: place and status by its day, phones and categories added."""
        job = self.job
        child = job.working.get("child", child_id)
        if child is None:
            reading.say(Code.ROW_113, "", Severity.HELD, id=child_id)
            return _result(row, reading)
        reading.problems = [_of_known(problem) for problem in reading.problems]
        self._against_file(row, reading, child, verdict)
        if child_id in job.rows_named:
            reading.say(Code.ROW_030, "id_number" if row.id_number else "name", Severity.NOTE,
                        row=job.rows_named[child_id])
        if _is_stopped(reading, verdict):
            return _result(row, reading)
        reading.changes = []
        update_child(self, row, reading, child, verdict)
        if _is_stopped(reading, verdict):
            return _result(row, reading)
        job.rows_named.setdefault(child_id, reading.cells.number)
        self._know(child_id, row.phones)
        return replace(_result(row, reading, merged=True), kind="child", record=child_id)

    def _against_file(self, row: ChildRow, reading: Reading, child: Record, verdict: Verdict | None) -> None:
        """Two valid numbers are two people, whatever anybody decides."""
        standing = child.text("id_number")
        if verdict and verdict.target and standing and row.id_number and standing != row.id_number:
            reading.say(Code.ROW_115, "id_number", Severity.HELD)

    def differs(self, reading: Reading, field: str, old: str, new: str) -> None:
        """List a difference between list and file that is taken over."""
        reading.changed(field, old, new)
        reading.say(Code.ROW_034, field, Severity.NOTE, field=_title(reading, field))


def _title(reading: Reading, field: str) -> str:
    return reading.cells.titles.get(field, field)


def _where(row: int | None) -> str:
    return label("row.where", row=row) if row else ""


def _of_known(problem: Problem) -> Problem:
    """What would keep a new child out is only said of one on file."""
    return replace(problem, severity=Severity.WARNING) if problem.code is Code.ROW_015 else problem


def _is_stopped(reading: Reading, verdict: Verdict | None) -> bool:
    """Whether the row waits or goes back; a person's "take it" answers the questions that looking can answer."""
    if verdict:
        reading.problems = [replace(p, severity=Severity.NOTE) if p.code in TAKEABLE else p for p in reading.problems]
    return reading.is_stopped


def _result(row: ChildRow, reading: Reading, *, merged: bool = False) -> RowResult:
    problems = tuple(reading.problems)
    outcome = outcome_of(problems, changed=bool(reading.changes), merged=merged)
    changes = () if reading.is_stopped else tuple(reading.changes)
    return RowResult(reading.cells.number, row.name, outcome, changes, problems)


def shown_categories(job: Job, held: Value) -> str:
    """Write the categories of a child as people read them."""
    choices = job.desk.province.choice_list("child", "categories")
    given: dict[str, Any] = dict(held) if isinstance(held, dict) else {}
    out = []
    for key, value in given.items():
        label = choices.label_of(key) if choices else key
        detail = value.get("detail", "") if isinstance(value, dict) else ""
        out.append(f"{label}（{detail}）" if detail else label)
    return "；".join(out)
