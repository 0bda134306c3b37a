"""Answers are checked without the solver: what is tampered with is found."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from aixin_tui.engine.matching.answer import MODES, NotAnAnswerError, answer_of, check_answer

DATA = Path(__file__).parents[2] / "data" / "match"


def example(name: str = "t01-hand") -> Any:
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", sorted(DATA.glob("*.json")), ids=lambda path: path.stem)
@pytest.mark.parametrize("mode", ["assign", "n-plus-1", "stable"])
def test_own_answers_are_right(path: Path, mode: str) -> None:
    instance = example(path.stem)
    verdict = check_answer(instance, json.loads(json.dumps(answer_of(instance, mode))))
    assert (verdict.is_right, verdict.gap) == (True, 0)


def _swap(answer: dict[str, Any]) -> None:
    one, other = answer["pairs"][0], answer["pairs"][1]
    one["mother"], other["mother"] = other["mother"], one["mother"]


def _drop(answer: dict[str, Any]) -> None:
    gone = answer["pairs"].pop()
    answer["unmatched"].append({"child": gone["child"], "reason": "full"})


@pytest.mark.parametrize("tamper", [
    _swap, _drop,
    lambda a: a["pairs"].append(dict(a["pairs"][0])),
    lambda a: a["pairs"][0].update(mother="nobody"),
    lambda a: a["pairs"][0].update(role="support" if a["pairs"][0]["role"] == "lead" else "lead"),
    lambda a: a["unmatched"].pop(),
    lambda a: [row.update(reason="no_consent") for row in a["unmatched"]],
    lambda a: [pair.update(mother=a["pairs"][0]["mother"]) for pair in a["pairs"]],
])
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("with_seal", [True, False])
def test_a_tampered_plan_is_found(tamper: Any, mode: str, with_seal: bool) -> None:
    instance = example()
    answer = copy.deepcopy(answer_of(instance, mode))
    tamper(answer)
    if not with_seal:
        del answer["seal"]
    assert not check_answer(instance, answer).is_right


@pytest.mark.parametrize("tamper", [
    lambda a: a["objective"].update(cost=a["objective"]["cost"] - 1),
    lambda a: a["bound"].update(cost=a["bound"]["cost"] + 1),
    lambda a: a["bound"].update(cost=a["bound"]["cost"] + 10**9),
    lambda a: a["certificate"]["price"].update(dict.fromkeys(a["certificate"]["price"], 0)),
    lambda a: a["certificate"]["price"].update(dict.fromkeys(a["certificate"]["price"], 10**6)),
    lambda a: a["certificate"]["price"].update(nobody=0),
])
@pytest.mark.parametrize("mode", ["assign", "siblings", "n-plus-1"])
@pytest.mark.parametrize("with_seal", [True, False])
def test_a_tampered_value_or_proof_is_found(tamper: Any, mode: str, with_seal: bool) -> None:
    instance = example()
    answer = copy.deepcopy(answer_of(instance, mode))
    tamper(answer)
    if not with_seal:
        del answer["seal"]
    assert not check_answer(instance, answer).is_right


@pytest.mark.parametrize("mode", MODES)
def test_any_price_edited_by_one_breaks_the_seal(mode: str) -> None:
    instance = example()
    for mother in (row["id"] for row in instance["mothers"]):
        answer = copy.deepcopy(answer_of(instance, mode))
        if mode == "stable":
            answer["pairs"].reverse()
            assert check_answer(instance, answer).is_right
            continue
        answer["certificate"]["price"][mother][-1] += 1
        assert not check_answer(instance, answer).is_right


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("reason", ["full", "rules", "nobody_near", "step", "unheard_of", "no_consent", ""])
def test_a_reason_that_is_not_so_is_found_without_a_seal(mode: str, reason: str) -> None:
    instance = example("t05-random")
    answer = copy.deepcopy(answer_of(instance, mode))
    del answer["seal"]
    assert check_answer(instance, answer).is_right
    assert answer["unmatched"]
    for row in answer["unmatched"]:
        held = row["reason"]
        row["reason"] = reason
        assert check_answer(instance, answer).is_right == (held == reason)
        row["reason"] = held


@pytest.mark.parametrize("mode", ["siblings", "n-plus-1"])
def test_a_supporter_counts_once_and_siblings_as_they_are(mode: str) -> None:
    instance = example("s03-siblings")
    answer = copy.deepcopy(answer_of(instance, mode))
    del answer["seal"]
    key = "cost_with_siblings" if mode == "siblings" else "cost"
    answer["objective"][key] -= 1
    assert not check_answer(instance, answer).is_right
    answer["objective"][key] += 1
    assert check_answer(instance, answer).is_right
    answer["bound"][key] = answer["objective"][key] + 1
    assert not check_answer(instance, answer).is_right


@pytest.mark.parametrize("tamper", [
    lambda a: a.pop("pairs"), lambda a: a.update(schema="x"), lambda a: a.update(mode="else"),
    lambda a: a["objective"].update(cost="few"), lambda a: a["certificate"].update(price=None),
    lambda a: a["certificate"]["price"].update(m1=[1]), lambda a: a.update(pairs=[1]),
])
def test_what_is_no_answer_is_said_to_be_none(tamper: Any) -> None:
    instance = example()
    answer = copy.deepcopy(answer_of(instance))
    tamper(answer)
    with pytest.raises(NotAnAnswerError):
        check_answer(instance, answer)


def test_every_spoiled_plan_of_a_county_is_caught() -> None:
    instance = example("s02-keep")
    answer = answer_of(instance)
    caught = 0
    for number in range(0, len(answer["pairs"]) - 1, 7):
        spoiled = copy.deepcopy(answer)
        one, other = spoiled["pairs"][number], spoiled["pairs"][number + 1]
        one["mother"], other["mother"] = other["mother"], one["mother"]
        caught += not check_answer(instance, spoiled).is_right
    assert caught == len(range(0, len(answer["pairs"]) - 1, 7))
