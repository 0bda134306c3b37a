"""Pairs made by hand, and an offer confirmed: one pair begins, and what stands against it is told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Place, Problem, Severity
from aixin_tui.domain.record import Record
from aixin_tui.domain.region import common_place
from aixin_tui.engine import pairings, states
from aixin_tui.engine.failed import APPROVE, REFUSE, WARN, FailedCheck
from aixin_tui.engine.pair_checks import checks_on
from aixin_tui.engine.workflow import possible_steps
from aixin_tui.services.acting import Draft, alone
from aixin_tui.services.desk import Desk, Result, Role, Who
from aixin_tui.services.ends import lapse_offer
from aixin_tui.services.failing import Failing, failing_of, problems_of
from aixin_tui.services.filling import fill
from aixin_tui.services.grouping import Group
from aixin_tui.services.pairs.day_and_reason import wrong_day
from aixin_tui.services.pairs.debts import Debt, all_debts, debts
from aixin_tui.services.pairs.ending import EndPairing, end_pairing, what_pair_ends
from aixin_tui.services.pairs.handing_over import finish
from aixin_tui.services.pairs.numbering import is_taken, next_number
from aixin_tui.services.pairs.pausing import PausePairing, ResumePairing, pause_pairing, resume_pairing
from aixin_tui.services.pairs.replacing import REPLACES
from aixin_tui.services.scope import place_of, record_of, refusals
from aixin_tui.services.stepping import day_of_step, take, tried, walk
from aixin_tui.services.viewing import view_of
from aixin_tui.services.wording import kind_label, state_label
from aixin_tui.texts import label

__all__ = [
    "AcceptProposal", "Debt", "EndPairing", "PairByHand", "PausePairing", "ResumePairing", "all_debts", "check_pair",
    "confirm", "debts", "end_pairing", "pair_by_hand", "pause_pairing", "resume_pairing", "what_pair_ends",
]


@dataclass(frozen=True, slots=True)
class PairByHand:
    """One child with one mother (or team, by `mother_team`) that a person chose.

    `started_on` is an ISO day (today if empty). `confirmed=False` leaves an offer that waits for the answers.
    """

    child: str
    loving_mother: str = ""
    mother_team: str = ""
    role: str = "lead"
    started_on: str = ""
    confirmed: bool = True
    number: str = ""
    values: Mapping[str, Any] | None = None
    """Further fields of the pairing form: mode, child_wish, child_answer, …"""


@dataclass(frozen=True, slots=True)
class AcceptProposal:
    """An open offer becomes a pair; a reviewer's acceptance also lets its `held_for` checks pass."""

    proposal: str
    started_on: str = ""
    number: str = ""


@alone
def pair_by_hand(desk: Desk, who: Who, command: PairByHand) -> Result:
    """Make a pair: it begins as a proposal, the law's and the policy's checks run, the child's steps are taken.

    One act. A failed `approve` check makes the offer wait in `held_for` unless the operator is a reviewer.
    `Result.records`: the pairing (if confirmed), the proposal, the child. Refusals are PAIR_001 with `check`, `say`
    and `who` as values, holds PAIR_002, reminders PAIR_012.
    """
    child = record_of(desk, who, "child", command.child)
    other = _other(desk, command)
    problems = _people_problems(desk, child, other)
    day, wrong = _day(command.started_on, who)
    problems += wrong
    if problems or child is None or other is None:
        return Result(problems=tuple(problems))
    early = refusals(desk, who, place=place_of(desk, child))
    if early:
        return Result(problems=early)
    draft = Draft(desk, who, "pair_by_hand" if command.confirmed else "propose_pair", day=day,
                  scope=common_place(place_of(desk, child), place_of(desk, other)))
    offer = draft.add("match_proposal", {
        "child": child.id, other.kind: other.id, "role": command.role, "state": "offered",
        "offered_on": day.isoformat(), **dict(command.values or {}),
    }, place=place_of(desk, child))
    child = _ready(draft, draft.get("child", child.id) or child)
    return _offer(draft, child, offer, command.number if command.confirmed else None)


@alone
def confirm(desk: Desk, who: Who, command: AcceptProposal) -> Result:
    """Turn an open offer into a pair in force: checks run again on the day, number given, child moved; one act."""
    return confirm_in(desk, who, command, None)


