"""From what went wrong to an exit code and one line on stderr: nobody is shown a traceback."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from aixin_tui.cli.language import t
from aixin_tui.cli.output import say, say_problems
from aixin_tui.domain.problem import ProblemsError
from aixin_tui.services.ports import StoreBusyError, StoreDamagedError

DONE, REFUSED, USAGE, BUSY, INTERRUPTED = 0, 1, 2, 3, 130


def guarded(command: Callable[[], Any]) -> int:
    """Run a command and turn whatever happens into an exit code."""
    try:
        code = command()
    except click.exceptions.Exit as exit_:
        return exit_.exit_code
    except click.ClickException as error:
        say(t("error", message=error.format_message()))
        return USAGE
    except (click.Abort, KeyboardInterrupt):
        say(t("interrupted"))
        return INTERRUPTED
    except ProblemsError as error:
        say_problems(error.problems)
        return USAGE
    except StoreBusyError as error:
        say(str(error))
        return BUSY
    except StoreDamagedError as error:
        say(str(error))
        return REFUSED
    except BrokenPipeError:
        sys.stderr.close()
        return DONE
    except OSError as error:
        say(t("os_error", name=Path(error.filename).name if isinstance(error.filename, str) else "",
              message=error.strerror or str(error)))
        return REFUSED
    except Exception as error:  # noqa: BLE001 - the last net: a bug is told in a sentence, details only on request
        return _bug(error)
    return code if isinstance(code, int) else DONE


def _bug(error: Exception) -> int:
    """Tell of a defect without data: the place in our code, never the values (they may name a child)."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    say(t("bug", kind=type(error).__name__, place=f"{Path(frame.filename).name}:{frame.lineno}"))
    return REFUSED
