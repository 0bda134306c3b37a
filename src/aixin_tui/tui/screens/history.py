"""What happened to one record, newest first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from aixin_tui.services.history import HistoryLine, history_of
from aixin_tui.tui.screens.base import DeskScreen
from aixin_tui.tui.session import Session
from aixin_tui.tui.widgets.line_list import PageView
from aixin_tui.tui.widgets.lines import Line, Span, fit, paragraph


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
