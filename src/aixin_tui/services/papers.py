"""Papers: documents made of records (文书), several in one file. Masked without a reason, and each is logged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Problem
from aixin_tui.domain.record import Act, Receipt, Value
from aixin_tui.engine.content import ReportContent
from aixin_tui.engine.periods import Period, parse_period, period_of
from aixin_tui.engine.reporting import masked_facts, render_document
from aixin_tui.engine.spec.report import ReportSpec
from aixin_tui.engine.view import View
from aixin_tui.services.desk import Desk, Who
from aixin_tui.services.masked_content import masked_block
from aixin_tui.services.paper_choice import chosen_records, file_name
from aixin_tui.services.reports.rendering import refused
from aixin_tui.services.scope import refusals
from aixin_tui.services.viewing import own_part, snapshot_of, view_of
from aixin_tui.services.wording import kind_label
from aixin_tui.texts import label

#: So many papers go into one file at most.
MOST = 500


@dataclass(frozen=True, slots=True)
class PaperKind:
    """One kind of paper that the office can make."""

    key: str
    title: str
    kind: str
    """Kind of the record that it is for; `division` for a place."""
    kind_label: str
    layout: str
    copies: int
    has_masked: bool
    """It prints a number, phone or address, in full only for a reason."""


@dataclass(frozen=True, slots=True)
class MakePapers:
    """Make a paper of each record named, and of all records of its kind in a division (`place`)."""

    key: str
    records: tuple[str, ...] = ()
    place: str = ""
    """Of a paper for places: one a place directly below it that has something to list."""
    month: str = ""
    """The month that a monthly page is for, as `2026-11`; empty for this one."""
    reveal: str = ""
    """Why numbers and phones are printed in full; empty leaves them masked."""
    lang: str = "zh"


@dataclass(frozen=True, slots=True)
class Papers:
    """The papers made, in order; nothing where they were refused."""

    contents: tuple[ReportContent, ...] = ()
    problems: tuple[Problem, ...] = ()
    receipt: Receipt | None = None
    name: str = ""
    """A name for the file, without its ending: no number, and of a child no full name."""
    copies: int = 1
    template: bytes = b""


def paper_kinds(desk: Desk, who: Who, kind: str = "") -> tuple[PaperKind, ...]:
    """List the kinds of paper that the operator may make, of one kind of record or of all, in the order of titles."""
    found = (
        _kind(desk, spec) for spec in desk.province.reports.values()
        if spec.document_for and kind in ("", spec.document_for) and not refused(who, spec, spec.key, desk.office)
    )
    return tuple(sorted(found, key=lambda one: (one.kind, one.key)))


def _kind(desk: Desk, spec: ReportSpec) -> PaperKind:
    is_place = spec.document_for == "division"
    named = label("report.division") if is_place else kind_label(desk, spec.document_for)
    has_masked = bool(masked_facts(desk.province, spec))
    return PaperKind(spec.key, spec.title, spec.document_for, named, spec.layout, spec.copies, has_masked)


def make_papers(desk: Desk, who: Who, command: MakePapers) -> Papers:
    """Make papers, and log that they were made: which, of whom, by whom, and why numbers stand in them in full.

    Restricted records are never read for a paper, whatever rights the operator has.
    """
    spec = desk.province.reports.get(command.key)
    problems = refused(who, spec, command.key, desk.office)
    if spec is None or not spec.document_for:
        return Papers(problems=problems or (Problem(Code.REPORT_001, values={"key": command.key}),))
    if who.known_at or command.reveal:
        problems += refusals(desk, who, role="recorder" if command.reveal else "viewer")
    try:
        period = parse_period(command.month) if command.month else period_of("month", who.today)
    except ValueError:
        problems += (Problem(Code.REPORT_002, values={"period": command.month}),)
    if problems:
        return Papers(problems=problems)
    view = paper_view(desk, who, period)
    records, missing = chosen_records(desk, who, view, spec, command.records, command.place)
    if missing:
        return Papers(problems=tuple(Problem(Code.REPORT_009, values={"title": spec.title}) for _ in missing))
    if not 0 < len(records) <= MOST:
        code = Code.PAPER_002 if records else Code.PAPER_001
        return Papers(problems=(Problem(code, values={"title": spec.title, "most": MOST, "count": len(records)}),))
    contents = tuple(
        render_document(view, spec, record, office=desk.office, period=period, lang=command.lang) for record in records)
    name = file_name(desk, view, spec, records, command.place, who.today)
    return Papers(*_logged(desk, who, command, spec, contents), name=name, copies=spec.copies, template=spec.template)


def paper_view(desk: Desk, who: Who, period: Period) -> View:
    """Give the records that the operator may print, as of today: of restricted ones none, of other divisions none."""
    plain = replace(who, rights=frozenset())
    snapshot = own_part(desk, plain, snapshot_of(desk, plain))
    return view_of(desk, plain, office=desk.office, period=period.days, snapshot=snapshot)


def _logged(
    desk: Desk, who: Who, command: MakePapers, spec: ReportSpec, contents: tuple[ReportContent, ...]
) -> tuple[tuple[ReportContent, ...], tuple[Problem, ...], Receipt]:
    """Log that papers are made and why in full, then give them: masked, where there is no reason."""
    shown = sorted({fact for content in contents for fact in _masked_in(content)}) if command.reveal else []
    if not shown:
        contents = tuple(replace(one, blocks=tuple(map(masked_block, one.blocks))) for one in contents)
    about: dict[str, Value] = {"document": spec.key, "kind": spec.document_for,
                               "records": [content.record for content in contents]}
    if shown:
        about["fields"] = shown
    act = Act("document", who.operator, reason=command.reveal or who.reason, source=who.source, about=about)
    return contents, (), desk.store.commit(act)


def _masked_in(content: ReportContent) -> Iterator[str]:
    for block in content.blocks:
        yield from (piece.fact for piece in block.pieces if piece.mask and piece.text)
        for n, column in enumerate(block.columns):
            if column.mask and any(row.cells[n].text for row in block.rows):
                yield column.key
