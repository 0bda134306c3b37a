"""A report on the terminal: headings, wrapped text, and tables whose Chinese columns line up by cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from unicodedata import category

from aixin_tui.engine.content import Block, Cell, ReportContent
from aixin_tui.engine.dates import as_day
from aixin_tui.engine.periods import day_label
from aixin_tui.texts import label
from aixin_tui.texts.cells import fit, width, wrap

#: Between two columns; blanks only, since box characters have no sure width in Chinese terminals.
_GAP = "  "
_BAR = 30


def report_lines(content: ReportContent, *, cells: int = 80, is_demo: bool = False) -> Iterator[str]:
    """Draw a report in lines of at most `cells` cells, without signs that would steer a terminal.

    A table that is wider is cut into parts, each beginning with its first column.
    """
    for line in _lines(content, cells, is_demo=is_demo):
        whole = _harmless(line)
        yield from (whole,) if width(whole) <= cells else _wrapped(whole, cells)


def _wrapped(text: str, cells: int) -> Iterator[str]:
    """Break a text; a mark that hangs over the edge (no line begins with one) is given room before."""
    lines = list(wrap(text, cells))
    yield from lines if all(width(line) <= cells for line in lines) else wrap(text, cells - 2)


def _harmless(line: str) -> str:
    """Make blanks of control characters, and leave out marks that join signs or turn their direction."""
    if line.isascii() and line.isprintable():
        return line
    return "".join(" " if category(char) in ("Cc", "Zl", "Zp") else char for char in line
                   if category(char) not in ("Cf", "Cs"))


def _lines(content: ReportContent, cells: int, *, is_demo: bool) -> Iterator[str]:
    lang = content.lang
    yield content.title
    if content.period:
        yield _GAP.join((content.office_name, content.period_label, as_of_line(content)))
    if content.to:
        yield label("report.to", lang, to=content.to)
    if is_demo:
        yield label("report.demo_note", lang)
    for block in content.blocks:
        yield ""
        if block.heading:
            yield f"{block.number}{block.heading}"
        yield from _block(block, cells, lang)
    for note in content.notes:
        yield ""
        yield from _wrapped(note, cells)


def as_of_line(content: ReportContent) -> str:
    """Say of which day the report speaks, and as known when, if it looks back."""
    day = as_day(content.as_of)
    said = label("report.as_of", content.lang, day=day_label(day, content.lang) if day else content.as_of)
    if content.known_at:
        said += "，" + label("report.known_at", content.lang, moment=content.known_at[:16].replace("T", " "))
    return said


def _block(block: Block, cells: int, lang: str) -> Iterator[str]:
    if block.form == "text":
        yield from _wrapped(f"　　{block.text}", cells)
    elif block.form == "list" and block.style == "sentence":
        yield from _wrapped(f"　　{sentence(block, lang)}", cells)
    elif block.form == "list" and not block.rows:
        yield label("report.empty_list", lang)
    elif block.form == "chart":
        yield from _bars(block, cells)
    elif block.columns:
        yield from _table(block, cells)
    for note in block.notes:
        yield from _wrapped(note, cells)


def sentence(block: Block, lang: str = "zh") -> str:
    """Tell a list as one sentence: its lines by ；, their cells by ，."""
    if not block.rows:
        return label("report.empty_list", lang)
    return "；".join("，".join(cell.text for cell in row.cells if cell.text) for row in block.rows) + "。"


def _table(block: Block, cells: int) -> Iterator[str]:
    rights = [any(row.cells[n].is_number for row in block.rows) for n in range(len(block.columns))]
    heads = [[column.head] for column in block.columns]
    body = [[_one_line(cell) for cell in row.cells] for row in block.rows]
    widths = _widths(heads, body, cells)
    if sum(widths) + len(_GAP) * len(widths) > cells:
        heads = [two_lines(column.head).split("\n") for column in block.columns]
        widths = _widths(heads, body, cells)
    high = max(len(head) for head in heads)
    grid = [[head[n] if n < len(head) else "" for head in heads] for n in range(high)] + body
    for chosen in _parts(widths, cells):
        for line in grid:
            yield _GAP.join(fit(line[n], widths[n], right=rights[n]) for n in chosen).rstrip()


def _widths(heads: Sequence[Sequence[str]], body: Sequence[Sequence[str]], cells: int) -> list[int]:
    """Give each column what it needs, at most 40 cells and never so much that two do not fit on a line."""
    most = min(40, (cells - len(_GAP)) // 2)
    return [
        min(max(width(text) for text in (*head, *(line[n] for line in body))), most) for n, head in enumerate(heads)
    ]


def two_lines(head: str) -> str:
    """Set the unit of a head under its label: 已结对 over （名）."""
    at = head.rfind("（")
    return f"{head[:at]}\n{head[at:]}" if at > 0 and head.endswith("）") else head


def _one_line(cell: Cell) -> str:
    return " ".join(cell.text.split())


def _parts(widths: Sequence[int], cells: int) -> Iterator[list[int]]:
    """Choose the columns of each part of a table."""
    chosen, taken = [0], widths[0]
    for n in range(1, len(widths)):
        if taken + len(_GAP) + widths[n] > cells and len(chosen) > 1:
            yield chosen
            chosen, taken = [0], widths[0]
        chosen.append(n)
        taken += len(_GAP) + widths[n]
    yield chosen


def _bars(block: Block, cells: int) -> Iterator[str]:
    """Draw each figure of a chart as a bar of # beside its number."""
    rows = [row for row in block.rows if not row.is_total]
    names = min(max((width(row.cells[0].text) for row in rows), default=0), cells // 3)
    for n, column in enumerate(block.columns[1:], 1):
        yield column.head
        values = [Fraction(row.cells[n].value) if row.cells[n].is_number else Fraction(0) for row in rows]  # type: ignore[arg-type]
        most = max(values, default=Fraction(0)) or Fraction(1)
        for row, value in zip(rows, values, strict=True):
            bar = "#" * round(value / most * min(_BAR, max(cells - names - 14, 5)))
            yield f"{fit(row.cells[0].text, names)}{_GAP}{bar} {row.cells[n].text}".rstrip()
