"""The screen on which any paper is filled in: steps, drafts at every change, problems as marks on the fields."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from aixin_tui.domain.kinds import is_restricted
from aixin_tui.domain.problem import Problem, Severity
from aixin_tui.services.desk import Result
from aixin_tui.tui.confirm import confirm, problem_page
from aixin_tui.tui.screens.base import DeskScreen
from aixin_tui.tui.session import Session
from aixin_tui.tui.widgets.choosing import open_chooser
from aixin_tui.tui.widgets.fields import Part, Sheet, Step, is_asked, steps_of
from aixin_tui.tui.widgets.form import Form, Pick, mark_problems

#: Writes the sheet; `anyway` although somebody seems to be on file already.
Save = Callable[[Sheet, bool], Result]


@dataclass
class Paper:
    """What a form screen fills in: title, sheet, the name of its draft, and how it is saved."""

    title: str
    sheet: Sheet
    save: Save
    draft: str = ""
    preview: Callable[[Sheet], Sequence[tuple[str, str]]] | None = None
    """Says what the save will end or do; shown and asked before it is done."""
    steps: tuple[Step, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Cut the parts into steps."""
        self.steps = steps_of(self.sheet.parts)


class FormScreen(DeskScreen):
    """Fills in a paper. Dismisses with the Result when it was written, with None when it was left."""

    OFFERS: ClassVar[tuple[str, ...]] = ("save", "next_step", "previous_step", "drop_draft")

    def __init__(self, session: Session, paper: Paper) -> None:
        super().__init__(session)
        self.paper, self.sheet = paper, paper.sheet
        self._place = 0
        self._saving = False

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
            self._go(0)
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
        self._go(self._place + 1)

    def do_previous_step(self) -> None:
        """Go to the step before."""
        self._go(self._place - 1)

    def _go(self, place: int) -> None:
        self._place = place
        self.run_worker(self._swap(), group="step", exclusive=True)

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

    # Filling in

    def on_pick_opened(self, event: Pick.Opened) -> None:
        """Open a field's chooser."""
        event.stop()
        open_chooser(self.app, event.row)

    def on_form_edited(self, event: Form.Edited) -> None:
        """Keep the draft."""
        event.stop()
        if self._keeps:
            self.desk_app.keep_draft(self.paper.draft, self.sheet)

    def do_drop_draft(self) -> None:
        """Throw away what was filled in, after asking."""
        def answered(answer: str | None) -> None:
            if answer == "yes":
                self.desk_app.drop_draft(self.paper.draft)
                self.dismiss(None)

        parts = [(self.t("screen.drop_draft_ask"), "warn")]
        self.app.push_screen(confirm(self.session, self.paper.title, parts, self.t("keys.drop_draft")), answered)

    # Saving

    def do_save(self) -> None:
        """Save the whole paper."""
        self._save(anyway=False)

    def _save(self, *, anyway: bool) -> None:
        if self._saving:
            return
        self._saving = True
        for form in self.query(Form):
            for row in form.rows:
                row.on_descendant_blur()
        sheet, preview = self._asked_only(), self.paper.preview
        if preview is None:
            self._write(sheet, anyway=anyway)
        else:
            self.ask(lambda: preview(sheet), lambda parts: self._ask_first(sheet, parts, anyway=anyway),
                     group="preview")

    def _ask_first(self, sheet: Sheet, parts: Sequence[tuple[str, str]], *, anyway: bool) -> None:
        def answered(answer: str | None) -> None:
            if answer == "yes":
                self._write(sheet, anyway=anyway)
            else:
                self._release()

        self.app.push_screen(confirm(self.session, self.paper.title, parts, self.paper.title), answered)

    def _write(self, sheet: Sheet, *, anyway: bool) -> None:
        save = self.paper.save
        self.act(lambda: save(sheet, anyway), self._saved, failed=self._release)

    def _release(self) -> None:
        self._saving = False

    def _asked_only(self) -> Sheet:
        """Give the sheet without answers to questions that are no longer asked."""
        province, today = self.session.desk.province, self.session.today
        values: dict[str, dict[str, Any]] = {}
        for part in self.sheet.parts:
            given = self.sheet.values.get(part.name, {})
            asked = {spec.key for spec in part.fields if is_asked(province, today, part, given, spec)}
            declared = {spec.key for spec in part.fields}
            values[part.name] = {key: value for key, value in given.items() if key in asked or key not in declared}
        return Sheet(self.sheet.parts, values, self.sheet.names, self.sheet.hidden, self.sheet.choices)

    def _saved(self, result: Result) -> None:
        self._saving = False
        if result.done:
            if self._keeps:
                self.desk_app.drop_draft(self.paper.draft)
            self.dismiss(result)
            return
        rest = mark_problems(self.session, self.sheet, self.paper.steps, result.problems)
        marked = next(
            (n for n, step in enumerate(self.paper.steps)
             if any((step.part.name, spec.key) in self.sheet.marks for spec in step.fields)), None)
        if marked is not None:
            self._go(marked)
        if rest:
            self._ask_about(rest, any(p.severity is Severity.HELD for p in result.problems))
        elif result.problems:
            self.say(self.t("screen.marked_fields", count=len(result.problems)), "bad")
        else:
            self.say(self.t("app.nothing_changed"), "warn")

    def _ask_about(self, problems: Sequence[Problem], held: bool) -> None:
        if not held or any(p.stops for p in problems):
            self.say(self.sentence(problems[0]), "bad")
            self.app.push_screen(problem_page(self.session, problems))
            return
        choices = (("close", self.t("screen.go_back_and_look")), ("anyway", self.t("screen.save_anyway")))
        self.app.push_screen(problem_page(self.session, problems, choices=choices),
                             lambda answer: self._save(anyway=True) if answer == "anyway" else None)


def part_of(session: Session, kind: str, *, name: str = "", without: Iterable[str] = (), title: str = "") -> Part:
    """Make a part of the form of a kind, in force today, without the fields that the screen fills in itself."""
    form = session.desk.province.forms[kind]
    left_out = set(without)
    fields = tuple(
        spec for spec in form.fields.at(session.today.isoformat(), session.desk.office)
        if spec.key not in left_out and spec.type.value != "file"
    )
    return Part(name or kind, kind, title or session.local(form.label), fields)


def defaults_of(part: Part) -> dict[str, Any]:
    """Give the plain defaults of a part's fields, so that nobody types what the form knows."""
    return {
        spec.key: spec.default for spec in part.fields
        if spec.default is not None and isinstance(spec.default, (str, int, bool, float))
    }
