"""What an office does in a day, on the screens: pair, withdraw, end, pause, contact, tick, match, undo, report."""

from __future__ import annotations

import pytest
from screens_text import opened, press, text_of

from aixin_tui.services.desk import Role
from aixin_tui.services.registering import AddRecord, add_record
from aixin_tui.texts import label
from aixin_tui.tui.screens.form_screen import FormScreen
from aixin_tui.tui.screens.history import HistoryScreen
from office_world import World


def pairs(office: World) -> list[tuple[str, str]]:
    """List the pairs in force by the names of child and mother."""
    in_force = [pair for pair in office.desk.store.snapshot().of("pairing") if not pair.text("ended_on")]
    return [(office.now("child", pair.text("child")).text("name"),
             office.now("loving_mother", pair.text("loving_mother")).text("name")) for pair in in_force]


async def test_who_is_near_and_free_is_shown_with_reasons_and_paired(office: World) -> None:
    async with opened(office) as pilot:
        text = await press(pilot, "2", "down", "enter", "3")
        assert "蔺玉兰" in text
        assert "名额" in text
        text = await press(pilot, "enter", "1")
        assert ("窦念平", "蔺玉兰") in pairs(office)
        assert label("screen.paired_now") in text


async def test_what_a_withdrawal_ends_is_shown_before_it_is_saved(office: World) -> None:
    async with opened(office) as pilot:
        await press(pilot, "2", "enter", "6")
        text = await press(pilot, "f9")
        assert "蔺秀英" in text
        assert "随之结束" in text
        await press(pilot, "escape")
        assert pairs(office) == [("窦念安", "蔺秀英")]
        await press(pilot, "f9", "1")
        assert pairs(office) == []


async def test_the_cursor_of_an_ending_stands_on_no(office: World) -> None:
    async with opened(office) as pilot:
        await press(pilot, "2", "enter", "7", "1", "down", "1", "f9", "enter")
        assert pairs(office) == [("窦念安", "蔺秀英")]
        await press(pilot, "f9", "1")
        assert pairs(office) == []


async def test_a_pair_is_paused_and_goes_on(office: World) -> None:
    async with opened(office) as pilot:
        await press(pilot, "2", "enter", "8", "down", "down", "1", "f9")
        pair = office.desk.store.snapshot().of("pairing")[0]
        (pause,) = pair.values["pauses"].values()
        assert pause["from"] == "2025-03-24"
        office.at("2025-03-28")
    async with opened(office) as pilot:
        assert "暂离" in await press(pilot, "2", "enter", "pagedown")
        await press(pilot, "8", "f9")
        (pause,) = office.now("pairing", pair.id).values["pauses"].values()
        assert pause["to"] == "2025-03-28"


async def test_a_contact_is_recorded_for_one_child(office: World) -> None:
    async with opened(office) as pilot:
        await press(pilot, "2", "enter", "5", "f9")
        activity = office.desk.store.snapshot().of("activity")[0]
        assert (activity.get("date"), set(activity.get("kind"))) == ("2025-03-24", {"contact_call"})


async def test_forty_calls_are_ticked_on_one_page_and_saved_as_one_act(office: World) -> None:
    for n in range(39):
        office.pair(office.waiting_child(f"童{n}"), office.mother(f"母{n}"))
    async with opened(office) as pilot:
        await press(pilot, "5")
        for _ in range(40):
            await pilot.press("space")
        text = await press(pilot, "f5")
        assert "已勾 40/40 对" in text
        before = len(list(office.desk.store.log()))
        await press(pilot, "f9")
        assert len(list(office.desk.store.log())) == before + 1
        assert len(office.desk.store.snapshot().of("activity")) == 40


async def test_a_ticked_call_takes_its_own_day_and_note(office: World) -> None:
    office.at("2025-03-28")
    async with opened(office) as pilot:
        await press(pilot, "5", "f4")
        await press(pilot, *(["backspace"] * 10), *"3-26", "down", "1", "f9")
        text = await press(pilot, "f9")
        assert "已保存 1 次问候" in text
        activity = office.desk.store.snapshot().of("activity")[0]
        assert activity.get("date") == "2025-03-26"


async def test_one_event_is_recorded_for_the_children_that_are_ticked(office: World) -> None:
    async with opened(office) as pilot:
        text = await press(pilot, "5", "space", "f3")
        assert "窦念安" in text
        await press(pilot, "down", *"Day")
        await press(pilot, "down", "down", "enter", "1", "f9", "f9")
        snapshot = office.desk.store.snapshot()
        assert [event.text("name") for event in snapshot.of("event")] == ["Day"]
        assert [activity.get("event") for activity in snapshot.of("activity")] == [snapshot.of("event")[0].id]


async def test_leaving_with_unsaved_ticks_asks_first(office: World) -> None:
    async with opened(office) as pilot:
        text = await press(pilot, "5", "space", "escape")
        assert "1 个勾还没有保存" in text
        await press(pilot, "escape")
        assert pilot.app.current_mode == "care"


