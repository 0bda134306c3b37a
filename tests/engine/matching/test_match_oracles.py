"""Middle sizes: the engine against OR-Tools, SciPy and HiGHS, level by level and to the integer."""

from __future__ import annotations

import pytest
from match_brute_modes import Brute
from match_brute_modes import levels_of as levels
from match_instances import random_families
from match_oracles import flow_optimum, program_optimum, program_stable, program_team, scipy_optimum

from aixin_tui.engine.matching.answer import answer_of, check_answer


@pytest.mark.parametrize(("children", "mothers"), [(50, 30), (80, 70), (150, 90), (250, 260), (400, 330)])
@pytest.mark.parametrize("seed", range(2))
def test_one_lead_each_agrees_with_the_flow_of_least_cost(children: int, mothers: int, seed: int) -> None:
    document = random_families(1000 * children + seed, children, mothers)
    best = flow_optimum(document)
    for lot in (None, seed):
        answer = answer_of(document, "assign", lot)
        assert levels(answer) == levels(answer, "bound") == best
        assert check_answer(document, answer).is_right


@pytest.mark.parametrize(("children", "mothers"), [(50, 40), (100, 110)])
@pytest.mark.parametrize("seed", range(2))
def test_one_lead_each_agrees_with_a_sparse_matching_and_a_program(children: int, mothers: int, seed: int) -> None:
    document = random_families(2000 * children + seed, children, mothers)
    assert scipy_optimum(document) == program_optimum(document) == levels(answer_of(document, "assign", seed))


@pytest.mark.parametrize(("children", "mothers"), [(30, 20), (50, 45)])
@pytest.mark.parametrize("seed", range(3))
def test_siblings_come_near_a_program_and_never_below_it(children: int, mothers: int, seed: int) -> None:
    document = random_families(3000 * children + seed, children, mothers)
    best = program_optimum(document, siblings=True)
    plain = answer_of(document, "assign")
    answer = answer_of(document, "siblings", seed or None)
    assert levels(answer)[:4] == best[:4]
    assert levels(answer, "bound") <= best <= levels(answer)
    assert levels(answer)[4] - best[4] <= 0.2 * (levels(plain)[4] - best[4])
    assert check_answer(document, answer).is_right


@pytest.mark.parametrize(("children", "mothers"), [(50, 40), (70, 90)])
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.requirement("HN-11")
def test_teams_agree_with_a_program(children: int, mothers: int, seed: int) -> None:
    document = random_families(4000 * children + seed, children, mothers)
    best = program_team(document)
    answer = answer_of(document, "n-plus-1", seed or None)
    assert levels(answer) == levels(answer, "bound") == best
    rounds = answer_of(document, "n-plus-1", seed or None, "rounds")
    assert levels(rounds)[:3] == best[:3]
    assert levels(rounds) >= best


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.requirement("HN-16")
def test_two_way_choice_blocks_nobody_and_has_a_size_that_a_program_allows(seed: int) -> None:
    document = random_families(5000 + seed, 40, 30)
    brute = Brute(document)
    least, most = program_stable(document)
    answer = answer_of(document, "stable", seed or None)
    plan = {pair["child"]: next(row for row in document["mothers"] if row["id"] == pair["mother"])
            for pair in answer["pairs"]}
    assert brute.blocking(plan) == []
    assert least <= len(plan) <= most
