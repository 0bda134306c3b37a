"""The batch run: proposals for every waiting child of a division, and what becomes of each (`aixin match`).

A run only proposes, with reasons; a person accepts or declines each pair (个人信息保护法 §24). The plan itself is
pure (`engine/matching`); here it is written as one act.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Problem, Severity
from aixin_tui.domain.record import Receipt, Record, members
from aixin_tui.domain.region import is_inside
from aixin_tui.engine.matching.by_mode import match
from aixin_tui.engine.matching.from_view import natural_key, proposing_step
from aixin_tui.engine.matching.plan import Pair, Plan, Unmatched
from aixin_tui.engine.spec.core import NEAR_TIERS
from aixin_tui.engine.states import core_of
from aixin_tui.engine.view import View
from aixin_tui.engine.workflow import possible_steps
from aixin_tui.services.acting import Draft, alone
from aixin_tui.services.desk import Desk, Who
from aixin_tui.services.match_words import Points, Said, pair_reasons, person_name, points_of, unmatched_words
from aixin_tui.services.scope import inside, narrowed, refusals
from aixin_tui.services.viewing import snapshot_of, view_of
from aixin_tui.texts import label

#: States of an offer; the others are accepted and declined.
OFFERED, LAPSED = "offered", "lapsed"


@dataclass(frozen=True, slots=True)
class RunMatch:
    """Propose a pair for every waiting child of a division; `dry_run` writes nothing."""

    division: str = ""
    """Division code; the office if empty."""
    seed: int = 0
    dry_run: bool = False
    within: str = ""
    """A division that holds `division`: only its loving mothers are looked at. The whole workspace if empty."""


@dataclass(frozen=True, slots=True)
class ProposalSaid:
    """One proposed pair as people read it."""

    id: str
    child: str
    child_name: str
    loving_mother: str
    mother_name: str
    class_label: str
    tier: str
    points: int
    terms: tuple[Points, ...]
    reasons: tuple[Said, ...]
    held_for: tuple[str, ...]
    state: str = OFFERED
    role: str = "lead"


@dataclass(frozen=True, slots=True)
class UnmatchedSaid:
    """One child that nobody is proposed for: why, and what would help."""

    child: str
    child_name: str
    class_label: str
    reason: Said
    remedy: Said
    mothers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RunResult:
    """What a run came to. `certificate` holds the value, the proven bound and the prices behind it, by level."""

    run: str = ""
    division: str = ""
    proposals: tuple[ProposalSaid, ...] = ()
    unmatched: tuple[UnmatchedSaid, ...] = ()
    said: tuple[Said, ...] = ()
    certificate: Mapping[str, Any] = field(default_factory=dict)
    lapsed: int = 0
    problems: tuple[Problem, ...] = ()
    receipt: Receipt | None = None

    @property
    def done(self) -> bool:
        """Whether the run was written."""
        return self.receipt is not None


def run_match(desk: Desk, who: Who, command: RunMatch) -> RunResult:
    """Propose pairs for the waiting children of a division: one act.

    It writes the run with its certificate and the offers, lets the division's earlier open offers lapse, and moves the
    children; a child that keeps no offer goes back to 待结对.
    """
    return _planned(desk, who, command) if command.dry_run else _run_alone(desk, who, command)


def _planned(desk: Desk, who: Who, command: RunMatch) -> RunResult:
    division = command.division or who.scope or desk.office
    problems = refusals(desk, who, place=division)
    if problems:
        return RunResult(division=division, problems=problems)
    draft = Draft(desk, who, "match", scope=command.within)
    view = draft.view
    plan = match(view, division, command.seed)
    old = open_offers(view, division)
    if not plan.pairs and not plan.unmatched and not old:
        values = {"place": desk.province.divisions.path(division)}
        return RunResult(division=division, problems=(Problem(Code.MATCH_001, Severity.NOTE, values=values),))
    values = run_values(view, division, plan, command.seed)
    values |= {"within": command.within} if command.within else {}
    if command.dry_run:
        offers = tuple(Record("match_proposal", "", _offer_values(view, pair, "")) for pair in plan.pairs)
        return _result(view, Record("match_run", "", values), offers, division=division, lapsed=len(old))
    run = draft.add("match_run", values, place=division)
    made = _write(draft, view, plan, run, old)
    result = draft.commit(log={"division": division, "pairs": len(plan.pairs), "unmatched": len(plan.unmatched)})
    if not result.done:
        return RunResult(division=division, problems=result.problems)
    return _result(view, run, made, division=division, lapsed=len(old), receipt=result.receipt)


#: A run that is written lets nobody take a place between its plan and its offers.
_run_alone = alone(_planned)


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


def run_values(view: View, division: str, plan: Plan, seed: int) -> dict[str, Any]:
    """Give the record of a run: under which rules, what came out, and the proof."""
    return {
        "division_code": division, "date": view.now, "seed": seed, "mode": plan.mode,
        "policy": view.province.digest, "children": plan.children, "mothers": plan.mothers,
        "pairs": len(plan.pairs), "objective": plan.objective._asdict(), "bound": plan.bound._asdict(),
        "proven": plan.is_proven, "prices": _prices(plan),
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
    nxt = pair.runner_up
    values: dict[str, Any] = {
        "child": pair.child, "loving_mother": pair.mother, "role": pair.role, "terms": dict(pair.terms),
        "load": pair.load, "tier": NEAR_TIERS[pair.tier], "priority": pair.cls, "state": OFFERED,
        "offered_on": view.now, "held_for": dict.fromkeys(pair.held_for, True), "match_run": run,
    }
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


def _result(
    view: View, run: Record, offers: tuple[Record, ...], *, division: str, lapsed: int = 0,
    receipt: Receipt | None = None,
) -> RunResult:
    ordered = sorted(offers, key=lambda offer: int(offer.get("priority") or 3))
    proposals = tuple(proposal_said(view, offer) for offer in ordered)
    unmatched = tuple(
        left for child, row in (run.get("unmatched") or {}).items() if (left := _unmatched_said(view, child, row))
    )
    held = sum(bool(one.held_for) for one in proposals)
    said = [Said("summary", {"children": run.get("children") or 0, "pairs": run.get("pairs") or 0,
                             "unmatched": len(run.get("unmatched") or {})})]
    said.extend([Said("proven")] if run.get("proven") else [])
    said.extend(Said(f"by_{mode}") for mode in run.text("mode").split("+") if mode in ("n_plus_1", "stable"))
    said.extend([_order_said(view, division)] if unmatched else [])
    said.extend([Said("held_count", {"count": held})] if held else [])
    said.extend([Said("lapsed", {"count": lapsed})] if lapsed else [])
    certificate = {key: run.get(key) for key in ("objective", "bound", "proven", "seed", "policy", "prices")}
    return RunResult(run.id, division, proposals, unmatched, tuple(said), certificate, lapsed, (), receipt)


def _order_said(view: View, division: str) -> Said:
    """Say in which order children are served [JS-29]."""
    names = [class_label(view, number, division) for number in (1, 2, 3)]
    return Said("by_class", dict(zip(("first", "second", "third"), names, strict=True)))


def class_label(view: View, number: int, place: str) -> str:
    """Name a priority class as the province does, else 甲, 乙, 丙."""
    classes = view.province.policy.classes.at(view.now, place)
    named = classes[number - 1].label if 0 < number <= len(classes) else ""
    return named or label(f"match.class_{min(max(number, 1), 3)}")


def proposal_said(view: View, offer: Record) -> ProposalSaid:
    """Put an offer, written or only planned, into words."""
    child, mother = view.find("child", offer.text("child")), view.find("loving_mother", offer.text("loving_mother"))
    terms: Mapping[str, int] = offer.get("terms") or {}
    known = child is not None and mother is not None
    return ProposalSaid(
        offer.id, offer.text("child"), child.text("name") if child else "", offer.text("loving_mother"),
        person_name(view, offer.text("loving_mother")),
        class_label(view, int(offer.get("priority") or 3), view.place(child) if child else ""), offer.text("tier"),
        sum(terms.values()) + int(offer.get("load") or 0), points_of(view, child, terms) if child else (),
        _why(view, child, mother, offer) if known and child and mother else (),
        tuple(sorted(members(offer.get("held_for")))), offer.text("state") or OFFERED, offer.text("role") or "lead",
    )


def _why(view: View, child: Record, mother: Record, offer: Record) -> tuple[Said, ...]:
    """Say why these two, and first whether she is to support beside a lead."""
    beside = (Said("as_support"),) if offer.text("role") == "support" else ()
    return (*beside, *pair_reasons(view, child, mother, offer.values))


def _unmatched_said(view: View, child_id: str, row: Mapping[str, Any]) -> UnmatchedSaid | None:
    child = view.find("child", child_id)
    if child is None:
        return None
    reason, remedy = unmatched_words(view, child, row)
    return UnmatchedSaid(child.id, child.text("name"), class_label(view, int(row.get("priority") or 3),
                         view.place(child)), reason, remedy, tuple(row.get("mothers") or ()))


def latest_run(view: View, division: str) -> Record | None:
    """Find the newest run whose division holds this one, or lies in it."""
    runs = [run for run in view.snapshot.of("match_run")
            if is_inside(division, run.text("division_code")) or is_inside(run.text("division_code"), division)]
    return max(runs, key=lambda run: (run.text("date"), run.id), default=None)


def show_run(desk: Desk, who: Who, run_id: str = "") -> RunResult:
    """Show a run as it stands: its offers with what became of them, and who was left. The latest if no id is given."""
    known = desk.store.get("match_run", run_id) if run_id else None
    view = view_of(desk, who, scope=known.text("within") if known else "")
    place = narrowed(who, "") or desk.office
    run = view.snapshot.get("match_run", run_id) if run_id else latest_run(view, place)
    if run is None or not (inside(who, run.text("division_code")) or is_inside(place, run.text("division_code"))):
        values = {"place": desk.province.divisions.path(place)}
        return RunResult(division=place, problems=(Problem(Code.MATCH_007, values=values),))
    offers = tuple(
        offer for offer in view.snapshot.linked("match_proposal", "match_run", run.id)
        if (child := view.find("child", offer.text("child"))) is None or inside(who, view.place(child))
    )
    return _result(view, run, tuple(sorted(offers, key=lambda offer: offer.id)), division=run.text("division_code"))


def open_of_run(desk: Desk, who: Who, run_id: str = "") -> tuple[str, tuple[str, ...], tuple[Problem, ...]]:
    """Give a run (the latest if no id is given), the ids of its open offers as `show_run` orders them, and problems."""
    known = desk.store.get("match_run", run_id) if run_id else None
    if known is None or not known.text("within"):
        shown = show_run(desk, who, run_id)
        return shown.run, tuple(one.id for one in shown.proposals if one.state == OFFERED), shown.problems
    snapshot = snapshot_of(desk, who, known.text("within"))
    offers = sorted(snapshot.linked("match_proposal", "match_run", known.id),
                    key=lambda offer: (int(offer.get("priority") or 3), offer.id))
    return known.id, tuple(one.id for one in offers if (one.text("state") or OFFERED) == OFFERED), ()


def pairs_by_id(view: View, division: str, seed: int = 0) -> tuple[tuple[str, str], ...]:
    """Give the pairs that a run would propose, as (child, loving mother), in order of the child's natural key.

    The pure core of a run: officials' cases (`{match: CODE}`) compare it.
    """
    plan = match(view, division, seed)
    children = {child.id: natural_key(child) for child in view.records("child")}
    return tuple(sorted(((pair.child, pair.mother) for pair in plan.pairs), key=lambda pair: children[pair[0]]))
