"""How fast the app is on the screen and how little it sends: against bare Textual and curses, in one run through a pty.

    python benchmarks/app.py                 a workspace of 180,000 children, five runs: some minutes
    python benchmarks/app.py --workspace DIR
    python benchmarks/app.py --small         one run over 200 children, to see that it works

Ratios count, not seconds: the floors run beside the app. First paint is CPU seconds of the process tree until the
expected text stands on the screen; bytes are what went to the terminal for one Down key.
"""

from __future__ import annotations

import argparse
import json
import os
import pty
import resource
import select
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from made import write_workspace

from storage import Row, table

CURSES = """
import curses, sys
def main(screen):
    rows, top, cursor, height = int(sys.argv[1]), 0, 0, curses.LINES - 1
    def line(y):
        text = f"  {top + y:<9}child  village  paired".ljust(79)
        screen.addstr(y, 0, text, curses.A_REVERSE if top + y == cursor else 0)
    screen.scrollok(False)
    for y in range(height): line(y)
    screen.addstr(height, 0, "READY"); screen.refresh()
    while screen.getch() in (curses.KEY_DOWN, 258):
        old, cursor = cursor, cursor + 1
        if cursor - top >= height:
            top += height // 2
            for y in range(height): line(y)
        else: line(old - top); line(cursor - top)
        screen.refresh()
curses.wrapper(main)
"""
TEXTUAL = """
import os
from textual.app import App
from textual.widgets import Static
class Bare(App):
    def compose(self): yield Static("READY")
Bare().run()
"""
CLICK = "import click; click.Command('bare', help='Says nothing.').main()"
APP = "import sys; from aixin_tui.tui.start import open_app; sys.exit(open_app(sys.argv[1]))"
#: From Today to the list of children.
LIST = ((b"2", "第 1/"),)
DOWN = b"\x1bOB"
KEYS = 12


@dataclass
class Seen:
    """What one run showed."""

    paint_cpu: float = 0.0
    paint_wall: float = 0.0
    first_byte: float = 0.0
    start_bytes: int = 0
    key_bytes: float = 0.0
    held_bytes: float = 0.0
    megabytes: float = 0.0
    idle_bytes: int = 0


class Terminal:
    """A program on a pseudo-terminal of 80 by 24; only what this starts is ever ended."""

    def __init__(self, *command: str) -> None:
        self.began = time.monotonic()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ.update(TERM="xterm", LANG="C.UTF-8")
            os.execv(sys.executable, [sys.executable, *command])
        import fcntl
        import termios

        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.data = b""
        self.first = 0.0

    def read(self, patience: float) -> int:
        """Read what comes within some seconds, until nothing comes; gives the number of bytes."""
        before = len(self.data)
        while select.select([self.fd], [], [], patience)[0]:
            try:
                self.data += os.read(self.fd, 65536)
            except OSError:
                break
            self.first = self.first or time.monotonic() - self.began
        return len(self.data) - before

    def until(self, text: str, patience: float = 120) -> bool:
        """Read until a text has come."""
        end = time.monotonic() + patience
        while text.encode() not in self.data and time.monotonic() < end:
            if select.select([self.fd], [], [], 0.02)[0]:
                try:
                    self.data += os.read(self.fd, 65536)
                except OSError:
                    return False
                self.first = self.first or time.monotonic() - self.began
        return text.encode() in self.data

    def cpu(self) -> float:
        """CPU seconds of the process so far."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self) -> float:
        """Resident megabytes."""
        return int(Path(f"/proc/{self.pid}/statm").read_text().split()[1]) * resource.getpagesize() / 1e6

    def press(self, keys: bytes) -> int:
        """Press one key and count what it draws."""
        os.write(self.fd, keys)
        return self.read(0.12)

    def end(self) -> None:
        """End the program."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.fd)


