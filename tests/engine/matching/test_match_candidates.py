"""A sweep finds every pair that is better at the prices with which it began, also while prices move."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from match_instances import random_document

from aixin_tui.engine.matching.neutral import instance_of
from aixin_tui.engine.matching.solver import Solver

SEEDS = st.integers(0, 10**9)


@given(SEEDS, st.lists(st.integers(0, 40), min_size=12, max_size=12), st.lists(st.integers(0, 40), min_size=12,
                                                                               max_size=12), st.integers(0, 200))
@settings(max_examples=60, deadline=None)
def test_a_price_that_rises_hides_nobody_behind_it(seed: int, before: list[int], rise: list[int], worth: int) -> None:
    document = random_document(seed, children=6, mothers=12)
    for mother in document["mothers"]:
        mother.update(skills=[], kind="sector", gender="F", trained=True)  # many of one type: one behind another
    solver = Solver(instance_of(document))
    price = list(before)
    sweep = solver.candidates.sweep(price)
    everybody = list(solver.instance.consenting())
    for child in everybody:
        sweep.below(child, worth, 0, set(), 1)  # whatever was looked at before
    price[:] = [low + more for low, more in zip(before, rise, strict=True)]
    for child in everybody:
        found = sweep.below(child, worth, 0, set(), 50)
        want = {(mother, cost) for mother, cost in solver.candidates.around(child) if cost + price[mother] < worth}
        assert set(found) == want
