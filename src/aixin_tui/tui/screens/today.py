"""今日: four numbers that add up, what is due, alerts, rows and offers that wait; Enter goes there.

The numbers come from the index at once. The rest is judged over all records: of a large workspace county by county,
beside whatever else is done, and no further while another screen stands on top.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, Any, ClassVar

from aixin_tui.services.left import LeftError
from aixin_tui.services.ports import Region
from aixin_tui.services.today_models import TodayNumbers, TodayWork
from aixin_tui.services.today_numbers import today_numbers, today_regions
from aixin_tui.tui.later import later
from aixin_tui.tui.screens.base import DeskScreen
from aixin_tui.tui.screens.today_page import SHOWN, STATES, Goto, TodayPage
from aixin_tui.tui.session import Session
from aixin_tui.tui.widgets.line_list import LineList, PageView

if TYPE_CHECKING:
    from aixin_tui.services.due import DueGroup

__all__ = ["SHOWN", "STATES", "Goto", "TodayScreen"]
#: The page is drawn anew at most so often while counties are counted (seconds).
_EVERY = 1.0
#: So long nothing is judged that the first frame would have to share the machine with (seconds).
_FRAME = 0.1
#: So long who has just opened a large workspace has the machine alone: most go on to a list or look for a name.
_QUIET = 1.0


class TodayScreen(DeskScreen):
    """The first screen of every day."""

    TITLE_KEY = "keys.go_today"
    IS_PLACE = True
    OFFERS: ClassVar[tuple[str, ...]] = ("open", "find", "send_out")

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._was_left = False
        self._is_whole = True

    def body(self) -> Iterable[Any]:
        """Give the page."""
        yield PageView(id="page")

    def do_send_out(self) -> None:
        """Write the sheets of the visits that are to be made."""
        from aixin_tui.services.sheets.plan import MakeSheets
        from aixin_tui.tui.screens.sending import send_out

        send_out(self, MakeSheets("visits"))

    def load(self) -> None:
        """Draw up today."""
        desk, who = self.session.desk, self.session.who
        self._is_whole = False
        self.ask(lambda: today_numbers(desk, who), self._begin, busy=self.t("screen.busy_today"))

    def _begin(self, numbers: TodayNumbers) -> None:
        self.desk_app.first_shown()
        is_first = not self.page.lines
        if is_first:
            self._draw(numbers, None)
        self.run_worker(later(self._gather, numbers, _FRAME if is_first else 0), group="work", exclusive=True,
                        exit_on_error=False)

    async def _gather(self, numbers: TodayNumbers, wait: float) -> None:
        """Judge the records, and draw what they come to; ends when the screen is left."""
        await asyncio.sleep(wait)
        desk, who, session = self.session.desk, self.session.who, self.session
        waiting = [True]
        try:
            regions = await session.aside(lambda: today_regions(desk, who))
            if len(regions) == 1:
                await self._gather_whole(numbers)
            else:
                await self._gather_parts(numbers, regions, lambda: waiting[0] and not session.is_left)
            self._is_whole = True
        except LeftError:
            pass
        except Exception as error:  # noqa: BLE001 - a service's mistake must not end the app with unsaved work in it
            if self.is_attached and not session.is_left:
                self._say_failure(error)
        finally:
            waiting[0] = False

    async def _gather_whole(self, numbers: TodayNumbers) -> None:
        desk, who, session = self.session.desk, self.session.who, self.session
        await session.aside(_get_ready)
        from aixin_tui.services.harm import count_unreported
        from aixin_tui.services.today import today_board
        from aixin_tui.services.today_parts import work_of

        board = await session.aside(lambda: today_board(desk, who))
        groups = {group.duty: group for group in board.due.groups}
        self._draw(numbers, work_of(board), groups=groups)
        missing = await session.aside(lambda: count_unreported(desk, who))
        if missing:
            self._draw(numbers, work_of(board, missing), groups=groups)

    async def _gather_parts(self, numbers: TodayNumbers, regions: tuple[Region, ...],
                            go_on: Callable[[], bool]) -> None:
        desk, who, session = self.session.desk, self.session.who, self.session
        if not session.counted:
            await asyncio.sleep(_QUIET)
        await session.aside(_get_ready)
        from aixin_tui.services.today_parts import added, held_count, today_part

        held = await session.aside(lambda: held_count(desk))
        session.keep_counted(regions)
        drawn = 0.0
        for done, region in enumerate(regions, 1):
            if region not in session.counted:
                session.counted[region] = await session.aside(partial(today_part, desk, who, region, go_on))
            if done == len(regions) or monotonic() - drawn > _EVERY:
                drawn = monotonic()
                work = added(desk, (session.counted[one] for one in regions[:done]), held_rows=held)
                self._draw(numbers, work, progress=(done, len(regions)))

    def _draw(self, numbers: TodayNumbers, work: TodayWork | None, *, progress: tuple[int, int] = (0, 0),
              groups: dict[str, DueGroup] | None = None) -> None:
        if not self.is_attached or not self.query(PageView):  # the app is closing
            return
        first = not self.page.lines
        page = TodayPage(self.session, numbers, work, progress=progress, groups=groups)
        self.page.show(page.lines, keep_cursor=not first)

    def on_screen_suspend(self) -> None:
        """Leave off counting while another screen stands on top; what was counted is kept."""
        if not self._is_whole:
            self._was_left = True
            self.workers.cancel_group(self, "work")

    def on_screen_resume(self) -> None:
        """Go on counting."""
        was_left, self._was_left = self._was_left, False
        if was_left and self._seen_writes == self.session.writes:
            self.load()
        super().on_screen_resume()

    @property
    def page(self) -> PageView:
        """The page."""
        return self.query_one(PageView)

    def do_back(self) -> None:
        """Today is the ground floor: say how to leave."""
        self.say(self.t("app.how_to_quit"), "note")

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        """Go where the line leads."""
        goto = event.target
        if not isinstance(goto, Goto):
            return
        from aixin_tui.tui.screens import opening

        opening.open_goto(self, goto.place, goto.value)


def _get_ready() -> None:
    """Import all that judges: in a thread, when the numbers stand on the screen and somebody waits for the rest."""
    from aixin_tui.services import today_parts  # noqa: F401
