"""The life of a record: taking a step, and saying why a step is refused and who can mend it (`aixin case`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Place, Problem
from aixin_tui.domain.record import Record
from aixin_tui.engine import consent, law, pairings, states
from aixin_tui.engine.spec.workflow import TransitionSpec
from aixin_tui.engine.view import View
from aixin_tui.engine.workflow import Attempt, possible_steps
from aixin_tui.services.acting import Draft, alone
from aixin_tui.services.desk import Desk, Result, Who
from aixin_tui.services.ends import ends_of_file
from aixin_tui.services.failing import Failing, failing_of, problem_of, problems_of
from aixin_tui.services.registering import own_verbs
from aixin_tui.services.scope import place_of, record_of, refusals, role_label
from aixin_tui.services.step_values import asked_with, fill_in, on_trial
from aixin_tui.services.stepping import day_of_step, next_on_line, role_problems, take, tried
from aixin_tui.services.viewing import view_of
from aixin_tui.services.wishes import put_claim_aside
from aixin_tui.services.wording import kind_label, title_of
from aixin_tui.texts import label

__all__ = [
    "Advance", "CaseExplained", "Failing", "StepExplained", "advance", "case_of", "day_problems", "explain_case",
]

#: Core states of a child that a pair carries; the services of the pair show and end what hangs on it.
_BY_PAIR = {"proposed": "pair", "paired": "pair"}
_IN_PAIR = ("proposed", "paired", "under_review")


@dataclass(frozen=True, slots=True)
class Advance:
    """Take the record over `transition`; `day` is when it happened (today if empty), `reason` a key of its list.

    `values` are filled in together with the step, as typed: the answer of a referral, who claims a wish until when.
    """

    record_id: str
    transition: str
    kind: str = "child"
    day: date | None = None
    reason: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StepExplained:
    """One step that leads on from the present state; `allowed` if no guard refuses and the operator's role reaches."""

    key: str
    label: str
    to: str
    to_label: str
    allowed: bool
    needs_role: str
    needs_role_label: str
    reasons: tuple[tuple[str, str], ...]
    """Keys and labels of the reasons of which one must be chosen; empty where none is asked."""
    failing: tuple[Failing, ...]
    asks: tuple[tuple[str, str], ...] = ()
    """Keys and labels of the fields that are filled in together with the step."""


@dataclass(frozen=True, slots=True)
class CaseExplained:
    """Where a record stands and what each way on lacks."""

    record_id: str
    kind: str
    name: str
    state: str
    state_label: str
    core_state: str
    steps: tuple[StepExplained, ...]
    next_step: str
    """Key of the step that leads on along the line of the case; empty where there is none."""


@alone
def advance(desk: Desk, who: Who, command: Advance) -> Result:
    """Take one step of a record's life, or refuse with every guard that fails (ACT_014, ACT_015); one act.

    The steps that make or end a pair, and a withdrawal, have services of their own that show and end what hangs on
    them; here they are refused (ACT_016) with a word which to use.
    """
    record = record_of(desk, who, command.kind, command.record_id)
    if record is None:
        return Result(problems=(_unknown(desk, command.kind),))
    day = command.day or who.today
    place = place_of(desk, record)
    problems = [*refusals(desk, who, role="viewer", place=place), *day_problems(record, day, who),
                *own_verbs(desk, command.kind, command.values, record.id)]
    if problems:
        return Result(problems=tuple(problems))
    draft = Draft(desk, who, f"advance_{command.kind}", day=day, scope=place[:6])
    record = draft.get(command.kind, command.record_id) or record
    view, seen = on_trial(draft, record, command.values)
    found, failing = tried(view, seen, command.transition, role=who.role.value, reason=command.reason)
    elsewhere = _other_verb(draft.view, record, found.spec) if found.spec else ""
    if elsewhere:
        values = {"transition": found.spec.label if found.spec else "", "verb": label(f"act.verb_{elsewhere}")}
        return Result(problems=(Problem(Code.ACT_016, place=Place(record=record.id), values=values),))
    told = problems_of(failing, refused=Code.ACT_014, held=Code.ACT_015, warned=Code.PAIR_012, record=record.id)
    if failing or not found.allowed:
        return Result(problems=(*role_problems(found), *told))
    wrong = _entered(draft, record, found, command)
    if any(problem.stops for problem in wrong):
        return Result(problems=wrong)
    said = [problem_of(failing_of(one), refused=Code.ACT_014, held=Code.ACT_015, warned=Code.PAIR_012,
                       record=record.id) for one in found.warnings]
    documents = list(found.spec.documents if found.spec else ())
    return draft.commit((*wrong, *said), about={"state": found.to, "documents": documents})


