"""The list of any length, the lines it draws, and what goes to the terminal when the cursor moves."""

from __future__ import annotations

from itertools import pairwise

import pytest
from screens_text import opened, press, settle, text_of
from textual.app import App, ComposeResult
from textual.geometry import Region

from aixin_tui.services.browsing import Find, FoundPage, FoundRow
from aixin_tui.texts import label
from aixin_tui.tui.widgets.line_list import LineList, PageView
from aixin_tui.tui.widgets.lines import Column
from aixin_tui.tui.widgets.paged_list import KEPT, PAGE, PagedList
from office_world import World

TOTAL = 180_000


def row(n: int) -> FoundRow:
    return FoundRow("child", f"id{n}", f"{n:09}", f"童{n}", "村", "630222100201", "paired", "结对中")


def page_of(query: Find) -> FoundPage:
    """Answer by key alone, as the index does: never by offset."""
    if query.before:
        end = TOTAL if query.before > "999999999" else int(query.before)
        return FoundPage(tuple(row(n) for n in range(max(0, end - query.limit), end)), TOTAL)
    start = int(query.after) + 1 if query.after else 0
    return FoundPage(tuple(row(n) for n in range(start, min(TOTAL, start + query.limit))), TOTAL)


class ListApp(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.asked: list[Find] = []
        self.painted: list[Region] = []

    def compose(self) -> ComposeResult:
        yield PagedList((Column("姓名", 10), Column("地方", 8, grow=True)), lambda r: (r.name, r.place), loading="...")

    def on_mount(self) -> None:
        listed = self.query_one(PagedList)
        listed.ask_for(Find("child"))
        listed.focus()

    def on_paged_list_wants(self, event: PagedList.Wants) -> None:
        self.asked.append(event.query)
        event.sender_list.give(event.number, page_of(event.query), event.generation)


async def test_a_list_of_180000_loads_only_the_pages_it_shows() -> None:
    async with ListApp().run_test(size=(80, 24)) as pilot:
        listed = pilot.app.query_one(PagedList)
        await pilot.pause()
        assert (listed.total, listed.row) == (TOTAL, row(0))
        assert len(pilot.app.asked) == 1


async def test_the_end_is_reached_from_behind_and_the_way_back_by_keys() -> None:
    async with ListApp().run_test(size=(80, 24)) as pilot:
        listed = pilot.app.query_one(PagedList)
        await pilot.press("end")
        await pilot.pause()
        assert listed.row == row(TOTAL - 1)
        for _ in range(12):
            await pilot.press("pageup")
        await pilot.pause()
        assert listed.row == row(listed.cursor)
        assert len(pilot.app.asked) < 10
        assert all(query.limit <= PAGE for query in pilot.app.asked)


async def test_walking_through_keeps_few_pages_and_every_row_in_its_place() -> None:
    async with ListApp().run_test(size=(80, 24)) as pilot:
        listed = pilot.app.query_one(PagedList)
        for step in range(1, PAGE * (KEPT + 8), 41):
            listed.move_to(step)
            await pilot.pause()
            assert listed.row == row(step)
        assert len(listed._pages) <= KEPT
        await pilot.press("home")
        await pilot.pause()
        assert listed.row == row(0)


async def test_a_step_in_the_page_repaints_two_rows_and_a_scroll_goes_by_half_a_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    painted: list[Region] = []
    refresh = LineList.refresh

    def counted(self: LineList, *regions: Region, **more: bool) -> LineList:
        painted.extend(regions)
        return refresh(self, *regions, **more)

    async with ListApp().run_test(size=(80, 24)) as pilot:
        listed = pilot.app.query_one(PagedList)
        await pilot.pause()
        monkeypatch.setattr(LineList, "refresh", counted)
        await pilot.press("down")
        assert [(region.y, region.height) for region in painted] == [(1, 1), (2, 1)]
        tops = set()
        for _ in range(60):
            await pilot.press("down")
            tops.add(listed.top)
        assert {later - earlier for earlier, later in pairwise(sorted(tops))} == {listed.page_size // 2}


async def test_a_page_of_an_older_search_is_dropped() -> None:
    async with ListApp().run_test(size=(80, 24)) as pilot:
        listed = pilot.app.query_one(PagedList)
        await pilot.pause()
        old = listed.generation
        listed.ask_for(Find("child", text="x"))
        listed.give(0, FoundPage((row(77),), 1), old)
        assert listed.row != row(77)


async def test_a_letter_typed_on_a_list_begins_a_search_and_enter_opens_the_only_one(office: World) -> None:
    async with opened(office) as pilot:
        text = await press(pilot, "2", *"dnx", "enter")
        assert label("screen.child_file") in text
        assert "窦念喜" in text
        text = await press(pilot, "escape", "escape", *"dn", "enter")
        assert "窦念安" in text


@pytest.mark.parametrize("again", [("f2",), ()], ids=["asked", "typed"])
async def test_a_second_search_takes_the_place_of_the_first(office: World, again: tuple[str, ...]) -> None:
    async with opened(office) as pilot:
        await press(pilot, "2", "f2", *"dnx", "down")
        text = await press(pilot, *again, *"dna")
        assert "dnxdna" not in text
        assert "窦念安" in text


async def test_enter_before_the_answer_is_there_opens_who_was_asked_for_and_nobody_else(office: World) -> None:
    async with opened(office) as pilot:
        await press(pilot, "2")
        for key in (*"dnx", "enter"):
            await pilot.press(key)
        await settle(pilot)
        text = text_of(pilot.app)
        assert "窦念安" not in text
        assert "窦念喜" in text
        assert label("screen.child_file") in text


def test_enter_on_a_page_that_is_not_read_yet_opens_nothing() -> None:
    assert PageView().target_of(0) is None
