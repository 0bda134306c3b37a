"""Finding the people whom a list names among those on file, by the rules of `engine.identity`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from aixin_tui.domain.record import Record, members, rows
from aixin_tui.engine.identity import Likeness, Person, compare
from aixin_tui.services.importing.job import listed_of
from aixin_tui.services.importing.working_copy import WorkingCopy

_RANK = {likeness: rank for rank, likeness in enumerate(Likeness)}


@dataclass(frozen=True, slots=True)
class Match:
    """The person on file who is most like the one of a row; `differs` names what keeps PERHAPS from being sure."""

    likeness: Likeness
    id: str = ""
    differs: tuple[str, ...] = ()

    @property
    def names_somebody(self) -> bool:
        """Whether the row speaks of somebody on file, for sure or perhaps."""
        return self.likeness in (Likeness.SAME, Likeness.OTHER_NAME, Likeness.PERHAPS)


_NOBODY = Match(Likeness.DIFFERENT)


class People:
    """The people of one kind on file, found by number and by name. Grows as a run files new ones."""

    def __init__(self) -> None:
        self._by_number: dict[str, list[str]] = {}
        self._by_name: dict[str, list[str]] = {}
        self._people: dict[str, Person] = {}

    def put(self, record_id: str, person: Person) -> None:
        """Remember a person, or what is now known of one."""
        before = self._people.get(record_id)
        self._people[record_id] = person
        for table, key, old in ((self._by_number, person.id_number, before.id_number if before else ""),
                                (self._by_name, person.name, before.name if before else "")):
            if key and key != old:
                table.setdefault(key, []).append(record_id)

    def person(self, record_id: str) -> Person:
        """Give what somebody on file is known by."""
        return self._people[record_id]

    def named(self, name: str) -> tuple[str, ...]:
        """List those of a name, in the order in which they were filed."""
        return tuple(dict.fromkeys(key for key in self._by_name.get(name, ()) if self._people[key].name == name))

    def find(self, person: Person) -> Match:
        """Find who on file the person is. Two who are both the same are one too many: a person decides."""
        candidates = dict.fromkeys((*self._by_number.get(person.id_number, ()), *self._by_name.get(person.name, ())))
        best, count = _NOBODY, 0
        for key in candidates:
            likeness, differs = compare(person, self._people[key])
            if _RANK[likeness] < _RANK[best.likeness]:
                best, count = Match(likeness, key, differs), 1
            elif likeness is best.likeness is Likeness.SAME:
                count += 1
        return Match(Likeness.PERHAPS, best.id, ("name",)) if count > 1 and best.likeness is Likeness.SAME else best


def place_key(record: Record) -> str:
    """Give the village of a record, or of an unsure place the code with the list's words; empty for none."""
    code = record.text("division_code")
    if len(code) == 12:
        return code
    words = str(listed_of(record).get("place", ""))
    return f"{code}|{words}" if words else ""


def guardians_by_child(working: WorkingCopy) -> dict[str, list[str]]:
    """Map each child to the ids of those who look after it."""
    out: dict[str, list[str]] = {}
    for guardian in working.of("guardian"):
        for _, row in rows(guardian.get("roles")):
            out.setdefault(str(row.get("child", "")), []).append(guardian.id)
    return out


def phones_of(records: Iterable[Record | None]) -> frozenset[str]:
    """Gather all phones of some people."""
    return frozenset(number for record in records if record for number in members(record.get("phone")))


def person_of(record: Record, phones: frozenset[str]) -> Person:
    """Describe a record as identity sees it."""
    return Person(record.text("name"), record.text("birth_date"), record.text("id_number"), place_key(record), phones)
