"""今日: four numbers that add up, what is due, alerts, rows and offers that wait; Enter goes there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Problem, Severity
from aixin_tui.services.harm import count_unreported
from aixin_tui.services.today import TodayBoard, today_board
from aixin_tui.tui.screens.base import DeskScreen
from aixin_tui.tui.widgets.line_list import LineList, PageView
from aixin_tui.tui.widgets.lines import Line, Span, fit, heading, paragraph

#: Lines of one kind of work shown here; the rest is behind Enter on the heading.
SHOWN = 6
#: Core states behind each of the four numbers (design.md section 11).
STATES = {
    "paired": ("paired", "under_review"), "waiting": ("consented", "waiting", "proposed"),
    "not_agreed": ("not_agreed",), "to_check": ("screened", "filed", "assessed"),
}


@dataclass(frozen=True, slots=True)
class Goto:
    """What a line of Today opens."""

    place: str
    value: Any = None


class TodayScreen(DeskScreen):
    """The first screen of every day."""

    TITLE_KEY = "keys.go_today"
    IS_PLACE = True
    OFFERS: ClassVar[tuple[str, ...]] = ("open", "find")

    def body(self) -> Iterable[Any]:
        """Give the page."""
        yield PageView(id="page")

    def load(self) -> None:
        """Draw up today."""
        desk, who = self.session.desk, self.session.who
        self.ask(lambda: today_board(desk, who), self._show, busy=self.t("screen.busy_today"))

    def _show(self, board: TodayBoard) -> None:
        self.desk_app.first_shown()
        self._draw(board, 0)
        desk, who = self.session.desk, self.session.who
        self.ask(lambda: count_unreported(desk, who), lambda count: self._draw(board, count) if count else None,
                 group="harm", busy=self.t("screen.busy_today"))

    def _draw(self, board: TodayBoard, unreported: int) -> None:
        first = not self.page.lines
        self.page.show(lambda width: _TodayPage(self, board, unreported).lines(width), keep_cursor=not first)

    @property
    def page(self) -> PageView:
        """The page."""
        return self.query_one(PageView)

    def do_back(self) -> None:
        """Today is the ground floor: say how to leave."""
        self.say(self.t("app.how_to_quit"), "note")

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        """Go where the line leads."""
        goto = event.target
        if not isinstance(goto, Goto):
            return
        from aixin_tui.tui.screens import opening

        opening.open_goto(self, goto.place, goto.value)


class _TodayPage:
    """Makes the lines of Today."""

    def __init__(self, screen: TodayScreen, board: TodayBoard, unreported: int) -> None:
        self._unreported = unreported
        self.t, self.board, self.session = screen.t, board, screen.session

    def lines(self, width: int) -> list[Line]:
        """Make the whole page."""
        board = self.board
        lines = [Line((Span(f" {board.day}  {board.place}", "head"),)), Line()]
        lines += self._numbers()
        lines += self._alerts(width)
        lines += self._waiting()
        lines += self._due(width)
        lines += self._debts(width)
        if self.session.is_demo:
            lines += [Line(), Line((Span(f" {self.t('screen.make_it_yours')}", "note"),), Goto("yours"))]
        return lines

    def _numbers(self) -> list[Line]:
        board = self.board
        sum_line = self.t("screen.sum", on_file=board.on_file, paired=board.paired, waiting=board.waiting,
                          not_agreed=board.not_agreed, to_check=board.to_check)
        lines = [Line((Span(f" {sum_line}", "head"),), Goto("children", ()))]
        for key, role in (("paired", "good"), ("waiting", "warn"), ("not_agreed", "plain"), ("to_check", "note")):
            number = getattr(board, key)
            text = f"   {fit(self.t(f'screen.{key}'), 10)}{number:>8}"
            lines.append(Line((Span(text, role), Span(f"   {self.t(f'screen.{key}_means')}", "dim")),
                              Goto("children", STATES[key])))
        return lines

    def _alerts(self, width: int) -> list[Line]:
        lines: list[Line] = []
        if self._unreported:
            missing = Problem(Code.HARM_008, Severity.WARNING, values={"count": self._unreported})
            lines += [Line(), *paragraph(f"! {self.session.sentence(missing)} >", width, "bad", indent=1,
                                         target=Goto("unreported", self._unreported))]
        if not self.board.alerts:
            return lines
        lines += heading(f" {self.t('screen.alerts', count=len(self.board.alerts))}")
        for alert in self.board.alerts[:SHOWN]:
            kinds = self.t("app.list_comma").join(self.session.local(one) for one in alert.situation_labels)
            lines += [Line(line.spans, Goto("alert", alert))
                      for line in paragraph(f"! {alert.date}  {alert.child_name}  {kinds}", width, "bad", indent=3)]
        return lines

    def _due(self, width: int) -> list[Line]:
        due = self.board.due
        title = self.t("screen.due_today", due=due.due_count, missed=due.missed_count)
        lines = heading(f" {title}")
        if not due.groups:
            return [*lines, Line((Span(f"   {self.t('screen.nothing_due')}", "good"),))]
        for group in due.groups:
            counts = self.t("screen.due_group", due=len(group.due), missed=len(group.missed))
            role = "warn" if group.missed else "plain"
            text = fit(self.session.local(group.label), max(16, width - 40))
            lines.append(Line((Span(f"   {text}"), Span(counts, role)), Goto("due", group)))
        return lines

    def _waiting(self) -> list[Line]:
        board, lines = self.board, []
        if board.held_rows:
            text = self.t("screen.held_rows", count=board.held_rows)
            lines.append(Line((Span(f"   {text}", "warn"),), Goto("import")))
        if board.offers:
            lines.append(Line((Span(f"   {self.t('screen.open_offers', count=len(board.offers))}", "warn"),),
                              Goto("matching")))
            for offer in board.offers[:SHOWN]:
                held = self.t("screen.held_for", what=self.t("app.list_comma").join(offer.held_for)) \
                    if offer.held_for else ""
                lines.append(Line((Span(f"     {offer.offered_on}  {offer.child_name} - {offer.mother_name}  "),
                                   Span(held, "warn")), Goto("offer", offer)))
        return [*heading(f" {self.t('screen.waits')}"), *lines] if lines else []

    def _debts(self, width: int) -> list[Line]:
        debts = self.board.debts
        if not debts:
            return []
        lines = heading(f" {self.t('screen.debts', count=len(debts))}")
        for debt in debts[:SHOWN]:
            text = f"{debt.due_on}  {debt.child_name} - {debt.mother_name}  {self.session.local(debt.text)}"
            lines += [Line(line.spans, Goto("child", debt.child)) for line in paragraph(text, width, indent=3)]
        if len(debts) > SHOWN:
            lines.append(Line((Span(f"   {self.t('screen.and_more', count=len(debts) - SHOWN)}", "note"),),
                              Goto("debts", debts)))
        return lines
