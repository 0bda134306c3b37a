"""Steps of a life: which are possible, and every guard that speaks against one (province-language 2.3).

A refusal lists all that fail, with the rule, where it is written and who can mend it. Guards are evaluated on the
view's day, which is the day of the step. The law's checks are added by the core.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Place, Problem
from aixin_tui.domain.record import Record
from aixin_tui.engine import law, pairings, states
from aixin_tui.engine.failed import APPROVE, REFUSE, WARN, FailedCheck, failures
from aixin_tui.engine.pair_checks import core_failures, policy_failures
from aixin_tui.engine.spec.core import ROLES
from aixin_tui.engine.spec.workflow import ANY, LifeSpec, TransitionSpec

if TYPE_CHECKING:
    from aixin_tui.engine.view import View


@dataclass(frozen=True, slots=True)
class Attempt:
    """What became of a step before it is written.

    `failing` lists every guard that stops it now, those of level `approve` among them unless the person may approve;
    `held` are approve checks on the offered pairs, that wait for a reviewer without stopping this step (an offer);
    `approved` those that this person approves by doing it; `warnings` are only said. `problems` hold what is no
    guard: an unknown step, the wrong state, a role that does not reach, a reason that is missing.
    """

    transition: str
    source: str
    to: str = ""
    spec: TransitionSpec | None = None
    failing: tuple[FailedCheck, ...] = ()
    held: tuple[FailedCheck, ...] = ()
    approved: tuple[FailedCheck, ...] = ()
    warnings: tuple[FailedCheck, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def allowed(self) -> bool:
        """Whether the step may be taken."""
        return self.spec is not None and not self.failing and not self.problems


def reaches(role: str, needed: str, *, alone: bool = False) -> bool:
    """Whether an operator's role reaches the one needed; one person alone is everything."""
    if alone or needed not in ROLES:
        return True
    return role in ROLES and ROLES.index(role) >= ROLES.index(needed)


def possible_steps(view: View, record: Record) -> tuple[TransitionSpec, ...]:
    """List the steps that lead on from the record's state on the view's day, whatever their guards say."""
    life = view.province.lives.get(record.kind)
    if life is None or record.is_voided:
        return ()
    state = view.state(record)
    return tuple(
        step for step in life.transitions.at(view.now, view.place(record)) if leads_on(life, step, state)
    )


def leads_on(life: LifeSpec, step: TransitionSpec, state: str) -> bool:
    """Whether a step leads on from a state: one of its own, or any that is not final."""
    if step.sources != (ANY,):
        return state in step.sources
    held = life.states.get(state)
    return held is not None and not held.final


def attempt(
    view: View,
    record: Record,
    transition: str,
    *,
    role: str = "administrator",
    reason: str = "",
    alone: bool = False,
    offers: Sequence[Record] | None = None,
) -> Attempt:
    """Try a step on the view's day and give everything that speaks against it.

    `offers` are the pairings that a child's step offers or begins; left out, they are the child's open offers.
    """
    life = view.province.lives.get(record.kind)
    step = life.transitions.get(transition, view.now, view.place(record)) if life else None
    state = view.state(record)
    if step is None:
        return Attempt(transition, state, problems=(_problem(Code.RULE_001, record, step=transition),))
    found = _guards(view, record, step, state, offers)
    may_approve = reaches(role, "reviewer", alone=alone)
    offering = record.kind == "child" and states.core_of(view.province, "child", step.to) == "proposed"
    waits = [f for f in found if f.level == APPROVE and f.layer == "policy" and offering]
    approvals = [f for f in found if f.level == APPROVE and f not in waits]
    return Attempt(
        transition, state, step.to, step,
        failing=tuple(f for f in found if f.level == REFUSE) + (() if may_approve else tuple(approvals)),
        held=tuple(waits),
        approved=tuple(approvals) if may_approve else (),
        warnings=tuple(f for f in found if f.level == WARN),
        problems=tuple(_problems(view, record, step, role=role, reason=reason, alone=alone)),
    )


def _problem(code: Code, record: Record, **values: str) -> Problem:
    return Problem(code, place=Place(record=record.id), values=values)


def _problems(
    view: View, record: Record, step: TransitionSpec, *, role: str, reason: str, alone: bool
) -> list[Problem]:
    found: list[Problem] = []
    state = view.state(record)
    if record.is_voided:
        found.append(_problem(Code.RULE_005, record))
    life = view.province.lives.get(record.kind)
    if life is None or not leads_on(life, step, state):
        held = states.state_spec(view.province, record.kind, state)
        found.append(_problem(Code.RULE_002, record, step=step.label or step.key, state=held.label if held else state))
    if not reaches(role, step.who, alone=alone):
        found.append(_problem(Code.RULE_003, record, step=step.label or step.key, who=step.who))
    if step.reason:
        choices = view.province.choices.get(step.reason, view.now, view.place(record))
        known = choices is None or choices.open or any(choice.key == reason for choice in choices.choices)
        if not reason or not known:
            reasons = "、".join(choice.label for choice in choices.choices) if choices else ""
            found.append(_problem(Code.RULE_004, record, step=step.label or step.key, reasons=reasons))
    return found


def _guards(
    view: View, record: Record, step: TransitionSpec, state: str, offers: Sequence[Record] | None
) -> tuple[FailedCheck, ...]:
    """All guards that fail: those of the step, the law's, and on a step that offers or begins a pair the pair's."""
    found = failures(view, step.checks, record, "workflow")
    if record.kind != "child":
        return found
    source, to = (states.core_of(view.province, "child", s) for s in (state, step.to))
    if law.asks_consent(step.key, source, to):
        found += law.consent_failing(view, record)
    if law.asks_query(step.key, source, to):
        pairs = tuple(pairings.offers_of(view, record) if offers is None else offers)
        found += _on_pairs(view, pairs)
    return found


def _on_pairs(view: View, pairs: tuple[Record, ...]) -> tuple[FailedCheck, ...]:
    if not pairs:
        return law.query_failing(view, None)
    found: list[FailedCheck] = []
    for pair in pairs:
        found += law.query_failing(view, pairings.named_mother(view, pair))
        found += core_failures(view, pair)
        found += policy_failures(view, pair)
    return tuple(found)
