"""儿童: everybody on file, found by name, pinyin initials, village or the last digits of a number, at any length."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from textual import events
from textual.widgets import Input

from aixin_tui.services.browsing import Find, FoundRow
from aixin_tui.tui.keys import plain_key
from aixin_tui.tui.screens.base import DeskScreen
from aixin_tui.tui.session import Session
from aixin_tui.tui.widgets.choice import ChoiceBox
from aixin_tui.tui.widgets.entry import Entry
from aixin_tui.tui.widgets.line_list import LineList
from aixin_tui.tui.widgets.lines import Column, Span
from aixin_tui.tui.widgets.paged_list import PagedList

#: The colour of a core state; the word stands beside it.
ROLES = {
    "paired": "good", "under_review": "warn", "not_agreed": "dim", "closed": "dim", "waiting": "warn",
    "consented": "warn", "proposed": "note", "active": "good", "paused": "warn", "left": "dim",
}


class PeopleScreen(DeskScreen):
    """A list of one kind of people with a line to search by. Subclasses say which kind and what Enter opens."""

    KIND: ClassVar[str] = "child"
    AUTO_FOCUS = "#list"
    OFFERS: ClassVar[tuple[str, ...]] = ("open", "find", "new", "filter")

    def __init__(self, session: Session, *, core_states: tuple[str, ...] = ()) -> None:
        super().__init__(session)
        self._core_states = core_states
        self._states = self._states_of(core_states)

    @property
    def kind(self) -> str:
        """Kind of the records that are listed."""
        return self.KIND

    def _states_of(self, core_states: tuple[str, ...]) -> tuple[str, ...]:
        life = self.session.desk.province.lives.get(self.kind)
        if life is None or not core_states:
            return ()
        return tuple(state.key for state in life.states.at() if state.core in core_states)

    def body(self) -> Iterable[Any]:
        """Give the line to type into and the list."""
        t = self.t
        columns = (
            Column(t("screen.col_name"), 14), Column(t("screen.col_sex"), 4), Column(t("screen.col_born"), 10),
            Column(t("screen.col_place"), 18, grow=True), Column(t("screen.col_state"), 14),
        )
        yield Entry(placeholder=t("screen.search_hint"), id="search")
        yield PagedList(columns, self.cells, loading=t("app.loading"), nothing=t("screen.nobody"), id="list")

    def cells(self, row: FoundRow) -> tuple[Span | str, ...]:
        """Draw a row."""
        life = self.session.desk.province.lives.get(self.kind)
        state = life.states.get(row.state) if life else None
        role = ROLES.get(state.core if state else "", "plain")
        sex = self.session.choice(self.kind, "sex", row.sex) if row.sex else ""
        return (row.name, sex, row.birth_date, row.place, Span(self.session.local(row.state_label), role))

    @property
    def listed(self) -> PagedList:
        """The list."""
        return self.query_one(PagedList)

    def load(self) -> None:
        """Ask for the list as it is searched and filtered, and stay on the row."""
        row = self.listed.row
        self.listed.ask_for(self._query(), stay_on=row.id if row else "")
        if not isinstance(self.focused, Entry):
            self.listed.focus()

    def _query(self) -> Find:
        return Find(self.kind, text=self.query_one(Entry).value.strip(), states=self._states)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search by what is typed."""
        event.stop()
        self.listed.ask_for(self._query())

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go to what was found."""
        event.stop()
        self._to_list()

    def on_key(self, event: events.Key) -> None:
        """Down leads from the search line to the list, a letter back to it, Escape empties the search first."""
        key = plain_key(event)
        entry = self.query_one(Entry)
        if key == "down" and entry.has_focus:
            self._to_list()
        elif key == "escape" and (entry.value or entry.has_focus):
            entry.value = ""
            self.listed.focus()
        elif self.listed.has_focus and event.character and event.character.isalpha():
            entry.focus()  # who begins to type a name is looking for somebody
            entry.replace(event.character, *entry.selection)
        else:
            return
        event.stop()
        event.prevent_default()

    def _to_list(self) -> None:
        """Go to what was found; whatever is typed next is another name, not the rest of this one."""
        self.query_one(Entry).select_all()
        self.listed.focus()

    def do_find(self) -> None:
        """Type a name; it takes the place of the one that stands there."""
        entry = self.query_one(Entry)
        entry.select_all()
        entry.focus()

    def do_filter(self) -> None:
        """Choose the states that are listed."""
        life = self.session.desk.province.lives.get(self.kind)
        states = [(state.key, self.session.local(state.label)) for state in life.states.at()] if life else []

        def chosen(answer: tuple[str, ...] | None) -> None:
            if answer is not None:
                self._states = answer
                self.listed.ask_for(self._query())

        self.app.push_screen(
            ChoiceBox(self.session, self.t("screen.col_state"), states, self._states, many=True), chosen)

    def do_open(self) -> None:
        """Open the row under the cursor, or who is being looked for once there is one who fits."""
        if self.listed.row is not None:
            self.open_row(self.listed.row)
        else:
            self.listed.choose_only()

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        """Open a row."""
        if isinstance(event.target, FoundRow):
            self.open_row(event.target)

    def open_row(self, row: FoundRow) -> None:
        """Open one person's file."""
        raise NotImplementedError

    def do_new(self) -> None:
        """Fill in the form of a new person."""
        from aixin_tui.tui.screens.forms import new_record

        self.app.push_screen(new_record(self.session, self.kind), self._added)

    def _added(self, result: Any) -> None:
        if result is not None and result.records:
            self.say(self.t("screen.saved"), "good")
            record = next((r for r in result.records if r.kind == self.kind), None)
            if record is not None:
                self.open_id(record.id)

    def open_id(self, record_id: str) -> None:
        """Open a file by id."""
        raise NotImplementedError


class ChildrenScreen(PeopleScreen):
    """All children, or those of some states."""

    TITLE_KEY = "keys.go_children"
    KIND = "child"

    def __init__(self, session: Session, *, core_states: tuple[str, ...] = ()) -> None:
        super().__init__(session, core_states=core_states)
        self.is_place = not core_states  # a list opened from Today is no place of its own

    def heading(self) -> str:
        """Say which states are listed."""
        if not self._core_states:
            return super().heading()
        names = self.t("app.list_comma").join(self.session.state(self.kind, key) for key in self._states)
        return f"{super().heading()}  {names}"

    def open_row(self, row: FoundRow) -> None:
        """Open a child's file."""
        self.open_id(row.id)

    def open_id(self, record_id: str) -> None:
        """Open a child's file."""
        from aixin_tui.tui.screens.opening import open_child

        open_child(self, record_id)
