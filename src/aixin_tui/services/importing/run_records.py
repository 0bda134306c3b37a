"""What an import keeps of itself: the run with the outcome of every row, and held rows whole, to be decided later."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from aixin_tui.domain.codes import Code
from aixin_tui.domain.kinds import home_of
from aixin_tui.domain.problem import Place, Problem, Severity
from aixin_tui.domain.record import Record
from aixin_tui.services.importing.job import Job
from aixin_tui.services.importing.pair_rows import PairRow, read_pairs
from aixin_tui.services.importing.results import Outcome, PairResult, RowResult
from aixin_tui.services.importing.row_cells import Reading, RowCells
from aixin_tui.services.importing.working_copy import WorkingCopy
from aixin_tui.texts import Label

RUN, ROW = "import_run", "import_row"
HELD = "held"


class RunRecords:
    """The run of one file, found again by its digest, and the rows of it that wait or were decided."""

    def __init__(self, working: WorkingCopy, kind: str, file: str, digest: str) -> None:
        self._working, self._kind, self._file, self._digest = working, kind, file, digest
        self._record = next((run for run in working.of(RUN) if run.get("digest") == digest), None)
        self.run = self._record.id if self._record else ""
        self._rows = {record.text("row"): record for record in working.of(ROW) if record.text("run") == self.run}
        self._job: Job | None = None
        self._outcomes: dict[str, list[int]] = {}

    def begin(self, job: Job) -> None:
        """Open the run, and for a children's list the source that it is [HI-11]."""
        self._job = job
        if job.kind == "children":
            job.list_source = self._list_source(job)
        if self._record is None:
            made = self._working.add(RUN, {
                "kind": self._kind, "file": self._file, "digest": self._digest, "day": job.day, "today": job.today,
                "title": job.facts.title, "unit": job.facts.unit, "list_source": job.list_source, "state": "running",
                "operator": job.who.operator,
            }, source="import", home="imports/new")
            self._record = self._working.settle_home(made, home_of(RUN, "", run=made.id))
            self.run = job.run = made.id

    def _list_source(self, job: Job) -> str:
        if "list_source" not in job.desk.province.forms:
            return ""
        values = {"name": job.list_name, "owner": job.facts.unit, "fresh_on": job.day}
        for known in self._working.of("list_source"):
            if all((known.get(name) or "") == value for name, value in values.items()):
                return known.id
        return self._working.add("list_source", values, source="import", place=job.desk.office).id

    def finish(self, counts: Mapping[Outcome, int]) -> None:
        """Close the run with its sums, the first time that it comes to its end."""
        if self._record is not None and self._record.get("state") != "done":
            self._record = self._working.change(self._record, {
                "state": "done", "counts": {outcome.value: number for outcome, number in counts.items()},
                "outcomes": {outcome: _ranges(rows) for outcome, rows in self._outcomes.items()}})

    def decided(self, cells: RowCells) -> RowResult | None:
        """Give the fate of a row that a person has decided before; None for any other."""
        record = self._rows.get(str(cells.number))
        if record is None or record.get("state") == HELD:
            return None
        note = Problem(Code.ROW_044, Severity.NOTE, Place(row=cells.number), {"decision": _decision(record)})
        outcome = Outcome.DROPPED if record.get("state") == "dropped" else Outcome.MERGED
        return RowResult(cells.number, record.text("name"), outcome, (), (note,), kind=record.text("record_kind"),
                         record=record.text("record"))

    def keep(self, cells: RowCells, result: RowResult) -> RowResult:
        """Remember the outcome of a row, and the row itself if it or one of its pairs waits."""
        self._outcomes.setdefault(result.outcome.value, []).append(cells.number)
        if result.outcome is Outcome.HELD:
            self._hold(str(cells.number), result.name, result.problems,
                       {"kind": self._kind, "cells": cells.to_json()})
            return replace(result, row=str(cells.number))
        if result.pairs and any(pair.outcome is Outcome.HELD for pair in result.pairs):
            return replace(result, pairs=self._keep_pairs(cells, result))
        return result

    def _keep_pairs(self, cells: RowCells, result: RowResult) -> tuple[PairResult, ...]:
        assert self._job is not None
        rows = read_pairs(Reading(cells, self._job.who.today))
        kept = []
        for place, (pair, row) in enumerate(zip(result.pairs or (), rows, strict=True), 1):
            key = f"{cells.number}.{place}"
            known = self._rows.get(key)
            if pair.outcome is Outcome.HELD and known is not None and known.get("state") != HELD:
                note = Problem(Code.ROW_044, Severity.NOTE, Place(field="pairing"), {"decision": _decision(known)})
                dropped = known.text("state") == "dropped"
                kept.append(replace(pair, outcome=Outcome.DROPPED if dropped else Outcome.NOTHING, problems=(note,)))
                continue
            if pair.outcome is Outcome.HELD:
                self._hold(key, pair.child, pair.problems, {
                    "kind": "pairings", "pair": asdict(row), "mother_kind": result.kind, "mother": result.record,
                    "number": cells.number})
            kept.append(pair)
        return tuple(kept)

    def _hold(self, key: str, name: str, problems: Sequence[Problem], values: Mapping[str, Any]) -> None:
        """Keep what waits and why, once; a row that still waits from before stays as it is."""
        if key in self._rows:
            return
        job = self._job
        assert job is not None
        self._rows[key] = self._working.add(ROW, {
            "run": self.run, "row": key, "file": self._file, "name": name, "state": HELD,
            "codes": [problem.code.value for problem in problems], "why": [_kept(problem) for problem in problems],
            "facts": asdict(job.facts), "day": job.day, "today": job.today, "list_source": job.list_source, **values,
        }, source=job.source(int(key.partition(".")[0])), home=home_of(ROW, "", run=self.run))


def _ranges(rows: list[int]) -> str:
    """Write row numbers shortly: 5-9,11; the record of a run would else weigh more than the children of it."""
    spans: list[list[int]] = []
    for row in rows:
        if spans and row == spans[-1][1] + 1:
            spans[-1][1] = row
        else:
            spans.append([row, row])
    return ",".join(f"{first}-{last}" if last > first else str(first) for first, last in spans)


def pair_of(record: Record) -> PairRow:
    """Read the pair of a held row."""
    return PairRow(**record.get("pair"))


def _kept(problem: Problem) -> dict[str, Any]:
    """Write a problem of a row so that it can be said again later; problem values hold no number, phone or address."""
    return {"code": problem.code.value, "severity": problem.severity.value, "field": problem.place.field,
            "values": {name: value if isinstance(value, str | int | bool) else str(value)
                       for name, value in problem.values.items()}}


def problems_of(record: Record) -> tuple[Problem, ...]:
    """Read why a row waits; of rows kept before reasons were, only the codes are known and all of them hold."""
    row = int(record.text("row").partition(".")[0] or 0)
    stored = record.get("why")
    if stored is None:
        stored = [{"code": code, "severity": HELD, "field": "", "values": {}} for code in record.get("codes") or ()]
    return tuple(Problem(Code(one["code"]), Severity(one["severity"]), Place(row=row, field=one["field"]),
                         dict(one["values"])) for one in stored)


def _decision(record: Record) -> Label:
    return Label(f"log.value_{record.text('state')}")
