"""Runs officials' cases: builds the records that a case gives, takes its step, and compares what must come of it.

Collected by pytest and by `aixin province check`. Everything is asked of the same engine that the product asks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Place, Problem
from aixin_tui.domain.record import Record
from aixin_tui.engine.pairings import in_force_of, offers_of
from aixin_tui.engine.snapshot import Snapshot
from aixin_tui.engine.spec.case import Case, Expect
from aixin_tui.engine.spec.province import Province
from aixin_tui.engine.states import core_of
from aixin_tui.engine.values import as_key
from aixin_tui.engine.view import View
from aixin_tui.engine.workflow import Attempt, attempt
from aixin_tui.services.officials_cases.records import CaseRecords


@dataclass(frozen=True, slots=True)
class _Run:
    """One day of a case: the view after its step, what the step came to, and the ids that the case names."""

    view: View
    given: frozenset[str]
    tried: Attempt | None = None
    record: Record | None = None


def run_cases(cases: Iterable[Case], province: Province) -> tuple[Problem, ...]:
    """Run cases and give a problem for everything that does not come true."""
    return tuple(problem for case in cases for problem in run_case(case, province))


def run_case(case: Case, province: Province) -> tuple[Problem, ...]:
    """Run one case on each of its days; what differs is told with expected and actual."""
    try:
        made = CaseRecords(case, province)
        records = tuple(r for r in made.records if not case.known_at or r.recorded_at[:10] <= case.known_at)
        found: list[Problem] = []
        for day, expect in zip(case.as_of, case.expect, strict=True):
            run = _step(case, made.given, _view(records, case, province, day))
            found.extend(
                _problem(case, f"{day} {what}", expected, actual)
                for what, expected, actual in _differences(case, expect, run)
            )
        return tuple(found)
    except (KeyError, ValueError) as error:
        return (_problem(case, "given", "", f"{type(error).__name__}: {error}"),)


def _problem(case: Case, what: str, expected: Any, actual: Any) -> Problem:
    place = Place(case.origin.file, case.origin.line, case.origin.column)
    return Problem(Code.CASE_001, place=place, values={
        "case": case.name, "what": what, "expected": _told(expected), "actual": _told(actual),
    })


def _told(value: Any) -> str:
    if isinstance(value, (list, tuple, set, frozenset)):
        return "[" + ", ".join(_told(one) for one in value) + "]"
    return str(value)


def _view(records: Iterable[Record], case: Case, province: Province, day: str) -> View:
    from aixin_tui.reference.festivals import festivals

    snapshot = Snapshot(records, known_at=case.known_at)
    return View(snapshot, province, date.fromisoformat(day), office=province.identity.code, festivals=festivals())


# --- the step of the case ---------------------------------------------------------------------------------------------


def _step(case: Case, given: frozenset[str], view: View) -> _Run:
    """Take the step of the case, if it has one; the records stand as after it where nothing spoke against it."""
    wanted = case.when.advance
    if not wanted:
        return _Run(view, given)
    record = _find(view, wanted)
    if record is None:
        raise KeyError(wanted)
    tried = attempt(view, record, case.when.by, role=case.when.role, reason=case.when.reason)
    if not tried.allowed:
        return _Run(view, given, tried, record)
    changed = tuple(_moved(view, record, tried, case))
    after = View(view.snapshot.with_records(changed), view.province, view.day, office=view.office,
                 festivals=view.festivals)
    return _Run(after, given, tried, after.snapshot.get(record.kind, record.id))


def _find(view: View, record_id: str) -> Record | None:
    kinds = view.snapshot.kinds
    return next((found for kind in kinds if (found := view.snapshot.get(kind, record_id)) is not None), None)


def _moved(view: View, record: Record, tried: Attempt, case: Case) -> Iterator[Record]:
    """The record in its new state, and the pairs that begin or end by the step."""
    row = {"state": tried.to, "from": view.now, "by": tried.transition, "reason": case.when.reason, "operator": "case"}
    status = {**(record.get("status") or {}), "zzzz": row}
    yield Record(record.kind, record.id, {**record.values, "status": status}, record.recorded_at)
    if record.kind != "child":
        return
    before, after = (core_of(view.province, "child", state) for state in (tried.source, tried.to))
    if after == "paired" and before == "proposed":
        for pair in offers_of(view, record):
            yield Record("pairing", pair.id, {**pair.values, "started_on": view.now}, pair.recorded_at)
    if before in ("paired", "under_review") and after not in ("paired", "under_review"):
        for pair in in_force_of(view, record):
            yield Record("pairing", pair.id, {**pair.values, "ended_on": view.now, "end_reason": case.when.reason},
                         pair.recorded_at)


# --- what must come of it ---------------------------------------------------------------------------------------------


def _differences(case: Case, expect: Expect, run: _Run) -> Iterator[tuple[str, Any, Any]]:
    """Walk over what differs: what is looked at, expected, actual."""
    yield from _of_step(expect, run)
    for record_id, facts in (expect.facts or {}).items():
        yield from _of_facts(run.view, record_id, facts)
    yield from _of_duties("due", expect.due, run)
    yield from _of_duties("missed", expect.missed, run)
    for key, figure in (expect.figures or {}).items():
        yield from _of_figure(run.view, key, figure)
    if expect.pairs is not None:
        yield from _of_pairs(case, expect.pairs, run.view)
    for block, lines in (expect.rows or {}).items():
        yield from _of_rows(run.view, block, lines)


def _of_step(expect: Expect, run: _Run) -> Iterator[tuple[str, Any, Any]]:
    refused = refusals(run.tried) if run.tried is not None else ()
    if sorted(refused) != sorted(expect.refused_by or ()):
        yield "refused_by", tuple(sorted(expect.refused_by or ())), tuple(sorted(refused))
    if expect.state is not None:
        state = run.view.state(run.record) if run.record is not None else ""
        if state != expect.state:
            yield "state", expect.state, state


def refusals(tried: Attempt) -> tuple[str, ...]:
    """Name what stops a step: the keys of failing checks, and the codes of what is no check; each once."""
    keys = (failed.key for failed in tried.failing)
    return tuple(dict.fromkeys((*keys, *(str(problem.code) for problem in tried.problems))))


def _of_facts(view: View, record_id: str, facts: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    record = _find(view, record_id)
    for name, expected in facts.items():
        wanted = sorted(as_key(one) for one in (expected if isinstance(expected, list) else [expected]) if one != "")
        actual = sorted(as_key(one) for one in view.fact(record, name)) if record is not None else ["?"]
        if wanted != actual:
            yield f"{record_id} {name}", wanted, actual


def _of_duties(
    word: str, expected: Mapping[str, tuple[str, ...]] | None, run: _Run
) -> Iterator[tuple[str, Any, Any]]:
    for duty, ids in (expected or {}).items():
        actual = sorted(holders(run.view, word, duty) & run.given)
        if sorted(ids) != actual:
            yield f"{word} {duty}", sorted(ids), actual


def holders(view: View, word: str, duty: str) -> set[str]:
    """Name the records of which a duty is `due` or `missed` on the view's day."""
    scopes = {spec.scope for spec in view.province.checklist.duties.versions(duty)}
    if not scopes:
        raise KeyError(duty)
    return {
        record.id for kind in scopes for record in view.records(kind) if duty in view.fact(record, f"{kind}.{word}")
    }


