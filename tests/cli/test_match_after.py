"""`aixin match solve NEW --after ANSWER`: the plan is proven as ever, and says what became of the pairs of before."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from calling import Aixin

EXAMPLES = sorted((Path(__file__).parents[1] / "data" / "match").glob("*.json"))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_a_withdrawal_is_told_and_the_rest_is_kept(aixin: Aixin, tmp_path: Path, path: Path) -> None:
    document = json.loads(path.read_text(encoding="utf-8"))
    old, new, answer = tmp_path / "old.json", tmp_path / "new.json", tmp_path / "new-answer.json"
    before = aixin("match", "solve", path)
    old.write_text(before.out, encoding="utf-8")
    pairs = {pair["child"]: pair["mother"] for pair in before.object["pairs"]}
    child, mother = next(iter(pairs.items()))
    for row in document["mothers"]:
        row["avail"] = row["avail"] and row["id"] != mother
    document["existing"] = [list(pair) for pair in pairs.items()]
    new.write_text(json.dumps(document), encoding="utf-8")
    solved = aixin("match", "solve", new, "--after", old)
    assert solved.code == 0
    answer.write_text(solved.out, encoding="utf-8")
    assert aixin("match", "verify", new, answer).code == 0
    told = solved.object["difference"]
    assert [row["why"] for key in ("changed", "ended") for row in told[key] if row["child"] == child] == ["no_places"]
    assert told["kept"] == sum(pairs.get(one["child"]) == one["mother"] for one in solved.object["pairs"])
    told["kept"] += 1
    answer.write_text(json.dumps(solved.object | {"difference": told}), encoding="utf-8")
    assert aixin("match", "verify", new, answer).code == 1


@pytest.mark.parametrize("text", ["{}", "[]", '{"schema": "match-answer/1", "pairs": 3}'])
def test_what_is_no_answer_is_refused(aixin: Aixin, tmp_path: Path, text: str) -> None:
    bad = tmp_path / "bad.json"
    bad.write_text(text, encoding="utf-8")
    assert aixin("match", "solve", EXAMPLES[0], "--after", bad).code == 2


def test_other_modes_begin_from_nothing(aixin: Aixin, tmp_path: Path) -> None:
    assert aixin("match", "solve", EXAMPLES[0], "--mode", "stable", "--after", tmp_path / "any.json").code == 2
