"""`aixin match run`: reasons for every pair and every child left, and the same pairs in another workspace."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest
from offices import CHILD_HEAD, MOTHER_HEAD, Office, Shell, child_row, guardian_says, mother_row

from aixin_tui.domain.region import Divisions
from aixin_tui.provinces.registry import Registry

#: Name, birth date, number of the village among the county's, colour of the assessment, whether the guardian agrees.
CHILDREN = (
    ("窦念安", "2014-05-01", 0, "红色", True), ("窦念平", "2013-05-02", 0, "黄色", True),
    ("窦念喜", "2015-05-03", 1, "蓝色", True), ("窦念和", "2012-05-04", 1, "红色", True),
    ("窦念冬", "2016-05-05", 2, "绿色", True), ("窦念秋", "2014-05-06", 40, "黄色", True),
    ("窦念春", "2014-05-07", 0, "红色", False), ("窦念夏", "2013-05-08", 2, "蓝色", True),
)
#: Name, village, places, day of the background query, whether she is trained.
MOTHERS = (
    ("蔺秀英", 0, "2", "2025-03-01", "是"), ("蔺玉兰", 1, "1", "2025-02-01", ""),
    ("蔺桂芳", 2, "1", "2025-03-02", "是"),
    ("蔺旧查", 0, "3", "2023-01-01", "是"), ("蔺无额", 0, "0", "2025-03-01", "是"),
)
HEAD = (*MOTHER_HEAD, "是否培训")


def county(shell: Shell, folder: Path, divisions: Divisions, rng: random.Random) -> Office:
    """Take the same people in, each list in another order."""
    office = Office.open(shell, folder, "qinghai", "630222")
    villages = [code for code in divisions if code.startswith("630222") and len(code) == 12]
    children, mothers = list(CHILDREN), list(MOTHERS)
    rng.shuffle(children)
    rng.shuffle(mothers)
    office.take_in("mothers", HEAD, [
        mother_row(divisions, villages[at], name, 名额=places, 准入查询日期=query, 是否培训=trained)
        for name, at, places, query, trained in mothers])
    office.take_in("children", CHILD_HEAD, [
        child_row(divisions, villages[at], name, 出生日期=born) for name, born, at, _, _ in children])
    for name, _, _, colour, agrees in children:
        office.visit(name, guardian_says(name, "同意" if agrees else "不同意"), colour=colour)
    return office


@pytest.fixture
def divisions(provinces: Registry) -> Divisions:
    return provinces["qinghai"].divisions


def test_every_pair_and_every_child_left_has_its_reason(shell: Shell, tmp_path: Path, divisions: Divisions) -> None:
    office = county(shell, tmp_path / "one", divisions, random.Random(1))
    said = office.done("match", "run")
    run = office.match("show")
    agreeing = {name for name, _, _, _, agrees in CHILDREN if agrees}
    proposed = {one["child_name"] for one in run["proposals"]}
    left = {one["child_name"] for one in run["unmatched"]}
    assert (proposed | left, proposed & left) == (agreeing, set())
    assert len(proposed) == 4, run
    lines = said.out.splitlines()
    for one in run["proposals"]:
        at = lines.index(f"{one['child_name']} - {one['mother_name']}")
        assert one["reasons"]
        assert [line.strip() for line in lines[at + 1:at + 1 + len(one["reasons"])]] == one["reasons"]
    for one in run["unmatched"]:
        at = next(n for n, line in enumerate(lines) if line.startswith(one["child_name"]))
        assert one["reason"] in lines[at]
        assert one["remedy"] in lines[at + 1]
    taken = Counter(one["mother_name"] for one in run["proposals"])
    assert all(taken[name] <= int(places) for name, _, places, _, _ in MOTHERS)
    assert not taken["蔺旧查"]
    trained = {name for name, *_, trained in MOTHERS if trained}
    red = {name for name, _, _, colour, _ in CHILDREN if colour == "红色"}
    assert all(one["mother_name"] in trained for one in run["proposals"] if one["child_name"] in red)


def test_another_order_and_another_workspace_give_the_same_pairs(
    shell: Shell, tmp_path: Path, divisions: Divisions
) -> None:
    found = []
    for number in range(3):
        office = county(shell, tmp_path / f"w{number}", divisions, random.Random(number))
        run = office.match("run")
        found.append((sorted((one["child_name"], one["mother_name"], one["points"]) for one in run["proposals"]),
                      sorted((one["child_name"], one["reason"], one["remedy"]) for one in run["unmatched"])))
    assert found[0] == found[1] == found[2]
