"""Whether a run that is written is still what it was, and right: worked out anew from the records of its moment.

Nothing of the run is believed. Its problem is made again from what was known just before it, its pairs are weighed by
that, and its prices must prove again that no plan is better. The seal says whether anything was edited since, also what
the proof would not notice. Where the policy has changed since, or the past is gone (erased by law), the problem may
come out otherwise: that is said, and the run does not pass; an exported instance can still judge it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Problem
from aixin_tui.domain.record import Record, members
from aixin_tui.domain.region import is_inside
from aixin_tui.engine import pairings
from aixin_tui.engine.matching.answer import check_answer
from aixin_tui.engine.matching.answer_reading import ANSWER_SCHEMA
from aixin_tui.engine.matching.by_mode import choices_of, part_market, parted
from aixin_tui.engine.matching.certificate import bound
from aixin_tui.engine.matching.from_view import FIXED, Market
from aixin_tui.engine.matching.objective import NOBODY, Objective, PlanError, evaluate
from aixin_tui.engine.matching.plan import STABLE, Pair, Plan
from aixin_tui.engine.matching.stable import blocking_pairs
from aixin_tui.engine.matching.supporting import N_PLUS_1, led_children, supporters
from aixin_tui.engine.spec.core import NEAR_TIERS
from aixin_tui.engine.view import View
from aixin_tui.services.desk import Desk, Who
from aixin_tui.services.matching.sealing import seal_of
from aixin_tui.services.matching.showing import BY_HAND, latest_run
from aixin_tui.services.matching.words import Plain, Said
from aixin_tui.services.scope import inside, narrowed
from aixin_tui.services.viewing import view_of

_NONE = (0, 0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class RunVerified:
    """What the check of a run came to: right if there is no fault."""

    run: str = ""
    faults: tuple[Said | Plain, ...] = ()
    pairs: int = 0
    proven: bool = False
    problems: tuple[Problem, ...] = ()

    @property
    def is_right(self) -> bool:
        """Whether the run is there and nothing is wrong with it."""
        return bool(self.run) and not self.faults


def verify_run(
    desk: Desk, who: Who, run_id: str = "", instance: Mapping[str, Any] | None = None
) -> RunVerified:
    """Check a run (the latest if no id is given), against an exported `instance` if one is given.

    Raises:
        NotAnInstanceError: `instance` is none.
    """
    now = view_of(desk, who)
    place = narrowed(who, "") or desk.office
    run = now.snapshot.get("match_run", run_id) if run_id else latest_run(now, place)
    if run is None or run.is_voided or not (
            inside(who, run.text("division_code")) or is_inside(place, run.text("division_code"))):
        return RunVerified(problems=(Problem(Code.MATCH_007, values={"place": desk.province.divisions.path(place)}),))
    offers = tuple(offer for offer in now.snapshot.linked("match_proposal", "match_run", run.id)
                   if not offer.get(BY_HAND))
    faults: list[Said | Plain] = list(_seal_faults(run, offers))
    if instance is not None:
        faults += [Plain(fault) for fault in check_answer(instance, _answer(run, offers)).faults]
    else:
        wrong = _recomputed(desk, who, run, offers) if _is_readable(run, offers) else [Said("verify_seal")]
        changed = bool(wrong) and run.text("policy") != desk.province.digest
        faults += [Said("verify_other_policy"), *wrong] if changed else wrong
    return RunVerified(run.id, tuple(faults), len(offers), run.get("proven") is True)


def _is_readable(run: Record, offers: Sequence[Record]) -> bool:
    """Whether what the run is made anew from has the shape that every run is written in."""
    try:
        datetime.fromisoformat(run.text("date"))
    except ValueError:
        return False
    tables = [run.get(key) for key in ("prices", "unmatched", "fix")] + [offer.get("terms") for offer in offers]
    return all(table is None or isinstance(table, Mapping) for table in tables)


def _seal_faults(run: Record, offers: Sequence[Record]) -> Iterator[Said]:
    # every run is written with its seal: one without had it taken away
    if run.text("seal") != seal_of(run, offers):
        yield Said("verify_seal")
    leads = sum(offer.get("role") != "support" for offer in offers)
    if len(offers) != run.get("pairs"):
        yield Said("verify_count", {"said": run.get("pairs") or 0, "found": leads})


def _answer(run: Record, offers: Sequence[Record]) -> dict[str, Any]:
    """Write the run's leads as an answer to its exported instance."""
    leads = [offer for offer in offers if offer.get("role") != "support"]
    return {
        "schema": ANSWER_SCHEMA, "mode": "assign",
        "pairs": [{"child": offer.text("child"), "mother": pairings.mother_id(offer), "role": "lead"}
                  for offer in leads],
        "objective": _levels(run.get("objective")), "bound": _levels(run.get("bound")),
        "certificate": {"price": {mother: list(price) for mother, price in (run.get("prices") or {}).items()}},
        "unmatched": [{"child": child, "reason": row.get("reason", "")}
                      for child, row in (run.get("unmatched") or {}).items() if row.get("reason") != "step"],
    }


