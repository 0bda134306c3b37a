"""Sheets go out from where the work is seen, and any of them comes back through the place of imports."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from screens_text import on_disk, opened, press, settle, text_of

from aixin_tui.texts import label
from aixin_tui.tui.screens.importing import TakeInScreen
from office_world import World


@pytest.mark.parametrize(("place", "keys", "word"), [
    ("5", ("1",), "问候登记表"), ("1", ("1",), "走访登记表"), ("3", ("1", "2"), "准入查询名单"),
    ("3", ("1", "1", "enter"), "准入查询名单"),
])
async def test_one_key_writes_the_sheets_and_says_where(
    office: World, tmp_path: Path, place: str, keys: tuple[str, ...], word: str
) -> None:
    on_disk(office, tmp_path)
    office.at("2025-04-10")
    office.child("窦念乐")
    for name in ("窦念喜", "窦念乐"):
        file_child(office, name)
    office.mother("蔺玉兰", query_on="2024-03-01")
    async with opened(office, size=(120, 40)) as pilot:
        text = await press(pilot, place, "ctrl+o", *keys)
        (written,) = (tmp_path / "下发").iterdir()
        assert word in written.name
        assert label("screen.sheets_written").split("{")[0] in text


async def test_a_sheet_that_comes_back_is_known_and_taken_in(office: World, tmp_path: Path) -> None:
    on_disk(office, tmp_path)
    office.at("2025-04-10")  # a pair made after the fifteenth owes nothing for its first month
    async with opened(office) as pilot:
        await press(pilot, "5", "ctrl+o", "1")
        (written,) = (tmp_path / "下发").iterdir()
        book = load_workbook(written)
        sheet = book.worksheets[0]
        head = next(row for row in range(1, 12) if sheet.cell(row, 1).value == "序号")
        for place, text in ((6, "是"), (7, "9"), (8, "电话")):
            sheet.cell(head + 1, place).value = text
        book.save(written)
        text = await press(pilot, "7")
        assert written.name in text
        page = pilot.app.screen.query_one("#page")
        page.move_to(next(n for n, line in enumerate(page.lines) if written.name in line.text))
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, TakeInScreen)
        await settle(pilot)
        assert "窦念安" in text_of(pilot.app)
        await press(pilot, "f9")
        assert label("screen.take_in_done") in text_of(pilot.app)
    calls = office.desk.store.snapshot().of("activity")
    assert [one.text("date") for one in calls] == ["2025-04-09"]


async def test_a_duty_that_no_sheet_is_for_says_so(office: World) -> None:
    from aixin_tui.services.due import DueGroup
    from aixin_tui.tui.screens.due import DueScreen

    async with opened(office) as pilot:
        await pilot.app.push_screen(DueScreen(pilot.app.session, DueGroup("letter", "爱心家书", "", "", (), ())))
        await settle(pilot)
        assert label("screen.no_sheet_of_it") in await press(pilot, "ctrl+o")


def file_child(office: World, name: str) -> None:
    """Let a child be on file, not visited yet."""
    from aixin_tui.services.casework import Advance, advance

    child = next(one for one in office.desk.store.snapshot().of("child") if one.text("name") == name)
    assert advance(office.desk, office.who(), Advance(child.id, "file")).done
