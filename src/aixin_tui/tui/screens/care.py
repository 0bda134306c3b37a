"""关爱: a month of all pairs on one page. Space or Enter ticks a call, F4 gives day and note, F9 saves the page."""

from __future__ import annotations

from collections.abc import Iterable
from time import monotonic
from typing import Any, ClassVar

from aixin_tui.domain.day import add_months
from aixin_tui.engine.spec.form import FieldSpec, FieldType, Need
from aixin_tui.services.care import Tick, TickCalls, tick_calls
from aixin_tui.services.desk import Result
from aixin_tui.services.due import CareGrid, GridRow, care_grid
from aixin_tui.services.left import LeftError
from aixin_tui.services.sheets.make import sheet_of_duty
from aixin_tui.tui.confirm import confirm
from aixin_tui.tui.screens.base import DeskScreen
from aixin_tui.tui.screens.care_page import CarePage, Ticked, Ticks
from aixin_tui.tui.screens.desk_work import Progress
from aixin_tui.tui.screens.form_screen import FormScreen
from aixin_tui.tui.screens.paper import Paper
from aixin_tui.tui.session import Session
from aixin_tui.tui.widgets.bars import Banner
from aixin_tui.tui.widgets.fields import Part, Sheet
from aixin_tui.tui.widgets.line_list import LineList, PageView

#: After so long it is said how far the month is (seconds).
_LONG = 0.5


class CareMonth(DeskScreen):
    """A month that is laid out, with ticks that are kept as a draft; `CareScreen` ticks and saves."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.month = session.today.replace(day=1)
        self.ticks = Ticks()
        self.grid: CarePage | None = None
        self._waits = [False]
        """Whether somebody waits for the month that is being laid out."""
        self._was_left = False
        self._progress = ""

    @property
    def month_text(self) -> str:
        """The month as services take it."""
        return self.month.strftime("%Y-%m")

    @property
    def draft(self) -> str:
        """The name of the draft in which the month's ticks are kept."""
        return f"calls-{self.month_text}"

    def heading(self) -> str:
        """Name the month."""
        return self.t("screen.care_of", month=self.month_text)

    def body(self) -> Iterable[Any]:
        """Give the page."""
        yield PageView(id="page")

    @property
    def page(self) -> PageView:
        """The page."""
        return self.query_one(PageView)

    def load(self) -> None:
        """Lay out the month."""
        desk, who, month = self.session.desk, self.session.who, self.month_text
        self._stop_waiting()
        self._waits = waits = [True]
        begun = monotonic()

        def tell(done: int, total: int) -> None:
            if waits[0] and monotonic() - begun > _LONG:
                self.post_message(Progress(self.t("pace.laid_out", done=done, total=total)))

        def lay_out() -> CareGrid | None:
            try:
                return care_grid(desk, who, month, go_on=lambda: waits[0] and not self.session.is_left, tell=tell)
            except LeftError:
                return None

        self.ask(lay_out, self._show, busy=self.t("screen.busy_care"))

    def on_progress(self, event: Progress) -> None:
        """Say how far the month is, until it is there."""
        if self._waits[0]:
            super().on_progress(event)
            self._progress = event.text

    def _stop_waiting(self) -> None:
        """Let what is being laid out be left off."""
        self._waits[0] = False

    def on_screen_suspend(self) -> None:
        """Lay out no further while another screen stands on top."""
        self._was_left = self._waits[0]
        self._stop_waiting()

    def on_screen_resume(self) -> None:
        """Lay out anew what was left off."""
        was_left, self._was_left = self._was_left, False
        if was_left and self._seen_writes == self.session.writes:
            self.load()
        super().on_screen_resume()

    def _show(self, grid: CareGrid | None) -> None:
        if grid is None:
            return
        self._waits = [False]
        if self._progress and self.status.message == self._progress:
            self.say("")
        self.query_one(Banner).show(self.heading())
        first_duty = self.grid.first_duty if self.grid else 0
        self.grid = CarePage(self.session, grid, self.ticks)
        self.grid.first_duty = first_duty
        self.draw()
        if not self.ticks:
            drafts, name = self.desk_app.drafts, self.draft
            self.ask(lambda: drafts.read(name), self._take_up, group="draft")

    def _take_up(self, draft: dict[str, Any] | None) -> None:
        """Put back the ticks that a hang-up left unsaved."""
        if draft and not self.ticks:
            self.ticks.take_up(draft["values"])
            self.draw()
            self.say(self.t("screen.draft_taken_up"), "note")

    def draw(self) -> None:
        """Draw the grid and count the ticks."""
        if self.grid is not None:
            self.page.show(self.grid.lines, head=self.grid.head(self.page.size.width or 80))
            self.count()

    def count(self) -> None:
        """Say how many pairs are ticked."""
        if self.grid is not None:
            total = len(self.grid.grid.rows)
            self.status.show_place(self.t("screen.ticked", count=len(self.ticks), total=total))

    def keep(self) -> None:
        """Keep the ticks as a draft, or drop it where there are none."""
        if self.ticks:
            self.desk_app.keep_draft(self.draft, Sheet((), self.ticks.as_draft()))
        else:
            self.desk_app.drop_draft(self.draft)

    def forget(self) -> None:
        """Take all ticks back."""
        self.ticks.held.clear()
        self.keep()

    def row(self) -> GridRow | None:
        """Give the pair under the cursor."""
        page = self.page
        target = page.target_of(page.cursor) if page.count else None
        return target if isinstance(target, GridRow) else None

    def day(self) -> str:
        """Give the day that a tick means: today in this month, else the month alone."""
        today = self.session.today
        this_month = (today.year, today.month) == (self.month.year, self.month.month)
        return today.isoformat() if this_month else self.month_text


