"""A rendered report drawn as lines; the cursor stands on a number, and Enter shows the records behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual import events
from textual.strip import Strip

from aixin_tui.engine.content import Block, Cell, Column, ReportContent, TableRow
from aixin_tui.tui.keys import plain_key
from aixin_tui.tui.widgets.line_list import PageView
from aixin_tui.tui.widgets.lines import Line, Span, clean, fit, heading, paragraph, to_strip, wrap

_MOST = 24


@dataclass(frozen=True, slots=True)
class Spot:
    """A number on a line: where it stands in the report, and which span of the line it is."""

    block: str
    row: int
    column: int
    span: int


@dataclass(frozen=True, slots=True)
class Spots:
    """The numbers of one line, from left to right."""

    spots: tuple[Spot, ...]


class ReportPage(PageView):
    """A page whose lines have numbers to stand on: Left and Right go from number to number."""

    def __init__(self) -> None:
        super().__init__(id="page")
        self.place = 0

    @property
    def spot(self) -> Spot | None:
        """The number under the cursor."""
        target = self.target_of(self.cursor) if self.count else None
        return target.spots[min(self.place, len(target.spots) - 1)] if isinstance(target, Spots) else None

    def render_line(self, y: int) -> Strip:
        """Draw the number under the cursor reversed instead of the whole line."""
        index = self.top + y - self.head_height
        spot = self.spot if index == self.cursor else None
        if spot is None or y < self.head_height:
            return super().render_line(y)
        spans = [Span(span.text, "key" if n == spot.span else span.role)
                 for n, span in enumerate(self.lines[index].spans)]
        return to_strip(spans, self.size.width)

    def on_key(self, event: events.Key) -> None:
        """Go from number to number."""
        key = plain_key(event)
        target = self.target_of(self.cursor) if self.count else None
        if key not in ("left", "right") or not isinstance(target, Spots):
            return
        last = len(target.spots) - 1
        self.place = max(0, min(min(self.place, last) + (1 if key == "right" else -1), last))
        self.repaint_row(self.cursor)
        event.stop()
        event.prevent_default()


def report_lines(content: ReportContent, width: int) -> list[Line]:
    """Draw a report."""
    lines = [Line((Span(fit(content.title, width).rstrip(), "head"),)),
             Line((Span(f"{content.office_name}  {content.period_label}  {content.as_of}", "dim"),))]
    for block in content.blocks:
        if block.heading:
            lines += heading(f"{block.number}{block.heading}")
        if block.form == "text":
            lines += _text(block, width)
        elif block.rows or block.columns:
            lines += _table(block, width)
        for note in block.notes:
            lines += paragraph(note, width, "dim", indent=1)
    return lines


def _text(block: Block, width: int) -> list[Line]:
    """Draw a text with its figures as spots; broken by character, a figure never across two lines."""
    lines: list[Line] = []
    spans: list[Span] = [Span("  ")]
    spots: list[Spot] = []
    taken, figure = 2, 0

    def close() -> None:
        nonlocal spans, spots, taken
        lines.append(Line(tuple(spans), Spots(tuple(spots)) if spots else None))
        spans, spots, taken = [], [], 0

    for piece in block.pieces:
        if piece.figure:
            figure += 1
            wide = cell_len(clean(piece.text))
            if taken + wide > width and spans:
                close()
            spots.append(Spot(block.key, 1, figure, len(spans)))
            spans.append(Span(clean(piece.text), "bad" if piece.misses else "note"))
            taken += wide
            continue
        for n, part in enumerate(_pieces(piece.text, width, taken)):
            if n:
                close()
            spans.append(Span(part))
            taken += cell_len(part)
    close()
    return lines


def _pieces(text: str, width: int, taken: int) -> list[str]:
    """Break a text that begins after `taken` cells."""
    blank = " " * min(taken, width - 2)
    parts = wrap(blank + clean(text), width)
    parts[0] = parts[0][len(blank):]
    return parts


def _table(block: Block, width: int) -> list[Line]:
    """Draw a table or list in columns as wide as they need; heads are broken, cells cut where the screen ends."""
    count = max([len(block.columns), *(len(row.cells) for row in block.rows)], default=0)
    columns = [block.columns[n] if n < len(block.columns) else Column(str(n), "") for n in range(count)]
    needs = _widths(block, columns, width)
    heads = [wrap(column.head, need) for column, need in zip(columns, needs, strict=True)]
    lines = [
        Line(tuple(Span("  " + fit(head[n] if n < len(head) else "", need, right=column.is_number), "dim")
                   for head, need, column in zip(heads, needs, columns, strict=True)))
        for n in range(max(map(len, heads), default=0))
    ] if any(column.head for column in columns) else []
    return lines + [_row(block, row, number, needs) for number, row in enumerate(block.rows, 1)]


def _widths(block: Block, columns: Sequence[Column], width: int) -> list[int]:
    """Give each column what its cells and its head need; where that is too much, heads yield first, then cells."""
    cells = [min(_MOST, max([4, *(cell_len(clean(row.cells[n].text)) for row in block.rows[:200]
                                  if n < len(row.cells))])) for n in range(len(columns))]
    needs = [max(need, min(_MOST, cell_len(clean(column.head)))) for need, column in zip(cells, columns, strict=True)]
    room = width - 2 * len(columns)
    for least in (cells, [4] * len(columns)):
        while sum(needs) > room:
            slack = [need - floor for need, floor in zip(needs, least, strict=True)]
            if not slack or max(slack) <= 0:
                break
            needs[slack.index(max(slack))] -= 1
    return needs


def _row(block: Block, row: TableRow, number: int, needs: Sequence[int]) -> Line:
    spans: list[Span] = []
    spots: list[Spot] = []
    for n, cell in enumerate(row.cells):
        if cell.figure or cell.records:
            spots.append(Spot(block.key, number, n + 1, 2 * n + 1))
        spans += [Span("  "), Span(fit(cell.text, needs[n], right=cell.is_number), _role(cell, row))]
    target: object = Spots(tuple(spots)) if spots else (row if row.kind else None)
    return Line(tuple(spans), target)


def _role(cell: Cell, row: TableRow) -> str:
    if cell.misses:
        return "bad"
    return "head" if row.is_total else "plain"
