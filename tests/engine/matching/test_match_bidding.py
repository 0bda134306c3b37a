"""What bidding hands over, what lowering prices leaves, and bringing a child in at a place held for it."""

from __future__ import annotations

import pytest
from match_instances import random_document

from aixin_tui.engine.matching.certificate import bound
from aixin_tui.engine.matching.neutral import instance_of
from aixin_tui.engine.matching.objective import NOBODY
from aixin_tui.engine.matching.solver import Solver


def solved(seed: int) -> Solver:
    solver = Solver(instance_of(random_document(seed, children=14, mothers=9)))
    solver.solve()
    return solver


def assert_optimal(solver: Solver) -> None:
    """The invariants that `assignment` states, over all known pairs."""
    state = solver.state
    for mother, price in enumerate(state.price):
        count = len(state.at[mother])
        assert state.held[mother] == 0
        assert count <= state.places[mother]
        assert price >= state.steps[mother][max(count - 1, 0)]
        assert count == state.places[mother] or price <= state.steps[mother][count]
    for child in solver.instance.consenting():
        hers = state.match[child]
        assert state.inside[child]
        assert state.worth[child] <= state.penalty[child]
        assert hers != NOBODY or state.worth[child] == state.penalty[child]
        for mother, cost in zip(state.mothers_of[child], state.costs_of[child], strict=True):
            assert state.worth[child] <= cost + state.price[mother]
            assert mother != hers or state.worth[child] == cost + state.price[mother]


@pytest.mark.parametrize("seed", range(40))
def test_a_child_brought_in_again_at_its_own_place_changes_nothing_that_counts(seed: int) -> None:
    solver = solved(seed)
    before = solver.solution().objective
    for child in solver.instance.consenting():
        solver.state.insert(child, solver.state.hold_place(child))
        assert_optimal(solver)
    assert solver.solution().objective == before


@pytest.mark.parametrize("seed", range(40))
def test_prices_are_the_lowest_that_prove_the_plan(seed: int) -> None:
    solver = solved(seed)
    solution = solver.solution()
    assert bound(solver.instance, solution.prices) == solution.objective
    assert not any(_may_fall_alone(solver, mother) for mother in range(len(solution.prices)))


def _may_fall_alone(solver: Solver, mother: int) -> bool:
    """Whether the price could fall by one unit with nobody else's: then it was not the lowest."""
    state, unit = solver.state, solver.scale.unit
    low = state.steps[mother][max(len(state.at[mother]) - 1, 0)]
    if state.price[mother] - unit < low:
        return False
    return all(
        state.worth[child] <= cost + state.price[mother] - unit or state.match[child] == mother
        for child in solver.instance.consenting()
        for other, cost in zip(state.mothers_of[child], state.costs_of[child], strict=True) if other == mother
    )


def test_bidding_ends_where_a_mother_has_fewer_places_than_pairs_to_keep() -> None:
    """Three pairs in force and two places: each would pay as much as a broken pair weighs, one unit after another."""
    document = random_document(1, children=6, mothers=3)
    code = document["mothers"][0]["code"]
    for child in document["children"]:
        child.update(code=code, consent=True, risk="blue", gender="any", gender_hard=False, radius=2, excl=[])
    document["mothers"][0].update(cap=2, avail=True, radius=2)
    document["existing"] = [[child["id"], document["mothers"][0]["id"]] for child in document["children"][:4]]
    solver = Solver(instance_of(document))
    solver.solve()
    assert_optimal(solver)
    assert solver.solution().objective.broken == 2
