"""What one more wish would cost the plan: the same as enumerating every plan that holds the pair."""

from __future__ import annotations

from itertools import product

import pytest
from match_instances import random_document

from aixin_tui.engine.matching.instance import Instance
from aixin_tui.engine.matching.neutral import instance_of
from aixin_tui.engine.matching.objective import NOBODY, PlanError, evaluate
from aixin_tui.engine.matching.solver import Solver
from aixin_tui.engine.matching.what_if import if_paired, runner_up


def best_with(instance: Instance, child: int, mother: int) -> tuple[int, ...]:
    values = []
    for match in product(range(NOBODY, len(instance.mothers)), repeat=len(instance.children)):
        if match[child] == mother:
            try:
                values.append(tuple(evaluate(instance, match)))
            except PlanError:
                continue
    return min(values)


@pytest.mark.parametrize("seed", range(25))
def test_a_pair_that_is_set_loses_just_what_enumeration_says(seed: int) -> None:
    instance = instance_of(random_document(seed, children=4, mothers=3))
    solver = Solver(instance, 7)
    best = solver.solve()
    for child in range(len(instance.children)):
        for mother in range(len(instance.mothers)):
            if not instance.allowed(child, mother):
                with pytest.raises(ValueError, match="not allowed"):
                    if_paired(instance, best.match, child, mother, 7)
                continue
            found = if_paired(instance, best.match, child, mother, 7)
            wanted = best_with(instance, child, mother)
            assert tuple(a + b for a, b in zip(best.objective, found.loss, strict=True)) == wanted
            if best.match[child] == mother:
                assert found.is_as_good
                assert not found.moved


@pytest.mark.parametrize("seed", range(10))
def test_who_comes_next_loses_least_of_all_others(seed: int) -> None:
    instance = instance_of(random_document(seed, children=4, mothers=3))
    solver = Solver(instance, 7)
    best = solver.solve()
    for child, own in enumerate(best.match):
        others = [if_paired(instance, best.match, child, mother, 7).loss for mother in range(len(instance.mothers))
                  if mother != own and instance.allowed(child, mother)]
        found = runner_up(instance, solver, child, seed=7, look_at=len(instance.mothers))
        assert (found.loss if found else None) == min(others, default=None)
