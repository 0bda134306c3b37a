"""The same records matched under another policy, without writing: who gains, who loses, which pairs differ."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from aixin_tui.domain.problem import Problem
from aixin_tui.engine.matching.by_mode import match
from aixin_tui.engine.matching.plan import Plan
from aixin_tui.engine.spec.core import NEAR_TIERS
from aixin_tui.engine.spec.province import Province
from aixin_tui.engine.view import View
from aixin_tui.services.desk import Desk, Who
from aixin_tui.services.matching.running import lapsing_offers
from aixin_tui.services.matching.showing import LAPSED, class_label
from aixin_tui.services.matching.words import person_name
from aixin_tui.services.scope import NOWHERE, narrowed, refusals
from aixin_tui.services.viewing import snapshot_of, view_of


@dataclass(frozen=True, slots=True)
class ComparePolicies:
    """Match a division (the office's if empty) under the policy in force and under another `province`'s."""

    province: Province
    division: str = ""
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a policy would come to: counts, the children without anybody by class, pairs by nearness, points.

    Points of two policies are not to be compared: each counts by its own rules.
    """

    children: int
    pairs: int
    unmatched: tuple[int, int, int]
    classes: tuple[str, str, str]
    """What the policy calls its classes."""
    tiers: tuple[int, ...]
    """Leads by nearness, in the order of `NEAR_TIERS`."""
    points: int
    proven: bool


@dataclass(frozen=True, slots=True)
class Changed:
    """One child that fares differently: `kind` gains (somebody instead of nobody), loses, or changes (another)."""

    child: str
    child_name: str
    kind: str
    before: str = ""
    """The mother's name under the policy in force; empty for nobody."""
    after: str = ""
    class_before: str = ""
    class_after: str = ""


@dataclass(frozen=True, slots=True)
class Compared:
    """Both outcomes side by side, and every child that fares differently: those who lose first."""

    now: Outcome | None = None
    other: Outcome | None = None
    changed: tuple[Changed, ...] = ()
    same: int = 0
    """Children with the same mother under both."""
    problems: tuple[Problem, ...] = ()


def compare_policies(desk: Desk, who: Who, command: ComparePolicies) -> Compared:
    """Match the same records twice, as if nothing were offered yet but what somebody holds fixed; writes nothing."""
    division = narrowed(who, command.division)
    if division == NOWHERE:
        return Compared(problems=refusals(desk, replace(who, known_at=""), role="viewer", place=command.division))
    division = division or desk.office
    snapshot = snapshot_of(desk, who)
    views = [_without_offers(view_of(one, who, snapshot=snapshot), division)
             for one in (desk, replace(desk, province=command.province, views=None))]
    plans = [match(view, division, command.seed) for view in views]
    outcomes = [_outcome(view, plan, division) for view, plan in zip(views, plans, strict=True)]
    changed, same = _changes(views, plans)
    return Compared(outcomes[0], outcomes[1], changed, same)


def _without_offers(view: View, division: str) -> View:
    """Give the view as if the open offers that a run lets lapse had lapsed."""
    gone = [replace(offer, values={**offer.values, "state": LAPSED, "closed_on": view.now})
            for offer in lapsing_offers(view, division)]
    return view.with_records(gone) if gone else view


def _outcome(view: View, plan: Plan, division: str) -> Outcome:
    leads = [pair for pair in plan.pairs if pair.role == "lead"]
    tiers = tuple(sum(pair.tier == number for pair in leads) for number in range(len(NEAR_TIERS)))
    one, two, three = (class_label(view, number, division) for number in (1, 2, 3))
    missing = [0, 0, 0]
    for row in plan.unmatched:
        missing[min(max(row.cls, 1), 3) - 1] += 1
    return Outcome(plan.children, len(leads), (missing[0], missing[1], missing[2]), (one, two, three), tiers,
                   plan.objective.cost, plan.is_proven)


def _changes(views: Iterable[View], plans: Iterable[Plan]) -> tuple[tuple[Changed, ...], int]:
    first, second = views
    mothers = [{pair.child: pair.mother for pair in plan.pairs if pair.role == "lead"} for plan in plans]
    classes = [_classes(view, plan) for view, plan in zip((first, second), plans, strict=True)]
    found, same = [], 0
    for child in sorted({*classes[0], *classes[1]}):
        before, after = mothers[0].get(child, ""), mothers[1].get(child, "")
        if before == after:
            same += bool(before)
            continue
        record = first.find("child", child)
        kind = "changes" if before and after else "gains" if after else "loses"
        found.append(Changed(child, record.text("name") if record else "", kind,
                             person_name(first, before) if before else "",
                             person_name(second, after) if after else "",
                             classes[0].get(child, ""), classes[1].get(child, "")))
    order = ("loses", "gains", "changes")
    return tuple(sorted(found, key=lambda one: (order.index(one.kind), one.class_before, one.child_name))), same


def _classes(view: View, plan: Plan) -> dict[str, str]:
    """Name the class of every child of a plan."""
    numbers = {pair.child: pair.cls for pair in plan.pairs} | {row.child: row.cls for row in plan.unmatched}
    found = {}
    for child, number in numbers.items():
        record = view.find("child", child)
        found[child] = class_label(view, number, view.place(record) if record is not None else "")
    return found
