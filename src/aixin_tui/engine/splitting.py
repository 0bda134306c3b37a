"""Tables: figures split by a fact, a level of divisions or a unit of time, with totals (province-language section 3).

The parts of each figure are sorted into the cells once; a many-valued fact puts a part under each of its values. The
total is worked out from all the parts, so by a single-valued axis the lines add up to it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aixin_tui.domain.region import DIGITS, Level, level_of
from aixin_tui.engine import figures
from aixin_tui.engine.content import Cell, Column, TableRow
from aixin_tui.engine.dates import as_day
from aixin_tui.engine.figures import FigureValue, Part
from aixin_tui.engine.periods import parse_period, period_of
from aixin_tui.engine.printing import fact_table, find_fact, head_of, printed_value, values_in_order
from aixin_tui.engine.small_counts import unsplit_figures, unsplit_lines
from aixin_tui.engine.spec.core import UNITS
from aixin_tui.engine.spec.form import FieldType
from aixin_tui.engine.spec.report import FigureSpec, TableSpec
from aixin_tui.engine.wording import printed_number
from aixin_tui.texts import label

if TYPE_CHECKING:
    from aixin_tui.engine.view import View

#: Where a part stands that has no value on the axis.
NOWHERE = ""
_TOTAL = "total"
#: A level with more divisions than this lists only those where there is something.
_MOST = 200


@dataclass(frozen=True, slots=True)
class Axis:
    """What a table is split by: where a part stands (None: the figure is not linked to it), all lines, their names."""

    head: str
    place: Callable[[Part, FigureSpec], tuple[Any, ...] | None]
    all: tuple[Any, ...]
    """The lines that always stand, in order."""
    name: Callable[[Any], str]
    is_many: bool = False

    def lines(self, found: Iterable[Any]) -> tuple[Any, ...]:
        """List the lines: those that always stand, then others that were found in their order, what has none last."""
        others = set(found) - set(self.all) - {NOWHERE}
        last = (NOWHERE,) if NOWHERE in found else ()
        return (*self.all, *sorted(others, key=str), *last)


def axis_of(view: View, by: str, lang: str = "zh") -> Axis:
    """Make the axis that a table's `by` names."""
    if by == "below" or by in set(Level):
        return _level_axis(view, by, lang)
    if by in UNITS:
        return _time_axis(view, by, lang)
    return _fact_axis(view, by, lang)


def _level_axis(view: View, by: str, lang: str) -> Axis:
    office = level_of(view.office)
    order = list(Level)
    level = order[min(order.index(office) + 1, len(order) - 1)] if by == "below" and office else Level(
        by if by != "below" else Level.CITY)
    digits = DIGITS[level]
    divisions = view.province.divisions
    known = tuple(code for code in divisions if len(code) == digits and code.startswith(view.office))

    def place(part: Part, spec: FigureSpec) -> tuple[str, ...]:
        del spec
        is_here = len(part.place) >= digits and part.place.startswith(view.office)
        return (part.place[:digits] if is_here else NOWHERE,)

    def name(code: str) -> str:
        return divisions.name(code) if code else label("report.no_place", lang)

    head = label(f"report.level_{level.value}", lang) if level is not Level.PROVINCE else label("report.division", lang)
    return Axis(head, place, known if len(known) <= _MOST else (), name)


def _time_axis(view: View, unit: str, lang: str) -> Axis:
    def place(part: Part, spec: FigureSpec) -> tuple[str, ...]:
        del spec
        day = as_day(view.text(part.source, f"{part.source.kind}.date"))
        return (period_of(unit, day).key if day else NOWHERE,)

    def name(key: str) -> str:
        return parse_period(key).label(lang) if key else label("report.no_value", lang)

    return Axis(label(f"report.unit_{unit}", lang), place, (), name)


