"""Runs the lines of `commands.txt` in this process, one after the other, in a folder with the rosters."""

from __future__ import annotations

import contextlib
import io
import os
import shlex
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from keys_script import WORKSPACE

from aixin_tui.cli.main import run

HERE = Path(__file__).parent
COMMANDS = HERE / "commands.txt"
ROSTERS = ("children.csv", "mothers.csv")


def empty_folder(folder: Path) -> Path:
    """Make a folder that holds the two rosters and nothing else."""
    folder.mkdir(parents=True)
    for roster in ROSTERS:
        shutil.copy(HERE / roster, folder)
    return folder


def command_lines() -> list[str]:
    """Read the commands, comments left out."""
    lines = COMMANDS.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.startswith("aixin ")]


@contextlib.contextmanager
def inside(folder: Path) -> Iterator[None]:
    """Make a folder the current one and its workspace the one in hand."""
    before, named = Path.cwd(), os.environ.get("AIXIN_WORKSPACE")
    os.chdir(folder)
    os.environ["AIXIN_WORKSPACE"] = WORKSPACE
    try:
        yield
    finally:
        os.chdir(before)
        if named is None:
            del os.environ["AIXIN_WORKSPACE"]
        else:
            os.environ["AIXIN_WORKSPACE"] = named


def aixin(*arguments: str) -> str:
    """Call one command that has to succeed; gives what it printed."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run(arguments, no_app)
    assert code == 0, f"aixin {shlex.join(arguments)}: {code}\n{err.getvalue()}"
    return out.getvalue()


def dump(folder: Path) -> str:
    """Give the canonical dump of the workspace in a folder."""
    with inside(folder):
        return aixin("export", "--canonical")


def no_app(*_: object, **__: object) -> int:
    raise AssertionError("no command of the script opens the app")


def run_lines(folder: Path, lines: list[str], before: Callable[[str], None] = lambda _: None) -> None:
    """Run lines in a folder; `before` hears each line first."""
    with inside(folder):
        for line in lines:
            before(line)
            aixin(*shlex.split(line)[1:])
