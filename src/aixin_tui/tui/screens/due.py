"""What is due or was missed of one duty, with names; and the papers that pairs still owe."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any, ClassVar

from aixin_tui.services.desk import Result
from aixin_tui.services.due import DueGroup, DueLine
from aixin_tui.services.pairs.pairing import Debt
from aixin_tui.services.today_models import DutyCount
from aixin_tui.services.today_numbers import today_regions
from aixin_tui.services.today_parts import KEPT, due_lines
from aixin_tui.tui.later import later
from aixin_tui.tui.screens.base import DeskScreen
from aixin_tui.tui.session import Session
from aixin_tui.tui.widgets.line_list import LineList, PageView
from aixin_tui.tui.widgets.lines import Column, Line, Span, paragraph, spread, table_row


class DueScreen(DeskScreen):
    """The lines of one duty: missed ones first. Enter opens the child, F4 records the contact."""

    OFFERS: ClassVar[tuple[str, ...]] = ("open", "note", "send_out")

    def __init__(self, session: Session, group: DueGroup | DutyCount) -> None:
        super().__init__(session)
        self._group = group
        self._listed: tuple[DueLine, ...] = (*group.missed, *group.due) if isinstance(group, DueGroup) else ()

    def heading(self) -> str:
        """Name the duty."""
        return self.session.local(self._group.label)

    def body(self) -> Iterable[Any]:
        """Give the page."""
        yield PageView(id="page")

    def load(self) -> None:
        """Show the lines; of a large workspace as many as one looks through, county by county."""
        self.query_one(PageView).show(self._lines, keep_cursor=False)
        if isinstance(self._group, DutyCount):
            self.run_worker(later(self._gather, self._group.duty), group="work", exclusive=True, exit_on_error=False)

    async def _gather(self, duty: str) -> None:
        desk, who, session = self.session.desk, self.session.who, self.session
        found: list[DueLine] = []
        try:
            regions = await session.look(lambda: today_regions(desk, who))
            for done, region in enumerate(regions, 1):
                counted = session.counted.get(region)
                if counted is not None and all(one.duty != duty for one in counted.due):
                    continue  # Today has judged it: nothing of this duty is open there
                found += await session.look(partial(due_lines, desk, who, region, duty, KEPT - len(found)))
                self._listed = tuple(sorted(found, key=lambda line: line.status != "missed"))
                self.query_one(PageView).show(self._lines)
                if len(found) >= KEPT:
                    self.say(self.t("pace.first_of", count=len(found)), "note")
                    return
                self.say(self.t("pace.looked_at", done=done, total=len(regions)), "note")
            self.say("")
        except Exception as error:  # noqa: BLE001 - a service's mistake must not end the app with unsaved work in it
            if self.is_attached and not session.is_left:
                self._say_failure(error)

    def _lines(self, width: int) -> list[Line]:
        t = self.t
        columns = (Column("", 6), Column("", 12), Column("", 12), Column("", 10), Column("", 12, grow=True))
        widths = spread(columns, width)
        lines = []
        for one in self._listed:
            role = "bad" if one.status == "missed" else "warn"
            cells = (Span(t(f"screen.{one.status}"), role), one.child_name, one.mother_name, one.slot_to, one.place)
            lines.append(Line(table_row(cells, columns, widths), one))
        source = next((one.source_label for one in self._listed if one.source_label), "")
        return lines + ([Line(), *paragraph(source, width, "dim", indent=1)] if source else [])

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        """Open the child, or her file where the duty is hers."""
        from aixin_tui.tui.screens.opening import open_child, open_record

        line = event.target
        if isinstance(line, DueLine):
            if line.child and line.kind in ("child", "pairing"):
                open_child(self, line.child)
            else:
                open_record(self, line.kind, line.record)

    def why_not(self, action_id: str) -> str:
        """Sheets go out of calls, visits and queries."""
        return "" if action_id != "send_out" or self._sheet() else self.t("screen.no_sheet_of_it")

    def _sheet(self) -> str:
        """Name the sheet on which this duty is done; empty where there is none."""
        from aixin_tui.services.sheets.make import sheet_of_duty

        return sheet_of_duty(self.session.desk, self._group.duty)

    def do_send_out(self) -> None:
        """Write the sheets on which this duty is done."""
        from aixin_tui.services.sheets.plan import MakeSheets
        from aixin_tui.tui.screens.sending import send_out

        send_out(self, MakeSheets(self._sheet(), self.session.today.isoformat()[:7]))

    def do_note(self) -> None:
        """Record what was done with the child of the line."""
        page = self.query_one(PageView)
        line = page.target_of(page.cursor) if page.count else None
        if not isinstance(line, DueLine) or not line.child:
            self.say(self.t("screen.no_child_here"), "warn")
            return
        from aixin_tui.tui.screens.forms import contact_form

        pairing = line.record if line.kind == "pairing" else ""
        title = f"{self.t('keys.contact')}  {line.child_name}"
        form = contact_form(self.session, (line.child,), title, pairing=pairing)
        self.app.push_screen(form, self._noted)

    def _noted(self, result: Result | None) -> None:
        if result is not None:
            self.tell(result, self.t("screen.saved"))


class DebtsScreen(DeskScreen):
    """待补件: papers that pairs in force still lack."""

    OFFERS: ClassVar[tuple[str, ...]] = ("open",)

    def __init__(self, session: Session, debts: Sequence[Debt]) -> None:
        super().__init__(session)
        self._debts = tuple(debts)

    def heading(self) -> str:
        """Name the list."""
        return self.t("screen.debts", count=len(self._debts))

    def body(self) -> Iterable[Any]:
        """Give the page."""
        yield PageView(id="page")

    def load(self) -> None:
        """Show the lines."""
        self.query_one(PageView).show(self._lines, keep_cursor=False)

    def _lines(self, width: int) -> list[Line]:
        columns = (Column("", 10), Column("", 12), Column("", 12), Column("", 16, grow=True))
        widths = spread(columns, width)
        local = self.session.local
        return [
            Line(table_row((debt.due_on, debt.child_name, debt.mother_name,
                            Span(local(debt.text), "note" if debt.is_question else "warn")), columns, widths), debt)
            for debt in self._debts
        ]

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        """Open the child."""
        from aixin_tui.tui.screens.opening import open_child

        if isinstance(event.target, Debt):
            open_child(self, event.target.child)