def measure(command: tuple[str, ...], ready: str, steps: tuple[tuple[bytes, str], ...] = (), *, keys: bool) -> Seen:
    """Run a program once: to its first paint, through some steps, then Down keys in the page and held."""
    terminal, seen = Terminal(*command), Seen()
    try:
        if not terminal.until(ready):
            raise SystemExit(f"{command[0]}: {ready!r} never stood on the screen: {terminal.data[-400:]!r}")
        seen.paint_cpu, seen.paint_wall = terminal.cpu(), time.monotonic() - terminal.began
        seen.first_byte = terminal.first
        terminal.read(0.3)
        seen.start_bytes = len(terminal.data)
        for step, text in steps:
            terminal.data = b""
            os.write(terminal.fd, step)
            terminal.until(text)
            terminal.read(0.5)
        seen.megabytes = terminal.memory()
        seen.idle_bytes = terminal.read(1.0)
        if keys:
            seen.key_bytes = sum(terminal.press(DOWN) for _ in range(KEYS)) / KEYS
            for _ in range(3 * KEYS):
                os.write(terminal.fd, DOWN)
                time.sleep(0.033)
            seen.held_bytes = terminal.read(0.5) / (3 * KEYS)
    finally:
        terminal.end()
    return seen


def middle(runs: list[Seen]) -> Seen:
    """Take the median of each number over the runs."""
    return Seen(**{name: statistics.median(getattr(run, name) for run in runs) for name in vars(runs[0])})


def told(best: dict[str, Seen]) -> list[Row]:
    """Give the figures with their goals."""
    ours, bare, curses = best["aixin"], best["bare textual"], best["curses"]
    return [
        ("something readable / bare Textual's first paint (wall)", ours.first_byte / bare.paint_wall, "<=", 0.15),
        ("first data row / bare Textual's first paint (CPU)", ours.paint_cpu / bare.paint_cpu, "<=", 1.3),
        ("memory in the list / bare Textual", ours.megabytes / bare.megabytes, "<=", 1.25),
        ("bytes a Down in the page / curses", ours.key_bytes / max(curses.key_bytes, 1), "<=", 1.5),
        ("bytes a held Down / curses", ours.held_bytes / max(curses.held_bytes, 1), "<=", 3),
        ("idle, bytes a second", ours.idle_bytes, "<=", 0),
    ]


def commands(folder: Path, runs: int) -> list[Row]:
    """CPU of a command beside bare click, in turns."""
    spent: dict[str, list[float]] = {"click": [], "help": [], "list": []}
    aixin = "from aixin_tui.__main__ import main; import sys; sys.exit(main())"
    for _ in range(runs):
        spent["click"].append(cpu_of("-c", CLICK, "--help"))
        spent["help"].append(cpu_of("-c", aixin, "--help"))
        spent["list"].append(cpu_of("-c", aixin, "--workspace", str(folder), "child", "list", "--json"))
    click, shown, listed = (statistics.median(spent[name]) for name in ("click", "help", "list"))
    return [("--help / bare click (CPU)", shown / click, "<=", 2), ("child list, CPU ms", listed * 1e3, "<=", 200)]


def cpu_of(*command: str) -> float:
    """CPU seconds of a process to its end."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--children", type=int, default=180_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--workspace", type=Path, help="a workspace that stands already, not to write one anew")
    parser.add_argument("--small", action="store_true", help="one run over 200 children")
    args = parser.parse_args()
    children, runs = (200, 1) if args.small else (args.children, args.runs)
    found: dict[str, list[Seen]] = {"curses": [], "bare textual": [], "aixin": []}
    with tempfile.TemporaryDirectory() as made:
        # Installed programs are compiled; a checkout is not where the environment forbids it.
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = f"{made}/compiled"
        folder = args.workspace or write_workspace(Path(made) / "ws", children)
        for command, ready in ((("-c", TEXTUAL), "READY"), (("-c", APP, str(folder)), "底数")):
            measure(command, ready, keys=False)  # compiles, and makes the index
        for _ in range(runs):
            found["curses"].append(measure(("-c", CURSES, str(children)), "READY", keys=True))
            found["bare textual"].append(measure(("-c", TEXTUAL), "READY", keys=False))
            found["aixin"].append(measure(("-c", APP, str(folder)), "底数", LIST, keys=True))
        rows = [*told({name: middle(seen) for name, seen in found.items()}), *commands(folder, 3 * runs)]
    print(json.dumps({name: vars(middle(seen)) for name, seen in found.items()}, ensure_ascii=False, indent=1))
    print(table(rows))


if __name__ == "__main__":
    main()
