"""The screen that all others are: bars above and below, and actions by key."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult

from aixin_tui.tui.actions import ACTIONS, COMMON, PLACES, key_map
from aixin_tui.tui.keys import plain_key, shown_key
from aixin_tui.tui.screens.desk_work import DeskWork
from aixin_tui.tui.session import Session, lists_of
from aixin_tui.tui.widgets.bars import Banner, StatusBar
from aixin_tui.tui.widgets.line_list import LineList
from aixin_tui.tui.widgets.paged_list import PagedList


class DeskScreen(DeskWork):
    """A screen over a `Session`. Subclasses give `body`, `load`, `OFFERS` and methods `do_<action>`."""

    TITLE_KEY: ClassVar[str] = ""
    OFFERS: ClassVar[tuple[str, ...]] = ()
    """Actions of this screen, in the order of the key line."""
    IS_PLACE: ClassVar[bool] = False
    """A place is reached by its digit, and its digits lead to the others."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.is_place = self.IS_PLACE

    # Building

    def compose(self) -> ComposeResult:
        """Put the body between the bars."""
        desk = self.session.desk
        demo = self.t("app.demo") if self.session.is_demo else ""
        yield Banner(self.heading(), desk.province.divisions.name(desk.office), demo)
        yield from self.body()
        yield StatusBar()

    def heading(self) -> str:
        """Give what the bar above says."""
        return self.t(self.TITLE_KEY) if self.TITLE_KEY else ""

    def body(self) -> Iterable[Any]:
        """Give the widgets between the bars."""
        return ()

    def on_mount(self) -> None:
        """Fill the screen."""
        self.show_keys()
        self.load()

    def load(self) -> None:
        """Ask for what the screen shows."""

    def on_screen_resume(self) -> None:
        """Ask anew after something was written elsewhere."""
        if self._seen_writes != self.session.writes:
            self._seen_writes = self.session.writes
            self.load()

    # Actions

    def offers(self) -> tuple[str, ...]:
        """List the actions that work now."""
        if not self.is_place:
            return (*self.OFFERS, *COMMON)
        lists = tuple(f"list_{one}" for one in lists_of(self.session))
        return (*self.OFFERS, *COMMON, *(f"go_{place}" for place in PLACES), *lists)

    def why_not(self, action_id: str) -> str:  # noqa: ARG002 - a subclass looks at it
        """Say why an action cannot be done now; empty where it can."""
        return ""

    def about(self) -> str:
        """Say in a few sentences what the screen is for; the help shows it."""
        try:
            return self.t(f"screen.about_{type(self).__name__.removesuffix('Screen').lower()}")
        except KeyError:
            return ""

    def show_keys(self) -> None:
        """Show the keys that work now."""
        shown = [ACTIONS[action_id] for action_id in self.offers()]
        keys = [
            (shown_key(action.keys[0]), self.t(f"keys.{action.id}"))
            for action in shown
            if action.hint and action.keys and not self.why_not(action.id)
        ]
        if self.is_place:
            keys.append(("0-9", self.t("keys.elsewhere")))
        self.status.show_keys(keys)

    def on_key(self, event: events.Key) -> None:
        """Do the action of a key that no widget has used."""
        action_id = key_map(self.offers()).get(plain_key(event))
        if action_id is not None:
            event.stop()
            event.prevent_default()
            self.run_action_id(action_id)

    def run_action_id(self, action_id: str) -> None:
        """Do an action by its id, or say why it cannot be done."""
        refusal = self.why_not(action_id)
        if refusal:
            self.say(refusal, "warn")
            return
        method = getattr(self, f"do_{action_id}", None)
        if method is None:
            self.desk_app.do(action_id)
        else:
            method()

    def do_refresh(self) -> None:
        """Ask anew."""
        self.load()

    def do_back(self) -> None:
        """Go one step back: to the screen below, from a place to Today."""
        if self.is_place:
            self.desk_app.go("today")
        else:
            self.dismiss(None)

    def on_line_list_moved(self, event: LineList.Moved) -> None:
        """Say which row the cursor is on."""
        listed = event.sender_list
        if isinstance(listed, PagedList):
            place = self.t("app.place", n=event.index + 1, total=listed.total) if listed.total else ""
            self.status.show_place(place)
