"""One record of any kind: its fields, where its life stands, what each step lacks, what it names and what names it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from aixin_tui.domain.record import Record, members, rows
from aixin_tui.engine.spec.form import FieldSpec, FieldType
from aixin_tui.services.casework import Advance, StepExplained
from aixin_tui.services.desk import Result
from aixin_tui.services.finding import described
from aixin_tui.services.record_file import LinkLine, RecordFile, record_file
from aixin_tui.services.scope import record_of
from aixin_tui.services.wording import title_of
from aixin_tui.tui.screens.base import DeskScreen
from aixin_tui.tui.screens.history import HistoryScreen
from aixin_tui.tui.screens.revealing import reveal_in
from aixin_tui.tui.screens.steps import choose_step, open_step_form, step_text
from aixin_tui.tui.session import Session
from aixin_tui.tui.widgets.line_list import LineList, PageView
from aixin_tui.tui.widgets.lines import Line, Span, fit, heading, labelled, paragraph

__all__ = ["HistoryScreen", "RecordScreen", "edit_in", "gather"]

_Gathered = tuple[Record | None, Mapping[str, str], Mapping[str, str]]
#: Kinds whose records have a paper of their own that is filled in from theirs.
_PAPERS_OF = {"household": "care_plan"}


def gather(session: Session, kind: str, record_id: str) -> _Gathered:
    """Read a record, its fields in words (masked), and the names of what it links to; runs in the desk's thread."""
    desk = session.desk
    shown = described(desk, session.who, kind, record_id)
    record = record_of(desk, session.who, kind, record_id)
    if record is None or shown is None:
        return None, {}, {}
    form = desk.province.forms.get(kind)
    names: dict[str, str] = {}
    for spec in form.fields.at() if form else ():
        _name_links(session, record.get(spec.key), spec, names)
    return record, shown, names


def _name_links(session: Session, value: Any, spec: FieldSpec, names: dict[str, str]) -> None:
    if spec.type is FieldType.TABLE:
        for _, row in rows(value):
            for column in spec.columns:
                _name_links(session, row.get(column.key), column, names)
    elif spec.type is FieldType.LINK:
        for target in members(value):
            linked = session.desk.store.get(spec.to, str(target))
            if linked is not None:
                names[linked.id] = title_of(session.desk, linked)


def edit_in(screen: DeskScreen, kind: str, record_id: str) -> None:
    """Open the form of a record over a screen, which asks anew when it was saved."""
    session = screen.session

    def opened(found: _Gathered) -> None:
        record, shown, names = found
        if record is None:
            screen.say(session.t("screen.not_found"), "bad")
            return
        from aixin_tui.tui.screens.forms import edit_of

        screen.app.push_screen(edit_of(session, record, shown, names), saved)

    def saved(result: Result | None) -> None:
        if result is not None:
            screen.load()
            screen.tell(result, session.t("screen.saved"))

    screen.ask(lambda: gather(session, kind, record_id), opened, group="edit")


