"""Plays the script of keys through Textual's Pilot at 80 by 24, waiting for all work and never for a time."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

from keys_script import SIZE, WORKSPACE, Line, read_script, stands_on
from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot

from aixin_tui.tui.app import AixinApp
from aixin_tui.tui.opening import opener_of

#: So many turns of the loop without any message are rest.
_TURNS = 12
#: How often `see` looks before it gives up.
_LOOKS = 20


def screen_of(app: Any) -> str:
    """Give what the compositor draws."""
    return "\n".join(strip.text.rstrip() for strip in app.screen._compositor.render_strips(app.size))


async def settle(pilot: Pilot[Any]) -> None:
    """Wait until every message is handled, no worker has anything to do, and what changed is drawn."""
    await _quiet(pilot)
    pilot.app.screen._on_timer_update()
    await _quiet(pilot)


async def _quiet(pilot: Pilot[Any]) -> None:
    """Let the loop turn until for some turns nothing waits; a message that is being handled may yet send another."""
    app, turns = pilot.app, 0
    while turns < _TURNS:
        await asyncio.sleep(0)
        turns += 1
        if any(not worker.is_finished for worker in app.workers):
            await app.workers.wait_for_complete()
            turns = 0
        elif any(pump.message_queue_size for pump in (app, *app.screen.walk_children(with_self=True))):
            turns = 0


async def press(pilot: Pilot[Any], key: str) -> None:
    """Press a key as a terminal does; `Pilot.press` would sleep some fiftieths of a second for each."""
    char = " " if key == "space" else key if len(key) == 1 else None
    named = _character_to_key(key) if len(key) == 1 and not key.isalnum() else key
    event = events.Key(named, char)
    event.set_sender(pilot.app)
    driver = pilot.app._driver
    assert driver is not None
    driver.send_message(event)
    await settle(pilot)


async def see(pilot: Pilot[Any], line: Line) -> str:
    """Wait until a text stands on the screen; gives the screen."""
    for _ in range(_LOOKS):
        screen = screen_of(pilot.app)
        if stands_on(screen, line.rest):
            return screen
        await pilot.pause()
        await settle(pilot)
    raise AssertionError(f"keys.txt:{line.number}: {line.rest!r} is not on the screen {pilot.app.failure!r}\n{screen}")


@contextmanager
def inside(folder: Path) -> Iterator[None]:
    """Make a folder the current one, as a person does before calling `aixin`."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


async def play(folder: Path, lines: list[Line] | None = None, tell: Callable[[Line, str], None] | None = None) -> None:
    """Play the script in a folder with the rosters; an `AssertionError` shows the line and the screen."""
    numbers = iter(range(10**6))
    number = -1

    def sitting(line: Line) -> int:
        nonlocal number
        if line.verb == "app":
            number = next(numbers)
        return number

    with inside(folder):
        for _, group in groupby(lines if lines is not None else read_script(), sitting):
            await _sit_down(list(group), tell)


async def _sit_down(lines: list[Line], tell: Callable[[Line, str], None] | None) -> None:
    """Play from one opening of the app to its leaving."""
    day = date.fromisoformat(lines[0].rest)
    path = Path.cwd() / WORKSPACE
    opener = opener_of(path, today=day, operator="") if path.is_dir() else None
    app = AixinApp(opener, today=day)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        for line in lines[1:]:
            if line.verb == "press":
                for key in line.keys:
                    await press(pilot, key)
            elif line.verb == "type":
                for char in line.rest:
                    await press(pilot, char)
            elif line.verb == "see":
                await see(pilot, line)
            elif line.verb == "quit":
                await press(pilot, "ctrl+q")
                break
            if tell is not None:
                tell(line, screen_of(app))
    assert app.failure is None, repr(app.failure)