def _entered(draft: Draft, record: Record, found: Attempt, command: Advance) -> tuple[Problem, ...]:
    """Draft a step that is allowed with all that belongs to it; give what is wrong with what was filled in."""
    asked = {field.key for field in asked_with(draft.view, record, found.spec)} if found.spec else set()
    moved = put_claim_aside(draft, record, take(draft, record, found, reason=command.reason), command.reason)
    return fill_in(draft, moved, command.values, asked)


def explain_case(desk: Desk, who: Who, record_id: str, *, kind: str = "", day: date | None = None,
                 ) -> CaseExplained | None:
    """Say where a record stands and for each step on which guards fail; None if there is no such record to see."""
    kinds = (kind,) if kind else tuple(desk.province.lives)
    record = next((found for one in kinds if (found := record_of(desk, who, one, record_id))), None)
    if record is None:
        return None
    view = view_of(desk, who, day, scope=place_of(desk, record)[:6])
    return case_of(desk, who, view, view.snapshot.get(record.kind, record.id) or record)


def case_of(desk: Desk, who: Who, view: View, record: Record) -> CaseExplained:
    """Explain a record over a view that stands already."""
    state = view.state(record)
    held = states.state_spec(view.province, record.kind, state)
    step = next_on_line(view, record)
    return CaseExplained(
        record.id, record.kind, title_of(desk, record), state, held.label if held else state,
        view.core_state(record),
        tuple(_explained(view, who, record, one) for one in possible_steps(view, record)), step.key if step else "",
    )


def _explained(view: View, who: Who, record: Record, step: TransitionSpec) -> StepExplained:
    choices = view.province.choices.get(step.reason, view.now, view.place(record)) if step.reason else None
    reasons = tuple((choice.key, choice.label) for choice in choices.choices) if choices else ()
    found, failing = tried(view, record, step.key, role=who.role.value, reason=reasons[0][0] if reasons else "")
    asks = tuple((field.key, field.label) for field in asked_with(view, record, step))
    target = states.state_spec(view.province, record.kind, step.to)
    if record.kind == "child" and _needs_offer(view, record, step):
        # Without a mother in hand there is nobody whose query could be asked for; choosing her is the step itself.
        failing = tuple(one for one in failing if one.check != law.QUERY)
        found = replace(found, failing=tuple(one for one in found.failing if one.key != law.QUERY))
    told = failing + tuple(failing_of(one) for one in (*found.held, *found.approved, *found.warnings))
    return StepExplained(
        step.key, step.label, step.to, target.label if target else step.to, found.allowed and not failing,
        step.who, role_label(step.who), reasons, told, asks,
    )


def _needs_offer(view: View, child: Record, step: TransitionSpec) -> bool:
    """Whether a child's step offers a pair and no mother has been named yet."""
    return states.core_of(view.province, "child", step.to) == "proposed" and not pairings.offers_of(view, child)


def _other_verb(view: View, record: Record, step: TransitionSpec) -> str:
    """Name the verb that a step belongs to when it makes or ends what hangs on it; empty for its own."""
    if record.kind == "loving_mother":
        stops = states.core_of(view.province, record.kind, step.to) in ("left", "paused")
        return "stop" if stops and (pairings.in_force_of(view, record) or pairings.offers_of(view, record)) else ""
    if record.kind != "child":
        return ""
    core, to = view.core_state(record), states.core_of(view.province, "child", step.to)
    if to in _BY_PAIR and core not in _IN_PAIR[1:]:
        return _BY_PAIR[to]
    if core == "proposed" and to == "waiting":
        return "match"
    if core in _IN_PAIR[1:] and to == "waiting":
        return "end_pairing"
    if to == "not_agreed" and (core in _IN_PAIR or not consent.standing_refusals(view, record)):
        return "withdraw" if core not in ("filed", "assessed") else ""
    return "close_child" if to == "closed" and not ends_of_file(view, record).is_empty else ""


def _unknown(desk: Desk, kind: str) -> Problem:
    return Problem(Code.ACT_004, values={"kind": kind_label(desk, kind)})


def day_problems(record: Record, day: date, who: Who) -> list[Problem]:
    """Say that a step lies in the future or before the last one."""
    if day > who.today:
        values = {"value": day.isoformat(), "today": who.today.isoformat()}
        return [Problem(Code.ACT_017, place=Place(field="day"), values=values)]
    if day_of_step(record, day) != day:
        last = day_of_step(record, day).isoformat()
        return [Problem(Code.ACT_021, place=Place(field="day"), values={"value": day.isoformat(), "last": last})]
    return []
