"""The app itself: it opens the desk, knows the places, and hands keys and palette to the screen on top."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date
from typing import Any, ClassVar

from textual import events
from textual.app import SystemCommand
from textual.screen import Screen

from aixin_tui.domain.problem import ProblemsError
from aixin_tui.services.desk import Desk, Who
from aixin_tui.texts import label
from aixin_tui.tui import places
from aixin_tui.tui.actions import ACTIONS
from aixin_tui.tui.drafts import Drafts
from aixin_tui.tui.later import later
from aixin_tui.tui.leaving import KeepingApp
from aixin_tui.tui.opening import error_words
from aixin_tui.tui.screens.base import DeskScreen
from aixin_tui.tui.screens.desk_work import PATIENCE
from aixin_tui.tui.screens.loading import LoadingScreen
from aixin_tui.tui.session import Session, lists_of

#: Opens the workspace, in the desk's thread.
Opener = Callable[[], tuple[Desk, Who]]
#: The mode in which one workspace gives way to another.
OPENING = "opening"


class AixinApp(KeepingApp):
    """Give it an opener for a workspace, or None for the first screen (demo, new, open)."""

    CSS_PATH = "theme/app.tcss"
    ENABLE_COMMAND_PALETTE = False
    TITLE = "aixin"
    BINDINGS: ClassVar[list[Any]] = []
    AUTO_FOCUS = "LineList, Entry, Pick"

    def __init__(
        self, opener: Opener | None, *, lang: str = "zh", today: date | None = None, operator: str = "",
        ready: Callable[[], None] | None = None, typed: str = "",
    ) -> None:
        super().__init__()
        self.theme = "ansi-dark"
        self.lang, self.today, self.operator = lang, today, operator
        self._opener, self._when_ready, self._typed = opener, ready, typed
        self._early: list[tuple[str, str | None]] = []

    # Opening

    def on_mount(self) -> None:
        """Open the workspace, or show the first screen."""
        self.listen_for_hang_up()
        self.add_mode(OPENING, self.get_default_screen)
        if self._opener is None:
            self.show_first()
        else:
            self.open_desk(self._opener)

    def get_default_screen(self) -> Screen[Any]:
        """Show that the workspace is being opened."""
        return LoadingScreen(self.lang)

    def first_shown(self) -> None:
        """Tell the starter, once, that something to work with stands on the screen."""
        ready, self._when_ready = self._when_ready, None
        if ready is not None:
            ready()
        typed, self._typed = self._typed, ""
        for char in typed:
            key = {"\r": "enter", "\n": "enter", "\t": "tab", "\x1b": "escape"}.get(char, char)
            self.screen.post_message(events.Key(key, char))
        early, self._early = self._early, []
        for key, character in early:
            self.post_message(events.Key(key, character))

    def show_first(self) -> None:
        """Show the screen for people who have no workspace yet."""
        from aixin_tui.tui.first import FirstScreen

        self.push_screen(FirstScreen(self.lang, self.pool))
        self.first_shown()

    def open_desk(self, opener: Opener) -> None:
        """Open a workspace in the desk's thread and go to Today."""
        self.run_worker(later(self._open, opener), exclusive=True, exit_on_error=False)

    async def _open(self, opener: Opener) -> None:
        opening = asyncio.get_running_loop().run_in_executor(self.pool, opener)
        try:
            with self.batch_update():  # a workspace that opens at once needs no frame that says so
                await asyncio.wait({opening}, timeout=PATIENCE)
            desk, who = await opening
        except Exception as error:  # noqa: BLE001 - whatever is wrong with a workspace is said, not thrown
            if not isinstance(error, ProblemsError):  # a workspace that is none or of another version is no mistake
                self.note_failure(error)
            self._say_cannot_open(error)
            return
        await self._leave_desk()
        self._early = [key for screen in self.screen_stack if isinstance(screen, LoadingScreen) for key in screen.early]
        self.session = Session(desk, who, self.lang, self.pool)
        self.drafts = Drafts.of(desk.store.workspace.path)
        for place in places.PLACES:
            self.add_mode(place, places.opener(place, self.session))
        await self.switch_mode("today")

    async def _leave_desk(self) -> None:
        """Close the workspace that was open before, a demonstration that gives way to one's own county."""
        before, self.session = self.session, None
        if before is None:
            return
        await self.switch_mode(OPENING)
        for place in places.PLACES:
            await self.remove_mode(place)
        await before.run(before.leave)

    def _say_cannot_open(self, error: Exception) -> None:
        from aixin_tui.tui.first import FirstScreen

        self.first_shown()
        text = label("app.cannot_open", self.lang, what=error_words(error, self.lang))
        for screen in self.screen_stack:
            if isinstance(screen, (LoadingScreen, FirstScreen)):
                screen.say(text)

    # Doing

    def go(self, place: str) -> None:
        """Go to a place."""
        if self.session is not None and self.current_mode != place:
            self.switch_mode(place)

    def do(self, action_id: str) -> None:
        """Do an action that every screen has."""
        if action_id.startswith("go_"):
            self.go(action_id[3:])
        elif action_id.startswith("list_") and isinstance(self.screen, DeskScreen):
            from aixin_tui.tui.screens.opening import open_work

            open_work(self.screen, action_id[5:])
        elif action_id == "find":
            self.find_child()
        elif action_id == "quit":
            self.leave()
        elif action_id in ("help", "palette"):
            self.show_actions(action_id)

    def find_child(self) -> None:
        """Go to the children and type a name."""
        self.run_worker(later(self._find_child), exclusive=True)

    async def _find_child(self) -> None:
        if self.current_mode != "children":
            await self.switch_mode("children")
        while len(self.screen_stack) > 1:
            await self.pop_screen()
        if isinstance(self.screen, DeskScreen):
            self.screen.run_action_id("find")

    def show_actions(self, which: str) -> None:
        """Open the help or the palette over a screen; what is chosen there is done on the screen."""
        screen, session = self.screen, self.session
        if session is None or not isinstance(screen, DeskScreen):
            return
        from aixin_tui.tui.help import Help
        from aixin_tui.tui.palette import REGISTER, Palette

        mine = list(dict.fromkeys(screen.offers()))
        if which == "help":
            listed = [(name, screen.why_not(name)) for name in mine]
            box: Help | Palette = Help(session, screen.about(), listed)
        else:
            everywhere = [f"go_{place}" for place in places.PLACES] + [f"list_{one}" for one in lists_of(session)]
            listed = [(name, screen.why_not(name)) for name in dict.fromkeys([*mine, *everywhere, "find"])]
            box = Palette(session, [item for item in listed if item[0] not in ("palette", "back", "open", "choose")])

        def chosen(answer: str | None) -> None:
            if answer in ACTIONS:
                screen.run_action_id(str(answer))
            elif answer:
                from aixin_tui.tui.screens.registers import RegisterScreen

                self.push_screen(RegisterScreen(session, answer.removeprefix(REGISTER)))

        self.push_screen(box, chosen)

    def get_system_commands(self, screen: Screen[Any]) -> list[SystemCommand]:  # noqa: ARG002
        """None of Textual's own: they are in English."""
        return []

    def action_help_quit(self) -> None:
        """Say in our words how to leave, where Textual would in English."""
        if isinstance(self.screen, DeskScreen):
            self.screen.say(label("app.how_to_quit", self.lang), "note")
