"""What is pressed or asked while something is still being read: no key is lost, no answer comes to the wrong place."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from typing import Any

import pytest
from screens_text import opened, press, settle, text_of

from aixin_tui.services import harm
from aixin_tui.services import today as services_today
from aixin_tui.texts import label
from aixin_tui.tui import first
from aixin_tui.tui.app import AixinApp
from aixin_tui.tui.first import FirstScreen
from aixin_tui.tui.screens import today
from office_world import World


def held_back(monkeypatch: pytest.MonkeyPatch, module: Any, name: str) -> threading.Event:
    """Let a function of a module wait until the event is set."""
    go, real = threading.Event(), getattr(module, name)

    def slow(*values: Any, **named: Any) -> Any:
        assert go.wait(20)
        return real(*values, **named)

    monkeypatch.setattr(module, name, slow)
    return go


async def test_keys_pressed_while_the_provinces_are_read_answer_the_questions_to_come(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    go = held_back(monkeypatch, first, "offered_provinces")
    app = AixinApp(None)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("1", "1", "x", "y")
        assert isinstance(app.screen, FirstScreen)
        assert app.screen.question == "province"
        go.set()
        await settle(pilot)
        entry = app.screen.query_one(first.Entry)
        for _ in range(50):  # each key is pressed when the one before it has been drawn
            if not entry.value.endswith("xy"):
                await pilot.pause(0.02)
        assert app.screen.answers == {"province": app.screen.provinces[0].key}
        assert entry.value.endswith("xy")


async def test_escape_while_the_provinces_are_read_goes_back_and_drops_what_was_pressed(
    monkeypatch: pytest.MonkeyPatch
) -> None:
    go = held_back(monkeypatch, first, "offered_provinces")
    app = AixinApp(None)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("1", "1", "escape")
        assert isinstance(app.screen, FirstScreen)
        assert app.screen.way == ""
        go.set()
        await settle(pilot)
        assert app.screen.answers == {}


@pytest.mark.parametrize(("module", "question"), [
    (today, "today_numbers"), (services_today, "today_board"), (harm, "count_unreported"),
])
async def test_a_question_of_today_that_is_left_for_another_workspace_answers_nobody(
    office: World, monkeypatch: pytest.MonkeyPatch, module: Any, question: str
) -> None:
    async with opened(office) as pilot:
        go = held_back(monkeypatch, module, question)
        pilot.app.screen.load()  # type: ignore[attr-defined]
        await pilot.pause()
        pilot.app.open_desk(lambda: (office.desk, office.who()))  # type: ignore[attr-defined]
        await pilot.pause()
        asyncio.get_running_loop().call_later(0.3, go.set)
        await settle(pilot)
        assert label("screen.sum", on_file=3, paired=1, waiting=1, not_agreed=0, to_check=1) in text_of(pilot.app)  # type: ignore[arg-type]


async def test_who_leaves_today_waits_for_nothing_and_finds_it_whole_when_back(
    office: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(office) as pilot:
        whole = text_of(pilot.app)  # type: ignore[arg-type]
        go = held_back(monkeypatch, services_today, "today_board")
        pilot.app.screen.load()  # type: ignore[attr-defined]
        await pilot.pause()
        assert "窦念安" in await press(pilot, "2")
        go.set()
        assert label("pace.counting") not in whole
        assert await press(pilot, "1") == whole
