"""Figures drawn as bars or a line in SVG: small, black and one colour, so that they print."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from html import escape

from aixin_tui.engine.content import Block, Cell
from aixin_tui.exchange.word_parts import clean
from aixin_tui.texts.cells import cut, width

_BAR, _STEP, _LETTER, _NUMBER = 14, 20, 7.2, 70
_ROOM = 300
_COLOUR = "#a8322a"
#: A figure of more lines than this is told by its table alone.
MOST = 40


def drawings(block: Block) -> list[str]:
    """Draw each figure of a table or chart by its lines, the total left out; none where there is nothing to compare."""
    rows = [row for row in block.rows if not row.is_total]
    if not 2 <= len(rows) <= MOST:
        return []
    names = [row.cells[0].text for row in rows]
    made = []
    for n, column in enumerate(block.columns[1:], 1):
        cells = [row.cells[n] for row in rows]
        values = [_value(cell) for cell in cells]
        if any(values):
            draw = _line if block.style == "line" else _bars
            made.append(draw(column.head, names, [cell.text for cell in cells], values))
    return made


def _value(cell: Cell) -> Fraction:
    exact = cell.value
    return Fraction(exact) if cell.is_number and isinstance(exact, (int, Fraction)) else Fraction(0)


def _text(x: float, y: float, text: str, *, anchor: str = "start", bold: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{weight}>{escape(clean(text))}</text>'


def _frame(head: str, wide: float, high: float, inner: str) -> str:
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide:.0f} {high:.0f}" width="{wide:.0f}" '
            f'height="{high:.0f}" font-size="12" role="img" aria-label="{escape(clean(head), quote=True)}">'
            f"{_text(0, 14, head, bold=True)}{inner}</svg>")


def _bars(head: str, names: Sequence[str], texts: Sequence[str], values: Sequence[Fraction]) -> str:
    names = [cut(name, 28) for name in names]
    left = max(width(name) for name in names) * _LETTER + 8
    most = max(values) or Fraction(1)
    inner = ""
    for n, (name, text, value) in enumerate(zip(names, texts, values, strict=True)):
        y = 24 + n * _STEP
        long = float(value / most) * _ROOM
        inner += _text(left - 6, y + 11, name, anchor="end")
        inner += f'<rect x="{left:.1f}" y="{y}" width="{long:.1f}" height="{_BAR}" fill="{_COLOUR}"/>'
        inner += _text(left + long + 5, y + 11, text)
    return _frame(head, left + _ROOM + _NUMBER, 30 + len(names) * _STEP, inner)


def _line(head: str, names: Sequence[str], texts: Sequence[str], values: Sequence[Fraction]) -> str:
    most = max(values) or Fraction(1)
    step = max(max(width(name) for name in names) * _LETTER + 6, 40)
    points = [(30 + n * step, 110 - float(value / most) * 80) for n, value in enumerate(values)]
    drawn = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    inner = f'<polyline points="{drawn}" fill="none" stroke="{_COLOUR}" stroke-width="2"/>'
    for (x, y), name, text in zip(points, names, texts, strict=True):
        inner += f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{_COLOUR}"/>'
        inner += _text(x, y - 6, text, anchor="middle") + _text(x, 128, name, anchor="middle")
    return _frame(head, points[-1][0] + 40, 136, inner)
