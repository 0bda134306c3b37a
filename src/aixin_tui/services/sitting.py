"""One paper, one sitting: visit, assessment and consents of a child, and as many steps as the guards allow (入户)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Place, Problem, Severity
from aixin_tui.domain.record import Record, members
from aixin_tui.engine import consent
from aixin_tui.engine.dates import as_day
from aixin_tui.engine.forms.shaping import iso_date
from aixin_tui.services.acting import Draft, alone
from aixin_tui.services.desk import Desk, Result, Who
from aixin_tui.services.filling import add_filled, fill
from aixin_tui.services.scope import inside, may_see, place_of, record_of, refusals
from aixin_tui.services.stepping import walk
from aixin_tui.services.viewing import snapshot_of
from aixin_tui.services.wording import kind_label

#: Core states in which something hangs on the consent; a no is then a withdrawal, and what it ends is shown first.
_HELD_BY_CONSENT = frozenset({"proposed", "paired", "under_review"})


@dataclass(frozen=True, slots=True)
class Sitting:
    """What the paper of one visit holds; each part in the shape of its form, `child` filled in by the service.

    A consent may leave out `date` and `purpose` (the visit's day, pairing) and name `guardian` by id.
    """

    child: str
    visit: Mapping[str, Any] | None = None
    assessment: Mapping[str, Any] | None = None
    consents: tuple[Mapping[str, Any], ...] = ()
    day: date | None = None
    """When it happened; the visit's date, else today."""


def trip_today(desk: Desk, who: Who) -> dict[str, Any]:
    """Say who went on the last visit of the day in the operator's part, and with whom: they mostly go on together.

    Gives values of a visit: `visitors`, and `joint_with` where other departments went along.
    """
    if not may_see(desk, who, "home_visit"):
        return {}
    visits = [visit for visit in snapshot_of(desk, who).of("home_visit")
              if visit.text("date") == who.today.isoformat() and inside(who, place_of(desk, visit))]
    if not visits:
        return {}
    last = max(visits, key=lambda visit: visit.id)
    told = {"visitors": last.text("visitors"), "joint_with": list(members(last.get("joint_with")))}
    return {key: value for key, value in told.items() if value}


@alone
def record_sitting(desk: Desk, who: Who, command: Sitting) -> Result:
    """Write the paper as one act and take each next step of the child until a guard refuses (model.md section 3).

    `Result.about` tells `state` (where the child stands now), `steps` (keys of the steps taken) and `stopped_by`
    (tuple of casework.Failing of the step that was refused; empty where the line ended).
    """
    child = record_of(desk, who, "child", command.child)
    if child is None:
        return Result(problems=(Problem(Code.ACT_004, values={"kind": kind_label(desk, "child")}),))
    place = place_of(desk, child)
    problems = list(refusals(desk, who, place=place))
    day = day_of_paper(command, who)
    papers = list(papers_of(command, day))
    if not papers:
        problems.append(Problem(Code.ACT_012))
    if problems:
        return Result(problems=tuple(problems))
    draft = Draft(desk, who, "sitting", scope=place[:6])
    for kind, number, values in papers:
        filled = fill(draft, kind, values)
        problems += [placed(problem, kind, number) for problem in filled.problems]
        paper, warnings = add_filled(draft, kind, filled, place=place)
        problems += warnings
        day = max(day, as_day(paper.get("date")) or day)
    if any(problem.stops or problem.severity is Severity.HELD for problem in problems):
        return Result(problems=tuple(problems))
    child = draft.get("child", child.id) or child
    problems += withdrawal_needed(draft, child)
    # Guards look at all papers, so the steps are dated by the latest of them.
    draft.look_at(min(day, who.today))
    walked = walk(draft, child)
    about = {"state": draft.view.state(walked.child), "steps": walked.steps, "stopped_by": walked.stopped_by}
    return draft.commit(problems, about=about)


def day_of_paper(command: Sitting, who: Who) -> date:
    """Give the day of the sitting: the one named, the visit's, the assessment's, else today."""
    if command.day:
        return command.day
    for part in (command.visit, command.assessment, *command.consents):
        found = as_day(iso_date(part.get("date"))) if part and part.get("date") else None
        if found:
            return found
    return who.today


def papers_of(command: Sitting, day: date) -> Iterator[tuple[str, int, Mapping[str, Any]]]:
    """Walk over the parts of the paper with what they take over from it: the child, the day, the purpose."""
    date_ = {"date": day.isoformat()}
    if command.visit is not None:
        others = [one for one in command.visit.get("child") or () if one != command.child]
        yield "home_visit", 0, {**date_, **command.visit, "child": [command.child, *others]}
    if command.assessment is not None:
        yield "assessment", 0, {**date_, **command.assessment, "child": command.child}
    for number, one in enumerate(command.consents, 1):
        by = "guardian" if one.get("guardian") else "child"
        yield "consent", number, {**date_, "purpose": "pairing", "by": by, **one, "child": command.child}


def placed(problem: Problem, kind: str, number: int) -> Problem:
    """Say in which part of the paper a problem sits: `home_visit.met`, `consent/2.channel`."""
    part = f"{kind}/{number}" if number else kind
    place = Place(record=problem.place.record, field=f"{part}.{problem.place.field}")
    return Problem(problem.code, problem.severity, place, problem.values, problem.near)


def withdrawal_needed(draft: Draft, child: Record) -> list[Problem]:
    """A no for a child in an offer or a pair ends them only after what ends has been shown: it is asked for."""
    view = draft.view
    if view.core_state(child) in _HELD_BY_CONSENT and consent.standing_refusals(view, child):
        return [Problem(Code.PAIR_008, Severity.WARNING, Place(record=child.id), {"name": child.text("name")})]
    return []
