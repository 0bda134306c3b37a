"""The script of keys: what is pressed, what is typed, and what must then be seen, a line each.

    app 2025-03-03            open the app on that day (on the first screen while there is no workspace yet)
    press f9 down*3 enter     keys by name; `down*3` is three of them
    type 官亭                  text, as a keyboard or an input method sends it
    see 底数 12                wait until it stands on the screen
    quit                      leave the app
    # …                       said to the reader

Played through Textual's Pilot by `in_pilot.py` and in a real terminal by `in_tmux.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

KEYS = Path(__file__).parent / "keys.txt"
#: The folder of the workspace, beside the rosters: the one that the first screen offers.
WORKSPACE = "aixin"
SIZE = (80, 24)
VERBS = ("app", "press", "type", "see", "quit")


@dataclass(frozen=True)
class Line:
    """One line of the script and where it stands."""

    number: int
    verb: str
    rest: str

    @property
    def keys(self) -> list[str]:
        """The keys of `press`, each as often as it is pressed."""
        held = []
        for word in self.rest.split():
            key, _, times = word.partition("*")
            held += [key] * int(times or 1)
        return held


def read_script(path: Path = KEYS) -> list[Line]:
    """Read the lines that do something; an unknown verb is a mistake of the script."""
    lines = []
    for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        verb, _, rest = text.strip().partition(" ")
        if not verb or verb.startswith("#"):
            continue
        if verb not in VERBS:
            raise ValueError(f"{path.name}:{number}: {verb}")
        lines.append(Line(number, verb, rest.strip()))
    return lines


def squeezed(text: str) -> str:
    """Take all blanks out: a sentence that breaks over two lines of the screen is still the sentence."""
    return "".join(text.split())


def stands_on(screen: str, wanted: str) -> bool:
    """Whether a text stands on the screen."""
    return squeezed(wanted) in squeezed(screen)
