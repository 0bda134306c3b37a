"""一个孩子的档案: the page of the file and a digit for every next act."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from aixin_tui.services.finding import ChildFile, child_file
from aixin_tui.services.revealing import Reveal, Revealed, reveal
from aixin_tui.tui.asking import AskText
from aixin_tui.tui.confirm import Notice
from aixin_tui.tui.screens.child_acts import ChildActs
from aixin_tui.tui.screens.child_page import ACTS, ChildPage
from aixin_tui.tui.widgets.line_list import LineList, PageView


class ChildFileScreen(ChildActs):
    """The file of one child."""

    OFFERS: ClassVar[tuple[str, ...]] = ("open", "new", "edit", "reveal", "history", *ACTS)

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
            return self.t("app.loading") if action_id in (*ACTS, "new", "edit", "reveal", "history") else ""
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
        if kind == "mother":
            from aixin_tui.tui.screens.opening import open_mother

            open_mother(self, record)
        else:
            from aixin_tui.tui.screens.record import RecordScreen

            self.app.push_screen(RecordScreen(self.session, kind, record))

    def do_open(self) -> None:
        """Do the act of the line under the cursor."""
        page = self.query_one(PageView)
        page.post_message(LineList.Chosen(page, page.cursor, page.target_of(page.cursor)))

    def do_new(self) -> None:
        """Fill in another paper about the child: a plan, a wish, a referral, a line of a register."""
        from aixin_tui.tui.screens.forms import kinds_about_children, new_record
        from aixin_tui.tui.widgets.choice import ChoiceBox

        file = self.file
        if file is None:
            return

        def chosen(answer: tuple[str, ...] | None) -> None:
            if answer:
                form = new_record(self.session, answer[0], values={"child": file.id}, names={file.id: file.name})
                self.app.push_screen(form, lambda result: self._after(result, self.t("screen.saved")))

        self.app.push_screen(
            ChoiceBox(self.session, self.t("screen.which_paper"), kinds_about_children(self.session)), chosen)

    # Looking closer

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
        def asked(reason: str | None) -> None:
            if reason:
                desk, who, child = self.session.desk, self.session.because(reason), self._child
                self.act(lambda: reveal(desk, who, Reveal("child", child, reason)), self._revealed)

        self.app.push_screen(AskText(self.session, self.t("keys.reveal"), self.t("screen.reveal_why")), asked)

    def _revealed(self, answer: Revealed) -> None:
        if answer.problems:
            self.show_problems(answer.problems)
            return
        form = self.session.desk.province.forms["child"]
        parts = []
        for key, text in answer.values.items():
            spec = form.fields.get(key)
            parts.append((f"{self.session.local(spec.label) if spec else key}  {text}", "plain"))
        self.app.push_screen(Notice(self.session, self.t("keys.reveal"), parts, (("close", self.t("app.understood")),)))
