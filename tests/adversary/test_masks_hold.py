"""What is masked or sealed stays so whatever a form says and whoever asks."""

from __future__ import annotations

import msgspec
import pytest

from aixin_tui.domain.record import Act, Change
from aixin_tui.engine.spec.form import FieldType
from aixin_tui.provinces.registry import Registry
from aixin_tui.services.history import history_of
from aixin_tui.services.masking import is_masked, masked
from aixin_tui.services.revealing import Reveal, reveal
from office_world import World

SECRET = "家中近况不便外传"


@pytest.fixture
def hainan(provinces: Registry) -> World:
    return World.of(provinces["hainan"], "460105")


@pytest.mark.parametrize(("type_", "mask", "hidden"), [
    (FieldType.PHONE, False, True), (FieldType.RESIDENT_ID, False, True), (FieldType.TEXT, True, True),
    (FieldType.TEXT, False, False),
])
def test_numbers_are_masked_whatever_the_form_says_and_what_it_says_is_masked(
    hainan: World, type_: FieldType, mask: bool, hidden: bool,
) -> None:
    field = next(iter(hainan.desk.province.forms["guardian"].fields.at()))
    assert is_masked(msgspec.structs.replace(field, type=type_, mask=mask)) is hidden


def test_a_sealed_field_is_in_no_masked_record_and_in_no_history(hainan: World) -> None:
    entry = hainan.add("counselling", child=hainan.child().id, date="2025-03-20")
    hainan.desk.store.commit(Act("edit", "tester", (Change("counselling", entry.id, {"notes": SECRET}),)))
    record = hainan.now("counselling", entry.id)
    assert record.text("notes") == SECRET
    assert SECRET not in str(masked(record, hainan.desk.province.forms["counselling"]))
    lines = history_of(hainan.desk, hainan.who(), "counselling", entry.id)
    assert lines
    assert "notes" not in {change.field for line in lines for change in line.changes}


def test_nothing_is_revealed_of_a_child_elsewhere(hainan: World) -> None:
    guardian = hainan.guardian(hainan.child())
    elsewhere = next(code for code in hainan.desk.province.divisions
                     if len(code) == 9 and code.startswith("460105") and code != hainan.village[:9])
    before = sum(1 for _ in hainan.desk.store.log())
    told = reveal(hainan.desk, hainan.who(scope=elsewhere), Reveal("guardian", guardian.id, "核对"))
    assert (dict(told.values), [problem.code.value for problem in told.problems]) == ({}, ["ACT_004"])
    assert sum(1 for _ in hainan.desk.store.log()) == before
