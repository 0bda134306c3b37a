"""退出 and 暂停服务: every pair of hers on one page, each settled, then all of it saved at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, ClassVar

from aixin_tui.services.desk import Result
from aixin_tui.services.stopping import END, KEEP, LEFT, PairAtStake, Stopping, StopService, stop_service, what_stops
from aixin_tui.tui.screens.base import DeskScreen
from aixin_tui.tui.screens.pair_acts import choose_carer
from aixin_tui.tui.screens.pair_forms import Parts, day_field, reason_field, small_form
from aixin_tui.tui.session import Session
from aixin_tui.tui.widgets.line_list import LineList, PageView
from aixin_tui.tui.widgets.lines import Line, Span, fit, heading, paragraph


class StoppingScreen(DeskScreen):
    """What becomes of each pair of a mother who leaves or pauses. Dismisses with the Result when it was written."""

    OFFERS: ClassVar[tuple[str, ...]] = ("settle", "settled")

    def __init__(self, session: Session, mother: str, name: str, to: str) -> None:
        super().__init__(session)
        self._mother, self._mother_name, self._to = mother, name, to
        self.stakes: Stopping | None = None
        self.fates: dict[str, tuple[str, str]] = {}
        """What becomes of each pair, by its id: the fate as the service takes it, and in words."""

    def heading(self) -> str:
        """Say who stops."""
        return self.t(f"move.stop_{self._to}") + f"  {self._mother_name}"

    def body(self) -> Iterable[Any]:
        """Give the page."""
        yield PageView(id="page")

    def load(self) -> None:
        """List her pairs."""
        desk, who, mother = self.session.desk, self.session.who, self._mother
        self.ask(lambda: what_stops(desk, who, mother), self._show)

    def _show(self, stakes: Stopping) -> None:
        self.stakes = stakes
        if self._to != LEFT:
            for pair in stakes.pairs:
                self.fates.setdefault(pair.pairing, (KEEP, self.t("move.fate_keep")))
        self._draw()
        self.show_keys()

    def _draw(self) -> None:
        stakes = self.stakes
        if stakes is not None:
            self.query_one(PageView).show(lambda width: self._lines(stakes, width))

    def _lines(self, stakes: Stopping, width: int) -> list[Line]:
        t = self.t
        about = f"about_{self._to}" if stakes.pairs else "about_none"
        lines = paragraph(t(f"move.{about}", count=len(stakes.pairs)), width, "warn", indent=1)
        for number, pair in enumerate(stakes.pairs, 1):
            fate = self.fates.get(pair.pairing)
            said = fate[1] if fate else t("move.not_settled")
            role = self.session.choice("pairing", "role", pair.role)
            lines.append(Line((Span(f" {number} ", "dim"), Span(f" {fit(pair.child_name, 12)}{fit(role, 18)}"),
                               Span(said, "good" if fate else "bad")), pair))
            for held in (*pair.ending.plans, *pair.ending.wishes, *pair.ending.duties):
                told = paragraph(f"- {self.session.local(held.text)}", width, "dim", indent=6)
                lines += [replace(line, target=pair) for line in told]
        if stakes.offers:
            lines += paragraph(t("move.offers_lapse", count=len(stakes.offers)), width, "warn", indent=1)
        return [*lines, *heading(""), *paragraph(t("move.then_save"), width, "dim", indent=1)]

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        """Settle the pair of the line."""
        if isinstance(event.target, PairAtStake):
            self._settle(event.target)

    def do_settle(self) -> None:
        """Settle the pair under the cursor."""
        page = self.query_one(PageView)
        target = page.target_of(page.cursor) if page.count else None
        if isinstance(target, PairAtStake):
            self._settle(target)

    def _settle(self, pair: PairAtStake) -> None:
        t = self.t
        first = ((KEEP, t("move.fate_keep")),) if self._to != LEFT else ()

        def chosen(key: str, name: str) -> None:
            words = name if key in (END, KEEP) else t("move.goes_to", name=name)
            self.fates[pair.pairing] = (key, words)
            self._draw()
            self._go_on()
            self.show_keys()

        choose_carer(self, pair.child, (*first, (END, t("move.fate_end"))), chosen)

    def _go_on(self) -> None:
        """Put the cursor on the next pair that is not settled."""
        page = self.query_one(PageView)
        open_lines = [number for number, line in enumerate(page.lines)
                      if isinstance(line.target, PairAtStake) and line.target.pairing not in self.fates]
        if open_lines:
            page.move_to(next((one for one in open_lines if one > page.cursor), open_lines[0]))

    def why_not(self, action_id: str) -> str:
        """Say which pairs are not settled yet."""
        if action_id == "settled" and self.stakes is not None:
            open_ones = [pair.child_name for pair in self.stakes.pairs if pair.pairing not in self.fates]
            if open_ones:
                return self.t("move.settle_first", names=self.t("app.list_comma").join(open_ones))
        return ""

    def do_settled(self) -> None:
        """Ask for the day and the reason, show all of it, and save."""
        session, stakes = self.session, self.stakes
        if stakes is None:
            return
        fates = {key: fate for key, (fate, _) in self.fates.items()}

        def preview(_given: dict[str, Any]) -> Parts:
            return [(self.heading(), "head"), *(
                (f"{pair.child_name}  {self.fates[pair.pairing][1]}", "warn") for pair in stakes.pairs)]

        def save(given: dict[str, Any]) -> Result:
            command = StopService(self._mother, self._to, str(given.get("on", "")), str(given.get("reason") or ""),
                                  fates)
            return stop_service(session.desk, session.who, command)

        reasons = (reason_field(session, "leave_reasons"),) if self._to == LEFT else ()
        paper = small_form(session, self.t(f"move.stop_{self._to}"), self._mother_name,
                           (day_field(session), *reasons), save, preview=preview, kind="loving_mother")
        self.app.push_screen(paper, self._saved)

    def _saved(self, result: Result | None) -> None:
        if result is not None:
            self.dismiss(result)
