"""One line of a register: its fields, its steps with what they lack, and the lines that name it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from aixin_tui.domain.record import Record, members
from aixin_tui.engine.spec.form import FieldType
from aixin_tui.services.casework import Advance, StepExplained
from aixin_tui.services.desk import Result
from aixin_tui.services.masking import is_masked
from aixin_tui.services.register_file import LineFile, LinkedLine, line_file
from aixin_tui.services.registers import EditLine, edit_line
from aixin_tui.services.wording import name_of
from aixin_tui.tui.screens.base import DeskScreen
from aixin_tui.tui.screens.form_screen import FormScreen
from aixin_tui.tui.screens.paper import Paper, part_of
from aixin_tui.tui.screens.steps import choose_step, step_text, take_step
from aixin_tui.tui.session import Session
from aixin_tui.tui.widgets.choice import ChoiceBox
from aixin_tui.tui.widgets.fields import Sheet, filled_from
from aixin_tui.tui.widgets.line_list import LineList, PageView
from aixin_tui.tui.widgets.lines import Line, Span, fit, heading, labelled, paragraph

#: What is to follow from a meeting is said on the meeting's day.
FOLLOW_UP = "follow_up"


class LineScreen(DeskScreen):
    """One line of a register."""

    OFFERS: ClassVar[tuple[str, ...]] = ("open", "new_linked", "edit", "history", "move_on")

    def __init__(self, session: Session, kind: str, line: str) -> None:
        super().__init__(session)
        self._kind, self._line = kind, line
        self.file: LineFile | None = None

    def about(self) -> str:
        """Say what the screen is for."""
        return self.t("register.about_line")

    def heading(self) -> str:
        """Name the register."""
        return self.session.local(self.session.desk.province.forms[self._kind].label)

    def body(self) -> Iterable[Any]:
        """Give the page."""
        yield PageView(id="page")

    def load(self) -> None:
        """Open the line."""
        desk, who = self.session.desk, self.session.who
        self.ask(lambda: line_file(desk, who, self._kind, self._line), self._show)

    def _show(self, file: LineFile | None) -> None:
        if file is None:
            self.say(self.t("screen.not_found"), "bad")
            return
        self.file, self._line = file, file.record.id
        self.query_one(PageView).show(lambda width: self._lines(file, width))
        self.show_keys()

    def _lines(self, file: LineFile, width: int) -> list[Line]:
        state = self.session.local(file.case.state_label) if file.case else ""
        lines = [Line((Span(f" {fit(file.title, max(width - 16, 20)).rstrip()}", "head"), Span(f"  {state}", "good")))]
        if not file.is_stored:
            lines += paragraph(self.t("register.of_office"), width, "note", indent=1)
        form = self.session.desk.province.forms[self._kind]
        for key, text in file.values.items():
            spec = form.fields.get(key)
            lines += labelled(f"  {self.session.local(spec.label) if spec else key}", self.session.local(text), width,
                              width=24)
        if file.case:
            lines += heading(f" {self.t('register.steps')}")
            for step in file.case.steps:
                lines += paragraph(step_text(self.session, step), width, "good" if step.allowed else "warn", indent=2,
                                   target=step)
            if not file.case.steps:
                lines.append(Line((Span(f"  {self.t('register.over')}", "dim"),)))
        if file.linked:
            lines += heading(f" {self.t('register.linked')}")
            lines += [Line((Span(f"  {fit(self.session.local(one.kind_label), 16)}{fit(one.date, 12)}", "dim"),
                            Span(one.title)), one) for one in file.linked]
        return lines

    def why_not(self, action_id: str) -> str:
        """Say why nothing can be done yet, or that there is nothing to do."""
        if self.file is None and action_id in ("new_linked", "edit", "history", "move_on"):
            return self.t("app.loading")
        if action_id == "move_on" and not (self.file and self.file.case and self.file.case.steps):
            return self.t("register.over")
        if action_id == "new_linked" and not (self.file and self.file.linkable):
            return self.t("register.nothing_names")
        return ""

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        """Take the step, or open the line that names this one."""
        if isinstance(event.target, StepExplained):
            self._take(event.target)
        elif isinstance(event.target, LinkedLine):
            self.app.push_screen(LineScreen(self.session, event.target.kind, event.target.id))

    def do_open(self) -> None:
        """Open what is under the cursor."""
        page = self.query_one(PageView)
        page.post_message(LineList.Chosen(page, page.cursor, page.target_of(page.cursor)))

    def do_move_on(self) -> None:
        """Take a step: the one there is, or one of several."""
        steps = self.file.case.steps if self.file and self.file.case else ()
        if len(steps) == 1:
            self._take(steps[0])
        else:
            choose_step(self, steps, self._take)

    def _take(self, step: StepExplained) -> None:
        def done(result: Result, said: str) -> None:
            self.load()
            self.tell(result, said)

        take_step(self, step, Advance(self._line, step.key, kind=self._kind), done)

    def do_new_linked(self) -> None:
        """Add a line that names this one: what is to follow from a meeting."""
        file = self.file
        if file is None:
            return
        kinds = {key: (field, name) for key, field, name in file.linkable}

        def chosen(answer: tuple[str, ...] | None) -> None:
            if answer:
                self._new(file, answer[0], kinds[answer[0]][0])

        if len(kinds) == 1:
            chosen(tuple(kinds))
            return
        choices = [(key, self.session.local(name)) for key, (_, name) in kinds.items()]
        self.app.push_screen(ChoiceBox(self.session, self.t("register.new_linked"), choices), chosen)

    def _new(self, file: LineFile, kind: str, field: str) -> None:
        from aixin_tui.tui.screens.forms import new_record

        spec = self.session.desk.province.field(kind, field)
        target = file.record.text("entry") or file.record.id
        values: dict[str, Any] = {field: [target] if spec and spec.many else target}
        if kind == FOLLOW_UP and file.record.text("date"):
            values["date"] = file.record.text("date")
        self.app.push_screen(new_record(self.session, kind, values=values, names={target: file.title}), self._saved)

    def _saved(self, result: Result | None) -> None:
        if result is not None:
            self.load()
            self.tell(result, self.t("screen.saved"))

    def do_edit(self) -> None:
        """Change its fields; a line that every office starts with is written down with it."""
        if self.file is not None:
            self.app.push_screen(edit_form(self.session, self.file), self._edited)

    def _edited(self, result: Result | None) -> None:
        if result is not None and result.records:
            self._line = next((one.id for one in result.records if one.kind == self._kind), self._line)
        self._saved(result)

    def do_history(self) -> None:
        """Show what happened to the line."""
        if self.file is not None:
            from aixin_tui.tui.screens.record import HistoryScreen

            self.app.push_screen(HistoryScreen(self.session, self._kind, self._line, self.file.title))


def edit_form(session: Session, file: LineFile) -> FormScreen:
    """Change a line of a register; masked fields show their mask and stay as they are unless typed anew."""
    record = file.record
    part = part_of(session, record.kind)
    before = filled_from(record, part.fields)
    sheet = Sheet((part,), {part.name: dict(before)}, dict(_names(session, record)))
    sheet.hidden[part.name] = {spec.key: file.values.get(spec.key, "") for spec in part.fields if is_masked(spec)}

    def save(filled: Sheet, anyway: bool) -> Result:  # noqa: ARG001
        changed = filled.changed(part.name, before)
        return edit_line(session.desk, session.who, EditLine(record.kind, record.id, changed))

    title = session.t("screen.edit_of", what=part.title)
    return FormScreen(session, Paper(title, sheet, save, draft=f"edit-{record.kind}-{record.id}"))


def _names(session: Session, record: Record) -> Iterable[tuple[str, str]]:
    """Give the names of what a line links to, by id or entry's key."""
    for spec in session.desk.province.forms[record.kind].fields.at():
        if spec.type is FieldType.LINK:
            yield from ((str(one), name_of(session.desk, spec.to, str(one))) for one in members(record.get(spec.key)))
