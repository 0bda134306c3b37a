"""The page of 今日: four numbers that add up, alerts, what waits, what is due and missed, what pairs still owe."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Problem, Severity
from aixin_tui.services.today_models import TodayNumbers, TodayWork
from aixin_tui.tui.session import Session
from aixin_tui.tui.widgets.lines import Line, Span, fit, heading, paragraph

if TYPE_CHECKING:
    from aixin_tui.services.due import DueGroup

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


class TodayPage:
    """Makes the lines of Today: the numbers, and below them as much of the work as is known."""

    def __init__(self, session: Session, numbers: TodayNumbers, work: TodayWork | None, *,
                 progress: tuple[int, int] = (0, 0), groups: Mapping[str, DueGroup] | None = None) -> None:
        self.t, self.session, self.numbers = session.t, session, numbers
        self.work, self.progress, self.groups = work or TodayWork(), progress, groups or {}
        self.is_known = work is not None

    def lines(self, width: int) -> list[Line]:
        """Make the whole page."""
        lines = [Line((Span(f" {self.numbers.day}  {self.numbers.place}", "head"),)), Line()]
        lines += self._numbers() if self.numbers.on_file else self._first_steps(width)
        if self.session.is_demo:
            lines.append(Line((Span(f"   {self.t('screen.make_it_yours')}", "note"),), Goto("yours")))
        if not self.is_known:
            return [*lines, Line(), Line((Span(f" {self.t('pace.counting')}", "note"),))]
        lines += self._alerts(width)
        if self.numbers.on_file or self.work.due:
            lines += self._due(width)
        lines += self._waiting()
        lines += self._work_lines()
        lines += self._debts(width)
        return [*lines, *self._look()] if self.numbers.on_file else lines

    def _first_steps(self, width: int) -> list[Line]:
        """Say what to do where nobody is on file yet; the digits are those of the places."""
        lines = [Line((Span(f" {self.t('first.nobody')}", "head"),)), Line()]
        steps = (("7", "import", Goto("import")), ("2", "child", Goto("new", "child")),
                 ("3", "mother", Goto("new", "loving_mother")), ("0", "admin", Goto("admin")))
        lines += [Line((Span(f"  {digit} ", "key"), Span(f" {self.t(f'first.{step}')} >")), goto)
                  for digit, step, goto in steps]
        return [*lines, Line(), *paragraph(self.t("first.after"), width, "dim", indent=1)]

    def _numbers(self) -> list[Line]:
        board = self.numbers
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
        if self.work.unreported:
            missing = Problem(Code.HARM_008, Severity.WARNING, values={"count": self.work.unreported})
            lines += [Line(), *paragraph(f"! {self.session.sentence(missing)} >", width, "bad", indent=1,
                                         target=Goto("unreported", self.work.unreported))]
        if not self.work.alerts:
            return lines
        lines += heading(f" {self.t('screen.alerts', count=len(self.work.alerts))}")
        for alert in self.work.alerts[:SHOWN]:
            kinds = self.t("app.list_comma").join(self.session.local(one) for one in alert.situation_labels)
            lines += [Line(line.spans, Goto("alert", alert))
                      for line in paragraph(f"! {alert.date}  {alert.child_name}  {kinds}", width, "bad", indent=3)]
        return lines

    def _work_lines(self) -> list[Line]:
        lines = []
        for one in self.work.work:
            text = self.t("life.work_count", open=one.open, late=one.late)
            lines.append(Line((Span(f"   {fit(self.session.local(one.label), 14)}"),
                               Span(text, "warn" if one.late else "plain")), Goto("work", one.kind)))
        return [*heading(f" {self.t('life.work')}"), *lines] if lines else []

    def _look(self) -> list[Line]:
        return [Line(), *(
            Line((Span(f"   {self.t(f'keys.list_{one}')} >"),), Goto("work", one)) for one in ("incomplete", "gaps"))]

    def _due(self, width: int) -> list[Line]:
        due = self.work.due
        title = self.t("screen.due_today", due=sum(one.due for one in due), missed=sum(one.missed for one in due))
        lines = heading(f" {title}")
        done, total = self.progress
        if done < total:
            lines.append(Line((Span(f"   {self.t('pace.counted', done=done, total=total)}", "note"),)))
        elif not due:
            return [*lines, Line((Span(f"   {self.t('screen.nothing_due')}", "good"),))]
        for one in due:
            counts = self.t("screen.due_group", due=one.due, missed=one.missed)
            role = "warn" if one.missed else "plain"
            text = fit(self.session.local(one.label), max(16, width - 40))
            lines.append(Line((Span(f"   {text}"), Span(counts, role)), Goto("due", self.groups.get(one.duty, one))))
        return lines

    def _waiting(self) -> list[Line]:
        board, lines = self.work, []
        if board.held_rows:
            text = self.t("screen.held_rows", count=board.held_rows)
            lines.append(Line((Span(f"   {text}", "warn"),), Goto("import")))
        if board.offers:
            lines.append(Line((Span(f"   {self.t('screen.open_offers', count=board.offer_count)}", "warn"),),
                              Goto("matching")))
            for offer in board.offers[:SHOWN]:
                held = self.t("screen.held_for", what=self.t("app.list_comma").join(offer.held_for)) \
                    if offer.held_for else ""
                lines.append(Line((Span(f"     {offer.offered_on}  {offer.child_name} - {offer.mother_name}  "),
                                   Span(held, "warn")), Goto("offer", offer)))
        if board.again:
            from aixin_tui.services.pairs.again import said

            lines.append(Line((Span(f"   {self.t('move.to_pair_again', count=board.again_count)}", "warn"),),
                              Goto("children", ("waiting",))))
            lines += [Line((Span(f"     {self.session.local(said(one))}"),), Goto("child", one.child))
                      for one in board.again[:SHOWN]]
        return [*heading(f" {self.t('screen.waits')}"), *lines] if lines else []

    def _debts(self, width: int) -> list[Line]:
        debts, count = self.work.debts, self.work.debt_count
        if not debts:
            return []
        lines = heading(f" {self.t('screen.debts', count=count)}")
        for debt in debts[:SHOWN]:
            text = f"{debt.due_on}  {debt.child_name} - {debt.mother_name}  {self.session.local(debt.text)}"
            lines += [Line(line.spans, Goto("child", debt.child)) for line in paragraph(text, width, indent=3)]
        if count > SHOWN:
            lines.append(Line((Span(f"   {self.t('screen.and_more', count=count - SHOWN)}", "note"),),
                              Goto("debts", debts)))
        return lines
