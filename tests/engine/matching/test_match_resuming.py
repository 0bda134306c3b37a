"""Beginning from what was before: whatever that is, the plan is as good as one from scratch."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from match_instances import random_document

from aixin_tui.engine.matching import resuming
from aixin_tui.engine.matching.certificate import bound
from aixin_tui.engine.matching.instance import Instance
from aixin_tui.engine.matching.neutral import instance_of
from aixin_tui.engine.matching.resuming import Before, before_of, resume
from aixin_tui.engine.matching.solver import Solver

SEEDS = st.integers(0, 10**9)


@pytest.fixture(autouse=True, scope="module", params=[resuming.FEW, 0], ids=["as it is", "never from scratch"])
def few(request: pytest.FixtureRequest) -> Iterator[None]:
    """Try both: giving up where little is right, and never giving up."""
    was, resuming.FEW = resuming.FEW, request.param
    yield
    resuming.FEW = was


def changed(document: dict[str, Any], rng: random.Random) -> dict[str, Any]:
    """Let some leave, some change places or village, and some new ones come."""
    other = random_document(rng.randrange(10**9), children=4, mothers=3)
    found = {**document}
    for side, letter in (("children", "c"), ("mothers", "m")):
        rows = [dict(row, likes=[], excl=[]) for row in document[side] if rng.random() < 0.85]
        for row in rows:
            if rng.random() < 0.15:
                row["code"] = rng.choice(document[side])["code"]
            if "cap" in row and rng.random() < 0.2:
                row["cap"] = rng.randrange(4)
        new = [dict(row, id=f"{letter}{rng.randrange(10**9)}", likes=[], excl=[]) for row in other[side]]
        found[side] = rows + new
    names = {row["id"] for side in ("children", "mothers") for row in found[side]}
    found["extra"] = []
    found["existing"] = [pair for pair in document["existing"] if set(pair) <= names]
    return found


def assert_as_good(instance: Instance, before: Before, seed: int | None) -> Solver:
    """Resume, and hold the plan to one from scratch, proof included; with a lottery the plan is the same."""
    found, fresh = resume(instance, before, seed), Solver(instance, seed).solve()
    solution = found.solution()
    assert solution.objective == fresh.objective
    assert bound(instance, solution.prices) == fresh.objective
    if seed is not None:
        assert solution.match == fresh.match
    return found


@given(SEEDS, st.sampled_from([None, 3]))
@settings(max_examples=60, deadline=None)
def test_a_changed_instance_is_solved_as_from_scratch(seed: int, lot: int | None) -> None:
    document, rng = random_document(seed, children=24, mothers=16), random.Random(seed)
    solver = Solver(instance_of(document), lot)
    solver.solve()
    for _ in range(3):
        document = changed(document, rng)
        solver = assert_as_good(instance_of(document), before_of(solver), lot)


@given(SEEDS, st.sampled_from([None, 3]))
@settings(max_examples=60, deadline=None)
def test_any_plan_and_any_prices_are_good_enough(seed: int, lot: int | None) -> None:
    instance, rng = instance_of(random_document(seed, children=14, mothers=9)), random.Random(seed)
    names = [mother.id for mother in instance.mothers] + ["nobody"]
    pairs = {child.id: rng.choice(names) for child in instance.children if rng.random() < 0.8} | {"gone": names[0]}
    prices = {
        name: (*(rng.choice((0, 0, 1, -1, 10**9)) for _ in range(3)), rng.randrange(-2, 3), rng.randrange(-50, 200))
        for name in names if rng.random() < 0.8
    }
    assert_as_good(instance, Before(pairs, prices), lot)


@pytest.mark.parametrize("lot", [None, 5])
def test_what_did_not_change_stays_and_keeps_its_prices(lot: int | None) -> None:
    instance = instance_of(random_document(8, children=60, mothers=40))
    solver = Solver(instance, lot)
    plan = solver.solve()
    again = resume(instance, before_of(solver), lot)
    assert again.solution().match == plan.match
    assert before_of(again) == before_of(solver)


def test_five_levels_of_a_price_are_enough() -> None:
    instance = instance_of(random_document(9, children=60, mothers=40))
    solver = Solver(instance, 1)
    solver.solve()
    known = before_of(solver)
    rounded = Before(known.pairs, {name: price[:5] for name, price in known.prices.items()})
    assert_as_good(instance, rounded, 1)
