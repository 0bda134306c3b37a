"""The screen that all others are: bars above and below, actions by key, services asked in the desk's thread."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast

from textual import events
from textual.app import ComposeResult
from textual.message import Message
from textual.screen import Screen

from aixin_tui.domain.problem import Problem
from aixin_tui.services.desk import Result
from aixin_tui.services.ports import StoreBusyError, StoreDamagedError
from aixin_tui.tui.actions import ACTIONS, COMMON, PLACES, key_map
from aixin_tui.tui.keys import plain_key, shown_key
from aixin_tui.tui.session import Session
from aixin_tui.tui.widgets.bars import Banner, StatusBar
from aixin_tui.tui.widgets.line_list import LineList
from aixin_tui.tui.widgets.paged_list import PagedList

if TYPE_CHECKING:
    from aixin_tui.tui.app import AixinApp

T = TypeVar("T")
#: How long a job may take before the status line says that it is under way (seconds).
PATIENCE = 0.1


@dataclass
class Progress(Message):
    """How far a job in the desk's thread has come, posted from there."""

    text: str


class DeskScreen(Screen[Any]):
    """A screen over a `Session`. Subclasses give `body`, `load`, `OFFERS` and methods `do_<action>`."""

    TITLE_KEY: ClassVar[str] = ""
    OFFERS: ClassVar[tuple[str, ...]] = ()
    """Actions of this screen, in the order of the key line."""
    IS_PLACE: ClassVar[bool] = False
    """A place is reached by its digit, and its digits lead to the others."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.t = session.t
        self.is_place = self.IS_PLACE
        self._seen_writes = session.writes

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

    @property
    def desk_app(self) -> AixinApp:
        """The app, with its own methods."""
        return cast("AixinApp", self.app)

    @property
    def status(self) -> StatusBar:
        """The bar below."""
        return self.query_one(StatusBar)

    # Actions

    def offers(self) -> tuple[str, ...]:
        """List the actions that work now."""
        places = tuple(f"go_{place}" for place in PLACES) if self.is_place else ()
        return (*self.OFFERS, *COMMON, *places)

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
        self.status.show_keys([
            (shown_key(action.keys[0]), self.t(f"keys.{action.id}"))
            for action in shown
            if action.hint and action.keys and not self.why_not(action.id)
        ])

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

    # Asking services

    def ask(self, job: Callable[[], T], then: Callable[[T], None], *, group: str = "ask", busy: str = "") -> None:
        """Run a job in the desk's thread and hand its answer to `then`; a newer question of a group replaces it."""
        self.run_worker(self._ask(job, then, busy), group=group, exclusive=True, exit_on_error=False)

    def act(
        self, job: Callable[[], T], then: Callable[[T], None], *, busy: str = "",
        failed: Callable[[], None] | None = None,
    ) -> None:
        """Run a job that writes: never replaced, and every screen asks anew afterwards."""

        def written(answer: T) -> None:
            self.session.writes += 1
            self._seen_writes = self.session.writes
            then(answer)

        self.run_worker(self._ask(job, written, busy, failed), group="act", exclusive=False, exit_on_error=False)

    async def _ask(
        self, job: Callable[[], T], then: Callable[[T], None], busy: str, failed: Callable[[], None] | None = None
    ) -> None:
        future = asyncio.ensure_future(self.session.run(job))
        done, _ = await asyncio.wait({future}, timeout=PATIENCE)
        waited = not done
        if waited:
            self.say(busy or self.t("app.busy"), "note")
        try:
            answer = await future
        except Exception as error:  # noqa: BLE001 - a service's mistake must not end the app with unsaved work in it
            self._say_failure(error)
            if failed is not None:
                failed()
            return
        if self.is_attached:
            if waited:
                self.say("")
            then(answer)

    def _say_failure(self, error: Exception) -> None:
        if isinstance(error, StoreBusyError):
            self.say(self.t("app.store_busy", who=str(error)), "warn")
        elif isinstance(error, StoreDamagedError):
            self.say(self.t("app.store_damaged", what=str(error)), "bad")
        else:
            self.desk_app.note_failure(error)
            self.say(self.t("app.unexpected", what=type(error).__name__), "bad")

    def on_paged_list_wants(self, event: PagedList.Wants) -> None:
        """Load a page for a list."""
        event.stop()
        from aixin_tui.services.finding import find

        desk, who, target = self.session.desk, self.session.who, event.sender_list
        self.run_worker(
            self._ask(lambda: find(desk, who, event.query),
                      lambda page: target.give(event.number, page, event.generation), ""),
            group=f"page{event.number}", exclusive=False, exit_on_error=False,
        )

    # Saying

    def on_progress(self, event: Progress) -> None:
        """Say how far a job has come."""
        event.stop()
        self.say(event.text, "note")

    def say(self, text: str, role: str = "plain") -> None:
        """Show a message on the status line."""
        if self.is_attached:
            self.status.say(text, role)

    def tell(self, result: Result, done: str) -> bool:
        """Say what an act came to; problems that stop it are shown with their remedy. True where it was written."""
        serious = [p for p in result.problems if p.stops] or list(result.problems)
        if result.done and not result.problems:
            self.say(done, "good")
        elif result.done:
            self.say(f"{done}  {self.sentence(serious[0])}", "warn")
        else:
            self.show_problems(result.problems)
        return result.done

    def sentence(self, problem: Problem) -> str:
        """Write a problem as one sentence with its remedy."""
        what, remedy = self.session.problem(problem)
        near = self.t("app.near", near=problem.near) if problem.near else ""
        return f"{what} {remedy} {near}".strip()

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Show all problems on a page of their own; one goes on the status line too."""
        if not problems:
            self.say(self.t("app.nothing_changed"), "warn")
            return
        self.say(self.sentence(problems[0]), "bad")
        from aixin_tui.tui.confirm import problem_page

        self.app.push_screen(problem_page(self.session, problems))

    def on_line_list_moved(self, event: LineList.Moved) -> None:
        """Say which row the cursor is on."""
        listed = event.sender_list
        if isinstance(listed, PagedList) and listed.total:
            self.status.show_place(self.t("app.place", n=event.index + 1, total=listed.total))
