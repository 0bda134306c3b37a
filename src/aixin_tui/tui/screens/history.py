"""What happened to one record, newest first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, ClassVar

from aixin_tui.services.desk import Result
from aixin_tui.services.history import HistoryLine, history_of
from aixin_tui.tui.screens.base import DeskScreen
from aixin_tui.tui.screens.taking_back import take_back
from aixin_tui.tui.session import Session
from aixin_tui.tui.widgets.line_list import PageView
from aixin_tui.tui.widgets.lines import Line, Span, fit, paragraph


class HistoryScreen(DeskScreen):
    """What happened to one record, newest first; a mistaken act is taken back here, where it is seen whose it is."""

    OFFERS: ClassVar[tuple[str, ...]] = ("undo",)

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
                told = [Line((Span(f" {when}  {fit(entry.operator, 10)}{action}  ", "head"),
                              Span(entry.reason, "dim")))]
                for change in entry.changes:
                    text = self.t("screen.change", label=change.label, old=change.old or "-", new=change.new or "-")
                    told += paragraph(text, width, indent=4)
                made += [replace(line, target=entry.number) for line in told]
            return made or [Line((Span(f"  {self.t('screen.no_history')}", "dim"),))]

        self.query_one(PageView).show(lines)

    def do_undo(self) -> None:
        """Take the act under the cursor back, for a reason."""
        page = self.query_one(PageView)
        number = page.target_of(page.cursor) if page.count else None
        if isinstance(number, int):
            take_back(self, number, self._undone)

    def _undone(self, result: Result) -> None:
        self.load()
        self.tell(result, self.t("screen.undone"))
