"""Pieces of WordprocessingML: text that stays text, paragraphs in a style, tables with fixed widths."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

#: What XML 1.0 has no place for; the tab and the line's end are written as Word's own elements.
_NOT_XML = re.compile(
    "[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
#: Width in twips of a cell (half a Chinese character) of 10.5 points.
CELL = 106


def clean(text: str) -> str:
    """Give a text without what XML cannot hold and without marks that turn its direction."""
    return _NOT_XML.sub("", text)


def escaped(text: str) -> str:
    """Write a text as XML; braces by number, since docxtpl reads some of them even in what it has filled in."""
    return escape(clean(text), {"{": "&#123;", "}": "&#125;"})


def run(text: str) -> str:
    """Write a run of text; lines end with a break."""
    lines = clean(text).replace("\t", " ").splitlines() or [""]
    inner = "<w:br/>".join(f'<w:t xml:space="preserve">{escaped(line)}</w:t>' for line in lines)
    # The hint sets “ ” … □ in the Chinese type, as a Chinese text has them.
    return f'<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>{inner}</w:r>'


def paragraph(
    text: str, style: str, *, new_page: bool = False, keep: bool = False, align: str = "", right: str = "",
    room: int = 0,
) -> str:
    """Write a paragraph; `right` ends the same line at `room` twips, `keep` binds it to what follows."""
    marks = f'<w:pStyle w:val="{style}"/>'
    marks += "<w:keepNext/>" if keep else ""
    marks += "<w:pageBreakBefore/>" if new_page else ""
    marks += f'<w:tabs><w:tab w:val="right" w:pos="{room}"/></w:tabs>' if right else ""
    marks += f'<w:jc w:val="{align}"/>' if align else ""
    tail = f"<w:r><w:tab/></w:r>{run(right)}" if right else ""
    return f"<w:p><w:pPr>{marks}</w:pPr>{run(text)}{tail}</w:p>"


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell of a table."""

    text: str
    style: str = "AxCell"
    span: int = 1
    align: str = ""


def table(
    rows: Sequence[Sequence[TableCell]], widths: Sequence[int], *, heads: int = 0, tall: Collection[int] = (),
    height: int = 0, borders: str = "single",
) -> str:
    """Write a table of fixed widths (twips); its first `heads` rows stand again on every page, no row is torn.

    `tall` rows have room for a seal, all others at least `height` twips.
    """
    edge = "".join(f'<w:{side} w:val="{borders}" w:sz="4" w:space="0" w:color="000000"/>'
                   for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    body = "".join(_row(row, widths, is_head=n < heads, height=900 if n in tall else height)
                   for n, row in enumerate(rows))
    return (f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
            f"<w:tblBorders>{edge}</w:tblBorders>"
            '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="57" w:type="dxa"/>'
            f'<w:right w:w="57" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>')


def _row(row: Sequence[TableCell], widths: Sequence[int], *, is_head: bool, height: int) -> str:
    marks = "<w:cantSplit/>"
    marks += f'<w:trHeight w:val="{height}" w:hRule="atLeast"/>' if height else ""
    marks += "<w:tblHeader/>" if is_head else ""
    cells, at = "", 0
    for cell in row:
        wide = sum(widths[at : at + cell.span])
        at += cell.span
        span = f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
        cells += (f'<w:tc><w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/>{span}<w:vAlign w:val="center"/></w:tcPr>'
                  f"{paragraph(cell.text, cell.style, align=cell.align)}</w:tc>")
    return f"<w:tr><w:trPr>{marks}</w:trPr>{cells}</w:tr>"


@dataclass(frozen=True, slots=True)
class Need:
    """How many cells a column needs, and without how many a number or a word of letters in it would be torn."""

    cells: int
    least: int = 5


def spread(needs: Sequence[Need], room: int) -> list[int]:
    """Share the room of a page (twips) among columns.

    What is over goes to all alike; where it is short, the widest that can give do, and their text is broken.
    """
    cells = [max(need.cells, need.least) for need in needs]
    held = room // CELL
    while sum(cells) > held:
        n = max(range(len(cells)), key=lambda n: (cells[n] > needs[n].least, cells[n]))
        if cells[n] <= needs[n].least:
            break
        cells[n] -= 1
    total = sum(cells)
    widths = [one * room // total for one in cells]
    widths[-1] += room - sum(widths)
    return widths
