"""One question that is answered by typing: a reason, a name, a path."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, ClassVar

from textual.widgets import Input

from aixin_tui.tui.dialog import Dialog
from aixin_tui.tui.session import Session
from aixin_tui.tui.widgets.entry import Entry
from aixin_tui.tui.widgets.line_list import PageView
from aixin_tui.tui.widgets.lines import Line, paragraph


class AskText(Dialog[str]):
    """Answers what was typed; an empty answer says that one is needed, unless there may be none."""

    OFFERS: ClassVar[tuple[str, ...]] = ("choose", "back")

    def __init__(self, session: Session, title: str, question: str, value: str = "", *, whole: bool = False,
                 may_be_empty: bool = False) -> None:
        super().__init__(session, title)
        self._question, self._value, self._whole, self._may_be_empty = question, value, whole, may_be_empty

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
        if not text and not self._may_be_empty:
            self.status.say(self.t("app.something_needed"), "warn")
        elif refusal := self.refusal(text):
            self.status.say(refusal, "warn")
        else:
            self.dismiss(self.meant(text))

    def refusal(self, text: str) -> str:  # noqa: ARG002 - a subclass looks at it
        """Say why an answer is none; empty where it is one."""
        return ""

    def meant(self, text: str) -> str:
        """Give what was meant by what was typed."""
        return text


class AskSecret(AskText):
    """Answers what was typed without showing it: a passphrase."""

    def secret(self) -> bool:
        """Show dots."""
        return True


class AskPath(AskText):
    """Answers the path of a file or folder that is there; asks on where it is not.

    A whole path typed or pasted behind the proposed folder counts by itself, as do quotes that a file manager adds.
    """

    def refusal(self, text: str) -> str:
        """Say that there is no such file."""
        path = Path(self.meant(text))
        try:
            is_there = path.exists()
        except (OSError, ValueError):
            is_there = False
        return "" if is_there else self.t("screen.file_missing", file=path.name)

    def meant(self, text: str) -> str:
        """Give the path itself."""
        typed = text.removeprefix(self._value).strip() if self._value else text
        typed = typed.strip("'\"").removeprefix("file://")
        is_whole = typed.startswith(("/", "~")) or Path(typed).is_absolute()
        return str(Path(typed if is_whole else text.strip("'\"")).expanduser())
