"""The batch run: proposals for every waiting child of a division, and what becomes of each (`aixin match`).

A run only proposes, with reasons; a person accepts or declines each pair (个人信息保护法 §24). The plan itself is
pure (`engine/matching`); here it is written as one act.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Place, Problem, Severity
from aixin_tui.domain.record import Record, members
from aixin_tui.domain.region import is_inside
from aixin_tui.engine.matching.by_mode import match
from aixin_tui.engine.matching.counties import ALONE, Crew
from aixin_tui.engine.matching.from_view import FIXED, natural_key, proposing_step
from aixin_tui.engine.matching.plan import Pair, Plan, Unmatched
from aixin_tui.engine.pairings import find_mother
from aixin_tui.engine.spec.core import NEAR_TIERS
from aixin_tui.engine.states import core_of
from aixin_tui.engine.view import View
from aixin_tui.engine.workflow import possible_steps
from aixin_tui.services.acting import Draft, alone
from aixin_tui.services.desk import Desk, Who
from aixin_tui.services.matching.differing import RunDifference, difference_to
from aixin_tui.services.matching.exporting import documents_of
from aixin_tui.services.matching.sealing import seal_of
from aixin_tui.services.matching.showing import LAPSED, OFFERED, RunResult, for_eyes, result_of
from aixin_tui.services.matching.words import Said
from aixin_tui.services.scope import refusals


@dataclass(frozen=True, slots=True)
class RunMatch:
    """Propose a pair for every waiting child of a division; `dry_run` writes nothing."""

    division: str = ""
    """Division code; the office if empty."""
    seed: int = 0
    dry_run: bool = False
    within: str = ""
    """A division that holds `division`: only its loving mothers are looked at. The whole workspace if empty."""
    fix: tuple[str, ...] = ()
    """Open offers, by id, that are held fixed from this run on, beside those that are already."""
    export: bool = False
    """Whether the result holds the problem as neutral documents (`RunResult.documents`)."""


def run_match(desk: Desk, who: Who, command: RunMatch, crew: Crew = ALONE) -> RunResult:
    """Propose pairs for the waiting children of a division: one act.

    It writes the run with its certificate and the offers, lets the division's earlier open offers lapse but those that
    somebody holds fixed, and moves the children; a child that keeps no offer goes back to 待结对.
    """
    return (_planned if command.dry_run else _run_alone)(desk, who, (command, crew))


def _planned(desk: Desk, who: Who, asked: tuple[RunMatch, Crew]) -> RunResult:
    command, crew = asked
    division = command.division or who.scope or desk.office
    problems = refusals(desk, who, place=division)
    if problems:
        return RunResult(division=division, problems=problems)
    draft = Draft(desk, who, "match", scope=command.within)
    problems = _fix(draft, division, command.fix)
    if problems:
        return RunResult(division=division, problems=problems)
    view = draft.view
    plan = match(view, division, command.seed, crew)
    old = lapsing_offers(view, division)
    told = difference_to(view, old, plan)
    documents = documents_of(view, division, command.seed) if command.export else {}
    if not plan.pairs and not plan.unmatched and not old:
        place = {"place": desk.province.divisions.path(division)}
        return RunResult(division=division, problems=(Problem(Code.MATCH_001, Severity.NOTE, values=place),))
    values = run_values(view, division, plan, command.seed)
    values |= {"within": command.within} if command.within else {}
    if command.fix:
        values["fix"] = dict.fromkeys(command.fix, True)
    if command.dry_run:
        offers = tuple(Record("match_proposal", "", _offer_values(view, pair, "")) for pair in plan.pairs)
        said = _said(view, Record("match_run", "", values), offers, division, len(old), told)
        return replace(for_eyes(view, who, said), documents=documents)
    run = draft.add("match_run", values, place=division)
    made = _write(draft, view, plan, run, old)
    draft.change(run, {"seal": seal_of(run, made)})
    result = draft.commit(log={"division": division, "pairs": len(plan.pairs), "unmatched": len(plan.unmatched)})
    if not result.done:
        return RunResult(division=division, problems=result.problems)
    said = for_eyes(view, who, _said(view, run, made, division, len(old), told))
    return replace(said, receipt=result.receipt, documents=documents)


#: A run that is written lets nobody take a place between its plan and its offers.
_run_alone = alone(_planned)


def _said(
    view: View, run: Record, offers: tuple[Record, ...], division: str, lapsed: int, told: RunDifference | None
) -> RunResult:
    """Put a run into words, and say how many open offers of before somebody holds fixed."""
    found = result_of(view, run, offers, division=division, lapsed=lapsed)
    if told is not None:
        last = len(found.said) - (not run.id)  # that nothing is written comes after it
        found = replace(found, said=(*found.said[:last], *told.said(), *found.said[last:]), difference=told)
    fixed = sum(offer.get(FIXED) is True for offer in open_offers(view, division))
    return replace(found, said=(*found.said, Said("fixed_count", {"count": fixed}))) if fixed else found


def _fix(draft: Draft, division: str, offers: Iterable[str]) -> tuple[Problem, ...]:
    """Draft that these open offers are held fixed; gives a problem for each that is none of the division."""
    held = {offer.id: offer for offer in open_offers(draft.view, division)} if offers else {}
    missing = tuple(Problem(Code.MATCH_002, place=Place(record=key)) for key in offers if key not in held)
    for key in offers if not missing else ():
        draft.change(held[key], {FIXED: True})
    return missing


def open_offers(view: View, division: str) -> tuple[Record, ...]:
    """List the open offers for children of a division."""
    confirmed = {pairing.get("proposal") for pairing in view.snapshot.of("pairing")}
    found = []
    for offer in view.snapshot.of("match_proposal"):
        child = view.find("child", offer.text("child"))
        is_open = offer.get("state") in (None, "", OFFERED) and offer.id not in confirmed
        if is_open and child is not None and is_inside(view.place(child), division):
            found.append(offer)
    return tuple(found)


def lapsing_offers(view: View, division: str) -> tuple[Record, ...]:
    """List the open offers that a new run lets lapse: all but those of children with one that is held fixed."""
    offers = open_offers(view, division)
    fixed = {offer.text("child") for offer in offers if offer.get(FIXED) is True}
    return tuple(offer for offer in offers if offer.text("child") not in fixed)


def run_values(view: View, division: str, plan: Plan, seed: int) -> dict[str, Any]:
    """Give the record of a run: under which rules, what came out, and the proof."""
    return {
        "division_code": division, "date": view.now, "seed": seed, "mode": plan.mode,
        "policy": view.province.digest, "children": plan.children, "mothers": plan.mothers,
        "pairs": len(plan.pairs), "objective": plan.objective._asdict(), "bound": plan.bound._asdict(),
        "proven": plan.is_proven, "sibling_gap": plan.gap or None, "prices": _prices(plan),
        "settings": {key: one.value for key in view.province.policy.settings
                     if (one := view.province.policy.settings.get(key, view.now, division)) is not None},
        "unmatched": {row.child: _unmatched_values(row) for row in plan.unmatched},
    }


def _prices(plan: Plan) -> dict[str, list[int]]:
    """Keep the prices that say something; a mother left out has the least possible one."""
    return {mother: list(price) for mother, price in plan.prices.items() if any(price)}


def _unmatched_values(row: Unmatched) -> dict[str, Any]:
    return {
        "reason": row.reason.value, "remedy": row.remedy.value, "rule": row.rule, "blocked": dict(row.blocked),
        "mothers": list(row.mothers), "eligible": row.eligible, "full": row.full, "rivals": row.rivals,
        "priority": row.cls,
    }


def _offer_values(view: View, pair: Pair, run: str) -> dict[str, Any]:
    nxt, mother = pair.runner_up, find_mother(view, pair.mother)
    values: dict[str, Any] = {
        "child": pair.child, mother.kind if mother else "loving_mother": pair.mother, "role": pair.role,
        "terms": dict(pair.terms), "load": pair.load, "tier": NEAR_TIERS[pair.tier], "priority": pair.cls,
        "state": OFFERED, "offered_on": view.now, "held_for": dict.fromkeys(pair.held_for, True), "match_run": run,
    }
    if pair.open_needs:
        values["open_needs"] = dict.fromkeys(pair.open_needs, True)
    if not pair.by_choice:
        values["runner_up"] = {"loving_mother": nxt.mother, "tier": NEAR_TIERS[nxt.tier], "terms": dict(nxt.terms),
                               "at_least": list(nxt.at_least)} if nxt else {}
    return values


def _write(draft: Draft, view: View, plan: Plan, run: Record, old: tuple[Record, ...]) -> tuple[Record, ...]:
    for offer in old:
        draft.change(offer, {"state": LAPSED, "closed_on": view.now})
    made = []
    for pair in plan.pairs:
        child = view.snapshot.get("child", pair.child)
        assert child is not None
        made.append(draft.add("match_proposal", _offer_values(view, pair, run.id), place=view.place(child)))
        step = proposing_step(view, child)
        if pair.role == "lead" and step is not None and view.core_state(child) == "waiting":
            draft.move(child, step.to, by=step.key, day=view.now)
    kept = {pair.child for pair in plan.pairs}
    for key in dict.fromkeys(child for offer in old for child in members(offer.get("child")) if child not in kept):
        child = view.snapshot.get("child", key)
        if child is not None:
            back_to_waiting(draft, view, child)
    return tuple(made)


def back_to_waiting(draft: Draft, view: View, child: Record, reason: str = "") -> None:
    """Draft the step from 拟结对 back to 待结对, where the child is in an offer."""
    if view.core_state(child) != "proposed":
        return
    steps = possible_steps(view, child)
    step = next((one for one in steps if core_of(view.province, "child", one.to) == "waiting"), None)
    if step is not None:
        draft.move(child, step.to, by=step.key, day=view.now, reason=reason)


def pairs_by_id(view: View, division: str, seed: int = 0) -> tuple[tuple[str, str], ...]:
    """Give the pairs that a run would propose, as (child, loving mother), in order of the child's natural key.

    The pure core of a run: officials' cases (`{match: CODE}`) compare it.
    """
    plan = match(view, division, seed)
    children = {child.id: natural_key(child) for child in view.records("child")}
    return tuple(sorted(((pair.child, pair.mother) for pair in plan.pairs), key=lambda pair: children[pair[0]]))
