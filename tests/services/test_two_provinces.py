"""The same people in villages of two provinces: other guards, other due lists, other pairs, for reasons shown."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from aixin_tui.domain.record import Record
from aixin_tui.provinces.registry import load_provinces
from aixin_tui.services.due import due_board
from aixin_tui.services.finding import child_file
from aixin_tui.services.matching import RunMatch, run_match
from office_world import World, agreed, own_wish


@dataclass(frozen=True)
class Given:
    """A child as both offices find it: the same birth date, needs, visit and consents."""

    name: str
    birth_date: str
    joint_with: tuple[str, ...]
    says: str = ""
    """What the child itself says; empty where it was not asked."""


PEOPLE = (
    Given("窦念安", "2014-05-06", ("civil_affairs",), "agreed"),
    Given("窦念平", "2014-06-07", ("civil_affairs",)),
    Given("窦念喜", "2020-03-01", ("education",)),
    Given("窦念和", "2013-08-09", ("education",), "agreed"),
    Given("窦念冬", "2012-12-12", ("civil_affairs",), "not_agreed"),
)


def fill(world: World) -> dict[str, Record]:
    """Take the same people through the same papers."""
    found = {}
    for one in PEOPLE:
        child = world.child(one.name, birth_date=one.birth_date)
        guardian = world.guardian(child, f"{one.name}之父")
        consents: list[dict[str, Any]] = [agreed(guardian)]
        consents += [own_wish(one.says)] if one.says else []
        world.sit(child, consents, visit={"joint_with": list(one.joint_with)})
        found[one.name] = child
    world.mother(places=5)
    return found


def guards(world: World, people: dict[str, Record]) -> dict[str, tuple[str, list[str]]]:
    """Say where each child stands and what its file names as the reason that it is in no pair."""
    found = {}
    for name, child in people.items():
        file = child_file(world.desk, world.who(), child.id)
        assert file is not None
        found[name] = (world.state(child), [failing.check for failing in file.not_paired_because])
    return found


def pairs(world: World) -> list[str]:
    """Run the match of the county; name the children that it pairs, each with reasons."""
    result = run_match(world.desk, world.who(), RunMatch(world.desk.office))
    assert all(proposal.reasons for proposal in result.proposals)
    return sorted(proposal.child_name for proposal in result.proposals)


@pytest.mark.requirement("QH-24", node="qinghai/workflow.yaml#child.transitions.record_consent.checks.visited")
@pytest.mark.requirement("HI-08", node="hainan/workflow.yaml#child.transitions.record_consent.checks.child_agrees")
def test_the_same_people_meet_other_guards(qinghai: World, hainan: World) -> None:
    assert guards(qinghai, fill(qinghai)) == {
        "窦念安": ("waiting", []),
        "窦念平": ("waiting", []),
        "窦念喜": ("assessed", ["visited"]),
        "窦念和": ("assessed", ["visited"]),
        "窦念冬": ("not_agreed", ["consent_in_force"]),
    }
    assert guards(hainan, fill(hainan)) == {
        "窦念安": ("waiting", []),
        "窦念平": ("assessed", ["child_agrees"]),
        "窦念喜": ("waiting", []),
        "窦念和": ("waiting", []),
        "窦念冬": ("not_agreed", ["consent_in_force"]),
    }


@pytest.mark.requirement("QH-24", node="qinghai/workflow.yaml#child.transitions.record_consent.checks.visited")
def test_the_same_people_give_other_pairs(qinghai: World, hainan: World) -> None:
    fill(qinghai)
    fill(hainan)
    assert pairs(qinghai) == ["窦念安", "窦念平"]
    assert pairs(hainan) == ["窦念和", "窦念喜", "窦念安"]


def due(world: World) -> dict[str, str]:
    """List what is due of the whole county with whose word it is."""
    board = due_board(world.desk, world.who())
    return {group.duty: group.due[0].source_label.partition("：")[0] for group in board.groups if group.due}


@pytest.mark.requirement("QH-13", node="qinghai/checklist.yaml#items.household_plan")
@pytest.mark.requirement("HI-20", node=("hainan/checklist.yaml#items.festival_visit",
                                           "hainan/reports/monthly.yaml#blocks.festivals_missed"))
def test_the_same_pair_owes_other_things(qinghai: World, hainan: World) -> None:
    for world in (qinghai, hainan):
        household = world.add("household", name="窦长河", division_code=world.village)
        world.pair(world.waiting_child(household=household.id), world.mother())
        world.at("2025-06-01")
    own = {name: set(due(qinghai)) - set(due(hainan)) if name == "qinghai" else set(due(hainan)) - set(due(qinghai))
           for name in ("qinghai", "hainan")}
    assert own == {"qinghai": {"household_plan", "outcome_review"}, "hainan": {"festival_visit"}}
    assert (due(qinghai)["greeting"], due(hainan)["greeting"]) == ("原文", "系统默认，非官方口径")


def third(folder: Path, tmp_path: Path) -> World:
    """Make a third province of Hainan's folder: other divisions, and ten lines changed."""
    copy = tmp_path / "provinces"
    shutil.copytree(folder, copy)
    shutil.copytree(copy / "hainan", copy / "beihai")
    (copy / "beihai" / "divisions.csv").write_text(
        "code,name\n99,北海省\n9901,海州\n990101,海县\n990101100,海镇\n990101100001,海村\n", encoding="utf-8")
    changes = {
        "province.yaml": {"province: hainan": "province: beihai", 'code: "46"': 'code: "99"',
                          "name: 海南省": "name: 北海省",
                          'version: "2024.1"': 'version: "2025.1"',
                          "programme: {from: 2024-04-12": "programme: {from: 2025-01-01"},
        "workflow.yaml": {"child.age: {at_least: 8}": "child.age: {at_least: 14}",
                          "say: 还没有问过儿童本人的意愿，或本人不愿意": "say: 满十四周岁的要问本人",
                          "cite: 海南文，“充分尊重监护人意见和儿童意愿”": "cite: 北海文"},
        "policy.yaml": {"child.age: {at_most: 7}": "child.age: {at_most: 13}"},
        "checklist.yaml": {"early: 3 days": "early: 7 days"},
    }
    for name, lines in changes.items():
        path = copy / "beihai" / name
        text = path.read_text(encoding="utf-8")
        for old, new in lines.items():
            assert old in text, old
            text = text.replace(old, new, 1)
        path.write_text(text, encoding="utf-8")
    return World.of(load_provinces([copy])["beihai"], "990101")


def test_a_third_province_made_of_hainans_folder_runs(plugins_folder: Path, tmp_path: Path) -> None:
    world = third(plugins_folder, tmp_path)
    assert guards(world, fill(world)) == {
        "窦念安": ("waiting", []),
        "窦念平": ("waiting", []),
        "窦念喜": ("waiting", []),
        "窦念和": ("waiting", []),
        "窦念冬": ("not_agreed", ["consent_in_force"]),
    }
    assert pairs(world) == ["窦念和", "窦念喜", "窦念安", "窦念平"]
