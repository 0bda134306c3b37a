"""Lines of spans in terminal cells: cutting, filling and breaking Chinese text, and the sixteen colours they wear.

Widths are Rich's, because Textual lays out by them. Data goes into spans as it is and never through markup.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

#: Styles by role, on the terminal's own colours. A state is a word first and a colour second.
STYLES: dict[str, Style] = {
    "plain": Style(),
    "head": Style(bold=True),
    "dim": Style(color="bright_black"),
    "good": Style(color="green"),
    "warn": Style(color="yellow"),
    "bad": Style(color="red", bold=True),
    "note": Style(color="cyan"),
    "key": Style(reverse=True),
}
CURSOR = Style(reverse=True)

#: No line begins with one of these, and none ends with one of the others (Chinese typesetting).
NOT_FIRST = frozenset("，。、；：？！）》〉】』」”’…,.;:?!)]}%")
NOT_LAST = frozenset("（《〈【『「“‘([{")

#: Joiners and variants too: no two terminals agree how wide joined signs are, and a line may break between them.
_UNSEEN = (*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), *range(0xFE00, 0xFE10), 0xFEFF)
_CONTROLS = (dict.fromkeys((*range(32), *range(127, 160), 0x2028, 0x2029), " ") | dict.fromkeys(_UNSEEN, "")
             | dict.fromkeys(range(0xD800, 0xE000), "?"))
#: What stands for a character of unsure width on a terminal that draws those two cells wide. The point inside names
#: becomes the Katakana one, which is two cells wide everywhere.
_SURE = {
    "“": '"', "”": '"', "‘": "'", "’": "'", "…": "..", "—": "-", "·": "・", "•": "・", "●": "*", "○": "o", "★": "*",
    "→": ">", "←": "<", "×": "x", "±": "+", "°": "度", "─": "-", "│": "|",
    **{chr(0x2460 + n): str(n + 1) for n in range(20)},
}


def draw_unsure_widths_wide(is_wide: bool) -> None:
    """Draw characters of unsure width by sure ones (or as they are again), as the terminal asked at the start needs."""
    for char, sure in _SURE.items():
        if is_wide:
            _CONTROLS[ord(char)] = sure
        else:
            _CONTROLS.pop(ord(char), None)


class Span(NamedTuple):
    """A piece of a line and the role whose style it wears."""

    text: str
    role: str = "plain"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page: its spans, and what Enter opens on it (None: nothing)."""

    spans: tuple[Span, ...] = ()
    target: object = None

    @property
    def text(self) -> str:
        """The line without its styles."""
        return "".join(span.text for span in self.spans)


def clean(text: object) -> str:
    """Make text safe to draw on one line: control characters become blanks, marks that join or turn vanish."""
    return str(text).translate(_CONTROLS)


def fit(text: object, cells: int, *, right: bool = False) -> str:
    """Cut or fill to exactly `cells`, with `..` for what is left out (an ellipsis has no sure width)."""
    plain = clean(text)[: cells * 4 + 8]
    taken = cell_len(plain)
    if taken > cells:
        plain = set_cell_size(plain, max(cells - 2, 0)) + ".."[:cells]
        taken = cells
    blanks = " " * (cells - taken)
    return blanks + plain if right else plain + blanks


def wrap(text: object, cells: int) -> list[str]:
    """Break into lines of at most `cells` by character; no line begins with 。 or ends with （."""
    cells = max(cells, 2)
    lines: list[str] = []
    for paragraph in str(text).split("\n"):
        line: list[str] = []
        taken = 0
        for char in clean(paragraph):
            wide = cell_len(char)
            if taken + wide > cells:
                carried = _carry(line, char)
                lines.append("".join(line))
                line, taken = carried, sum(map(cell_len, carried))
            line.append(char)
            taken += wide
        lines.append("".join(line))
    return lines


def _carry(line: list[str], char: str) -> list[str]:
    """Take from the full `line` what has to stand with the next `char` on the new one (at most three characters)."""
    carried: list[str] = []
    first = char
    while len(line) > 1 and len(carried) < 3 and (first in NOT_FIRST or line[-1] in NOT_LAST):
        first = line.pop()
        carried.insert(0, first)
    return carried


def to_strip(spans: Iterable[Span], cells: int, *, cursor: bool = False) -> Strip:
    """Draw spans as one strip of exactly `cells`, cut or filled at the end; under the cursor all in one piece.

    Each change of colour costs a slow line a dozen bytes a key, and the words say what the colours do.
    """
    segments: list[Segment] = []
    left = cells
    for span in spans:
        if left <= 0:
            break
        text = clean(span.text)
        wide = cell_len(text) if len(text) <= 4 * left else left + 1
        if wide > left:
            text, wide = fit(text, left), left
        segments.append(Segment(text, STYLES["plain" if cursor else span.role]))
        left -= wide
    if left > 0:
        segments.append(Segment(" " * left, STYLES["plain"]))
    strip = Strip(segments, cells)
    return (strip.apply_style(CURSOR) if cursor else strip).simplify()


def paragraph(text: object, cells: int, role: str = "plain", *, indent: int = 0, target: object = None) -> list[Line]:
    """Make the lines of a paragraph, each indented by blanks."""
    blank = " " * indent
    return [Line((Span(blank + piece, role),), target) for piece in wrap(text, cells - indent)]


def labelled(
    label: str, text: object, cells: int, *, width: int = 14, role: str = "plain", target: object = None
) -> list[Line]:
    """Make the lines of `label  text`, the text broken under itself."""
    pieces = wrap(text, max(cells - width, 8))
    first = Line((Span(fit(label, width - 2) + "  ", "dim"), Span(pieces[0], role)), target)
    return [first, *(Line((Span(" " * width + piece, role),), target) for piece in pieces[1:])]


def heading(text: object) -> list[Line]:
    """Make a blank line and a heading."""
    return [Line(), Line((Span(clean(text), "head"),))]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table in cells; `grow` takes what is left over, `right` aligns numbers."""

    title: str
    width: int
    grow: bool = False
    right: bool = False


def spread(columns: Sequence[Column], cells: int) -> list[int]:
    """Give each column its width: the growing ones share what is left (two cells stand before each column)."""
    free = cells - sum(column.width + 2 for column in columns)
    growing = [n for n, column in enumerate(columns) if column.grow]
    widths = [column.width for column in columns]
    if growing:
        share = free // len(growing)
        for n in growing:
            widths[n] = max(4, widths[n] + share)
    return widths


def table_row(cells: Sequence[Span | str], columns: Sequence[Column], widths: Sequence[int]) -> tuple[Span, ...]:
    """Draw one row of a table in fixed columns."""
    spans: list[Span] = []
    for cell, column, wide in zip(cells, columns, widths, strict=False):
        text, role = (cell.text, cell.role) if isinstance(cell, Span) else (cell, "plain")
        spans.append(Span("  " + fit(text, wide, right=column.right), role))
    return tuple(spans)
