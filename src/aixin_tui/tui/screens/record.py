"""One record of any kind in words, changing it, and what happened to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from aixin_tui.domain.record import Record, members, rows
from aixin_tui.engine.spec.form import FieldSpec, FieldType
from aixin_tui.services.desk import Result
from aixin_tui.services.finding import described
from aixin_tui.services.history import HistoryLine, history_of
from aixin_tui.tui.screens.base import DeskScreen
from aixin_tui.tui.session import Session
from aixin_tui.tui.widgets.line_list import PageView
from aixin_tui.tui.widgets.lines import Line, Span, fit, labelled, paragraph

_Gathered = tuple[Record | None, Mapping[str, str], Mapping[str, str]]


def gather(session: Session, kind: str, record_id: str) -> _Gathered:
    """Read a record, its fields in words (masked), and the names of what it links to; runs in the desk's thread."""
    desk = session.desk
    shown = described(desk, session.who, kind, record_id)
    record = desk.store.get(kind, record_id)
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
                names[linked.id] = linked.text("name") or linked.text("number") or linked.text("date") or linked.id


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
    """One record: its fields in words."""

    OFFERS: ClassVar[tuple[str, ...]] = ("edit", "history")

    def __init__(self, session: Session, kind: str, record_id: str) -> None:
        super().__init__(session)
        self._kind, self._record = kind, record_id

    def heading(self) -> str:
        """Give the name of the form."""
        form = self.session.desk.province.forms.get(self._kind)
        return self.session.local(form.label) if form else self._kind

    def body(self) -> Iterable[Any]:
        """Give the page."""
        yield PageView(id="page")

    def load(self) -> None:
        """Read the record."""
        self.ask(lambda: gather(self.session, self._kind, self._record), self._show)

    def _show(self, found: _Gathered) -> None:
        record, shown, _ = found
        if record is None:
            self.say(self.t("screen.not_found"), "bad")
            return
        form = self.session.desk.province.forms.get(self._kind)

        def lines(width: int) -> list[Line]:
            made: list[Line] = []
            for key, text in shown.items():
                spec = form.fields.get(key) if form else None
                name = self.session.local(spec.label) if spec else key
                made += labelled(f"  {name}", self.session.local(text), width, width=24)
            return made

        self.query_one(PageView).show(lines)

    def do_edit(self) -> None:
        """Change it."""
        edit_in(self, self._kind, self._record)

    def do_history(self) -> None:
        """Show what happened to it."""
        self.app.push_screen(HistoryScreen(self.session, self._kind, self._record, self.heading()))


class HistoryScreen(DeskScreen):
    """What happened to one record, newest first."""

    def __init__(self, session: Session, kind: str, record_id: str, name: str) -> None:
        super().__init__(session)
        self._kind, self._record, self._whose = kind, record_id, name

    def heading(self) -> str:
        """Say of whom."""
        return f"{self.t('keys.history')}  {self._whose}"

    def body(self) -> Iterable[Any]:
        """Give the page."""
        yield PageView(id="page")

    def load(self) -> None:
        """Read the history."""
        desk, who = self.session.desk, self.session.who
        self.ask(lambda: history_of(desk, who, self._kind, self._record), self._show)

    def _show(self, found: tuple[HistoryLine, ...]) -> None:
        def lines(width: int) -> list[Line]:
            made: list[Line] = []
            for entry in reversed(found):
                when = entry.recorded_at[:16].replace("T", " ")
                action = self.session.local(entry.action_label)
                made.append(Line((Span(f" {when}  {fit(entry.operator, 10)}{action}  ", "head"),
                                  Span(entry.reason, "dim"))))
                for change in entry.changes:
                    text = self.t("screen.change", label=change.label, old=change.old or "-", new=change.new or "-")
                    made += paragraph(text, width, indent=4)
            return made or [Line((Span(f"  {self.t('screen.no_history')}", "dim"),))]

        self.query_one(PageView).show(lines)
