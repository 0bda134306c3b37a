"""Brothers and sisters of a run: joins stand as terms of their pairs, and the plan with them is proven best."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from match_brute_modes import Brute
from match_instances import random_families

from aixin_tui.engine.matching.certificate import bound
from aixin_tui.engine.matching.kept_together import SIBLING, families_of, keep_together, with_terms
from aixin_tui.engine.matching.neutral_siblings import siblings_of_document
from aixin_tui.engine.matching.objective import NOBODY, evaluate
from aixin_tui.engine.matching.siblings import SiblingProblem, evaluate_siblings, joined
from aixin_tui.engine.matching.solver import solve


def problem_of(seed: int, children: int = 0, mothers: int = 0) -> SiblingProblem:
    return siblings_of_document(random_families(seed, children, mothers))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([None, 7]))
def test_no_plan_is_worse_for_keeping_siblings_together_and_each_is_proven(seed: int, draw: int | None) -> None:
    problem = problem_of(seed, 12, 9)
    aided, gap = keep_together(problem, draw)
    found, plain = solve(aided, draw), solve(problem.instance, draw)
    value = evaluate_siblings(problem, found.match)
    assert bound(aided, found.prices) == found.objective == evaluate(aided, found.match)
    assert value <= evaluate_siblings(problem, plain.match)
    assert value[:4] == plain.objective[:4]
    assert gap >= 0


@pytest.mark.parametrize("seed", range(40))
def test_the_gap_that_is_said_holds_against_every_plan(seed: int) -> None:
    document = random_families(seed)
    problem = siblings_of_document(document)
    aided, gap = keep_together(problem)
    value = evaluate_siblings(problem, solve(aided).match)
    best = Brute(document).best(siblings=True)
    assert value[:4] == tuple(best[:4])
    assert best[4] <= value.cost <= best[4] + gap


@pytest.mark.parametrize("seed", range(20))
def test_what_pairs_are_given_for_a_sibling_is_what_the_joins_are_worth(seed: int) -> None:
    problem = problem_of(seed, 20, 16)
    aided, _ = keep_together(problem)
    match = solve(aided).match
    given_for = sum(-aided.terms(child, mother).get(SIBLING, 0)
                    for child, mother in enumerate(match) if mother != NOBODY)
    together = sum(joined(family, match) for family in problem.families)
    assert given_for <= problem.bonus * together
    assert (evaluate(problem.instance, match).cost - given_for) >= evaluate_siblings(problem, match).cost


def test_families_are_the_consenting_children_of_a_household() -> None:
    instance = problem_of(3, 12, 6).instance
    consenting = list(instance.consenting())
    households = ["" for _ in instance.children]
    refused = [child for child in range(len(instance.children)) if child not in consenting]
    for child in (*consenting[:2], *refused):
        households[child] = "h1"
    households[consenting[2]] = "h2"
    assert families_of(households, instance) == (tuple(consenting[:2]),)


def test_a_pair_with_a_further_term_stays_what_it_was_else() -> None:
    instance = problem_of(5, 10, 8).instance
    child, mother = next((child, mother) for child in instance.consenting() for mother in range(8)
                         if instance.cost(child, mother) is not None)
    aided = with_terms(instance, {(child, mother): -20})
    assert aided.cost(child, mother) == (instance.cost(child, mother) or 0) - 20
    assert aided.terms(child, mother)[SIBLING] == -20
    others = [(one, other) for one in range(10) for other in range(8) if (one, other) != (child, mother)]
    assert all(aided.cost(*pair) == instance.cost(*pair) for pair in others)
    assert all(aided.refused(*pair) == instance.refused(*pair) for pair in others)
