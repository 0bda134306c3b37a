"""How the app starts: something readable first, Textual after it. Standard library only until then.

Importing Textual takes a third of a second, so a plain frame is painted before. The Kitty keyboard protocol garbles
what an input method commits (five characters and more), so it is switched off before Textual is first imported.
"""

from __future__ import annotations

import contextlib
import gc
import os
import re
import select
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from aixin_tui.texts import label

_SETTINGS = {
    "TEXTUAL_DISABLE_KITTY_KEY": "1",
    "TEXTUAL_ANIMATIONS": "none",
    "TEXTUAL_FPS": "30",
    "TEXTUAL_SMOOTH_SCROLL": "0",
    "ESCDELAY": "60",
}
#: Says how wide the terminal draws a quotation mark where it cannot be asked: 1 or 2.
WIDTH_SETTING = "AIXIN_QUOTE_WIDTH"
#: How often the app looks for garbage: as often as Python by itself, not as seldom as a command.
_OFTEN = (700, 10, 10)
_CLEAR_AND_HOME = "\x1b[H\x1b[2J"
#: The terminal's second screen: what stood before the app stands again after it.
_SECOND_SCREEN, _FIRST_SCREEN = "\x1b[?1049h", "\x1b[?1049l"


def open_app(
    workspace_path: str | Path | None, *, lang: str = "zh", today: date | None = None, operator: str = ""
) -> int:
    """Open the app over a workspace, or without one (None) on its first screen; gives the exit code.

    Needs a terminal on both sides; says so on stderr and gives 2 where there is none.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        sys.stderr.write(label("app.needs_terminal", lang) + "\n")
        return 2
    for name, value in _SETTINGS.items():
        os.environ.setdefault(name, value)
    with _quiet_terminal(), _stderr_on_terminal(), _second_screen() as left_by_textual:
        ask_width()
        _paint_first_frame(lang)
        gc.disable()
        from aixin_tui.tui.memory import keep_small

        keep_small()
        from aixin_tui.tui.app import AixinApp
        from aixin_tui.tui.opening import opener_of
        from aixin_tui.tui.widgets.lines import draw_unsure_widths_wide

        width, typed = read_width()
        draw_unsure_widths_wide(width > 1)
        opener = opener_of(workspace_path, today=today, operator=operator) if workspace_path else None
        app = AixinApp(opener, lang=lang, today=today, operator=operator, ready=_settle, typed=typed)
        left_by_textual()
        answer = app.run(mouse=not os.environ.get("SSH_CONNECTION"))
    return answer if answer is not None else app.return_code or 0


@contextlib.contextmanager
def _second_screen() -> Iterator[Callable[[], None]]:
    """Draw on the second screen until Textual, which goes there too, has taken over and will leave it itself."""
    is_ours = [True]
    sys.stdout.write(_SECOND_SCREEN)
    try:
        yield is_ours.clear
    finally:
        if is_ours:
            sys.stdout.write(_FIRST_SCREEN)
            sys.stdout.flush()


@contextlib.contextmanager
def _stderr_on_terminal() -> Iterator[None]:
    """Lend stderr to the terminal where it was sent elsewhere: Textual draws on it."""
    if sys.stderr.isatty():
        yield
        return
    sys.stderr.flush()
    kept = os.dup(2)
    os.dup2(1, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def _settle() -> None:
    """Begin to collect garbage once the first frame stands; what was imported is never looked at again."""
    gc.freeze()
    gc.set_threshold(*_OFTEN)
    gc.enable()


@contextlib.contextmanager
def _quiet_terminal() -> Iterator[None]:
    """Switch the echo off, so that keys typed meanwhile are kept and not shown; put everything back at the end."""
    import termios

    fd = sys.stdin.fileno()
    before = termios.tcgetattr(fd)
    quiet = [*before]
    quiet[3] = before[3] & ~(termios.ECHO | termios.ICANON)
    termios.tcsetattr(fd, termios.TCSANOW, quiet)
    try:
        yield
    finally:
        with contextlib.suppress(termios.error, OSError):
            termios.tcsetattr(fd, termios.TCSANOW, before)


def ask_width() -> None:
    """Print a quotation mark and ask the terminal where the cursor then stands; the answer is read later."""
    if WIDTH_SETTING not in os.environ:
        sys.stdout.write("\x1b[H\u201c\x1b[6n")
        sys.stdout.flush()


def read_width(patience: float = 0.1) -> tuple[int, str]:
    """Give the cells that a quotation mark takes, and what was typed before the terminal answered.

    A terminal that does not answer draws it one cell wide, as most do; `AIXIN_QUOTE_WIDTH=2` says otherwise.
    """
    if WIDTH_SETTING in os.environ:
        return (2 if os.environ[WIDTH_SETTING] == "2" else 1), ""
    fd, read = sys.stdin.fileno(), b""
    while select.select([fd], [], [], patience)[0]:
        byte = os.read(fd, 1)
        read += byte
        answer = re.search(rb"\x1b\[(\d+);(\d+)R", read)
        if answer:
            typed = read[: answer.start()] + read[answer.end() :]
            return max(1, int(answer[2]) - 1), typed.decode("utf-8", "ignore")
        if not byte:
            break
    return 1, read.decode("utf-8", "ignore")


def _paint_first_frame(lang: str) -> None:
    """Paint title, one line and the keys as plain text, as the app will."""
    rows = os.get_terminal_size(sys.stdout.fileno()).lines
    frame = f"{_CLEAR_AND_HOME} {label('app.title', lang)}\r\n\r\n {label('app.loading', lang)}"
    frame += f"\x1b[{max(rows, 1)};1H {label('app.first_keys', lang)}\x1b[H"
    with contextlib.suppress(UnicodeEncodeError):
        sys.stdout.write(frame)
        sys.stdout.flush()
