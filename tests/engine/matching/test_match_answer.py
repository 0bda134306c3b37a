"""Answers are checked without the solver: what is tampered with is found."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from aixin_tui.engine.matching.answer import NotAnAnswerError, answer_of, check_answer
from aixin_tui.engine.matching.instance import Instance
from aixin_tui.engine.matching.neutral import instance_of

DATA = Path(__file__).parents[2] / "data" / "match"


def example(name: str = "t01-hand") -> Instance:
    return instance_of(json.loads((DATA / f"{name}.json").read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", sorted(DATA.glob("*.json")), ids=lambda path: path.stem)
def test_own_answers_are_right(path: Path) -> None:
    instance = example(path.stem)
    assert check_answer(instance, json.loads(json.dumps(answer_of(instance)))).is_right


def _swap(answer: dict[str, Any]) -> None:
    one, other = answer["pairs"][0], answer["pairs"][1]
    one["mother"], other["mother"] = other["mother"], one["mother"]


def _drop(answer: dict[str, Any]) -> None:
    gone = answer["pairs"].pop()
    answer["unmatched"].append({"child": gone["child"], "reason": "full"})


@pytest.mark.parametrize("tamper", [
    _swap, _drop,
    lambda a: a["objective"].update(cost=a["objective"]["cost"] - 1),
    lambda a: a["bound"].update(cost=a["bound"]["cost"] + 1),
    lambda a: a["certificate"]["price"].update(dict.fromkeys(a["certificate"]["price"], 0)),
    lambda a: a["pairs"].append(dict(a["pairs"][0])),
    lambda a: a["pairs"][0].update(mother="nobody"),
    lambda a: a["pairs"][0].update(role="support"),
    lambda a: a["unmatched"].pop(),
    lambda a: [row.update(reason="no_consent") for row in a["unmatched"]],
    lambda a: [pair.update(mother=a["pairs"][0]["mother"]) for pair in a["pairs"]],
])
def test_a_tampered_answer_is_found(tamper: Any) -> None:
    instance = example()
    answer = copy.deepcopy(answer_of(instance))
    tamper(answer)
    assert not check_answer(instance, answer).is_right


@pytest.mark.parametrize("tamper", [
    lambda a: a.pop("pairs"), lambda a: a.update(schema="x"), lambda a: a.update(mode="stable"),
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
