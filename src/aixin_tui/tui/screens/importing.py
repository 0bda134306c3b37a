"""导入: a list from outside is looked through first, then taken in row by row; held rows are decided here."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, ClassVar

from aixin_tui.domain.problem import Problem
from aixin_tui.services.desk import Result
from aixin_tui.services.importing.results import ImportSummary, Outcome, RowResult
from aixin_tui.tui.asking import AskPath
from aixin_tui.tui.screens.base import DeskScreen
from aixin_tui.tui.screens.deciding import Waiting, decide_row
from aixin_tui.tui.screens.desk_work import Progress
from aixin_tui.tui.screens.row_page import row_lines, summary_lines
from aixin_tui.tui.session import Session
from aixin_tui.tui.widgets.choice import ChoiceBox
from aixin_tui.tui.widgets.line_list import LineList, PageView
from aixin_tui.tui.widgets.lines import Column, Line, Span, paragraph, spread, table_row

#: Kinds of list that can be taken in.
KINDS = ("children", "mothers", "pairings", "activities", "visits", "queries")


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a file: each row, the sum, and what kept it from being read."""

    rows: tuple[RowResult, ...] = ()
    summary: ImportSummary | None = None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Order:
    """A file that is to be taken in as a kind of list."""

    path: Path
    kind: str
    is_dry: bool = True


class ImportScreen(DeskScreen):
    """The lists that were taken in, newest first; F3 takes another."""

    TITLE_KEY = "keys.go_import"
    IS_PLACE = True
    OFFERS: ClassVar[tuple[str, ...]] = ("choose_file", "open")

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._folder = Path(session.desk.store.workspace.path)
        self._is_looking = True

    def on_screen_resume(self) -> None:
        """Look anew each time: files come from outside, and nothing here tells of them."""
        self._seen_writes = self.session.writes
        if not self._is_looking:
            self.load()

    def body(self) -> Iterable[Any]:
        """Give the page."""
        yield PageView(id="page")

    def load(self) -> None:
        """List the imports, and the tables that lie ready."""
        session, folder = self.session, self._folder
        self._is_looking = True

        def job() -> tuple[tuple[Any, ...], list[Path]]:
            from aixin_tui.services.importing import runs
            from aixin_tui.tui.files import tables_near

            near = tables_near(folder)
            return tuple(runs(session.desk, session.who)), near

        self.ask(job, self._show, group="page", busy=self.t("screen.busy_import"))

    def _show(self, found: tuple[tuple[Any, ...], list[Path]]) -> None:
        self._is_looking = False
        runs, near = found
        taken = {run.file for run in runs}
        near = sorted(near, key=lambda path: path.name in taken)
        columns = (Column(self.t("screen.col_file"), 24, grow=True), Column(self.t("screen.col_when"), 10),
                   Column(self.t("screen.col_held"), 8, right=True))

        def lines(width: int) -> list[Line]:
            widths = spread(columns, width)
            made = [Line((Span(f" {self.t('screen.files_ready')}", "head"),))] if near else []
            made += [Line((Span(f"   {path.name}", "note"), Span(f"  {path.parent.name}", "dim")), path)
                     for path in near]
            if not near:
                made += paragraph(self.t("screen.no_files"), width, "note", indent=1)
            made += [Line(), Line((Span(f" {self.t('screen.runs')}", "head"),)),
                     Line(table_row([Span(c.title, "dim") for c in columns], columns, widths))]
            for run in runs:
                held = Span(str(run.held), "warn" if run.held else "dim")
                made.append(Line(table_row((run.file, run.day or run.today, held), columns, widths), run.id))
            return made

        self.query_one(PageView).show(lines, keep_cursor=bool(self.query_one(PageView).lines))

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        """Take a file in, or show the rows of an import."""
        if isinstance(event.target, Path):
            self._ask_kind(event.target)
        elif isinstance(event.target, str):
            from aixin_tui.tui.screens.import_run import RunScreen

            self.app.push_screen(RunScreen(self.session, event.target))

    def do_open(self) -> None:
        """Open the line under the cursor."""
        page = self.query_one(PageView)
        page.post_message(LineList.Chosen(page, page.cursor, page.target_of(page.cursor)))

    def do_choose_file(self) -> None:
        """Type the path of a file, or of a folder whose tables are listed."""
        def asked(answer: str | None) -> None:
            if not answer:
                return
            path = Path(answer)
            if path.is_dir():
                self._folder = path
                self.load()
            else:
                self._ask_kind(path)

        start = str(Path.cwd()) + "/"
        self.app.push_screen(AskPath(self.session, self.t("keys.choose_file"), self.t("screen.file_ask"), start), asked)

    def _ask_kind(self, path: Path) -> None:
        """Ask of which kind the list is; the cursor stands on what its headings say. A sheet of ours says it itself."""
        def told(found: tuple[str, bool]) -> None:
            kind, is_sure = found
            if is_sure:
                self.app.push_screen(TakeInScreen(self.session, Order(path, kind)))
            else:
                self._choose_kind(path, kind)

        self.ask(lambda: (guess_kind(self.session, path), is_sent(path)), told)

    def _choose_kind(self, path: Path, likely: str) -> None:
        kinds = [(key, self.t(f"screen.list_{key}")) for key in KINDS]

        def chosen(answer: tuple[str, ...] | None) -> None:
            if answer:
                self.app.push_screen(TakeInScreen(self.session, Order(path, answer[0])))

        box = ChoiceBox(self.session, self.t("screen.which_list"), kinds, (likely,) if likely else ())
        self.app.push_screen(box, chosen)


