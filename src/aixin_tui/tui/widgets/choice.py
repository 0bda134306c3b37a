"""Choosers in a box: one or many of a list, a place step by step, a person by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from textual import events
from textual.widgets import Input

from aixin_tui.domain.region import Divisions
from aixin_tui.services.browsing import Find, FoundRow, find
from aixin_tui.tui.dialog import Dialog
from aixin_tui.tui.keys import plain_key
from aixin_tui.tui.later import later
from aixin_tui.tui.session import Session
from aixin_tui.tui.widgets.entry import Entry
from aixin_tui.tui.widgets.line_list import LineList, PageView
from aixin_tui.tui.widgets.lines import Column, Line, Span
from aixin_tui.tui.widgets.paged_list import PagedList


def matches(text: str, wanted: str) -> bool:
    """Whether a label holds what was typed, or its pinyin initials or reading begin with it."""
    if not wanted or wanted in text:
        return True
    from aixin_tui.reference.pinyin import initials, syllables

    low = wanted.lower().replace(" ", "")
    return low in initials(text) or "".join(syllables(text)).startswith(low) or low in text.lower()


class ChoiceBox(Dialog[tuple[str, ...]]):
    """Choose one of a list, or with `many` tick several. Digits and pinyin initials work; F6 empties the field."""

    def __init__(
        self, session: Session, title: str, choices: Sequence[tuple[str, str]], chosen: Iterable[str] = (),
        *, many: bool = False, is_field: bool = False,
    ) -> None:
        super().__init__(session, title)
        self._choices = tuple(choices)
        self._chosen = list(chosen)
        self._many = many
        keys = ("tick", "chosen") if many else ("choose",)
        self.OFFERS = (*keys, *(("clear",) if is_field or many else ()), "back")  # type: ignore[misc]

    def body(self) -> Iterable[Any]:
        """Give the list."""
        yield PageView(id="page")

    def load(self) -> None:
        """Fill the list and stand on what is chosen."""
        page = self.query_one("#page", PageView)
        page.show(self._lines)
        page.go_to(self._chosen[0] if self._chosen else (self._choices[0][0] if self._choices else None))

    def _lines(self, _width: int) -> list[Line]:
        lines = []
        for number, (key, text) in enumerate(self._choices, 1):
            digit = f"{number}" if number < 10 else " "
            marks = ("[x] ", "[ ] ") if self._many else ("> ", "  ")
            mark = marks[0] if key in self._chosen else marks[1]
            lines.append(Line((Span(f" {digit} ", "key" if number < 10 else "plain"), Span(f" {mark}{text}")), key))
        return lines

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        """Enter chooses the one, or ticks of many."""
        event.stop()
        self._pick(str(event.target))

    def _pick(self, key: str) -> None:
        if not self._many:
            self.dismiss((key,))
            return
        if key in self._chosen:
            self._chosen.remove(key)
        else:
            self._chosen.append(key)
        self.query_one("#page", PageView).show(self._lines)

    def on_key(self, event: events.Key) -> None:
        """Choose by digit."""
        key = plain_key(event)
        if key.isdecimal() and key != "0" and int(key) <= len(self._choices):
            event.stop()
            event.prevent_default()
            self.query_one("#page", PageView).move_to(int(key) - 1)
            self._pick(self._choices[int(key) - 1][0])

    def do_tick(self) -> None:
        """Tick the line under the cursor."""
        page = self.query_one("#page", PageView)
        if page.count:
            self._pick(str(page.target_of(page.cursor)))

    def do_chosen(self) -> None:
        """Take what is ticked, in the order of the list."""
        self.dismiss(tuple(key for key, _ in self._choices if key in self._chosen))

    def do_clear(self) -> None:
        """Empty the field."""
        self.dismiss(())


class PlaceBox(Dialog[tuple[str, ...]]):
    """Choose a division: Enter goes down to the villages, the first line takes the place itself; typing filters."""

    OFFERS: ClassVar[tuple[str, ...]] = ("open", "up", "find", "clear", "back")
    TALL = True

    def __init__(self, session: Session, title: str, start: str, *, root: str) -> None:
        super().__init__(session, title)
        self._divisions: Divisions = session.desk.province.divisions
        self._root = root
        self._at = start[:9] if len(start) > 9 and start[:9] in self._divisions else root
        self._chosen = start

    def body(self) -> Iterable[Any]:
        """Give a line to type into and the list."""
        yield Entry(placeholder=self.t("screen.place_search"), id="search")
        yield PageView(id="page")

    def load(self) -> None:
        """Show the place the field has now."""
        self._show()
        page = self.query_one("#page", PageView)
        page.go_to(self._chosen)
        page.focus()

    def _show(self, wanted: str = "") -> None:
        self.query_one("#page", PageView).show(lambda _width: self._lines(wanted), keep_cursor=False)

    def _lines(self, wanted: str) -> list[Line]:
        names = self._divisions
        if wanted:
            found = [code for code in names if code.startswith(self._root) and matches(names.name(code), wanted)]
            return [Line((Span(f"  {self.session.place(code) or names.name(code)}"),), code) for code in found[:200]]
        lines = []
        if self._at != "":
            lines.append(Line((Span(f"  {names.name(self._at)}", "head"),
                               Span(f"  {self.t('screen.take_this_place')}", "note")), f"={self._at}"))
        for code in names.below(self._at):
            more = self.t("screen.goes_down") if names.below(code) else ""
            lines.append(Line((Span(f"    {names.name(code)}"), Span(f"  {more}", "dim")), code))
        return lines

    def on_input_changed(self, event: Input.Changed) -> None:
        """Filter by what is typed."""
        event.stop()
        self._show(event.value.strip())

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go to the list."""
        event.stop()
        self.query_one("#page", PageView).focus()

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        """Go down, or take a place that has nothing below."""
        event.stop()
        code = str(event.target)
        if code.startswith("="):
            self.dismiss((code[1:],))
        elif self._divisions.below(code) and not self.query_one("#search", Entry).value:
            self._at = code
            self._show()
        else:
            self.dismiss((code,))

    def on_key(self, event: events.Key) -> None:
        """Down leads from the search line to the list, a letter back to it: who types a name is looking for it."""
        entry, page = self.query_one("#search", Entry), self.query_one("#page", PageView)
        if plain_key(event) == "down" and entry.has_focus:
            page.focus()
        elif page.has_focus and event.character and event.character.isalpha():
            entry.focus()
            entry.replace(event.character, *entry.selection)
        else:
            return
        event.stop()
        event.prevent_default()

    def do_up(self) -> None:
        """Go one level up, not above the office."""
        parent = next((self._at[:n] for n in (9, 6, 4, 2) if n < len(self._at)), "")
        if len(parent) >= len(self._root):
            self._at = parent
            self._show()

    def do_find(self) -> None:
        """Type a name."""
        self.query_one("#search", Entry).focus()

    def do_clear(self) -> None:
        """Empty the field."""
        self.dismiss(())


