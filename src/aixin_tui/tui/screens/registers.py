"""台账: which registers there are, and the lines of one, found by name, place and state."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

from aixin_tui.services.browsing import FoundRow
from aixin_tui.services.register_lines import FindLines, LineRow, find_lines
from aixin_tui.services.registers import RegisterKind, register_kinds
from aixin_tui.tui.asking import AskText
from aixin_tui.tui.later import later
from aixin_tui.tui.screens.base import DeskScreen
from aixin_tui.tui.screens.children import PeopleScreen
from aixin_tui.tui.session import Session
from aixin_tui.tui.widgets.bars import Banner
from aixin_tui.tui.widgets.choice import PlaceBox
from aixin_tui.tui.widgets.entry import Entry
from aixin_tui.tui.widgets.line_list import LineList, PageView
from aixin_tui.tui.widgets.lines import Column, Line, Span, spread, table_row
from aixin_tui.tui.widgets.paged_list import PagedList


class RegistersScreen(DeskScreen):
    """The registers of the office with the number of their lines."""

    TITLE_KEY = "keys.go_registers"
    IS_PLACE = True
    OFFERS: ClassVar[tuple[str, ...]] = ("open",)

    def about(self) -> str:
        """Say what the screen is for."""
        return self.t("register.about_registers")

    def body(self) -> Iterable[Any]:
        """Give the page."""
        yield PageView(id="page")

    def load(self) -> None:
        """Count the lines of each."""
        desk, who = self.session.desk, self.session.who
        self.ask(lambda: register_kinds(desk, who), self._show)

    def _show(self, found: tuple[RegisterKind, ...]) -> None:
        columns = (Column(self.t("register.col_register"), 20), Column(self.t("register.col_lines"), 6, right=True),
                   Column(self.t("register.col_source"), 20, grow=True))
        page = self.query_one(PageView)

        def lines(width: int) -> list[Line]:
            widths = spread(columns, width)
            made = []
            for one in found:
                count = Span(str(one.lines), "plain" if one.lines else "dim")
                source = Span(self.session.local(one.source), "dim")
                made.append(Line(table_row((self.session.local(one.label), count, source), columns, widths), one.key))
            return made or [Line((Span(f"  {self.t('register.no_registers')}", "dim"),))]

        head = table_row([Span(c.title, "head") for c in columns], columns, spread(columns, page.size.width or 80))
        page.show(lines, head=(head,))

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        """Open a register."""
        if isinstance(event.target, str):
            self.app.push_screen(RegisterScreen(self.session, event.target))


class RegisterScreen(PeopleScreen):
    """The lines of one register."""

    OFFERS: ClassVar[tuple[str, ...]] = (
        "open", "find", "new", "filter_place", "filter", "totals", "export_lines", "import_lines")

    def __init__(self, session: Session, register: str) -> None:
        self._register = register
        super().__init__(session)
        self._scope = ""

    @property
    def kind(self) -> str:
        """The register."""
        return self._register

    @property
    def label(self) -> str:
        """What the register is called."""
        return self.session.local(self.session.desk.province.forms[self._register].label)

    def about(self) -> str:
        """Say what the screen is for."""
        return self.t("register.about_register")

    def heading(self) -> str:
        """Name the register, and the place to which it is narrowed."""
        place = self.session.place(self._scope) if self._scope else ""
        return "  ".join(part for part in (self.label, place) if part)

    def body(self) -> Iterable[Any]:
        """Give the line to type into and the list."""
        t = self.t
        columns = [Column(t("register.col_name"), 22, grow=True), Column(t("register.col_date"), 10),
                   Column(t("register.col_what"), 16), Column(t("screen.col_place"), 16, grow=True)]
        if self.kind in self.session.desk.province.lives:
            columns.append(Column(t("screen.col_state"), 10))
        yield Entry(placeholder=t("register.search_hint"), id="search")
        yield PagedList(columns, self.cells, loading=t("app.loading"), nothing=t("register.no_lines"), id="list")

    def cells(self, row: FoundRow) -> tuple[Span | str, ...]:
        """Draw a line."""
        day, what = (row.date, row.what) if isinstance(row, LineRow) else ("", "")
        return (row.name, day, self.session.local(what), row.place, Span(self.session.local(row.state_label), "note"))[
            : 5 if self.kind in self.session.desk.province.lives else 4]

    def _query(self) -> FindLines:
        return FindLines(self.kind, self.query_one(Entry).value.strip(), self._scope, self._states)

    def on_paged_list_wants(self, event: PagedList.Wants) -> None:
        """Load a page of the register."""
        event.stop()
        event.prevent_default()
        desk, who, target, query = self.session.desk, self.session.who, event.sender_list, event.query
        if isinstance(query, FindLines):
            self.run_worker(
                later(self._load_page, lambda: find_lines(desk, who, query),
                      lambda page: target.give(event.number, page, event.generation)),
                group=f"page{event.number}", exclusive=False, exit_on_error=False)

    def why_not(self, action_id: str) -> str:
        """Say what this register has not: states to filter by, tables to take in."""
        from aixin_tui.services.scope import is_sealed

        if action_id == "filter" and self.kind not in self.session.desk.province.lives:
            return self.t("register.no_states")
        if action_id == "import_lines" and is_sealed(self.session.desk, self.kind):
            return self.t("register.is_sealed")
        return super().why_not(action_id)

    def open_row(self, row: FoundRow) -> None:
        """Open a line."""
        self.open_id(row.id)

    def open_id(self, record_id: str) -> None:
        """Open a line by id."""
        from aixin_tui.tui.screens.opening import open_record

        open_record(self, self.kind, record_id)

    def do_filter_place(self) -> None:
        """Narrow the list to a place, or show the whole office again."""
        def chosen(answer: tuple[str, ...] | None) -> None:
            if answer is not None:
                self._scope = answer[0] if answer else ""
                self.query_one(Banner).show(self.heading())
                self.load()

        root = self.session.desk.office
        box = PlaceBox(self.session, self.t("keys.filter_place"), self._scope or root, root=root)
        self.app.push_screen(box, chosen)

    def do_totals(self) -> None:
        """Show what the register comes to."""
        from aixin_tui.tui.screens.register_totals import TotalsScreen

        self.app.push_screen(TotalsScreen(self.session, self.kind, self._scope))

    def do_export_lines(self) -> None:
        """Write the lines that are listed as a spreadsheet."""
        query = self._query()
        name = self.t("register.file_name", register=self.label, day=date.isoformat(self.session.today))

        def asked(path: str | None) -> None:
            if path:
                from aixin_tui.tui.files import save_lines

                self.ask(lambda: save_lines(self.session, query, Path(path).expanduser()),
                         lambda said: self.say(said, "bad" if said.startswith("!") else "good"))

        start = str(Path.home() / name.replace("/", "-"))
        self.app.push_screen(
            AskText(self.session, self.t("keys.export_lines"), self.t("register.export_where"), start), asked)

    def do_import_lines(self) -> None:
        """Take a table of the register in: looked through first."""
        from aixin_tui.services.importing.headings_table import register_list
        from aixin_tui.tui.screens.importing import Order, TakeInScreen

        def asked(path: str | None) -> None:
            if path:
                order = Order(Path(path).expanduser(), register_list(self.kind))
                self.app.push_screen(TakeInScreen(self.session, order), lambda _answer: self.load())

        self.app.push_screen(
            AskText(self.session, self.t("keys.import_lines"), self.t("register.import_file"), str(Path.cwd()) + "/"),
            asked)
