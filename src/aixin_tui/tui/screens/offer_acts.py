"""What a person does with the offer under the cursor of a run: accept, decline, swap, hold, ask why not another."""

from __future__ import annotations

from aixin_tui.services.desk import Result
from aixin_tui.services.matching import ProposalSaid, Swapped, UnmatchedSaid
from aixin_tui.services.matching.remedies import HelpedChild
from aixin_tui.tui.screens.base import DeskScreen
from aixin_tui.tui.screens.match_changing import ask_why_not, hold_offer, swap_offer
from aixin_tui.tui.screens.match_page import is_open
from aixin_tui.tui.screens.suggesting import accept_offer, decline_offer
from aixin_tui.tui.session import Session
from aixin_tui.tui.widgets.line_list import LineList, PageView


class OfferActs(DeskScreen):
    """A screen over the lines of a run; subclasses load it anew after an act."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._just_decided = False

    def _at_cursor(self) -> object:
        page = self.query_one(PageView)
        return page.target_of(page.cursor) if page.count else None

    def _offer(self) -> ProposalSaid | None:
        target = self._at_cursor()
        return target if isinstance(target, ProposalSaid) and is_open(target) else None

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
