"""Starting and leaving: nothing heavy before the first frame, the terminal put back, drafts kept when it hangs up."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from screens_text import opened, press, text_of

from aixin_tui.bootstrap import create_desk
from aixin_tui.tui import start
from office_world import World

RUN = "import sys; from aixin_tui.tui.start import open_app; sys.exit(open_app(sys.argv[1] or None))"


@pytest.mark.parametrize("code", [
    "from aixin_tui.cli.main import run; run(['--help'], None)",
    "import aixin_tui.tui.start, aixin_tui.tui.opening",
])
def test_nothing_heavy_is_imported_before_the_app_is_opened(code: str) -> None:
    script = f"""
import sys
try:
    {code}
except SystemExit:
    pass
print([m for m in ("textual", "rich", "openpyxl", "yaml") if m in sys.modules], file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stderr.splitlines()[-1] == "[]"


def test_without_a_terminal_the_app_says_so(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with Path(os.devnull).open() as nothing:
        monkeypatch.setattr(sys, "stdin", nothing)
        assert start.open_app(None) == 2
    assert "--help" in capsys.readouterr().err


class Terminal:
    """A program on a pseudo-terminal of 80 by 24."""

    def __init__(self, *args: str) -> None:
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ.update(TERM="xterm", LANG="C.UTF-8", COLUMNS="80", LINES="24")
            os.execv(sys.executable, [sys.executable, "-c", RUN, *args])
        import fcntl
        import struct
        import termios

        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.seen = b""

    def read(self, wanted: str, patience: float = 30) -> bool:
        """Read until something stands on the screen."""
        until = time.monotonic() + patience
        while time.monotonic() < until:
            if wanted.encode() in self.seen:
                return True
            if select.select([self.fd], [], [], 0.1)[0]:
                try:
                    self.seen += os.read(self.fd, 65536)
                except OSError:
                    return wanted.encode() in self.seen
        return False

    def type(self, keys: bytes) -> None:
        os.write(self.fd, keys)

    def end(self, patience: float = 20) -> int:
        """Wait for the end, reading what is still written."""
        until = time.monotonic() + patience
        while time.monotonic() < until:
            done, status = os.waitpid(self.pid, os.WNOHANG)
            if done:
                return os.waitstatus_to_exitcode(status)
            self.read("\x00never", 0.1)
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        raise AssertionError("still running")


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    create_desk(str(tmp_path / "ws"), province="qinghai", office="630222", is_demo=True).store.close()
    return tmp_path / "ws"


def test_the_app_opens_on_a_terminal_and_leaves_it_as_it_was(workspace: Path) -> None:
    terminal = Terminal(str(workspace))
    assert terminal.read("底数 0")
    terminal.type(b"\x11")
    assert terminal.end() == 0
    assert b"\x1b[?1049l" in terminal.seen


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
def test_a_hang_up_keeps_the_draft_and_ends_the_app(workspace: Path, number: signal.Signals) -> None:
    terminal = Terminal(str(workspace))
    assert terminal.read("底数 0")
    terminal.type(b"2")
    assert terminal.read("没有找到")
    terminal.type(b"\x1bOR")
    assert terminal.read("新登记：")
    terminal.type(b"Wanda")
    assert terminal.read("Wanda") or terminal.read("a")
    os.kill(terminal.pid, number)
    assert terminal.end() == 129
    drafts = list((workspace / "drafts").glob("*.json"))
    assert drafts
    assert "Wanda" in drafts[0].read_text("utf-8")


def test_the_first_screen_makes_a_workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    terminal = Terminal("")
    assert terminal.read("换成您的县")
    terminal.type(b"2")
    assert terminal.read("青海省")
    terminal.type(b"2")
    assert terminal.read("区划代码")
    terminal.type(b"630222\r")
    assert terminal.read("哪个文件夹")
    terminal.type(b"\r")
    assert terminal.read("底数 0")
    terminal.type(b"\x11")
    assert terminal.end() == 0
    assert (tmp_path / "aixin" / "office.json").is_file()


def test_a_folder_that_is_no_workspace_is_said_and_not_thrown(tmp_path: Path) -> None:
    terminal = Terminal(str(tmp_path))
    assert terminal.read("打不开资料库")
    terminal.type(b"\x1b")
    assert terminal.end() == 1


@pytest.mark.parametrize(("answer", "found"), [
    (b"\x1b[1;2R", (1, "")), (b"\x1b[1;3R", (2, "")), (b"2\x1b[1;3R", (2, "2")), (b"23", (1, "23")), (b"", (1, "")),
])
def test_the_terminal_is_asked_how_wide_a_quotation_mark_is(
    answer: bytes, found: tuple[int, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    reader, writer = os.pipe()
    os.write(writer, answer)
    monkeypatch.delenv(start.WIDTH_SETTING, raising=False)
    with os.fdopen(reader, "rb") as stream:
        monkeypatch.setattr(sys, "stdin", stream)
        assert start.read_width(0.01) == found
    os.close(writer)


def test_on_a_terminal_that_draws_them_wide_unsure_characters_are_not_drawn() -> None:
    from aixin_tui.tui.widgets.lines import clean, draw_unsure_widths_wide

    draw_unsure_widths_wide(True)
    try:
        assert clean("“索南·才让”…→①") == '"索南・才让"..>1'
    finally:
        draw_unsure_widths_wide(False)
    assert clean("索南·才让") == "索南·才让"


async def test_a_demonstration_gives_way_to_ones_own_county(
    office: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with opened(office) as pilot:
        text = await press(pilot, *["down"] * 5, "enter")
        assert "新建资料库" in text
        assert "底数 3" in await press(pilot, "escape")
        await press(pilot, "enter", "2", "2", *"630222", "enter", "enter")
        assert "底数 0" in text_of(pilot.app)
        assert "演示数据" not in text_of(pilot.app)
        assert "第 1/3" not in await press(pilot, "2")
