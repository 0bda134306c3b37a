"""The screen of one record of any kind, a line of a register too: its page, its steps, and what can be done with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from aixin_tui.domain.record import Record, members, rows
from aixin_tui.engine.spec.form import FieldSpec, FieldType
from aixin_tui.services.casework import Advance, StepExplained
from aixin_tui.services.desk import Result
from aixin_tui.services.finding import described, in_words
from aixin_tui.services.record_file import LinkLine, RecordFile, record_file
from aixin_tui.services.registers import is_register, is_stored, line_of
from aixin_tui.services.wording import name_of
from aixin_tui.tui.screens.base import DeskScreen
from aixin_tui.tui.screens.history import HistoryScreen
from aixin_tui.tui.screens.record_page import RecordPage
from aixin_tui.tui.screens.revealing import reveal_in
from aixin_tui.tui.screens.steps import choose_step, open_step_form
from aixin_tui.tui.session import Session
from aixin_tui.tui.widgets.choice import ChoiceBox
from aixin_tui.tui.widgets.line_list import LineList, PageView

__all__ = ["HistoryScreen", "RecordScreen", "edit_in", "gather"]

_Gathered = tuple[Record | None, Mapping[str, str], Mapping[str, str]]
#: Kinds whose records have a paper of their own that is filled in from theirs.
_PAPERS_OF = {"household": "care_plan"}
#: What is to follow from a meeting is said on the meeting's day.
_FOLLOW_UP = "follow_up"


def gather(session: Session, kind: str, record_id: str) -> _Gathered:
    """Read a record, its fields in words (masked), and the names of what it links to; runs in the desk's thread."""
    desk = session.desk
    record = line_of(desk, session.who, kind, record_id)
    if record is None:
        return None, {}, {}
    shown = described(desk, session.who, kind, record.id) if is_stored(record) else in_words(desk, record)
    form = desk.province.forms.get(kind)
    names: dict[str, str] = {}
    for spec in form.fields.at() if form else ():
        _name_links(session, record.get(spec.key), spec, names)
    return record, shown or {}, names


def _name_links(session: Session, value: Any, spec: FieldSpec, names: dict[str, str]) -> None:
    if spec.type is FieldType.TABLE:
        for _, row in rows(value):
            for column in spec.columns:
                _name_links(session, row.get(column.key), column, names)
    elif spec.type is FieldType.LINK:
        for target in members(value):
            names[str(target)] = name_of(session.desk, spec.to, str(target))


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

    OFFERS: ClassVar[tuple[str, ...]] = (
        "open", "new_linked", "edit", "papers", "reveal", "history", "move_on")

    def offers(self) -> tuple[str, ...]:
        """List the actions that this kind has."""
        lacks = {"move_on"} if self._kind not in self.session.desk.province.lives else set()
        is_named = self._kind in _PAPERS_OF or is_register(self.session.desk, self._kind)
        lacks |= {"new_linked"} if not is_named else set()
        reports = self.session.desk.province.reports.values()
        lacks |= {"papers"} if all(one.document_for != self._kind for one in reports) else set()
        return tuple(action for action in super().offers() if action not in lacks)

    def why_not(self, action_id: str) -> str:
        """Say why an action cannot be done now."""
        if self.file is None:
            return self.t("app.loading") if action_id in self.OFFERS else ""
        if action_id == "new_linked" and self._kind not in _PAPERS_OF and not self.file.linkable:
            return self.t("register.nothing_names")
        if action_id == "move_on" and not (self.file.case and self.file.case.steps):
            return self.t("screen.no_step")
        return ""

    def about(self) -> str:
        """Say what the screen is for."""
        return self.t("register.about_line" if is_register(self.session.desk, self._kind) else "life.about_record")

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
        page.show(lambda width: RecordPage(self.session, file).lines(width), keep_cursor=not first)
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

    def do_move_on(self) -> None:
        """Take a step of its life: the one there is, or one of several."""
        steps = self.file.case.steps if self.file and self.file.case else ()
        if len(steps) == 1:
            self._take(steps[0])
        else:
            choose_step(self, steps, self._take)

    def _take(self, step: StepExplained) -> None:
        command = Advance(self._record, step.key, kind=self._kind)
        open_step_form(self, step, command, self.file.record if self.file else None, self._after)

    def _after(self, result: Result | None, said: str = "") -> None:
        if result is not None:
            self.load()
            self.tell(result, said or self.t("screen.saved"))

    def _new_paper(self) -> None:
        """Fill in the paper that belongs to this record: the plan of a household."""
        from aixin_tui.tui.screens.forms import new_record, plan_of_household

        def opened(start: tuple[dict[str, Any], dict[str, str]]) -> None:
            paper = new_record(self.session, _PAPERS_OF[self._kind], values=start[0], names=start[1])
            self.app.push_screen(paper, self._after)

        self.ask(lambda: plan_of_household(self.session, self._record), opened, group="paper")

    def do_new_linked(self) -> None:
        """Add what names this one: the plan of a household, what is to follow from a meeting."""
        file = self.file
        if self._kind in _PAPERS_OF:
            self._new_paper()
            return
        if file is None:
            return
        kinds = {key: (field, name) for key, field, name in file.linkable}

        def chosen(answer: tuple[str, ...] | None) -> None:
            if answer:
                self._new_line(file, answer[0], kinds[answer[0]][0])

        if len(kinds) == 1:
            chosen(tuple(kinds))
            return
        choices = [(key, self.session.local(name)) for key, (_, name) in kinds.items()]
        self.app.push_screen(ChoiceBox(self.session, self.t("register.new_linked"), choices), chosen)

    def _new_line(self, file: RecordFile, kind: str, field: str) -> None:
        from aixin_tui.tui.screens.forms import new_record

        spec = self.session.desk.province.field(kind, field)
        target = file.record.text("entry") or file.record.id
        values: dict[str, Any] = {field: [target] if spec and spec.many else target}
        if kind == _FOLLOW_UP and file.record.text("date"):
            values["date"] = file.record.text("date")
        paper = new_record(self.session, kind, values=values, names={target: file.title})
        self.app.push_screen(paper, self._after)

    def do_papers(self) -> None:
        """Print a paper of the record."""
        from aixin_tui.tui.paper_offers import Whose, offer_papers

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
