"""报表: the reports of the province, one of them on the screen, the children behind a number, 定稿, and the file."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, ClassVar

from aixin_tui.engine.content import TableRow
from aixin_tui.services.desk import Result
from aixin_tui.services.reports.reporting import (
    Behind,
    Corrections,
    ExplainNumber,
    NumberExplained,
    Rendered,
    RenderReport,
    ReportListed,
    SubmitReport,
    corrections,
    explain_number,
    render,
    report_keys,
    signed_last,
    submit,
)
from aixin_tui.tui.asking import AskText
from aixin_tui.tui.periods import next_period, previous_period
from aixin_tui.tui.screens.base import DeskScreen
from aixin_tui.tui.screens.opening import open_record
from aixin_tui.tui.screens.report_page import ReportPage, Spot, report_lines
from aixin_tui.tui.session import Session
from aixin_tui.tui.widgets.line_list import LineList, PageView
from aixin_tui.tui.widgets.lines import Column, Line, Span, paragraph, spread, table_row


class ReportsScreen(DeskScreen):
    """The list of reports: what is due when, what was handed in."""

    TITLE_KEY = "keys.go_reports"
    IS_PLACE = True
    OFFERS: ClassVar[tuple[str, ...]] = ("open", "papers")

    def body(self) -> Iterable[Any]:
        """Give the page."""
        yield PageView(id="page")

    def load(self) -> None:
        """List the reports."""
        desk, who = self.session.desk, self.session.who
        self.ask(lambda: report_keys(desk, who), self._show, busy=self.t("screen.busy_reports"))

    def _show(self, found: tuple[ReportListed, ...]) -> None:
        t = self.t
        columns = (Column(t("screen.col_report"), 20, grow=True), Column(t("screen.col_period"), 10),
                   Column(t("screen.col_due"), 12), Column(t("screen.col_submitted"), 12))
        page = self.query_one(PageView)
        reports = [one for one in found if not one.document_for]

        def lines(width: int) -> list[Line]:
            widths = spread(columns, width)
            made = []
            for one in reports:
                submitted = one.submitted_on or (t("screen.not_submitted") if one.due_on else "")
                role = "good" if one.submitted_on else "warn" if one.due_on else "dim"
                cells = (self.session.local(one.title), one.period, one.due_on, Span(submitted, role))
                made.append(Line(table_row(cells, columns, widths), one))
            return made or [Line((Span(f"  {t('screen.no_reports')}", "dim"),))]

        head = table_row([Span(c.title, "head") for c in columns], columns, spread(columns, page.size.width or 80))
        page.show(lines, head=(head,))

    def do_papers(self) -> None:
        """Print a paper for a place: whom to visit, whom to query, what is missed."""
        from aixin_tui.tui.paper_offers import offer_place_papers

        offer_place_papers(self)

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        """Open a report."""
        if isinstance(event.target, ReportListed):
            self.app.push_screen(ReportScreen(self.session, event.target))


class ReportScreen(DeskScreen):
    """One report for a period."""

    OFFERS: ClassVar[tuple[str, ...]] = (
        "show_records", "period_before", "period_after", "export", "papers", "submit", "corrections")

    def __init__(self, session: Session, listed: ReportListed) -> None:
        super().__init__(session)
        self.listed, self.period = listed, listed.period
        self.rendered: Rendered | None = None

    def heading(self) -> str:
        """Give the title."""
        return self.session.local(self.listed.title)

    def body(self) -> Iterable[Any]:
        """Give the page."""
        yield ReportPage()

    def load(self) -> None:
        """Render the report."""
        desk, who = self.session.desk, self.session.who
        command = RenderReport(self.listed.key, self.period, lang=self.session.lang)
        self.ask(lambda: render(desk, who, command), self._show, busy=self.t("screen.busy_report"))

    def _show(self, rendered: Rendered) -> None:
        self.rendered = rendered
        content = rendered.content
        page = self.query_one(ReportPage)
        if content is None:
            problems = rendered.problems
            page.show(lambda width: [line for p in problems for line in paragraph(self.sentence(p), width, "bad")])
            return
        self.period = content.period or self.period
        page.show(lambda width: report_lines(content, width), keep_cursor=False)
        self.status.show_place(content.period_label or self.period)

    def do_show_records(self) -> None:
        """Show who stands behind the number under the cursor."""
        page = self.query_one(ReportPage)
        spot = page.spot
        if spot is not None:
            self._explain(spot)

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        """Show who stands behind the number, or open the record that the line is."""
        if isinstance(event.target, TableRow):
            open_record(self, event.target.kind, event.target.key)
        else:
            self.do_show_records()

    def _explain(self, spot: Spot) -> None:
        desk, who = self.session.desk, self.session.who
        command = ExplainNumber(self.listed.key, self.period, spot.block, spot.row, spot.column)
        self.ask(lambda: explain_number(desk, who, command),
                 lambda found: show_behind(self, found))

    def do_period_before(self) -> None:
        """Go one period back."""
        self._turn(previous_period(self.period))

    def do_period_after(self) -> None:
        """Go one period on."""
        self._turn(next_period(self.period))

    def _turn(self, period: str) -> None:
        if period:
            self.period = period
            self.load()

    def do_export(self) -> None:
        """Write the report as a spreadsheet."""
        made = self.rendered
        content = made.content if made else None
        if made is None or content is None:
            return
        name = f"{content.office_name}-{content.title}-{content.period}.xlsx".replace("/", "-")
        start = str(Path.home() / name)

        def asked(path: str | None) -> None:
            if path:
                from aixin_tui.tui.files import save_report

                self.ask(lambda: save_report(self.session, made, Path(path).expanduser()), self._exported)

        self.app.push_screen(AskText(self.session, self.t("keys.export"), self.t("screen.export_where"), start), asked)

    def _exported(self, answer: str) -> None:
        self.say(answer, "bad" if answer.startswith("!") else "good")

    def do_papers(self) -> None:
        """Print the report: as a 公文, a web page, a spreadsheet."""
        from aixin_tui.tui.paper_offers import offer_report

        if self.rendered is not None:
            offer_report(self, self.rendered)

    def do_submit(self) -> None:
        """定稿: keep what is handed in."""
        session, key, title = self.session, self.listed.key, self.t("keys.submit")

        def known(signed: tuple[str, str]) -> None:
            def filled(name: str | None) -> None:
                if name:
                    self.app.push_screen(AskText(session, title, self.t("screen.reviewed_by"), signed[1], whole=True),
                                         lambda reviewer: self._submit(name, reviewer) if reviewer else None)

            start = signed[0] or session.who.operator
            self.app.push_screen(AskText(session, title, self.t("screen.filled_by"), start, whole=True), filled)

        self.ask(lambda: signed_last(session.desk, session.who, key), known, group="signed")

    def _submit(self, filled_by: str, reviewed_by: str, *, again: bool = False) -> None:
        desk, who = self.session.desk, self.session.who
        command = SubmitReport(self.listed.key, self.period, filled_by, reviewed_by, again)

        def done(result: Result) -> None:
            self.load()
            self.tell(result, self.t("screen.submitted"))

        self.act(lambda: submit(desk, who, command), done)

    def do_corrections(self) -> None:
        """更正: what changed since it was handed in."""
        desk, who = self.session.desk, self.session.who
        self.ask(lambda: corrections(desk, who, self.listed.key, self.period), self._corrections)

    def _corrections(self, found: Corrections) -> None:
        if found.problems:
            self.show_problems(found.problems)
        elif not found.rows:
            self.say(self.t("screen.no_corrections"), "good")
        else:
            from aixin_tui.tui.confirm import Notice

            parts = []
            for row in found.rows:
                parts.append((self.t("screen.correction", where=f"{row.heading} {row.row} {row.column}".strip(),
                                     old=row.before or "-", new=row.after or "-"), "head"))
                parts += [(f"{e.number}  {e.recorded_at[:16]}  {e.operator}  {e.action}", "dim") for e in row.entries]
            self.app.push_screen(Notice(self.session, self.t("keys.corrections"), parts,
                                        (("close", self.t("app.understood")),)))


class BehindScreen(DeskScreen):
    """The records behind a number."""

    OFFERS: ClassVar[tuple[str, ...]] = ("open",)

    def __init__(self, session: Session, found: NumberExplained) -> None:
        super().__init__(session)
        self._found = found

    def heading(self) -> str:
        """Name the number."""
        return f"{self._found.label}  {self._found.text}"

    def body(self) -> Iterable[Any]:
        """Give the page."""
        yield PageView(id="page")

    def load(self) -> None:
        """Show the records."""
        columns = (Column("", 14), Column("", 20, grow=True), Column("", 20, grow=True))
        records = self._found.records
        self.query_one(PageView).show(lambda width: [
            Line(table_row((one.name, one.text, one.place), columns, spread(columns, width)), one) for one in records
        ], keep_cursor=False)
        self.status.show_place(self.t("screen.records_count", count=len(records)))

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        """Open the record."""
        if isinstance(event.target, Behind):
            open_record(self, event.target.kind, event.target.id)


def show_behind(screen: DeskScreen, found: NumberExplained) -> None:
    """Show the records behind a number over a screen, or say why there are none to be shown."""
    if found.problems:
        screen.show_problems(found.problems)
    elif found.sealed:
        screen.say(screen.t("screen.number_sealed"), "warn")
    elif not found.records:
        screen.say(screen.t("screen.number_of_nobody"), "note")
    else:
        screen.app.push_screen(BehindScreen(screen.session, found))
