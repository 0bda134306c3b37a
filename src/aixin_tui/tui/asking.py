"""One question that is answered by typing: a reason, a name, a path."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from textual.widgets import Input

from aixin_tui.tui.dialog import Dialog
from aixin_tui.tui.session import Session
from aixin_tui.tui.widgets.entry import Entry
from aixin_tui.tui.widgets.line_list import PageView
from aixin_tui.tui.widgets.lines import Line, paragraph


class AskText(Dialog[str]):
    """Answers what was typed; an empty answer says that one is needed."""

    OFFERS: ClassVar[tuple[str, ...]] = ("choose", "back")

    def __init__(self, session: Session, title: str, question: str, value: str = "", *, whole: bool = False) -> None:
        super().__init__(session, title)
        self._question, self._value, self._whole = question, value, whole

    def body(self) -> Iterable[Any]:
        """Give the question and the line."""
        yield PageView(id="page")
        entry = Entry(self._value, id="search")
        entry.password = self.secret()
        yield entry

    def load(self) -> None:
        """Ask."""
        self.query_one("#page", PageView).show(self._lines)
        entry = self.query_one("#search", Entry)
        entry.focus()
        if self._whole:
            entry.select_all()  # what is typed takes the place of what is proposed

    def secret(self) -> bool:
        """Whether what is typed is not shown."""
        return False

    def _lines(self, width: int) -> list[Line]:
        return [*paragraph(self._question, width, indent=1), Line()]

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Answer."""
        event.stop()
        text = event.value.strip()
        if text:
            self.dismiss(text)
        else:
            self.status.say(self.t("app.something_needed"), "warn")


class AskSecret(AskText):
    """Answers what was typed without showing it: a passphrase."""

    def secret(self) -> bool:
        """Show dots."""
        return True
