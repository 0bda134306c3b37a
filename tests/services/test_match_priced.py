"""A policy that prices giving up a pair: an open offer goes on unless something else fits better by more than that."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from aixin_tui.engine.spec.province import Province
from aixin_tui.provinces.registry import load_provinces
from aixin_tui.services.matching import RunMatch, RunResult, explain_child, run_match, verify_run
from office_world import World, villages

STRICT, PRICED = "{key: keep, value: strict}", "{key: keep, value: priced}"
COUNTY = "630222"


@pytest.fixture(scope="module")
def priced(plugins_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Province:
    folder = tmp_path_factory.mktemp("priced")
    for name in ("common", "qinghai"):
        shutil.copytree(plugins_folder / name, folder / name, ignore=shutil.ignore_patterns("cases"))
    policy = folder / "common" / "policy.yaml"
    text = policy.read_text(encoding="utf-8")
    assert STRICT in text
    policy.write_text(text.replace(STRICT, PRICED), encoding="utf-8")
    return load_provinces([folder])["qinghai"]


def proposed(world: World) -> RunResult:
    found = run_match(world.desk, world.who(), RunMatch(world.desk.office, seed=3))
    assert found.done, found.problems
    return found


def first_far_then_near(world: World, *, same_town: bool) -> tuple[str, RunResult]:
    """A child is offered somebody of another village, or of another town; then somebody of its own village comes."""
    here, *others = villages(world.desk.province, world.desk.office)
    far = next(code for code in others if (code[:9] == here[:9]) == same_town)
    child = world.waiting_child(division_code=here)
    world.mother("蔺远", division_code=far, skills=["study"], phone="15400000011")
    assert [one.mother_name for one in proposed(world).proposals] == ["蔺远"]
    world.mother("蔺近", division_code=here, skills=["study"], phone="15400000012")
    return child.id, proposed(world)


def test_an_offer_goes_on_where_another_fits_better_by_less_than_its_price(priced: Province) -> None:
    world = World.of(priced, COUNTY)
    child, found = first_far_then_near(world, same_town=True)
    offer = found.proposals[0]
    assert offer.mother_name == "蔺远"
    assert {term.key: term.points for term in offer.terms}.get("broken_pair", -40) == -40
    assert found.certificate["objective"]["broken"] == 0
    assert any("换掉已有的结对，加 40 分" in reason.text() for reason in offer.reasons)
    assert any("adds 40 points" in reason.text("en") for reason in offer.reasons)
    assert verify_run(world.desk, world.who(), found.run).is_right
    explained = explain_child(world.desk, world.who(), child)
    assert explained is not None
    assert explained.total == offer.points
    assert {term.key: term.points for term in explained.terms}["broken_pair"] == -40
    assert explained.runner_up is not None
    assert explained.runner_up.name == "蔺近"
    assert explained.runner_up.points > 0


def test_an_offer_is_given_up_where_another_fits_better_by_more(priced: Province) -> None:
    world = World.of(priced, COUNTY)
    _, found = first_far_then_near(world, same_town=False)
    assert [one.mother_name for one in found.proposals] == ["蔺近"]
    assert "broken_pair" not in {term.key for term in found.proposals[0].terms}
    assert verify_run(world.desk, world.who(), found.run).is_right


def test_strictly_kept_it_goes_on_whatever_fits_better(qinghai: World) -> None:
    _, found = first_far_then_near(qinghai, same_town=False)
    assert [one.mother_name for one in found.proposals] == ["蔺远"]


def test_a_priced_offer_gives_way_to_a_child_who_would_have_nobody(priced: Province) -> None:
    world = World.of(priced, COUNTY)
    here, *others = villages(priced, COUNTY)
    far = next(code for code in others if code[:9] == here[:9])
    first = world.waiting_child("窦念安", division_code=here)
    world.mother("蔺近", division_code=here, places=1, phone="15400000011")
    assert proposed(world).proposals[0].child == first.id
    second = world.waiting_child("窦念北", division_code=far, radius="village")
    world.mother("蔺远", division_code=far, places=1, phone="15400000012")
    found = proposed(world)
    assert {one.child for one in found.proposals} == {first.id, second.id}
