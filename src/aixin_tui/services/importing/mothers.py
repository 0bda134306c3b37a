"""Volunteers' lists: mother, father, family and team, and the pairs that a list says are in force."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from aixin_tui.domain.codes import Code
from aixin_tui.domain.day import first_day
from aixin_tui.domain.problem import Severity
from aixin_tui.domain.record import Record, members
from aixin_tui.engine.identity import Likeness, Person
from aixin_tui.services.importing.job import Job, Verdict, listed_of
from aixin_tui.services.importing.mother_rows import MotherRow, read_mother
from aixin_tui.services.importing.pairs import Pairs
from aixin_tui.services.importing.results import PairResult, RowResult, outcome_of
from aixin_tui.services.importing.row_cells import Reading, RowCells
from aixin_tui.services.importing.who_is_who import Match, People, person_of, phones_of
from aixin_tui.texts import label

#: What a person may answer with "take it".
TAKEABLE = frozenset({Code.ROW_002, Code.ROW_032, Code.ROW_056})
_KINDS = ("loving_mother", "mother_team")


class MothersImport:
    """Takes in the rows of a volunteers' list, one after the other."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.pairs = Pairs(job)
        self.people = {kind: People() for kind in _KINDS}
        for kind in _KINDS:
            for record in job.working.of(kind):
                self._know(record)

    def _know(self, record: Record) -> None:
        person = person_of(record, phones_of([record]))
        self.people[record.kind].put(record.id, replace(person, birth_date=_birth(person)))

    def take(self, cells: RowCells, verdict: Verdict | None = None) -> RowResult:
        """Take in one row."""
        row, reading = read_mother(self.job, cells)
        kind = "mother_team" if row.kind == "team" else "loving_mother"
        match = self._match(row, kind, verdict)
        self._judge(reading, match, kind)
        known = self.job.working.get(kind, match.id) if match.likeness is Likeness.SAME else None
        _answer(reading, verdict)
        if reading.is_stopped or (match.likeness is Likeness.SAME and known is None):
            return _result(row, reading)
        changes = tuple(reading.changes)
        record = self._update(row, reading, known) if known else self._file(row, reading, kind)
        if not known:
            reading.changes = list(changes)
        self.job.rows_named.setdefault(record.id, cells.number)
        self._know(record)
        pairs = tuple(self.pairs.take(pair, record, cells.number) for pair in row.pairs)
        self._serve(record, row, pairs)
        done = _result(row, reading, merged=known is not None)
        return replace(done, pairs=pairs, kind=kind, record=record.id)

    def not_in_file(self) -> tuple[tuple[str, str], ...]:
        """Volunteers whom a list does not name are not listed: rosters of volunteers are seldom whole."""
        return ()

    # --- who it is ----------------------------------------------------------------------------------------

    def _match(self, row: MotherRow, kind: str, verdict: Verdict | None) -> Match:
        if verdict and verdict.target:
            return Match(Likeness.SAME, verdict.target)
        if not row.name or row.number.problems:
            return Match(Likeness.DIFFERENT)
        if row.kind in ("family", "team"):
            return self._group(row, kind)
        match = self.people[kind].find(row.person)
        if match.likeness is Likeness.PERHAPS and not row.id_number and set(match.differs) == {"birth_date"}:
            return Match(Likeness.SAME, match.id)  # without numbers she is known by name, village and phone
        return match

    def _group(self, row: MotherRow, kind: str) -> Match:
        """A family or team is known by its name with a phone or the place in common."""
        for key in self.people[kind].named(row.name):
            known = self.people[kind].person(key)
            if known.phones & row.person.phones or not (known.phones or row.phones):
                return Match(Likeness.SAME, key)
            return Match(Likeness.PERHAPS, key, ("phone",))
        return Match(Likeness.DIFFERENT)

    def _judge(self, reading: Reading, match: Match, kind: str) -> None:
        known = self.job.working.get(kind, match.id) if match.id else None
        first = self.job.rows_named.get(match.id)
        where = label("row.where", row=first) if first else ""
        name = known.text("name") if known else ""
        if match.likeness is Likeness.OTHER_NAME:
            reading.say(Code.ROW_031, "id_number", Severity.HELD, name=name, where=where)
        elif match.likeness is Likeness.PERHAPS:
            reading.say(Code.ROW_032, "name", Severity.HELD, name=name, differs="、".join(match.differs), where=where)
        elif match.likeness is Likeness.SAME and known is None:
            reading.say(Code.ROW_113, "", Severity.HELD, id=match.id)

    # --- a new volunteer ----------------------------------------------------------------------------------

    def _file(self, row: MotherRow, reading: Reading, kind: str) -> Record:
        job, working = self.job, self.job.working
        place = row.place.code
        day = self._since(row)
        values: dict[str, Any] = {
            **job.defaults(kind), **row.fields, "name": row.name, "division_code": place, "places": row.places,
            "phone": dict.fromkeys(row.phones, True), "listed": row.listed,
        }
        if kind == "loving_mother":
            values |= {
                "kind": row.kind, "sex": row.sex, "id_number": row.id_number, "query_on": row.query_on,
                "query_result": row.query_result if row.query_on else "", "trained": row.trained,
                "members": {job.desk.ids.new(): {"name": name} for name in row.members},
                "status": working.begun("loving_mother", day),
            }
        else:
            values |= {"kind": "team", "query_on": row.query_on,
                       "query_result": row.query_result if row.query_on else "", "trained": row.trained}
        return working.add(kind, values, source=job.source(reading.cells.number), place=working.home_place(place))

    def _since(self, row: MotherRow) -> str:
        """The day from which she serves: the list's, or the beginning of her first pair, whichever is earlier."""
        starts = [first_day(pair.started_on).isoformat() for pair in row.pairs if pair.started_on]
        return min((self.job.day, *starts))

    def _serve(self, mother: Record, row: MotherRow, pairs: tuple[PairResult, ...]) -> None:
        """Take her next steps as far as the guards allow; one whose pair is in force serves already."""
        working = self.job.working
        record = working.get(mother.kind, mother.id)
        if record is None or record.kind != "loving_mother" or working.core(record) in ("active", "paused", "left"):
            return
        serves = any(pair.pairing and not pair.ended_on for pair in pairs)
        for core in ("checked", "trained", "active"):
            if core == "trained" and not row.trained:
                continue
            moved = working.step_to(record, core, self.job.day)
            if moved is None and core == "checked":
                break
            record = moved or record
        if serves and working.core(record) != "active":
            working.enter(record, "active", working.entered(record) or self.job.day, by="activate")

    # --- one on file --------------------------------------------------------------------------------------

    def _update(self, row: MotherRow, reading: Reading, known: Record) -> Record:
        """Add phones and what the file lacks; a newer query is taken; what differs otherwise is shown."""
        reading.changes = []
        changed: dict[str, Any] = {}
        first = self.job.rows_named.get(known.id)
        held = members(known.get("phone"))
        new = [number for number in row.phones if number not in held]
        if new:
            self._differs(reading, "phone", "；".join(held), "；".join((*held, *new)))
            changed |= {f"phone/{number}": True for number in new}
        if row.query_on and row.query_result and row.query_on > known.text("query_on"):
            self._differs(reading, "background_query.date", known.text("query_on"), row.query_on)
            changed |= {"query_on": row.query_on, "query_result": row.query_result}
        if row.trained and not known.get("trained"):
            self._differs(reading, "trained", "", "已培训")
            changed["trained"] = True
        for name, value in {"sex": row.sex, "id_number": row.id_number, "places": row.places, **row.fields}.items():
            if value not in (None, "", {}) and known.get(name) in (None, "", {}):
                changed[name] = value
                self._differs(reading, name, "", "；".join(members(value)) if isinstance(value, dict) else str(value))
        self._place(row, reading, known, first)
        words = listed_of(known)
        added = {name: text for name, text in row.listed.items() if name not in words and name != "place"}
        if added:
            changed["listed"] = words | added
        return self.job.working.change(known, changed) if changed else known

    def _differs(self, reading: Reading, field: str, old: str, new: str) -> None:
        reading.changed(field, old, new)
        reading.say(Code.ROW_034, field, Severity.NOTE, field=reading.cells.titles.get(field, field))

    def _place(self, row: MotherRow, reading: Reading, known: Record, first: int | None) -> None:
        """Say that she is named twice, and where the two rows or list and file place her differently."""
        old, new = known.text("division_code"), row.place.code
        was, is_now = self.job.places.path(old), self.job.places.path(new)
        if first and old != new:
            reading.say(Code.ROW_059, "id_number", row=first, field=label("row.place"), old=was, new=is_now)
        elif first:
            reading.say(Code.ROW_030, "id_number", Severity.NOTE, row=first)
        elif old != new and row.place.is_sure and first is None:
            reading.say(Code.ROW_045, "division_code", Severity.WARNING, field=label("row.place"))


def _birth(person: Person) -> str:
    number = person.id_number
    return f"{number[6:10]}-{number[10:12]}-{number[12:14]}" if len(number) == 18 else ""


def _answer(reading: Reading, verdict: Verdict | None) -> None:
    if verdict:
        reading.problems = [replace(p, severity=Severity.NOTE) if p.code in TAKEABLE else p for p in reading.problems]


def _result(row: MotherRow, reading: Reading, *, merged: bool = False) -> RowResult:
    problems = tuple(reading.problems)
    outcome = outcome_of(problems, changed=bool(reading.changes), merged=merged)
    changes = () if reading.is_stopped else tuple(reading.changes)
    return RowResult(reading.cells.number, row.name, outcome, changes, problems, pairs=())
