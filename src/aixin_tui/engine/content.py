"""A rendered report or document as a value: what the terminal, the spreadsheet and the app all draw.

It holds no markup and no widths. Every number knows the records behind it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from aixin_tui.engine.wording import Number


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table or list, or one piece of a text."""

    text: str
    value: Number | str | None = None
    """Exact, where the cell is a figure or a date."""
    kind: str = ""
    """Kind of the records behind it."""
    records: tuple[str, ...] = ()
    figure: str = ""
    """Key of the figure that it is; empty for words."""
    misses: bool = False
    """Its figure misses its target."""
    fact: str = ""
    """Of a document's text: the fact that fills the gap."""
    mask: str = ""
    """Of such a fact: the type of a field that is shown shortened."""

    @property
    def is_number(self) -> bool:
        """Whether it is a figure with a number, which stands to the right."""
        return isinstance(self.value, (int, Fraction)) and not isinstance(self.value, bool)


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a column."""

    key: str
    head: str
    is_number: bool = False
    mask: str = ""
    """Type of a field that lists show shortened (`resident_id`, `phone`, `text`); such cells are text in every file."""
    pen: bool = False
    """Left empty, to be written in by hand."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """One line of a table or list."""

    key: str
    cells: tuple[Cell, ...]
    is_total: bool = False
    kind: str = ""
    """Of a list: the kind of the record that the line is, and its id in `key`."""


@dataclass(frozen=True, slots=True)
class Block:
    """One block of the outline. `form` is `heading`, `text`, `table`, `list` or `chart`."""

    key: str
    form: str
    heading: str = ""
    level: int = 1
    number: str = ""
    """The number of its heading: 一、 （一） 1."""
    pieces: tuple[Cell, ...] = ()
    """Of a text: words and figures in turn."""
    columns: tuple[Column, ...] = ()
    rows: tuple[TableRow, ...] = ()
    notes: tuple[str, ...] = ()
    style: str = ""
    """Of a list: `rows` or `sentence`; of a chart: `bar` or `line`."""

    @property
    def text(self) -> str:
        """The words of a text block, figures filled in."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def figures(self) -> tuple[Cell, ...]:
        """The figures inside a text block, in order."""
        return tuple(piece for piece in self.pieces if piece.figure)


@dataclass(frozen=True, slots=True)
class ReportContent:
    """A report of an office and a period, or a document for one record (`period` is empty then).

    The same snapshot, period and `known_at` give the same content for ever; `digest` proves it.
    """

    key: str
    title: str
    office: str
    office_name: str
    period: str
    period_label: str
    as_of: str
    known_at: str
    blocks: tuple[Block, ...]
    to: str = ""
    record: str = ""
    lang: str = "zh"
    notes: tuple[str, ...] = ()
    """Said at the foot: which of its terms are ours and not official."""
    layout: str = "official"
    """What it looks like on paper: `official`, `form`, `letter`, `card` or `certificate`."""
    copies: int = 1
    """How many of it are signed: 一式两份."""
    brand: str = ""
    """What the province calls its action."""

    def block(self, key: str) -> Block | None:
        """Find a block by its key."""
        return next((block for block in self.blocks if block.key == key), None)

    def cell(self, block: str, row: int, column: int) -> Cell | None:
        """Find a cell by block and place from 1; in a text block `row` is 1 and `column` counts its figures."""
        found = self.block(block)
        if found is None or row < 1 or column < 1:
            return None
        cells = found.figures if found.form == "text" else found.rows[row - 1].cells if row <= len(found.rows) else ()
        return cells[column - 1] if column <= len(cells) and (found.form != "text" or row == 1) else None

    @property
    def digest(self) -> str:
        """The SHA-256 of all that is printed, and of the records behind it; not of the moment at which it is known."""
        told = json.dumps(list(_told(self)), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(told.encode()).hexdigest()


def _told(content: ReportContent) -> Iterator[Any]:
    yield [content.key, content.title, content.office, content.period, content.as_of, content.record,
           list(content.notes)]
    for block in content.blocks:
        yield [block.key, block.form, block.number, block.heading, block.level, list(block.notes)]
        yield [_cell(piece) for piece in block.pieces]
        yield [column.head for column in block.columns]
        yield from ([row.key, row.is_total, [_cell(cell) for cell in row.cells]] for row in block.rows)


def _cell(cell: Cell) -> list[Any]:
    value = str(cell.value) if isinstance(cell.value, Fraction) else cell.value
    return [cell.text, value, sorted(cell.records)]


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that a later rendering tells otherwise than the one that was handed in."""

    block: str
    heading: str
    row: str
    """First words of the line, or its number."""
    column: str
    before: str
    after: str
    kind: str = ""
    records: tuple[str, ...] = ()
    """Ids of the records behind either, that are not behind both."""


def differences(before: ReportContent, after: ReportContent) -> tuple[Difference, ...]:
    """List what differs between two renderings of one report, block by block: lines that came, went, or changed."""
    found: list[Difference] = []
    for block in after.blocks:
        old = before.block(block.key)
        if old is not None and old != block:
            found += _pieces(old, block) if block.form == "text" else _rows(old, block)
    return tuple(found)


def _pieces(old: Block, new: Block) -> Iterator[Difference]:
    if [p.text for p in old.pieces if not p.figure] != [p.text for p in new.pieces if not p.figure]:
        yield Difference(new.key, new.heading, "", "", old.text, new.text)
        return
    for before, after in zip(old.figures, new.figures, strict=True):
        if before != after:
            yield _cells(new, ("", before.figure), before, after)


def _rows(old: Block, new: Block) -> Iterator[Difference]:
    was: Mapping[str, TableRow] = {row.key: row for row in old.rows}
    now: Mapping[str, TableRow] = {row.key: row for row in new.rows}
    for key in dict.fromkeys((*was, *now)):
        before, after = was.get(key), now.get(key)
        if before is None or after is None:
            row = before or after
            assert row is not None
            line = "，".join(cell.text for cell in row.cells if cell.text)
            yield Difference(
                new.key, new.heading, row.cells[0].text if row.cells else key, "", line if before else "",
                "" if before else line, row.kind, (key,) if row.kind else (),
            )
            continue
        for column, one, other in zip(new.columns, before.cells, after.cells, strict=False):
            if (one.text, set(one.records)) != (other.text, set(other.records)):
                yield _cells(new, (after.cells[0].text, column.head), one, other, after)


def _cells(
    block: Block, place: tuple[str, str], before: Cell, after: Cell, line: TableRow | None = None
) -> Difference:
    behind = tuple(sorted(set(before.records) ^ set(after.records)))
    kind = after.kind or before.kind
    if not behind and line is not None and line.kind:
        behind, kind = (line.key,), line.kind
    return Difference(block.key, block.heading, *place, before.text, after.text, kind, behind)