class TakeInScreen(DeskScreen):
    """One file: first what would become of each row, then, with F9, what became of it."""

    OFFERS: ClassVar[tuple[str, ...]] = ("take_in", "held_only", "open", "write_errors")

    def __init__(self, session: Session, order: Order) -> None:
        super().__init__(session)
        self.order = order
        self.taken: Taken | None = None
        self._held_only = False

    def heading(self) -> str:
        """Name the file."""
        return f"{self.t('keys.go_import')}  {self.order.path.name}"

    def body(self) -> Iterable[Any]:
        """Give the page."""
        yield PageView(id="page")

    def why_not(self, action_id: str) -> str:
        """Nothing is taken in twice, and not before it was looked through."""
        if action_id == "take_in":
            if self.taken is None:
                return self.t("app.loading")
            if not self.order.is_dry:
                return self.t("screen.taken_in_already")
            if self.taken.summary is None or self.taken.summary.refused:
                return self.t("screen.file_refused")
        if action_id == "write_errors" and not self._waiting():
            return self.t("screen.no_held_rows")
        return ""

    def _waiting(self) -> list[RowResult]:
        rows = self.taken.rows if self.taken else ()
        return [row for row in rows if row.outcome in (Outcome.HELD, Outcome.REJECTED)]

    def load(self) -> None:
        """Look the file through, writing nothing."""
        if self.taken is None:
            self._run(self.order)

    def _run(self, order: Order) -> None:
        session, screen = self.session, self

        def job() -> Taken:
            return take_in(session, order, lambda count: screen.post_message(
                Progress(session.t("screen.rows_done", count=count))))

        if order.is_dry:
            self.ask(job, self._show, busy=self.t("screen.busy_file_read"))
        else:
            self.act(job, self._show, busy=self.t("screen.busy_file_read"))

    def _show(self, taken: Taken) -> None:
        self.taken = taken
        self._draw()
        self.show_keys()
        if self.order.is_dry and taken.summary is not None:
            self.say(self.t("screen.dry_run_done"), "note")
        elif taken.summary is not None:
            self._say_next(taken.summary)

    def _say_next(self, summary: ImportSummary) -> None:
        """Say what the list still asks of somebody, and stand on the first row that waits."""
        waiting = self._waiting()
        if not waiting:
            self.say(self.t("screen.take_in_done"), "good")
            return
        held, rejected = (summary.counts.get(one, 0) for one in (Outcome.HELD, Outcome.REJECTED))
        self.say(self.t("screen.take_in_next", held=held, rejected=rejected), "warn")
        self.query_one(PageView).go_to(next((row for row in waiting if row.outcome is Outcome.HELD), waiting[0]))

    def _draw(self, *, keep_cursor: bool = False) -> None:
        taken = self.taken
        if taken is None:
            return
        rows = self._waiting() if self._held_only else taken.rows

        def lines(width: int) -> list[Line]:
            made = summary_lines(self.session, taken.summary, taken.problems, width)
            for row in rows:
                made += row_lines(self.session, row, width)
            return made

        self.query_one(PageView).show(lines, keep_cursor=keep_cursor)

    def do_write_errors(self) -> None:
        """Write the rows that wait or went back for who sent the list."""
        from aixin_tui.tui.files import save_errors

        rows, order = self._waiting(), self.order
        self.ask(lambda: save_errors(self.session, rows, order.path, order.kind),
                 lambda said: self.say(said, "bad" if said.startswith("!") else "good"))

    def do_take_in(self) -> None:
        """Take the file in."""
        self.order = replace(self.order, is_dry=False)
        self._run(self.order)

    def do_held_only(self) -> None:
        """Show only rows that somebody has to look at, or all again."""
        self._held_only = not self._held_only
        self._draw()

    def do_open(self) -> None:
        """Open the row under the cursor."""
        page = self.query_one(PageView)
        page.post_message(LineList.Chosen(page, page.cursor, page.target_of(page.cursor)))

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        """Decide a held row once it is taken in, or open who was filed."""
        row, summary = event.target, self.taken.summary if self.taken else None
        if isinstance(row, RowResult) and summary is not None:
            if row.outcome is Outcome.HELD and not self.order.is_dry and summary.run:
                waiting = Waiting(summary.run, row.row, row.name, self.order.kind, row.problems)
                decide_row(self, waiting, lambda result: self._decided(row, result))
            else:
                open_row(self, row)

    def _decided(self, row: RowResult, result: Result) -> None:
        """Put what became of a decided row in its place, and stand on the next that waits."""
        fate = result.about.get("row")
        taken = self.taken
        if not result.done or taken is None or taken.summary is None:
            return
        if not isinstance(fate, RowResult):
            fate = replace(row, outcome=Outcome.DROPPED if fate is None else fate.outcome, problems=())
        rows = tuple(fate if one is row else one for one in taken.rows)
        counts = Counter(taken.summary.counts)
        counts[row.outcome] -= 1
        counts[fate.outcome] += 1
        self.taken = replace(taken, rows=rows, summary=replace(taken.summary, counts=dict(counts)))
        self._draw(keep_cursor=True)
        after = rows[rows.index(fate):]
        self.query_one(PageView).go_to(next((one for one in after if one.outcome is Outcome.HELD), fate))


