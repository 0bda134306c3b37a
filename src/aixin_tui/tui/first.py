"""The first screen, for who has no workspace yet: look at a demo, begin with one's own county, or open a folder."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from textual import events
from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Input

from aixin_tui.services.offices import Office, office_meant, offices_like
from aixin_tui.texts import label
from aixin_tui.tui.first_making import OfferedProvince, folder_for, make_workspace, offered_provinces, workspaces_near
from aixin_tui.tui.first_page import first_lines
from aixin_tui.tui.keys import plain_key
from aixin_tui.tui.later import later
from aixin_tui.tui.opening import error_words, opener_of
from aixin_tui.tui.widgets.entry import Entry
from aixin_tui.tui.widgets.line_list import LineList, PageView

if TYPE_CHECKING:
    from aixin_tui.tui.app import AixinApp

T = TypeVar("T")

#: What is asked on each way, one question after the other.
QUESTIONS = {"demo": ("province", "folder"), "new": ("province", "office", "folder"), "open": ("folder",)}


class FirstAnswers(Screen[None]):
    """What was chosen and answered so far; `FirstScreen` asks."""

    def __init__(self, lang: str, pool: ThreadPoolExecutor) -> None:
        super().__init__()
        self._lang, self._pool = lang, pool
        self.way = ""
        self.answers: dict[str, str] = {}
        self.message: tuple[str, str] = ("", "plain")
        self.provinces: list[OfferedProvince] = []
        self.near: list[Path] = []

    def t(self, key: str, /, **values: object) -> str:
        """Give a label."""
        return label(f"app.{key}", self._lang, **values)

    @property
    def question(self) -> str:
        """The question in hand; empty where none is left."""
        return next((one for one in QUESTIONS.get(self.way, ()) if one not in self.answers), "")

    def chosen(self) -> dict[str, str]:
        """Give the names of province and office that were chosen."""
        province = next((one for one in self.provinces if one.key == self.answers.get("province")), None)
        office = next((one for one in self.offices if one.code == self.answers.get("office")), None)
        return {"province": province.name if province else "", "office": office.path if office else ""}

    @property
    def offices(self) -> tuple[Office, ...]:
        """The offices of the chosen province."""
        return next((one.offices for one in self.provinces if one.key == self.answers.get("province")), ())

    def offices_left(self) -> tuple[Office, ...]:
        """List the offices that what is typed could mean, the likeliest first."""
        return offices_like(self.offices, self.query_one(Entry).value)

    def in_thread(self, job: Callable[[], T], then: Callable[[T], None], failed: Callable[[str], None]) -> None:
        """Do something that reads or writes beside the screen."""
        async def run() -> None:
            try:
                answer = await asyncio.get_running_loop().run_in_executor(self._pool, job)
            except Exception as error:  # noqa: BLE001 - what stands against it is said, and asked anew
                failed(error_words(error, self._lang))
                return
            then(answer)

        self.run_worker(later(run), exclusive=True, exit_on_error=False)


class FirstScreen(FirstAnswers):
    """Three ways in, each with a digit; then one question after the other, each with a default; Escape steps back."""

    CHOICES: ClassVar[tuple[str, ...]] = ("demo", "new", "open", "leave")

    def __init__(self, lang: str, pool: ThreadPoolExecutor) -> None:
        super().__init__(lang, pool)
        self._early: list[tuple[str, str | None]] | None = None
        """Keys pressed while the provinces are read, for the question that comes then; None while nothing is read."""

    def compose(self) -> ComposeResult:
        """Give the page and the line to type into."""
        yield PageView(id="page")
        yield Entry(id="search")

    def on_mount(self) -> None:
        """Show the ways in."""
        self._ask()

    def _ask(self, typed: str = "") -> None:
        """Ask the next question, with what was typed before where it is asked again; do it when none is left."""
        if self.way and not self.question:
            self._do()
            return
        entry = self.query_one(Entry)
        entry.display = self.question in ("folder", "office")
        entry.value = typed or (str(folder_for(self.way)) if self.question == "folder" else "")
        self.query_one(PageView).show(lambda width: first_lines(self, width), keep_cursor=False)
        self.set_focus(entry if entry.display else self.query_one(PageView))  # at once: the next key may stand ready

    # Answering

    def on_key(self, event: events.Key) -> None:
        """Digits choose, Down goes to the list, Escape goes one step back."""
        key = plain_key(event)
        if self._early is not None and key not in ("escape", "ctrl+q"):
            event.stop()
            self._early.append((event.key, event.character))
        elif key == "escape":
            event.stop()
            self._back()
        elif key == "ctrl+q":
            self.app.exit(0)
        elif key == "down" and self.query_one(Entry).has_focus:
            event.stop()
            self.query_one(PageView).focus()
        elif key.isdecimal() and not self.query_one(Entry).has_focus:
            self._take_digit(int(key))

    def _take_digit(self, digit: int) -> None:
        if not self.way and 0 < digit <= len(self.CHOICES):
            self._take_way(self.CHOICES[digit - 1])
        elif self.question == "province" and 0 < digit <= len(self.provinces):
            self._answer(self.provinces[digit - 1].key)

    def _back(self) -> None:
        """Take the last answer back, then the way; without one, leave."""
        self._early = None
        self.message = ("", "plain")
        if not self.way:
            self._leave()
            return
        if self.answers:
            self.answers.popitem()
        else:
            self.way = ""
        self._ask()

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        """Take what is under the cursor."""
        if isinstance(event.target, str):
            self._take_way(event.target)
        elif isinstance(event.target, tuple):
            self._answer(str(event.target[1]))

    def _leave(self) -> None:
        """Go back to the workspace that is open below, or end."""
        if cast("AixinApp", self.app).session is not None:
            self.dismiss(None)
        else:
            self.app.exit(0)

    def _take_way(self, way: str) -> None:
        if way == "leave":
            self._leave()
            return
        self.way, self.answers, self.message = way, {}, ("", "plain")
        self.near = workspaces_near() if way == "open" else []
        if self.question == "province" and not self.provinces:
            self._early = []
            self.set_focus(None)  # so that no widget takes a key before the question stands
            self.in_thread(offered_provinces, self._know_provinces, self.say)
        else:
            self._ask()

    def _know_provinces(self, found: list[OfferedProvince]) -> None:
        self.provinces = found
        early, self._early = self._early or [], None
        self._ask()
        self._press(early)

    def _press(self, early: list[tuple[str, str | None]]) -> None:
        """Press what was pressed early, each key when the question before it has been answered."""
        if early:
            self.app.post_message(events.Key(*early[0]))
            self.call_after_refresh(self._press, early[1:])

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the offices."""
        event.stop()
        if self.question == "office":
            self.query_one(PageView).show(lambda width: first_lines(self, width), keep_cursor=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take what is typed, or the one office that it must mean; where several could be meant, go to the list."""
        event.stop()
        value = event.value.strip()
        if self.question == "office":
            meant = office_meant(self.offices, value)
            if meant is None:
                self.query_one(PageView).focus()
                return
            value = meant.code
        if value:
            self._answer(value)

    def _answer(self, value: str) -> None:
        if self.question:
            self.answers[self.question] = value
            self.message = ("", "plain")
            self._ask()

    # Doing

    def _do(self) -> None:
        self.query_one(Entry).display = False
        app = cast("AixinApp", self.app)
        way, answers, today = self.way, dict(self.answers), app.today
        folder = Path(answers["folder"]).expanduser()
        self._doing("")

        def make() -> Path:
            make_workspace(way, folder, answers, lambda step: app.call_from_thread(self._doing, step))
            return folder

        self.in_thread(make, lambda path: app.open_desk(opener_of(path, today=today, operator=app.operator)), self.say)

    def _doing(self, step: str) -> None:
        self.message = (f"{self.t(f'first_doing_{self.way}')} {step}", "note")
        self.query_one(PageView).show(lambda width: first_lines(self, width))

    def say(self, text: str) -> None:
        """Say what went wrong, and ask for the folder again; what was answered before it stays."""
        self._early = None
        self.message = (text, "bad")
        self._ask(self.answers.pop("folder", ""))