class RecordScreen(DeskScreen):
    """One record of any kind. Enter takes the step, or opens the record, of the line."""

    def __init__(self, session: Session, kind: str, record_id: str) -> None:
        super().__init__(session)
        self._kind, self._record = kind, record_id
        self.file: RecordFile | None = None

    OFFERS: ClassVar[tuple[str, ...]] = ("open", "step", "new", "edit", "papers", "reveal", "history")

    def offers(self) -> tuple[str, ...]:
        """List the actions that this kind has."""
        lacks = {"step"} if self._kind not in self.session.desk.province.lives else set()
        lacks |= {"new"} if self._kind not in _PAPERS_OF else set()
        reports = self.session.desk.province.reports.values()
        lacks |= {"papers"} if all(one.document_for != self._kind for one in reports) else set()
        return tuple(action for action in super().offers() if action not in lacks)

    def why_not(self, action_id: str) -> str:
        """Say why an action cannot be done now."""
        if self.file is None:
            return self.t("app.loading") if action_id in self.OFFERS else ""
        if action_id == "step" and not (self.file.case and self.file.case.steps):
            return self.t("screen.no_step")
        return ""

    def about(self) -> str:
        """Say what the screen is for."""
        return self.t("life.about_record")

    def heading(self) -> str:
        """Give the name of the form."""
        form = self.session.desk.province.forms.get(self._kind)
        return self.session.local(form.label) if form else self._kind

    def body(self) -> Iterable[Any]:
        """Give the page."""
        yield PageView(id="page")

    def load(self) -> None:
        """Read the record."""
        desk, who = self.session.desk, self.session.who
        self.ask(lambda: record_file(desk, who, self._kind, self._record), self._show)

    def _show(self, file: RecordFile | None) -> None:
        if file is None:
            self.say(self.t("screen.not_found"), "bad")
            return
        first = self.file is None
        self.file = file
        page = self.query_one(PageView)
        page.show(lambda width: _RecordPage(self.session, file).lines(width), keep_cursor=not first)
        if first:
            page.move_to(next((n for n, line in enumerate(page.lines) if line.target is not None), 0))
        self.show_keys()

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        """Take the step of the line, or open what it names."""
        target = event.target
        if isinstance(target, StepExplained):
            self._take(target)
        elif isinstance(target, LinkLine):
            from aixin_tui.tui.screens.opening import open_record

            open_record(self, target.kind, target.id)

    def do_open(self) -> None:
        """Do what the line under the cursor is for."""
        page = self.query_one(PageView)
        page.post_message(LineList.Chosen(page, page.cursor, page.target_of(page.cursor)))

    def do_step(self) -> None:
        """Choose a step of its life."""
        if self.file is not None and self.file.case is not None:
            choose_step(self, self.file.case.steps, self._take)

    def _take(self, step: StepExplained) -> None:
        command = Advance(self._record, step.key, kind=self._kind)
        open_step_form(self, step, command, self.file.record if self.file else None, self._after)

    def _after(self, result: Result, said: str) -> None:
        self.load()
        self.tell(result, said)

    def do_new(self) -> None:
        """Fill in the paper that belongs to this record: the plan of a household."""
        from aixin_tui.tui.screens.forms import new_record, plan_of_household

        def saved(result: Result | None) -> None:
            if result is not None:
                self._after(result, self.t("screen.saved"))

        def opened(start: tuple[dict[str, Any], dict[str, str]]) -> None:
            paper = new_record(self.session, _PAPERS_OF[self._kind], values=start[0], names=start[1])
            self.app.push_screen(paper, saved)

        self.ask(lambda: plan_of_household(self.session, self._record), opened, group="paper")

    def do_papers(self) -> None:
        """Print a paper of the record."""
        from aixin_tui.tui.papers import Whose, offer_papers

        offer_papers(self, [Whose(self._kind, self._record)])

    def do_edit(self) -> None:
        """Change it."""
        edit_in(self, self._kind, self._record)

    def do_reveal(self) -> None:
        """Show masked fields in full, for a reason that is logged."""
        reveal_in(self, self._kind, self._record)

    def do_history(self) -> None:
        """Show what happened to it."""
        self.app.push_screen(HistoryScreen(self.session, self._kind, self._record, self.heading()))


class _RecordPage:
    """Makes the lines of a record."""

    def __init__(self, session: Session, file: RecordFile) -> None:
        self.session, self.file, self.t = session, file, session.t

    def lines(self, width: int) -> list[Line]:
        """Make the whole page."""
        return (self._head(width) + self._steps(width) + self._values(width) + self._links(width, "names")
                + self._links(width, "named_by") + self._states())

    def _head(self, width: int) -> list[Line]:
        line, local = self.file.line, self.session.local
        spans = [Span(f" {self.file.title}", "head"),
                 Span(f"  {local(line.state_label)}", "good" if line.is_open else "dim")]
        lines = [Line(tuple(spans))]
        if line.until:
            key = "past_until" if line.is_late else "waits_until"
            lines += paragraph(self.t(f"life.{key}", day=line.until), width, "bad" if line.is_late else "note",
                               indent=1)
        return lines

    def _steps(self, width: int) -> list[Line]:
        case = self.file.case
        if case is None or not case.steps:
            return []
        lines = heading(f" {self.t('life.steps')}")
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
