"""Making the demonstration by its command, in this process, and reading what it printed."""

from __future__ import annotations

import contextlib
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aixin_tui.cli.demo import COUNTED_BY
from aixin_tui.cli.main import run
from aixin_tui.texts import label

TODAY = "2026-11-24"
#: The paths that the demonstration prints.
PATHS = ("report", "roster")


@dataclass(frozen=True)
class Demo:
    """A demonstration and what its command printed, by key."""

    folder: Path
    printed: dict[str, str]

    def call(self, *arguments: str) -> tuple[int, str, str]:
        """Call a command on it, on its day: exit code, stdout, stderr."""
        return call("--workspace", str(self.folder), *arguments, "--today", TODAY)

    def objects(self, text: str) -> list[dict[str, Any]]:
        """Read what a command prints with `--json`."""
        code, out, err = self.call(*text.split(), "--json")
        assert code == 0, f"{text}: {code} {err}"
        return [json.loads(line) for line in out.splitlines()]


def call(*arguments: str) -> tuple[int, str, str]:
    """Call a command: exit code, stdout, stderr."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run(arguments, no_app)
    return code, out.getvalue(), err.getvalue()


def no_app(*_: object, **__: object) -> int:
    raise AssertionError("headless opens no app")


def make_demo(folder: Path, *more: str) -> Demo:
    """Make it without a terminal."""
    code, out, err = call("demo", "--headless", str(folder), "--today", TODAY, *more)
    assert code == 0, err
    printed = {}
    for line in out.splitlines():
        for key in (*COUNTED_BY, *PATHS, "folder", "place"):
            head = label("cli.demo.line", "zh", label=label(f"cli.demo.made.{key}", "zh"), value="")
            if line.startswith(head):
                printed[key] = line.removeprefix(head).partition("  ")[0]
    return Demo(folder, printed)
