"""The dialog that all others are: a box over the screen with a banner, a body and a line of keys; Escape leaves it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, Generic, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen

from aixin_tui.tui.actions import ACTIONS, key_map
from aixin_tui.tui.keys import plain_key, shown_key
from aixin_tui.tui.session import Session
from aixin_tui.tui.widgets.bars import Banner, StatusBar

Answer = TypeVar("Answer")


class Dialog(ModalScreen[Answer | None], Generic[Answer]):
    """A modal box. Subclasses give `body` and methods `do_<action>`; nothing below it can be reached meanwhile."""

    OFFERS: ClassVar[tuple[str, ...]] = ("open", "back")
    TALL: ClassVar[bool] = False

    def __init__(self, session: Session, title: str) -> None:
        super().__init__()
        self.session, self.box_title = session, title
        self.t = session.t

    def compose(self) -> ComposeResult:
        """Put the body into the box."""
        demo = self.t("app.demo") if self.session.is_demo else ""
        with Vertical(id="dialog", classes="tall" if self.TALL else ""):
            yield Banner(self.box_title, "", demo)
            yield from self.body()
            yield StatusBar()

    def body(self) -> Iterable[Any]:
        """Give the widgets of the box."""
        return ()

    def on_mount(self) -> None:
        """Show the keys and fill the box."""
        self.show_keys()
        self.load()

    def load(self) -> None:
        """Fill the box."""

    @property
    def status(self) -> StatusBar:
        """The bar below the box's body."""
        return self.query_one(StatusBar)

    def show_keys(self) -> None:
        """Show the keys that work here."""
        self.status.show_keys([
            (shown_key(ACTIONS[name].keys[0]), self.t(f"keys.{name}")) for name in self.OFFERS if ACTIONS[name].hint
        ])

    def on_key(self, event: events.Key) -> None:
        """Do the action of a key that no widget has used."""
        name = key_map(self.OFFERS).get(plain_key(event))
        method = getattr(self, f"do_{name}", None) if name else None
        if method is not None:
            event.stop()
            event.prevent_default()
            method()

    def do_back(self) -> None:
        """Leave without an answer."""
        self.dismiss(None)
