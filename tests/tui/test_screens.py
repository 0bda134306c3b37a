"""Every screen opens at both sizes, over any values, in rows of the right width, and says what is made up."""

from __future__ import annotations

import re
from itertools import cycle
from threading import Event

import pytest
from screens_text import SIZES, opened, press, settle, text_of

from aixin_tui.domain.record import Act, Change
from aixin_tui.services.harm import list_alerts
from aixin_tui.texts import label
from aixin_tui.tui.actions import PLACES
from aixin_tui.tui.app import AixinApp
from aixin_tui.tui.screens.record import HistoryScreen, RecordScreen
from aixin_tui.tui.screens.today import Goto
from aixin_tui.tui.widgets.line_list import PageView
from office_world import World

DEMO = "演示数据，人员均为虚构"
HOSTILE = (
    "档案[/]已结", "[b]粗[/b]", "[@click=app.quit]走[/]", "𠀀𠮷😀👨\u200d👩\u200d👧", "长" * 10_000,
    "a\x00b\x1b[31mc\nd\te", "“引”…—·①→★",
)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("digit", range(1, len(PLACES) + 1))
async def test_each_place_is_reached_by_its_digit(office: World, digit: int, size: tuple[int, int]) -> None:
    async with opened(office, size) as pilot:
        text = await press(pilot, str(digit % 10))
        assert pilot.app.current_mode == PLACES[digit - 1]
        assert DEMO in text
        assert label(f"keys.go_{PLACES[digit - 1]}").replace("关爱", "关爱 2025-03") in text or digit == 5


async def test_today_counts_so_that_the_numbers_add_up(office: World) -> None:
    async with opened(office) as pilot:
        assert "底数 3 = 已结对 1 + 待结对 1 + 不同意 0 + 待核 1" in text_of(pilot.app)


async def test_a_number_of_today_leads_to_its_children(office: World) -> None:
    async with opened(office) as pilot:
        text = await press(pilot, "down", "enter")
        assert "窦念安" in text
        assert "窦念平" not in text
        assert "换成您的县" in await press(pilot, "escape")


@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_a_childs_file_says_where_the_case_stands_and_what_comes_next(office: World, lang: str) -> None:
    async with opened(office, lang=lang) as pilot:
        text = await press(pilot, "2", "end", "enter")
        assert "窦念喜" in text
        assert label("screen.not_paired_because", lang) in text
        assert label("keys.sitting", lang) in text


@pytest.mark.parametrize("key", ["f1", "f10"])
async def test_help_and_palette_list_what_works_here(office: World, key: str) -> None:
    async with opened(office) as pilot:
        text = await press(pilot, "2", key)
        assert label("keys.find") in text
        assert label("keys.new") in text


async def test_the_palette_finds_a_command_by_its_pinyin_initials(office: World) -> None:
    async with opened(office) as pilot:
        text = await press(pilot, "f10", *"czrz", "enter")
        assert pilot.app.current_mode == "log"
        assert "入户登记" in text


def hostile_office(office: World, *values: str) -> World:
    """Put values into every text of every record, past all checks, as a merged file could."""
    desk, left = office.desk, cycle(values)
    snapshot = desk.store.snapshot(restricted=True)
    keys = ("name", "school", "visitors", "number", "phone", "witness", "note", "address")
    changes = [Change(kind, record.id, {key: next(left) for key in keys if key == "name" or record.get(key)})
               for kind in snapshot.kinds for record in snapshot.of(kind)]
    desk.store.commit(Act("edit_child", next(left)[:40], tuple(changes), reason=next(left)))
    return office


@pytest.mark.parametrize(("size", "start"), [((80, 24), 0), ((120, 40), 1), ((80, 24), 3), ((33, 11), 5)])
async def test_no_value_ends_the_app_or_breaks_a_row(office: World, size: tuple[int, int], start: int) -> None:
    hostile_office(office, *HOSTILE[start:], *HOSTILE[:start])
    async with opened(office, size) as pilot:
        text_of(pilot.app)
        for digit in range(1, len(PLACES) + 1):
            await press(pilot, str(digit % 10))
        await press(pilot, "2", "enter", "pagedown", "pagedown", "1", "escape", "f4", "escape", "f8", "escape", "3",
                    "escape", "2", "escape", "0", "escape", "4", "escape")
        await press(pilot, "escape", "3", "enter", "pagedown", "9", "escape", "f4", "escape")


async def test_markup_in_data_is_never_an_action(office: World) -> None:
    hostile_office(office, "[@click=app.quit]走[/]")
    async with opened(office) as pilot:
        text = await press(pilot, "2")
        assert "[@click=" in text
        await pilot.click(offset=(4, 3))
        await settle(pilot)
        assert pilot.app.is_running


async def test_any_record_and_its_history_can_be_read(office: World) -> None:
    async with opened(office) as pilot:
        session = pilot.app.session
        snapshot = office.desk.store.snapshot()
        for kind in ("child", "guardian", "loving_mother", "home_visit", "assessment", "consent", "pairing"):
            record = snapshot.of(kind)[0]
            await pilot.app.push_screen(RecordScreen(session, kind, record.id))
            await settle(pilot)
            text_of(pilot.app)
            await pilot.app.push_screen(HistoryScreen(session, kind, record.id, kind))
            await settle(pilot)
            assert "2025-03-24" in text_of(pilot.app)


