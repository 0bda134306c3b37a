"""Plays the script of keys by hand in a real terminal of 80 by 24: `python tests/journey/in_tmux.py [FOLDER]`.

Needs tmux. Each key is sent when the screen has come to rest; `see` waits until the text stands there. Ends with 1 and
the screen where it does not, or where the dump is not the one of `commands.txt`. FOLDER is where the workspace and the
report are left; without it they go.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from by_commands import command_lines, dump, empty_folder, run_lines
from keys_script import SIZE, WORKSPACE, Line, read_script, stands_on

#: How tmux calls the keys that the script names.
NAMES = {"enter": "Enter", "escape": "Escape", "space": "Space", "up": "Up", "down": "Down", "left": "Left",
         "right": "Right", "pageup": "PageUp", "pagedown": "PageDown", "home": "Home", "end": "End", "delete": "DC",
         "backspace": "BSpace", "tab": "Tab"}
#: The screen has come to rest when two looks, so many seconds apart, see the same.
REST, PATIENCE = 0.2, 60.0


class Terminal:
    """One tmux server of our own, with one pane."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._name = f"aixin-journey-{os.getpid()}"

    def tmux(self, *arguments: str) -> str:
        """Call tmux; gives what it prints."""
        done = subprocess.run(["tmux", "-L", self._name, "-f", "/dev/null", *arguments], capture_output=True,
                              text=True, check=False, encoding="utf-8")
        return done.stdout

    def is_open(self) -> bool:
        """Whether the app still runs."""
        return bool(self.tmux("list-sessions"))

    def open(self, day: str) -> None:
        """Open the app on a day."""
        words = [sys.executable, "-m", "aixin_tui", "--lang", "zh", "--today", day]
        if (self.folder / WORKSPACE).is_dir():
            words += ["--workspace", WORKSPACE]
        width, height = map(str, SIZE)
        self.tmux("new-session", "-d", "-x", width, "-y", height, "-c", str(self.folder),
                  f"env -u AIXIN_WORKSPACE LC_ALL=C.UTF-8 TERM=screen-256color {shlex.join(words)}",
                  ";", "set", "-s", "escape-time", "0", ";", "set", "-g", "status", "off")
        self.wait_for_rest()

    def screen(self) -> str:
        """Give what stands on the screen."""
        return self.tmux("capture-pane", "-p")

    def wait_for_rest(self) -> str:
        """Wait until nothing changes on the screen any more."""
        before, until = "", time.monotonic() + PATIENCE
        while time.monotonic() < until:
            time.sleep(REST)
            now = self.screen()
            if now.strip() and now == before:
                return now
            before = now
        return before

    def press(self, key: str) -> None:
        """Press a key and let the screen come to rest."""
        name = NAMES.get(key) or ("C-" + key[5:] if key.startswith("ctrl+") else key.upper() if key[0] == "f" and
                                  key[1:].isdigit() else key)
        self.tmux("send-keys", name)
        self.wait_for_rest()

    def type(self, text: str) -> None:
        """Type a text as an input method sends it: at once."""
        self.tmux("send-keys", "-l", text)
        self.wait_for_rest()

    def see(self, wanted: str) -> bool:
        """Wait until a text stands on the screen."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if stands_on(self.screen(), wanted):
                return True
            time.sleep(REST)
        return False

    def leave(self) -> None:
        """Leave the app and wait until it has ended."""
        self.tmux("send-keys", "C-q")
        until = time.monotonic() + PATIENCE
        while self.is_open() and time.monotonic() < until:
            time.sleep(REST)

    def close(self) -> None:
        """End the server, whatever still runs in it."""
        self.tmux("kill-server")


def play(folder: Path, lines: list[Line]) -> None:
    """Play lines of the script; an `AssertionError` shows the line and the screen."""
    terminal = Terminal(folder)
    try:
        for line in lines:
            if line.verb == "app":
                terminal.open(line.rest)
            elif line.verb == "press":
                for key in line.keys:
                    terminal.press(key)
            elif line.verb == "type":
                terminal.type(line.rest)
            elif line.verb == "quit":
                terminal.leave()
            elif not terminal.see(line.rest):
                raise AssertionError(f"keys.txt:{line.number}: {line.rest!r} is not on the screen\n{terminal.screen()}")
    finally:
        terminal.close()


def main(arguments: list[str]) -> int:
    """Play the whole script and compare what it leaves with what the commands leave."""
    with tempfile.TemporaryDirectory(prefix="aixin-journey-") as spare:
        folder = empty_folder(Path(arguments[0]) if arguments else Path(spare) / "app")
        other = empty_folder(Path(spare) / "commands")
        try:
            play(folder, read_script())
        except AssertionError as error:
            sys.stderr.write(f"{error}\n")
            return 1
        run_lines(other, command_lines())
        is_same = dump(folder) == dump(other)
    sys.stdout.write("played; the dumps are " + ("equal\n" if is_same else "NOT equal\n"))
    return 0 if is_same else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
