"""What a register comes to: the province's figures of it in their wording, and plain counts and sums, split as asked.

The numbers are those of the reports: one engine makes both, with the same care for small counts and sealed records.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Place, Problem
from aixin_tui.domain.region import Level, level_of
from aixin_tui.engine import figures
from aixin_tui.engine.content import Block, Cell, Column, ReportContent, TableRow
from aixin_tui.engine.figures import figure_value, names_a_child, source_kind
from aixin_tui.engine.periods import period_of
from aixin_tui.engine.spec.form import FieldSpec, FieldType, FormSpec
from aixin_tui.engine.spec.report import FigureSpec, TableSpec
from aixin_tui.engine.splitting import make_table
from aixin_tui.engine.view import View
from aixin_tui.services.desk import Desk, Who
from aixin_tui.services.entering import find_field
from aixin_tui.services.register_lines import line_title
from aixin_tui.services.registers import no_register
from aixin_tui.services.reports.models import Behind, NumberExplained
from aixin_tui.services.reports.rendering import office_for
from aixin_tui.services.scope import NOWHERE, may_see
from aixin_tui.services.sources import source_label
from aixin_tui.services.viewing import view_of
from aixin_tui.texts import label

#: Key of the plain count of lines.
LINES = "register_lines"
#: Units of numbers that say which one it is, and are not added up.
_ORDINALS = frozenset({"届", "批", "期", "年"})
#: Types of fields by which lines can be told apart in a table.
_SPLIT_BY = frozenset({FieldType.CHOICE, FieldType.FLAG, FieldType.LINK, FieldType.DIVISION, FieldType.NUMBER})
_BELOW = "below"


@dataclass(frozen=True, slots=True)
class TotalRegister:
    """Total a register of the office, or of a division inside it (`scope`), for a year (that of today).

    `by` is a field by key or name, `state`, or a level of divisions; `by_division` splits by the level below too.
    """

    kind: str
    by: str = ""
    by_division: bool = False
    scope: str = ""
    year: int = 0
    lang: str = "zh"


@dataclass(frozen=True, slots=True)
class RegisterTotals:
    """The totals as blocks of numbers, each with the lines behind it; or why there are none."""

    content: ReportContent | None = None
    problems: tuple[Problem, ...] = ()


def total_register(desk: Desk, who: Who, command: TotalRegister) -> RegisterTotals:
    """Total a register: its figures as the province words them, then how many lines there are and their sums."""
    found, problems = _totalled(desk, who, command)
    return RegisterTotals(found[1] if found else None, problems)


def explain_total(desk: Desk, who: Who, command: TotalRegister, block: str, row: int, column: int) -> NumberExplained:
    """List the lines behind a number of the totals; of sealed ones only the number is told."""
    found, problems = _totalled(desk, who, command)
    cell = found[1].cell(block, row, column) if found else None
    if found is None or cell is None:
        return NumberExplained("", "", problems=problems or (Problem(Code.REPORT_005, values={"block": block}),))
    view, content = found
    spec = figures.figure_spec(view, cell.figure) if cell.figure else None
    records = (view.find(cell.kind, key) for key in cell.records)
    behind = tuple(
        Behind(record.kind, record.id, line_title(desk, record) if record.kind in desk.province.forms else record.id,
               desk.province.divisions.path(view.place(record)), view.text(record, f"{record.kind}.date"))
        for record in records if record is not None)
    held = content.block(block)
    head = held.rows[row - 1].cells[0].text if held and held.rows else ""
    is_sealed = spec is not None and not spec.is_ratio and figures.is_sealed(view, spec)
    return NumberExplained(f"{content.title} {head}", cell.text, behind, is_sealed,
                           source_label(spec.stamp) if spec else "")


def _totalled(desk: Desk, who: Who, command: TotalRegister) -> tuple[tuple[View, ReportContent] | None,
                                                                     tuple[Problem, ...]]:
    form = desk.province.forms.get(command.kind)
    if form is None or not may_see(desk, who, command.kind):
        return None, (no_register(desk, who, command.kind),)
    office = office_for(desk, who, command.scope)
    if office == NOWHERE:
        return None, (Problem(Code.ACT_003, values={"place": command.scope}),)
    by, problems = _axes(desk, form, command, office)
    if problems:
        return None, problems
    day = date(command.year, 12, 31) if command.year else who.today
    period = period_of("year", min(day, who.today))
    view = view_of(desk, who, min(day, who.today), office=office, period=(period.first, period.last))
    counted = tuple(_counted(form, command.lang))
    view.besides = {spec.key: spec for spec in counted}
    content = ReportContent(
        key=f"register/{form.kind}", title=label("register.totals_of", command.lang, name=form.label), office=office,
        office_name=desk.province.divisions.path(office) or desk.province.divisions.name(office), period=period.key,
        period_label=period.label(command.lang), as_of=view.now, known_at=view.snapshot.known_at,
        blocks=(*_worded(view, form, office, command.lang), *_split(view, form, counted, by, office, command.lang)),
        lang=command.lang)
    return (view, content), ()


def _axes(desk: Desk, form: FormSpec, command: TotalRegister, office: str) -> tuple[list[tuple[str, ...]],
                                                                                   tuple[Problem, ...]]:
    """Settle by what the lines are split: as asked; unasked by state, by the first choice, and by place."""
    is_lowest = level_of(office) is Level.VILLAGE
    state = f"{form.kind}.state" if form.kind in desk.province.lives else ""
    if command.by in ("state", label("register.col_state", "zh")) and state:
        return [(state, *((_BELOW,) if command.by_division else ()))], ()
    if command.by in (_BELOW, *Level):
        return [(command.by,)], ()
    if command.by:
        field = find_field(form, command.by)
        if field is None or field.sealed or field.type not in _SPLIT_BY:
            known = "、".join(spec.label for spec in form.fields.at() if spec.type in _SPLIT_BY and not spec.sealed)
            return [], (Problem(Code.REGISTER_003, place=Place(field=command.by),
                                values={"name": command.by, "register": form.label, "known": known}),)
        return [(f"{form.kind}.{field.key}", *((_BELOW,) if command.by_division else ()))], ()
    if command.by_division:
        return [(_BELOW,)], ()
    first = next((spec for spec in form.fields.at()
                  if spec.type is FieldType.CHOICE and not spec.sealed and spec.choices != "currencies"), None)
    found = [(state,)] if state else []
    found += [(f"{form.kind}.{first.key}",)] if first else []
    return [*found, *([] if is_lowest else [(_BELOW,)])], ()


def _counted(form: FormSpec, lang: str) -> Iterator[FigureSpec]:
    """Make the figures that every register has: its lines, and the sums of its numbers."""
    yield FigureSpec(key=LINES, label=label("register.lines", lang), count=form.kind,
                     unit=label("register.unit_line", lang), stamp=form.stamp)
    for spec in form.fields.at():
        if _adds_up(spec):
            yield FigureSpec(key=f"register_sum_{spec.key}", label=spec.label, sum=f"{form.kind}.{spec.key}",
                             unit=spec.unit, stamp=spec.stamp)


def _adds_up(spec: FieldSpec) -> bool:
    return spec.type is FieldType.NUMBER and not spec.sealed and spec.unit not in _ORDINALS


def _worded(view: View, form: FormSpec, office: str, lang: str) -> Iterator[Block]:
    """The figures of the province that are about this register, each in its wording with the lines behind it."""
    specs = [spec for spec in view.province.figures.at(view.now, office) if _is_of(view, spec, form.kind)]
    # What is counted alike and only worded otherwise stands once, in its wording.
    once = {(spec.label, spec.count, spec.sum, spec.latest, spec.part, spec.of): spec for spec in specs}
    rows = [TableRow(spec.key, (Cell(spec.label), _cell(view, spec.key, office, lang))) for spec in once.values()]
    if rows:
        columns = (Column("label", label("register.figure", lang)),
                   Column("value", label("register.number", lang), is_number=True))
        yield Block("figures", "table", label("register.as_reported", lang), columns=columns, rows=tuple(rows))


def _is_of(view: View, spec: FigureSpec, kind: str) -> bool:
    if spec.is_ratio:
        return any((base := figures.figure_spec(view, key)) is not None and source_kind(base) == kind
                   for key in figures.bases(spec))
    return source_kind(spec) == kind


def _cell(view: View, key: str, office: str, lang: str) -> Cell:
    value = figure_value(view, key, office)
    text = label("report.misses", lang, text=value.text) if value.misses else value.text
    return Cell(text, value.value, value.kind, value.records, key, value.misses)


def _split(view: View, form: FormSpec, counted: tuple[FigureSpec, ...], axes: list[tuple[str, ...]], office: str,
           lang: str) -> Iterator[Block]:
    """The lines counted and added up, whole and by each axis; what is about children is not added up in parts."""
    whole = _Totals(view, counted, office, lang)
    yield whole.block("lines", (), label("register.all_lines", lang))
    alone = counted[:1] if names_a_child(view, counted[0]) or _is_about_a_child(form) else counted
    for by in axes:
        parts = _Totals(view, alone if len(by) == 1 else counted[:1], office, lang)
        yield parts.block("by_" + "_".join(part.rpartition(".")[2] for part in by), by, "")


def _is_about_a_child(form: FormSpec) -> bool:
    return any(spec.type is FieldType.LINK and spec.to == "child" for spec in form.fields.at())


@dataclass(frozen=True, slots=True)
class _Totals:
    view: View
    specs: tuple[FigureSpec, ...]
    office: str
    lang: str

    def block(self, key: str, by: tuple[str, ...], heading: str) -> Block:
        spec = TableSpec(figures=tuple(one.key for one in self.specs), by=by)
        columns, rows, notes = make_table(self.view, spec, self.office, self.lang)
        if by == (_BELOW,):  # a register has few lines, and an office many places without any
            rows = tuple(row for row in rows if row.is_total or any(cell.value for cell in row.cells[1:]))
        heading = heading or label("register.by", self.lang, name=columns[0].head)
        return replace(Block(key, "table", heading), columns=columns, rows=rows, notes=notes)
