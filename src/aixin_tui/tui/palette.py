"""The palette (F10): what can be done here, and every register, by Chinese word, pinyin initials or key."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from textual import events
from textual.widgets import Input

from aixin_tui.services.registers import register_keys
from aixin_tui.tui.actions import ACTIONS
from aixin_tui.tui.dialog import Dialog
from aixin_tui.tui.keys import plain_key, shown_key
from aixin_tui.tui.session import Session
from aixin_tui.tui.widgets.choice import matches
from aixin_tui.tui.widgets.entry import Entry
from aixin_tui.tui.widgets.line_list import LineList, PageView
from aixin_tui.tui.widgets.lines import Line, Span, fit

#: Begins an answer that is a register: some are called as actions are.
REGISTER = "register:"
#: Actions that are looked for under the names of what they lead to, by the key of these names.
ALSO = {"send_out": "app.also_send_out", "go_mothers": "app.also_mothers", "go_import": "app.also_import"}


class Palette(Dialog[str]):
    """Answers the id of the action that was chosen, or the key of a register behind `REGISTER`."""

    OFFERS: ClassVar[tuple[str, ...]] = ("choose", "back")
    TALL = True

    def __init__(self, session: Session, actions: Sequence[tuple[str, str]]) -> None:
        super().__init__(session, session.t("keys.palette"))
        self._actions = tuple(actions)
        self._wanted = ""

    def body(self) -> Iterable[Any]:
        """Give the line to type into and the list."""
        yield Entry(placeholder=self.t("app.palette_hint"), id="search")
        yield PageView(id="page")

    def load(self) -> None:
        """Show everything."""
        self._show()
        self.query_one("#search", Entry).focus()

    def _show(self) -> None:
        self.query_one("#page", PageView).show(self._lines, keep_cursor=False)

    def _lines(self, _width: int) -> list[Line]:
        lines = []
        for action_id, refusal in self._actions:
            text = self.t(f"keys.{action_id}")
            also = self.t(ALSO[action_id]).split() if action_id in ALSO else ()
            if any(matches(name, self._wanted) for name in (text, *also)):
                keys = " ".join(shown_key(key) for key in ACTIONS[action_id].keys[:1])
                role = "dim" if refusal else "plain"
                lines.append(Line((Span(f"  {fit(text, 22)}", role), Span(f"{fit(keys, 10)}", "note"),
                                   Span(refusal, "dim")), action_id))
        forms = self.session.desk.province.forms
        for key in register_keys(self.session.desk, self.session.who):
            text = self.session.local(forms[key].label)
            if matches(text, self._wanted):
                lines.append(Line((Span(f"  {fit(text, 22)}", "plain"), Span(self.t("keys.go_registers"), "dim")),
                                  f"{REGISTER}{key}"))
        return lines or [Line((Span(f"  {self.t('app.palette_nothing')}", "dim"),))]

    def on_input_changed(self, event: Input.Changed) -> None:
        """Filter."""
        event.stop()
        self._wanted = event.value.strip()
        self._show()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Do the first that is listed."""
        event.stop()
        page = self.query_one("#page", PageView)
        target = page.target_of(page.cursor) if page.count else None
        if target is not None:
            self.dismiss(str(target))

    def on_key(self, event: events.Key) -> None:
        """Arrows move in the list while the line has the focus."""
        key = plain_key(event)
        if key in ("up", "down") and isinstance(self.focused, Entry):
            page = self.query_one("#page", PageView)
            page.move_to(page.cursor + (1 if key == "down" else -1))
            event.stop()
            event.prevent_default()

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        """Do what is under the cursor."""
        event.stop()
        if event.target is not None:
            self.dismiss(str(event.target))
