"""The visits of a town, taken in at once: many papers, one act, and the steps of all their children (入户)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Place, Problem, Severity
from aixin_tui.domain.record import Record
from aixin_tui.engine.dates import as_day
from aixin_tui.services.acting import Draft, alone
from aixin_tui.services.desk import Desk, Result, Who
from aixin_tui.services.filling import add_filled, fill
from aixin_tui.services.scope import place_of, record_of, refusals
from aixin_tui.services.sitting import Sitting, day_of_paper, papers_of, placed, withdrawal_needed
from aixin_tui.services.walking import walk_together
from aixin_tui.services.wording import kind_label


@dataclass(frozen=True, slots=True)
class Sittings:
    """The papers of several visits: of a village on one day, of a sheet that comes back. Each child stands once."""

    papers: tuple[Sitting, ...]


@alone
def record_sittings(desk: Desk, who: Who, command: Sittings) -> Result:
    """Write all papers as one act and take each child's next steps; a wrong paper is named and nothing is written.

    `Result.about["walked"]` tells for each child id the steps taken and what stopped it (`stepping.Walked`). Problems
    name the row of their paper, from 1.
    """
    found = [record_of(desk, who, "child", paper.child) for paper in command.papers]
    problems = _unknown(desk, found)
    known = [child for child in found if child is not None]
    for place in sorted({place_of(desk, child) for child in known}):
        problems += refusals(desk, who, place=place)
    days = [day_of_paper(paper, who) for paper in command.papers]
    problems += _without_parts(command.papers, days) or ([] if command.papers else [Problem(Code.ACT_012)])
    if problems:
        return Result(problems=tuple(dict.fromkeys(problems)))
    draft = Draft(desk, who, "sitting", scope=_shared([place_of(desk, child) for child in known]))
    written: list[tuple[Record, date]] = []
    with draft.standing():
        for number, (paper, child, day) in enumerate(zip(command.papers, known, days, strict=True), 1):
            latest, said = _written(draft, paper, child, day)
            problems += [_in_row(problem, number) for problem in said]
            written.append((child, min(latest, who.today)))
    if any(problem.stops or problem.severity is Severity.HELD for problem in problems):
        return Result(problems=tuple(problems))
    for child, _ in written:
        problems += withdrawal_needed(draft, child)
    walked = walk_together(draft, ((draft.get("child", child.id) or child, day) for child, day in written))
    return draft.commit(problems, about={"walked": walked})


def _written(draft: Draft, paper: Sitting, child: Record, day: date) -> tuple[date, list[Problem]]:
    """Draft the parts of one paper; gives the latest day of them, and what is wrong."""
    latest, problems = day, []
    for kind, number, values in papers_of(paper, day):
        filled = fill(draft, kind, values)
        problems += [placed(problem, kind, number) for problem in filled.problems]
        part, warnings = add_filled(draft, kind, filled, place=place_of(draft.desk, child))
        problems += warnings
        latest = max(latest, as_day(part.get("date")) or latest)
    return latest, problems


def _unknown(desk: Desk, found: Iterable[Record | None]) -> list[Problem]:
    return [Problem(Code.ACT_004, place=Place(row=number), values={"kind": kind_label(desk, "child")})
            for number, child in enumerate(found, 1) if child is None]


def _without_parts(papers: Iterable[Sitting], days: Iterable[date]) -> list[Problem]:
    """Name the papers that hold nothing."""
    return [Problem(Code.ACT_012, place=Place(row=number))
            for number, (paper, day) in enumerate(zip(papers, days, strict=True), 1)
            if not any(True for _ in papers_of(paper, day))]


def _in_row(problem: Problem, number: int) -> Problem:
    place = Place(row=number, record=problem.place.record, field=problem.place.field)
    return Problem(problem.code, problem.severity, place, problem.values, problem.near)


def _shared(places: Iterable[str]) -> str:
    """Give the county that holds all the places, empty where there are several."""
    counties = {place[:6] for place in places}
    return counties.pop() if len(counties) == 1 else ""
