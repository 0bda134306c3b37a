"""最后一米: villages with children who should be in a pair and are not, and the free places near them [QH-23]."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from aixin_tui.services.gaps import GapChild, VillageGap, village_gaps
from aixin_tui.tui.screens.base import DeskScreen
from aixin_tui.tui.widgets.line_list import LineList, PageView
from aixin_tui.tui.widgets.lines import Column, Line, Span, fit, spread, table_row

_COLUMNS = (Column("", 20, grow=True), Column("", 8, right=True), Column("", 10, right=True),
            Column("", 10, right=True), Column("", 10, right=True), Column("", 10, right=True))


class GapsScreen(DeskScreen):
    """The villages, under each its children; Enter opens a child's file."""

    OFFERS: ClassVar[tuple[str, ...]] = ("open",)

    def about(self) -> str:
        """Say what the screen is for."""
        return self.t("life.about_gaps")

    def heading(self) -> str:
        """Name the page."""
        return self.t("keys.list_gaps")

    def body(self) -> Iterable[Any]:
        """Give the page."""
        yield PageView(id="page")

    def load(self) -> None:
        """Look for the gaps."""
        desk, who = self.session.desk, self.session.who
        self.ask(lambda: village_gaps(desk, who), self._show)

    def _show(self, found: tuple[VillageGap, ...]) -> None:
        self.query_one(PageView).show(lambda width: self._lines(found, width), keep_cursor=False)
        self.status.show_place(self.t("life.gaps", villages=len(found), children=sum(len(g.children) for g in found)))

    def _lines(self, found: tuple[VillageGap, ...], width: int) -> list[Line]:
        widths = spread(_COLUMNS, width)
        heads = [self.t(f"life.{key}") for key in ("place", "unpaired_short", "waiting_short", "free_in_village",
                                                    "free_in_town", "free_in_county")]
        lines = [Line(tuple(Span(span.text, "dim") for span in table_row(heads, _COLUMNS, widths)))]
        for gap in found:
            free = [Span(str(count), "good" if count else "bad")
                    for count in (gap.free_in_village, gap.free_in_town, gap.free_in_county)]
            place = Span(self.session.place(gap.division_code), "head")
            cells: list[Span | str] = [place, str(len(gap.children)), str(gap.waiting), *free]
            lines.append(Line(table_row(cells, _COLUMNS, widths)))
            lines += [Line((Span(f"      {fit(child.name, 14)}"), Span(self.session.local(child.state_label), "note")),
                           child) for child in gap.children]
        return lines if found else [Line((Span(f"   {self.t('life.no_gap')}", "good"),))]

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        """Open the child."""
        from aixin_tui.tui.screens.opening import open_child

        if isinstance(event.target, GapChild):
            open_child(self, event.target.id)

    def do_open(self) -> None:
        """Open the line under the cursor."""
        page = self.query_one(PageView)
        page.post_message(LineList.Chosen(page, page.cursor, page.target_of(page.cursor)))