def confirm_in(desk: Desk, who: Who, command: AcceptProposal, group: Group | None) -> Result:
    """Do `confirm` as a part of a group, or alone."""
    offer = desk.store.get("match_proposal", command.proposal)
    child = record_of(desk, who, "child", offer.text("child")) if offer else None
    other = _other(desk, offer) if offer else None
    if offer is None or offer.is_voided or child is None or other is None:
        return Result(problems=(Problem(Code.ACT_004, values={"kind": label("pair.state_proposed")}),))
    day, problems = _day(command.started_on, who)
    problems += refusals(desk, who, place=place_of(desk, child))
    if offer.get("state") not in (None, "", "offered"):
        problems.append(Problem(Code.PAIR_009, values={"state": label(f"pair.state_{offer.text('state')}")}))
    if problems:
        return Result(problems=tuple(problems))
    draft = group.part(day) if group else Draft(
        desk, who, "accept_proposal", day=day, scope=common_place(place_of(desk, child), place_of(desk, other)))
    offer = draft.get("match_proposal", offer.id) or offer
    old = draft.get("pairing", offer.text(REPLACES)) if offer.get(REPLACES) else None
    if old is not None and draft.view.state(old) == pairings.IN_FORCE:
        late = wrong_day(old, day, command.started_on, who)
        return Result(problems=tuple(late)) if late else finish(draft, old, offer, number=command.number)
    child = _ready(draft, draft.get("child", child.id) or child)
    return _offer(draft, child, offer, command.number)


def check_pair(desk: Desk, who: Who, command: PairByHand) -> tuple[Failing, ...]:
    """Say what would keep this child and this mother apart, without writing."""
    child, other = record_of(desk, who, "child", command.child), _other(desk, command)
    if child is None or other is None:
        return ()
    day, _ = _day(command.started_on, who)
    view = view_of(desk, who, day, scope=common_place(place_of(desk, child), place_of(desk, other)))
    would = pairings.would_be(child, other, command.role, **dict(command.values or {}))
    return tuple(failing_of(one) for one in checks_on(view, would))


def _offer(draft: Draft, child: Record, offer: Record, number: str | None) -> Result:
    """Judge an open offer and write it as an offer, as one that is held, or (with a number) as a pair."""
    found, stands = _judged(draft, child, offer)
    refused = [one for one in found if one.level == REFUSE]
    held = [one for one in found if one.level == APPROVE]
    warned = [one for one in found if one.level == WARN]
    problems = list(_told(offer, refused, warned)) + ([] if stands else [_not_ready(draft, child)])
    if not refused and stands and not draft.view.one(child, "child.eligible"):
        problems.append(Problem(Code.PAIR_011, Severity.WARNING, Place(record=child.id)))
    if refused or not stands:
        return Result(problems=tuple(problems))
    may_approve = draft.who.may(Role.REVIEWER)
    if number is None or (held and not may_approve):
        return _leave_open(draft, child, offer, held, problems, is_wanted=number is not None)
    return _begin(draft, child, offer, held, number, problems)


def _judged(draft: Draft, child: Record, offer: Record) -> tuple[tuple[FailedCheck, ...], bool]:
    """Run every check on the offer, and say whether the child stands where a pair may be made."""
    view = draft.view
    core = view.core_state(child)
    stands = core in ("waiting", "proposed", "paired", "under_review")
    return checks_on(view, pairings.as_pairing(offer)), stands


def _leave_open(
    draft: Draft, child: Record, offer: Record, held: list[FailedCheck], problems: list[Problem], *, is_wanted: bool
) -> Result:
    """Write an open offer; what a reviewer has to approve stands in `held_for`."""
    offer = draft.change(offer, {"held_for": {one.key: True for one in held}} if held else {})
    if draft.view.core_state(child) == "waiting":
        child, failing = _step_to(draft, child, "proposed")
        if failing:
            return Result(problems=(*problems, *_of_child(child, failing)))
    if held:
        problems += problems_of((failing_of(one) for one in held), refused=Code.PAIR_001, held=Code.PAIR_002,
                                warned=Code.PAIR_012, record=offer.id)
    return draft.commit(problems, about={"proposal": offer.id, "held": is_wanted and bool(held)})


