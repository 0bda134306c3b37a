"""Saving a paper: first what it will end is shown, then it is written, and problems become marks on its fields."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Place, Problem, Severity
from aixin_tui.engine.spec.form import Need
from aixin_tui.services.desk import Result
from aixin_tui.tui.confirm import confirm, problem_page
from aixin_tui.tui.screens.base import DeskScreen
from aixin_tui.tui.screens.paper import Paper
from aixin_tui.tui.session import Session
from aixin_tui.tui.widgets.fields import Sheet, is_asked
from aixin_tui.tui.widgets.form import Form, mark_problems


class FormSaving(DeskScreen):
    """A screen with a paper to save; `FormScreen` fills it in. Dismisses with the Result when it was written."""

    def __init__(self, session: Session, paper: Paper) -> None:
        super().__init__(session)
        self.paper, self.sheet = paper, paper.sheet
        self._saving = False

    def show_step_of(self, place: int) -> None:
        """Show a step."""
        raise NotImplementedError

    def forget_draft(self) -> None:
        """Throw the draft away after the paper was written."""

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
        elif missing := self._missing(sheet):
            self._saved(Result(problems=missing))
        else:
            self.ask(lambda: preview(sheet), lambda parts: self._ask_first(sheet, parts, anyway=anyway),
                     group="preview")

    def _missing(self, sheet: Sheet) -> tuple[Problem, ...]:
        """Name what has to be filled in before it is said what the act will end."""
        return tuple(
            Problem(Code.FORM_002, place=Place(field=spec.key), values={"label": self.session.local(spec.label)})
            for part in sheet.parts for spec in part.fields
            if spec.need is Need.ALWAYS and not spec.ask_when.clauses
            and sheet.given(part.name).get(spec.key) in (None, "", []))

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
        if result.done or not (self.paper.writes or result.problems):
            self.forget_draft()
            self.dismiss(result)
            return
        rest = mark_problems(self.session, self.sheet, self.paper.steps, result.problems)
        marked = next(
            (n for n, step in enumerate(self.paper.steps)
             if any((step.part.name, spec.key) in self.sheet.marks for spec in step.fields)), None)
        if marked is not None:
            self.show_step_of(marked)
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