def _fact_axis(view: View, by: str, lang: str) -> Axis:
    prefix, _, name = by.partition(".")
    table = fact_table(view.province)
    fact = find_fact(view, prefix, by) if prefix in table.kinds else None
    known = values_in_order(view, fact) if fact is not None else ()

    def place(part: Part, spec: FigureSpec) -> tuple[Any, ...] | None:
        for record in (part.counted, part.source):
            if record.kind == prefix:
                return view.fact(record, by) or (NOWHERE,)
        for record in (part.source, part.counted):
            if table.are_linked(record.kind, prefix) and table.find(record.kind, by) is not None:
                return view.fact(record, by) or (NOWHERE,)
        del spec
        return None

    def title(value: Any) -> str:
        return printed_value(view, fact, value, lang=lang) if value != NOWHERE else label("report.no_value", lang)

    is_place = fact is not None and fact.type is FieldType.DIVISION
    head = head_of(view, prefix, by, lang)
    return Axis(head, place, () if is_place or name == "missed" else known, title, fact is not None and fact.many)


Cells = Mapping[tuple[str, Any, Any], Sequence[Part]]


class _Table:
    """One table in the making: the parts of every figure, sorted by the keys of the axes."""

    def __init__(self, view: View, spec: TableSpec, scope: str, lang: str) -> None:
        self.view, self.scope, self.lang = view, scope, lang
        self.axes = tuple(axis_of(view, by, lang) for by in spec.by[:2])
        self.figures = tuple(f for key in spec.figures if (f := figures.figure_spec(view, key)) is not None)
        self.unlinked: set[tuple[str, int]] = set()
        self.starred = self.is_doubled = False
        self.keys: tuple[set[Any], set[Any]] = (set(), set())
        self.cells: dict[tuple[str, Any, Any], list[Part]] = {}
        for spec_ in self.figures:
            for base in figures.bases(spec_):
                self._sort(spec_, base)
        self.by_base = {
            base: f"{f.key}/{base}" for f in self.figures for base in figures.bases(f)
            if not any(key == f.key for key, _ in self.unlinked)
        }
        """Where the cells of each figure lie, also of those that a share only tells by way of."""
        self.unsplit = self._unsplit_figures()
        self.unsplit_lines = self._unsplit_lines() if len(self.axes) > 1 else frozenset()

    def _sort(self, spec: FigureSpec, base: str) -> None:
        for part in figures.inside(figures.parts_of(self.view, base), self.scope):
            places: list[tuple[Any, ...]] = []
            for n, axis in enumerate(self.axes):
                found = axis.place(part, spec)
                if found is None:
                    self.unlinked.add((spec.key, n))
                    found = ()
                self.keys[n].update(found)
                places.append((*found, _TOTAL))
                self.is_doubled |= len(found) > 1
            for one in places[0] if places else (_TOTAL,):
                for other in places[1] if len(places) > 1 else (_TOTAL,):
                    held = self.cells.setdefault((f"{spec.key}/{base}", one, other), [])
                    held.append(part)

    def value(self, spec: FigureSpec, one: Any = _TOTAL, other: Any = _TOTAL) -> FigureValue:
        """Work out the figure of a cell."""
        parts = {base: self.cells.get((f"{spec.key}/{base}", one, other), ()) for base in figures.bases(spec)}
        is_place = isinstance(one, str) and one.isdecimal() and one.startswith(self.view.office)
        return figures.value_of_parts(self.view, spec, parts, one if is_place else self.scope)

    def cell(self, spec: FigureSpec, one: Any = _TOTAL, other: Any = _TOTAL) -> Cell:
        """Make a cell: empty where the figure is not linked to the axis, starred where it may not be split."""
        split = (one != _TOTAL, other != _TOTAL)
        if any(split[n] and (spec.key, n) in self.unlinked for n in range(len(self.axes))):
            return Cell("")
        is_unsplit = any(base in self.unsplit for base in figures.bases(spec))
        if (any(split) and is_unsplit) or (all(split) and one in self.unsplit_lines):
            self.starred = True
            return Cell(label("report.not_split", self.lang), figure=spec.key)
        value = self.value(spec, one, other)
        text = printed_number(spec, value.value, self.view.day, unit=False)
        if value.misses:
            text = label("report.misses", self.lang, text=text)
        return Cell(text, value.value, value.kind, value.records, spec.key, value.misses)

    def _count(self, base: str, one: Any = _TOTAL, other: Any = _TOTAL) -> int:
        return len({part.counted.id for part in self.cells.get((self.by_base[base], one, other), ())})

    def _small(self, one: Any = _TOTAL) -> dict[str, int]:
        """Count what is one or two children here, by figure: split further, it would name them."""
        counts = {base: self._count(base, one) for base in self.by_base if self._names_a_child(base)}
        return {base: count for base, count in counts.items() if 0 < count < figures.SMALL}

    def _names_a_child(self, base: str) -> bool:
        spec = figures.figure_spec(self.view, base)
        return spec is not None and figures.names_a_child(self.view, spec)

    def _unsplit_figures(self) -> frozenset[str]:
        ids = {
            base: frozenset(part.counted.id for part in self.cells.get((where, _TOTAL, _TOTAL), ()))
            for base, where in self.by_base.items()
        }

        def sums(bases: Collection[str]) -> list[list[int]]:
            lines = [[sum(self._count(base, key) for base in bases) for key in self.keys[0]]] if self.axes else []
            across = [[sum(self._count(base, _TOTAL, key) for base in bases) for key in self.keys[1]]]
            return lines + across if len(self.axes) > 1 else lines

        return unsplit_figures(ids, self._small(), sums) if self.axes else frozenset()

    def _unsplit_lines(self) -> frozenset[Any]:
        """A line that one figure may not split is split by none: what they come to together would tell it."""
        small = {line: self._small(line) for line in self.keys[0]}
        found: frozenset[Any] = frozenset(line for line in small if small[line])
        for base in self.by_base:
            totals = {line: self._count(base, line) for line in self.keys[0]}

            def sums(lines: Collection[Any], base: str = base) -> list[int]:
                return [sum(self._count(base, line, key) for line in lines) for key in self.keys[1]]

            found = unsplit_lines(totals, [line for line in small if base in small[line]], found, sums)
        return found


