"""The list that draws its own rows: a cursor, half-page scrolling, and only the two rows that change repainted.

Textual repaints a whole widget for every line scrolled, 4 to 7 kB a key on an SSH line; scrolling by half a page and
two single rows otherwise keep it near what curses sends.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from aixin_tui.tui.keys import plain_key
from aixin_tui.tui.widgets.lines import Line, Span, to_strip


class LineList(Widget, can_focus=True):
    """Rows drawn by `spans_of`, one of them under the cursor. Subclasses say how many there are and what they hold."""

    @dataclass
    class Chosen(Message):
        """Enter was pressed (or a row clicked) on a row."""

        sender_list: LineList
        index: int
        target: object

    @dataclass
    class Moved(Message):
        """The cursor stands on another row."""

        sender_list: LineList
        index: int

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes, markup=False)
        self.cursor = 0
        self.top = 0

    # What a subclass gives

    @property
    def count(self) -> int:
        """How many rows there are."""
        return 0

    def spans_of(self, index: int) -> Sequence[Span]:
        """Draw one row."""
        raise NotImplementedError

    def target_of(self, index: int) -> object:
        """Give what Enter opens on a row."""
        return index

    def head_lines(self) -> Sequence[Sequence[Span]]:
        """Draw the lines of titles above the rows."""
        return ()

    # Drawing

    @property
    def head_height(self) -> int:
        """How many lines of titles there are."""
        return len(self.head_lines())

    @property
    def page_size(self) -> int:
        """How many rows are on the screen."""
        return max(1, self.size.height - self.head_height)

    def render_line(self, y: int) -> Strip:
        """Draw one line of the widget."""
        width = self.size.width
        head = self.head_height
        if y < head:
            return to_strip(self.head_lines()[y], width)
        index = self.top + y - head
        if index >= self.count:
            return to_strip((), width)
        return to_strip(self.spans_of(index), width, cursor=index == self.cursor and self.shows_cursor)

    @property
    def shows_cursor(self) -> bool:
        """Whether the row under the cursor is drawn reversed."""
        return True

    def repaint_row(self, index: int) -> None:
        """Repaint one row, if it is on the screen."""
        y = index - self.top + self.head_height
        if self.head_height <= y < self.size.height:
            self.refresh(Region(0, y, self.size.width, 1))

    # Moving

    def move_to(self, index: int) -> None:
        """Put the cursor on a row, scrolling by half a page where it lies outside the screen."""
        index = max(0, min(index, self.count - 1))
        if index == self.cursor:
            return
        before, self.cursor = self.cursor, index
        page = self.page_size
        if self.top <= index < self.top + page:
            self.repaint_row(before)
            self.repaint_row(index)
        else:
            half = max(1, page // 2)
            near = index - page + half if index > before else index - half + 1
            self.top = max(0, min(near, max(0, self.count - page)))
            if not self.top <= index < self.top + page:
                self.top = max(0, index - page + 1)
            self.refresh()
        self.post_message(self.Moved(self, index))

    def show_all(self, *, keep_cursor: bool = True) -> None:
        """Repaint everything after the rows have changed."""
        if not keep_cursor:
            self.cursor = self.top = 0
        self.cursor = max(0, min(self.cursor, self.count - 1))
        self.top = max(0, min(self.top, self.cursor))
        if self.size.height and self.cursor >= self.top + self.page_size:
            self.top = self.cursor - self.page_size + 1
        self.refresh()
        self.post_message(self.Moved(self, self.cursor))

    def on_resize(self) -> None:
        """Keep the cursor on the screen."""
        self.resized()
        self.show_all()

    def resized(self) -> None:
        """Make ready for another width."""

    def on_key(self, event: events.Key) -> None:
        """Move, or choose the row."""
        key = plain_key(event)
        page = max(1, self.page_size - 1)
        steps = {
            "up": self.cursor - 1, "down": self.cursor + 1, "pageup": self.cursor - page,
            "pagedown": self.cursor + page, "home": 0, "end": self.count - 1,
        }
        if key in steps:
            self.move_to(steps[key])
        elif key == "enter" and self.count:
            self.post_message(self.Chosen(self, self.cursor, self.target_of(self.cursor)))
        else:
            return
        event.stop()
        event.prevent_default()

    def on_click(self, event: events.Click) -> None:
        """Choose the row that was clicked: once to move there, again to open it."""
        index = self.top + event.y - self.head_height
        if 0 <= index < self.count and event.y >= self.head_height:
            if index == self.cursor:
                self.post_message(self.Chosen(self, index, self.target_of(index)))
            else:
                self.move_to(index)

    def on_mouse_scroll_down(self) -> None:
        """Move on by three rows."""
        self.move_to(self.cursor + 3)

    def on_mouse_scroll_up(self) -> None:
        """Move back by three rows."""
        self.move_to(self.cursor - 3)


#: Makes the lines of a page for a width in cells.
PageMaker = Callable[[int], list[Line]]


class PageView(LineList):
    """A page of text and entries, made anew for each width. Enter opens the target of the line under the cursor."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._make: PageMaker = lambda _width: []
        self._head: Sequence[Sequence[Span]] = ()
        self._lines: list[Line] = []
        self._made_for = -1
        self._is_fresh = True
        self._aim: object = None

    def show(self, make: PageMaker, *, keep_cursor: bool = True, head: Sequence[Sequence[Span]] = ()) -> None:
        """Show another page; the cursor stays at its place, or goes to the first line that opens something."""
        self._make, self._head = make, head
        self._made_for = -1
        self._is_fresh = self._is_fresh or not keep_cursor
        self._build()
        if self.styles.height is not None and self.styles.height.is_auto:
            self.refresh(layout=True)
        self.show_all()

    @property
    def lines(self) -> list[Line]:
        """The lines as they stand."""
        return self._lines

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """Ask for as many lines as the page has at this width: a box grows with its text."""
        self._build(width)
        return len(self._lines) + self.head_height

    def _build(self, width: int = 0) -> None:
        """Make the lines for a width, and put the cursor of a fresh page where it belongs."""
        width = width or self.size.width
        if not width or width == self._made_for:
            return
        self._lines, self._made_for = self._make(width), width
        if self._is_fresh and self._lines:
            self._is_fresh = False
            aimed = (n for n, line in enumerate(self._lines) if line.target is not None and line.target == self._aim)
            first = (n for n, line in enumerate(self._lines) if line.target is not None)
            self.cursor, self.top, self._aim = next(aimed, next(first, 0)), 0, None

    @property
    def count(self) -> int:
        """How many lines the page has."""
        return len(self._lines)

    def spans_of(self, index: int) -> Sequence[Span]:
        """Draw one line."""
        return self._lines[index].spans

    def target_of(self, index: int) -> object:
        """Give what Enter opens on a line; nothing while the page is still being read, for a key may come first."""
        return self._lines[index].target if index < len(self._lines) else None

    def head_lines(self) -> Sequence[Sequence[Span]]:
        """Draw the fixed lines above."""
        return self._head

    def resized(self) -> None:
        """Break the text anew."""
        self._build()

    def go_to(self, target: object) -> None:
        """Put the cursor on the first line with this target, now or when the page is first made."""
        self._aim = target
        for index, line in enumerate(self._lines):
            if line.target == target:
                self.move_to(index)
                return
