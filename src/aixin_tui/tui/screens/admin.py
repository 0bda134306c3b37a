"""管理: who may do what, what waits or is out of order, what families ask for, the backup, the workspace."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from textual.widgets import Input

from aixin_tui import __version__
from aixin_tui.bootstrap import BackedUp, back_up, examine_workspace, open_findings
from aixin_tui.domain.problem import Problem, ProblemsError
from aixin_tui.services.desk import Desk, Result, Role, Who
from aixin_tui.services.doctoring import Finding
from aixin_tui.services.operator_list import Operator, list_operators
from aixin_tui.services.requests import RequestLine, list_requests, right_label
from aixin_tui.tui.asking import AskText
from aixin_tui.tui.confirm import problem_page
from aixin_tui.tui.screens.admin_forms import answer_form, operator_form, request_form
from aixin_tui.tui.screens.base import DeskScreen
from aixin_tui.tui.widgets.line_list import LineList, PageView
from aixin_tui.tui.widgets.lines import Column, Line, Span, heading, paragraph, spread, table_row


@dataclass(frozen=True, slots=True)
class Board:
    """What the place shows."""

    operators: tuple[Operator, ...]
    requests: tuple[RequestLine, ...]
    findings: tuple[Finding, ...]


def _board(desk: Desk, who: Who) -> Board:
    return Board(list_operators(desk, who), list_requests(desk, who, open_only=True), open_findings(desk, who))


class AdminScreen(DeskScreen):
    """Operators, open work, requests, the workspace. Enter edits an operator or answers a request."""

    TITLE_KEY = "keys.go_admin"
    IS_PLACE = True
    OFFERS: ClassVar[tuple[str, ...]] = ("open", "add_operator", "add_request", "examine", "back_up")

    def about(self) -> str:
        """Say what the screen is for."""
        return self.t("admin.about_admin")

    def why_not(self, action_id: str) -> str:
        """Tell who is no administrator that operators and the backup are not hers."""
        may = self.session.who.may(Role.ADMINISTRATOR) and not self.session.who.scope
        return self.t("admin.not_yours") if action_id in ("add_operator", "back_up") and not may else ""

    def body(self) -> Iterable[Any]:
        """Give the page."""
        yield PageView(id="page")

    def load(self) -> None:
        """Look at everything that is shown."""
        desk, who = self.session.desk, self.session.who
        self.ask(lambda: _board(desk, who), self._show)

    def _show(self, board: Board) -> None:
        self.query_one(PageView).show(lambda width: self._lines(board, width))

    def _lines(self, board: Board, width: int) -> list[Line]:
        t, local = self.t, self.session.local
        lines = [*heading(t("admin.operators"))]
        columns = (Column("", 12), Column("", 18, grow=True), Column("", 8), Column("", 24, grow=True), Column("", 6))
        widths = spread(columns, width)
        for one in board.operators:
            rights = "、".join(t(f"admin.right_{right}") for right in sorted(one.rights))
            state = Span(t("admin.disabled"), "dim") if one.disabled else Span(t("admin.enabled"))
            lines.append(Line(table_row((one.user, one.place, t(f"cli.role.{one.role.value}"), rights, state),
                                        columns, widths), one))
        lines += [] if board.operators else paragraph(t("admin.no_operators"), width, "dim", indent=2)
        lines += [Line(), *heading(t("admin.requests"))]
        for asked in board.requests:
            role = "bad" if asked.is_late else "plain"
            right, name = right_label(asked.right, self.session.lang), asked.name or t("admin.erased")
            text = f"  {right}  {name}  {asked.asked_by}  {t('admin.due')} {asked.due_on}"
            lines.append(Line((Span(text, role),), asked))
        lines += [] if board.requests else paragraph(t("admin.no_requests"), width, "dim", indent=2)
        lines += [Line(), *heading(t("admin.findings"))]
        for finding in board.findings:
            lines.append(Line((Span(f"  {finding.count:>5}  "), Span(local(finding.label))), finding))
        lines += [] if board.findings else paragraph(t("admin.no_findings"), width, "dim", indent=2)
        return lines + self._facts(width)

    def _facts(self, width: int) -> list[Line]:
        t, desk = self.t, self.session.desk
        space = desk.store.workspace
        facts = (("admin.fact_office", desk.province.divisions.path(space.office)),
                 ("admin.fact_province", self.session.local(desk.province.identity.name)),
                 ("admin.fact_folder", space.path), ("admin.fact_version", __version__))
        lines = [Line(), *heading(t("admin.workspace"))]
        for key, value in facts:
            lines += paragraph(f"{t(key)}: {value}", width, indent=2)
        return lines

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        """Edit an operator, answer a request, or say how a finding is looked at."""
        target = event.target
        if isinstance(target, Operator):
            refusal = self.why_not("add_operator")
            if refusal:
                self.say(refusal, "warn")
            else:
                self.app.push_screen(operator_form(self.session, target), self._saved)
        elif isinstance(target, RequestLine):
            self.app.push_screen(answer_form(self.session, target), self._saved)
        elif isinstance(target, Finding):
            self.say(self.t("admin.see", command=target.command), "note")

    def do_add_operator(self) -> None:
        """Enter an operator."""
        self.app.push_screen(operator_form(self.session), self._saved)

    def do_add_request(self) -> None:
        """Take down what a family asks for."""
        self.app.push_screen(request_form(self.session), self._saved)

    def _saved(self, result: Result | None) -> None:
        if result is not None:
            self.load()
            self.tell(result, self.t("screen.saved"))

    def do_examine(self) -> None:
        """Check every file and the log line by line."""
        path = self.session.desk.store.workspace.path
        self.ask(lambda: examine_workspace(path), self._examined, busy=self.t("admin.examining"))

    def _examined(self, found: tuple[Problem, ...]) -> None:
        if found:
            self.app.push_screen(problem_page(self.session, found))
        else:
            self.say(self.t("admin.log_sound"), "good")

    def do_back_up(self) -> None:
        """Ask for a file and a passphrase, twice, and write the backup."""
        title, today = self.t("keys.back_up"), self.session.today.isoformat()
        start = str(Path.home() / f"aixin-{self.session.desk.office}-{today}.backup")

        def named(file: str | None) -> None:
            if file:
                self.app.push_screen(AskSecret(self.session, title, self.t("admin.passphrase_rule")),
                                     lambda first: typed(file, first))

        def typed(file: str, first: str | None) -> None:
            if first:
                self.app.push_screen(AskSecret(self.session, title, self.t("admin.passphrase_again")),
                                     lambda second: self._back_up(file, first, second))

        self.app.push_screen(AskText(self.session, title, self.t("admin.backup_where"), start), named)

    def _back_up(self, file: str, first: str, second: str | None) -> None:
        if second is None:
            return
        if first != second:
            self.say(self.t("admin.passphrases_differ"), "bad")
            return
        desk, who = self.session.desk, self.session.who

        def job() -> BackedUp:
            try:
                return back_up(desk, who, Path(file).expanduser(), first)
            except ProblemsError as error:
                return BackedUp(problems=error.problems)

        self.act(job, lambda done: self._backed_up(done, file), busy=self.t("admin.backing_up"))

    def _backed_up(self, done: BackedUp, file: str) -> None:
        if done.problems:
            self.show_problems(done.problems)
        else:
            self.say(self.t("admin.backed_up", file=file, count=done.files), "good")


class AskSecret(AskText):
    """A question whose answer is not shown."""

    def load(self) -> None:
        """Ask, hiding what is typed."""
        super().load()
        self.query_one("#search", Input).password = True