def _begin(
    draft: Draft, child: Record, offer: Record, held: list[FailedCheck], number: str, problems: list[Problem]
) -> Result:
    """Write the pair in force, with the child's steps and the lapse of what else was offered to the child."""
    day, place = draft.day, place_of(draft.desk, child)
    if number and is_taken(draft.view.snapshot, place[:6], number):
        return Result(problems=(*problems, Problem(Code.PAIR_004, place=Place(field="number"),
                                                   values={"number": number})))
    for core in ("proposed", "paired"):
        if draft.view.core_state(child) in ("waiting", "proposed") and draft.view.core_state(child) != core:
            child, failing = _step_to(draft, child, core)
            if failing:
                return Result(problems=(*problems, *_of_child(child, failing)))
    fields = draft.desk.province.forms["pairing"].fields
    agreed = pairings.if_agreed(offer)  # who makes the pair says so: nobody is known to be against it [HN-16]
    taken_over = {key: value for key, value in agreed.values.items() if key in fields}
    filled = fill(draft, "pairing", {
        **taken_over, "number": number or next_number(draft.view.snapshot, place[:6], day.year),
        "started_on": day.isoformat(), "confirmed_by": draft.who.operator, "proposal": offer.id,
        "approved": {one.key: True for one in held} or None,
    })
    if filled.stops:
        return Result(problems=(*problems, *filled.problems))
    pairing = draft.add("pairing", filled.values, place=place)
    draft.change(offer, {"state": "accepted", "closed_on": day.isoformat()})
    if offer.get("role") != "support":
        for rest in pairings.offers_of(draft.view, child):
            if rest.get("role") != "support":
                lapse_offer(draft, rest.id, day.isoformat())
    done = draft.commit((*problems, *filled.problems), about={"pairing": pairing.id, "proposal": offer.id,
                                                              "number": pairing.text("number")})
    order = {"pairing": 0, "match_proposal": 1, "child": 2}
    records = sorted(done.records, key=lambda record: order.get(record.kind, 3))
    return Result(tuple(records), done.problems, done.receipt, done.about)


def _step_to(draft: Draft, child: Record, core: str) -> tuple[Record, tuple[Failing, ...]]:
    """Take the child's step that leads to a core state; the pair's own checks have been run before."""
    draft.look_at(day_of_step(child, draft.day))
    view = draft.view
    step = next((one for one in possible_steps(view, child)
                 if states.core_of(view.province, "child", one.to) == core), None)
    if step is None:
        return child, ()
    found, failing = tried(view, child, step.key, role=Role.ADMINISTRATOR.value)
    stops = tuple(one for one in failing if one.level != APPROVE)
    return (child, stops) if stops else (take(draft, child, found), ())


def _ready(draft: Draft, child: Record) -> Record:
    """List a child who has consented as waiting, since nothing stands between."""
    return walk(draft, child).child if draft.view.core_state(child) == "consented" else child


def _told(offer: Record, refused: Iterable[FailedCheck], warned: Iterable[FailedCheck]) -> tuple[Problem, ...]:
    failing = [failing_of(one) for one in (*refused, *warned)]
    return problems_of(failing, refused=Code.PAIR_001, held=Code.PAIR_002, warned=Code.PAIR_012, record=offer.id)


def _of_child(child: Record, failing: tuple[Failing, ...]) -> tuple[Problem, ...]:
    return problems_of(failing, refused=Code.ACT_014, held=Code.ACT_015, warned=Code.PAIR_012, record=child.id)


def _not_ready(draft: Draft, child: Record) -> Problem:
    state = draft.view.state(child)
    life = draft.desk.province.lives.get("child")
    return Problem(Code.PAIR_010, place=Place(record=child.id), values={"state": state_label(life, state)})


def _other(desk: Desk, source: PairByHand | Record) -> Record | None:
    """Find the loving mother, else the team, of a command or an offer; None where neither or both are given."""
    given = {
        side: source.text(side) if isinstance(source, Record) else str(getattr(source, side))
        for side in ("loving_mother", "mother_team")
    }
    named = [(side, key) for side, key in given.items() if key]
    found = desk.store.get(*named[0]) if len(named) == 1 else None
    return found if found and not found.is_voided else None


def _people_problems(desk: Desk, child: Record | None, other: Record | None) -> list[Problem]:
    found = []
    if child is None or child.is_voided:
        found.append(Problem(Code.ACT_004, place=Place(field="child"), values={"kind": kind_label(desk, "child")}))
    if other is None:
        found.append(Problem(Code.PAIR_003, place=Place(field="loving_mother")))
    return found


def _day(text: str, who: Who) -> tuple[date, list[Problem]]:
    """Read the first day of a pair: an ISO day that is not in the future."""
    try:
        day = date.fromisoformat(text) if text else who.today
    except ValueError:
        return who.today, [Problem(Code.ACT_009, place=Place(field="started_on"), values={"value": text})]
    if day <= who.today:
        return day, []
    values = {"value": text, "today": who.today.isoformat()}
    return day, [Problem(Code.ACT_017, Severity.ERROR, Place(field="started_on"), values)]