def _levels(stored: Any) -> dict[str, Any]:
    held = stored if isinstance(stored, Mapping) else {}
    return {"unmatched_by_class": [held.get(f"class_{number}", 0) for number in (1, 2, 3)],
            "broken": held.get("broken", 0), "cost": held.get("cost", 0)}


def _recomputed(desk: Desk, who: Who, run: Record, offers: Sequence[Record]) -> list[Said | Plain]:
    """Make the problem of the run again and weigh its pairs and its proof by it."""
    view = _as_it_was(desk, who, run)
    children, stopped = parted(view, run.text("division_code"))
    faults: list[Said | Plain] = []
    value = proven = Objective(*_NONE)
    left = {child.id for child, _ in stopped}
    for mode, kids in children.items():
        found = part_market(view, mode, kids, run.text("division_code"), _seed(run))
        part = _Part(found, mode, [offer for offer in offers if offer.text("child") in {child.id for child in kids}])
        value, proven, more = _sums(view, part, run, value, proven)
        faults += more
        faults += part.faults_of_offers()
        left |= {child.id for child in found.children} - {offer.text("child") for offer in part.leads}
    known = {child.id for kids in children.values() for child in kids}
    leads = [offer for offer in offers if offer.get("role") != "support"]
    faults += [Said("verify_no_child") for offer in leads if offer.text("child") not in known][:1]
    faults += _support_faults(view, run, children.get(N_PLUS_1, ()), offers)
    for name, said, right in (("objective", run.get("objective"), value), ("bound", run.get("bound"), proven)):
        if not isinstance(said, Mapping) or tuple(said.get(key) for key in Objective._fields) != tuple(right):
            faults.append(Said(f"verify_{name}"))
    if run.get("proven") is True and value != proven:
        faults.append(Said("verify_not_best"))
    if set(members(run.get("unmatched"))) != left:
        faults.append(Said("verify_left"))
    return list({fault.text(): fault for fault in faults}.values())


def _seed(run: Record) -> int:
    seed = run.get("seed")
    return seed if isinstance(seed, int) else 0


def _support_faults(
    view: View, run: Record, kids: Sequence[Record], offers: Sequence[Record]
) -> list[Said | Plain]:
    """Find the supporters again beside the leads of the run, and compare them pair by pair."""
    said = {(offer.text("child"), pairings.mother_id(offer)): dict(offer.get("terms") or {})
            for offer in offers if offer.get("role") == "support"}
    division = run.text("division_code")
    if not said and not kids and not led_children(view, division):
        return []
    mine = {child.id for child in kids}
    leads = tuple(Pair(offer.text("child"), pairings.mother_id(offer), 0, {}, 0) for offer in offers
                  if offer.get("role") != "support" and offer.text("child") in mine)
    nothing = Objective(*_NONE)
    drawn = _seed(run)
    plan = Plan(leads, (), nothing, nothing, {}, drawn, len(kids), 0)
    right = {(pair.child, pair.mother): dict(pair.terms) for pair in supporters(view, kids, plan, division, drawn)}
    return [] if said == right else [Said("verify_support")]


