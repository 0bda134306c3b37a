"""A month of pairs as a grid: one line a pair, the tick in front, a column for each duty that fits."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from aixin_tui.services.due import CareGrid, GridRow
from aixin_tui.tui.session import Session
from aixin_tui.tui.widgets.lines import Column, Line, Span, spread, table_row, wrap

#: Cells of one duty's column.
DUTY_WIDTH = 8
_MARKS = {"done": ("screen.cell_done", "good"), "due": ("screen.cell_due", "warn"),
          "missed": ("screen.cell_missed", "bad"), "none": ("screen.cell_none", "dim")}


@dataclass(frozen=True, slots=True)
class Ticked:
    """One tick that is not saved yet: an ISO day, or the month where only that is known."""

    day: str
    note: str = ""
    channel: str = "phone"
    reached: bool = True


@dataclass
class Ticks:
    """The ticks of one month by pairing."""

    held: dict[str, Ticked] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.held)

    def flip(self, pairing: str, day: str) -> None:
        """Tick a pair, or take its tick back."""
        if self.held.pop(pairing, None) is None:
            self.held[pairing] = Ticked(day)

    def as_draft(self) -> dict[str, Any]:
        """Write them as a draft holds them."""
        return {"ticks": {pairing: asdict(one) for pairing, one in self.held.items()}}

    def take_up(self, draft: dict[str, Any]) -> None:
        """Read them from a draft."""
        self.held.update({pairing: Ticked(**one) for pairing, one in draft.get("ticks", {}).items()})


class CarePage:
    """Makes the lines of the grid; `first_duty` is the first column shown where not all fit."""

    def __init__(self, session: Session, grid: CareGrid, ticks: Ticks) -> None:
        self.session, self.grid, self.ticks, self.t = session, grid, ticks, session.t
        self.first_duty = 0

    def columns(self, width: int) -> tuple[tuple[Column, ...], list[int]]:
        """Give the columns that fit, and which duties are among them."""
        t = self.t
        fixed = (Column(t("screen.col_call"), 10), Column(t("screen.col_child"), 10),
                 Column(t("screen.col_mother"), 10, grow=True))
        room = max(1, (width - sum(c.width + 2 for c in fixed)) // (DUTY_WIDTH + 2))
        duties = self.grid.duties
        shown = list(range(self.first_duty, min(len(duties), self.first_duty + room)))
        return (*fixed, *(Column(self.session.local(duties[n][1]), DUTY_WIDTH) for n in shown)), shown

    def head(self, width: int) -> list[tuple[Span, ...]]:
        """Draw the two lines of titles."""
        columns, _ = self.columns(width)
        widths = spread(columns, width)
        titles = [[*wrap(column.title, column.width), ""] for column in columns]
        return [table_row([Span(title[n], "head") for title in titles], columns, widths) for n in (0, 1)]

    def lines(self, width: int) -> list[Line]:
        """Draw all pairs."""
        if not self.grid.rows:
            return [Line((Span(f"  {self.t('screen.no_pairs_this_month')}", "dim"),))]
        return [self.line(row, width) for row in self.grid.rows]

    def line(self, row: GridRow, width: int) -> Line:
        """Draw one pair."""
        columns, shown = self.columns(width)
        return Line(table_row(self._cells(row, shown), columns, spread(columns, width)), row)

    def _cells(self, row: GridRow, shown: list[int]) -> list[Span | str]:
        ticked = self.ticks.held.get(row.pairing)
        if ticked is not None:
            mark = Span(f"[x] {ticked.day[5:]}", "note")
        else:
            mark = Span("[ ]" + (f" {self.t('screen.paused_short')}" if row.paused else ""))
        cells: list[Span | str] = [mark, row.child_name, row.mother_name]
        for n in shown:
            if n < len(row.cells):
                key, role = _MARKS.get(row.cells[n].status, _MARKS["none"])
                word, day = self.t(key), row.cells[n].last_on[8:]
                cells.append(Span(self.t("screen.cell_day", word=word, day=day) if day else word, role))
        return cells

    def turn(self, width: int) -> None:
        """Show the next duties, after the last the first again."""
        _, shown = self.columns(width)
        following = shown[-1] + 1 if shown else 0
        self.first_duty = following if following < len(self.grid.duties) else 0
