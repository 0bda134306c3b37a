"""`aixin` alone: open the app on the workspace in hand, or its first screen where there is none."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from aixin_tui.cli.failing import USAGE
from aixin_tui.cli.language import lang, t
from aixin_tui.cli.output import say
from aixin_tui.domain.problem import ProblemsError


def open_workspace(ctx: click.Context, folder: str | None = None) -> int:
    """Open the app and give its exit code; without a terminal say what to do instead."""
    from aixin_tui.bootstrap import find_workspace
    from aixin_tui.cli.call import DAY

    settings = ctx.find_root().obj
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        say(t("no_terminal"))
        return USAGE
    try:
        path: Path | None = find_workspace(folder or settings.get("workspace"))
    except ProblemsError:
        if folder or settings.get("workspace"):
            raise
        path = None
    today = DAY.convert(settings["today"], None, ctx) if settings.get("today") else None
    code: int = settings["open_app"](None if path is None else str(path), lang=lang(), today=today)
    return code
