"""How wide text is on a terminal: a Chinese character takes two cells, a combining mark none."""

from __future__ import annotations

import string
import unicodedata
from collections.abc import Iterator

#: No line begins with one of these, and none ends with one of the others (Chinese typesetting).
_NOT_FIRST = frozenset("，。、；：？！）》〉】』」”’…,.;:?!)]}%")
_NOT_LAST = frozenset("（《〈【『「“‘([{")
#: What words and commands are made of; no line is broken between two of them.
_LATIN = string.ascii_letters + string.digits + "-_=./'"


def char_width(char: str) -> int:
    """Give the cells of one character: 0, 1 or 2. Control characters count as none."""
    if unicodedata.combining(char) or unicodedata.category(char) in ("Cc", "Cf", "Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def width(text: str) -> int:
    """Give the cells of a text."""
    return len(text) if text.isascii() and text.isprintable() else sum(map(char_width, text))


def cut(text: str, cells: int) -> str:
    """Cut to at most `cells`, with `..` for what is left out (ASCII: an ellipsis has no sure width)."""
    if width(text) <= cells:
        return text
    room, kept = max(cells - 2, 0), []
    for char in text:
        room -= char_width(char)
        if room < 0:
            break
        kept.append(char)
    return "".join(kept) + ".." if cells >= 2 else ""


def fit(text: str, cells: int, *, right: bool = False) -> str:
    """Cut or fill with blanks to exactly `cells`."""
    text = cut(text, cells)
    blanks = " " * (cells - width(text))
    return blanks + text if right else text + blanks


def _before_word(line: str) -> str:
    """Leave out the word that a line ends with; a line that is one word stays."""
    return line.rstrip(_LATIN) or line


def wrap(text: str, cells: int) -> Iterator[str]:
    """Break into lines of at most `cells`, per character, no line beginning with 。 or ending with （.

    A word of Latin letters goes whole to the next line, unless it alone fills one; a blank at a break is left out.
    """
    for paragraph in text.split("\n"):
        line, taken = "", 0
        for char in paragraph:
            wide = char_width(char)
            if taken + wide > cells and char not in _NOT_FIRST and line:
                whole = _before_word(line) if char in _LATIN else line
                kept = whole.rstrip("".join(_NOT_LAST)) or line
                yield kept
                line, taken = line[len(kept) :], width(line[len(kept) :])
                if char == " " and not line:
                    continue
            line += char
            taken += wide
        yield line