def open_row(screen: DeskScreen, row: RowResult) -> None:
    """Open what a row came to: a filed one shows its record, any other what is wrong with it."""
    from aixin_tui.tui.screens.opening import open_record

    if row.record and row.kind:
        open_record(screen, row.kind, row.record)
    elif row.problems:
        screen.show_problems(row.problems)


def guess_kind(session: Session, path: Path) -> str:
    """Say of which kind a file is, as it says itself or as its headings tell; empty if they do not."""
    from aixin_tui.exchange.sheets import read_book
    from aixin_tui.services.sheets.kinds import kind_of

    try:
        return kind_of(read_book(path).sheets, session.desk.province)
    except OSError:
        return ""


def is_sent(path: Path) -> bool:
    """Whether a file says itself what it is: a sheet that was sent out."""
    from aixin_tui.exchange.sheets import read_book
    from aixin_tui.services.sheets.identity import identity_of

    try:
        return identity_of(read_book(path).sheets) is not None
    except OSError:
        return False


def take_in(session: Session, order: Order, progress: Any) -> Taken:
    """Read a file and hand its rows over; `progress` hears the number of rows about once a second."""
    from aixin_tui.exchange.sheets import read_book
    from aixin_tui.services.importing import ImportFile, import_file

    try:
        book = read_book(order.path)
    except OSError as error:
        raise FileNotFoundError(session.t("screen.file_missing", file=order.path.name)) from error
    if book.problems or not book.sheets:
        return Taken(problems=tuple(book.problems))
    command = ImportFile(kind=order.kind, file_name=order.path.name, sheets=tuple(book.sheets), dry_run=order.is_dry)
    rows: list[RowResult] = []
    summary: ImportSummary | None = None
    told = time.monotonic()
    for one in import_file(session.desk, session.who, command):
        if isinstance(one, ImportSummary):
            summary = one
        else:
            rows.append(one)
            if time.monotonic() - told > 1:
                told = time.monotonic()
                progress(len(rows))
    return Taken(tuple(rows), summary)
