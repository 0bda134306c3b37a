"""The list of any length: pages by key from the index, at most sixteen of them kept, none of them by offset."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from textual.message import Message

from aixin_tui.services.browsing import Find, FoundPage, FoundRow
from aixin_tui.tui.widgets.line_list import LineList
from aixin_tui.tui.widgets.lines import Column, Span, spread, table_row

PAGE = 64
KEPT = 16
#: Sorts after every key of the index.
LAST_KEY = "\U0010ffff"

#: Draws the cells of one row.
CellMaker = Callable[[FoundRow], Sequence[Span | str]]


class PagedList(LineList):
    """Rows of one `Find`, loaded a page at a time by whoever answers `Wants` with `give`."""

    @dataclass
    class Wants(Message):
        """A page is missing: ask the store for `query` and answer with `give(number, page)`."""

        sender_list: PagedList
        number: int
        query: Find
        generation: int

    def __init__(
        self, columns: Sequence[Column], cells: CellMaker, *, loading: str = "", nothing: str = "",
        id: str | None = None,  # noqa: A002
    ) -> None:
        super().__init__(id=id)
        self.columns = tuple(columns)
        self._cells = cells
        self._loading, self._nothing = loading, nothing
        self._query: Find | None = None
        self._pages: OrderedDict[int, tuple[FoundRow, ...]] = OrderedDict()
        self._ends: dict[int, str] = {}
        self._asked: set[int] = set()
        self._seek = ""
        self._choose_only = False
        self._total = -1
        self.generation = 0

    # The query

    def ask_for(self, query: Find, *, stay_on: str = "") -> None:
        """Show another list from its first row; `stay_on` (a record id) keeps the cursor on that row if it is near."""
        self._query = replace(query, limit=PAGE, after="", before="")
        self.generation += 1
        number = self.cursor // PAGE if stay_on else 0
        self._pages.clear()
        self._asked.clear()
        self._seek = stay_on
        self._choose_only = False
        if not stay_on:
            self._ends.clear()
            self._total = -1
            self.cursor = self.top = 0
        self._want(number)
        self.refresh()

    @property
    def total(self) -> int:
        """How many rows the list has in all; 0 until the first page is there."""
        return max(0, self._total)

    @property
    def count(self) -> int:
        """Rows, or one line that says there are none or that they are coming."""
        return self._total if self._total > 0 else 1

    @property
    def shows_cursor(self) -> bool:
        """Not on the line that says there is nothing."""
        return self._total > 0

    def row_at(self, index: int) -> FoundRow | None:
        """Give a row that is loaded."""
        page = self._pages.get(index // PAGE)
        place = index % PAGE
        return page[place] if page is not None and place < len(page) else None

    @property
    def row(self) -> FoundRow | None:
        """The row under the cursor."""
        return self.row_at(self.cursor)

    def choose_only(self) -> None:
        """Choose the row that is being looked for when it comes, if it is the only one."""
        self._choose_only = self._total < 0

    # Loading

    def give(self, number: int, page: FoundPage, generation: int) -> None:
        """Take a page that was asked for; one of an older list is dropped."""
        if generation != self.generation:
            return
        self._asked.discard(number)
        known = self._total
        self._total = page.total
        self._pages[number] = page.rows
        self._pages.move_to_end(number)
        if page.rows:
            self._ends[number] = page.rows[-1].key
        while len(self._pages) > KEPT:
            self._pages.popitem(last=False)
        here = self.cursor // PAGE
        if here not in self._pages:
            self._want(here if self._reach_known(here) else self._nearest(here))
        if self._seek:
            place = next((n for n, row in enumerate(page.rows) if row.id == self._seek), None)
            self._seek = ""
            if place is not None:
                self.cursor = number * PAGE + place
        if self._choose_only and self._total >= 0:
            self._choose_only = False
            if self._total == 1:
                self.post_message(self.Chosen(self, 0, self.row_at(0)))
        if known != self._total:
            self.show_all()
        else:
            self.refresh()
            self.post_message(self.Moved(self, self.cursor))

    def _want(self, number: int) -> None:
        if self._query is None or number in self._pages or number in self._asked:
            return
        query = self._reach(number)
        if query is None:
            return
        self._asked.add(number)
        self.post_message(self.Wants(self, number, query, self.generation))

    def _reach(self, number: int) -> Find | None:
        """Make the query for a page from the keys of its neighbours; None where neither is known yet."""
        assert self._query is not None
        if number == 0:
            return self._query
        if number - 1 in self._ends:
            return replace(self._query, after=self._ends[number - 1])
        last = (self._total - 1) // PAGE
        if number == last:
            return replace(self._query, before=LAST_KEY, limit=self._total - PAGE * last)
        following = self._pages.get(number + 1)
        if following:
            return replace(self._query, before=following[0].key)
        return None

    def _nearest(self, number: int) -> int:
        """Find a page on the way to `number` that can be loaded now: from the nearest page whose keys are known."""
        below = max((known for known in self._ends if known < number), default=-1) + 1
        above = min((known for known in self._pages if known > number), default=number + below + 2) - 1
        return below if number - below <= above - number else above

    # Drawing

    def spans_of(self, index: int) -> Sequence[Span]:
        """Draw a row, or say that it is coming."""
        if self._total <= 0:
            return (Span("  " + (self._loading if self._total < 0 else self._nothing), "dim"),)
        row = self.row_at(index)
        if row is None:
            self.call_later(self._want, self._nearest(index // PAGE))
            return (Span("  " + self._loading, "dim"),)
        return table_row(self._cells(row), self.columns, spread(self.columns, self.size.width))

    def head_lines(self) -> Sequence[Sequence[Span]]:
        """Draw the titles of the columns."""
        titles = [Span(column.title, "head") for column in self.columns]
        return (table_row(titles, self.columns, spread(self.columns, self.size.width)),)

    def target_of(self, index: int) -> object:
        """Give the row itself."""
        return self.row_at(index)

    def move_to(self, index: int) -> None:
        """Move, loading the page of the new place and its neighbour ahead."""
        if self._total <= 0:
            return
        super().move_to(index)
        number = self.cursor // PAGE
        self._want(number if self._reach_known(number) else self._nearest(number))
        if self.cursor % PAGE > PAGE // 2 and (number + 1) * PAGE < self._total:
            self._want(number + 1)

    def _reach_known(self, number: int) -> bool:
        return number in self._pages or self._reach(number) is not None
