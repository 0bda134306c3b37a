"""Draw README's picture from the app itself: `python .ci/picture.py WORKSPACE [DAY]` writes `.ci/today.svg`.

Run by hand on a demonstration after the screen Today has changed.
"""

from __future__ import annotations

import asyncio
import re
import sys
from datetime import date
from pathlib import Path

from aixin_tui.tui.app import AixinApp
from aixin_tui.tui.opening import opener_of

#: Fonts that a reader's machine has; the export names one on the network, which nobody should have to fetch.
_FONTS = "ui-monospace, 'Noto Sans Mono CJK SC', 'Sarasa Mono SC', 'Microsoft YaHei Mono', monospace"


async def draw(workspace: str, day: date) -> str:
    """Open the app on a workspace at 80×24 and give its first screen as SVG."""
    app = AixinApp(opener_of(workspace, today=day, operator="demo"), today=day, operator="demo")
    async with app.run_test(size=(80, 24)) as pilot:
        await app.workers.wait_for_complete()
        await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.pause()
        return app.export_screenshot(title="aixin")


def without_network(svg: str) -> str:
    """Take the fonts of the network out."""
    svg = re.sub(r"@font-face\s*\{.*?\}", "", svg, flags=re.DOTALL)
    return re.sub(r"font-family: ?[^;]*Fira Code[^;]*;", f"font-family: {_FONTS};", svg)


if __name__ == "__main__":
    told = date.fromisoformat(sys.argv[2]) if len(sys.argv) > 2 else date.today()  # noqa: DTZ011
    made = without_network(asyncio.run(draw(sys.argv[1], told)))
    (Path(__file__).parent / "today.svg").write_text(made, encoding="utf-8")
