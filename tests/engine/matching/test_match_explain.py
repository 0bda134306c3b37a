"""What an explanation says can be checked: the bounds hold, the remedies work, the facts are facts."""

from __future__ import annotations

import copy

import pytest
from match_instances import random_document

from aixin_tui.engine.matching.explain import Reason, Remedy
from aixin_tui.engine.matching.neutral import instance_of
from aixin_tui.engine.matching.objective import NOBODY
from aixin_tui.engine.matching.plan import Plan, plan_of
from aixin_tui.engine.matching.solver import Solver, solve


def planned(seed: int, children: int = 16, mothers: int = 8) -> tuple[dict[str, object], Plan]:
    document = random_document(seed, children=children, mothers=mothers)
    return document, plan_of(instance_of(document))


@pytest.mark.parametrize("seed", range(12))
def test_one_more_place_at_a_named_mother_matches_one_more(seed: int) -> None:
    document, plan = planned(seed)
    for left in plan.unmatched:
        if left.remedy is Remedy.ONE_MORE_PLACE and left.eligible:
            for mother in left.mothers:
                wider = copy.deepcopy(document)
                next(row for row in wider["mothers"] if row["id"] == mother)["cap"] += 1  # type: ignore[attr-defined]
                assert sum(solve(instance_of(wider)).objective.unmatched) < sum(plan.objective.unmatched)


@pytest.mark.parametrize("seed", range(12))
def test_a_full_child_meets_only_full_mothers_with_children_of_no_lower_class(seed: int) -> None:
    document, _ = planned(seed)
    document["existing"] = []
    instance = instance_of(document)
    plan = plan_of(instance)
    places = {mother.id: mother.places for mother in instance.mothers}
    load = {key: sum(pair.mother == key for pair in plan.pairs) for key in places}
    number = {child.id: index for index, child in enumerate(instance.children)}
    for left in plan.unmatched:
        if left.reason is Reason.FULL:
            assert left.no_lower_class
            allowed = [m.id for index, m in enumerate(instance.mothers) if instance.allowed(number[left.child], index)]
            assert len(allowed) == left.eligible
            assert all(load[key] == places[key] for key in allowed)


@pytest.mark.parametrize("seed", range(12))
def test_the_runner_up_costs_the_plan_at_least_what_is_said(seed: int) -> None:
    document, plan = planned(seed, children=9, mothers=6)
    base = plan.objective
    for pair in plan.pairs:
        if pair.runner_up is None:
            continue
        forced = copy.deepcopy(document)
        row = next(one for one in forced["children"] if one["id"] == pair.child)  # type: ignore[attr-defined]
        others = [one["id"] for one in forced["mothers"] if one["id"] != pair.runner_up.mother]  # type: ignore[attr-defined]
        row["excl"] = others
        found = solve(instance_of(forced))
        lost = tuple(after - before for after, before in zip(found.objective, base, strict=True))
        if not document["existing"]:
            assert lost >= pair.runner_up.at_least


@pytest.mark.parametrize("seed", range(8))
def test_the_runner_up_is_the_cheapest_of_all_others(seed: int) -> None:
    document = random_document(seed, children=12, mothers=10)
    solver = Solver(instance_of(document), 3)
    solver.solve()
    sweep = solver.candidates.sweep(solver.state.price)
    for child, mother in enumerate(solver.state.match):
        if mother == NOBODY:
            continue
        extra = len(solver.instance.kept(child)) * solver.scale.weights[3]
        found = sweep.cheapest(child, extra, {mother}, 2)
        want = sorted((cost + solver.state.price[other], cost, other)
                      for other, cost in solver.candidates.around(child) if other != mother)[:2]
        assert found == want


@pytest.mark.parametrize("seed", range(12))
def test_explaining_leaves_the_plan_and_its_proof_alone(seed: int) -> None:
    document, plan = planned(seed)
    bare = plan_of(instance_of(document), with_reasons=False)
    assert [(one.child, one.mother) for one in bare.pairs] == [(one.child, one.mother) for one in plan.pairs]
    assert plan.is_proven
    assert bare.is_proven
