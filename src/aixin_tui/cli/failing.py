"""From what went wrong to an exit code and one line on stderr: nobody is shown a traceback."""

from __future__ import annotations

import errno
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from aixin_tui.cli.language import t
from aixin_tui.cli.output import say, say_problems
from aixin_tui.domain.failures import StoreBusyError, StoreDamagedError
from aixin_tui.domain.problem import ProblemsError

DONE, REFUSED, USAGE, BUSY, INTERRUPTED = 0, 1, 2, 3, 130


def guarded(command: Callable[[], Any]) -> int:
    """Run a command and turn whatever happens into an exit code."""
    try:
        code = command()
    except click.exceptions.Exit as exit_:
        return exit_.exit_code
    except BaseException as error:
        told = next((tell for kinds, tell in _TOLD if isinstance(error, kinds)), None)
        if told is None:
            raise
        return told(error)
    return code if isinstance(code, int) else DONE


def _usage(error: Any) -> int:
    """Say what was written wrong and where the help for it is."""
    say(t("error", message=error.format_message()))
    if error.ctx is not None:
        say(t("see_help", command=error.ctx.command_path))
    return USAGE


def _interrupted(_: Any) -> int:
    say(t("interrupted"))
    return INTERRUPTED


def _problems(error: Any) -> int:
    say_problems(error.problems)
    return USAGE


def _busy(error: Any) -> int:
    say(str(error))
    return BUSY


def _damaged(error: Any) -> int:
    say(str(error))
    return REFUSED


def _pipe_closed(_: Any) -> int:
    sys.stderr.close()
    return DONE


def _disk(error: Any) -> int:
    if error.errno in _FULL:
        say(t("os_full"))
        return REFUSED
    name = Path(error.filename).name if isinstance(error.filename, str) else ""
    reason = next((t(key) for kind, key in _DISK if isinstance(error, kind)), "") or error.strerror or str(error)
    say(t("os_error", name=name, message=reason))
    return REFUSED


#: No room: the disk is full, or what this user may take of it. What was acknowledged before stands.
_FULL = (errno.ENOSPC, errno.EDQUOT)
#: What commonly stands between a command and a file, in words; anything else is said as the system says it.
_DISK: tuple[tuple[type[OSError], str], ...] = (
    (FileNotFoundError, "os_not_found"),
    (PermissionError, "os_no_permission"),
    (IsADirectoryError, "os_is_folder"),
    (FileExistsError, "os_exists"),
)


def _bug(error: Any) -> int:
    """Tell of a defect without data: the place in our code, never the values (they may name a child)."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    say(t("bug", kind=type(error).__name__, place=f"{Path(frame.filename).name}:{frame.lineno}"))
    return REFUSED


#: What each kind of failure comes to; the first that fits counts, the last is the net under a defect of ours.
_TOLD: tuple[tuple[tuple[type[BaseException], ...], Callable[[Any], int]], ...] = (
    ((click.Abort, KeyboardInterrupt), _interrupted),
    ((click.ClickException,), _usage),
    ((ProblemsError,), _problems),
    ((StoreBusyError,), _busy),
    ((StoreDamagedError,), _damaged),
    ((BrokenPipeError,), _pipe_closed),
    ((OSError,), _disk),
    ((Exception,), _bug),
)
