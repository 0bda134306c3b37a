"""What stands while the workspace is opened, and why it could not be."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.screen import Screen

from aixin_tui.texts import label
from aixin_tui.tui.widgets.line_list import PageView
from aixin_tui.tui.widgets.lines import Line, Span, paragraph


class LoadingScreen(Screen[None]):
    """The same frame as the one painted before the app: title and one line."""

    def __init__(self, lang: str) -> None:
        super().__init__()
        self._lang = lang
        self.early: list[tuple[str, str | None]] = []
        """Keys that were pressed while the workspace was opened."""
        self._text, self._role = label("app.loading", lang), "plain"

    def compose(self) -> ComposeResult:
        """Give the page."""
        yield PageView(id="page")

    def on_mount(self) -> None:
        """Show the line."""
        self._show()

    def say(self, text: str) -> None:
        """Say what is wrong, and how to leave."""
        self._text, self._role = text, "bad"
        self.early.clear()
        self._show()

    def _show(self) -> None:
        self.query_one(PageView).show(self._lines)

    def _lines(self, width: int) -> list[Line]:
        lines = [Line((Span(f" {label('app.title', self._lang)}", "head"),)), Line()]
        lines += paragraph(self._text, width, self._role, indent=1)
        if self._role == "bad":
            lines += [Line(), *paragraph(label("app.how_to_quit", self._lang), width, indent=1)]
        return lines

    def on_key(self, event: events.Key) -> None:
        """Keep keys for the first screen to come; Escape leaves when the workspace cannot be opened."""
        if self._role != "bad":
            self.early.append((event.key, event.character))
        elif event.key in ("escape", "ctrl+q"):
            self.app.exit(1)
