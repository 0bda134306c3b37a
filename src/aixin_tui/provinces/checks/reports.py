"""Figures and reports: figures that nothing declares, columns that are sealed, tables that no figure is linked to."""

from __future__ import annotations

import re
from collections.abc import Iterable

from aixin_tui.domain.codes import Code
from aixin_tui.domain.kinds import is_restricted
from aixin_tui.domain.problem import Place
from aixin_tui.engine.spec.core import LEVELS, UNITS
from aixin_tui.engine.spec.form import FieldType
from aixin_tui.engine.spec.item import Origin
from aixin_tui.engine.spec.report import BlockSpec, ChartSpec, FigureSpec, ListSpec, ReportSpec, TableSpec
from aixin_tui.provinces.checks.judge import Judge
from aixin_tui.provinces.checks.rules import kind_of
from aixin_tui.provinces.near import fix_of, nearest
from aixin_tui.provinces.yamltree import Map, Node, Scalar
from aixin_tui.texts import Label

_GAP = re.compile(r"\{([^{}]*)\}")
_ALWAYS = ("office", "period", "as_of", "province.brand", "province.name", "province.slogan")
#: Ways to split a table that are no fact.
SPLITS = frozenset({*LEVELS[1:], "below", *UNITS})


def check_reports(judge: Judge) -> None:
    """Check every figure, report and document."""
    for figure in judge.province.figures.versions():
        _figure(judge, figure)
    for report in judge.province.reports.values():
        if report.document_for and judge.kind(report.document_for, judge.key_of(report, "for")):
            form = judge.province.forms.get(report.document_for)
            if is_restricted(report.document_for) or (form is not None and form.sealed):
                judge.reader.report(Code.REP_001, judge.key_of(report, "for"), fact=report.document_for)
        for block in report.blocks.versions():
            _text(judge, report, block)
            for split in (block.table, block.chart):
                if split is not None:
                    _split(judge, split, block)
            if block.list is not None:
                _list(judge, block.list, block)


def _figure(judge: Judge, figure: FigureSpec) -> None:
    if figure.is_ratio:
        node = judge.key_of(figure, "ratio")
        for key, name in (("part", figure.part), ("whole", figure.whole)):
            part = node.get(key) if isinstance(node, Map) else None
            _known_figure(judge, name, part if part is not None else node)
        return
    kind = kind_of(figure)
    at = judge.key_of(figure, "of" if figure.of else "count" if figure.count else "sum" if figure.sum else "latest")
    if not judge.kind(kind, at):
        return
    counted = judge.key_of(figure, "count")
    if figure.count and judge.kind(figure.count, counted) and not _leads_to(judge, kind, figure.count):
        judge.reader.report(Code.FACT_005, counted, kind=kind, fact=figure.count)
    for key, name, types in (
        ("sum", figure.sum, {FieldType.NUMBER}), ("latest", figure.latest, {FieldType.NUMBER, FieldType.DATE}),
    ):
        if not name:
            continue
        at = judge.key_of(figure, key)
        found = judge.fact(name, kind, at)
        if found is not None and found.type not in types:
            label = Label(f"spec.type_{found.type.value}")
            judge.reader.report(Code.FACT_002, at, operator=key, fact=name, type=label, fix=Label("fact.one_value"))
        if found is not None and found.sealed:
            judge.reader.report(Code.REP_001, at, fact=name)


def _leads_to(judge: Judge, kind: str, counted: str) -> bool:
    route = judge.facts.route(kind, counted)
    return route is not None and not route.back


def _known_figure(judge: Judge, name: str, at: Node | Origin) -> None:
    if name and name not in judge.province.figures:
        near = nearest(name, judge.province.figures)
        judge.reader.report(
            Code.FIG_001, at, near=near, what=Label("fig.unknown"), name=name, fix=fix_of(near, "fig.declare")
        )


def _text(judge: Judge, report: ReportSpec, block: BlockSpec) -> None:
    node = judge.key_of(block, "text")
    for gap in _GAP.finditer(block.text):
        name, at = gap.group(1), _inside(node, gap.start())
        if name in _ALWAYS or name in judge.province.figures:
            continue
        prefix, _, rest = name.partition(".")
        if prefix == "phrase" and rest in judge.province.identity.phrases:
            continue
        if report.document_for and "." in name and prefix != "phrase":
            found = judge.fact(name, report.document_for, node)
            if found is not None and found.sealed:
                judge.reader.report(Code.REP_001, at, fact=name)
            continue
        known = (*judge.province.figures, *_ALWAYS, *(f"phrase.{key}" for key in judge.province.identity.phrases))
        near = nearest(name, known)
        judge.reader.report(
            Code.FIG_001, at, near=near, what=Label("fig.unknown"), name=name, fix=fix_of(near, "fig.declare")
        )


def _inside(node: object, offset: int) -> Place:
    """Give the place of the n-th character of a scalar that stands on one line."""
    file, line, column = getattr(node, "file", ""), getattr(node, "line", 0), getattr(node, "column", 0)
    quote = isinstance(node, Scalar) and not node.plain
    return Place(file, line, column + offset + (1 if quote else 0))


def _split(judge: Judge, split: TableSpec | ChartSpec, block: BlockSpec) -> None:
    for number, name in enumerate(split.figures):
        _known_figure(judge, name, judge.at(split, block.origin, number))
    figures = [f for name in split.figures if (f := judge.province.figures.get(name)) is not None]
    kinds = sorted({kind for figure in figures for kind in _kinds_of(judge, figure)})
    for number, by in enumerate(split.by, len(split.figures)):
        at = judge.at(split, block.origin, number)
        if by in SPLITS:
            continue
        found = next((fact for kind in kinds if (fact := judge.facts.find(kind, by)) is not None), None)
        if found is None and kinds:
            prefix, _, rest = by.partition(".")
            if rest and rest in judge.facts.of(prefix):
                judge.reader.report(Code.FACT_005, at, kind=" / ".join(kinds), fact=by)
            else:
                near = nearest(by, [*SPLITS, *(name for kind in kinds for name in judge.facts.spellings(kind))])
                judge.reader.report(Code.FACT_001, at, near=near, fact=by, fix=fix_of(near, "fact.declare"))
        elif found is not None and found.sealed:
            judge.reader.report(Code.REP_001, at, fact=by)


def _kinds_of(judge: Judge, figure: FigureSpec, depth: int = 0) -> Iterable[str]:
    if figure.is_ratio and depth < 8:
        for name in (figure.part, figure.whole):
            part = judge.province.figures.get(name)
            if part is not None:
                yield from _kinds_of(judge, part, depth + 1)
    elif not figure.is_ratio:
        yield kind_of(figure)


def _list(judge: Judge, listed: ListSpec, block: BlockSpec) -> None:
    at = judge.at(listed, block.origin)
    if not judge.kind(listed.of, at):
        return
    form = judge.province.forms.get(listed.of)
    if is_restricted(listed.of) or (form is not None and form.sealed):
        judge.reader.report(Code.REP_001, at, fact=listed.of)
        return
    for number, name in enumerate((*listed.columns, *listed.sort)):
        place = judge.at(listed, block.origin, number)
        found = judge.fact(name, listed.of, place)
        if found is not None and found.sealed:
            judge.reader.report(Code.REP_001, place, fact=name)