@pytest.mark.parametrize("size", [(20, 5), (40, 12), (200, 60)])
async def test_a_terminal_of_any_size_shows_what_fits(office: World, size: tuple[int, int]) -> None:
    async with opened(office, size) as pilot:
        for digit in range(1, len(PLACES) + 1):
            await press(pilot, str(digit % 10))
        await press(pilot, "2", "enter", "1", "f9", "escape", "escape", "f1")


async def test_a_resize_in_the_middle_of_a_dialog_keeps_the_dialog(office: World) -> None:
    async with opened(office) as pilot:
        await press(pilot, "4", "f9")
        for size in ((120, 40), (30, 8), (20, 5), (80, 24)):
            await pilot.resize_terminal(*size)
            await settle(pilot)
            text_of(pilot.app)
        assert label("screen.run_ask")[:10] in text_of(pilot.app)


async def test_escape_always_goes_one_step_back(office: World) -> None:
    async with opened(office) as pilot:
        await press(pilot, "2", "enter", "3")
        assert [type(screen).__name__ for screen in pilot.app.screen_stack] == [
            "ChildrenScreen", "ChildFileScreen", "SuggestScreen"]
        await press(pilot, "escape", "escape", "escape")
        assert pilot.app.current_mode == "today"
        await press(pilot, "escape")
        assert pilot.app.is_running


async def test_a_history_names_no_field_or_kind_by_its_key(office: World) -> None:
    from aixin_tui.services.matching import Accept, RunMatch, accept, run_match

    office.waiting_child("窦念宁")
    run = run_match(office.desk, office.who(), RunMatch())
    accept(office.desk, office.who(), Accept(run.proposals[0].id))
    async with opened(office) as pilot:
        snapshot = office.desk.store.snapshot(restricted=True)
        for kind in snapshot.kinds:
            screen = HistoryScreen(pilot.app.session, kind, snapshot.of(kind)[-1].id, kind)
            await pilot.app.push_screen(screen)
            await settle(pilot)
            keys = re.findall(r"[a-z]+_[a-z_]+", "\n".join(line.text for line in screen.query_one("#page").lines))
            assert not keys, (kind, keys)


def test_every_act_of_the_log_has_a_name(office: World) -> None:
    from aixin_tui.services.history import action_label

    for entry in office.desk.store.log():
        assert action_label(office.desk, entry.action) != entry.action
    for action in ("decide_row", "script", "match", "undo", "reveal", "close_alert", "add_operator"):
        assert action_label(office.desk, action) != action


async def test_what_services_say_comes_in_the_language_of_the_app(office: World) -> None:
    async with opened(office, lang="en") as pilot:
        log = await press(pilot, "8")
        assert label("log.sitting", "en") in log
        assert label("log.sitting") not in log
        session = pilot.app.session
        assert session.local(label("act.value_yes")) == label("act.value_yes", "en")


async def test_the_key_line_of_a_place_says_that_digits_lead_elsewhere(office: World) -> None:
    async with opened(office) as pilot:
        assert f"0-9 {label('keys.elsewhere')}" in text_of(pilot.app)
        assert label("keys.elsewhere") not in await press(pilot, "2", "end", "enter")


async def test_today_says_when_words_of_harm_have_no_report_and_opens_it(office: World) -> None:
    child = next(iter(office.desk.store.snapshot().of("child")))
    note = Change("child", child.id, {"listed": {"备注": "说被继父殴打"}})
    office.desk.store.commit(Act("edit_child", "script", (note,)))
    async with opened(office) as pilot:
        assert "还没有登记强制报告" in text_of(pilot.app)
        page = pilot.app.screen.query_one(PageView)
        page.go_to(Goto("unreported", 1))
        await press(pilot, "enter", "1")
        assert [one.child for one in list_alerts(office.desk, office.who())] == [child.id]
        assert "还没有登记强制报告" not in text_of(pilot.app)


async def test_keys_pressed_while_the_workspace_is_opened_are_not_lost(office: World) -> None:
    gate = Event()

    def opener() -> tuple[object, object]:
        gate.wait(5)
        return office.desk, office.who()

    app = AixinApp(opener)
    async with app.run_test() as pilot:
        await pilot.pause(0.3)
        await pilot.press("2")
        gate.set()
        await settle(pilot)
        await settle(pilot)
        assert app.current_mode == "children"


@pytest.mark.parametrize("words", ["准入查询", "背景查询", "bjcx"])
async def test_the_palette_leads_from_anywhere_to_where_queries_are_made(office: World, words: str) -> None:
    async with opened(office) as pilot:
        await press(pilot, "7", "f10")
        pilot.app.screen.query_one("#search").value = words
        await settle(pilot)
        await press(pilot, "enter")
        assert pilot.app.current_mode == "mothers"


async def test_the_palette_finds_a_register_by_its_name(office: World) -> None:
    from aixin_tui.services.registers import register_keys
    from aixin_tui.tui.screens.registers import RegisterScreen

    key = register_keys(office.desk, office.who())[0]
    async with opened(office) as pilot:
        await press(pilot, "f10")
        pilot.app.screen.query_one("#search").value = office.desk.province.forms[key].label
        await settle(pilot)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, RegisterScreen)
        assert pilot.app.screen.kind == key
