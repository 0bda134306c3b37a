"""Who is the same person (model.md section 3), as laws."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aixin_tui.engine.identity import Likeness, Person, births_fit, compare, natural_key

ONE = Person("甲", "2015-03-05", "", "630222103209", frozenset({"15402220001"}))
NUMBERED = replace(ONE, id_number="630222201503059926")

people = st.builds(
    Person, st.sampled_from(["甲", "乙", ""]), st.sampled_from(["", "2015", "2015-03", "2015-03-05", "2015-03-06"]),
    st.sampled_from(["", "1", "2"]), st.sampled_from(["", "a", "b"]),
    st.frozensets(st.sampled_from(["15402220001", "15402220002"])))


@pytest.mark.parametrize(("other", "likeness", "differs"), [
    (ONE, Likeness.SAME, ()),
    (replace(ONE, name="乙"), Likeness.DIFFERENT, ()),
    (replace(ONE, birth_date="2015-03-06"), Likeness.DIFFERENT, ()),
    (replace(ONE, birth_date="2015-03"), Likeness.PERHAPS, ("birth_date",)),
    (replace(ONE, place=""), Likeness.PERHAPS, ("village",)),
    (replace(ONE, phones=frozenset()), Likeness.PERHAPS, ("phone",)),
    (NUMBERED, Likeness.PERHAPS, ("id_number",)),
])
def test_without_numbers_on_both_sides(other: Person, likeness: Likeness, differs: tuple[str, ...]) -> None:
    assert compare(ONE, other) == (likeness, differs)


@pytest.mark.parametrize(("other", "likeness"), [
    (NUMBERED, Likeness.SAME), (replace(NUMBERED, name="乙"), Likeness.OTHER_NAME),
    (replace(NUMBERED, id_number="2"), Likeness.NAMESAKE),
    (replace(NUMBERED, id_number="2", birth_date="2013-01-15"), Likeness.DIFFERENT),
])
def test_with_numbers_on_both_sides(other: Person, likeness: Likeness) -> None:
    assert compare(NUMBERED, other)[0] is likeness


@given(people, people)
def test_it_does_not_matter_who_is_asked_about_whom(one: Person, other: Person) -> None:
    assert compare(one, other) == compare(other, one)


@given(people, people)
def test_a_blank_is_never_enough_for_the_same(one: Person, other: Person) -> None:
    if compare(one, other)[0] is Likeness.SAME and not one.id_number:
        assert all((one.name, one.birth_date, one.place, one.phones & other.phones))
        assert (one.name, one.birth_date, one.place) == (other.name, other.birth_date, other.place)


@given(people, people)
def test_two_valid_numbers_are_never_one_person(one: Person, other: Person) -> None:
    if one.id_number and other.id_number and one.id_number != other.id_number:
        assert compare(one, other)[0] in (Likeness.NAMESAKE, Likeness.DIFFERENT)


def test_the_natural_key_is_the_number_else_the_four() -> None:
    assert natural_key(NUMBERED) == NUMBERED.id_number
    assert natural_key(ONE) == "甲|2015-03-05|630222103209|15402220001"
    assert births_fit("2015-03", "2015-03-05")
