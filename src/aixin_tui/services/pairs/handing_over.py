"""转交: one act in which a pair ends and another of the same child begins that day; and who of its pairs leads."""

from __future__ import annotations

from dataclasses import dataclass

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Place, Problem
from aixin_tui.domain.record import Record
from aixin_tui.domain.region import common_place
from aixin_tui.engine import pairings, states
from aixin_tui.engine.dates import as_day
from aixin_tui.engine.failed import APPROVE, REFUSE
from aixin_tui.engine.forms.shaping import iso_date
from aixin_tui.engine.pair_checks import core_failures, policy_failures
from aixin_tui.services.acting import Draft, alone
from aixin_tui.services.desk import Desk, Result, Role, Who
from aixin_tui.services.failing import failing_of, problems_of
from aixin_tui.services.pairs.day_and_reason import wrong_day, wrong_reason
from aixin_tui.services.pairs.replacing import FRESH, REASON, REPLACES, held_problems, replace_pair
from aixin_tui.services.scope import place_of, record_of, refusals
from aixin_tui.services.wording import kind_label

#: The reason that stands for a hand-over where a province's list has it.
HANDED_OVER = "handed_over"


@dataclass(frozen=True, slots=True)
class HandOver:
    """The pair ends on `on` (ISO day; today if empty) and one with another mother or team begins that day.

    `reason` is a key of end_reasons (转交 if empty). `fresh` leaves plans and claimed wishes behind: plans end, claims
    are given up; else they go with the child. The child keeps the role (lead, support) in which it was cared for.
    """

    pairing: str
    loving_mother: str = ""
    mother_team: str = ""
    on: str = ""
    reason: str = ""
    number: str = ""
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class TakeLead:
    """The pair in force becomes the child's lead (主责); the one that led supports from now on."""

    pairing: str


@alone
def hand_over(desk: Desk, who: Who, command: HandOver) -> Result:
    """Hand a child over from one mother to another in one act, through an offer and every check of a new pair.

    Refused (PAIR_001 with each check) nothing changes. Held for a reviewer (PAIR_002) the offer stays open and the
    old pair goes on until it is accepted. `Result.records` begin with the new pair.
    """
    old = record_of(desk, who, "pairing", command.pairing)
    if old is None:
        return Result(problems=(Problem(Code.ACT_004, values={"kind": kind_label(desk, "pairing")}),))
    day = as_day(iso_date(command.on)) if command.on else who.today
    other = new_carer(desk, command)
    reason = command.reason or HANDED_OVER
    problems = [*refusals(desk, who, place=place_of(desk, old)), *wrong_day(old, day, command.on, who),
                *wrong_reason(desk, "end_reasons", reason)]
    if other is None:
        problems.append(Problem(Code.PAIR_003, place=Place(field="loving_mother")))
    if problems or day is None or other is None:
        return Result(problems=tuple(problems))
    draft = Draft(desk, who, "hand_over", day=day, scope=common_place(place_of(desk, old), place_of(desk, other)))
    old = draft.get("pairing", old.id) or old
    offer = draft_offer(draft, old, other, reason, fresh=command.fresh)
    return finish(draft, old, offer, number=command.number)


def new_carer(desk: Desk, command: HandOver) -> Record | None:
    """Find the mother, else the team, that a child is handed over to; None where neither or both are given."""
    named = [(kind, key) for kind, key in (("loving_mother", command.loving_mother),
                                           ("mother_team", command.mother_team)) if key]
    found = desk.store.get(*named[0]) if len(named) == 1 else None
    return found if found and not found.is_voided else None


def draft_offer(draft: Draft, old: Record, other: Record, reason: str, *, fresh: bool = False) -> Record:
    """Draft the offer through which a child is handed over: every pairing begins as one."""
    child = draft.get("child", old.text("child"))
    return draft.add("match_proposal", {
        "child": old.text("child"), other.kind: other.id, "role": old.text("role") or "lead", "state": "offered",
        "offered_on": draft.day.isoformat(), REPLACES: old.id, REASON: reason, **({FRESH: True} if fresh else {}),
    }, place=place_of(draft.desk, child) if child else "")


def finish(draft: Draft, old: Record, offer: Record, *, number: str = "") -> Result:
    """Make the offer the pair in the old one's place, or leave it open for a reviewer; one act."""
    done = replace_pair(draft, old, offer, number=number)
    if done.held:
        offer = draft.change(offer, {"held_for": {one.key: True for one in done.held}})
        return draft.commit((*done.problems, *held_problems(offer, done.held)),
                            about={"proposal": offer.id, "held": True})
    if done.pairing is None:
        return Result(problems=done.problems)
    about: dict[str, object] = {"pairing": done.pairing.id, "ended": old.id, "proposal": offer.id,
                                "number": done.pairing.text("number")}
    papers = _papers(draft.desk, old, done.pairing)
    result = draft.commit(done.problems, about={**about, "papers": papers} if papers else about)
    order = {done.pairing.id: 0, old.id: 1}
    records = sorted(result.records, key=lambda record: order.get(record.id, 2))
    return Result(tuple(records), result.problems, result.receipt, result.about)


def _papers(desk: Desk, old: Record, new: Record) -> dict[str, list[str]]:
    """Name the papers of a pair that ends and of one that begins: the child takes no step that would bring them."""
    life = desk.province.lives.get("child")
    found: dict[str, list[str]] = {}
    for step in life.transitions.at() if life else ():
        core = states.core_of(desk.province, "child", step.to)
        sources = {states.core_of(desk.province, "child", one) for one in step.sources}
        ends = core == "waiting" and "paired" in sources
        for key in step.documents if ends or core == "paired" else ():
            spec = desk.province.reports.get(key)
            if spec is not None and spec.document_for == "pairing":
                found[key] = [old.id if ends else new.id]
    return found


@alone
def take_lead(desk: Desk, who: Who, command: TakeLead) -> Result:
    """Let a supporting pair lead and the leading one support; the policy's checks on both are run as for new pairs."""
    pairing = record_of(desk, who, "pairing", command.pairing)
    if pairing is None:
        return Result(problems=(Problem(Code.ACT_004, values={"kind": kind_label(desk, "pairing")}),))
    problems = refusals(desk, who, place=place_of(desk, pairing))
    if problems:
        return Result(problems=problems)
    draft = Draft(desk, who, "take_lead", scope=place_of(desk, pairing)[:6])
    pairing = draft.get("pairing", pairing.id) or pairing
    child = draft.get("child", pairing.text("child"))
    if child is None or draft.view.state(pairing) != pairings.IN_FORCE or pairing.is_voided:
        return Result(problems=(Problem(Code.PAIR_005, place=Place(record=pairing.id)),))
    if pairing.get("role") != "support":
        return Result((pairing,), (Problem(Code.PAIR_013, place=Place(record=pairing.id)),))
    former = [one for one in pairings.in_force_of(draft.view, child) if one.get("role") != "support"]
    changed = [draft.change(one, {"role": "support"}) for one in former]
    changed.append(draft.change(pairing, {"role": "lead"}))
    failing = [one for record in changed
               for one in (*core_failures(draft.view, record), *policy_failures(draft.view, record))]
    told = problems_of([failing_of(one) for one in failing], refused=Code.PAIR_001, held=Code.PAIR_002,
                       warned=Code.PAIR_012, record=pairing.id)
    levels = {one.level for one in failing}
    if REFUSE in levels or (APPROVE in levels and not who.may(Role.REVIEWER)):
        return Result(problems=told)
    return draft.commit([one for one in told if not one.stops], about={"former": [one.id for one in former]})
