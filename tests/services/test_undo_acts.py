"""An act is taken back as a whole, unless later acts build on it; the dump is then what it was before."""

from __future__ import annotations

from typing import Any

import pytest

from aixin_tui.services.canonical import canonical_dump
from aixin_tui.services.care import AddActivity, add_activity
from aixin_tui.services.desk import Role
from aixin_tui.services.history import history_of, log_entries
from aixin_tui.services.pairs.ending import EndPairing, end_pairing
from aixin_tui.services.pairs.pausing import PausePairing, pause_pairing
from aixin_tui.services.registering import AddRecord, EditRecord, add_record, edit_record
from aixin_tui.services.undoing import UndoAct, undo
from aixin_tui.services.withdrawing import Withdraw, withdraw_consent
from office_world import World, agreed, codes


def dump(world: World) -> str:
    return canonical_dump(world.desk.store.snapshot(restricted=True), world.desk.province)


def add_guardian(world: World, child: str, pairing: str) -> Any:
    return add_record(world.desk, world.who(), AddRecord("guardian", {
        "name": "窦长江", "phone": "15400000009", "roles": [{"child": child, "role": "carer", "relation": "叔"}]}))


def edit_child(world: World, child: str, pairing: str) -> Any:
    return edit_record(world.desk, world.who(), EditRecord("child", child, {
        "school": "县第一小学", "categories": ["child_in_difficulty"]}))


def activity(world: World, child: str, pairing: str) -> Any:
    return add_activity(world.desk, world.who(), AddActivity((child,), {"date": "2025-03-24", "kind": ["tutoring"]}))


def end(world: World, child: str, pairing: str) -> Any:
    return end_pairing(world.desk, world.who(), EndPairing(pairing, reason="wish"))


def pause(world: World, child: str, pairing: str) -> Any:
    return pause_pairing(world.desk, world.who(), PausePairing(pairing, "2025-03-24", "", "boarding"))


def withdraw(world: World, child: str, pairing: str) -> Any:
    return withdraw_consent(world.desk, world.who(), Withdraw(child))


@pytest.mark.parametrize("act", [add_guardian, edit_child, activity, end, pause, withdraw])
def test_undo_gives_back_what_was_before(qinghai: World, act: Any) -> None:
    child = qinghai.waiting_child()
    pairing = qinghai.pair(child, qinghai.mother()).about["pairing"]
    before = dump(qinghai)
    result = act(qinghai, child.id, pairing)
    assert dump(qinghai) != before
    taken = undo(qinghai.desk, qinghai.who(), UndoAct(result.receipt.number, "记错"))
    assert (taken.done, codes(taken)) == (True, [])
    assert dump(qinghai) == before
    assert codes(undo(qinghai.desk, qinghai.who(), UndoAct(result.receipt.number))) == ["ACT_019"]
    redone = undo(qinghai.desk, qinghai.who(), UndoAct(taken.receipt.number))  # type: ignore[union-attr]
    assert redone.done
    assert dump(qinghai) != before


def test_what_was_entered_by_mistake_is_voided_and_stays_readable(qinghai: World) -> None:
    child = qinghai.child()
    number = log_entries(qinghai.desk, qinghai.who())[0].number
    assert undo(qinghai.desk, qinghai.who(), UndoAct(number, "重复")).done
    voided = qinghai.now("child", child.id).get("voided")
    assert voided == {"on": "2025-03-24", "operator": "tester", "reason": "重复"}
    assert not qinghai.desk.store.snapshot().of("child")
    edited = edit_record(qinghai.desk, qinghai.who(), EditRecord("child", child.id, {"school": "x"}))
    assert codes(edited) == ["ACT_013"]


def test_an_act_that_later_acts_build_on_is_refused_and_they_are_named(qinghai: World) -> None:
    child = qinghai.child()
    added = log_entries(qinghai.desk, qinghai.who())[0].number
    guardian = qinghai.guardian(child)
    sat = qinghai.sit(child, (agreed(guardian),)).receipt
    paired = qinghai.pair(child, qinghai.mother()).receipt
    assert sat is not None
    assert paired is not None

    def builders(number: int) -> list[int]:
        result = undo(qinghai.desk, qinghai.who(), UndoAct(number))
        assert set(codes(result)) <= {"ACT_010"}
        return [int(problem.values["number"]) for problem in result.problems]

    assert builders(added) == [added + 1, sat.number, paired.number]
    assert builders(sat.number) == [paired.number]
    assert builders(paired.number) == []
    assert builders(sat.number) == []
    assert qinghai.state(child) == "screened"