def _sums(
    view: View, part: _Part, run: Record, value: Objective, proven: Objective
) -> tuple[Objective, Objective, list[Said | Plain]]:
    """Add the value and the proven bound of one part of the run."""
    instance = part.market.instance
    match, faults = part.match()
    try:
        own = evaluate(instance, match)
    except PlanError:
        return value, proven, [*faults, Said("verify_not_allowed")]
    if part.mode == STABLE:
        bounded = own
        if next(iter(blocking_pairs(instance, choices_of(view, part.market), tuple(match))), None) is not None:
            faults.append(Said("verify_not_best"))
    else:
        held = run.get("prices") or {}
        prices = [_price(held.get(mother.id)) for mother in instance.mothers]
        bounded = bound(instance, prices)
    return _plus(value, own), _plus(proven, bounded), faults


def _price(stored: Any) -> tuple[int, ...]:
    if isinstance(stored, (list, tuple)) and len(stored) == len(_NONE) and all(type(one) is int for one in stored):
        return tuple(stored)
    return _NONE


def _plus(one: Objective, other: Objective) -> Objective:
    return Objective(*map(sum, zip(one, other, strict=True)))


def _as_it_was(desk: Desk, who: Who, run: Record) -> View:
    """Give the records as known just before the run, on its day; what it held fixed is fixed already."""
    before = datetime.fromisoformat(run.recorded_at) - timedelta(milliseconds=1)
    day = datetime.fromisoformat(run.text("date")).date()
    then = replace(who, known_at=before.isoformat(timespec="milliseconds"), today=day)
    view = view_of(desk, then, scope=run.text("within"))
    fixed = [replace(offer, values={**offer.values, FIXED: True}) for key in members(run.get("fix"))
             if (offer := view.snapshot.get("match_proposal", str(key))) is not None]
    return view.with_records(fixed) if fixed else view


@dataclass(frozen=True, slots=True)
class _Part:
    """The offers of one mode of a run, beside the problem of its leads made anew."""

    market: Market
    mode: str
    offers: Sequence[Record]

    @property
    def leads(self) -> list[Record]:
        """The offers of leads."""
        return [offer for offer in self.offers if offer.get("role") != "support"]

    def match(self) -> tuple[list[int], list[Said | Plain]]:
        """Give the mother's index by child, and what is wrong with the pairs themselves."""
        mothers = {mother.id: number for number, mother in enumerate(self.market.mothers)}
        children = {child.id: number for number, child in enumerate(self.market.children)}
        match = [NOBODY] * len(children)
        faults: list[Said | Plain] = []
        for offer in self.leads:
            child, mother = children[offer.text("child")], mothers.get(pairings.mother_id(offer))
            if mother is None or match[child] != NOBODY:
                faults.append(Said("verify_not_allowed"))
            else:
                match[child] = mother
        return match, faults

    def faults_of_offers(self) -> list[Said | Plain]:
        """Say which offers say other points, nearness or class than the rules give."""
        instance = self.market.instance
        mothers = {mother.id: number for number, mother in enumerate(self.market.mothers)}
        children = {child.id: number for number, child in enumerate(self.market.children)}
        count = Counter(pairings.mother_id(offer) for offer in self.leads)
        wrong = 0
        for offer in self.leads:
            child, mother = children[offer.text("child")], mothers.get(pairings.mother_id(offer))
            if mother is None:
                continue
            tier = instance.tier(child, mother)
            load = instance.slot_cost(mother, count[pairings.mother_id(offer)] - 1)
            wrong += (
                dict(offer.get("terms") or {}) != dict(instance.terms(child, mother))
                or offer.text("tier") != (NEAR_TIERS[tier] if tier < len(NEAR_TIERS) else "")
                or offer.get("priority") != instance.children[child].priority
                or (self.mode != STABLE and (offer.get("load") or 0) != load)
            )
        return [Said("verify_terms", {"count": wrong})] if wrong else []
