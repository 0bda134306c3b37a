"""A report or document as the body of a Word file: title, head, blocks, who signs. Styles come from the template."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from aixin_tui.engine.content import Block, Cell, Column, ReportContent
from aixin_tui.exchange.form_lines import Gap, lines_of, paired
from aixin_tui.exchange.paper_words import head_line, sign_lines, signer_line, unit_line
from aixin_tui.exchange.report_text import sentence, two_lines
from aixin_tui.exchange.word_parts import Need, TableCell, paragraph, spread, table
from aixin_tui.texts import label
from aixin_tui.texts.cells import width

#: Room between the margins in twips, upright and lying (see `templates/make.py`).
ROOM = {"official": (8845, 0), "form": (9411, 14344), "letter": (8845, 0), "card": (10772, 0),
        "certificate": (0, 12813)}
#: Cells that a column left for the pen has beside its head; one whose head is short (签名) has no more than twice it.
PEN = 10
#: A list that needs more cells than this lies on its side, where the layout can lie.
_UPRIGHT = 112
_LABEL, _TALL = 1900, 480
_HEIGHT = {True: 480, False: 340}
#: What is not broken: numbers of documents and pairs, phones, days.
_WORD = re.compile(r"[\w*./:-]+", re.ASCII)


def lies(content: ReportContent) -> bool:
    """Whether the page lies on its side: for a list that is too wide to stand."""
    upright, lying = ROOM[content.layout]
    return not upright or (bool(lying) and any(
        sum(need.cells for need in column_needs(block, content.lang)) > _UPRIGHT
        for block in content.blocks if block.columns))


class Body:
    """The body of one paper in the making."""

    def __init__(self, content: ReportContent, *, is_lying: bool, filled_by: str = "", reviewed_by: str = "",
                 filled_on: str = "") -> None:
        self._content, self._layout, self._lang = content, content.layout, content.lang
        self._room = ROOM[content.layout][1 if is_lying else 0]
        self._signed = (filled_by, reviewed_by, filled_on)

    def xml(self, *, new_page: bool) -> str:
        """Give the paragraphs and tables of the paper; with `new_page` it begins on one."""
        return "".join(self._parts(new_page=new_page))

    def _parts(self, *, new_page: bool) -> Iterator[str]:
        content = self._content
        yield paragraph(content.title, "AxTitle", new_page=new_page)
        yield from self._head()
        for block in content.blocks:
            if block.heading:
                yield paragraph(f"{block.number}{block.heading}", f"AxHead{min(max(block.level, 1), 3)}", keep=True)
            yield from self._block(block)
        yield from self._foot()
        for note in content.notes:
            yield paragraph(note, "AxNote")

    def _head(self) -> Iterator[str]:
        content = self._content
        if self._layout == "form":
            yield paragraph(unit_line(content), "AxUnit", right=head_line(content), room=self._room)
            if content.to:
                yield paragraph(label("report.to", self._lang, to=content.to), "AxUnit")
            return
        if self._layout == "official" and content.period:
            yield paragraph(head_line(content), "AxMeta")
        if content.to and self._layout in ("official", "letter"):
            yield paragraph(f"{content.to}：", "AxTo")

    def _foot(self) -> Iterator[str]:
        content = self._content
        if self._layout == "form":
            yield paragraph("", "AxGap")
            yield self._three(signer_line(content, *self._signed))
        elif self._layout in ("letter", "official", "certificate"):
            office, day = sign_lines(content, self._signed[2])
            yield paragraph(office, "AxSign", keep=True)
            yield paragraph(day, "AxSign")
            if self._layout == "official":
                yield self._three(signer_line(content, *self._signed)[:2])

    def _three(self, words: Sequence[str]) -> str:
        widths = spread([Need(width(word) + 4) for word in words], self._room)
        return table([[TableCell(word, "AxFoot") for word in words]], widths, borders="nil")

    def _block(self, block: Block) -> Iterator[str]:
        if block.form == "text":
            yield from self._text(block)
        elif block.style == "sentence":
            yield paragraph(sentence(block, self._lang), "AxBody")
        elif block.columns:
            yield self._table(block)
            yield paragraph("", "AxGap")
        for note in block.notes:
            yield paragraph(note, "AxNote")

    def _text(self, block: Block) -> Iterator[str]:
        if not self._content.record:
            yield paragraph(block.text, "AxBody")
            return
        held: list[tuple[Gap, ...]] = []
        for line in lines_of(block):
            if isinstance(line, str):
                if held:
                    yield from self._gaps(held)
                    held = []
                yield paragraph(line, "AxBody")
            else:
                held.append(line)
        if held:
            yield from self._gaps(held)

    def _gaps(self, lines: Sequence[tuple[Gap, ...]]) -> Iterator[str]:
        """Draw lines of gaps as one grid of four columns: label, value, label, value."""
        name = min(_LABEL, self._room // 4)
        half = self._room // 2 - name
        rows: list[list[TableCell]] = []
        tall: list[int] = []
        for line in lines:
            for row in paired(line):
                if any(gap.is_signed for gap in row):
                    tall.append(len(rows))
                last = 1 if len(row) == 2 else 3
                rows.append([cell for n, gap in enumerate(row, 1) for cell in (
                    TableCell(gap.label, "AxLabel"), TableCell(gap.value, "AxValue", last if n == len(row) else 1))])
        yield table(rows, (name, half, name, half), tall=tall, height=_TALL if self._layout != "card" else 300)
        yield paragraph("", "AxGap")

    def _table(self, block: Block) -> str:
        heads = [two_lines(column.head) for column in block.columns]
        has_order = block.form == "list"
        order = [TableCell(label("report.number", self._lang), "AxCellHead")] if has_order else []
        rows = [[*order, *(TableCell(head, "AxCellHead") for head in heads)]]
        has_pen = any(column.pen for column in block.columns) or any(row.key.startswith("room") for row in block.rows)
        for n, row in enumerate(block.rows, 1):
            style = "AxCellHead" if row.is_total else "AxCell"
            first = [TableCell(str(n), "AxCell")] if has_order else []
            rows.append([*first, *(TableCell(cell.text, style, align=_align(cell, block)) for cell in row.cells)])
        if not block.rows:
            rows.append([TableCell(label("report.empty_list", self._lang), "AxCell", len(rows[0]))])
        widths = spread(column_needs(block, self._lang), self._room)
        return table(rows, widths, heads=1, height=_HEIGHT[has_pen])


def _align(cell: Cell, block: Block) -> str:
    return "right" if cell.is_number and block.form != "list" else ""


def column_needs(block: Block, lang: str) -> list[Need]:
    """Give the cells that each column needs; a long head may stand in two lines."""
    order = [Need(max(4, width(label("report.number", lang))) + 1)] if block.form == "list" else []
    return order + [_need(column, [row.cells[n] for row in block.rows]) for n, column in enumerate(block.columns)]


def _need(column: Column, cells: Sequence[Cell]) -> Need:
    whole = max(width(part) for part in two_lines(column.head).split("\n"))
    head = (whole + 1) // 2 if whole > 12 else whole  # a brand of six characters with its ending stands on one line
    widest = max((width(line) for cell in cells for line in cell.text.split("\n")), default=0)
    word = max((len(word) for cell in cells for word in _WORD.findall(cell.text)), default=0)
    pen = min(whole * 2, whole + PEN) if column.pen else 0
    return Need(max(head, min(widest, 34), pen) + 2, min(max(word, 4), 24) + 2)