def make_table(
    view: View, spec: TableSpec, scope: str, lang: str = "zh"
) -> tuple[tuple[Column, ...], tuple[TableRow, ...], tuple[str, ...]]:
    """Make the columns, lines and notes of a table over a division; without axes it is one line."""
    table = _Table(view, spec, scope, lang)
    lines = table.axes[0].lines(table.keys[0]) if table.axes else ()
    across: tuple[Any, ...] = (*table.axes[1].lines(table.keys[1]), _TOTAL) if len(table.axes) > 1 else (_TOTAL,)
    columns = [Column("by", table.axes[0].head if table.axes else label("report.division", lang))]
    heads = [(figure, key) for figure in table.figures for key in across]
    columns += [Column(f"{figure.key}/{key}", _head(table, figure, key, lang), True) for figure, key in heads]
    rows = [
        TableRow(str(one), (Cell(table.axes[0].name(one)), *(table.cell(f, one, key) for f, key in heads)))
        for one in lines
    ]
    total = Cell(label("report.total", lang) if table.axes else view.province.divisions.name(scope))
    rows.append(TableRow(_TOTAL, (total, *(table.cell(f, _TOTAL, key) for f, key in heads)), is_total=True))
    notes = [label("report.not_split_note", lang)] if table.starred else []
    if table.is_doubled:
        notes.append(label("report.many_note", lang))
    return tuple(columns), tuple(rows), tuple(notes)


def ask_table(view: View, spec: TableSpec, scope: str) -> None:
    """Ask the view all that a table asks of records: where each part stands, and what each figure is in all."""
    axes = tuple(axis_of(view, by) for by in spec.by[:2])
    for key in spec.figures:
        if (figure := figures.figure_spec(view, key)) is None:
            continue
        figures.figure_value(view, key, scope)
        for base in figures.bases(figure):
            for part in figures.inside(figures.parts_of(view, base), scope):
                for axis in axes:
                    axis.place(part, figure)


def _head(table: _Table, figure: FigureSpec, key: Any, lang: str) -> str:
    # A share says % in every cell, and a day that is no number needs no unit.
    head = figure.label if figure.is_ratio or not figure.unit else label(
        "report.unit_head", lang, label=figure.label, unit=figure.unit)
    if len(table.axes) < 2:
        return head
    across = label("report.total", lang) if key == _TOTAL else table.axes[1].name(key)
    return across if len(table.figures) == 1 else f"{head} {across}"