class RecordBox(Dialog[tuple[str, ...]]):
    """Choose a record of a kind by name, pinyin, village or number. Answers its id; with `many` several ticked ones."""

    OFFERS: ClassVar[tuple[str, ...]] = ("choose", "find", "clear", "back")
    TALL = True

    def __init__(
        self, session: Session, title: str, kind: str, *, many: bool = False,
        chosen: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(session, title)
        self._kind, self._many = kind, many
        self._chosen = dict(chosen or {})
        if many:
            self.OFFERS = ("tick", "chosen", "find", "clear", "back")  # type: ignore[misc]

    def body(self) -> Iterable[Any]:
        """Give a line to type into and the list."""
        columns = (Column("", 3), Column(self.t("screen.col_name"), 16),
                   Column(self.t("screen.col_place"), 20, grow=True), Column(self.t("screen.col_state"), 12))
        yield Entry(placeholder=self.t("screen.search_hint"), id="search")
        yield PagedList(columns, self._cells, loading=self.t("app.loading"), nothing=self.t("screen.nobody"), id="list")

    def _cells(self, row: FoundRow) -> tuple[Span | str, ...]:
        mark = ("[x]" if row.id in self._chosen else "[ ]") if self._many else ""
        return (mark, row.name or row.number, row.place, row.state_label)

    def load(self) -> None:
        """Ask for the first page."""
        self._look("")
        self.query_one("#search", Entry).focus()

    def _look(self, text: str) -> None:
        self.query_one("#list", PagedList).ask_for(Find(self._kind, text=text))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search by what is typed."""
        event.stop()
        self._look(event.value.strip())

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go to the list."""
        event.stop()
        self.query_one("#list", PagedList).focus()

    def on_paged_list_wants(self, event: PagedList.Wants) -> None:
        """Load a page."""
        event.stop()
        self.run_worker(later(self._fetch, event), exclusive=False, exit_on_error=False)

    async def _fetch(self, event: PagedList.Wants) -> None:
        desk, who = self.session.desk, self.session.who
        page = await self.session.read_page(lambda: find(desk, who, event.query))
        if self.is_attached:
            event.sender_list.give(event.number, page, event.generation)

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        """Take the row, or tick it."""
        event.stop()
        if isinstance(event.target, FoundRow):
            self._pick(event.target)

    def _pick(self, row: FoundRow) -> None:
        if not self._many:
            self._chosen = {row.id: row.name or row.number}
            self.dismiss((row.id, row.name or row.number))
            return
        if self._chosen.pop(row.id, None) is None:
            self._chosen[row.id] = row.name or row.number
        listed = self.query_one("#list", PagedList)
        listed.repaint_row(listed.cursor)
        self.status.say(self.t("screen.chosen_count", count=len(self._chosen)), "note")

    def do_tick(self) -> None:
        """Tick the row under the cursor."""
        row = self.query_one("#list", PagedList).row
        if row is not None:
            self._pick(row)

    def do_chosen(self) -> None:
        """Take what is ticked: ids and names in turn."""
        self.dismiss(tuple(part for item in self._chosen.items() for part in item))

    def do_find(self) -> None:
        """Type a name."""
        self.query_one("#search", Entry).focus()

    def do_clear(self) -> None:
        """Empty the field."""
        self.dismiss(())

    def on_key(self, event: events.Key) -> None:
        """Down from the search line goes to the list."""
        if plain_key(event) == "down" and isinstance(self.focused, Entry):
            event.stop()
            event.prevent_default()
            self.query_one("#list", PagedList).focus()
