"""Every mode against trying everything, on tiny instances in which every rule binds and codes are padded."""

from __future__ import annotations

import pytest
from match_brute_modes import Brute, Row
from match_brute_modes import levels_of as levels
from match_padded import binding, random_padded

from aixin_tui.engine.matching.answer import MODES, answer_of, check_answer

SEEDS = range(250)


def test_every_rule_of_the_schema_binds_somewhere() -> None:
    found = set[str]().union(*(binding(random_padded(seed)) for seed in SEEDS))
    wanted = {"no consent", "likes", "excluded", "family", "likes whom she excludes", "child padded", "mother padded",
              "sex is a must", "trained for red", "existing", "existing but excluded", "mother likes", "not available"}
    wanted |= {f"cap {cap}" for cap in range(4)} | {f"class {number}" for number in (1, 2, 3)}
    wanted |= {f"{side} radius {tier}" for side in ("child", "mother") for tier in range(5)}
    assert wanted - found == set()


@pytest.mark.parametrize("mode", MODES)
def test_every_mode_agrees_with_trying_everything(mode: str) -> None:
    for seed in SEEDS:
        document = random_padded(seed, *((5, 4) if mode in ("siblings", "stable") else ()))
        brute, answer = Brute(document), answer_of(document, mode, seed % 3 or None)
        _agrees(brute, mode, answer)
        assert check_answer(document, answer).is_right, seed


def _agrees(brute: Brute, mode: str, answer: Row) -> None:
    if mode == "assign":
        assert levels(answer) == levels(answer, "bound") == brute.best()
    elif mode == "n-plus-1":
        assert levels(answer) == levels(answer, "bound") == brute.best_team()
    elif mode == "siblings":
        best = brute.best(siblings=True)
        assert levels(answer)[:4] == best[:4]
        assert levels(answer, "bound") <= best <= levels(answer)
    else:
        of = {row["id"]: row for row in brute.mothers}
        plan = {pair["child"]: of[pair["mother"]] for pair in answer["pairs"]}
        assert brute.blocking(plan) == []
        assert len(plan) in brute.stable_sizes()
