"""The screen on which any paper is filled in: steps, drafts at every change, problems as marks on the fields."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from aixin_tui.domain.kinds import is_restricted
from aixin_tui.tui.confirm import confirm
from aixin_tui.tui.later import later
from aixin_tui.tui.screens.base import DeskScreen
from aixin_tui.tui.screens.form_saving import FormSaving
from aixin_tui.tui.screens.paper import Paper
from aixin_tui.tui.session import Session
from aixin_tui.tui.widgets.choosing import open_chooser
from aixin_tui.tui.widgets.form import Form, Pick


class FormScreen(FormSaving):
    """Fills in a paper. Dismisses with the Result when it was written, with None when it was left."""

    OFFERS: ClassVar[tuple[str, ...]] = ("save", "next_step", "previous_step", "drop_draft")

    def __init__(self, session: Session, paper: Paper) -> None:
        super().__init__(session, paper)
        self._place = 0
        self._edited = False

    def heading(self) -> str:
        """Give the paper's title."""
        return self.paper.title

    def body(self) -> Iterable[Any]:
        """Give the first step."""
        yield Form(self.session, self.sheet, self.paper.steps[0])

    def load(self) -> None:
        """Take up a draft, if there is one."""
        if self._place or not self._keeps:
            self._show_step()
            return
        drafts, name = self.desk_app.drafts, self.paper.draft
        self.ask(lambda: drafts.read(name), self._take_up, group="draft")

    def _take_up(self, draft: dict[str, Any] | None) -> None:
        if draft:
            for part, given in draft["values"].items():
                self.sheet.values.setdefault(part, {}).update(given)
            self.sheet.names.update(draft.get("names", {}))
            self.show_step_of(0)
            self.say(self.t("screen.draft_taken_up"), "note")
        self._show_step()

    @property
    def _keeps(self) -> bool:
        forms = self.session.desk.province.forms
        return bool(self.paper.draft) and not any(
            is_restricted(part.kind) or (part.kind in forms and forms[part.kind].sealed) for part in self.sheet.parts
        )

    def on_screen_resume(self) -> None:
        """Nothing asked anew: what is being filled in stays."""

    # Steps

    def why_not(self, action_id: str) -> str:
        """Say why there is no other step."""
        if action_id == "next_step" and self._place + 1 >= len(self.paper.steps):
            return self.t("screen.last_step")
        if action_id == "previous_step" and self._place == 0:
            return self.t("screen.first_step")
        return ""

    def do_next_step(self) -> None:
        """Go to the next step."""
        self.show_step_of(self._place + 1)

    def do_previous_step(self) -> None:
        """Go to the step before."""
        self.show_step_of(self._place - 1)

    def show_step_of(self, place: int) -> None:
        """Show a step."""
        self._place = place
        self.run_worker(later(self._swap), group="step", exclusive=True)

    async def _swap(self) -> None:
        old = list(self.query(Form))
        fresh = Form(self.session, self.sheet, self.paper.steps[self._place])
        await self.mount(fresh, before=old[0] if old else None)
        for form in old:
            await form.remove()
        self._show_step()
        self.show_keys()

    def _show_step(self) -> None:
        place = self.t("screen.step", n=self._place + 1, total=len(self.paper.steps))
        self.status.show_place(place)

    def forget_draft(self) -> None:
        """Throw the draft away."""
        if self._keeps:
            self.desk_app.drop_draft(self.paper.draft)

    # Filling in

    def on_pick_opened(self, event: Pick.Opened) -> None:
        """Open a field's chooser."""
        event.stop()
        open_chooser(self.app, event.row)

    def on_form_edited(self, event: Form.Edited) -> None:
        """Keep the draft; what was said of the paper before is no longer true of it unless fields are marked."""
        event.stop()
        self._edited = True
        if not self.sheet.marks:
            self.say("")
        if self._keeps:
            self.desk_app.keep_draft(self.paper.draft, self.sheet)

    def do_back(self) -> None:
        """Leave the paper; on the screen below it is said what became of what was filled in."""
        below = self.app.screen_stack[-2]
        self.dismiss(None)
        if self._edited and isinstance(below, DeskScreen):
            below.say(self.t("screen.draft_kept" if self._keeps else "screen.not_kept"),
                      "note" if self._keeps else "warn")

    def do_drop_draft(self) -> None:
        """Throw away what was filled in, after asking."""
        def answered(answer: str | None) -> None:
            if answer == "yes":
                self.desk_app.drop_draft(self.paper.draft)
                self.dismiss(None)

        parts = [(self.t("screen.drop_draft_ask"), "warn")]
        self.app.push_screen(confirm(self.session, self.paper.title, parts, self.t("keys.drop_draft")), answered)
