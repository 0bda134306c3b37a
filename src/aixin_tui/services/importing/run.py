"""Taking in a file: row by row, in batches that are durable each, so that a killed import goes on by importing again.

The same file taken in again adds nothing: its run is found by the digest of its rows, its people by who they are, its
held rows and decisions by the run.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Problem, Severity
from aixin_tui.domain.record import Act
from aixin_tui.engine.spec.step import TransitionRequest
from aixin_tui.services.desk import Desk, Who
from aixin_tui.services.importing.cleaning import date_in
from aixin_tui.services.importing.headers import Headings, find_headings
from aixin_tui.services.importing.headings_table import register_of
from aixin_tui.services.importing.job import Importer, Job, new_job
from aixin_tui.services.importing.results import ImportSummary, Outcome, RowResult
from aixin_tui.services.importing.row_cells import RowCells, data_rows
from aixin_tui.services.importing.run_records import RunRecords
from aixin_tui.services.importing.sheet import SheetData, as_text
from aixin_tui.services.importing.working_copy import WorkingCopy
from aixin_tui.services.listening import told
from aixin_tui.services.registers import table_problems
from aixin_tui.services.scope import refusals
from aixin_tui.services.sheets.sent import as_sent
from aixin_tui.services.viewing import own_part

#: Rows that are written as one act.
BATCH = 50


@dataclass(frozen=True, slots=True)
class ImportFile:
    """A file to take in: which kind of list, its name, its sheets as `exchange.sheets` reads them.

    `mapping` says what a column is where its title does not: title (or letter) → name of the cell, `ignore` to leave
    it out. `dry_run` says what would become of each row and writes nothing.
    """

    kind: str
    """`children`, `mothers`, `pairings`, `activities` (a sheet of calls that comes back) or `register:…`."""
    file_name: str
    sheets: tuple[SheetData, ...]
    mapping: Mapping[str, str] = field(default_factory=dict)
    dry_run: bool = False
    within: str = ""
    """A division in which all that the list can be about is on file: only its counties are read. All if empty."""


def _children(job: Job) -> Importer:
    from aixin_tui.services.importing.children import ChildrenImport

    return ChildrenImport(job)


def _mothers(job: Job) -> Importer:
    from aixin_tui.services.importing.mothers import MothersImport

    return MothersImport(job)


def _pairings(job: Job) -> Importer:
    from aixin_tui.services.importing.pairings import PairingsImport

    return PairingsImport(job)


def _activities(job: Job) -> Importer:
    from aixin_tui.services.importing.activities import ActivitiesImport

    return ActivitiesImport(job)


def _register(job: Job) -> Importer:
    from aixin_tui.services.importing.registers import RegistersImport

    return RegistersImport(job)


def _visits(job: Job) -> Importer:
    from aixin_tui.services.sheets.taking_visits import VisitsImport

    return VisitsImport(job)


def _queries(job: Job) -> Importer:
    from aixin_tui.services.sheets.taking_queries import QueriesImport

    return QueriesImport(job)


#: Kind of list → what takes in its rows.
IMPORTERS: Mapping[str, Callable[[Job], Importer]] = {
    "children": _children, "mothers": _mothers, "pairings": _pairings, "activities": _activities,
    "visits": _visits, "queries": _queries,
}


def importer_of(kind: str) -> Callable[[Job], Importer] | None:
    """Give what takes in the rows of a kind of list; None for a kind that there is not."""
    return _register if register_of(kind) else IMPORTERS.get(kind)


def import_file(desk: Desk, who: Who, command: ImportFile) -> Iterator[RowResult | ImportSummary]:
    """Take in a file: a `RowResult` a row as soon as it is durable, then one `ImportSummary`.

    A file that cannot be taken in at all gives only a summary that is `refused`, with its problems. Raises what the
    store's `commit_many` raises; rows given out before stay.
    """
    problems = _refused(desk, who, command)
    if problems:
        yield ImportSummary(command.file_name, who.today.isoformat(), problems=problems, refused=True)
        return
    sheet, headings = find_headings(command.sheets, command.kind, desk.province, command.mapping, command.file_name)
    if sheet is None:
        yield ImportSummary(command.file_name, who.today.isoformat(), problems=headings.problems, refused=True)
        return
    yield from _Taking(desk, who, command, sheet, headings).results()


def _refused(desk: Desk, who: Who, command: ImportFile) -> tuple[Problem, ...]:
    if register_of(command.kind):
        wrong = table_problems(desk, who, register_of(command.kind))
        if wrong:
            return wrong
    elif command.kind not in IMPORTERS:
        return (Problem(Code.FILE_013, values={"kind": command.kind, "known": "、".join(IMPORTERS)}),)
    return tuple(p for p in refusals(desk, who, role="recorder") if p.severity is Severity.ERROR)


class _Taking:
    """One file being taken in."""

    def __init__(self, desk: Desk, who: Who, command: ImportFile, sheet: SheetData, headings: Headings) -> None:
        self.desk, self.who, self.command = desk, who, command
        sent = as_sent(desk, command.kind, command.sheets, headings.facts, data_rows(sheet, headings))
        self.headings = replace(headings, facts=sent.facts, problems=(*headings.problems, *sent.problems))
        self._rows = deque(sent.rows)
        # A sheet that was sent out comes back as one act; a list from outside goes on where it was killed.
        self._batch = max(BATCH, len(sent.rows)) if sent.facts.sheet else BATCH
        self._digest = _digest(command.kind, sheet)
        self._waiting: deque[tuple[bool, list[RowResult]]] = deque()
        self._steps: deque[tuple[TransitionRequest, ...]] = deque()
        self._told: list[Problem] = []
        self._counts: Counter[Outcome] = Counter()
        self._missing: tuple[tuple[str, str], ...] = ()
        self._run = ""

    def results(self) -> Iterator[RowResult | ImportSummary]:
        """Give the rows as they become durable, then the sum."""
        acts = self._acts()
        receipts: Iterator[object] = acts if self.command.dry_run else self.desk.store.commit_many(acts)
        for _ in receipts:
            self._tell()
            yield from self._durable()
        while self._waiting:
            yield from self._waiting.popleft()[1]
        yield ImportSummary(
            self.command.file_name, self.who.today.isoformat(), "" if self.command.dry_run else self._run,
            dict(self._counts), self._missing, (*self.headings.problems, *self._told), dry_run=self.command.dry_run)

    def _tell(self) -> None:
        """Tell the province's own Python of the steps in the oldest act."""
        steps = self._steps.popleft()
        if not self.command.dry_run:
            self._told += told(self.desk, steps)

    def _durable(self) -> Iterator[RowResult]:
        """Give out the rows of the oldest act, and those behind it that needed none."""
        is_first = True
        while self._waiting and (is_first or not self._waiting[0][0]):
            has_act, results = self._waiting.popleft()
            is_first = is_first and not has_act
            yield from results

    def _acts(self) -> Iterator[Act]:
        """Take in the rows batch by batch; the records are read when the first act is asked for, under the lock."""
        snapshot = self.desk.store.snapshot(self.command.within)
        working = WorkingCopy(self.desk, self.who, own_part(self.desk, self.who, snapshot))
        records = RunRecords(working, self.command.kind, self.command.file_name, self._digest)
        job = new_job(self.desk, self.who, self.command.kind, run=records.run, file=self.command.file_name,
                      facts=self.headings.facts, day=self._list_day(), working=working)
        records.begin(job)
        self._run = job.run
        take_in = importer_of(self.command.kind)
        assert take_in is not None
        importer = take_in(job)
        is_empty = not self._rows
        while self._rows:  # a row that was taken is needed no more, and gives its memory back
            batch = [self._rows.popleft() for _ in range(min(self._batch, len(self._rows)))]
            results = [self._take(importer, records, cells) for cells in batch]
            if not self._rows:
                self._missing = importer.not_in_file()
                records.finish(self._counts)
            yield from self._act(working, results, f"{batch[0].number}-{batch[-1].number}")
        if is_empty:
            self._missing = importer.not_in_file()
            records.finish(self._counts)
            yield from self._act(working, [], "")

    def _take(self, importer: Importer, records: RunRecords, cells: RowCells) -> RowResult:
        done = records.decided(cells) or importer.take(cells)
        done = records.keep(cells, done)
        self._counts[done.outcome] += 1
        return done

    def _act(self, working: WorkingCopy, results: list[RowResult], rows: str) -> Iterator[Act]:
        changes = working.take()
        self._waiting.append((bool(changes), results))
        if changes:
            self._steps.append(working.steps(changes))
            yield Act(f"import_{self.command.kind.partition(':')[0]}", self.who.operator, changes, self.who.reason,
                      f"import:{self._run}", {"run": self._run, "file": self.command.file_name, "rows": rows})

    def _list_day(self) -> str:
        """Find the list's own day: in its title, else the latest 更新日期 of its rows; empty where it has none."""
        if self.headings.facts.day:
            return self.headings.facts.day
        days = (date_in(cells.cells["listed_on"]).only for cells in self._rows if "listed_on" in cells.cells)
        return max((day for day in days if len(day) == 10 and day <= self.who.today.isoformat()), default="")


def _digest(kind: str, sheet: SheetData) -> str:
    """Sum up what the rows say, so that a file is known again under another name."""
    total = sha256(kind.encode())
    for row in sheet.rows:
        told = "\x1f".join((str(row.number), *map(as_text, row.cells)))
        total.update(f"\n{told}".encode("utf-8", "surrogatepass"))
    return total.hexdigest()