class CareScreen(CareMonth):
    """The care grid of a month with the calls to tick."""

    TITLE_KEY = "keys.go_care"
    IS_PLACE = True
    OFFERS: ClassVar[tuple[str, ...]] = (
        "tick", "tick_all", "note", "save", "send_out", "event", "month_before", "month_after", "more_columns")

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        """Enter ticks."""
        event.stop()
        self.do_tick()

    def do_tick(self) -> None:
        """Tick the pair under the cursor, or take the tick back, and go on to the next."""
        row, page = self.row(), self.page
        if row is None or self.grid is None:
            return
        self.ticks.flip(row.pairing, self.day())
        page.lines[page.cursor] = self.grid.line(row, page.size.width)
        page.repaint_row(page.cursor)
        page.move_to(page.cursor + 1)
        self.count()
        self.keep()

    def do_tick_all(self) -> None:
        """Tick every pair whose call is still due; who was not called is unticked by Space."""
        if self.grid is None:
            self.say(self.t("app.loading"), "note")
            return
        desk, grid = self.session.desk, self.grid.grid
        calls = [n for n, (key, _) in enumerate(grid.duties) if sheet_of_duty(desk, key) == "calls"]
        due = [row for row in grid.rows if not row.paused and row.pairing not in self.ticks.held
               and any(row.cells[n].status in ("due", "missed") for n in calls if n < len(row.cells))]
        if not due:
            self.say(self.t("screen.no_call_due"), "warn")
            return
        for row in due:
            self.ticks.flip(row.pairing, self.day())
        self.draw()
        self.keep()
        self.say(self.t("screen.ticked_all_due", count=len(due)), "note")

    def do_note(self) -> None:
        """Give a tick its day, channel and note."""
        row = self.row()
        if row is not None:
            held = self.ticks.held.get(row.pairing, Ticked(self.day()))
            self.app.push_screen(_tick_form(self.session, self.ticks, row, held), lambda _: self._noted())

    def _noted(self) -> None:
        self.draw()
        self.keep()

    def do_save(self) -> None:
        """Save the ticked calls as one act."""
        if not self.ticks:
            self.say(self.t("screen.nothing_ticked"), "warn")
            return
        ticks = tuple(Tick(pairing, one.day, one.channel, one.note, one.reached)
                      for pairing, one in self.ticks.held.items())
        desk, who, command = self.session.desk, self.session.who, TickCalls(self.month_text, ticks)
        self.act(lambda: tick_calls(desk, who, command), self._saved)

    def _saved(self, result: Result) -> None:
        count = len(self.ticks)
        if result.done:
            self.forget()
            self.load()
        self.tell(result, self.t("screen.calls_saved", count=count))

    def do_month_before(self) -> None:
        """Go a month back."""
        self._turn(-1)

    def do_month_after(self) -> None:
        """Go a month on, not beyond this one."""
        self._turn(1)

    def _turn(self, by: int) -> None:
        if self.ticks:
            self.say(self.t("screen.save_ticks_first"), "warn")
            return
        month = add_months(self.month, by)
        if month <= self.session.today:
            self.month = month
            self.load()

    def do_more_columns(self) -> None:
        """Show the next duties of a wide checklist."""
        if self.grid is not None:
            self.grid.turn(self.page.size.width)
            self.draw()

    def do_send_out(self) -> None:
        """Write the sheets of the month's calls."""
        from aixin_tui.services.sheets.plan import MakeSheets
        from aixin_tui.tui.screens.sending import send_out

        send_out(self, MakeSheets("calls", self.month_text))

    def do_event(self) -> None:
        """Record one event for the children that are ticked, or for those chosen on the form."""
        from aixin_tui.tui.screens.forms import event_form

        rows = self.grid.grid.rows if self.grid else ()
        children = {row.child: row.child_name for row in rows if row.pairing in self.ticks.held}
        self.app.push_screen(event_form(self.session, children), self._event_saved)

    def _event_saved(self, result: Result | None) -> None:
        if result is not None:
            self.forget()
            self.load()
            self.tell(result, self.t("screen.saved"))

    def do_back(self) -> None:
        """Leave only when nothing ticked would be lost."""
        if not self.ticks:
            self.desk_app.go("today")
            return

        def answered(answer: str | None) -> None:
            if answer == "yes":
                self.forget()
                self.draw()
                self.desk_app.go("today")

        parts = [(self.t("screen.drop_ticks_ask", count=len(self.ticks)), "warn")]
        box = confirm(self.session, self.t("keys.back"), parts, self.t("screen.drop_ticks"))
        self.app.push_screen(box, answered)


def _tick_form(session: Session, ticks: Ticks, row: GridRow, held: Ticked) -> FormScreen:
    """Ask day, channel and note of one call; nothing is written yet but the tick."""
    t = session.t
    fields = (
        FieldSpec(key="day", label=t("screen.call_day"), type=FieldType.DATE, need=Need.ALWAYS),
        FieldSpec(key="channel", label=t("screen.call_channel"), type=FieldType.CHOICE, choices="activity_channels"),
        FieldSpec(key="reached", label=t("screen.call_reached"), type=FieldType.FLAG),
        FieldSpec(key="note", label=t("screen.call_note"), lines=3),
    )
    part = Part("small", "activity", f"{row.child_name} - {row.mother_name}", fields)
    values = {"day": held.day, "channel": held.channel, "reached": held.reached, "note": held.note or None}
    sheet = Sheet((part,), {"small": values})

    def save(filled: Sheet, anyway: bool) -> Result:  # noqa: ARG001
        given = filled.given("small")
        ticks.held[row.pairing] = Ticked(str(given.get("day", held.day)), str(given.get("note", "")),
                                         str(given.get("channel", "phone")), bool(given.get("reached")))
        return Result()

    return FormScreen(session, Paper(t("keys.note"), sheet, save, writes=False))
