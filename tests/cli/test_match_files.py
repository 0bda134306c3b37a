"""`aixin match solve|verify`: neutral files in, answers out; the same in every process."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from calling import Aixin

DATA = Path(__file__).parents[1] / "data" / "match"
EXAMPLES = sorted(DATA.glob("*.json"))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_answer_is_verified_and_a_spoiled_one_refused(aixin: Aixin, tmp_path: Path, path: Path) -> None:
    solved = aixin("match", "solve", path, "--json")
    assert solved.code == 0
    optimum = json.loads(path.read_text(encoding="utf-8"))["optimum"]
    assert solved.object["objective"] == {key: optimum[key] for key in ("unmatched_by_class", "broken", "cost")}
    answer = tmp_path / "answer.json"
    answer.write_text(solved.out, encoding="utf-8")
    assert aixin("match", "verify", path, answer).code == 0
    spoiled = {**solved.object, "pairs": solved.object["pairs"][1:]}
    answer.write_text(json.dumps(spoiled), encoding="utf-8")
    said = aixin("match", "verify", path, answer)
    assert said.code == 1
    assert "Traceback" not in said.err


@pytest.mark.parametrize("text", ["", "[]", "{}", "nonsense", '{"schema": "match-instance/1"}', "\ufeff\x00"])
def test_a_file_that_is_none_is_said_to_be_none(aixin: Aixin, tmp_path: Path, text: str) -> None:
    file = tmp_path / "file.json"
    file.write_text(text, encoding="utf-8")
    assert aixin("match", "solve", file).code == 2
    assert aixin("match", "verify", file, EXAMPLES[0]).code == 2
    assert aixin("match", "verify", EXAMPLES[0], file).code == 2
    assert aixin("match", "solve", tmp_path / "missing.json").code == 2


def test_order_and_process_never_change_the_answer(aixin: Aixin, tmp_path: Path) -> None:
    document = json.loads((DATA / "s02-keep.json").read_text(encoding="utf-8"))
    rng = random.Random(5)
    for key in ("children", "mothers", "existing"):
        rng.shuffle(document[key])
    shuffled = tmp_path / "shuffled.json"
    shuffled.write_text(json.dumps(document), encoding="utf-8")
    answers = [aixin("match", "solve", DATA / "s02-keep.json", "--seed", "3").out]
    code = "import sys; from aixin_tui.cli.main import run; sys.exit(run(sys.argv[1:], lambda *a, **k: 0))"
    answers.extend(
        subprocess.run([sys.executable, "-c", code, "match", "solve", str(shuffled), "--seed", "3"],
                       capture_output=True, text=True, check=True, encoding="utf-8",
                       env={**os.environ, "PYTHONHASHSEED": seed}).stdout
        for seed in ("1", "2")
    )
    assert answers[0] == answers[1] == answers[2]


@pytest.mark.parametrize("mode", ["siblings", "n-plus-1", "stable"])
def test_every_mode_is_solved_verified_and_the_same_in_every_process(aixin: Aixin, tmp_path: Path, mode: str) -> None:
    path = DATA / "t01-hand.json"
    solved = aixin("match", "solve", path, "--mode", mode, "--json")
    assert (solved.code, solved.object["mode"]) == (0, mode)
    answer = tmp_path / "answer.json"
    answer.write_text(solved.out, encoding="utf-8")
    assert aixin("match", "verify", path, answer).code == 0
    answer.write_text(json.dumps({**solved.object, "pairs": solved.object["pairs"][1:]}), encoding="utf-8")
    assert aixin("match", "verify", path, answer).code == 1
    code = "import sys; from aixin_tui.cli.main import run; sys.exit(run(sys.argv[1:], lambda *a, **k: 0))"
    again = subprocess.run([sys.executable, "-c", code, "match", "solve", str(path), "--mode", mode, "--json"],
                           capture_output=True, text=True, check=True, encoding="utf-8",
                           env={**os.environ, "PYTHONHASHSEED": "77"})
    assert again.stdout == solved.out


def test_a_mode_that_a_file_does_not_offer_is_said_to_be_none(aixin: Aixin, tmp_path: Path) -> None:
    document = json.loads((DATA / "t01-hand.json").read_text(encoding="utf-8"))
    del document["n_plus_1"]
    file = tmp_path / "file.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    said = aixin("match", "solve", file, "--mode", "n-plus-1")
    assert said.code == 2
    assert "n_plus_1" in said.err
