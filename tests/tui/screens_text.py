"""Reading what stands on the screen: the compositor's lines and their widths in cells; waiting for all work."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from rich.cells import cell_len
from textual.pilot import Pilot

from aixin_tui.tui.app import AixinApp
from office_world import World

SIZES = ((80, 24), (120, 40))


def lines_of(app: AixinApp) -> list[str]:
    """Give the lines of the screen as the compositor draws them."""
    width, height = app.size
    strips = app.screen._compositor.render_strips(app.size)  # the only way to see what is drawn, without ANSI
    lines = [strip.text for strip in strips]
    assert len(lines) == height
    wrong = [(n, cell_len(line), line) for n, line in enumerate(lines) if cell_len(line) != width]
    assert not wrong, wrong
    return lines


def text_of(app: AixinApp) -> str:
    return "\n".join(lines_of(app))


async def settle(pilot: Pilot[Any]) -> None:
    """Wait until no worker has anything to do and every message is handled."""
    await pilot.pause()
    while any(worker.is_running for worker in pilot.app.workers):
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()


async def press(pilot: Pilot[Any], *keys: str) -> str:
    """Press keys and wait for what they set going; gives what then stands on the screen."""
    for key in keys:
        await pilot.press(key)
        await settle(pilot)
    return text_of(pilot.app)  # type: ignore[arg-type]


def on_disk(world: World, folder: Path) -> Path:
    """Let the workspace of a world in memory have a folder for what the app writes beside the records."""
    store = world.desk.store
    store._workspace = replace(store.workspace, path=str(folder))
    return folder


@asynccontextmanager
async def opened(
    world: World, size: tuple[int, int] = (80, 24), lang: str = "zh", **who: Any
) -> AsyncIterator[Pilot[Any]]:
    """Open the app over a world, as far as Today."""
    app = AixinApp(lambda: (world.desk, world.who(**who)), lang=lang)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        yield pilot
    assert app.failure is None, repr(app.failure)
