"""The two bars: at the top where one is, at the bottom what is under the cursor, what was just done, and the keys."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from aixin_tui.tui.widgets.lines import STYLES, Span, fit, to_strip


class Banner(Widget):
    """One line: the place in the app, the office, and on demonstration data the words that say so."""

    def __init__(self, title: str, office: str = "", warning: str = "") -> None:
        super().__init__(markup=False)
        self.title, self.office, self.warning = title, office, warning

    def show(self, title: str) -> None:
        """Show another title."""
        if title != self.title:
            self.title = title
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw the line reversed; the warning keeps its room, the title yields."""
        width = self.size.width
        if y:
            return to_strip((), width)
        right = f"  {self.warning} " if self.warning else ""
        room = max(0, width - cell_len(right))
        left = fit(f" {self.title}" + (f"  |  {self.office}" if self.office else ""), room)
        return to_strip((Span(left, "head"), Span(right, "warn")), width).apply_style(STYLES["key"])


class StatusBar(Widget):
    """Two lines: place and message; the keys that work now. Only what changed is repainted."""

    def __init__(self) -> None:
        super().__init__(markup=False)
        self._place = ""
        self._message = ("", "plain")
        self._keys: tuple[tuple[str, str], ...] = ()

    @property
    def message(self) -> str:
        """The message that stands."""
        return self._message[0]

    @property
    def said(self) -> tuple[str, str]:
        """The message that stands, with its role."""
        return self._message

    @property
    def place(self) -> str:
        """Where the cursor stands."""
        return self._place

    def show_place(self, place: str) -> None:
        """Say which row the cursor is on: 第 3/120 条."""
        if place != self._place:
            start, end = changed_cells(self._place, place)
            self._place = place
            self.refresh(Region(start + 1, 0, end - start, 1))

    def say(self, text: str, role: str = "plain") -> None:
        """Show a message until the next one."""
        if (text, role) != self._message:
            self._message = (text, role)
            self.refresh(Region(0, 0, self.size.width, 1))

    def show_keys(self, keys: Sequence[tuple[str, str]]) -> None:
        """Show keys with their words."""
        if tuple(keys) != self._keys:
            self._keys = tuple(keys)
            self.refresh(Region(0, 1, self.size.width, 1))

    def render_line(self, y: int) -> Strip:
        """Draw one of the two lines."""
        width = self.size.width
        if y == 0:
            text, role = self._message
            place = f" {self._place}  " if self._place else " "
            return to_strip((Span(place), Span(text, role)), width)
        spans: list[Span] = []
        used = 0
        for key, word in self._keys if y == 1 else ():
            wide = cell_len(key) + cell_len(word) + 4
            if used + wide > width + 1:
                break
            spans += [Span(f" {key} ", "key"), Span(f"{word} ")]
            used += wide - 1
        return to_strip(spans, width)


def changed_cells(old: str, new: str) -> tuple[int, int]:
    """Give the first cell in which two texts differ and the one behind the last."""
    old_cells, new_cells = cell_len(old), cell_len(new)
    same = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    start = cell_len(new[:same])
    if old_cells != new_cells:
        return start, max(old_cells, new_cells) + 2
    rest = next((n for n, (a, b) in enumerate(zip(old[::-1], new[::-1], strict=False)) if a != b), 0)
    return start, max(start + 1, new_cells - cell_len(new[len(new) - rest:]))