def test_a_consent_under_a_pair_cannot_be_taken_back_from_under_it(qinghai: World) -> None:
    child = qinghai.child()
    guardian = qinghai.guardian(child)
    qinghai.sit(child)
    consent = add_record(qinghai.desk, qinghai.who(), AddRecord("consent", {
        "child": child.id, "by": "guardian", "guardian": guardian.id, "purpose": "pairing", "decision": "agreed",
        "date": "2025-03-24", "channel": "in_person"}))
    from aixin_tui.services.casework import Advance, advance

    assert consent.receipt is not None
    assert advance(qinghai.desk, qinghai.who(), Advance(child.id, "record_consent")).done
    assert codes(undo(qinghai.desk, qinghai.who(), UndoAct(consent.receipt.number))) == ["ACT_010"]


def test_changes_of_other_fields_do_not_build_on_each_other(qinghai: World) -> None:
    child = qinghai.child()
    school = edit_record(qinghai.desk, qinghai.who(), EditRecord("child", child.id, {"school": "县第一小学"})).receipt
    edit_record(qinghai.desk, qinghai.who(), EditRecord("child", child.id, {"interests": ["art"]}))
    assert school is not None
    assert undo(qinghai.desk, qinghai.who(), UndoAct(school.number)).done
    now = qinghai.now("child", child.id)
    assert (now.get("school"), now.get("interests")) == (None, {"art": True})
    second = edit_record(qinghai.desk, qinghai.who(), EditRecord("child", child.id, {"school": "甲"})).receipt
    edit_record(qinghai.desk, qinghai.who(), EditRecord("child", child.id, {"school": "乙"}))
    assert second is not None
    assert codes(undo(qinghai.desk, qinghai.who(), UndoAct(second.number))) == ["ACT_010"]


def test_ones_own_act_takes_no_reviewer_and_anothers_does(qinghai: World) -> None:
    qinghai.child()
    number = log_entries(qinghai.desk, qinghai.who())[0].number
    other = qinghai.who(operator="colleague", role=Role.RECORDER)
    assert codes(undo(qinghai.desk, other, UndoAct(number))) == ["ACT_002"]
    assert undo(qinghai.desk, qinghai.who(role=Role.RECORDER), UndoAct(number)).done


@pytest.mark.parametrize("number", [0, 99])
def test_there_must_be_such_an_act(qinghai: World, number: int) -> None:
    assert codes(undo(qinghai.desk, qinghai.who(), UndoAct(number))) == ["ACT_011"]


def test_the_log_tells_who_did_what_and_what_was_taken_back(qinghai: World) -> None:
    child = qinghai.child()
    first = log_entries(qinghai.desk, qinghai.who())[0]
    undo(qinghai.desk, qinghai.who(), UndoAct(first.number, "重复"))
    newest, added = log_entries(qinghai.desk, qinghai.who())
    assert (newest.action_label, added.action_label, added.undone_by) == ("撤销", "新增儿童档案", newest.number)
    lines = history_of(qinghai.desk, qinghai.who(), "child", child.id)
    assert [line.action for line in lines] == ["add_child", "undo"]
    assert ("姓名", "", "窦念安") in [(c.label, c.old, c.new) for c in lines[0].changes]


def test_a_history_shows_no_number_in_full(qinghai: World) -> None:
    guardian = qinghai.guardian(qinghai.child(), phone="15400000001")
    told = str(history_of(qinghai.desk, qinghai.who(), "guardian", guardian.id))
    assert "15400000001" not in told
    assert "154****0001" in told


def test_an_import_of_many_acts_is_taken_back_as_one(qinghai: World) -> None:
    from aixin_tui.domain.record import Act, Change

    before = dump(qinghai)
    numbers = []
    for row in range(3):
        change = Change("household", f"HOUSEHOLD{row}", {"name": f"户{row}", "division_code": qinghai.village},
                        f"data/630222/{qinghai.village[:9]}")
        act = Act("import_children", "tester", (change,), source="import:R:1", about={"run": "R"})
        numbers.append(qinghai.desk.store.commit(act).number)
    result = undo(qinghai.desk, qinghai.who(), UndoAct(numbers[1], "错了名册"))
    assert (result.done, result.about["undoes"]) == (True, numbers)
    assert dump(qinghai) == before
    assert {line.undone_by for line in log_entries(qinghai.desk, qinghai.who())[1:]} == {result.receipt.number}  # type: ignore[union-attr]
