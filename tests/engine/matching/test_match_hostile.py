"""Whatever a file holds, it is read, refused as none, or found wrong; weights of any size end."""

from __future__ import annotations

import copy
import json
import math
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from match_brute_modes import Brute
from match_instances import random_families

from aixin_tui.engine.matching.answer import MODES, NotAnAnswerError, NotAnInstanceError, answer_of, check_answer

DATA = Path(__file__).parents[2] / "data" / "match"
JUNK: tuple[Any, ...] = (None, True, -1, 1.5, math.nan, math.inf, 10**40, "", "x", "\ud800", [], [1], [[]], {},
                         {"a": 1})


def example() -> Any:
    return json.loads((DATA / "t01-hand.json").read_text(encoding="utf-8"))


def places(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Walk over every place of a document."""
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in items:
        yield (*path, key)
        yield from places(value, (*path, key))


def spoiled(document: Any, path: tuple[Any, ...], junk: Any, *, drop: bool) -> Any:
    found = copy.deepcopy(document)
    node = found
    for key in path[:-1]:
        node = node[key]
    if drop:
        del node[path[-1]]
    else:
        node[path[-1]] = junk
    return found


def test_a_spoiled_instance_is_solved_or_refused_never_more() -> None:
    document = example()
    for key in ("optimum", "proof", "note"):
        document.pop(key, None)
    rng = random.Random(4)
    for number, path in enumerate(places(document)):
        other = spoiled(document, path, rng.choice(JUNK), drop=number % 4 == 0)
        mode = MODES[number % len(MODES)]
        try:
            answer = answer_of(other, mode)
        except NotAnInstanceError:
            continue
        assert check_answer(other, answer).is_right


@pytest.mark.parametrize("mode", MODES)
def test_a_spoiled_answer_is_refused_or_found_wrong(mode: str) -> None:
    document = example()
    answer = answer_of(document, mode)
    rng = random.Random(mode)
    for number, path in enumerate(places(answer)):
        other = spoiled(answer, path, rng.choice(JUNK), drop=number % 4 == 0)
        try:
            verdict = check_answer(document, other)
        except NotAnAnswerError:
            continue
        assert verdict.is_right == (path == ("seal",))


@pytest.mark.parametrize("other", [None, [], 3, "x", {}, {"schema": "match-answer/1"}])
def test_what_is_no_document_is_none(other: Any) -> None:
    with pytest.raises(NotAnInstanceError):
        answer_of(other)
    with pytest.raises(NotAnAnswerError):
        check_answer(example(), other)


@pytest.mark.parametrize("spoil", [
    lambda d: d["mothers"].append(dict(d["mothers"][0])), lambda d: d["children"].append(dict(d["children"][0])),
    lambda d: d["weights"].update(load=[4, 0]), lambda d: d["weights"]["dist"].update(red=[5, 4, 3, 2, 1]),
    lambda d: d["n_plus_1"].update(worth=[1, 2]), lambda d: d["n_plus_1"].update(n=9),
    lambda d: d["weights"].update(gender_soft=2**31), lambda d: d["mothers"][0].update(likes=["nobody"]),
])
def test_what_the_schema_rules_out_is_no_instance(spoil: Any) -> None:
    document = example()
    spoil(document)
    with pytest.raises(NotAnInstanceError):
        answer_of(document)


def test_teams_are_refused_where_the_file_offers_none() -> None:
    document = example()
    answer = answer_of(document, "n-plus-1")
    del document["n_plus_1"]
    with pytest.raises(NotAnInstanceError):
        answer_of(document, "n-plus-1")
    with pytest.raises(NotAnInstanceError):
        check_answer(document, answer)


@pytest.mark.parametrize("times", [-1, 0, 100_000])
@pytest.mark.parametrize("seed", range(6))
def test_weights_of_any_size_and_sign_end_at_the_optimum(seed: int, times: int) -> None:
    document = random_families(seed, children=6, mothers=4)
    weights = copy.deepcopy(document["weights"])
    for row in weights["dist"].values():
        row[:] = sorted(times * one for one in row)
    for key in ("gender_soft", "social_red_orange", "child_like", "mother_like", "sibling"):
        weights[key] *= times
    document["weights"] = weights
    brute = Brute(document)
    said = answer_of(document, "assign")["objective"]
    assert (*said["unmatched_by_class"], said["broken"], said["cost"]) == brute.best()
    team = answer_of(document, "n-plus-1")["objective"]
    assert (*team["leads_missing_by_class"], team["cost"]) == brute.best_team()
    assert check_answer(document, answer_of(document, "siblings")).is_right


def test_more_places_than_children_cost_no_memory() -> None:
    document = example()
    document["mothers"][0]["cap"] = 900_000
    assert all(check_answer(document, answer_of(document, mode)).is_right for mode in MODES)
