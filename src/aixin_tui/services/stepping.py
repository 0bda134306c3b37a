"""Steps of a life inside a draft: one that a person takes, and the line that a paper or an import walks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Problem
from aixin_tui.domain.record import Record
from aixin_tui.engine import consent, states
from aixin_tui.engine.spec.condition import Selection
from aixin_tui.engine.spec.workflow import TransitionSpec
from aixin_tui.engine.view import View
from aixin_tui.engine.workflow import Attempt, attempt, possible_steps
from aixin_tui.services.acting import Draft
from aixin_tui.services.desk import Role
from aixin_tui.services.failing import Failing, failing_of, missing_evidence
from aixin_tui.services.scope import role_label

#: The line of a child's case, from core state to core state, as far as papers alone can carry it; an offer goes on.
NEXT = {"screened": "filed", "filed": "assessed", "assessed": "consented", "not_agreed": "consented",
        "consented": "waiting"}
_NOT_AGREED = "not_agreed"
#: Core states that a loving mother is not led to: they set her aside.
_SET_ASIDE = ("paused", "left")


@dataclass(frozen=True, slots=True)
class Walked:
    """How far a child came along its line: the steps taken, and the guards of the one that was refused."""

    child: Record
    steps: tuple[str, ...] = ()
    stopped_by: tuple[Failing, ...] = ()


def day_of_step(record: Record, day: date) -> date:
    """Give the day of a record's next step: never before its last one, since intervals follow each other."""
    known = states.history(record)
    return max(day, date.fromisoformat(known[-1].day)) if known else day


def tried(view: View, record: Record, step: str, *, role: str, reason: str = "") -> tuple[Attempt, tuple[Failing, ...]]:
    """Try a step and give it with all guards that stop it; where none does, the papers that it still needs."""
    found = attempt(view, record, step, role=role, reason=reason)
    if found.failing:
        return found, tuple(failing_of(one) for one in found.failing)
    missing = tuple(
        missing_evidence(view.province.forms[kind].label if kind in view.province.forms else kind)
        for kind in (found.spec.evidence if found.spec else ()) if not view.select(Selection(of=kind), record)
    )
    return found, missing


def take(draft: Draft, record: Record, found: Attempt, *, reason: str = "") -> Record:
    """Draft a step that has been tried and is allowed, dated by the draft's day."""
    return draft.move(record, found.to, by=found.transition, day=draft.day.isoformat(), reason=reason)


def lead_to(draft: Draft, record: Record, core: str, *, reason: str = "") -> Record:
    """Draft the step that leads a record to a core state, where there is one; the draft's day stays as it was.

    For what follows from an act that the operator may do: its own checks have been run, the role is not asked again.
    """
    day = draft.day
    if draft.view.core_state(record) == core:
        return record
    draft.look_at(day_of_step(record, day))
    view = draft.view
    step = next((one for one in possible_steps(view, record)
                 if states.core_of(view.province, record.kind, one.to) == core), None)
    if step is not None:
        found, _ = tried(view, record, step.key, role=Role.ADMINISTRATOR.value, reason=reason)
        record = take(draft, record, found, reason=reason)
    draft.look_at(day)
    return record


def role_problems(found: Attempt) -> tuple[Problem, ...]:
    """Give what speaks against a step beside its guards, roles by the name that offices use."""
    return tuple(
        Problem(Code.ACT_002, values={"needed": role_label(str(p.values.get("who"))), "role": p.values.get("who")})
        if p.code is Code.RULE_003 else p
        for p in found.problems
    )


def next_on_line(view: View, record: Record) -> TransitionSpec | None:
    """Find the step that leads on along the line of the case: for a child to the next core state, else the first.

    What sets a loving mother aside never leads on: one in service is to be paired, not to be paused.
    A child whose guardian, or who itself, says no is led to 不同意 instead, where a step leads there.
    """
    steps = possible_steps(view, record)
    if record.kind != "child":
        return next((step for step in steps if _core(view, step.to) not in _SET_ASIDE), None)
    core = view.core_state(record)
    wanted = NEXT.get(core, "proposed" if core == "waiting" else "")
    if core in ("filed", "assessed", "consented", "waiting") and consent.standing_refusals(view, record):
        wanted = _NOT_AGREED
    return next((step for step in steps if _core(view, step.to) == wanted and not step.reason), None)


def walk(draft: Draft, child: Record) -> Walked:
    """Take each next step of a child until a guard refuses (入户 form and import only; model.md section 3).

    The steps are dated by the draft's day, or by the child's last step where that is later. A child in an offer or a
    pair is not moved: what hangs on it must be shown first.
    """
    taken: list[str] = []
    draft.look_at(day_of_step(child, draft.day))
    while True:
        step = next_on_line(draft.view, child)
        if step is None or _core(draft.view, step.to) not in (*NEXT.values(), _NOT_AGREED):
            return Walked(child, tuple(taken))
        found, failing = tried(draft.view, child, step.key, role=draft.who.role.value)
        if failing or not found.allowed:
            return Walked(child, tuple(taken), failing)
        child = take(draft, child, found)
        taken.append(step.key)
        if found.to == _NOT_AGREED or _core(draft.view, found.to) == _NOT_AGREED:
            return Walked(child, tuple(taken))


def _core(view: View, state: str) -> str:
    return states.core_of(view.province, "child", state)
