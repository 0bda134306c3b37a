"""F1: what this screen is for, its keys, and why one of them does not work now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from aixin_tui.tui.actions import ACTIONS
from aixin_tui.tui.dialog import Dialog
from aixin_tui.tui.keys import shown_key
from aixin_tui.tui.session import Session
from aixin_tui.tui.widgets.line_list import LineList, PageView
from aixin_tui.tui.widgets.lines import Line, Span, fit, heading, paragraph


class Help(Dialog[str]):
    """Answers the id of an action that was chosen on it."""

    OFFERS: ClassVar[tuple[str, ...]] = ("choose", "back")
    TALL = True

    def __init__(self, session: Session, about: str, actions: Sequence[tuple[str, str]]) -> None:
        super().__init__(session, session.t("keys.help"))
        self._about, self._actions = about, tuple(actions)

    def body(self) -> Iterable[Any]:
        """Give the page."""
        yield PageView(id="page")

    def load(self) -> None:
        """Fill the page."""
        self.query_one("#page", PageView).show(self._lines, keep_cursor=False)

    def _lines(self, width: int) -> list[Line]:
        lines = paragraph(self._about, width, indent=1) if self._about else []
        lines += heading(self.t("app.help_keys"))
        for action_id, refusal in self._actions:
            keys = " / ".join(shown_key(key) for key in ACTIONS[action_id].keys)
            if keys:
                lines.append(Line((Span(f"  {fit(keys, 16)}", "note"), Span(fit(self.t(f"keys.{action_id}"), 22)),
                                   Span(refusal, "dim")), action_id))
        lines += heading(self.t("app.help_everywhere"))
        for paragraph_key in ("help_move", "help_input", "help_width", "help_undo"):
            lines += paragraph(self.t(f"app.{paragraph_key}"), width, indent=1)
        return lines

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        """Do what is under the cursor."""
        event.stop()
        if event.target is not None:
            self.dismiss(str(event.target))
