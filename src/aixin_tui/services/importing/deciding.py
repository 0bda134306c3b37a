"""Held rows: what waits, and what a person decides about it: take, merge or drop, with corrections."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Place, Problem, Severity
from aixin_tui.domain.record import Act, Record
from aixin_tui.services.acting import alone
from aixin_tui.services.desk import Desk, Result, Who
from aixin_tui.services.importing.headers import ListFacts, known_names
from aixin_tui.services.importing.job import Job, Verdict
from aixin_tui.services.importing.pairs import Pairs
from aixin_tui.services.importing.results import Outcome, PairResult, RowResult
from aixin_tui.services.importing.row_cells import RowCells
from aixin_tui.services.importing.run import importer_of
from aixin_tui.services.importing.run_records import HELD, ROW, RUN, pair_of, problems_of
from aixin_tui.services.importing.working_copy import WorkingCopy
from aixin_tui.services.listening import told
from aixin_tui.services.scope import refusals
from aixin_tui.services.viewing import own_part, seen_runs

_STATES = {"take": "taken", "merge": "merged", "drop": "dropped"}


@dataclass(frozen=True, slots=True)
class DecideRow:
    """A decision about a held row of a run. `row` is as results name it: `15`, or `23.1` for a pair of row 23.

    `action` is `take`, `merge` (into the record `target`) or `drop`; `set` gives cells new words first: name → text.
    """

    run: str
    row: str
    action: str
    target: str = ""
    set: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HeldRow:
    """A row that waits or waited: what it is about and why it waits. Cells are not shown here; see `cells_of`.

    `takeable` tells whether a person's word alone settles it; where not, a cell has to be put right first.
    """

    run: str
    row: str
    kind: str
    file: str
    name: str
    state: str
    codes: tuple[str, ...]
    day: str = ""
    record: str = ""
    problems: tuple[Problem, ...] = ()
    takeable: bool = True


@dataclass(frozen=True, slots=True)
class Run:
    """One import: which file, when, and its sums."""

    id: str
    kind: str
    file: str
    day: str
    today: str
    state: str
    counts: Mapping[str, int]
    held: int


def runs(desk: Desk, who: Who) -> tuple[Run, ...]:
    """List the imports, the newest first, with how many of their rows still wait."""
    snapshot = desk.store.snapshot(who.scope, known_at=who.known_at)
    waiting: dict[str, int] = {}
    for row in snapshot.of(ROW):
        if row.get("state") == HELD:
            waiting[row.text("run")] = waiting.get(row.text("run"), 0) + 1
    return tuple(
        Run(run.id, run.text("kind"), run.text("file"), run.text("day"), run.text("today"), run.text("state"),
            dict(run.get("counts") or {}), waiting.get(run.id, 0))
        for run in reversed(snapshot.of(RUN)) if run.id in seen_runs(who, snapshot))


def held_rows(desk: Desk, who: Who, run: str = "", *, held: bool = True) -> tuple[HeldRow, ...]:
    """List the rows that wait (or, with `held` false, all that ever did), of one run or of all, in the file's order."""
    snapshot = desk.store.snapshot(who.scope, known_at=who.known_at)
    seen = seen_runs(who, snapshot)
    found = [_shown(row) for row in snapshot.of(ROW) if row.text("run") in seen and (not run or row.text("run") == run)
             and (not held or row.get("state") == HELD)]
    return tuple(sorted(found, key=lambda row: (row.run, *_order(row.row))))


def cells_of(desk: Desk, who: Who, run: str, row: str) -> Mapping[str, str]:
    """Give the cells of one row that waits, by their names, as the list wrote them; empty if there is no such row."""
    record = _find(desk, who, run, row)
    if record is None or not record.get("cells"):
        return {}
    cells = RowCells.from_json(record.get("cells"))
    return {name: str(value) for name, value in cells.cells.items()}


def titles_of(desk: Desk, who: Who, run: str, row: str) -> Mapping[str, str]:
    """Give the list's own titles of the cells of one row that waits, by the cells' names."""
    record = _find(desk, who, run, row)
    return RowCells.from_json(record.get("cells")).titles if record is not None and record.get("cells") else {}


def is_takeable(kind: str, problems: Iterable[Problem]) -> bool:
    """Whether a person who looks can settle what holds a row of this kind of list (`pairings` for a pair of a row)."""
    from aixin_tui.services.importing import activities, children, mothers, pairs, registers
    from aixin_tui.services.sheets import taking_queries, taking_visits

    takeable = {"children": children.TAKEABLE, "mothers": mothers.TAKEABLE, "activities": activities.TAKEABLE,
                "pairings": pairs.TAKEABLE, "visits": taking_visits.TAKEABLE, "queries": taking_queries.TAKEABLE}
    known = takeable.get(kind, registers.TAKEABLE)
    return all(problem.code in known for problem in problems if problem.severity in (Severity.ERROR, Severity.HELD))


