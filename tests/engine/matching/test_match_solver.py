"""The exact solver against proven optima, enumeration and its own laws."""

from __future__ import annotations

import copy
import json
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from match_brute import best
from match_instances import random_document

from aixin_tui.engine.matching.certificate import bound
from aixin_tui.engine.matching.neutral import NotAnInstanceError, instance_of
from aixin_tui.engine.matching.neutral_writing import document_of
from aixin_tui.engine.matching.objective import NOBODY, Objective, PlanError, Scale, evaluate
from aixin_tui.engine.matching.solver import Solver, solve

DATA = Path(__file__).parents[2] / "data" / "match"
EXAMPLES = sorted(DATA.glob("*.json"))
SEEDS = st.integers(0, 10**9)


def pairs(document: dict[str, Any], seed: int | None = None) -> set[tuple[str, str]]:
    instance = instance_of(document)
    return {
        (instance.children[child].id, instance.mothers[mother].id)
        for child, mother in enumerate(solve(instance, seed).match) if mother != NOBODY
    }


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
@pytest.mark.parametrize("seed", [None, 7])
def test_examples_reach_their_proven_optimum(path: Path, seed: int | None) -> None:
    document = json.loads(path.read_text(encoding="utf-8"))
    optimum = document["optimum"]
    instance = instance_of(document)
    found = solve(instance, seed)
    assert found.objective == Objective(*optimum["unmatched_by_class"], optimum["broken"], optimum["cost"])
    assert bound(instance, found.prices) == found.objective


@pytest.mark.parametrize("seed", range(100))
def test_tiny_instances_agree_with_enumeration(seed: int) -> None:
    instance = instance_of(random_document(seed))
    want = best(instance)
    for lot in (None, seed):
        found = solve(instance, lot)
        assert found.objective == want
        assert bound(instance, found.prices) == want


@given(SEEDS)
@settings(max_examples=60, deadline=None)
def test_any_tiny_instance_agrees_with_enumeration(seed: int) -> None:
    instance = instance_of(random_document(seed, children=5, mothers=4))
    assert solve(instance).objective == best(instance)


@given(SEEDS, st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None)
def test_order_of_input_never_changes_the_plan(seed: int, rng: random.Random) -> None:
    document = random_document(seed, children=14, mothers=9)
    other = copy.deepcopy(document)
    for key in ("children", "mothers", "existing", "extra"):
        rng.shuffle(other[key])
    assert pairs(document) == pairs(other)
    assert pairs(document, 5) == pairs(other, 5)


@given(SEEDS)
@settings(max_examples=25, deadline=None)
def test_renaming_people_never_changes_the_objective(seed: int) -> None:
    document = random_document(seed, children=14, mothers=9)
    text = json.dumps(document)
    for number in range(14):
        text = text.replace(f'"c{number}"', f'"K{(number * 5) % 14:02}"')
    for number in range(9):
        text = text.replace(f'"m{number}"', f'"A{8 - number}"')
    assert solve(instance_of(json.loads(text))).objective == solve(instance_of(document)).objective


@given(SEEDS)
@settings(max_examples=25, deadline=None)
def test_one_more_mother_or_place_never_hurts(seed: int) -> None:
    document = random_document(seed, children=14, mothers=9)
    before = solve(instance_of(document)).objective
    more = copy.deepcopy(document)
    more["mothers"].append({**random_document(seed + 1, mothers=1)["mothers"][0], "id": "new", "likes": []})
    assert solve(instance_of(more)).objective <= before
    wider = copy.deepcopy(document)
    wider["mothers"][0]["cap"] += 1
    assert solve(instance_of(wider)).objective <= before


@given(SEEDS)
@settings(max_examples=25, deadline=None)
def test_class_one_first_never_costs_a_match_in_total(seed: int) -> None:
    """应结尽结 is free: the plan that serves class 1 first is also a largest one."""
    document = random_document(seed, children=14, mothers=6)
    document["existing"] = []
    flat = copy.deepcopy(document)
    for child in flat["children"]:
        child["cls"] = 1
    assert sum(solve(instance_of(document)).objective.unmatched) == solve(instance_of(flat)).objective.class_1


@given(SEEDS)
@settings(max_examples=20, deadline=None)
def test_invariants_hold_when_the_solver_stops(seed: int) -> None:
    solver = Solver(instance_of(random_document(seed, children=20, mothers=12)), seed % 3 or None)
    solver.solve()
    state = solver.state
    for child in solver.instance.consenting():
        assert state.worth[child] <= state.penalty[child]
        if state.match[child] == NOBODY:
            assert state.worth[child] == state.penalty[child]
        for mother, cost in solver.candidates.around(child):
            assert state.worth[child] <= cost + state.price[mother]
            if state.match[child] == mother:
                assert state.worth[child] == cost + state.price[mother]
    for mother, held in enumerate(state.at):
        steps, count = state.steps[mother], len(held)
        assert count <= state.places[mother]
        assert state.price[mother] >= steps[max(count - 1, 0)]
        assert count == state.places[mother] or state.price[mother] <= steps[count]


@given(SEEDS, SEEDS)
@settings(max_examples=20, deadline=None)
def test_the_lottery_is_fair_and_weighs_less_than_one_point(seed: int, draw: int) -> None:
    instance = instance_of(random_document(seed, children=14, mothers=9))
    assert solve(instance, draw).objective == solve(instance).objective
    assert solve(instance, draw).match == solve(instance, draw).match


@given(SEEDS)
@settings(max_examples=20, deadline=None)
def test_a_document_written_of_an_instance_has_the_same_optimum(seed: int) -> None:
    instance = instance_of(random_document(seed, children=8, mothers=6))
    assert solve(instance_of(document_of(instance))).objective == solve(instance).objective


def test_existing_pairs_are_kept_where_they_can_be() -> None:
    for seed in range(20):
        document = random_document(seed, children=12, mothers=9)
        document["existing"] = []
        plan = pairs(document)
        document["existing"] = [list(pair) for pair in sorted(plan)]
        assert pairs(document) == plan
        assert solve(instance_of(document)).objective.broken == 0


def test_a_plan_that_breaks_a_rule_has_no_value() -> None:
    instance = instance_of(json.loads((DATA / "t01-hand.json").read_text(encoding="utf-8")))
    forbidden = next(
        (child, mother) for child in range(len(instance.children)) for mother in range(len(instance.mothers))
        if not instance.allowed(child, mother)
    )
    match = [NOBODY] * len(instance.children)
    match[forbidden[0]] = forbidden[1]
    with pytest.raises(PlanError):
        evaluate(instance, match)


@given(st.lists(st.integers(-500, 500), min_size=5, max_size=5), st.integers(0, 60))
def test_levels_come_out_of_one_number_as_they_went_in(levels: list[int], shift: int) -> None:
    scale = Scale(1000, shift)
    assert scale.unpack(scale.pack(levels, (1 << shift) // 3)) == tuple(levels)


@pytest.mark.parametrize("spoil", [
    lambda d: d.pop("weights"), lambda d: d.update(schema="else"), lambda d: d["children"][0].update(risk="pink"),
    lambda d: d["existing"].append(["nobody", "m1"]), lambda d: d["weights"].update(load=[4, 0]),
    lambda d: d["mothers"][0].update(code="63"), lambda d: d["children"][0].update(cls=4),
    lambda d: d.update(children=3),
])
def test_a_file_that_is_no_instance_is_refused(spoil: Any) -> None:
    document = json.loads((DATA / "t01-hand.json").read_text(encoding="utf-8"))
    spoil(document)
    with pytest.raises(NotAnInstanceError):
        instance_of(document)
