"""台账合计: what a register comes to; Enter on a number shows its lines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, ClassVar

from aixin_tui.engine.spec.form import FieldType
from aixin_tui.services.register_totals import RegisterTotals, TotalRegister, explain_total, total_register
from aixin_tui.tui.screens.base import DeskScreen
from aixin_tui.tui.screens.report_page import ReportPage, report_lines
from aixin_tui.tui.session import Session
from aixin_tui.tui.widgets.choice import ChoiceBox
from aixin_tui.tui.widgets.line_list import LineList
from aixin_tui.tui.widgets.lines import paragraph


class TotalsScreen(DeskScreen):
    """The totals of a register for a year."""

    OFFERS: ClassVar[tuple[str, ...]] = ("show_records", "split_by", "period_before", "period_after")

    def __init__(self, session: Session, kind: str, scope: str = "") -> None:
        super().__init__(session)
        self.command = TotalRegister(kind, scope=scope, year=session.today.year, lang=session.lang)

    def about(self) -> str:
        """Say what the screen is for."""
        return self.t("register.about_totals")

    def heading(self) -> str:
        """Name the register."""
        form = self.session.desk.province.forms[self.command.kind]
        return f"{self.session.local(form.label)}  {self.t('register.totals')}"

    def body(self) -> Iterable[Any]:
        """Give the page."""
        yield ReportPage()

    def load(self) -> None:
        """Add up."""
        desk, who, command = self.session.desk, self.session.who, self.command
        self.ask(lambda: total_register(desk, who, command), self._show, busy=self.t("screen.busy_report"))

    def _show(self, found: RegisterTotals) -> None:
        page, content = self.query_one(ReportPage), found.content
        if content is None:
            said = [self.sentence(problem) for problem in found.problems]
            page.show(lambda width: [line for text in said for line in paragraph(text, width, "bad")])
            return
        page.show(lambda width: report_lines(content, width), keep_cursor=False)
        self.status.show_place(content.period_label)

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        """Show the lines behind the number."""
        event.stop()
        self.do_show_records()

    def do_show_records(self) -> None:
        """Show the lines behind the number under the cursor."""
        from aixin_tui.tui.screens.reports import show_behind

        spot = self.query_one(ReportPage).spot
        if spot is not None:
            desk, who, command = self.session.desk, self.session.who, self.command
            self.ask(lambda: explain_total(desk, who, command, spot.block, spot.row, spot.column),
                     lambda found: show_behind(self, found))

    def do_split_by(self) -> None:
        """Choose the field by which the lines are split; nothing chosen shows the usual ways."""
        form = self.session.desk.province.forms[self.command.kind]
        kinds = (FieldType.CHOICE, FieldType.FLAG, FieldType.LINK)
        choices = [(spec.key, self.session.local(spec.label)) for spec in form.fields.at()
                   if spec.type in kinds and not spec.sealed]
        if self.command.kind in self.session.desk.province.lives:
            choices.insert(0, ("state", self.t("register.col_state")))
        choices.append(("below", self.t("register.by_place")))

        def chosen(answer: tuple[str, ...] | None) -> None:
            if answer is not None:
                self.command = replace(self.command, by=answer[0] if answer else "")
                self.load()

        box = ChoiceBox(self.session, self.t("keys.split_by"), choices, (self.command.by,), is_field=True)
        self.app.push_screen(box, chosen)

    def do_period_before(self) -> None:
        """Go one year back."""
        self.command = replace(self.command, year=self.command.year - 1)
        self.load()

    def do_period_after(self) -> None:
        """Go one year on, not beyond this one."""
        if self.command.year < self.session.today.year:
            self.command = replace(self.command, year=self.command.year + 1)
            self.load()
