"""Reading one row of a volunteers' list: mother, father, family or team, her background query, her pairs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from aixin_tui.domain.codes import Code
from aixin_tui.domain.day import add_months, age_on, first_day
from aixin_tui.domain.problem import Severity
from aixin_tui.reference.names import clean_name
from aixin_tui.services.importing.cleaning import read_day, read_id, read_phones, read_sex
from aixin_tui.services.importing.field_values import read_fields, read_number_of
from aixin_tui.services.importing.job import Job
from aixin_tui.services.importing.pair_rows import PairRow, read_pairs
from aixin_tui.services.importing.person_rows import PersonRow, begin, listed_words, read_place
from aixin_tui.services.importing.row_cells import Reading, RowCells
from aixin_tui.services.importing.words import parts, read_flag, read_query_result

_ADULT = 18
_TEAM_OF = 3
#: Words in the kind's cell → the kind; the first that fits.
_KINDS = (("团队", "team"), ("队", "team"), ("小组", "team"), ("组织", "team"), ("单位", "team"), ("团体", "team"),
          ("家庭", "family"), ("爸爸", "father"), ("妈妈", "mother"))
_SAID_MEMBERS = re.compile(r"[（(]\s*(\d+)\s*[人名]\s*[)）]")
_HANDLED = frozenset({
    "serial", "name", "kind", "sex", "id_number", "town", "village", "division", "phone", "places", "trained",
    "background_query.date", "background_query.result", "pair.children", "pair.tails", "pair.numbers",
    "pairing.started_on", "pairing.ended_on", "members", "query_on", "query_result", "division_code",
    "category", "skills", "occupation", "post",
})


@dataclass(slots=True, kw_only=True)
class MotherRow(PersonRow):
    """What a row says of a volunteer, who may live anywhere in the country; `kind` is a key of `_KINDS`."""

    kind: str
    query_on: str
    query_result: str
    trained: bool | None
    places: int | None
    members: tuple[str, ...]
    said_members: int
    pairs: tuple[PairRow, ...]
    owes_query: bool = False

def read_mother(job: Job, cells: RowCells) -> tuple[MotherRow, Reading]:
    """Read a row; the reading holds every change and every problem that the row has by itself."""
    reading, name = begin(job, cells)
    kind = _kind(reading)
    number = read_id(reading, "id_number")
    place, words = read_place(job, reading)
    told, result = _query(reading)
    row = MotherRow(
        name=name, kind=kind, number=number, sex=read_sex(reading, "sex", number), place=place, place_words=words,
        phones=read_phones(reading, "phone"), query_on=told, query_result=result, trained=_trained(reading),
        places=_places(reading), members=_members(reading), said_members=_said_members(reading, name),
        pairs=read_pairs(reading), fields=read_fields(job.desk.province, "loving_mother", reading, skip=_HANDLED))
    _words(job, reading, row)
    row.listed = _listed(reading, row)
    _may_serve(reading, row)
    return row, reading


def _kind(reading: Reading) -> str:
    text = reading.text("kind")
    if not text:
        return "father" if reading.text("sex") in ("男", "1") else "mother"
    return next((kind for word, kind in _KINDS if word in text), "mother")


def _query(reading: Reading) -> tuple[str, str]:
    """Read the background query: a date in the future or an impossible one is no query, and the date alone is none."""
    day = read_day(reading, "background_query.date")
    reading.problems = [_moved(problem) if problem.place.field == "background_query.date" else problem
                        for problem in reading.problems]
    if day and first_day(day) > reading.today:
        reading.say(Code.ROW_053, "background_query", text=day)
        reading.changes = [change for change in reading.changes if change.field != "background_query.date"]
        day = ""
    text = reading.text("background_query.result")
    raw = reading.cells.cells.get("background_query.result")
    return day, read_query_result(text, raw)


def _moved(problem: Any) -> Any:
    from dataclasses import replace

    return replace(problem, place=replace(problem.place, field="background_query"))


def _trained(reading: Reading) -> bool | None:
    text = reading.text("trained")
    return read_flag(text) if text else None


def _places(reading: Reading) -> int | None:
    if "places" not in reading.cells.titles:
        return None
    if not reading.raw("places"):
        reading.say(Code.ROW_057, "places", Severity.NOTE)
        return None
    number = read_number_of(reading, "places")
    if number is None or int(number) != number:
        reading.say(Code.ROW_060, "places", text=reading.text("places"))
        return None
    return int(number)


def _members(reading: Reading) -> tuple[str, ...]:
    return tuple(clean_name(part) for part in parts(reading.text("members")))


def _said_members(reading: Reading, name: str) -> int:
    found = _SAID_MEMBERS.search(reading.text("members") or name)
    return int(found[1]) if found else 0


def _words(job: Job, reading: Reading, row: MotherRow) -> None:
    """Look up what she is and what she can: 执委 is a post, 律师 an occupation, 团体会员 a category, 法律 a skill.

    A word that is part of one label only means that label, which is a look-up and no change; any other is kept.
    """
    for cell, fields in (("category", ("category", "post", "occupation")), ("skills", ("skills",)),
                         ("occupation", ("occupation",)), ("post", ("post", "category"))):
        for word in parts(reading.text(cell)):
            if not any(_look_up(job, row, name, word) for name in fields):
                title = reading.cells.titles[cell]
                row.listed[title] = "、".join(filter(None, (row.listed.get(title, ""), word)))


def _look_up(job: Job, row: MotherRow, name: str, word: str) -> bool:
    spec = job.desk.province.field("loving_mother", name)
    choices = job.desk.province.choice_list("loving_mother", name)
    if spec is None or choices is None:
        return False
    keys = [choice.key for choice in choices.choices if choice.label == word] or [
        choice.key for choice in choices.choices if len(word) > 1 and word in choice.label]
    if len(keys) != 1:
        return False
    if spec.many:
        row.fields[name] = {**row.fields.get(name, {}), keys[0]: True}
    else:
        row.fields.setdefault(name, keys[0])
    return True


def _listed(reading: Reading, row: MotherRow) -> dict[str, str]:
    """Gather the list's own words that no field holds."""
    kept = {**reading.cells.listed, **row.listed}
    for name, title in reading.cells.titles.items():
        if name not in _HANDLED and name not in row.fields and reading.raw(name):
            kept[title] = reading.raw(name)
    return listed_words(row, kept, members=f"{row.said_members}人" if row.said_members else "")


