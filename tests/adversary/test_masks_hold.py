"""What is masked or sealed stays so whatever a form says and whoever asks."""

from __future__ import annotations

import msgspec
import pytest

from aixin_tui.domain.record import Act, Change, Record
from aixin_tui.engine.spec.form import FieldType
from aixin_tui.provinces.registry import Registry
from aixin_tui.services.desk import Role
from aixin_tui.services.history import history_of
from aixin_tui.services.masking import is_masked, masked
from aixin_tui.services.record_file import record_file
from aixin_tui.services.register_export import exported_fields
from aixin_tui.services.revealing import Reveal, reveal, reveal_list
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


@pytest.mark.parametrize(("hidden", "shown"), [
    ({"mask": True}, {"name": "***", "age": 7}), ({"sealed": True}, {"age": 7}),
])
def test_a_column_is_masked_or_left_out_in_every_row_of_a_table(
    hainan: World, hidden: dict[str, bool], shown: dict[str, object],
) -> None:
    form = hainan.desk.province.forms["guardian"]
    spec = form.fields.get("name")
    assert spec is not None
    column = msgspec.structs.replace(spec, type=FieldType.TEXT, mask=False)
    table = msgspec.structs.replace(spec, key="members", type=FieldType.TABLE, mask=False, columns=(
        msgspec.structs.replace(column, key="name", **hidden), msgspec.structs.replace(column, key="age")))
    held = msgspec.structs.replace(form, fields=type(form.fields)((table,)))
    rows = {"members": {"r1": {"name": SECRET, "age": 7}}}
    told = masked(Record("guardian", "01JQ9000000000000000000000", rows), held)["members"]
    assert told == {"r1": shown}


def test_a_wider_look_at_the_same_record_is_another_entry(hainan: World) -> None:
    guardian = hainan.guardian(hainan.child())
    number = Change("guardian", guardian.id, {"id_number": "460105198503079906"})
    hainan.desk.store.commit(Act("edit", "tester", (number,)))
    wanted = [("phone",), ("id_number",), ("id_number",), ()]
    for fields in wanted:
        assert reveal(hainan.desk, hainan.who(), Reveal("guardian", guardian.id, "核对", fields)).values
    told = [entry.about["fields"] for entry in hainan.desk.store.log() if entry.action == "reveal"]
    assert [sorted(fields) for fields in told] == [["phone"], ["id_number"], ["id_number", "phone"]]


def test_who_may_only_look_reveals_no_list_that_is_to_be_taken_in(hainan: World) -> None:
    viewer = hainan.who(role=Role.VIEWER)
    told = reveal_list(hainan.desk, viewer, "名册.xlsx", "核对")
    assert (told.receipt, [problem.code.value for problem in told.problems]) == (None, ["ACT_002"])
    assert reveal_list(hainan.desk, hainan.who(), "名册.xlsx", "核对").receipt
    assert [entry.operator for entry in hainan.desk.store.log() if entry.action == "reveal"] == [hainan.operator]


def test_a_mothers_file_names_no_child_of_a_town_that_is_not_ones_own(hainan: World) -> None:
    mother = hainan.mother()
    elsewhere = next(code for code in hainan.desk.province.divisions
                     if len(code) == 12 and code.startswith("460105") and code[:9] != hainan.village[:9])
    child = hainan.waiting_child("窦念远", division_code=elsewhere)
    pairing = hainan.pair(child, mother)
    assert pairing.done, pairing.problems
    whole = record_file(hainan.desk, hainan.who(), "loving_mother", mother.id)
    own = record_file(hainan.desk, hainan.who(scope=hainan.village[:9]), "loving_mother", mother.id)
    assert whole is not None
    assert own is not None
    assert "pairing" in {line.kind for line in whole.named_by}
    assert "pairing" not in {line.kind for line in own.named_by}
    assert "窦念远" not in str(own.named_by)


def test_no_file_of_a_register_has_a_column_of_what_is_sealed(hainan: World) -> None:
    form = hainan.desk.province.forms["counselling"]
    assert form.fields.get("notes") is not None
    sealed = {field.key for field in form.fields.at() if field.sealed}
    assert "notes" in sealed
    assert not sealed & {field.key for field in exported_fields(form)}
