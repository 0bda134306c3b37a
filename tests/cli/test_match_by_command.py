"""`aixin match` on a workspace: a run as a file and back, other policies, what is lacking, and written runs checked."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from calling import Aixin
from made_office import DAY

OTHER = """extends: common
costs:
  - {use: distance, label: 就近, cost: 3}
  - {use: unmet_needs, cost: 50, times: pairing.unmet_needs}
"""


def test_an_exported_run_is_solved_as_the_run_proposes(small: Aixin, tmp_path: Path) -> None:
    file = tmp_path / "instance.json"
    dry = small("match", "run", "--dry-run", "--export", file, "--json", "--today", DAY)
    assert dry.code == 0, dry.err
    assert file.stat().st_mode & 0o077 == 0
    solved = small("match", "solve", file, "--json")
    assert solved.code == 0
    value = dry.objects[-1]["certificate"]["objective"]
    assert solved.object["objective"]["cost"] == value["cost"]
    pairs = {(one["child"], one["loving_mother"]) for one in dry.objects[:-1] if "loving_mother" in one}
    assert {(one["child"], one["mother"]) for one in solved.object["pairs"]} == pairs  # no two plans are as good here
    answer = tmp_path / "answer.json"
    answer.write_text(solved.out, encoding="utf-8")
    assert small("match", "verify", file, answer).code == 0
    assert "窦" not in file.read_text(encoding="utf-8")
    assert "1540222" not in file.read_text(encoding="utf-8")


def test_a_file_that_is_there_stays_and_keeps_the_run_from_being_written(small: Aixin, tmp_path: Path) -> None:
    file = tmp_path / "instance.json"
    file.write_text("mine", encoding="utf-8")
    runs = len([one for one in small("log", "show", "--json", "--today", DAY).objects if one["action"] == "match"])
    refused = small("match", "run", "--export", file, "--today", DAY)
    assert refused.code == 1
    assert "PAPER_003" in refused.err
    assert file.read_text(encoding="utf-8") == "mine"
    log = small("log", "show", "--json", "--today", DAY).objects
    assert len([one for one in log if one["action"] == "match"]) == runs
    assert small("match", "run", "--export", file, "--overwrite", "--today", DAY).code == 0
    assert json.loads(file.read_text(encoding="utf-8"))["schema"] == "match-instance/1"


def test_another_policy_is_compared_without_writing(small: Aixin, tmp_path: Path) -> None:
    policy = tmp_path / "other.yaml"
    policy.write_text(OTHER, encoding="utf-8")
    before = small("log", "show", "--json", "--today", DAY).out
    said = small("match", "compare", "--policy", policy, "--today", DAY)
    assert said.code == 0, said.err
    assert "现行规定" in said.out
    told = small("match", "compare", "--policy", policy, "--json", "--today", DAY).objects
    assert told[-1]["summary"] is True
    assert told[-1]["now"]["points"] != told[-1]["other"]["points"]
    assert small("log", "show", "--json", "--today", DAY).out == before


@pytest.mark.parametrize(("text", "told"), [
    ("extends: common\ncosts:\n  - {key: x, cost: 不是数}\n", "other.yaml:3:"),
    ("extends: common\nfacts:\n  - {key: x, of: child, when: {child.catagories: [y]}}\n", "categories"),
    ("costs: [", "other.yaml"),
    ("\x00", "other.yaml"),
])
def test_a_broken_policy_is_told_with_its_place(small: Aixin, tmp_path: Path, text: str, told: str) -> None:
    policy = tmp_path / "other.yaml"
    policy.write_text(text, encoding="utf-8")
    refused = small("match", "compare", "--policy", policy, "--today", DAY)
    assert refused.code == 1, refused.out
    assert told in refused.err
    assert "Traceback" not in refused.err
    assert small("match", "compare", "--policy", tmp_path / "missing.yaml", "--today", DAY).code == 2


def test_a_written_run_is_checked_and_an_edited_one_refused(small: Aixin, tmp_path: Path) -> None:
    assert small("match", "verify", "--today", DAY).code == 0
    dry = small("match", "swap", "窦念平", "窦念喜", "--dry-run", "--today", DAY)
    assert dry.code == 0
    assert "分" in dry.out
    assert small("match", "swap", "窦念平", "窦念喜", "--reason", "近一些", "--today", DAY).code == 0
    assert small("match", "verify", "--json", "--today", DAY).object["right"] is True
    assert small("doctor", "--mend", "--today", DAY).code in (0, 1)  # the journal goes into the files
    spoil(tmp_path / "county" / "data")
    refused = small("match", "verify", "--json", "--today", DAY)
    assert refused.code == 1
    assert refused.object["faults"]
    assert small("match", "verify", tmp_path / "county", "--today", DAY).code == 2


def spoil(folder: Path) -> None:
    """Edit a number of an offer in the files, wherever it stands."""
    done = 0
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix == ".json":
            text = path.read_text(encoding="utf-8")
            if '"offered_on"' in text and '"load"' in text:
                path.write_text(re.sub(r'"load": ?0', '"load": 7', text), encoding="utf-8")
                done += 1
    assert done


def test_what_is_lacking_is_told_by_what_would_help(small: Aixin) -> None:
    found = small("match", "gaps", "--by", "remedy", "--json", "--today", DAY)
    assert found.code == 0, found.err
    names = [child["name"] for group in found.objects for child in group["children"]]
    assert "窦念乐" in names  # nobody has asked his guardian yet
    assert len(names) == len(set(names))
    assert small("match", "gaps", "--by", "remedy", "--in", "460105", "--json", "--today", DAY).objects == []


def test_why_not_her_is_said_at_the_command_line(small: Aixin) -> None:
    said = small("match", "explain", "窦念平", "--why-not", "蔺秀英", "--today", DAY)
    assert said.code == 0, said.err
    assert "窦念安" in said.out  # she has him already, in her only place
    assert small("match", "explain", "窦念平", "--why-not", "没有这个人", "--today", DAY).code == 2