def _may_serve(reading: Reading, row: MotherRow) -> None:
    """Say what keeps her from serving, or, where nothing does, what she still owes."""
    if row.number.birth_date and age_on(row.number.birth_date, reading.today) < _ADULT:
        reading.say(Code.ROW_050, "id_number", Severity.ERROR)
    if row.query_result == "record_found":
        reading.say(Code.ROW_054, "background_query", Severity.ERROR)
    if row.kind == "team" and 0 < max(row.said_members, len(row.members)) < _TEAM_OF:
        reading.say(Code.ROW_056, "members", Severity.HELD, number=max(row.said_members, len(row.members)))
    if reading.is_stopped:
        return
    if row.kind in ("family", "team") and not row.members:
        reading.say(Code.ROW_055, "members")
    _owed(reading, row)
    if row.places is not None and row.places < sum(not pair.ended_on for pair in row.pairs):
        reading.say(Code.ROW_058, "places", places=row.places, pairs=len(row.pairs))


def _owed(reading: Reading, row: MotherRow) -> None:
    """A query is owed where none is known; an expired one is said with its last day. Neither ends a pair."""
    if not row.query_on or row.query_result != "clear":
        row.owes_query = True
        if row.query_on and not row.query_result:
            reading.say(Code.ROW_061, "background_query", day=row.query_on)
        else:
            reading.say(Code.ROW_051, "background_query")
        return
    until = add_months(first_day(row.query_on), 12)
    if until <= reading.today:
        row.owes_query = True
        reading.say(Code.ROW_052, "background_query", until=(until - timedelta(days=1)).isoformat())
