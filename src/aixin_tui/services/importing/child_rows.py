"""Reading one row of a children's list into what it says of a child; nothing is looked up on file here."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from aixin_tui.domain.codes import Code
from aixin_tui.domain.day import add_months, age_on, last_day
from aixin_tui.domain.problem import Problem, Severity
from aixin_tui.domain.region import is_inside
from aixin_tui.reference.nationality import code_of, name_of
from aixin_tui.reference.resident_id import IdCheck
from aixin_tui.services.importing.cleaning import (
    read_birth,
    read_day,
    read_id,
    read_name,
    read_phones,
    read_sex,
)
from aixin_tui.services.importing.field_values import read_fields
from aixin_tui.services.importing.job import Job
from aixin_tui.services.importing.person_rows import PersonRow, begin, listed_words, read_place
from aixin_tui.services.importing.places import PlaceRead
from aixin_tui.services.importing.row_cells import Reading, RowCells
from aixin_tui.services.importing.words import Chosen, choose_all, read_decision

_LEFT = ("退出", "注销", "迁出", "减少", "死亡", "已退", "不在册", "归档")
#: 留守儿童 are under sixteen (国务院 2016); the programme's children are under eighteen.
_LEFT_BEHIND, _LEFT_BEHIND_LIMIT, _ADULT = "留守", 16, 18
#: Cells that have a place of their own in the records; all others are kept as the list wrote them.
_HANDLED = frozenset({
    "serial", "name", "sex", "birth_date", "id_number", "categories", "town", "village", "division", "guardian.name",
    "guardian.relation", "guardian.phone", "guardian.id_number", "consent", "status", "left_reason", "left_on",
    "listed_on",
})


@dataclass(slots=True, kw_only=True)
class ChildRow(PersonRow):
    """What a row says of a child; the phones are the guardian's, `day` is the day of the list for this row."""

    birth_date: str
    categories: tuple[Chosen, ...]
    guardian: str
    relation: str
    guardian_number: str
    decision: str
    has_left: bool
    left_on: str
    left_reason: str
    day: str
    note: str

    @property
    def born(self) -> str:
        """The day of birth as written, else by the number."""
        return self.birth_date or self.number.birth_date


def read_child(job: Job, cells: RowCells) -> tuple[ChildRow, Reading]:
    """Read a row; the reading holds every change and every problem that the row has by itself."""
    reading, name = begin(job, cells)
    number = read_id(reading, "id_number")
    if not number.number:
        reading.say(Code.ROW_003, "id_number", Severity.NOTE)
    birth = read_birth(reading, "birth_date", number)
    sex = _sex(reading, number)
    place, words = _place(job, reading)
    categories, strange = _categories(job, reading, birth)
    status = reading.text("status")
    listed_on = read_day(reading, "listed_on")
    reading.changes = [change for change in reading.changes if change.field != "listed_on"]
    row = ChildRow(
        name=name, number=number, birth_date=birth, sex=sex, place=place, place_words=words, categories=categories,
        guardian=read_name(reading, "guardian.name"), relation=reading.text("guardian.relation"),
        phones=read_phones(reading, "guardian.phone"), guardian_number=_guardian_number(reading),
        decision=_decision(reading), has_left=any(word in status for word in _LEFT),
        left_on=read_day(reading, "left_on"), left_reason=reading.text("left_reason"),
        day=min(listed_on, job.today) if len(listed_on) == 10 else job.day, note=reading.text("note"),
        fields=read_fields(job.desk.province, "child", reading, skip=_HANDLED))
    row.listed = _listed(reading, row, strange)
    _age(reading, row)
    return row, reading


def _sex(reading: Reading, number: IdCheck) -> str:
    sex = read_sex(reading, "sex", number)
    if not sex and not reading.is_stopped:
        reading.say(Code.ROW_039, "sex", Severity.HELD)
    return sex


def _guardian_number(reading: Reading) -> str:
    found = read_id(reading, "guardian.id_number")
    if found.problems:  # the child is not to wait for the guardian's number; the words stay with the list's
        reading.problems = [
            p if p.place.field != "guardian.id_number" else _softened(p) for p in reading.problems]
    return found.number if found.is_right else ""


def _softened(problem: Problem) -> Problem:
    return replace(problem, severity=Severity.WARNING)


def _place(job: Job, reading: Reading) -> tuple[PlaceRead, str]:
    """Read where the child lives; only inside the office's area can it be filed."""
    found, words = read_place(job, reading)
    if not is_inside(found.code, job.desk.office) and not is_inside(job.desk.office, found.code):
        reading.say(Code.ROW_025, "division_code", Severity.HELD, place=job.places.path(found.code))
    return found, words


def _categories(job: Job, reading: Reading, birth: str) -> tuple[tuple[Chosen, ...], str]:
    """Read the categories and the words that are none: local words become the list's, strange ones are asked about."""
    written = reading.text("categories")
    choices = job.desk.province.choice_list("child", "categories")
    if not written or choices is None:
        reading.say(Code.ROW_019, "categories")
        return (), written
    found, strange, differs = choose_all(choices, written)
    if strange:
        reading.say(Code.ROW_018, "categories", words="、".join(strange))
    if found and differs:
        reading.changed("categories", reading.raw("categories"), "；".join(one.shown for one in found))
    for one in found:
        if _LEFT_BEHIND in one.label and birth and age_on(birth, job.who.today) >= _LEFT_BEHIND_LIMIT:
            reading.say(Code.ROW_017, "categories", category=one.label, limit=_LEFT_BEHIND_LIMIT)
    return found, "、".join(strange)


def _decision(reading: Reading) -> str:
    """Read the guardian's answer as the list gives it; a list without that column says nothing."""
    if "consent" not in reading.cells.titles:
        return ""
    decision = read_decision(reading.text("consent"))
    if decision == "not_agreed":
        reading.say(Code.ROW_029, "consent")
    elif not decision:
        reading.say(Code.ROW_028, "consent", Severity.NOTE)
    return decision


def _age(reading: Reading, row: ChildRow) -> None:
    """Say who is of age on the day of import, or will be within 30 days."""
    birth = row.birth_date
    if not birth or row.has_left:
        return
    today = reading.today
    if age_on(birth, today) >= _ADULT:
        reading.say(Code.ROW_015, "birth_date", Severity.ERROR, day=today.isoformat())
        return
    adult = add_months(last_day(birth), 12 * _ADULT)
    if adult <= today + timedelta(days=30):
        reading.say(Code.ROW_016, "birth_date", day=adult.isoformat())


def _listed(reading: Reading, row: ChildRow, strange: str) -> dict[str, str]:
    """Gather the list's own words that no field holds: columns without a name, and what was not understood."""
    kept: dict[str, str] = dict(reading.cells.listed)
    for name, title in reading.cells.titles.items():
        text = reading.raw(name)
        if text and name not in _HANDLED and name not in row.fields:
            kept[title] = name_of(code_of(text)) if name == "nationality" and code_of(text) else text
    return listed_words(row, kept, categories=strange, guardian_id=_wrong_guardian_number(reading, row))


def _wrong_guardian_number(reading: Reading, row: ChildRow) -> str:
    return "" if row.guardian_number else reading.text("guardian.id_number")
