"""一个孩子的档案: the page of the file and a digit for every next act."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from aixin_tui.services.finding import ChildFile, child_file
from aixin_tui.tui.screens.child_acts import ChildActs
from aixin_tui.tui.screens.child_page import ACTS, ChildPage
from aixin_tui.tui.screens.revealing import reveal_in
from aixin_tui.tui.widgets.line_list import LineList, PageView


class ChildFileScreen(ChildActs):
    """The file of one child."""

    OFFERS: ClassVar[tuple[str, ...]] = ("open", "new", "edit", "papers", "reveal", "history", *ACTS)

    def heading(self) -> str:
        """Say whose file it is, once it is open."""
        return self.t("screen.child_file")

    def body(self) -> Iterable[Any]:
        """Give the page."""
        yield PageView(id="page")

    def load(self) -> None:
        """Open the file."""
        desk, who, child = self.session.desk, self.session.who, self._child
        self.ask(lambda: child_file(desk, who, child), self._show, busy=self.t("screen.busy_file"))

    def _show(self, file: ChildFile | None) -> None:
        if file is None:
            self.say(self.t("screen.not_found"), "bad")
            return
        first = self.file is None
        self.file = file
        page = ChildPage(self.session, file, self.why_not)
        self.query_one(PageView).show(page.lines, keep_cursor=not first)
        self.show_keys()

    # What can be done

    def why_not(self, action_id: str) -> str:
        """Say why an act cannot be done now."""
        file = self.file
        if file is None:
            return self.t("app.loading") if action_id in (*ACTS, "new", "edit", "papers", "reveal", "history") else ""
        if action_id == "move_child" and file.case.core_state == "closed":
            return self.t("move.is_closed")
        if action_id in ("end_pairing", "pause_pairing") and not self._pairs():
            return self.t("screen.no_pair_in_force")
        if action_id == "withdraw" and not any(s in ("valid", "owed") for s in file.consent_states.values()):
            return self.t("screen.no_consent_to_withdraw")
        if action_id == "step" and not file.case.steps:
            return self.t("screen.no_step")
        return ""

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        """Do the act of the line, or open what it names."""
        target = event.target
        if isinstance(target, str):
            self.run_action_id(target)
        elif isinstance(target, tuple):
            kind, record = target
            self._open_record(kind, record)

    def _open_record(self, kind: str, record: str) -> None:
        from aixin_tui.tui.screens.opening import open_record

        open_record(self, "loving_mother" if kind == "mother" else kind, record)

    def do_open(self) -> None:
        """Do the act of the line under the cursor."""
        page = self.query_one(PageView)
        page.post_message(LineList.Chosen(page, page.cursor, page.target_of(page.cursor)))

    def do_new(self) -> None:
        """Fill in another paper about the child: a plan, a wish, a referral, a line of a register."""
        from aixin_tui.tui.screens.forms import kinds_about_children
        from aixin_tui.tui.widgets.choice import ChoiceBox

        if self.file is None:
            return

        def chosen(answer: tuple[str, ...] | None) -> None:
            if answer:
                self._fill_in(answer[0])

        self.app.push_screen(
            ChoiceBox(self.session, self.t("screen.which_paper"), kinds_about_children(self.session)), chosen)

    def _fill_in(self, kind: str) -> None:
        from aixin_tui.tui.screens.forms import new_record, paper_about

        def opened(start: tuple[dict[str, Any], dict[str, str]]) -> None:
            paper = new_record(self.session, kind, values=start[0], names=start[1])
            self.app.push_screen(paper, lambda result: self._after(result, self.t("screen.saved")))

        self.ask(lambda: paper_about(self.session, kind, self._child), opened, group="paper")

    # Looking closer

    def do_papers(self) -> None:
        """Print a paper of the child, of one of its pairs, or of who cares for it."""
        from aixin_tui.tui.paper_offers import Whose, offer_papers

        file = self.file
        if file is None:
            return
        pairs = [pair for pair in reversed(file.pairings) if pair.state != "proposed"]
        mothers = {pair.mother: pair.mother_name for pair in pairs if pair.mother and not pair.ended_on}
        offer_papers(self, [
            *(Whose("pairing", pair.id, pair.mother_name) for pair in pairs), Whose("child", file.id),
            *(Whose("loving_mother", mother, name) for mother, name in mothers.items()),
        ])

    def do_edit(self) -> None:
        """Change the child's own fields."""
        if self.file is not None:
            from aixin_tui.tui.screens.record import edit_in

            edit_in(self, "child", self.file.id)

    def do_history(self) -> None:
        """Show what happened to the record."""
        if self.file is not None:
            from aixin_tui.tui.screens.record import HistoryScreen

            self.app.push_screen(HistoryScreen(self.session, "child", self.file.id, self.file.name))

    def do_reveal(self) -> None:
        """Show masked fields in full, for a reason that is logged."""
        reveal_in(self, "child", self._child)