@alone
def decide(desk: Desk, who: Who, command: DecideRow) -> Result:
    """Settle a held row; one act. `Result.about["row"]` is its fate (RowResult or PairResult).

    Refused, with what is still wrong, while a question stands that only other words can settle (`set`).
    """
    record = _find(desk, who, command.run, command.row)
    problems = _refused(desk, who, command, record)
    if problems or record is None:
        return Result(problems=problems)
    working = WorkingCopy(desk, who, own_part(desk, who, desk.store.snapshot()))
    fate: RowResult | PairResult | None = None
    if command.action != "drop":
        fate = _take(desk, who, command, record, working)
        if fate.outcome in (Outcome.HELD, Outcome.REJECTED):
            row = Place(row=int(command.row.partition(".")[0]))
            return Result(problems=(*fate.problems, Problem(Code.ROW_112, place=row)), about={"row": fate})
    working.change(record, {
        "state": _STATES[command.action], "decided_by": who.operator, "decided_on": who.today.isoformat(),
        "cells": None, "why": None, "pair": None, "record": _record_of(fate), "record_kind": getattr(fate, "kind", ""),
    })
    changes = working.take()
    receipt = desk.store.commit(Act(
        "decide_row", who.operator, changes, who.reason, f"import:{command.run}:{command.row}",
        {"run": command.run, "row": command.row, "decision": command.action}))
    made = desk.store.get(getattr(fate, "kind", "") or "pairing", _record_of(fate)) if fate else None
    problems = (*(fate.problems if fate else ()), *told(desk, working.steps(changes)))
    return Result((made,) if made else (), problems, receipt, {"row": fate})


def _record_of(fate: RowResult | PairResult | None) -> str:
    if fate is None:
        return ""
    return fate.record if isinstance(fate, RowResult) else fate.pairing


def _refused(desk: Desk, who: Who, command: DecideRow, record: Record | None) -> tuple[Problem, ...]:
    problems = [p for p in refusals(desk, who, role="recorder") if p.severity is Severity.ERROR]
    if record is None:
        return (*problems, Problem(Code.ROW_110, values={"row": command.row}))
    if record.get("state") != HELD:
        return (*problems, Problem(Code.ROW_111, values={"row": command.row}))
    if command.action not in _STATES or (command.action == "merge" and not command.target):
        problems.append(Problem(Code.ROW_113, values={"id": command.target}))
    known = known_names(record.text("kind"), desk.province)
    problems += [Problem(Code.ROW_114, values={"field": name, "known": "、".join(sorted(known))})
                 for name in command.set if name not in known and name != "child"]
    return tuple(problems)


def _find(desk: Desk, who: Who, run: str, row: str) -> Record | None:
    """Find a row by run and name; a row of which only one pair waits may be named without the pair's number."""
    snapshot = desk.store.snapshot(who.scope)
    rows = snapshot.of(ROW) if run in seen_runs(who, snapshot) else ()
    found = {record.text("row"): record for record in rows if record.text("run") == run}
    if row in found:
        return found[row]
    pairs = [record for name, record in found.items() if name.partition(".")[0] == row and record.get("state") == HELD]
    return pairs[0] if len(pairs) == 1 else None


def _take(
    desk: Desk, who: Who, command: DecideRow, record: Record, working: WorkingCopy,
) -> RowResult | PairResult:
    """Take in the row anew, with the corrections and the decision."""
    facts = ListFacts(**record.get("facts"))
    job = Job(desk, who, working, record.text("kind"), command.run, record.text("file"), facts, record.text("day"),
              record.text("list_source"))
    if record.get("pair"):
        mother = working.get(record.text("mother_kind"), record.text("mother"))
        pair = replace(pair_of(record), **{_PAIR_NAMES[name]: text for name, text in command.set.items()
                                           if name in _PAIR_NAMES})
        verdict = Verdict(command.action, command.target or command.set.get("child", ""))
        if mother is None:
            missing = Problem(Code.ROW_082, Severity.HELD, Place(field="pairing"))
            return PairResult(pair.number, "", pair.child, Outcome.HELD, problems=(missing,))
        return Pairs(job).take(pair, mother, int(record.get("number")), verdict)
    cells = RowCells.from_json(record.get("cells"))
    corrected: dict[str, Any] = {**cells.cells, **command.set}
    given = {name: value for name, value in corrected.items() if value not in (None, "")}
    titles = {**{name: name for name in command.set}, **cells.titles}
    take_in = importer_of(job.kind)
    assert take_in is not None
    return take_in(job).take(replace(cells, cells=given, titles=titles), Verdict(command.action, command.target))


_PAIR_NAMES = {"pair.children": "child", "pair.tails": "tail", "pair.numbers": "number",
               "pairing.started_on": "started_on", "pairing.ended_on": "ended_on", "note": "note", "role": "role"}


def _shown(row: Record) -> HeldRow:
    problems, kind = problems_of(row), row.text("kind")
    return HeldRow(row.text("run"), row.text("row"), kind, row.text("file"), row.text("name"), row.text("state"),
                   tuple(row.get("codes") or ()), row.text("day"), row.text("record"), problems,
                   row.get("why") is None or is_takeable(kind, problems))


def _order(row: str) -> tuple[int, int]:
    number, _, place = row.partition(".")
    return int(number), int(place or 0)
