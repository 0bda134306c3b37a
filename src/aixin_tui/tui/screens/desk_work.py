"""What a screen asks of services and says of their answers: jobs in the desk's thread, problems with their remedies."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar, cast

from textual.message import Message
from textual.screen import Screen

from aixin_tui.domain.problem import Problem
from aixin_tui.services.desk import Result
from aixin_tui.services.ports import StoreBusyError, StoreDamagedError
from aixin_tui.tui.later import later
from aixin_tui.tui.session import Session
from aixin_tui.tui.widgets.bars import StatusBar
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


class DeskWork(Screen[Any]):
    """A screen that works over a `Session`. A job never touches a widget: its answer comes back into the app's loop."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.t = session.t
        self._seen_writes = session.writes

    @property
    def desk_app(self) -> AixinApp:
        """The app, with its own methods."""
        return cast("AixinApp", self.app)

    @property
    def status(self) -> StatusBar:
        """The bar below."""
        return self.query_one(StatusBar)

    # Asking services

    def ask(self, job: Callable[[], T], then: Callable[[T], None], *, group: str = "ask", busy: str = "") -> None:
        """Run a job that only looks and hand its answer to `then`; a newer question of a group replaces it."""
        self.run_worker(later(self._ask, job, then, busy, run=self.session.look), group=group, exclusive=True,
                        exit_on_error=False)

    def act(
        self, job: Callable[[], T], then: Callable[[T], None], *, busy: str = "",
        failed: Callable[[], None] | None = None,
    ) -> None:
        """Run a job that writes: never replaced, and every screen asks anew afterwards."""

        def written(answer: T) -> None:
            self.session.writes += 1
            self._seen_writes = self.session.writes
            then(answer)

        self.run_worker(later(self._ask, job, written, busy, failed), group="act", exit_on_error=False)

    async def _ask(
        self, job: Callable[[], T], then: Callable[[T], None], busy: str, failed: Callable[[], None] | None = None,
        *, run: Callable[[Callable[[], T]], Coroutine[Any, Any, T]] | None = None,
    ) -> None:
        if self.session.is_left:
            return
        future = asyncio.ensure_future((run or self.session.run)(job))
        with self.app.batch_update():  # one frame with the answer in it, instead of an empty one before
            done, _ = await asyncio.wait({future}, timeout=PATIENCE)
            if done:
                await self._hand_over(future, then, failed)
                return
        before = self.status.said if self.is_attached else ("", "plain")
        self.say(busy or self.t("app.busy"), "note")
        said = self.status.message if self.is_attached else ""
        await asyncio.wait({future})
        if self.is_attached and self.status.message == said:
            self.say(*before)  # what an act came to outlives the looking anew that follows it
        await self._hand_over(future, then, failed)

    async def _hand_over(
        self, future: asyncio.Future[T], then: Callable[[T], None], failed: Callable[[], None] | None
    ) -> None:
        try:
            answer = await future
            if self.is_attached:
                then(answer)
        except Exception as error:  # noqa: BLE001 - a service's mistake must not end the app with unsaved work in it
            if self.session.is_left:
                return  # the store was closed under a question that nobody waits for
            self._say_failure(error)
            if failed is not None:
                failed()

    def _say_failure(self, error: Exception) -> None:
        if isinstance(error, StoreBusyError):
            self.say(self.t("app.store_busy", who=str(error)), "warn")
        elif isinstance(error, StoreDamagedError):
            self.say(self.t("app.store_damaged", what=str(error)), "bad")
        elif isinstance(error, FileNotFoundError):
            self.say(str(error), "bad")
        else:
            self.desk_app.note_failure(error)
            self.say(self.t("app.unexpected", what=type(error).__name__), "bad")

    def on_paged_list_wants(self, event: PagedList.Wants) -> None:
        """Load a page for a list."""
        event.stop()
        from aixin_tui.services.browsing import find

        desk, who, target = self.session.desk, self.session.who, event.sender_list
        self.run_worker(
            later(self._load_page, lambda: find(desk, who, event.query),
                  lambda page: target.give(event.number, page, event.generation)),
            group=f"page{event.number}", exclusive=False, exit_on_error=False,
        )

    async def _load_page(self, job: Callable[[], T], then: Callable[[T], None]) -> None:
        await self._ask(job, then, "", run=self.session.read_page)

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
        from aixin_tui.tui.paper_offers import note_papers

        serious = [p for p in result.problems if p.stops] or list(result.problems)
        done = "  ".join(part for part in (done, note_papers(self.session, result)) if part)
        if result.done and not result.problems:
            self.say(done, "good")
        elif result.done:
            self.say(f"{done}  {self.sentence(serious[0])}", "warn")
        else:
            self.show_problems(result.problems)
        return result.done

    def sentence(self, problem: Problem) -> str:
        """Write a problem as one sentence with its remedy."""
        return self.session.sentence(problem)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Show all problems on a page of their own; one goes on the status line too."""
        if not problems:
            self.say(self.t("app.nothing_changed"), "warn")
            return
        self.say(self.sentence(problems[0]), "bad")
        from aixin_tui.tui.confirm import problem_page

        self.app.push_screen(problem_page(self.session, problems))
