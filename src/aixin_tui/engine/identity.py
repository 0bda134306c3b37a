"""Who is the same person: the rules of model.md section 3, over what a list and the file say of somebody.

Twins and siblings share household, phone and birth date and are two children; a blank equals nothing; nothing that
only fits is ever enough.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Likeness(StrEnum):
    """How two descriptions of a person stand to each other, from the surest yes to the surest no."""

    SAME = "same"
    OTHER_NAME = "other_name"
    """One document number under two names: a person decides."""
    PERHAPS = "perhaps"
    """Name and birth fit, but something differs or is unknown: a person decides."""
    NAMESAKE = "namesake"
    """One name and birth date under two valid numbers: two people, and it is said."""
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Person:
    """What somebody is known by. Empty texts are unknown; `birth_date` may stop at the month or year.

    `place` is the village (or the words of an unknown one), `phones` are numbers of the person or of guardians.
    """

    name: str
    birth_date: str = ""
    id_number: str = ""
    place: str = ""
    phones: frozenset[str] = frozenset()


def births_fit(one: str, other: str) -> bool:
    """Whether two birth dates can be the same day: 2017-06 and 2017-06-15 can."""
    return bool(one and other) and (one.startswith(other) or other.startswith(one))


def compare(one: Person, other: Person) -> tuple[Likeness, tuple[str, ...]]:
    """Say how two people stand to each other, and for PERHAPS which of the four differ or are unknown."""
    if one.id_number and other.id_number:
        if one.id_number == other.id_number:
            return (Likeness.SAME if one.name == other.name else Likeness.OTHER_NAME), ()
        is_namesake = one.name == other.name and births_fit(one.birth_date, other.birth_date)
        return (Likeness.NAMESAKE if is_namesake else Likeness.DIFFERENT), ()
    if not one.name or one.name != other.name:
        return Likeness.DIFFERENT, ()
    return _without_numbers(one, other)


def _without_numbers(one: Person, other: Person) -> tuple[Likeness, tuple[str, ...]]:
    """Compare two people of one name of whom not both have a number."""
    same_place = bool(one.place) and one.place == other.place
    same_phone = bool(one.phones & other.phones)
    is_birth_known = bool(one.birth_date and other.birth_date)
    if is_birth_known and not births_fit(one.birth_date, other.birth_date):
        return Likeness.DIFFERENT, ()
    if not is_birth_known and not (same_place and same_phone):
        return Likeness.DIFFERENT, ()
    facts = (
        ("id_number", not one.id_number and not other.id_number),
        ("birth_date", is_birth_known and one.birth_date == other.birth_date),
        ("village", same_place),
        ("phone", same_phone),
    )
    differing = tuple(name for name, holds in facts if not holds)
    return (Likeness.PERHAPS if differing else Likeness.SAME), differing


def natural_key(person: Person) -> str:
    """Give the key by which a person is known across workspaces: the number, else name, birth, place and phones."""
    if person.id_number:
        return person.id_number
    return "|".join((person.name, person.birth_date, person.place, "；".join(sorted(person.phones))))
