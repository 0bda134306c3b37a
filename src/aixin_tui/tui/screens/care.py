"""关爱: a month of all pairs on one page. Space or Enter ticks a call, F4 gives day and note, F9 saves the page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, ClassVar

from textual import events

from aixin_tui.domain.day import add_months
from aixin_tui.engine.spec.form import FieldSpec, FieldType, Need
from aixin_tui.services.care import Tick, TickCalls, tick_calls
from aixin_tui.services.desk import Result
from aixin_tui.services.due import CareGrid, GridRow, care_grid
from aixin_tui.tui.keys import plain_key
from aixin_tui.tui.screens.base import DeskScreen
from aixin_tui.tui.screens.form_screen import FormScreen, Paper
from aixin_tui.tui.session import Session
from aixin_tui.tui.widgets.fields import Part, Sheet
from aixin_tui.tui.widgets.line_list import LineList, PageView
from aixin_tui.tui.widgets.lines import Column, Line, Span, fit, spread, table_row

#: Cells of one duty's column, and the least that names and tick take.
DUTY_WIDTH = 8
_MARKS = {"done": ("screen.cell_done", "good"), "due": ("screen.cell_due", "warn"),
          "missed": ("screen.cell_missed", "bad"), "none": ("screen.cell_none", "dim")}


@dataclass(frozen=True, slots=True)
class Ticked:
    """One tick that is not saved yet."""

    day: str
    note: str = ""
    channel: str = "phone"
    reached: bool = True


class CareScreen(DeskScreen):
    """The care grid of a month with the calls to tick."""

    TITLE_KEY = "keys.go_care"
    IS_PLACE = True
    OFFERS: ClassVar[tuple[str, ...]] = ("tick", "note", "save", "event", "month_before", "month_after")

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._month = session.today.replace(day=1)
        self.grid: CareGrid | None = None
        self.ticks: dict[str, Ticked] = {}
        self._first_duty = 0

    def heading(self) -> str:
        """Name the month."""
        return self.t("screen.care_of", month=self._month.strftime("%Y-%m"))

    def body(self) -> Iterable[Any]:
        """Give the page."""
        yield PageView(id="page")

    def load(self) -> None:
        """Lay out the month."""
        desk, who, month = self.session.desk, self.session.who, self._month.strftime("%Y-%m")
        self.ask(lambda: care_grid(desk, who, month), self._show, busy=self.t("screen.busy_care"))

    def _show(self, grid: CareGrid) -> None:
        from aixin_tui.tui.widgets.bars import Banner

        self.query_one(Banner).show(self.heading())
        self.grid = grid
        self._draw()
        self._count()
        drafts, name = self.desk_app.drafts, self._draft
        if not self.ticks:
            self.ask(lambda: drafts.read(name), self._take_up, group="draft")

    @property
    def _draft(self) -> str:
        return f"calls-{self._month.strftime('%Y-%m')}"

    def _take_up(self, draft: dict[str, Any] | None) -> None:
        """Put back the ticks that a hang-up left unsaved."""
        if draft and not self.ticks:
            self.ticks = {pairing: Ticked(**one) for pairing, one in draft["values"].get("ticks", {}).items()}
            self._drawn()
            self.say(self.t("screen.draft_taken_up"), "note")

    def _keep(self) -> None:
        values = {"ticks": {pairing: asdict(one) for pairing, one in self.ticks.items()}}
        if self.ticks:
            self.desk_app.keep_draft(self._draft, Sheet((), values))
        else:
            self.desk_app.drop_draft(self._draft)

    @property
    def page(self) -> PageView:
        """The page."""
        return self.query_one(PageView)

    def _draw(self) -> None:
        columns, duties = self._columns(self.page.size.width or 80)
        widths = spread(columns, self.page.size.width or 80)
        del duties
        head = table_row([Span(column.title, "head") for column in columns], columns, widths)
        self.page.show(self._lines, head=head)

    def _columns(self, width: int) -> tuple[tuple[Column, ...], list[int]]:
        """Give the columns that fit, and which duties are among them (Left and Right of a wide table: F6)."""
        t = self.t
        fixed = (Column(t("screen.col_call"), 10), Column(t("screen.col_child"), 10),
                 Column(t("screen.col_mother"), 10, grow=True))
        room = max(1, (width - sum(c.width + 2 for c in fixed)) // (DUTY_WIDTH + 2))
        duties = self.grid.duties if self.grid else ()
        shown = list(range(self._first_duty, min(len(duties), self._first_duty + room)))
        labels = [self.session.local(duties[n][1]) for n in shown]
        return (*fixed, *(Column(fit(label, DUTY_WIDTH).strip(), DUTY_WIDTH) for label in labels)), shown

    def _lines(self, width: int) -> list[Line]:
        grid = self.grid
        if grid is None or not grid.rows:
            return [Line((Span(f"  {self.t('screen.no_pairs_this_month')}", "dim"),))]
        columns, shown = self._columns(width)
        widths = spread(columns, width)
        return [Line(table_row(self._cells(row, shown), columns, widths), row) for row in grid.rows]

    def _cells(self, row: GridRow, shown: list[int]) -> list[Span | str]:
        ticked = self.ticks.get(row.pairing)
        if ticked is not None:
            mark = Span(f"[x] {ticked.day[5:] or self._month.month}", "note")
        else:
            mark = Span("[ ]" + (f" {self.t('screen.paused_short')}" if row.paused else ""))
        cells: list[Span | str] = [mark, row.child_name, row.mother_name]
        for n in shown:
            if n < len(row.cells):
                key, role = _MARKS.get(row.cells[n].status, ("screen.cell_none", "dim"))
                day = row.cells[n].last_on[5:]
                cells.append(Span(f"{self.t(key)} {day}".strip(), role))
        return cells

    def _count(self) -> None:
        if self.grid is not None:
            self.status.show_place(self.t("screen.ticked", count=len(self.ticks), total=len(self.grid.rows)))

    # Ticking

    def _row(self) -> GridRow | None:
        page = self.page
        target = page.target_of(page.cursor) if page.count else None
        return target if isinstance(target, GridRow) else None

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        """Enter ticks."""
        event.stop()
        self.do_tick()

    def do_tick(self) -> None:
        """Tick the pair under the cursor, or take the tick back, and go on to the next."""
        row = self._row()
        if row is None:
            return
        if self.ticks.pop(row.pairing, None) is None:
            self.ticks[row.pairing] = Ticked(self._day())
        self._redraw_row()
        self.page.move_to(self.page.cursor + 1)
        self._count()
        self._keep()

    def _day(self) -> str:
        """Give the day that a tick means: today in this month, else the month alone."""
        today = self.session.today
        return today.isoformat() if (today.year, today.month) == (self._month.year, self._month.month) \
            else self._month.strftime("%Y-%m")

    def _redraw_row(self) -> None:
        page, row = self.page, self._row()
        if row is not None:
            width = page.size.width
            columns, shown = self._columns(width)
            page.lines[page.cursor] = Line(table_row(self._cells(row, shown), columns, spread(columns, width)), row)
            page.repaint_row(page.cursor)

    def do_note(self) -> None:
        """Give a tick its day, channel and note."""
        row = self._row()
        if row is None:
            return
        held = self.ticks.get(row.pairing, Ticked(self._day()))
        t = self.t
        fields = (
            FieldSpec(key="day", label=t("screen.call_day"), type=FieldType.DATE, need=Need.ALWAYS),
            FieldSpec(key="channel", label=t("screen.call_channel"), type=FieldType.CHOICE,
                      choices="activity_channels"),
            FieldSpec(key="reached", label=t("screen.call_reached"), type=FieldType.FLAG),
            FieldSpec(key="note", label=t("screen.call_note"), lines=3),
        )
        part = Part("small", "activity", f"{row.child_name} - {row.mother_name}", fields)
        sheet = Sheet((part,), {"small": {"day": held.day, "channel": held.channel, "reached": held.reached,
                                          "note": held.note or None}})

        def save(filled: Sheet, anyway: bool) -> Result:  # noqa: ARG001
            given = filled.given("small")
            self.ticks[row.pairing] = Ticked(
                str(given.get("day", held.day)), str(given.get("note", "")), str(given.get("channel", "phone")),
                bool(given.get("reached", False)))
            return Result()

        self.app.push_screen(_TickForm(self.session, Paper(t("keys.note"), sheet, save)), lambda _: self._noted())

    def _drawn(self) -> None:
        self._draw()
        self._count()

    def _noted(self) -> None:
        self._drawn()
        self._keep()

    def do_save(self) -> None:
        """Save the ticked calls as one act."""
        if not self.ticks:
            self.say(self.t("screen.nothing_ticked"), "warn")
            return
        month = self._month.strftime("%Y-%m")
        ticks = tuple(Tick(pairing, one.day, one.channel, one.note, one.reached)
                      for pairing, one in self.ticks.items())
        desk, who = self.session.desk, self.session.who
        self.act(lambda: tick_calls(desk, who, TickCalls(month, ticks)), self._saved)

    def _saved(self, result: Result) -> None:
        if result.done:
            count = len(self.ticks)
            self._forget()
            self.load()
            self.tell(result, self.t("screen.calls_saved", count=count))
        else:
            self.tell(result, "")

    def _forget(self) -> None:
        self.ticks.clear()
        self._keep()

    # Months and events

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
        month = add_months(self._month, by)
        if month <= self.session.today:
            self._month = month
            self.load()

    def do_event(self) -> None:
        """Record one event for the children that are ticked, or for those chosen on the form."""
        from aixin_tui.tui.screens.forms import event_form

        rows = self.grid.rows if self.grid else ()
        children = {row.child: row.child_name for row in rows if row.pairing in self.ticks}
        self.app.push_screen(event_form(self.session, children), self._event_saved)

    def _event_saved(self, result: Result | None) -> None:
        if result is not None:
            self._forget()
            self.load()
            self.tell(result, self.t("screen.saved"))

    def do_back(self) -> None:
        """Leave only when nothing ticked would be lost."""
        if self.ticks:
            from aixin_tui.tui.confirm import confirm

            def answered(answer: str | None) -> None:
                if answer == "yes":
                    self._forget()
                    self.desk_app.go("today")

            parts = [(self.t("screen.drop_ticks_ask", count=len(self.ticks)), "warn")]
            box = confirm(self.session, self.t("keys.back"), parts, self.t("screen.drop_ticks"))
            self.app.push_screen(box, answered)
        else:
            self.desk_app.go("today")

    def on_key(self, event: events.Key) -> None:
        """A wide checklist: F6 shows the next duties."""
        if plain_key(event) == "f6" and self.grid is not None:
            _, shown = self._columns(self.page.size.width)
            following = (shown[-1] + 1) if shown else 0
            self._first_duty = following if following < len(self.grid.duties) else 0
            self._draw()
            event.stop()
            event.prevent_default()


class _TickForm(FormScreen):
    """A form that changes only the page below it: nothing is written yet."""

    def do_save(self) -> None:
        """Take the values over."""
        for form in self.query("Form"):
            for row in form.query("FieldRow"):
                row.on_descendant_blur()  # type: ignore[attr-defined]
        self.paper.save(self._asked_only(), False)
        self.dismiss(None)

