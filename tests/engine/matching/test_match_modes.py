"""Every mode against trying everything, and its laws: order, names, one mother more, class first."""

from __future__ import annotations

import copy
import json
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from match_brute_modes import Brute
from match_instances import random_families

from aixin_tui.engine.matching.answer import METHODS, MODES, answer_of, check_answer, mode_of

DATA = Path(__file__).parents[2] / "data" / "match"
EXAMPLES = sorted(DATA.glob("*.json"))
SEEDS = st.integers(0, 10**9)


def levels(answer: dict[str, Any], of: str = "objective") -> tuple[int, ...]:
    """Flatten what an answer says, in order of the levels; siblings counted."""
    said = answer[of]
    if "leads_missing_by_class" in said:
        return (*said["leads_missing_by_class"], said["cost"])
    return (*said["unmatched_by_class"], said["broken"], said.get("cost_with_siblings", said["cost"]))


def example(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
@pytest.mark.parametrize("seed", [None, 7])
@pytest.mark.requirement("HN-11")
def test_examples_reach_their_proven_team_optimum(path: Path, seed: int | None) -> None:
    document = example(path)
    optimum = document["optimum"]["n_plus_1"]
    answer = answer_of(document, "n-plus-1", seed)
    assert answer["objective"] == answer["bound"] == optimum
    rounds = answer_of(document, "n-plus-1", seed, "rounds")
    assert rounds["objective"]["leads_missing_by_class"] == optimum["leads_missing_by_class"]
    assert optimum["cost"] <= rounds["objective"]["cost"]
    assert rounds["bound"] == optimum


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_siblings_come_near_the_optimum_of_the_examples(path: Path) -> None:
    document = example(path)
    optimum = document["optimum"]
    answer = answer_of(document, "siblings")
    said = answer["objective"]
    assert said["unmatched_by_class"] == optimum["unmatched_by_class"]
    assert said["broken"] == optimum["broken"]
    best, plain = optimum["cost_with_siblings"], optimum["cost"]
    assert best <= said["cost_with_siblings"] <= best + 0.08 * (plain - best)
    assert answer["bound"]["cost_with_siblings"] <= best


@pytest.mark.parametrize("path", [path for path in EXAMPLES if "stable" in example(path)["optimum"]],
                         ids=lambda path: path.stem)
@pytest.mark.requirement("HN-16")
def test_the_stable_plan_of_an_example_has_one_of_its_sizes(path: Path) -> None:
    document = example(path)
    sizes = document["optimum"]["stable"]["weak_sizes"]
    assert {len(answer_of(document, "stable", seed)["pairs"]) for seed in (None, 1, 2, 3)} <= set(sizes)


@pytest.mark.parametrize("seed", range(150))
def test_teams_of_tiny_instances_agree_with_trying_everything(seed: int) -> None:
    document = random_families(seed)
    best = Brute(document).best_team()
    for lot in (None, seed):
        answer = answer_of(document, "n-plus-1", lot)
        assert levels(answer) == levels(answer, "bound") == best
        assert check_answer(document, answer).is_right
    rounds = answer_of(document, "n-plus-1", None, "rounds")
    assert levels(rounds)[:3] == best[:3]
    assert levels(rounds) >= best == levels(rounds, "bound")
    assert check_answer(document, rounds).is_right


def test_siblings_of_tiny_instances_are_never_better_and_seldom_worse_than_the_best() -> None:
    missed = 0
    for seed in range(120):
        document = random_families(seed, children=5, mothers=4)
        brute = Brute(document)
        best, answer = brute.best(siblings=True), answer_of(document, "siblings", seed % 3 or None)
        assert levels(answer)[:4] == best[:4]
        assert levels(answer, "bound") <= best <= levels(answer)
        plan = {pair["child"]: next(row for row in document["mothers"] if row["id"] == pair["mother"])
                for pair in answer["pairs"]}
        assert brute.value(plan, siblings=True) == levels(answer)
        assert brute.value(plan)[4] == answer["objective"]["cost"]
        assert check_answer(document, answer).is_right
        missed += levels(answer) != best
    assert missed <= 2


@pytest.mark.parametrize("seed", range(150))
def test_stable_plans_of_tiny_instances_block_nobody_and_have_a_size_that_exists(seed: int) -> None:
    document = random_families(seed, children=5, mothers=4)
    brute = Brute(document)
    for lot in (None, seed):
        answer = answer_of(document, "stable", lot)
        plan = {pair["child"]: next(row for row in document["mothers"] if row["id"] == pair["mother"])
                for pair in answer["pairs"]}
        assert brute.blocking(plan) == []
        assert len(plan) in brute.stable_sizes()
        assert check_answer(document, answer).is_right


@pytest.mark.parametrize("mode", MODES)
@given(seed=SEEDS, rng=st.randoms(use_true_random=False))
@settings(max_examples=12, deadline=None)
def test_order_of_input_never_changes_an_answer(mode: str, seed: int, rng: random.Random) -> None:
    document = random_families(seed, children=14, mothers=9)
    other = copy.deepcopy(document)
    for key in ("children", "mothers", "existing", "extra"):
        rng.shuffle(other[key])
    for row in (*other["children"], *other["mothers"]):
        for key in ("needs", "skills", "likes", "excl"):
            rng.shuffle(row.get(key, []))
    assert json.dumps(answer_of(document, mode)) == json.dumps(answer_of(other, mode))
    assert json.dumps(answer_of(document, mode, 5)) == json.dumps(answer_of(other, mode, 5))


@pytest.mark.parametrize("mode", ["assign", "n-plus-1"])
@given(seed=SEEDS)
@settings(max_examples=12, deadline=None)
def test_names_and_one_mother_more_never_make_it_worse(mode: str, seed: int) -> None:
    document = random_families(seed, children=14, mothers=9)
    before = levels(answer_of(document, mode))
    more = copy.deepcopy(document)
    more["mothers"].append({**random_families(seed + 1, mothers=1)["mothers"][0], "id": "new", "likes": []})
    assert levels(answer_of(more, mode)) <= before
    text = json.dumps(document)
    for number in range(14):
        text = text.replace(f'"c{number}"', f'"K{(number * 5) % 14:02}"')
    for number in range(9):
        text = text.replace(f'"m{number}"', f'"A{8 - number}"')
    assert levels(answer_of(json.loads(text), mode)) == before


@given(SEEDS)
@settings(max_examples=20, deadline=None)
def test_leads_of_class_one_come_first_at_no_cost_in_leads(seed: int) -> None:
    document = random_families(seed, children=12, mothers=6)
    flat = copy.deepcopy(document)
    for child in flat["children"]:
        child["cls"] = 1
    assert sum(levels(answer_of(document, "n-plus-1"))[:3]) == levels(answer_of(flat, "n-plus-1"))[0]


@given(SEEDS)
@settings(max_examples=10, deadline=None)
def test_siblings_never_come_out_worse_than_the_plan_without_them(seed: int) -> None:
    document = random_families(seed, children=16, mothers=10)
    brute = Brute(document)
    plain = answer_of(document, "assign")
    plan = {pair["child"]: next(row for row in document["mothers"] if row["id"] == pair["mother"])
            for pair in plain["pairs"]}
    answer = answer_of(document, "siblings")
    assert levels(answer) <= brute.value(plan, siblings=True)
    assert answer["bound"]["cost"] <= plain["objective"]["cost"]


def test_a_file_says_its_mode_itself_or_gets_one_mother_each() -> None:
    document = random_families(3)
    assert mode_of(document) == "assign"
    assert answer_of({**document, "mode": "stable"})["mode"] == "stable"
    assert answer_of(document)["mode"] == "assign"
    assert METHODS == ("joint", "rounds")