async def test_a_run_only_proposes_and_a_person_accepts(office: World) -> None:
    async with opened(office) as pilot:
        text = await press(pilot, "4", "f9", "1")
        assert "窦念平" in text
        assert pairs(office) == [("窦念安", "蔺秀英")]
        await press(pilot, "f4")
        assert label("screen.child_file") in text_of(pilot.app)
        await press(pilot, "escape", "home")
        page = pilot.app.screen.query_one("#page")
        page.move_to(next(n for n, line in enumerate(page.lines) if line.target is not None))
        await press(pilot, "enter", "1")
        assert len(pairs(office)) == 2


async def test_an_offer_is_declined_with_side_and_reason(office: World) -> None:
    async with opened(office) as pilot:
        await press(pilot, "4", "f9", "1")
        page = pilot.app.screen.query_one("#page")
        page.move_to(next(n for n, line in enumerate(page.lines) if line.target is not None))
        await press(pilot, "f8", "1", "1")
        offer = next(one for one in office.desk.store.snapshot().of("match_proposal") if one.get("match_run"))
        assert (offer.get("state"), offer.get("declined_by")) == ("declined", "mother")


async def test_an_act_is_undone_as_a_whole_for_a_reason(office: World) -> None:
    async with opened(office) as pilot:
        await press(pilot, "2", "enter", "5", "f9")
        text = await press(pilot, "escape", "8", "f8", *"wrong", "enter")
        assert label("screen.undone") in text
        assert office.desk.store.snapshot().of("activity") == ()


async def test_a_reveal_asks_for_a_reason_and_is_logged(office: World) -> None:
    child = office.child("窦念乐", id_number="630222201405069901")
    async with opened(office) as pilot:
        from aixin_tui.tui.screens.child_file import ChildFileScreen

        await pilot.app.push_screen(ChildFileScreen(pilot.app.session, child.id))
        text = await press(pilot, "f5")
        assert "630222201405069901" not in text
        text = await press(pilot, "f7", *"visit", "enter")
        assert "630222201405069901" in text
        assert list(office.desk.store.log())[-1].reason == "visit"


async def test_a_viewer_is_told_why_nothing_can_be_written(office: World) -> None:
    async with opened(office, role=Role.VIEWER) as pilot:
        before = len(list(office.desk.store.log()))
        await press(pilot, "2", "enter", "5", "f9")
        assert not [entry for entry in office.desk.store.log() if entry.number > before and entry.action != "read"
                    and any(change.kind == "activity" for change in entry.changes)]
        assert label("app.problems") in text_of(pilot.app)


async def test_a_number_of_a_report_shows_its_children(office: World) -> None:
    async with opened(office) as pilot:
        await press(pilot, "6", "down", "enter", "f8")
        page = pilot.app.screen.query_one("#page")
        spots = [n for n, line in enumerate(page.lines) if line.target is not None]
        assert spots
        found = ""
        for n in spots:
            page.move_to(n)
            text = await press(pilot, "enter")
            if "窦念安" in text:
                found = text
                break
            while len(pilot.app.screen_stack) > 2:
                await press(pilot, "escape")
        assert found


async def test_an_alert_stands_on_today_until_its_outcome_is_recorded(office: World) -> None:
    child = office.desk.store.snapshot().of("child")[0]
    values = {"date": "2025-03-24", "child": child.id, "kind": ["contact_call"], "channel": "phone", "reached": True,
              "note": "孩子说被打了，身上有伤"}
    add_record(office.desk, office.who(), AddRecord("activity", values))
    async with opened(office) as pilot:
        text = text_of(pilot.app)
        if "强制报告" not in text:
            pytest.fail(text)
        page = pilot.app.screen.query_one("#page")
        page.move_to(next(n for n, line in enumerate(page.lines) if getattr(line.target, "place", "") == "alert"))
        await press(pilot, "enter")
        assert label("screen.alert_outcome") in text_of(pilot.app)
        text = await press(pilot, "f9")
        assert "! " in text or label("app.problems") in text


async def test_another_paper_about_the_child_is_filled_in_from_its_file(office: World) -> None:
    async with opened(office) as pilot:
        assert "微心愿" in await press(pilot, "2", "enter", "f3")
        pilot.app.screen.query_one("#page").go_to("micro_wish")
        text = await press(pilot, "enter", "down", "down", *"bike", "f9")
        assert label("screen.saved") in text
        wish = office.desk.store.snapshot().of("micro_wish")[0]
        assert (office.now("child", wish.text("child")).text("name"), wish.get("wish")) == ("窦念安", "bike")


async def test_what_is_missing_is_said_before_what_an_ending_ends(office: World) -> None:
    async with opened(office) as pilot:
        text = await press(pilot, "2", "enter", "7", "1", "f9")
        assert isinstance(pilot.app.screen, FormScreen)
        assert "! “终止原因”没有填" in text
        assert not office.desk.store.snapshot().of("pairing")[0].get("ended_on")


async def test_an_act_is_undone_from_the_history_of_whose_it_is(office: World) -> None:
    async with opened(office) as pilot:
        await press(pilot, "2", "enter", "5", "f9")
        record = office.desk.store.snapshot().of("activity")[0]
        await pilot.app.push_screen(HistoryScreen(pilot.app.session, "activity", record.id, "call"))
        text = await press(pilot, "f5", "f8")
        assert label("screen.undo_whose", names="窦*安、蔺*英") in text
        text = await press(pilot, *"wrong", "enter")
        assert label("screen.undone") in text
        assert office.desk.store.snapshot().of("activity") == ()
