"""Lists of pairs alone: a row names a volunteer and a child who are both on file."""

from __future__ import annotations

from dataclasses import replace

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Place, Severity
from aixin_tui.domain.record import Record
from aixin_tui.reference.names import clean_name, clean_number
from aixin_tui.services.importing.job import Job, Verdict
from aixin_tui.services.importing.pair_rows import read_pairs
from aixin_tui.services.importing.pairs import Pairs
from aixin_tui.services.importing.results import Outcome, PairResult, RowResult
from aixin_tui.services.importing.row_cells import Reading, RowCells


class PairingsImport:
    """Takes in the rows of a list of pairs, one after the other."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.pairs = Pairs(job)
        self._mothers: dict[str, list[Record]] = {}
        for kind in ("loving_mother", "mother_team"):
            for mother in job.working.of(kind):
                self._mothers.setdefault(mother.text("name"), []).append(mother)

    def take(self, cells: RowCells, verdict: Verdict | None = None) -> RowResult:
        """Take in one row; its fate is that of its pairs."""
        reading = Reading(cells, self.job.who.today)
        if cells.hidden:
            reading.say(Code.ROW_038, "", Severity.NOTE)
        rows = read_pairs(reading)
        if not rows:
            reading.say(Code.ROW_001, "pair.children", Severity.ERROR)
            return RowResult(cells.number, "", Outcome.REJECTED, (), tuple(reading.problems), pairs=())
        name = clean_name(reading.text("mother"))
        mother = self._mother(reading, name)
        if mother is None:
            held = tuple(PairResult(row.number, name, row.child, Outcome.HELD, row.started_on, row.ended_on)
                         for row in rows)
            return RowResult(cells.number, rows[0].child, Outcome.HELD, (), tuple(reading.problems), pairs=held)
        fates = tuple(self.pairs.take(row, mother, cells.number, verdict) for row in rows)
        return self._sum(reading, rows[0].child, fates)

    def not_in_file(self) -> tuple[tuple[str, str], ...]:
        """A list of pairs says nothing of people whom it does not name."""
        return ()

    def _mother(self, reading: Reading, name: str) -> Record | None:
        tail = clean_number(reading.text("mother.tail")).upper()
        named = self._mothers.get(name, ())
        found = [mother for mother in named if not tail or mother.text("id_number").endswith(tail)]
        if not found:
            reading.say(Code.ROW_082, "mother", Severity.HELD)
        elif len(found) > 1:
            reading.say(Code.ROW_083, "mother", Severity.HELD, name=name, number=len(found))
        return found[0] if len(found) == 1 else None

    def _sum(self, reading: Reading, child: str, fates: tuple[PairResult, ...]) -> RowResult:
        outcomes = {fate.outcome for fate in fates}
        problems = (*reading.problems, *(
            replace(problem, place=Place(row=reading.cells.number, field="pairing"))
            for fate in fates for problem in fate.problems))
        changes = tuple(reading.changes)
        if Outcome.HELD in outcomes:
            outcome, changes = Outcome.HELD, ()
        elif outcomes == {Outcome.MERGED}:
            outcome, changes = Outcome.MERGED, ()
        else:
            outcome = Outcome.CORRECTED if changes else Outcome.ACCEPTED
        made = next((fate.pairing for fate in fates if fate.pairing), "")
        return RowResult(reading.cells.number, child, outcome, changes, problems, fates, "pairing", made)
