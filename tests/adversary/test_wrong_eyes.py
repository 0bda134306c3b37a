"""What an operator of one village or town may not see or do, by the services and by the command line."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from aixin_tui.cli.main import run
from aixin_tui.provinces.registry import Registry
from aixin_tui.services.canonical import export_canonical
from aixin_tui.services.care import AddEvent, add_event
from aixin_tui.services.desk import Role, Who
from aixin_tui.services.importing import (
    DecideRow,
    ImportFile,
    ImportSummary,
    Outcome,
    SheetData,
    SheetRow,
    decide,
    held_rows,
    import_file,
    runs,
)
from aixin_tui.services.importing.deciding import cells_of
from aixin_tui.services.operator_list import list_operators, who_is
from aixin_tui.services.operators import AddOperator, DisableOperator, add_operator, disable_operator
from aixin_tui.services.today import today_board
from aixin_tui.services.undoing import UndoAct, undo
from aixin_tui.storage import user
from office_world import World, codes, villages

Desks = Callable[[], World]
THEIRS = "窦念安"


def two_villages(world: World) -> tuple[str, str]:
    every = villages(world.desk.province, world.desk.office)
    return every[0], next(village for village in every if village[:9] != every[0][:9])


@pytest.fixture
def aixin(sit_down: Desks, workspace: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, str]]:
    """Call a command as an operator of one village; a child called 窦念安 lives in another."""
    world = sit_down()
    theirs, mine = two_villages(world)
    child = world.waiting_child(THEIRS, division_code=theirs)
    world.pair(child, world.mother(division_code=theirs))
    world.child("窦念平", division_code=mine, birth_date="2015-05-06")
    assert add_event(world.desk, world.who(), AddEvent({
        "name": "六一游园", "date": "2025-03-20", "kind": "group_activity", "activity_kind": ["group_care"],
        "division_code": theirs}, (child.id,))).done
    assert add_operator(world.desk, world.who(), AddOperator("boss", role=Role.ADMINISTRATOR)).done
    assert add_operator(world.desk, world.who(), AddOperator("wang", mine, Role.RECORDER)).done
    monkeypatch.setattr(user, "user_name", lambda: "wang")
    monkeypatch.setenv("AIXIN_WORKSPACE", str(workspace))

    def call(*words: str) -> tuple[int, str]:
        said = io.StringIO()
        with redirect_stdout(said), redirect_stderr(said):
            code = run([*words, "--today", "2025-03-24"], lambda *_: 0)
        return code, said.getvalue()

    return call


@pytest.mark.parametrize("words", [
    ("child", "show", "{}"), ("case", "show", "{}"), ("case", "explain", "{}"), ("pair", "suggest", "{}"),
    ("visit", "list", "{}"), ("consent", "list", "{}"), ("log", "show", "--of", "child", "{}"),
    ("child", "edit", "{}", "school=x"), ("case", "advance", "{}", "file"), ("match", "decline", "{}"),
    ("child", "find", "{}"), ("guardian", "add", "name=窦长河", "roles=[]", "list=x"),
])
def test_a_child_elsewhere_cannot_be_told_from_one_who_is_not(
    aixin: Callable[..., tuple[int, str]], words: tuple[str, ...],
) -> None:
    there, nowhere = (aixin(*(word.format(name) for word in words)) for name in (THEIRS, "窦念无"))
    assert (there[0], there[1].replace(THEIRS, "窦念无")) == nowhere


def test_lists_hold_ones_own_and_do_not_stop_at_what_is_not(aixin: Callable[..., tuple[int, str]]) -> None:
    for words in (("event", "list"), ("child", "list", "--all"), ("pair", "list"), ("care", "due"), ("log", "show"),
                  ("visit", "list"), ("consent", "list"), ("activity", "list"), ("guardian", "list")):
        code, said = aixin(*words)
        assert THEIRS not in said, words
        assert code == 0, (words, said)
    assert "窦念平" in aixin("child", "list", "--all")[1]


def test_the_environment_makes_nobody_somebody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(name, "boss")
    assert user.user_name() != "boss"
    monkeypatch.setattr(os, "getuid", lambda: 4_000_000)
    assert user.user_name() == "4000000"


@pytest.fixture
def town(qinghai: World) -> tuple[World, Who]:
    """The administrator of one town, in an office that has one of its own."""
    theirs, mine = two_villages(qinghai)
    qinghai.child(division_code=theirs)
    for name, division in (("boss", ""), ("li", mine[:9])):
        assert add_operator(qinghai.desk, qinghai.who(), AddOperator(name, division, Role.ADMINISTRATOR)).done
    return qinghai, replace(who_is(qinghai.desk, "li", qinghai.today), rights=frozenset())


@pytest.fixture
def qinghai(provinces: Registry) -> World:
    return World.of(provinces["qinghai"], "630222")


def test_an_administrator_of_a_town_does_not_reach_above_it(town: tuple[World, Who]) -> None:
    world, li = town
    below, above = li.scope, world.desk.office
    assert codes(add_operator(world.desk, li, AddOperator("zhao", below))) == []
    for refused in (AddOperator("evil", "", Role.ADMINISTRATOR), AddOperator("evil", above, Role.ADMINISTRATOR),
                    AddOperator("li", above, Role.ADMINISTRATOR), AddOperator("boss", below, Role.VIEWER)):
        assert "ACT_003" in codes(add_operator(world.desk, li, refused)), refused
    assert "ACT_003" in codes(disable_operator(world.desk, li, DisableOperator("boss")))
    assert [one.user for one in list_operators(world.desk, world.who()) if not one.disabled] == ["boss", "li", "zhao"]


def test_a_town_administrator_does_not_count_as_the_offices_last(town: tuple[World, Who]) -> None:
    world, _ = town
    boss = who_is(world.desk, "boss", world.today)
    assert codes(disable_operator(world.desk, boss, DisableOperator("boss"))) == ["ACT_020"]
    assert codes(add_operator(world.desk, boss, AddOperator("boss", "", Role.VIEWER))) == ["ACT_020"]


def test_the_dump_is_of_the_whole_office_and_of_ones_rights(town: tuple[World, Who]) -> None:
    world, li = town
    made = export_canonical(world.desk, li)
    assert (made.text, [problem.code.value for problem in made.problems]) == ("", ["ACT_003"])
    child = world.child("窦念平", birth_date="2015-05-06")
    world.add("incident", child=child.id, date="2025-03-20", kind="accident", note="摔伤")
    for rights, seen in ((frozenset({"mandatory_report"}), False), (frozenset({"incident"}), True)):
        assert ("摔伤" in export_canonical(world.desk, world.who(rights=rights)).text) is seen


def test_a_refused_undo_tells_nothing_of_later_acts(qinghai: World) -> None:
    theirs, mine = two_villages(qinghai)
    child = qinghai.child(division_code=theirs)
    first = next(entry.number for entry in qinghai.desk.store.log())
    qinghai.guardian(child)
    said: list[Any] = codes(undo(qinghai.desk, qinghai.who(scope=mine), UndoAct(first, "试")))
    assert said == ["ACT_003"]




def children_list(world: World, *rows: tuple[str, str, str]) -> ImportFile:
    """Make a list of children: name, phone, village; without a sex, which holds a row."""
    divisions = world.desk.province.divisions
    cells = [("姓名", "性别", "出生日期", "儿童类别", "乡镇", "村", "监护人", "监护人电话"), *(
        (name, "女" if phone else "", "2014-05-06", "留守儿童", divisions.name(village[:9]), divisions.name(village),
         "窦长河" if phone else "", phone) for name, phone, village in rows)]
    return ImportFile("children", "名册.xlsx", (SheetData("名册", tuple(
        SheetRow(number, row) for number, row in enumerate(cells, 1))),))


def test_a_list_taken_in_for_one_town_touches_and_tells_of_no_other(qinghai: World) -> None:
    theirs, mine = two_villages(qinghai)
    boss, li = qinghai.who(), qinghai.who(scope=mine[:9], operator="li", role=Role.RECORDER, rights=frozenset())
    first = children_list(qinghai, ("窦念安", "15400000001", theirs), ("窦念和", "", theirs))
    *_, told = import_file(qinghai.desk, boss, first)
    assert isinstance(told, ImportSummary)
    before = sum(1 for _ in qinghai.desk.store.log())
    second = children_list(qinghai, ("窦念安", "15400000001", theirs), ("窦念安", "15400000001", mine),
                           ("窦念平", "15400000002", mine), ("窦念宁", "", mine))
    *rows, summary = import_file(qinghai.desk, li, second)
    assert [row.outcome for row in rows if not isinstance(row, ImportSummary)] == [
        Outcome.REJECTED, Outcome.HELD, Outcome.ACCEPTED, Outcome.HELD]
    assert "窦长河" not in str([row.problems for row in rows])
    assert isinstance(summary, ImportSummary)
    assert summary.not_in_file == ()
    for entry in list(qinghai.desk.store.log())[before:]:
        assert all(change.home.startswith("imports/") or mine[:9] in change.home or change.kind == "list_source"
                   for change in entry.changes)
    assert {row.name for row in held_rows(qinghai.desk, li)} == {"窦念安", "窦念宁"}
    assert (len(runs(qinghai.desk, li)), len(runs(qinghai.desk, boss))) == (1, 2)
    assert today_board(qinghai.desk, li).held_rows == 2
    row = next(one for one in held_rows(qinghai.desk, boss) if one.name == "窦念和")
    assert dict(cells_of(qinghai.desk, li, row.run, row.row)) == {}
    assert codes(decide(qinghai.desk, li, DecideRow(row.run, row.row, "drop"))) == ["ROW_110"]
    stranger = qinghai.who(scope="-", operator="stranger", role=Role.VIEWER, rights=frozenset())
    assert (held_rows(qinghai.desk, stranger), runs(qinghai.desk, stranger)) == ((), ())
