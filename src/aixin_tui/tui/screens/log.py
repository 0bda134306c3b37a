"""操作日志: what was done, newest first; an act is taken back as a whole."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from aixin_tui.services.desk import Result
from aixin_tui.services.history import LogLine, log_entries
from aixin_tui.tui.screens.base import DeskScreen
from aixin_tui.tui.screens.taking_back import take_back
from aixin_tui.tui.session import Session
from aixin_tui.tui.widgets.choice import ChoiceBox
from aixin_tui.tui.widgets.line_list import LineList, PageView
from aixin_tui.tui.widgets.lines import Column, Line, Span, spread, table_row

BATCH = 100
#: Acts that made pairs, which can also be voided as 误配.
PAIRING_ACTS = frozenset({"accept_proposal", "pair_by_hand", "hand_over"})


class LogScreen(DeskScreen):
    """The acts of this workspace."""

    TITLE_KEY = "keys.go_log"
    IS_PLACE = True
    OFFERS: ClassVar[tuple[str, ...]] = ("undo",)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._acts: list[LogLine] = []
        self._is_whole = False
        self._is_asking = False

    def body(self) -> Iterable[Any]:
        """Give the page."""
        yield PageView(id="page")

    def load(self) -> None:
        """Read the newest acts."""
        self._acts, self._is_whole = [], False
        self._more()

    def _more(self) -> None:
        if self._is_asking or self._is_whole:
            return
        self._is_asking = True
        desk, who = self.session.desk, self.session.who
        before = self._acts[-1].number if self._acts else 0
        self.ask(lambda: log_entries(desk, who, limit=BATCH, before=before), self._show)

    def _show(self, found: tuple[LogLine, ...]) -> None:
        self._is_asking = False
        self._is_whole = len(found) < BATCH
        self._acts += found
        t = self.t
        columns = self._columns()
        page = self.query_one(PageView)
        head = table_row([Span(column.title, "head") for column in columns], columns,
                         spread(columns, page.size.width or 80))
        page.show(self._lines, head=(head,))
        self.status.show_place(t("screen.acts_shown", count=len(self._acts)))

    def _columns(self) -> tuple[Column, ...]:
        t = self.t
        return (Column(t("screen.col_number"), 6, right=True), Column(t("screen.col_when"), 16),
                Column(t("screen.col_operator"), 10), Column(t("screen.col_action"), 14, grow=True),
                Column(t("screen.col_records"), 6, right=True), Column(t("screen.col_reason"), 12, grow=True))

    def _lines(self, width: int) -> list[Line]:
        columns = self._columns()
        widths = spread(columns, width)
        lines = []
        for act in self._acts:
            role = "dim" if act.undone_by else "plain"
            reason = self.t("screen.undone_by", number=act.undone_by) if act.undone_by else act.reason
            cells = (str(act.number), act.recorded_at[:16].replace("T", " "), act.operator,
                     Span(self.session.local(act.action_label), role), str(act.records), Span(reason, role))
            lines.append(Line(table_row(cells, columns, widths), act.number))
        return lines or [Line((Span(f"  {self.t('screen.no_history')}", "dim"),))]

    def on_line_list_moved(self, event: LineList.Moved) -> None:
        """Read older acts near the end."""
        if self._acts and event.index > len(self._acts) - 20:
            self._more()

    def do_undo(self) -> None:
        """Take the act under the cursor back, for a reason."""
        page = self.query_one(PageView)
        number = page.target_of(page.cursor) if page.count else None
        if not isinstance(number, int):
            return
        act = next(one for one in self._acts if one.number == number)
        if act.action in PAIRING_ACTS and not act.undone_by:
            self._choose(act)
        else:
            self._undo(act)

    def _choose(self, act: LogLine) -> None:
        """Of an act that made pairs: take it back as a whole, or void its pairs although care was recorded since."""
        def chosen(answer: tuple[str, ...] | None) -> None:
            if answer and answer[0] == "undo":
                self._undo(act)
            elif answer:
                self.ask(lambda: self._pairs_of(act.number), lambda pairs: self._void(act, pairs), group="pairs")

        choices = [("undo", self.t("keys.undo")), ("mistaken", self.t("move.mistaken"))]
        title = self.session.local(act.action_label)
        self.app.push_screen(ChoiceBox(self.session, f"{act.number}  {title}", choices), chosen)

    def _pairs_of(self, number: int) -> tuple[str, ...]:
        store = self.session.desk.store
        entry = store.entry(number)
        made = [change.id for change in (entry.changes if entry else ()) if change.is_new and change.kind == "pairing"]
        return tuple(key for key in made if (pair := store.get("pairing", key)) and not pair.is_voided)

    def _void(self, act: LogLine, pairs: tuple[str, ...]) -> None:
        from aixin_tui.tui.screens.pair_forms import mistaken_form

        def done(result: Result | None) -> None:
            if result is not None:
                self.load()
                self.tell(result, self.t("move.voided"))

        if pairs:
            about = f"{act.number}  {self.session.local(act.action_label)}"
            self.app.push_screen(mistaken_form(self.session, pairs, about), done)
        else:
            self.say(self.t("app.nothing_changed"), "warn")

    def _undo(self, act: LogLine) -> None:
        take_back(self, act.number, self._undone)

    def _undone(self, result: Result) -> None:
        self.load()
        self.tell(result, self.t("screen.undone"))
