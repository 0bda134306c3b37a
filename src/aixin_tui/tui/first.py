"""The first screen, for who has no workspace yet: look at a demo, begin with one's own county, or open a folder."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from textual import events
from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Input

from aixin_tui.domain.region import Level
from aixin_tui.texts import label
from aixin_tui.tui.keys import plain_key
from aixin_tui.tui.later import later
from aixin_tui.tui.opening import error_words
from aixin_tui.tui.widgets.entry import Entry
from aixin_tui.tui.widgets.line_list import LineList, PageView
from aixin_tui.tui.widgets.lines import Line, Span, paragraph

if TYPE_CHECKING:
    from aixin_tui.tui.app import AixinApp

T = TypeVar("T")

#: Where a demo goes when nothing else is said, under the current folder.
DEMO_FOLDER = "aixin-demo"


class FirstScreen(Screen[None]):
    """Three ways in, each with a digit; then one question after the other, each with a default."""

    CHOICES: ClassVar[tuple[str, ...]] = ("demo", "new", "open", "leave")

    def __init__(self, lang: str, pool: ThreadPoolExecutor) -> None:
        super().__init__()
        self._lang, self._pool = lang, pool
        self.questions: list[str] = []
        self.answers: dict[str, str] = {}
        self.way = ""
        self.message: tuple[str, str] = ("", "plain")
        self.provinces: list[tuple[str, str]] = []
        self.offices: dict[str, list[tuple[str, str]]] = {}
        self._early: list[tuple[str, str | None]] | None = None
        """Keys pressed while the provinces are read, for the question that comes then; None while nothing is read."""

    def t(self, key: str, /, **values: object) -> str:
        """Give a label."""
        return label(f"app.{key}", self._lang, **values)

    def compose(self) -> ComposeResult:
        """Give the page and the line to type into."""
        yield PageView(id="page")
        yield Entry(id="search")

    def on_mount(self) -> None:
        """Show the ways in."""
        self._ask_way()

    def _ask_way(self) -> None:
        self._early = None
        self.way, self.questions, self.answers = "", [], {}
        self.query_one(Entry).display = False
        self.query_one(PageView).show(self._drawn, keep_cursor=False)
        self.query_one(PageView).focus()

    def _drawn(self, width: int) -> list[Line]:
        return first_lines(self, width)

    # Answering

    def on_key(self, event: events.Key) -> None:
        """Digits choose, Escape goes one step back."""
        key = plain_key(event)
        if self._early is not None and key not in ("escape", "ctrl+q"):
            event.stop()
            self._early.append((event.key, event.character))
        elif key == "escape":
            event.stop()
            if self.way:
                self.message = ("", "plain")
                self._ask_way()
            else:
                self._leave()
        elif key.isdigit() and not self.way and 0 < int(key) <= len(self.CHOICES):
            event.stop()
            self._take_way(self.CHOICES[int(key) - 1])
        elif key.isdigit() and self.questions[:1] == ["province"] and 0 < int(key) <= len(self.provinces):
            event.stop()
            self._answer(self.provinces[int(key) - 1][0])
        elif key == "ctrl+q":
            self.app.exit(0)

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
        self.way = way
        self.questions = {"demo": ["province", "folder"], "new": ["province", "office", "folder"],
                           "open": ["folder"]}[way]
        if "province" in self.questions and not self.provinces:
            self._early = []
            self.set_focus(None)  # so that no widget takes a key before the question stands
            self._in_thread(provinces_and_offices, self._know_provinces)
        else:
            self._ask_next()

    def _know_provinces(self, found: list[tuple[str, str, list[tuple[str, str]]]]) -> None:
        self.provinces = [(key, name) for key, name, _ in found]
        self.offices = {key: offices for key, _, offices in found}
        early, self._early = self._early or [], None
        self._ask_next()
        self._press(early)

    def _press(self, early: list[tuple[str, str | None]]) -> None:
        """Press what was pressed early, each key when the question before it has been answered."""
        if early:
            self.app.post_message(events.Key(*early[0]))
            self.call_after_refresh(self._press, early[1:])

    def _ask_next(self) -> None:
        if not self.questions:
            self._do()
            return
        entry = self.query_one(Entry)
        question = self.questions[0]
        entry.display = question in ("folder", "office")
        entry.value = str(self._default_folder()) if question == "folder" else ""
        self.query_one(PageView).show(self._drawn, keep_cursor=False)
        self.set_focus(entry if entry.display else self.query_one(PageView))  # at once: the next key may stand ready

    def _default_folder(self) -> Path:
        return Path.cwd() / (DEMO_FOLDER if self.way == "demo" else "aixin" if self.way == "new" else "")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the counties."""
        event.stop()
        if self.questions[:1] == ["office"]:
            self.query_one(PageView).show(self._drawn)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take what is typed, or the only county that is left."""
        event.stop()
        value = event.value.strip()
        if self.questions[:1] == ["office"]:
            counties = counties_of(self)
            if len(counties) != 1:
                self.query_one(PageView).focus()
                return
            value = counties[0][0]
        if value:
            self._answer(value)

    def _answer(self, value: str) -> None:
        self.answers[self.questions.pop(0)] = value
        self._ask_next()

    # Doing

    def _do(self) -> None:
        self.query_one(Entry).display = False
        folder = Path(self.answers["folder"]).expanduser()
        app = cast("AixinApp", self.app)
        way, answers, today = self.way, dict(self.answers), app.today
        self.message = (self.t(f"first_doing_{way}"), "note")
        self.query_one(PageView).show(self._drawn)

        def make() -> Path:
            make_workspace(way, folder, answers, lambda step: app.call_from_thread(self._doing, step))
            return folder

        def made(path: Path) -> None:
            from aixin_tui.tui.opening import opener_of

            app.open_desk(opener_of(path, today=today, operator=app.operator))

        self._in_thread(make, made)

    def _in_thread(self, job: Callable[[], T], then: Callable[[T], None]) -> None:
        async def run() -> None:
            try:
                answer = await asyncio.get_running_loop().run_in_executor(self._pool, job)
            except Exception as error:  # noqa: BLE001 - what stands against it is said, and asked anew
                self.say(error_words(error, self._lang))
                return
            then(answer)

        self.run_worker(later(run), exclusive=True, exit_on_error=False)

    def _doing(self, step: str) -> None:
        self.message = (f"{self.t(f'first_doing_{self.way}')} {step}", "note")
        self.query_one(PageView).show(self._drawn)

    def say(self, text: str) -> None:
        """Say what went wrong, and begin again."""
        self.message = (text, "bad")
        self._ask_way()


def first_lines(screen: FirstScreen, width: int) -> list[Line]:
    """Draw the screen: the ways in, or the question in hand, and what was said last."""
    t = screen.t
    lines = [Line((Span(f" {t('title')}", "head"),)), Line(), *paragraph(t("first_intro"), width, indent=1), Line()]
    if not screen.way:
        for number, way in enumerate(screen.CHOICES, 1):
            lines.append(Line((Span(f" {number} ", "key"), Span(f" {t(f'first_{way}')}")), way))
    elif screen.questions:
        question = screen.questions[0]
        lines += paragraph(t(f"first_ask_{question}"), width, "head", indent=1)
        if question == "province":
            for number, (key, name) in enumerate(screen.provinces, 1):
                lines.append(Line((Span(f" {number} ", "key"), Span(f" {name}")), ("province", key)))
        elif question == "office":
            lines += [Line((Span(f"   {code}  {name}"),), ("office", code)) for code, name in counties_of(screen)]
    text, role = screen.message
    return [*lines, Line(), *(paragraph(text, width, role, indent=1) if text else [])]


def counties_of(screen: FirstScreen) -> list[tuple[str, str]]:
    """List the counties that what is typed could mean."""
    from aixin_tui.tui.widgets.choice import matches

    wanted = screen.query_one(Entry).value.strip()
    found = screen.offices.get(screen.answers.get("province", ""), [])
    return [(code, name) for code, name in found if code.startswith(wanted) or matches(name, wanted)][:12]


def provinces_and_offices() -> list[tuple[str, str, list[tuple[str, str]]]]:
    """List the provinces with their counties: key, name, and codes with names."""
    from aixin_tui.bootstrap import registry_for

    found = registry_for()
    listed = []
    for key in found.keys():  # noqa: SIM118 - a registry is no dict
        province = found[key]
        names = province.divisions
        counties = [(code, names.path(code, down_to=Level.PROVINCE)) for code in names if len(code) == 6]
        listed.append((key, province.identity.name, counties))
    return listed


def make_workspace(way: str, folder: Path, answers: dict[str, str], say: Callable[[str], None]) -> None:
    """Make a demo or an empty workspace; a folder that is only opened must be one. Raises ProblemsError."""
    from aixin_tui.bootstrap import OFFICE_FILE, create_desk, find_workspace

    if way == "demo":
        from aixin_tui.demo.county import make_county, place_of_demo

        county, province = place_of_demo("", answers["province"])
        if not (folder / OFFICE_FILE).is_file():
            make_county(folder, province=province, county=county, today=date.today(), progress=say)  # noqa: DTZ011
    elif way == "new":
        create_desk(str(folder), province=answers["province"], office=answers["office"]).store.close()
    else:
        find_workspace(str(folder))
