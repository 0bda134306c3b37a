"""Open work of one kind: referrals, micro-wishes, plans, incidents; those past their day first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from aixin_tui.services.desk import Result
from aixin_tui.services.work_list import WorkLine, WorkQuery, work_list
from aixin_tui.tui.screens.base import DeskScreen
from aixin_tui.tui.session import Session
from aixin_tui.tui.widgets.choice import ChoiceBox
from aixin_tui.tui.widgets.line_list import LineList, PageView
from aixin_tui.tui.widgets.lines import Column, Line, Span, spread, table_row

_COLUMNS = (Column("", 10), Column("", 12), Column("", 12, grow=True), Column("", 12, grow=True), Column("", 8),
            Column("", 10))
_OPEN, _LATE, _ALL = "open", "late", "all"


class WorkScreen(DeskScreen):
    """A list of papers; Enter opens one, F6 chooses which are shown."""

    OFFERS: ClassVar[tuple[str, ...]] = ("open", "new", "filter")

    def __init__(self, session: Session, kind: str) -> None:
        super().__init__(session)
        self._kind, self._which = kind, _OPEN

    def about(self) -> str:
        """Say what the screen is for."""
        return self.t("life.about_work")

    def heading(self) -> str:
        """Name the kind."""
        return self.session.local(self.session.desk.province.forms[self._kind].label)

    def body(self) -> Iterable[Any]:
        """Give the page."""
        yield PageView(id="page")

    def load(self) -> None:
        """Read the list."""
        desk, who, which = self.session.desk, self.session.who, self._which
        states = (which,) if which not in (_OPEN, _LATE, _ALL) else ()
        query = WorkQuery(self._kind, states=states, open_only=which == _OPEN, late_only=which == _LATE)
        self.ask(lambda: work_list(desk, who, query), self._show)

    def _show(self, lines: tuple[WorkLine, ...]) -> None:
        page = self.query_one(PageView)
        page.show(lambda width: self._lines(lines, width), keep_cursor=bool(page.lines))
        late = sum(1 for one in lines if one.is_late)
        self.status.show_place(f"{self._word(self._which)}  {self.t('life.listed', count=len(lines), late=late)}")

    def _lines(self, lines: Iterable[WorkLine], width: int) -> list[Line]:
        widths, local = spread(_COLUMNS, width), self.session.local
        made = []
        for one in lines:
            role = "bad" if one.is_late else "plain" if one.is_open else "dim"
            cells = (one.date, one.about, local(one.what), local(one.party), Span(local(one.state_label), role),
                     Span(one.until, role))
            made.append(Line(table_row(cells, _COLUMNS, widths), one))
        return made or [Line((Span(f"   {self.t('life.nothing')}", "dim"),))]

    def _word(self, which: str) -> str:
        if which in (_OPEN, _LATE, _ALL):
            return self.t(f"life.only_{which}")
        return self.session.state(self._kind, which)

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        """Open the paper."""
        if isinstance(event.target, WorkLine):
            from aixin_tui.tui.screens.opening import open_record

            open_record(self, event.target.kind, event.target.id)

    def do_open(self) -> None:
        """Open the line under the cursor."""
        page = self.query_one(PageView)
        page.post_message(LineList.Chosen(page, page.cursor, page.target_of(page.cursor)))

    def do_filter(self) -> None:
        """Choose which are shown: open, past their day, all, or in one state."""
        life = self.session.desk.province.lives.get(self._kind)
        choices = [(which, self._word(which)) for which in (_OPEN, _LATE, _ALL)]
        choices += [(state.key, self.session.local(state.label)) for state in (life.states.at() if life else ())]

        def chosen(answer: tuple[str, ...] | None) -> None:
            if answer:
                self._which = answer[0]
                self.load()

        self.app.push_screen(ChoiceBox(self.session, self.t("keys.filter"), choices), chosen)

    def do_new(self) -> None:
        """Fill in a new one."""
        from aixin_tui.tui.screens.forms import new_record

        def saved(result: Result | None) -> None:
            if result is not None:
                self.load()
                self.tell(result, self.t("screen.saved"))

        values = {"date": self.session.today.isoformat()}
        self.app.push_screen(new_record(self.session, self._kind, values=values), saved)
