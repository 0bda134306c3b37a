"""搬迁: a child lives elsewhere from a day on; its file stays where it was, its pairs go on, far ones as a question."""

from __future__ import annotations

from datetime import date

import pytest

from aixin_tui.domain.record import Record
from aixin_tui.services.moving import MoveChildren, move_children
from aixin_tui.services.pairs.debts import all_debts
from aixin_tui.services.pairs.listing import pair_lines
from aixin_tui.services.registering import EditRecord, edit_record
from aixin_tui.services.undoing import UndoAct, undo
from aixin_tui.services.viewing import view_of
from office_world import World, codes, villages


def elsewhere(world: World, child: Record) -> str:
    """Give a village of another town of the county."""
    home = child.text("division_code")
    return next(code for code in villages(world.desk.province, world.desk.office) if code[:9] != home[:9])


def place_on(world: World, child: str, day: str) -> str:
    view = view_of(world.desk, world.who(), date.fromisoformat(day))
    found = view.find("child", child)
    assert found is not None
    return view.place(found)


def test_a_child_lives_in_the_new_place_from_its_day_and_in_the_old_one_before(qinghai: World) -> None:
    child = qinghai.waiting_child()
    to, home = elsewhere(qinghai, child), child.text("division_code")
    qinghai.at("2025-06-10")
    result = move_children(qinghai.desk, qinghai.who(), MoveChildren((child.id,), to, "2025-06-01"))
    assert result.done, codes(result)
    assert [place_on(qinghai, child.id, day) for day in ("2025-05-31", "2025-06-01", "2025-06-10")] == [home, to, to]
    assert qinghai.now("child", child.id).get("division_code") == to
    entry = qinghai.desk.store.entry(result.receipt.number) if result.receipt else None
    assert entry is not None
    assert all(change.home == "" or not change.is_new for change in entry.changes)  # no record changes its file


def test_the_pair_goes_on_and_is_a_question_when_it_has_become_far(qinghai: World) -> None:
    child = qinghai.waiting_child()
    pairing = qinghai.pair(child, qinghai.mother(radius="village")).about["pairing"]
    to = elsewhere(qinghai, child)
    qinghai.at("2025-06-10")
    assert not [one for one in all_debts(qinghai.desk, qinghai.who()) if one.key == "far"]
    result = move_children(qinghai.desk, qinghai.who(), MoveChildren((child.id,), to))
    assert (result.done, codes(result)) == (True, ["MOVE_004"])
    question, = [one for one in all_debts(qinghai.desk, qinghai.who()) if one.key == "far"]
    assert (question.pairing, question.is_question) == (pairing, True)
    assert qinghai.now("pairing", pairing).get("ended_on") is None
    assert [line.id for line in pair_lines(qinghai.desk, qinghai.who(), scope=to)] == [pairing]
    assert not pair_lines(qinghai.desk, qinghai.who(), scope=child.text("division_code")[:9])


def test_a_pair_near_enough_is_no_question(qinghai: World) -> None:
    child = qinghai.waiting_child()
    qinghai.pair(child, qinghai.mother(radius="county"))
    qinghai.at("2025-06-10")
    result = move_children(qinghai.desk, qinghai.who(), MoveChildren((child.id,), elsewhere(qinghai, child)))
    assert (result.done, codes(result)) == (True, [])


def test_a_household_moves_with_its_children(qinghai: World) -> None:
    home = qinghai.add("household", name="窦家", division_code=qinghai.village)
    first = qinghai.child("窦念安", household=home.id)
    second = qinghai.child("窦小雨", household=home.id, birth_date="2016-01-01")
    to = elsewhere(qinghai, first)
    qinghai.at("2025-06-10")
    result = move_children(qinghai.desk, qinghai.who(), MoveChildren((first.id,), to, with_household=True))
    assert set(result.about["moved"]) == {first.id, second.id}
    assert qinghai.now("household", home.id).get("division_code") == to


@pytest.mark.parametrize(("to", "on", "code"), [
    ("460105001001", "", "MOVE_002"),
    ("630105", "", "MOVE_001"),
    ("", "2025-06-11", "ACT_017"),
    ("", "x", "ACT_009"),
])
def test_a_move_needs_a_place_of_the_office_and_a_day(qinghai: World, to: str, on: str, code: str) -> None:
    child = qinghai.child()
    qinghai.at("2025-06-10")
    command = MoveChildren((child.id,), to or elsewhere(qinghai, child), on)
    assert codes(move_children(qinghai.desk, qinghai.who(), command)) == [code]


def test_moves_follow_each_other_and_the_same_place_is_no_move(qinghai: World) -> None:
    child = qinghai.child()
    to = elsewhere(qinghai, child)
    qinghai.at("2025-06-10")
    assert move_children(qinghai.desk, qinghai.who(), MoveChildren((child.id,), to, "2025-06-05")).done
    assert codes(move_children(qinghai.desk, qinghai.who(), MoveChildren((child.id,), to))) == ["ACT_012"]
    back = MoveChildren((child.id,), child.text("division_code"), "2025-06-05")
    assert codes(move_children(qinghai.desk, qinghai.who(), back)) == ["MOVE_003"]


def test_a_move_is_taken_back_as_a_whole(qinghai: World) -> None:
    child = qinghai.child()
    qinghai.at("2025-06-10")
    result = move_children(qinghai.desk, qinghai.who(), MoveChildren((child.id,), elsewhere(qinghai, child)))
    assert result.receipt is not None
    assert undo(qinghai.desk, qinghai.who(), UndoAct(result.receipt.number, "记错")).done
    assert qinghai.now("child", child.id).values == child.values


def test_where_a_child_lived_is_not_edited_but_moved(qinghai: World) -> None:
    child = qinghai.child()
    assert codes(edit_record(qinghai.desk, qinghai.who(), EditRecord("child", child.id, {"residence": []}))) == [
        "ACT_006"]
