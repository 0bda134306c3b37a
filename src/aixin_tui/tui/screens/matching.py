"""匹配: the run of the office. It only proposes, with reasons; a person accepts or declines every pair."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from aixin_tui.services.desk import Result
from aixin_tui.services.matching import (
    AcceptAll,
    AcceptedAll,
    ProposalSaid,
    RemedyGroup,
    RunMatch,
    RunResult,
    Swapped,
    UnmatchedSaid,
    accept_all,
    remedies,
    run_match,
    show_run,
)
from aixin_tui.services.matching.remedies import HelpedChild
from aixin_tui.tui.confirm import confirm
from aixin_tui.tui.screens.base import DeskScreen
from aixin_tui.tui.screens.match_changing import ask_why_not, hold_offer, swap_offer
from aixin_tui.tui.screens.suggesting import accept_offer, decline_offer
from aixin_tui.tui.session import Session
from aixin_tui.tui.widgets.line_list import LineList, PageView
from aixin_tui.tui.widgets.lines import Line, Span, fit, heading, paragraph


class MatchingScreen(DeskScreen):
    """The latest run: its offers with what became of them, and the children it found nobody for."""

    TITLE_KEY = "keys.go_matching"
    IS_PLACE = True
    OFFERS: ClassVar[tuple[str, ...]] = ("run_match", "accept", "decline", "swap_offer", "hold_offer", "accept_all",
                                         "why_not", "look_child")

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.run_shown: RunResult | None = None
        self.needed: tuple[RemedyGroup, ...] = ()
        self._just_decided = False

    def body(self) -> Iterable[Any]:
        """Give the page."""
        yield PageView(id="page")

    def load(self) -> None:
        """Show the latest run."""
        desk, who = self.session.desk, self.session.who
        self.ask(lambda: show_run(desk, who), self._show, busy=self.t("screen.busy_matching"))

    def _ask_needed(self) -> None:
        """Look what the children left need today; on a large office that takes longer than the run's page."""
        desk, who = self.session.desk, self.session.who
        self.ask(lambda: remedies(desk, who), self._show_needed, group="needed", busy=self.t("match.busy_needed"))

    def _show_needed(self, groups: tuple[RemedyGroup, ...]) -> None:
        self.needed = groups
        if self.run_shown is not None and groups:
            run = self.run_shown
            self.query_one(PageView).show(lambda width: self._lines(run, width), keep_cursor=True)

    def _show(self, run: RunResult) -> None:
        same = self.run_shown is not None and self.run_shown.run == run.run
        self.run_shown = run
        page = self.query_one(PageView)
        page.show(lambda width: self._lines(run, width), keep_cursor=same)
        if self._just_decided:
            self._just_decided = False
            page.move_to(next((n for n in range(page.cursor, page.count) if _is_open(page.target_of(n))), page.cursor))
        self.show_keys()
        self._ask_needed()

    def _lines(self, run: RunResult, width: int) -> list[Line]:
        lang, lines = self.session.lang, []
        for problem in run.problems:
            lines += paragraph(self.sentence(problem), width, "note", indent=1)
        for said in run.said:
            lines += paragraph(said.text(lang), width, indent=1)
        if run.proposals:
            count = sum(one.state != "swapped" for one in run.proposals)
            lines += heading(f" {self.t('screen.proposals', count=count)}")
            for one in run.proposals:
                lines += self._proposal(one, width)
        if run.unmatched:
            lines += heading(f" {self.t('screen.unmatched', count=len(run.unmatched))}")
            for child in run.unmatched:
                lines += self._unmatched(child, width)
        if self.needed:
            lines += heading(f" {self.t('match.needed_title')}")
            for group in self.needed:
                lines += self._needed(group, width)
        return [*lines, Line(), *paragraph(self.t("screen.person_decides"), width, "dim", indent=1)]

    def _proposal(self, one: ProposalSaid, width: int) -> list[Line]:
        lang = self.session.lang
        role = {"offered": "warn", "accepted": "good"}.get(one.state, "dim")
        state = self.t(f"screen.offer_{one.state}") if one.state in ("offered", "accepted", "declined", "lapsed",
                                                                       "swapped") else one.state
        lines = [Line((Span(f"  {fit(one.child_name, 12)}- {fit(one.mother_name, 12)}", "head"),
                       Span(f"{fit(one.class_label, 16)}"), Span(state, role), Span(self._marks(one), "note")), one)]
        for reason in one.reasons:
            lines += paragraph(f"- {reason.text(lang)}", width, indent=4)
        return [Line(line.spans, one) for line in lines]

    def _marks(self, one: ProposalSaid) -> str:
        """Say what a person did to an open offer."""
        marks = [self.t("match.fixed_mark")] if one.is_fixed and _is_open(one) else []
        return "".join(f"  {mark}" for mark in (*marks, *([self.t("match.by_hand_mark")] if one.by_hand else [])))

    def _needed(self, group: RemedyGroup, width: int) -> list[Line]:
        """Show one thing that would help, and the children for whom; Enter opens the child."""
        lang = self.session.lang
        counts = "  ".join(self.t("match.by_class_count", label=name, count=count) for name, count in group.by_class)
        lines = [Line((Span(f"  {fit(group.place_name, 24)}", "head"), Span(counts)))]
        lines += paragraph(group.said.text(lang), width, "good", indent=4)
        return [*lines, *(Line((Span(f"      {fit(one.child_name, 14)}"), Span(one.class_label, "dim")), one)
                          for one in group.children)]

    def _unmatched(self, child: UnmatchedSaid, width: int) -> list[Line]:
        lang = self.session.lang
        lines = [Line((Span(f"  {fit(child.child_name, 12)}", "head"), Span(child.class_label)), child)]
        lines += paragraph(child.reason.text(lang), width, "warn", indent=4)
        lines += paragraph(child.remedy.text(lang), width, "good", indent=4)
        return [Line(line.spans, child) for line in lines]

    # Deciding

    def _at_cursor(self) -> object:
        page = self.query_one(PageView)
        return page.target_of(page.cursor) if page.count else None

    def _offer(self) -> ProposalSaid | None:
        target = self._at_cursor()
        return target if isinstance(target, ProposalSaid) and _is_open(target) else None

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        """Accept the offer of the line, or open the child that has nobody."""
        if isinstance(event.target, (UnmatchedSaid, HelpedChild)):
            self._open_child(event.target.child)
        elif isinstance(event.target, ProposalSaid):
            self.do_accept()

    def do_accept(self) -> None:
        """Make the offer of the line a pair."""
        one = self._offer()
        if one is not None:
            accept_offer(self, one.id, f"{one.child_name} - {one.mother_name}", self._decided)
        else:
            self.say(self.t("screen.no_offer_here"), "warn")

    def do_decline(self) -> None:
        """Let the offer of the line come to nothing."""
        one = self._offer()
        if one is not None:
            decline_offer(self, one.id, f"{one.child_name} - {one.mother_name}", self._decided)
        else:
            self.say(self.t("screen.no_offer_here"), "warn")

    def do_swap_offer(self) -> None:
        """Give the offer of the line to somebody else, or exchange it."""
        one = self._offer()
        if one is not None:
            swap_offer(self, one, self._swapped)
        else:
            self.say(self.t("screen.no_offer_here"), "warn")

    def _swapped(self, done: Swapped) -> None:
        if not done.done:
            self.show_problems(done.problems)
            return
        self._just_decided = True
        self.load()
        self.say("  ".join((self.t("match.swapped"), *map(self.sentence, done.problems[:1]))),
                 "warn" if done.problems else "good")

    def do_hold_offer(self) -> None:
        """Hold the offer of the line fixed, or let go of it."""
        one = self._offer()
        if one is not None:
            hold_offer(self, one, self._held)
        else:
            self.say(self.t("screen.no_offer_here"), "warn")

    def _held(self, result: Result) -> None:
        self.load()
        fixed = bool(result.records and result.records[0].get("fixed"))
        self.tell(result, self.t("match.held_fixed" if fixed else "match.released", count=len(result.records)))

    def do_why_not(self) -> None:
        """Say why the child of the line is not with a certain mother."""
        target = self._at_cursor()
        if isinstance(target, (ProposalSaid, UnmatchedSaid, HelpedChild)):
            ask_why_not(self, target.child, target.child_name)
        else:
            self.say(self.t("screen.no_offer_here"), "warn")

    def do_look_child(self) -> None:
        """Look at the child of the line."""
        target = self._at_cursor()
        if isinstance(target, (ProposalSaid, UnmatchedSaid, HelpedChild)):
            self._open_child(target.child)

    def _open_child(self, child: str) -> None:
        from aixin_tui.tui.screens.opening import open_child

        open_child(self, child)

    def _decided(self, result: Result) -> None:
        """Go on to the next offer that waits."""
        self._just_decided = result.done
        self.load()
        self.tell(result, self.t("screen.saved"))

    def do_run_match(self) -> None:
        """Propose pairs for all who wait, after saying what happens to open offers."""
        def answered(answer: str | None) -> None:
            if answer == "yes":
                desk, who = self.session.desk, self.session.who
                self.act(lambda: run_match(desk, who, RunMatch()), self._ran, busy=self.t("screen.busy_run"))

        parts = [(self.t("screen.run_ask"), "plain")]
        title = self.t("keys.run_match")
        self.app.push_screen(confirm(self.session, title, parts, title, safe=True), answered)

    def _ran(self, run: RunResult) -> None:
        if run.done or not self.run_shown:
            self._show(run)
        if run.problems:
            self.say(self.sentence(run.problems[0]), "warn")

    def do_accept_all(self) -> None:
        """Accept every open offer of the run, after asking."""
        run = self.run_shown
        waiting = [one for one in run.proposals if one.state == "offered"] if run else []
        if run is None or not waiting:
            self.say(self.t("screen.no_offers"), "warn")
            return

        def answered(answer: str | None) -> None:
            if answer == "yes":
                desk, who = self.session.desk, self.session.who
                self.act(lambda: accept_all(desk, who, AcceptAll(run.run)), self._all_accepted,
                         busy=self.t("screen.busy_run"))

        parts = [(self.t("screen.accept_all_ask", count=len(waiting)), "warn")]
        parts += [(f"{one.child_name} - {one.mother_name}", "plain") for one in waiting]
        title = self.t("keys.accept_all")
        self.app.push_screen(confirm(self.session, title, parts, title), answered)

    def _all_accepted(self, answer: AcceptedAll) -> None:
        self.load()
        text = self.t("screen.all_accepted", count=answer.count, total=len(answer.results))
        if answer.problems:
            self.show_problems(answer.problems)
        self.say(text, "warn" if answer.problems else "good")


def _is_open(target: object) -> bool:
    """Whether a line is an offer that waits for an answer."""
    return isinstance(target, ProposalSaid) and target.state == "offered"
