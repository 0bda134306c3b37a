"""导入: the rows of a list that was taken in before; held ones are decided here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from aixin_tui.tui.screens.base import DeskScreen
from aixin_tui.tui.screens.deciding import Waiting, decide_row
from aixin_tui.tui.screens.row_page import held_lines
from aixin_tui.tui.session import Session
from aixin_tui.tui.widgets.line_list import LineList, PageView
from aixin_tui.tui.widgets.lines import Line, Span

if TYPE_CHECKING:
    from aixin_tui.services.importing.deciding import HeldRow


class RunScreen(DeskScreen):
    """The rows of an import that was taken in; held ones are decided here."""

    OFFERS: ClassVar[tuple[str, ...]] = ("open", "held_only")

    def __init__(self, session: Session, run: str) -> None:
        super().__init__(session)
        self._run_id = run
        self._held_only = True

    def heading(self) -> str:
        """Name the screen."""
        return self.t("screen.run_rows")

    def body(self) -> Iterable[Any]:
        """Give the page."""
        yield PageView(id="page")

    def load(self) -> None:
        """Read the rows."""
        desk, who, run, held = self.session.desk, self.session.who, self._run_id, self._held_only

        def job() -> tuple[HeldRow, ...]:
            from aixin_tui.services.importing import held_rows

            return tuple(held_rows(desk, who, run, held=held))

        self.ask(job, self._show, busy=self.t("screen.busy_import"))

    def _show(self, rows: tuple[HeldRow, ...]) -> None:
        def lines(width: int) -> list[Line]:
            made = [line for row in rows for line in held_lines(self.session, row, width)]
            return made or [Line((Span(f"  {self.t('screen.no_held_rows')}", "good"),))]

        self.query_one(PageView).show(lines)
        self.status.show_place(self.t("screen.rows_count", count=len(rows)))

    def do_held_only(self) -> None:
        """Show only held rows, or all."""
        self._held_only = not self._held_only
        self.load()

    def do_open(self) -> None:
        """Open the row under the cursor."""
        page = self.query_one(PageView)
        page.post_message(LineList.Chosen(page, page.cursor, page.target_of(page.cursor)))

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        """Decide a held row."""
        from aixin_tui.services.importing.deciding import HeldRow

        row = event.target
        if isinstance(row, HeldRow):
            if row.state != "held":
                self.say(self.t(f"screen.row_{row.state}"), "note")
                return
            decide_row(self, Waiting(row.run, row.row, row.name, row.kind, row.problems, takeable=row.takeable),
                       lambda _result: self.load())
