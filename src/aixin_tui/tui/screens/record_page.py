"""The page of a record of any kind: where it stands, its steps, its fields in words, and what it is linked to."""

from __future__ import annotations

from aixin_tui.services.record_file import LinkLine, RecordFile
from aixin_tui.tui.screens.steps import step_text
from aixin_tui.tui.session import Session
from aixin_tui.tui.widgets.lines import Line, Span, fit, heading, labelled, paragraph


class RecordPage:
    """Makes the lines of a record."""

    def __init__(self, session: Session, file: RecordFile) -> None:
        self.session, self.file, self.t = session, file, session.t

    def lines(self, width: int) -> list[Line]:
        """Make the whole page."""
        return (self._head(width) + self._steps(width) + self._values(width) + self._links(width, "names")
                + self._links(width, "named_by") + self._states())

    def _head(self, width: int) -> list[Line]:
        line, case = self.file.line, self.file.case
        state = line.state_label if line else case.state_label if case else ""
        shown = fit(self.file.title, max(width - 16, 20)).rstrip()
        lines = [Line((Span(f" {shown}", "head"),
                       Span(f"  {self.session.local(state)}", "dim" if line and not line.is_open else "good")))]
        if not self.file.is_stored:
            lines += paragraph(self.t("register.of_office"), width, "note", indent=1)
        if line and line.until:
            key = "past_until" if line.is_late else "waits_until"
            lines += paragraph(self.t(f"life.{key}", day=line.until), width, "bad" if line.is_late else "note",
                               indent=1)
        return lines

    def _steps(self, width: int) -> list[Line]:
        case = self.file.case
        if case is None:
            return []
        lines = heading(f" {self.t('life.steps')}")
        if not case.steps:
            lines.append(Line((Span(f"  {self.t('register.over')}", "dim"),)))
        for step in case.steps:
            lines += paragraph(f"> {step_text(self.session, step)}", width, "plain" if step.allowed else "warn",
                               indent=2, target=step)
        return lines

    def _values(self, width: int) -> list[Line]:
        lines = heading(f" {self.t('screen.form_values')}")
        form = self.session.desk.province.forms.get(self.file.record.kind)
        for key, text in self.file.values.items():
            spec = form.fields.get(key) if form else None
            name = self.session.local(spec.label) if spec else key
            lines += labelled(f"  {name}", self.session.local(text), width, width=24)
        return lines

    def _links(self, width: int, which: str) -> list[Line]:
        links: tuple[LinkLine, ...] = getattr(self.file, which)
        if not links:
            return []
        lines = heading(f" {self.t(f'life.{which}')}")
        for link in links:
            text = f"  {fit(self.session.local(link.label), 20)}  {link.name}"
            lines.append(Line((Span(fit(f"{text}  {self.session.local(link.detail)}", width)),), link))
        if which == "named_by":
            for name, count in self.file.more.items():
                more = self.t("screen.and_more", count=count)
                lines.append(Line((Span(f"  {fit(self.session.local(name), 20)}  {more}", "dim"),)))
        return lines

    def _states(self) -> list[Line]:
        if not self.file.states:
            return []
        lines = heading(f" {self.t('screen.states')}")
        for state in self.file.states:
            lines.append(Line((Span(f"  {fit(state.from_, 12)}{fit(self.session.local(state.label), 16)}"),
                               Span(f"{self.session.local(state.reason)}  {state.operator}", "dim"))))
        return lines
