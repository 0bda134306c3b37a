"""Reports: render one, say which records stand behind a number, hand it in (定稿), list what changed since (更正)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Problem
from aixin_tui.domain.record import Record
from aixin_tui.domain.region import is_inside
from aixin_tui.engine import figures
from aixin_tui.engine.content import Cell, ReportContent
from aixin_tui.engine.dates import as_day, shift
from aixin_tui.engine.periods import Period, period_of
from aixin_tui.engine.printing import place_name, printed_fact
from aixin_tui.engine.selections import facts_named
from aixin_tui.engine.spec.checklist import After, Every
from aixin_tui.engine.spec.report import ReportSpec
from aixin_tui.engine.view import View
from aixin_tui.services.data_quality import lacking
from aixin_tui.services.desk import Desk, Who
from aixin_tui.services.masking import mask
from aixin_tui.services.reports.models import (
    Behind,
    Correction,
    CorrectionEntry,
    Corrections,
    ExplainNumber,
    NumberExplained,
    Rendered,
    RenderReport,
    ReportListed,
    SubmitReport,
)
from aixin_tui.services.reports.rendering import (
    Edition,
    issued_before,
    make,
    office_for,
    period_for,
    refused,
    report_view,
    submissions_of,
    unit_of,
)
from aixin_tui.services.reports.submitting import corrections, signed_last, submit
from aixin_tui.services.sources import source_label
from aixin_tui.texts import label

__all__ = [
    "Behind", "Correction", "CorrectionEntry", "Corrections", "ExplainNumber", "NumberExplained",
    "RenderReport", "Rendered", "ReportListed", "SubmitReport", "corrections", "due_day", "explain_number", "render",
    "report_keys", "signed_last", "submit",
]

#: Days after a period within which its report is in time, where its cadence does not say the day (系统默认).
DAYS_TO_REPORT = 10


def report_keys(desk: Desk, who: Who) -> tuple[ReportListed, ...]:
    """List the reports that the office makes and the documents it can make, in the order of their keys."""
    office = office_for(desk, who, "")
    return tuple(
        _listed(desk, who, spec, office)
        for _, spec in sorted(desk.province.reports.items())
        if not refused(who, spec, spec.key, office)
    )


def _listed(desk: Desk, who: Who, spec: ReportSpec, office: str) -> ReportListed:
    unit = unit_of(spec)
    if spec.document_for:
        return ReportListed(spec.key, spec.title, "", spec.document_for, spec.to, "", "", "")
    earlier = submissions_of(desk, spec.key, office)
    period = period_of(unit, who.today).previous() if unit else period_of("month", who.today)
    handed_in = [one.text("date") for one in earlier if one.text("period") == period.key]
    due = due_day(spec, period).isoformat() if unit else _due_when_new(desk, who, spec, office)
    return ReportListed(spec.key, spec.title, unit, "", spec.to, period.key, due, handed_in[-1] if handed_in else "")


def due_day(spec: ReportSpec, period: Period) -> date:
    """Give the last day on which the report of a period is in time.

    A cadence with `days` of the month names it in the period's last month; else it is the tenth day after the period.
    """
    if isinstance(spec.cadence, Every) and spec.cadence.days is not None:
        return period.last.replace(day=min(spec.cadence.days[1], period.last.day))
    return period.last + timedelta(days=DAYS_TO_REPORT)


def _due_when_new(desk: Desk, who: Who, spec: ReportSpec, office: str) -> str:
    """Of a report that is made when something is new: the last day for the oldest line not yet listed [HI-18]."""
    if not isinstance(spec.cadence, After):
        return ""
    issued = issued_before(submissions_of(desk, spec.key, office))
    edition = Edition(period_of("month", who.today), office, issued=issued)
    view = report_view(desk, who, spec, edition)
    content = make(desk, who, spec, edition)
    kind = spec.cadence.fact.partition(".")[0]
    days = [
        day
        for block in content.blocks for row in block.rows if row.kind == kind
        if (record := view.find(kind, row.key)) is not None
        for value in view.fact(record, spec.cadence.fact)
        if (day := as_day(value)) is not None
    ]
    if not days:
        return ""
    last = shift(min(days), spec.cadence.within) if spec.cadence.within else min(days)
    return (last - timedelta(days=1 if spec.cadence.within else 0)).isoformat()


def render(desk: Desk, who: Who, command: RenderReport) -> Rendered:
    """Render a report of the office, or of a division inside it, for a period.

    `known_at` looks back to what was known then; the report is then made on that day or, if earlier, today.
    """
    spec = desk.province.reports.get(command.key)
    office = office_for(desk, who, command.office)
    problems = refused(who, spec, command.key, office)
    if spec is None or problems:
        return Rendered(problems=problems)
    try:
        period = period_for(spec, command.period, who.today)
    except ValueError:
        return Rendered(problems=(Problem(Code.REPORT_002, values={"period": command.period}),))
    edition = _edition(desk, who, spec, period, command.known_at or who.known_at, office)
    content = make(desk, who, spec, edition, lang=command.lang, phrases=dict(command.phrases))
    handed_in = (one for one in reversed(submissions_of(desk, spec.key, office))
                 if one.text("period") == period.key and one.text("digest") == content.digest)
    same = next(handed_in, None)
    if same is None:
        return Rendered(content)
    return Rendered(content, (), same.text("filled_by"), same.text("reviewed_by"), same.text("date"))


def _edition(desk: Desk, who: Who, spec: ReportSpec, period: Period, known_at: str, office: str) -> Edition:
    known_on = as_day(known_at[:10]) if known_at else None
    made_on = min(who.today, known_on) if known_on else who.today
    has_once = any(b.list is not None and b.list.once for b in spec.blocks.versions())
    issued = issued_before(submissions_of(desk, spec.key, office), known_at) if has_once else None
    return Edition(period, office, known_at, made_on, issued)


def explain_number(desk: Desk, who: Who, command: ExplainNumber) -> NumberExplained:
    """List the records behind a number of a report; of sealed ones only the bare number is told."""
    spec = desk.province.reports.get(command.key)
    office = office_for(desk, who, command.office)
    problems = refused(who, spec, command.key, office)
    if spec is None or problems:
        return NumberExplained("", "", problems=problems)
    try:
        period = period_for(spec, command.period, who.today)
    except ValueError:
        return NumberExplained("", "", problems=(Problem(Code.REPORT_002, values={"period": command.period}),))
    edition = _edition(desk, who, spec, period, command.known_at or who.known_at, office)
    content = make(desk, who, spec, edition)
    cell = content.cell(command.block, command.row, command.column)
    if cell is None:
        return NumberExplained("", "", problems=(Problem(Code.REPORT_005, values={"block": command.block}),))
    view = report_view(desk, who, spec, edition)
    found = (view.find(cell.kind, key) for key in _records_behind(view, content, command, cell))
    figure = figures.figure_spec(view, cell.figure) if cell.figure else None
    lacks = any(_asks_completeness(view, one.figure) for one in _row_of(content, command))
    behind = tuple(_behind(view, who, record, lacks=lacks) for record in found if record is not None)
    is_sealed = figure is not None and not figure.is_ratio and figures.is_sealed(view, figure)
    named = _label(content, command, figure.label if figure else "", cell)
    return NumberExplained(named, cell.text, behind, is_sealed, source_label(figure.stamp) if figure else "")


def _label(content: ReportContent, command: ExplainNumber, figure: str, cell: Cell) -> str:
    block = content.block(command.block)
    if block is None or block.form == "text":
        return figure
    row = block.rows[command.row - 1]
    head = figure or block.columns[command.column - 1].head
    return head if row.cells[0] is cell else f"{row.cells[0].text} {head}"


def _row_of(content: ReportContent, command: ExplainNumber) -> Sequence[Cell]:
    block = content.block(command.block)
    return block.rows[command.row - 1].cells if block is not None and block.form != "text" else ()


def _records_behind(view: View, content: ReportContent, command: ExplainNumber, cell: Cell) -> Sequence[str]:
    """Give the records of a cell; of a share of complete files all files, those that lack something first [QH-12]."""
    figure = figures.figure_spec(view, cell.figure) if cell.figure else None
    if figure is None or not figure.is_ratio or not _asks_completeness(view, cell.figure):
        return cell.records
    whole = next((one.records for one in _row_of(content, command) if one.figure == figure.whole), cell.records)
    complete = set(cell.records)
    return sorted(whole, key=lambda key: key in complete)


def _asks_completeness(view: View, key: str) -> bool:
    """Whether a figure is about how complete the files are: then each record says which fields it lacks."""
    figure = figures.figure_spec(view, key) if key else None
    if figure is None:
        return False
    if figure.is_ratio:
        return _asks_completeness(view, figure.part)
    return any(fact.endswith(".complete") for fact in facts_named(figure.where))


def _behind(view: View, who: Who, record: Record, *, lacks: bool = False) -> Behind:
    """Say whose the record is and what; names outside the operator's own division are masked."""
    place = view.place(record)
    own = record.text("name") or view.text(record, "child.name") or view.text(record, "loving_mother.name")
    name = own if not who.scope or is_inside(place, who.scope) else mask(own, "name")
    if record.kind == "pairing" and (other := view.text(record, "loving_mother.name")):
        name = f"{name} - {other}"
    day = view.text(record, f"{record.kind}.date")
    what = printed_fact(view, record, f"{record.kind}.kind") or printed_fact(view, record, f"{record.kind}.state")
    if lacks:
        day, what = "", "、".join(lacking(view, record)) or label("life.complete")
    return Behind(record.kind, record.id, name, place_name(view, place), " ".join(part for part in (day, what) if part))
