"""How a report comes from the records: what was known, the day it was made on, and what an earlier edition listed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from aixin_tui.domain.codes import Code
from aixin_tui.domain.kinds import is_restricted
from aixin_tui.domain.problem import Problem
from aixin_tui.domain.record import Record, members
from aixin_tui.domain.region import level_of
from aixin_tui.engine import figures
from aixin_tui.engine.content import ReportContent
from aixin_tui.engine.periods import Period, parse_period, period_of
from aixin_tui.engine.reporting import render_report
from aixin_tui.engine.spec.checklist import Every
from aixin_tui.engine.spec.report import ReportSpec
from aixin_tui.engine.view import View
from aixin_tui.services.desk import Desk, Who
from aixin_tui.services.masked_content import masked_block
from aixin_tui.services.reports.parts import made_in_parts
from aixin_tui.services.scope import NOWHERE, narrowed
from aixin_tui.services.viewing import view_of
from aixin_tui.texts import label


@dataclass(frozen=True, slots=True)
class Edition:
    """Which rendering of a report is wanted: the period, the office, what was known, and the day it is made on."""

    period: Period
    office: str
    known_at: str = ""
    made_on: date = date.min
    issued: Mapping[str, frozenset[str]] | None = None
    """Lines of earlier editions, by block."""

    def day(self, who: Who) -> date:
        """Give the day on which it is made: its own, else today."""
        return self.made_on if self.made_on != date.min else who.today

    def holds(self, place: str) -> bool:
        """Whether a division lies in the one that is reported on."""
        return place.startswith(self.office)


def period_for(spec: ReportSpec, text: str, today: date) -> Period:
    """Read the period asked for, by default the one that runs today in the report's own unit.

    Raises:
        ValueError: the text is no period.
    """
    return parse_period(text) if text else period_of(unit_of(spec) or "month", today)


def unit_of(spec: ReportSpec) -> str:
    """Name the unit of a report's periods; empty for a document and for what is made when something is new."""
    return spec.cadence.unit if isinstance(spec.cadence, Every) else ""


def refused(who: Who, spec: ReportSpec | None, key: str, office: str) -> tuple[Problem, ...]:
    """List why this report is not for this office or this reader; empty where nothing stands against it."""
    if spec is None:
        return (Problem(Code.REPORT_001, values={"key": key}),)
    if office == NOWHERE:
        return (Problem(Code.ACT_003, values={"place": ""}),)
    found = []
    if spec.visible_to and who.role.value not in spec.visible_to and who.role.value != "administrator":
        found.append(Problem(Code.REPORT_010, values={"title": spec.title}))
    level = level_of(office)
    if spec.made_by and level is not None and level.value not in spec.made_by:
        levels = "、".join(label(f"report.level_{name}") for name in spec.made_by)
        found.append(Problem(Code.REPORT_008, values={"title": spec.title, "levels": levels}))
    return tuple(found)


def office_for(desk: Desk, who: Who, office: str) -> str:
    """Give the division that is reported on: the one asked for, as far as the operator may see it."""
    return narrowed(who, office or desk.office) or desk.office


def make(desk: Desk, who: Who, spec: ReportSpec, edition: Edition, *, lang: str = "zh",
         phrases: Mapping[str, int] | None = None) -> ReportContent:
    """Render one edition, with the values masked that its lists show masked."""
    content = made_in_parts(desk, who, spec, edition, sealed=_tells_sealed(desk, spec), lang=lang,
                            phrases=phrases or {}) or render_report(
        report_view(desk, who, spec, edition), spec, edition.period, office=edition.office, lang=lang,
        phrases=phrases, issued=edition.issued)
    return replace(content, blocks=tuple(masked_block(block) for block in content.blocks))


def report_view(desk: Desk, who: Who, spec: ReportSpec, edition: Edition) -> View:
    """Build the view of an edition: the as-of day, the period, and the day as of which its slots are judged.

    Restricted records are read only where a figure tells their bare number [HN-07].
    """
    made_on = edition.day(who)
    snapshot = desk.store.snapshot(
        edition.office, known_at=edition.known_at or who.known_at, restricted=_tells_sealed(desk, spec)
    )
    return view_of(
        desk, who, edition.period.as_of(made_on), office=edition.office, period=edition.period.days,
        judged_on=edition.period.judged_on(made_on), snapshot=snapshot,
    )


def _tells_sealed(desk: Desk, spec: ReportSpec) -> bool:
    named: set[str] = set()
    for block in spec.blocks.versions():
        for part in (block.table, block.chart):
            named.update(part.figures if part is not None else ())
        named.update(key for key in desk.province.figures if "{" + key + "}" in block.text)
    for key in tuple(named):
        found = desk.province.figures.get(key)
        named.update(figures.bases(found) if found is not None else ())
    specs = [found for key in named if (found := desk.province.figures.get(key)) is not None]
    kinds = {kind for found in specs for kind in (figures.source_kind(found), figures.counted_kind(found))}
    forms = desk.province.forms
    return any(is_restricted(kind) or (kind in forms and forms[kind].sealed) for kind in kinds)


def submissions_of(desk: Desk, key: str, office: str) -> tuple[Record, ...]:
    """List the editions of a report of an office that were handed in, the oldest first."""
    found = desk.store.own("submission")
    ours = (one for one in found if one.text("report") == key and one.text("office") == office)
    return tuple(sorted(ours, key=lambda one: (one.text("known_at"), one.id)))


def issued_before(submissions: tuple[Record, ...], known_at: str = "") -> Mapping[str, frozenset[str]]:
    """Collect, by block, the lines that editions before a moment have listed; of all where none is given."""
    found: dict[str, set[str]] = {}
    for one in submissions:
        if not known_at or one.text("known_at") < known_at:
            for block, lines in (one.get("listed") or {}).items():
                found.setdefault(block, set()).update(members(lines))
    return {block: frozenset(lines) for block, lines in found.items()}


def edition_of(submission: Record, earlier: tuple[Record, ...]) -> Edition:
    """Give back the edition that was handed in, so that its bytes come anew from the log."""
    return Edition(
        period=parse_period(submission.text("period")), office=submission.text("office"),
        known_at=submission.text("known_at"), made_on=date.fromisoformat(submission.text("made_on")),
        issued=issued_before(earlier, submission.text("known_at")),
    )
