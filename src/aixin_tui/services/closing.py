"""归档: a child's file is closed, after showing what ends with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Problem
from aixin_tui.domain.record import Record
from aixin_tui.engine import states
from aixin_tui.engine.workflow import possible_steps
from aixin_tui.services.acting import Draft, alone
from aixin_tui.services.casework import day_problems
from aixin_tui.services.desk import Desk, Result, Who
from aixin_tui.services.ends import Ending, carry_out, ends_of_file
from aixin_tui.services.failing import problems_of
from aixin_tui.services.pairs.day_and_reason import wrong_reason
from aixin_tui.services.scope import place_of, record_of, refusals
from aixin_tui.services.stepping import lead_to, role_problems, take, tried
from aixin_tui.services.viewing import view_of
from aixin_tui.services.wording import kind_label

#: Why a pair ends when the file is closed, by why it is closed; `closed` for the rest, where the list has it.
_END_REASONS = {"transferred": "moved"}


@dataclass(frozen=True, slots=True)
class CloseChild:
    """The file is closed on `day` (today if None); `reason` is a key of close_reasons."""

    child: str
    day: date | None = None
    reason: str = ""


def what_close_ends(desk: Desk, who: Who, child_id: str, day: date | None = None) -> Ending:
    """List what ends when the file is closed: pairs, offers, plans, duties, wishes that are still open."""
    child = record_of(desk, who, "child", child_id)
    when = day or who.today
    if child is None:
        return Ending(child_id, when.isoformat())
    view = view_of(desk, who, when, scope=place_of(desk, child)[:6])
    return ends_of_file(view, view.snapshot.get("child", child_id) or child)


@alone
def close_child(desk: Desk, who: Who, command: CloseChild) -> Result:
    """Close a child's file with all that hangs on it: one act. `Result.about["ended"]` is the Ending carried out."""
    child = record_of(desk, who, "child", command.child)
    if child is None:
        return Result(problems=(Problem(Code.ACT_004, values={"kind": kind_label(desk, "child")}),))
    day = command.day or who.today
    problems = [*refusals(desk, who, place=place_of(desk, child)), *day_problems(child, day, who)]
    if problems:
        return Result(problems=tuple(problems))
    draft = Draft(desk, who, "close_child", day=day, scope=place_of(desk, child)[:6])
    ending, found = close_in(draft, draft.get("child", child.id) or child, command.reason)
    if any(problem.stops for problem in found):
        return Result(problems=found)
    return draft.commit(found, about={"ended": ending})


def close_in(draft: Draft, child: Record, reason: str) -> tuple[Ending, tuple[Problem, ...]]:
    """Draft the closing of a file, or say why it may not be closed (then nothing is drafted)."""
    view = draft.view
    ending = ends_of_file(view, child)
    step = next((one for one in possible_steps(view, child)
                 if states.core_of(view.province, "child", one.to) == "closed"), None)
    if step is None:
        return ending, (Problem(Code.MOVE_013),)
    found, failing = tried(view, child, step.key, role=draft.who.role.value, reason=reason)
    told = problems_of(failing, refused=Code.ACT_014, held=Code.ACT_015, warned=Code.PAIR_012, record=child.id)
    wrong = wrong_reason(draft.desk, step.reason, reason) if step.reason else []
    if failing or wrong or not found.allowed:
        return ending, (*wrong, *(() if wrong else role_problems(found)), *told)
    carry_out(draft, ending, _end_reason(draft, reason))
    for one in ending.wishes:
        wish = draft.get("micro_wish", one.id)
        if wish is not None:
            lead_to(draft, wish, "withdrawn")
    take(draft, draft.get("child", child.id) or child, found, reason=reason)
    return ending, ()


def _end_reason(draft: Draft, reason: str) -> str:
    choices = draft.desk.province.choices.get("end_reasons")
    keys = [choice.key for choice in choices.choices] if choices else []
    return next((key for key in (_END_REASONS.get(reason, ""), "closed", "other") if key in keys),
                keys[0] if keys else "")
