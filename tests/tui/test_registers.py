"""台账 in the app: registers and their lines, a meeting and what follows it, steps, totals, files out and back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from screens_text import on_disk, opened, press, settle, text_of
from textual.pilot import Pilot

from aixin_tui.services.registers import EditLine, edit_line
from aixin_tui.tui.screens.record import RecordScreen
from aixin_tui.tui.screens.registers import RegisterScreen
from aixin_tui.tui.screens.report_page import ReportPage
from aixin_tui.tui.widgets.line_list import PageView
from office_world import World


@pytest.fixture
def registers(office: World) -> World:
    """An office with two venues, a deployment and a task that followed from it, a project not begun."""
    office.add("venue", name="官亭站", kind="rights_station", division_code="630222103", date="2024-05")
    office.add("venue", name="民和基地", kind="protection_base", division_code="630222")
    meeting = office.add("event", date="2025-03-20", name="部署会", kind="deployment", division_code="630222",
                         level="county", decisions="一季度走访完")
    office.add("follow_up", name="健全制度", date="2025-03-20", owner="权益部", due_on="2025-06-30", event=meeting.id)
    office.add("project", name="护蕾小屋", target_group="留守儿童")
    return office


async def open_register(pilot: Pilot[Any], kind: str) -> str:
    """Go to the registers and open one."""
    await press(pilot, "9")
    pilot.app.screen.query_one(PageView).go_to(kind)
    return await press(pilot, "enter")


async def test_the_registers_are_listed_with_their_lines(registers: World) -> None:
    async with opened(registers) as pilot:
        rows = {line.split()[0]: line.split()[1] for line in (await press(pilot, "9")).splitlines()
                if len(line.split()) > 1}
        assert (rows["集中活动和会议"], rows["政策依据"], rows["项目"]) == ("1", "3", "1")


@pytest.mark.parametrize(("kind", "said"), [
    ("venue", ("官亭站", "维权服务站", "2024-05")), ("follow_up", ("健全制度", "推进中")),
    ("department", ("民政", "司法")),
])
async def test_a_register_shows_its_lines(registers: World, kind: str, said: tuple[str, ...]) -> None:
    async with opened(registers) as pilot:
        text = await open_register(pilot, kind)
        assert [word for word in said if word not in text] == []


async def test_lines_are_found_by_initials_and_narrowed_by_state(registers: World) -> None:
    async with opened(registers) as pilot:
        await open_register(pilot, "venue")
        text = await press(pilot, "f2", *"gtz")
        assert "官亭站" in text
        assert "民和基地" not in text
        await press(pilot, "escape", "escape")
        await open_register(pilot, "follow_up")
        assert "健全制度" not in await press(pilot, "f6", "2", "f9")


async def test_what_is_to_follow_is_entered_from_the_meeting(registers: World) -> None:
    async with opened(registers) as pilot:
        await open_register(pilot, "event")
        assert "健全制度" in await press(pilot, "enter")
        text = await press(pilot, "f3", "1")
        assert "部署会" in text
        assert "2025-03-20" in text
        form = pilot.app.screen
        for key, value in (("name", "培训结对人"), ("owner", "家儿部"), ("due_on", "2025-05-01")):
            form.sheet.set("follow_up", key, value)  # type: ignore[attr-defined]
        text = await press(pilot, "f9")
        assert isinstance(pilot.app.screen, RecordScreen)
        assert "培训结对人" in text
    made = [line for line in registers.desk.store.snapshot().of("follow_up") if line.text("name") == "培训结对人"]
    assert [line.get("event") for line in made] == [registers.desk.store.snapshot().of("event")[0].id]


async def test_a_line_takes_its_steps(registers: World) -> None:
    async with opened(registers) as pilot:
        await open_register(pilot, "project")
        assert "开始试点" in await press(pilot, "enter")
        text = await press(pilot, "f9", "1", "f9")
        assert "试点" in text.splitlines()[1]
    assert registers.state(registers.desk.store.snapshot().of("project")[0]) == "pilot"


async def test_a_line_of_every_office_is_filled_in(registers: World) -> None:
    async with opened(registers) as pilot:
        await open_register(pilot, "department")
        await press(pilot, "f2", *"minzheng")
        assert "还没有填写" in await press(pilot, "enter")
        await press(pilot, "f4")
        pilot.app.screen.sheet.set("department", "member", True)  # type: ignore[attr-defined]
        assert "还没有填写" not in await press(pilot, "f9")
    (line,) = registers.desk.store.snapshot().of("department")
    assert (line.get("entry"), line.get("member"), line.text("name")) == ("civil_affairs", True, "民政")


async def test_a_masked_field_of_a_line_is_shown_in_full_for_a_reason_that_is_logged(registers: World) -> None:
    changed = EditLine("department", "court", {"contacts": "马科长 15402220001"})
    assert edit_line(registers.desk, registers.who(), changed).done
    async with opened(registers) as pilot:
        await open_register(pilot, "department")
        await press(pilot, "f2", *"fayuan")
        assert "15402220001" not in await press(pilot, "enter")
        await press(pilot, "f7", *"kai")
        assert "15402220001" in await press(pilot, "enter")
    assert [entry.reason for entry in registers.desk.store.log() if entry.action == "reveal"] == ["kai"]


async def test_one_key_on_a_total_shows_its_lines(registers: World) -> None:
    async with opened(registers) as pilot:
        await open_register(pilot, "venue")
        text = await press(pilot, "f7")
        assert "维权服务站" in text
        assert "1所" in text
        page = pilot.app.screen.query_one(ReportPage)
        page.move_to(next(n for n, line in enumerate(page.lines) if "维权服务站" in line.text))
        text = await press(pilot, "enter")
        assert "官亭站" in text
        assert "民和基地" not in text
        assert "阵地类型" in await press(pilot, "enter")


async def test_a_register_goes_out_and_comes_back(registers: World, tmp_path: Path) -> None:
    folder = on_disk(registers, tmp_path)
    async with opened(registers) as pilot:
        await open_register(pilot, "venue")
        for key in ("f8", "f9"):
            await press(pilot, key)
            pilot.app.screen.query_one("#search").value = str(folder / "v.xlsx")  # type: ignore[attr-defined]
            await press(pilot, "enter")
        assert "并入 2" in text_of(pilot.app)  # type: ignore[arg-type]
        await press(pilot, "f9")
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, RegisterScreen)
    assert len(registers.desk.store.snapshot().of("venue")) == 2


async def test_a_sealed_register_is_not_there_without_the_right(registers: World) -> None:
    registers.add("legal_help", name="某某", date="2025-03-01", helpers=[
        {"name": "甲", "agency": "police"}, {"name": "乙", "agency": "education"}])
    async with opened(registers, rights=frozenset()) as pilot:
        assert "帮教" not in await press(pilot, "9")
    async with opened(registers) as pilot:
        assert "某某" in await open_register(pilot, "legal_help")
        assert "封存" in await press(pilot, "f9")


@pytest.mark.parametrize("size", [(80, 24), (33, 11)])
async def test_strange_values_break_no_row(registers: World, size: tuple[int, int]) -> None:
    registers.add("venue", name="档案[/]已结[@click=app.quit]" + "长" * 300, kind="rights_station",
                  division_code="630222103")
    async with opened(registers, size) as pilot:
        for key in ("enter", "escape", "f7", "escape"):
            await open_register(pilot, "venue")
            await press(pilot, "end", key)
            await press(pilot, "escape", "escape")
        await settle(pilot)
        text_of(pilot.app)  # type: ignore[arg-type]
