"""What a row says of any person, child or volunteer: the name, the number, where they live, what no field holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Severity
from aixin_tui.engine.identity import Person
from aixin_tui.reference.resident_id import IdCheck
from aixin_tui.services.importing.cleaning import read_name
from aixin_tui.services.importing.job import Job
from aixin_tui.services.importing.places import PlaceRead
from aixin_tui.services.importing.row_cells import Reading, RowCells


@dataclass(slots=True, kw_only=True)
class PersonRow:
    """What every row of people says; empty texts are unknown.

    `place_words` are the list's own words for a place that is not sure to the village; `listed` holds what the list
    wrote and no field takes.
    """

    name: str
    number: IdCheck
    sex: str
    place: PlaceRead
    place_words: str
    phones: tuple[str, ...]
    fields: dict[str, Any] = field(default_factory=dict)
    listed: dict[str, str] = field(default_factory=dict)

    @property
    def id_number(self) -> str:
        """The ID number if it can be right."""
        return self.number.number if self.number.is_right else ""

    @property
    def born(self) -> str:
        """The day of birth, by the number."""
        return self.number.birth_date

    @property
    def person(self) -> Person:
        """The person as identity sees them."""
        code = self.place.code
        place = code if len(code) == 12 else (f"{code}|{self.place_words}" if self.place_words else "")
        return Person(self.name, self.born, self.id_number, place, frozenset(self.phones))


def begin(job: Job, cells: RowCells) -> tuple[Reading, str]:
    """Begin to read a row: what is wrong with the row as such, and the name without which it is nobody's."""
    reading = Reading(cells, job.who.today)
    if cells.hidden:
        reading.say(Code.ROW_038, "", Severity.NOTE)
    if cells.surplus:
        width = len(cells.titles)
        reading.say(Code.ROW_002, "", Severity.HELD, cells=width + cells.surplus, headings=width)
    name = read_name(reading, "name")
    if not name:
        reading.say(Code.ROW_001, "name", Severity.ERROR)
    return reading, name


def read_place(job: Job, reading: Reading) -> tuple[PlaceRead, str]:
    """Read where somebody lives, from a town and a village or from one cell; and the words of what is not sure."""
    town, village, whole = reading.text("town"), reading.text("village"), reading.text("division")
    found = job.places.read(town, village) if town or village or not whole else job.places.read_path(whole)
    for problem in found.problems:
        reading.say(problem.code, problem.place.field, problem.severity, **problem.values)
    if found.full_name:
        reading.changed("village", reading.raw("village") or found.written, found.full_name)
    return found, "" if found.is_sure and len(found.code) == 12 else (whole or f"{town}{village}")


def listed_words(row: PersonRow, kept: Mapping[str, str], **words: str) -> dict[str, str]:
    """Gather what no field holds: the columns kept, the words of the place, and further words by name."""
    place = {"place": row.place_words, "former_village": row.place.former, "group": row.place.detail}
    return {**kept, **{name: text for name, text in {**place, **words}.items() if text}}