def _of_figure(view: View, key: str, expected: str) -> Iterator[tuple[str, Any, Any]]:
    from aixin_tui.engine.figures import figure_value

    found = figure_value(view, key)
    if expected in (str(found.value), found.text):
        return
    try:
        same = isinstance(found.value, (int, Fraction)) and Fraction(expected.rstrip("%")) == found.value
    except ValueError:
        same = False
    if not same:
        yield key, expected, found.text


def _of_pairs(
    case: Case, expected: tuple[tuple[str, str], ...], view: View
) -> Iterator[tuple[str, Any, Any]]:
    from aixin_tui.services.matching import pairs_by_id

    actual = sorted(pairs_by_id(view, case.when.match))
    if sorted(expected) != actual:
        yield "pairs", sorted(expected), actual


def _of_rows(view: View, block: str, expected: tuple[tuple[str, ...], ...]) -> Iterator[tuple[str, Any, Any]]:
    """The lines of a list or table, as printed, in a report of the period that the day lies in."""
    from aixin_tui.engine.periods import period_of
    from aixin_tui.engine.reporting import render_report
    from aixin_tui.engine.spec.checklist import Every

    report, _, key = block.partition(".")
    spec = view.province.reports[report]
    unit = spec.cadence.unit if isinstance(spec.cadence, Every) and spec.cadence.unit else "month"
    period = period_of(unit, view.day)
    seen = View(view.snapshot, view.province, view.day, office=view.office, period=period.days,
                festivals=view.festivals)
    found = render_report(seen, spec, period).block(key)
    actual = tuple(tuple(cell.text for cell in row.cells) for row in found.rows) if found else ()
    if expected != actual:
        yield block, expected, actual
