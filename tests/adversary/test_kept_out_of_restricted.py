"""A colleague whose account may not touch `restricted/`: what she writes is kept, and nothing of it is shown her."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from forked import Forked, Say

import aixin_tui
from aixin_tui.services.care import Tick, TickCalls, tick_calls
from aixin_tui.services.desk import Role
from aixin_tui.services.harm import AddAlert, TakeUp, add_alert, list_alerts, take_up
from aixin_tui.services.importing import ImportFile, ImportSummary, SheetData, SheetRow, import_file
from aixin_tui.services.operators import AddOperator, add_operator
from aixin_tui.services.registering import AddRecord, EditRecord, add_record, edit_record
from aixin_tui.storage.disk import Disk
from aixin_tui.storage.verify import check
from office_world import World, codes

NOBODY = 65534
HARM = "孩子说被爸爸打，身上有淤青"
Desks = Callable[[], World]


@pytest.fixture
def workspace(workspace: Path) -> Iterator[Path]:
    """The workspace in a folder that everybody may pass through, as an office's shared one is."""
    folder = Path(tempfile.mkdtemp(prefix="aixin-"))
    folder.chmod(0o755)
    yield Path(shutil.move(workspace, folder / "county"))
    shutil.rmtree(folder)


def keep_out(workspace: Path) -> None:
    """Give everything but `restricted/` to the colleague who is kept out of it."""
    if os.getuid():
        (workspace / "restricted").chmod(0)
        return
    if any(not folder.stat().st_mode & 1 for folder in Path(aixin_tui.__file__).parents):
        pytest.skip("the package lies where no other user can read it")
    for path in [workspace, *workspace.rglob("*")]:
        if "restricted" not in path.relative_to(workspace).parts:
            os.chown(path, NOBODY, NOBODY)


def as_colleague(sit_down: Desks, workspace: Path, act: Callable[[World], Any]) -> Any:
    keep_out(workspace)

    def task(say: Say) -> None:
        if not os.getuid():
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
        world = sit_down()
        assert not world.desk.store.may_see_restricted
        say(act(world))

    said, = Forked(task).said()
    if os.getuid():
        (workspace / "restricted").chmod(0o700)
    return said


def told(result: Any) -> dict[str, Any]:
    return {"done": result.done, "codes": codes(result),
            "people": [p.values["people"] for p in result.problems if "people" in p.values]}


def test_a_note_of_harm_is_kept_and_the_writer_told_whom_to_tell(sit_down: Desks, workspace: Path) -> None:
    world = sit_down()
    assert add_operator(world.desk, world.who(), AddOperator("boss", role=Role.ADMINISTRATOR)).done
    assert add_operator(world.desk, world.who(), AddOperator(
        "zhao", role=Role.REVIEWER, rights=frozenset({"mandatory_report"}))).done
    child = world.waiting_child()
    pairing = world.pair(child, world.mother()).about["pairing"]

    def writes(world: World) -> Any:
        who = world.who(rights=frozenset())
        called = tick_calls(world.desk, who, TickCalls("2025-03", (Tick(pairing, "2025-03-24", note=HARM),)))
        later = EditRecord("activity", called.records[0].id, {"note": f"{HARM}，还说不想活了"})
        return [told(called), told(edit_record(world.desk, who, later)),
                told(add_alert(world.desk, who, AddAlert(child.id, (4,), HARM)))]

    called, edited, reported = as_colleague(sit_down, workspace, writes)
    assert called == {"done": True, "codes": ["HARM_006"], "people": ["zhao"]}
    assert edited == {"done": True, "codes": ["HARM_006"], "people": ["zhao"]}
    assert reported == {"done": False, "codes": ["HARM_007"], "people": ["zhao"]}
    world = sit_down()
    assert [one.text("note") for one in world.desk.store.snapshot().of("activity")] == [f"{HARM}，还说不想活了"]
    assert list_alerts(world.desk, world.who()) == ()
    assert codes(take_up(world.desk, world.who(rights=frozenset()), TakeUp())) == ["ACT_018"]
    taken = take_up(world.desk, world.who(), TakeUp())
    assert codes(taken) == ["HARM_005"]
    assert [(alert.origin_kind, alert.situations) for alert in list_alerts(world.desk, world.who())] == [
        ("activity", (4, 5))]
    assert codes(take_up(world.desk, world.who(), TakeUp())) == ["ACT_012"]
    assert check(Disk(workspace)) == []


def test_a_roster_with_a_note_of_harm_is_taken_in_whole(sit_down: Desks, workspace: Path) -> None:
    village = sit_down().desk.province.divisions.name(sit_down().village)
    town = sit_down().desk.province.divisions.name(sit_down().village[:9])
    rows = [("姓名", "性别", "出生日期", "乡镇", "村", "儿童类别", "备注"),
            *((f"窦念{name}", "女", f"2014-05-{n:02}", town, village, "留守儿童", HARM if n == 2 else "")
              for n, name in enumerate("安平和", 1))]
    sheet = SheetData("名册", tuple(SheetRow(number, cells) for number, cells in enumerate(rows, 1)))

    def takes_in(world: World) -> Any:
        order = ImportFile("children", "名册.xlsx", (sheet,))
        done = list(import_file(world.desk, world.who(rights=frozenset()), order))
        return [one.outcome.value for one in done if not isinstance(one, ImportSummary)]

    assert as_colleague(sit_down, workspace, takes_in) == ["accepted"] * 3
    world = sit_down()
    assert len(world.desk.store.snapshot().of("child")) == 3
    assert codes(take_up(world.desk, world.who(), TakeUp())) == ["HARM_005"]


def test_a_sealed_record_is_refused_in_words_and_nothing_is_half_written(sit_down: Desks, workspace: Path) -> None:
    child = sit_down().child()

    def writes(world: World) -> Any:
        incident = {"child": child.id, "date": "2025-03-20", "kind": "accident", "note": "摔伤"}
        return told(add_record(world.desk, world.who(), AddRecord("incident", incident)))

    before = sum(1 for _ in sit_down().desk.store.log(restricted=True))
    assert as_colleague(sit_down, workspace, writes)["codes"] == ["ACT_022"]
    assert sum(1 for _ in sit_down().desk.store.log(restricted=True)) == before
