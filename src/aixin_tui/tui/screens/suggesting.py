"""推荐结对人: for one child, who is near and has a place, and why; pairing by hand; an offer that waits."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, ClassVar

from aixin_tui.services.casework import Failing
from aixin_tui.services.desk import Result
from aixin_tui.services.matching import Accept, Decline, accept, decline
from aixin_tui.services.matching.suggesting import Suggestion, Suggestions, suggest
from aixin_tui.services.pairs.pairing import PairByHand, check_pair, pair_by_hand
from aixin_tui.tui.confirm import confirm
from aixin_tui.tui.screens.base import DeskScreen
from aixin_tui.tui.session import Session
from aixin_tui.tui.widgets.choice import ChoiceBox, RecordBox
from aixin_tui.tui.widgets.line_list import LineList, PageView
from aixin_tui.tui.widgets.lines import Line, Span, fit, heading, paragraph

#: How many are suggested at once.
LIMIT = 5


class SuggestScreen(DeskScreen):
    """The mothers who are near and free, best first, each with her reasons. Enter pairs; dismisses with the Result."""

    OFFERS: ClassVar[tuple[str, ...]] = ("pair_here", "pair_other")

    def __init__(self, session: Session, child: str, name: str) -> None:
        super().__init__(session)
        self._child, self._child_name = child, name

    def heading(self) -> str:
        """Say for whom."""
        return f"{self.t('keys.suggest')}  {self._child_name}"

    def body(self) -> Iterable[Any]:
        """Give the page."""
        yield PageView(id="page")

    def load(self) -> None:
        """Ask who is near and free."""
        desk, who, child = self.session.desk, self.session.who, self._child
        self.ask(lambda: suggest(desk, who, child, limit=LIMIT), self._show, busy=self.t("screen.busy_suggest"))

    def _show(self, found: Suggestions | None) -> None:
        if found is None:
            self.say(self.t("screen.not_found"), "bad")
            return
        self.query_one(PageView).show(lambda width: self._lines(found, width), keep_cursor=False)

    def _lines(self, found: Suggestions, width: int) -> list[Line]:
        lang = self.session.lang
        lines = paragraph(found.not_yet.text(lang), width, "warn", indent=1) if found.not_yet else []
        for number, one in enumerate(found.rows, 1):
            lines += self._suggestion(number, one, width)
        if not found.rows:
            lines += paragraph(self.t("screen.nobody_near"), width, "warn", indent=1)
            for said in (found.reason_if_none, found.remedy_if_none):
                lines += paragraph(said.text(lang), width, indent=3) if said else []
        if found.blocked:
            lines += heading(f" {self.t('screen.blocked')}")
            for number, one in enumerate(found.blocked, len(found.rows) + 1):
                lines += self._suggestion(number, one, width)
        return [*lines, Line(), *paragraph(self.t("screen.person_decides"), width, "dim", indent=1)]

    def _suggestion(self, number: int, one: Suggestion, width: int) -> list[Line]:
        lang = self.session.lang
        places = self.t("screen.free_places", count=one.free_places)
        lines = [Line((Span(f" {number} ", "key"), Span(f" {fit(one.name, 14)}", "head"),
                       Span(f"{fit(self._tier(one.tier), 18)}{places}")), one)]
        for reason in one.reasons:
            lines += paragraph(f"- {reason.text(lang)}", width, indent=6)
        for barrier in one.blocked_by:
            said = self.t("screen.failing", say=barrier.said.text(lang), who=barrier.who_label)
            lines += paragraph(f"! {said}", width, "warn", indent=6)
        return lines

    def _tier(self, tier: str) -> str:
        found = self.session.desk.province.choices.get("tiers")
        return self.session.local(found.label_of(tier)) if found else tier

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        """Pair with the one under the cursor."""
        if isinstance(event.target, Suggestion):
            self._pair(event.target.loving_mother, event.target.name)

    def do_pair_here(self) -> None:
        """Pair with the one under the cursor."""
        page = self.query_one(PageView)
        page.post_message(LineList.Chosen(page, page.cursor, page.target_of(page.cursor)))

    def do_pair_other(self) -> None:
        """Pair with somebody else."""
        pair_with_somebody(self, self._child, self._child_name, self.dismiss)

    def _pair(self, mother: str, name: str) -> None:
        pair_after_check(self, PairByHand(self._child, mother), f"{self._child_name} - {name}", self.dismiss)


def pair_with_somebody(screen: DeskScreen, child: str, name: str, then: Callable[[Result], Any]) -> None:
    """Let the office name a mother, then check and ask."""
    def chosen(answer: tuple[str, ...] | None) -> None:
        if answer:
            mother, mother_name = answer[0], answer[1]
            pair_after_check(screen, PairByHand(child, mother), f"{name} - {mother_name}", then)

    screen.app.push_screen(RecordBox(screen.session, screen.t("screen.whom_to_pair"), "loving_mother"), chosen)


def pair_after_check(screen: DeskScreen, command: PairByHand, pair: str, then: Callable[[Result], Any]) -> None:
    """Show what stands against a pair, ask, and make it."""
    session = screen.session
    desk, who, t = session.desk, session.who, session.t

    def checked(failing: tuple[Failing, ...]) -> None:
        parts = [(pair, "head")]
        parts += [(t("screen.failing", say=session.local(one.say), who=one.who_label),
                   "bad" if one.level == "refuse" else "warn") for one in failing]
        parts.append((t("screen.pair_ask") if not failing else t("screen.pair_ask_though"), "plain"))
        screen.app.push_screen(confirm(session, t("keys.pair"), parts, t("keys.pair"), safe=not failing), answered)

    def answered(answer: str | None) -> None:
        if answer == "yes":
            screen.act(lambda: pair_by_hand(desk, who, command), done)

    def done(result: Result) -> None:
        if result.done:
            then(result)
        else:
            screen.show_problems(result.problems)

    screen.ask(lambda: check_pair(desk, who, command), checked, group="check")


def accept_offer(screen: DeskScreen, proposal: str, pair: str, then: Callable[[Result], Any]) -> None:
    """Ask whether both sides agree, and make the offer a pair."""
    session = screen.session
    desk, who, t = session.desk, session.who, session.t

    def answered(answer: str | None) -> None:
        if answer == "yes":
            screen.act(lambda: accept(desk, who, Accept(proposal)), then)

    parts = [(pair, "head"), (t("screen.accept_ask"), "plain")]
    screen.app.push_screen(confirm(session, t("keys.accept"), parts, t("keys.accept"), safe=True), answered)


def decline_offer(screen: DeskScreen, proposal: str, pair: str, then: Callable[[Result], Any]) -> None:
    """Ask who declines and why, and let the child wait again."""
    session = screen.session
    desk, who, t = session.desk, session.who, session.t
    found = desk.province.choices.get("decline_reasons")
    reasons = [(c.key, session.local(c.label)) for c in found.choices] if found else []
    sides = [(side, t(f"screen.side_{side}")) for side in ("mother", "guardian", "child")]

    def side_chosen(side: tuple[str, ...] | None) -> None:
        if side:
            screen.app.push_screen(ChoiceBox(session, t("screen.decline_why"), reasons),
                                   lambda reason: declined(side[0], reason[0]) if reason else None)

    def declined(side: str, reason: str) -> None:
        screen.act(lambda: decline(desk, who, Decline(proposal, side, reason)), then)

    screen.app.push_screen(ChoiceBox(session, f"{pair}  {t('screen.decline_who')}", sides), side_chosen)


class OfferScreen(DeskScreen):
    """One open offer: accept it, decline it, or look at the child."""

    OFFERS: ClassVar[tuple[str, ...]] = ("accept", "decline")

    def __init__(self, session: Session, proposal: str, child: str) -> None:
        super().__init__(session)
        self._proposal, self._child = proposal, child
        self._pair = ""

    def heading(self) -> str:
        """Name the kind of thing."""
        return self.t("screen.offer")

    def body(self) -> Iterable[Any]:
        """Give the page."""
        yield PageView(id="page")

    def load(self) -> None:
        """Read the offer in words."""
        from aixin_tui.services.matching import show_run

        desk, who, proposal = self.session.desk, self.session.who, self._proposal

        def job() -> Any:
            record = desk.store.get("match_proposal", proposal)
            run = record.text("match_run") if record else ""
            proposals = show_run(desk, who, run).proposals if run else ()
            said = next((one for one in proposals if one.id == proposal), None)
            names = [desk.store.get(kind, record.text(kind)) if record else None for kind in ("child", "loving_mother")]
            return record, said, [one.text("name") if one else "" for one in names]

        self.ask(job, self._show)

    def _show(self, found: Any) -> None:
        record, said, names = found
        if record is None:
            self.say(self.t("screen.not_found"), "bad")
            return
        self._pair = " - ".join(names)
        lang = self.session.lang

        def lines(width: int) -> list[Line]:
            made = [Line((Span(f" {self._pair}", "head"), Span(f"  {record.text('offered_on')}")), "accept")]
            for reason in said.reasons if said else ():
                made += paragraph(f"- {reason.text(lang)}", width, indent=3)
            return [*made, Line(), *paragraph(self.t("screen.person_decides"), width, "dim", indent=1)]

        self.query_one(PageView).show(lines)

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        """Accept."""
        if event.target == "accept":
            self.do_accept()

    def do_accept(self) -> None:
        """Make it a pair."""
        accept_offer(self, self._proposal, self._pair, self._done)

    def do_decline(self) -> None:
        """Let it come to nothing."""
        decline_offer(self, self._proposal, self._pair, self._done)

    def _done(self, result: Result) -> None:
        if result.done:
            self.dismiss(result)
        else:
            self.tell(result, "")
