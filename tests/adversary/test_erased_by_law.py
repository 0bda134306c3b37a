"""A child is erased by law: its values are in no byte, its siblings and figures stay, and the log verifies."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from aixin_tui.bootstrap import back_up, examine_workspace, open_findings, restore_backup
from aixin_tui.domain.problem import ProblemsError
from aixin_tui.services.browsing import Find, find
from aixin_tui.services.care import Tick, TickCalls, tick_calls
from aixin_tui.services.desk import Role
from aixin_tui.services.erasing import ErasePerson, erase_person, plan_erasure
from aixin_tui.services.finding import child_file
from aixin_tui.services.harm import AddAlert, add_alert
from aixin_tui.services.importing import ImportFile, SheetData, SheetRow, import_file
from aixin_tui.services.pairs.ending import EndPairing, end_pairing
from aixin_tui.services.registering import EditRecord, edit_record
from aixin_tui.services.requests import (
    AddRequest,
    Answer,
    AnswerRequest,
    Right,
    add_request,
    answer_request,
    list_requests,
)
from aixin_tui.services.today import today_board
from aixin_tui.services.undoing import UndoAct, undo
from aixin_tui.storage.disk import Disk
from aixin_tui.storage.verify import check
from office_world import World, codes

Desks = Callable[[], World]
NAME, PHONE, NUMBER, ADDRESS, NOTE = "窦念安", "15400000001", "630222201405069928", "三社七号", "怕黑，夜里常哭"
SECRETS = (NAME, PHONE, NUMBER, ADDRESS, NOTE, "窦长河")


def standing(workspace: Path) -> set[str]:
    found = set()
    for path in workspace.rglob("*"):
        data = path.read_bytes() if path.is_file() else b""
        found |= {f"{word} {path.name}" for word in SECRETS
                  if word.encode() in data or json.dumps(word).strip('"').encode() in data}
    return found


def lived(world: World) -> tuple[str, str, str]:
    """A child with a family, a pair, calls, an incident; another child whose note names it; a held row of a list."""
    household = world.add("household", name="窦长河", division_code=world.village, address=ADDRESS)
    child = world.waiting_child(NAME, id_number=NUMBER, household=household.id)
    other = world.child("窦念平", birth_date="2015-05-06", school="县一小")
    assert edit_record(world.desk, world.who(), EditRecord("child", other.id, {"school": f"县一小，与{NAME}同桌"})).done
    pair = world.pair(child, world.mother()).about["pairing"]
    call = tick_calls(world.desk, world.who(), TickCalls("2025-03", (Tick(pair, "2025-03-24", note=NOTE),)))
    assert call.done
    world.add("incident", child=child.id, date="2025-03-20", kind="accident", note=NOTE)
    sheet = SheetData("名册", (SheetRow(1, ("姓名", "性别", "出生日期", "身份证号", "监护人电话")),
                             SheetRow(2, ("窦念岸", "女", "2014-05-06", NUMBER, PHONE))))
    assert list(import_file(world.desk, world.who(), ImportFile("children", "名册.xlsx", (sheet,))))
    child_file(world.desk, world.who(), child.id)
    find(world.desk, world.who(), Find())
    return child.id, other.id, pair


def test_a_child_is_erased_everywhere_and_the_counts_stay(sit_down: Desks, workspace: Path) -> None:
    world = sit_down()
    child, other, pair = lived(world)
    desk, who = world.desk, world.who()
    assert standing(workspace)
    asked = add_request(desk, who, AddRequest(Right.ERASE, "child", child, "窦长河", "父亲"))
    assert (asked.done, asked.records[0].text("due_on")) == (True, "2025-04-08")
    early = erase_person(desk, who, ErasePerson("child", child, "家长要求", NAME))
    assert (early.done, codes(early)) == (False, ["ERASE_001"])
    assert end_pairing(desk, who, EndPairing(pair, reason="other")).done
    known = desk.clock.now()
    before = {kind: len(desk.store.snapshot().of(kind)) for kind in ("child", "pairing", "activity", "consent")}
    plan = plan_erasure(desk, who, "child", child)
    assert {line.kind for line in plan.goes} >= {"child", "guardian", "household", "activity", "pairing", "incident",
                                                 "consent", "import_row"}
    assert {line.kind for line in plan.stays} == {"child", "request"}
    for confirm, reason, code in (
            ("", "家长要求", "ERASE_002"), (NAME, "", "ERASE_003"), (NAME, f"{NAME}退出", "ERASE_005")):
        refused = erase_person(desk, who, ErasePerson("child", child, reason, confirm))
        assert (refused.done, codes(refused)) == (False, [code])
    for role in (Role.VIEWER, Role.RECORDER, Role.REVIEWER):
        assert "ACT_002" in codes(erase_person(desk, world.who(role=role), ErasePerson("child", child, "要求", NAME)))
    done = erase_person(desk, who, ErasePerson("child", child, "家长要求", NAME, asked.records[0].id))
    assert (done.done, codes(done)) == (True, [])
    assert standing(workspace) == set()
    assert check(Disk(workspace)) == []
    again = sit_down()
    for snapshot in (again.desk.store.snapshot(), again.desk.store.snapshot(known_at=known)):
        assert {kind: len(snapshot.of(kind)) for kind in before} == before
    assert child_file(again.desk, again.who(), child) is None
    assert find(again.desk, again.who(), Find()).total == 1
    assert today_board(again.desk, again.who()).on_file == 1
    assert again.now("child", other).text("school") == "县一小，与〔已删除〕同桌"
    line, = list_requests(again.desk, again.who())
    assert (line.name, line.answer, line.asked_by) == ("", "granted", "〔已删除〕")
    assert codes(edit_record(again.desk, again.who(), EditRecord("child", child, {"school": "x"}))) == ["ACT_004"]


def test_no_act_of_before_brings_an_erased_child_back_by_being_undone(sit_down: Desks, workspace: Path) -> None:
    world = sit_down()
    child, _, pair = lived(world)
    desk, who = world.desk, world.who()
    assert end_pairing(desk, who, EndPairing(pair, reason="other")).done
    assert erase_person(desk, who, ErasePerson("child", child, "家长要求", NAME)).done
    for number in sorted((entry.number for entry in desk.store.log()), reverse=True):
        undo(desk, who, UndoAct(number, "试"))
        erased = desk.store.get("child", child)
        assert erased is not None, number
        assert erased.is_erased, number
    assert standing(workspace) == set()
    assert check(Disk(workspace)) == []


def test_a_sibling_keeps_household_and_guardian_and_a_mandatory_report_stands(
    sit_down: Desks, workspace: Path,
) -> None:
    world = sit_down()
    household = world.add("household", name="窦长河", division_code=world.village)
    first = world.child(NAME, household=household.id)
    sibling = world.child("窦念平", birth_date="2016-05-06", household=household.id)
    roles = [{"child": one.id, "role": "guardian", "relation": "父亲"} for one in (first, sibling)]
    guardian = world.add("guardian", name="窦长河", phone="15400000001", roles=roles)
    assert add_alert(world.desk, world.who(), AddAlert(first.id, (4,), "手臂有伤")).done
    plan = plan_erasure(world.desk, world.who(), "child", first.id)
    assert {line.kind for line in plan.goes} == {"child"}
    assert {(line.kind, line.count) for line in plan.stays} == {("guardian", 1), ("mandatory_report", 1)}
    assert erase_person(world.desk, world.who(), ErasePerson("child", first.id, "家长要求", NAME)).done
    again = sit_down()
    assert again.now("guardian", guardian.id).text("name") == "窦长河"
    assert again.now("household", household.id).text("name") == "窦长河"
    assert len(again.desk.store.snapshot(restricted=True).of("mandatory_report")) == 1
    assert check(Disk(workspace)) == []


def test_an_answer_that_refuses_says_why_and_is_given_once(sit_down: Desks) -> None:
    world = sit_down()
    child = world.child()
    asked = add_request(world.desk, world.who(), AddRequest(Right.COPY, "child", child.id, "窦长河")).records[0]
    assert codes(add_request(world.desk, world.who(), AddRequest(Right.COPY, "child", child.id, " "))) == ["ERASE_006"]
    refuse = AnswerRequest(asked.id, Answer.REFUSED)
    assert codes(answer_request(world.desk, world.who(), refuse)) == ["ERASE_008"]
    assert answer_request(world.desk, world.who(), AnswerRequest(asked.id, Answer.REFUSED, "申请人不是监护人")).done
    assert codes(answer_request(world.desk, world.who(), AnswerRequest(asked.id, Answer.GRANTED))) == ["ERASE_007"]
    elsewhere = next(code for code in world.desk.province.divisions
                     if len(code) == 9 and code.startswith("630222") and code != world.village[:9])
    assert list_requests(world.desk, world.who(scope=elsewhere)) == ()


def test_a_backup_is_encrypted_and_comes_back_whole_in_a_new_folder(
    sit_down: Desks, workspace: Path, tmp_path: Path,
) -> None:
    world = sit_down()
    world.waiting_child(NAME, id_number=NUMBER)
    file, words = tmp_path / "b.aixin", "correct horse battery staple"
    with pytest.raises(ProblemsError, match="SAFE_002"):
        back_up(world.desk, world.who(), file, "short")
    with pytest.raises(ProblemsError, match="SAFE_001"):
        back_up(world.desk, world.who(), workspace / "b.aixin", words)
    assert back_up(world.desk, world.who(role=Role.REVIEWER), file, words).problems
    assert back_up(world.desk, world.who(), file, words).files > 2
    assert file.stat().st_mode & 0o777 == 0o600
    assert NAME.encode() not in file.read_bytes()
    for folder, phrase in ((tmp_path / "r", "wrong horse battery"), (workspace, words)):
        with pytest.raises(ProblemsError, match=r"SAFE_003|STORE_001"):
            restore_backup(file, folder, phrase)
    count, problems = restore_backup(file, tmp_path / "r", words)
    assert (count > 2, problems) == (True, ())
    theirs = {path.relative_to(workspace): path.read_bytes() for path in workspace.rglob("*.json*")}
    ours = {path.relative_to(tmp_path / "r"): path.read_bytes() for path in (tmp_path / "r").rglob("*.json*")}
    assert ours == theirs
    cut = tmp_path / "cut.aixin"
    cut.write_bytes(file.read_bytes()[:-40])
    with pytest.raises(ProblemsError, match="SAFE_003"):
        restore_backup(cut, tmp_path / "c", words)
    assert not (tmp_path / "c").exists()


def test_a_doctor_counts_what_waits_and_finds_what_does_not_fit(sit_down: Desks, workspace: Path) -> None:
    world = sit_down()
    child = world.waiting_child()
    world.child("窦念平", id_number=NUMBER)
    world.child("窦念和", id_number=NUMBER)
    mother = world.mother()
    assert world.pair(child, mother).done
    assert add_alert(world.desk, world.who(), AddAlert(child.id, (4,), "手臂有伤")).done
    assert add_request(world.desk, world.who(), AddRequest(Right.VIEW, "child", child.id, "窦长河")).done
    counts = {one.key: one.count for one in open_findings(world.desk, world.who())}
    assert counts.items() >= {"alert": 1, "request": 1, "same_number": 2, "no_household": 3}.items()
    assert "alert" not in {one.key for one in open_findings(world.desk, world.who(rights=frozenset()))}
    assert [problem for problem in examine_workspace(str(workspace)) if problem.stops] == []
    (workspace / "office.json").chmod(0o644)
    (workspace / "data" / "旧名册.xls").write_bytes(b"x")
    assert [str(problem.code) for problem in examine_workspace(str(workspace))] == ["SAFE_004", "SAFE_005"]
