"""The second line: an operator sees and writes inside the own division, role and rights."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from aixin_tui.domain.record import Act, Change, Record
from aixin_tui.services.browsing import Find, find
from aixin_tui.services.casework import explain_case
from aixin_tui.services.desk import Role, Who
from aixin_tui.services.due import due_board
from aixin_tui.services.finding import child_file, described
from aixin_tui.services.history import LogQuery, history_of, log_entries
from aixin_tui.services.operator_list import list_operators, who_is
from aixin_tui.services.operators import (
    AddOperator,
    DisableOperator,
    EditOperator,
    EnableOperator,
    add_operator,
    disable_operator,
    edit_operator,
    enable_operator,
)
from aixin_tui.services.registering import AddRecord, EditRecord, add_record, edit_record
from aixin_tui.services.revealing import Reveal, reveal
from aixin_tui.services.scope import NOWHERE, RIGHTS
from aixin_tui.services.sitting import Sitting, record_sitting
from aixin_tui.services.today import today_board
from aixin_tui.services.withdrawing import Withdraw, what_ends, withdraw_consent
from aixin_tui.services.work_list import WorkQuery, work_list
from office_world import World, codes


def elsewhere(world: World) -> tuple[Record, Who]:
    """A child of one town and an operator of another."""
    child = world.waiting_child()
    world.pair(child, world.mother())
    town = next(code for code in world.desk.province.divisions
                if len(code) == 9 and code.startswith(world.desk.office) and code != world.village[:9])
    return child, world.who(scope=town, operator="neighbour")


def test_another_town_sees_nothing_of_a_child(qinghai: World) -> None:
    child, neighbour = elsewhere(qinghai)
    desk = qinghai.desk
    assert child_file(desk, neighbour, child.id) is None
    assert described(desk, neighbour, "child", child.id) is None
    assert explain_case(desk, neighbour, child.id) is None
    assert history_of(desk, neighbour, "child", child.id) == ()
    assert log_entries(desk, neighbour) == ()
    assert find(desk, neighbour, Find(scope=qinghai.village[:9])).total == 0
    assert find(desk, neighbour, Find()).total == 0
    assert due_board(desk, neighbour).groups == ()
    assert today_board(desk, neighbour).on_file == 0
    assert today_board(desk, neighbour, qinghai.village[:9]).on_file == 0
    assert what_ends(desk, neighbour, child.id).is_empty
    at = qinghai.add("department", name="民和县医院")
    qinghai.add("referral", child=child.id, date="2025-03-10", need="medical", department=at.id, due_on="2025-03-30")
    assert len(work_list(desk, qinghai.who(), WorkQuery("referral"))) == 1
    for scope in ("", qinghai.village[:9]):
        assert work_list(desk, neighbour, WorkQuery("referral", scope=scope)) == ()


def test_another_town_writes_nothing_about_a_child(qinghai: World) -> None:
    child, neighbour = elsewhere(qinghai)
    before = len(list(qinghai.desk.store.log()))
    desk = qinghai.desk
    results = [
        edit_record(desk, neighbour, EditRecord("child", child.id, {"school": "x"})),
        record_sitting(desk, neighbour, Sitting(child.id, consents=({"by": "child", "decision": "agreed"},))),
        withdraw_consent(desk, neighbour, Withdraw(child.id)),
        add_record(desk, neighbour, AddRecord("child", {
            "name": "窦念平", "sex": "male", "birth_date": "2015-01-01", "categories": ["left_behind_child"],
            "division_code": qinghai.village})),
        add_record(desk, neighbour, AddRecord("assessment", {
            "child": child.id, "date": "2025-03-24", "guardianship": "fair", "development": ["healthy"]})),
    ]
    assert [(result.done, set(codes(result)) <= {"ACT_003", "ACT_004"}) for result in results] == [(False, True)] * 5
    assert len(list(qinghai.desk.store.log())) == before


def test_an_operator_of_a_town_works_in_it(qinghai: World) -> None:
    who = qinghai.who(scope=qinghai.village[:9])
    child = qinghai.waiting_child()
    assert child_file(qinghai.desk, who, child.id) is not None
    assert today_board(qinghai.desk, who).on_file == 1
    assert edit_record(qinghai.desk, who, EditRecord("child", child.id, {"school": "县第一小学"})).done


def test_a_workspace_of_one_person_needs_no_operators(qinghai: World) -> None:
    who = who_is(qinghai.desk, "anybody", date(2025, 3, 24))
    assert (who.role, who.scope, who.rights) == (Role.ADMINISTRATOR, "", RIGHTS)


def test_where_operators_are_entered_others_may_do_and_see_nothing(qinghai: World) -> None:
    desk, who = qinghai.desk, qinghai.who()
    town = qinghai.village[:9]
    first = add_operator(desk, who, AddOperator("boss", role=Role.ADMINISTRATOR))
    assert (first.done, codes(first)) == (True, ["ACT_026"])  # whoever entered her is not entered herself
    assert add_operator(desk, who, AddOperator("zhang", town, Role.RECORDER, frozenset({"incident"}))).done
    qinghai.child()
    zhang = who_is(desk, "zhang", date(2025, 3, 24))
    assert (zhang.role, zhang.scope, zhang.rights) == (Role.RECORDER, town, {"incident"})
    assert who_is(desk, "boss", date(2025, 3, 24)).scope == ""
    stranger = who_is(desk, "stranger", date(2025, 3, 24))
    assert stranger.role is Role.VIEWER
    assert today_board(desk, stranger).on_file == 0
    assert find(desk, stranger, Find()).total == 0
    assert disable_operator(desk, who, DisableOperator("zhang")).done
    assert who_is(desk, "zhang", date(2025, 3, 24)).role is Role.VIEWER
    assert codes(disable_operator(desk, who, DisableOperator("boss"))) == ["ACT_020"]
    assert [(one.user, one.disabled) for one in list_operators(desk, who)] == [("boss", False), ("zhang", True)]


def test_an_operator_changed_by_hand_into_nonsense_may_only_look_at_nothing(qinghai: World) -> None:
    desk = qinghai.desk
    assert add_operator(desk, qinghai.who(), AddOperator("boss", role=Role.ADMINISTRATOR)).done
    assert add_operator(desk, qinghai.who(), AddOperator("li", qinghai.village[:9])).done
    li = next(one for one in list_operators(desk, qinghai.who()) if one.user == "li")
    broken = Change("operator", li.id, {"role": "king", "division": None})
    desk.store.commit(Act("edit_operator", "boss", (broken,)))
    who = who_is(desk, "li", date(2025, 3, 24))
    assert (who.role, who.scope) == (Role.VIEWER, NOWHERE)


def test_who_enters_the_first_operator_becomes_administrator_and_is_told(qinghai: World) -> None:
    desk, who = qinghai.desk, qinghai.who()
    first = add_operator(desk, who, AddOperator("zhang", qinghai.village[:9], Role.RECORDER))
    assert (first.done, codes(first)) == (True, ["ACT_025"])
    me = who_is(desk, who.operator, qinghai.today)
    assert (me.role, me.scope, me.rights) == (Role.ADMINISTRATOR, "", RIGHTS)
    assert codes(disable_operator(desk, me, DisableOperator(who.operator))) == ["ACT_020"]
    assert codes(edit_operator(desk, me, EditOperator(who.operator, role=Role.REVIEWER))) == ["ACT_020"]


def test_an_operator_is_edited_disabled_and_enabled_again(qinghai: World) -> None:
    desk, who = qinghai.desk, qinghai.who()
    town = qinghai.village[:9]
    assert add_operator(desk, who, AddOperator("boss", role=Role.ADMINISTRATOR)).done
    assert add_operator(desk, who, AddOperator("zhang", town, Role.RECORDER, frozenset({"incident"}))).done
    assert edit_operator(desk, who, EditOperator("zhang", role=Role.REVIEWER)).done
    zhang = who_is(desk, "zhang", qinghai.today)
    assert (zhang.role, zhang.scope, zhang.rights) == (Role.REVIEWER, town, {"incident"})
    assert edit_operator(desk, who, EditOperator("zhang", division="", rights=frozenset())).done
    zhang = who_is(desk, "zhang", qinghai.today)
    assert (zhang.role, zhang.scope, zhang.rights) == (Role.REVIEWER, "", frozenset())
    assert codes(edit_operator(desk, who, EditOperator("zhang", role=Role.REVIEWER))) == ["ACT_012"]
    assert codes(edit_operator(desk, who, EditOperator("zhang", division="999999"))) == ["ACT_027"]
    assert codes(edit_operator(desk, who, EditOperator("nobody"))) == ["ACT_004"]
    assert disable_operator(desk, who, DisableOperator("zhang")).done
    assert edit_operator(desk, who, EditOperator("zhang", rights=frozenset({"incident"}))).done
    assert who_is(desk, "zhang", qinghai.today).scope == NOWHERE
    assert enable_operator(desk, who, EnableOperator("zhang")).done
    assert who_is(desk, "zhang", qinghai.today).rights == {"incident"}
    assert codes(enable_operator(desk, zhang, EnableOperator("boss"))) == ["ACT_002"]


def test_a_reveal_is_asked_and_logged_once_a_task_and_day(qinghai: World) -> None:
    guardian = qinghai.guardian(qinghai.child())
    desk, who = qinghai.desk, qinghai.who()

    def logged() -> int:
        return sum(1 for entry in desk.store.log() if entry.action == "reveal")

    ask = Reveal("guardian", guardian.id, "核对")
    first = reveal(desk, who, ask)
    assert first.values["phone"] == "15400000001"
    again = reveal(desk, who, ask)
    assert again.values == first.values
    assert logged() == 1
    for other in (replace(ask, reason="回访"), replace(ask, fields=("phone",)), replace(ask, fields=("phone",))):
        assert reveal(desk, who, other).values
    assert logged() == 2  # another task is another entry; fewer fields of the same task are none
    assert reveal(desk, replace(who, operator="li"), ask).values
    qinghai.at("2025-03-25")
    assert reveal(desk, qinghai.who(), ask).values
    assert logged() == 4


def test_the_log_is_asked_by_operator_day_record_and_who_read_whom(qinghai: World) -> None:
    child, other = qinghai.child(), qinghai.child("窦念平", birth_date="2015-05-06")
    desk, who = qinghai.desk, qinghai.who()
    for one, reader in ((child, "li"), (other, "li"), (child, "zhao")):
        assert child_file(desk, replace(who, operator=reader), one.id) is not None
    reads = log_entries(desk, who, query=LogQuery(reads=True))
    assert [(line.operator, line.about) for line in reads] == [
        ("zhao", "儿童档案 窦*安"), ("li", "儿童档案 窦*平"), ("li", "儿童档案 窦*安")]
    assert [line.operator for line in log_entries(desk, who, query=LogQuery(reads=True, record=child.id))] == [
        "zhao", "li"]
    assert {line.action for line in log_entries(desk, who, query=LogQuery(operator="tester"))} == {"add_child"}
    assert log_entries(desk, who, query=LogQuery(since="2025-03-25")) == ()
    assert len(log_entries(desk, who, query=LogQuery(until="2025-03-24"))) == 5
    elsewhere_ = next(code for code in desk.province.divisions
                      if len(code) == 9 and code.startswith(desk.office) and code != qinghai.village[:9])
    assert log_entries(desk, qinghai.who(scope=elsewhere_), query=LogQuery(reads=True)) == ()


@pytest.mark.parametrize("role", [Role.VIEWER, Role.RECORDER, Role.REVIEWER])
def test_only_an_administrator_enters_operators(qinghai: World, role: Role) -> None:
    result = add_operator(qinghai.desk, qinghai.who(role=role), AddOperator("zhang", role=Role.ADMINISTRATOR))
    assert (result.done, codes(result)) == (False, ["ACT_002"])


def test_a_right_to_one_kind_gives_no_other(qinghai: World) -> None:
    child = qinghai.child()
    incident = qinghai.add("incident", child=child.id, date="2025-03-20", kind="accident", note="摔伤")
    who = qinghai.who(rights=frozenset({"mandatory_report"}))
    assert described(qinghai.desk, who, "incident", incident.id) is None
    assert find(qinghai.desk, who, Find(kind="incident")).total == 0
    assert described(qinghai.desk, qinghai.who(), "incident", incident.id) is not None
