"""底数核对: how complete the files are, place by place, and what each incomplete one lacks [QH-12]."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from aixin_tui.services.data_quality import DataQuality, IncompleteFile, PlaceQuality, data_quality
from aixin_tui.tui.screens.base import DeskScreen
from aixin_tui.tui.session import Session
from aixin_tui.tui.widgets.line_list import LineList, PageView
from aixin_tui.tui.widgets.lines import Column, Line, Span, heading, spread, table_row

_PLACES = (Column("", 18, grow=True), Column("", 8, right=True), Column("", 10, right=True), Column("", 12, right=True),
           Column("", 10, right=True))
_FILES = (Column("", 12), Column("", 20), Column("", 24, grow=True), Column("", 8, right=True))


class QualityScreen(DeskScreen):
    """The places of the office, and below the files that lack something; Enter on a place keeps to its files."""

    OFFERS: ClassVar[tuple[str, ...]] = ("open", "back")

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._scope = ""

    def about(self) -> str:
        """Say what the screen is for."""
        return self.t("life.about_quality")

    def heading(self) -> str:
        """Name the page."""
        return self.t("keys.list_incomplete")

    def body(self) -> Iterable[Any]:
        """Give the page."""
        yield PageView(id="page")

    def load(self) -> None:
        """Look through the files."""
        desk, who, scope = self.session.desk, self.session.who, self._scope
        self.ask(lambda: data_quality(desk, who, scope), self._show)

    def _show(self, found: DataQuality) -> None:
        self.query_one(PageView).show(lambda width: self._lines(found, width), keep_cursor=False)
        self.status.show_place(self.t("life.incomplete", count=len(found.incomplete)))

    def _lines(self, found: DataQuality, width: int) -> list[Line]:
        wide = spread(_PLACES, width)
        heads = (self.t("life.place"), self.t("life.on_file"), self.t("life.share"), self.t("life.days_ago"),
                 self.t("life.conflicts"))
        lines = [Line(tuple(Span(span.text, "dim") for span in table_row(heads, _PLACES, wide)))]
        lines += [Line(table_row(self._place(one), _PLACES, wide), one) for one in found.places]
        lines += heading(f" {self.t('life.incomplete', count=len(found.incomplete))}")
        narrow = spread(_FILES, width)
        for one in found.incomplete:
            lacks = self.t("app.list_comma").join(self.session.local(label) for label in one.lacks)
            cells = (one.name, self.session.place(one.division_code), Span(lacks, "warn"), str(one.days))
            lines.append(Line(table_row(cells, _FILES, narrow), one))
        return lines

    @staticmethod
    def _place(one: PlaceQuality) -> tuple[Span | str, ...]:
        share = "-" if one.percent is None else f"{one.percent:.1f}%"
        days = "-" if one.days is None else str(one.days)
        return (one.place, str(one.on_file), Span(share, "good" if one.complete == one.on_file else "warn"), days,
                Span(str(one.conflicts), "bad" if one.conflicts else "plain"))

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        """Open the child, or keep to the files of the place."""
        from aixin_tui.tui.screens.opening import open_child

        if isinstance(event.target, IncompleteFile):
            open_child(self, event.target.id)
        elif isinstance(event.target, PlaceQuality) and event.target.division_code != self._scope:
            self._scope = event.target.division_code
            self.load()

    def do_open(self) -> None:
        """Open the line under the cursor."""
        page = self.query_one(PageView)
        page.post_message(LineList.Chosen(page, page.cursor, page.target_of(page.cursor)))

    def do_back(self) -> None:
        """From one place back to all, then to the screen below."""
        if self._scope:
            self._scope = ""
            self.load()
        else:
            super().do_back()
