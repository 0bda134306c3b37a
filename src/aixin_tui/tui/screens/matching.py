"""匹配: the run of the office. It only proposes, with reasons; a person accepts or declines every pair."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from aixin_tui.services.matching import (
    AcceptAll,
    AcceptedAll,
    RemedyGroup,
    RunMatch,
    RunResult,
    accept_all,
    remedies,
    run_match,
    show_run,
)
from aixin_tui.tui.confirm import confirm
from aixin_tui.tui.screens.match_page import is_open, run_lines
from aixin_tui.tui.screens.offer_acts import OfferActs
from aixin_tui.tui.session import Session
from aixin_tui.tui.widgets.line_list import PageView


class MatchingScreen(OfferActs):
    """The latest run: its offers with what became of them, and the children it found nobody for."""

    TITLE_KEY = "keys.go_matching"
    IS_PLACE = True
    OFFERS: ClassVar[tuple[str, ...]] = ("run_match", "accept", "decline", "swap_offer", "hold_offer", "accept_all",
                                         "why_not", "look_child")

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.run_shown: RunResult | None = None
        self.needed: tuple[RemedyGroup, ...] = ()

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
            page = self.query_one(PageView)
            page.show(lambda width: run_lines(self.session, run, self.needed, width), keep_cursor=True)

    def _show(self, run: RunResult) -> None:
        same = self.run_shown is not None and self.run_shown.run == run.run
        self.run_shown = run
        page = self.query_one(PageView)
        page.show(lambda width: run_lines(self.session, run, self.needed, width), keep_cursor=same)
        if self._just_decided:
            self._just_decided = False
            page.move_to(next((n for n in range(page.cursor, page.count) if is_open(page.target_of(n))), page.cursor))
        self.show_keys()
        self._ask_needed()

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
