"""A province's policy decides who is proposed: nearness, needs, classes, rules, places; and what must not decide."""

from __future__ import annotations

import random
import shutil
from pathlib import Path
from typing import Any

import pytest
from match_world import COUNTY, OTHER_COUNTY, OTHER_TOWN, SAME_TOWN, TODAY, VILLAGE, World

from aixin_tui.engine.matching.by_mode import match
from aixin_tui.engine.matching.explain import Reason, Remedy
from aixin_tui.engine.matching.from_view import market, natural_key, to_match
from aixin_tui.engine.matching.instance import Instance
from aixin_tui.engine.matching.neutral import instance_of
from aixin_tui.engine.matching.neutral_writing import document_of
from aixin_tui.engine.matching.plan import Plan
from aixin_tui.engine.matching.policy_rules import term_cost
from aixin_tui.engine.matching.solver import solve
from aixin_tui.engine.pair_checks import blocking
from aixin_tui.engine.pairings import would_be
from aixin_tui.engine.spec.province import Province
from aixin_tui.engine.view import View
from aixin_tui.engine.workflow import attempt
from aixin_tui.provinces.registry import Registry, load_provinces


@pytest.fixture(scope="module")
def qinghai(provinces: Registry) -> Province:
    return provinces["qinghai"]


def pairs(plan: Plan) -> dict[str, str]:
    return {pair.child: pair.mother for pair in plan.pairs}


def matched(world: World, province: Province, division: str = COUNTY) -> dict[str, str]:
    return pairs(match(world.view(province), division))


def roster(seed: int, salt: str = "", children: int = 40, mothers: int = 26) -> World:
    """A county with every rule in play; `salt` changes ids alone."""
    rng, world = random.Random(f"roster/{seed}"), World(salt)
    places = [f"{COUNTY}10{town}20{village}" for town in (1, 2, 3) for village in (1, 2, 3)] + [f"{COUNTY}101", COUNTY]
    needs = ("study", "emotion", "health", "law", "daily")
    for number in range(children):
        world.child(
            f"c{number}", rng.choice(places), colour=rng.choice(("red", "yellow", "blue", "green")),
            needs=rng.sample(needs, 2), consent=rng.random() < 0.9, sex=rng.choice(("female", "male")),
            id_number=f"63022220150501{990 + number % 10}{number:02}",
            **({"wished_sex": "female", "sex_is_must": rng.random() < 0.5} if rng.random() < 0.3 else {}),
            **({"radius": rng.choice(("village", "town", "county"))} if rng.random() < 0.4 else {}),
            assessment={"guardianship": rng.choice(("good", "poor")), "development": rng.choice(("healthy", "ill"))},
        )
    for number in range(mothers):
        world.mother(
            f"m{number}", rng.choice(places), skills=rng.sample(needs, 2), sex=rng.choice(("female", "female", "male")),
            kind=rng.choice(("mother", "mother", "father")), trained=rng.random() < 0.7, places=rng.randrange(4),
            category=rng.choice(("village", "social")), available=rng.random() < 0.9,
            id_number=f"63022219850501{990 + number % 10}{number:02}",
            **({"query_on": "2023-01-01"} if rng.random() < 0.1 else {}),
        )
    return world


# --- what a policy asks -----------------------------------------------------------------------------------------------


@pytest.mark.requirement("QH-27", "HN-12", node="qinghai/policy.yaml#costs.distance")
def test_same_village_then_town_then_county_and_the_proposal_says_so(qinghai: Province) -> None:
    world = World()
    world.child("c1", VILLAGE)
    near = {"village": VILLAGE, "town": SAME_TOWN, "county": OTHER_TOWN}
    for tier in ("county", "town", "village"):
        world.mother(f"m-{tier}", near[tier])
        plan = match(world.view(qinghai), COUNTY)
        assert pairs(plan) == {"c1": f"m-{tier}"}
        spec = qinghai.policy.costs.get("distance")
        assert spec is not None
        assert spec.label == "就近就便"
        assert plan.pairs[0].terms.get("distance", 0) == {"village": 0, "town": 8, "county": 30}[tier]
    assert plan.pairs[0].runner_up is not None
    assert plan.pairs[0].runner_up.mother == "m-town"
    assert plan.pairs[0].runner_up.at_least == (0, 0, 0, 0, 8)


@pytest.mark.requirement("QH-26", node="qinghai/policy.yaml#costs.weak_guardianship_near")
def test_a_child_with_weak_guardianship_gets_the_near_mother(qinghai: Province) -> None:
    """Two children of one village, one mother near and one far: the weaker guardianship decides."""
    for weak, strong in (("a", "b"), ("b", "a")):
        world = World()
        world.child(weak, VILLAGE, assessment={"guardianship": "poor"})
        world.child(strong, VILLAGE)
        world.mother("near", SAME_TOWN)
        world.mother("far", OTHER_TOWN)
        plan = match(world.view(qinghai), COUNTY)
        assert pairs(plan) == {weak: "near", strong: "far"}
        assert plan.objective.cost == 38


@pytest.mark.requirement("QH-26", node="qinghai/policy.yaml#costs.development_needs")
def test_a_child_with_special_needs_gets_a_mother_with_the_skill(qinghai: Province) -> None:
    for ill, healthy in (("a", "b"), ("b", "a")):
        world = World()
        world.child(ill, VILLAGE, assessment={"development": "ill"})
        world.child(healthy, VILLAGE)
        world.mother("able", VILLAGE, skills=["health"])
        world.mother("other", VILLAGE)
        assert matched(world, qinghai) == {ill: "able", healthy: "other"}


@pytest.mark.requirement("JS-27", node="common/policy.yaml#costs.unmet_needs")
def test_needs_meet_skills_and_what_stays_open_is_counted(qinghai: Province) -> None:
    world = World()
    world.child("c1", VILLAGE, needs=["study", "law"])
    world.mother("m1", VILLAGE, skills=["study"])
    world.mother("m2", VILLAGE, skills=["arts"])
    plan = match(world.view(qinghai), COUNTY)
    assert pairs(plan) == {"c1": "m1"}
    assert plan.pairs[0].terms == {"unmet_needs": 7}


@pytest.mark.requirement("JS-29", node="common/policy.yaml#classes.first")
def test_most_in_need_first_when_mothers_are_scarce(qinghai: Province) -> None:
    world = World()
    world.child("c1", VILLAGE, colour="blue")
    world.child("c2", OTHER_TOWN, colour="red")
    world.mother("m1", VILLAGE)
    plan = match(world.view(qinghai), COUNTY)
    assert pairs(plan) == {"c2": "m1"}
    left = plan.unmatched[0]
    assert (left.child, left.reason, left.remedy) == ("c1", Reason.FULL, Remedy.ONE_MORE_PLACE)
    assert left.mothers == ("m1",)
    assert left.no_lower_class


@pytest.mark.parametrize(("colour", "trained", "wanted"), [("red", False, False), ("red", True, True),
                                                           ("yellow", False, True)])
def test_a_red_child_only_with_a_trained_mother(qinghai: Province, colour: str, trained: bool, wanted: bool) -> None:
    world = World()
    world.child("c1", colour=colour)
    world.mother("m1", trained=trained)
    plan = match(world.view(qinghai), COUNTY)
    assert bool(plan.pairs) is wanted
    if not wanted:
        assert plan.unmatched[0].rule == "trained_for_red"
        assert plan.unmatched[0].remedy is Remedy.LIFT


def test_an_approve_check_marks_the_pair_and_does_not_stop_it(qinghai: Province) -> None:
    world = World()
    world.child("c1")
    world.mother("m1", kind="father", sex="male")
    assert match(world.view(qinghai), COUNTY).pairs[0].held_for == ("sex_approval",)


@pytest.mark.parametrize(("values", "rule"), [
    ({"query_on": "2023-01-01"}, "query_in_force"), ({"query_result": "record_found"}, "query_in_force"),
    ({"available": False}, "not_available"), ({"radius": "village"}, "mother_radius"), ({"places": 0}, "no_places"),
])
def test_what_keeps_a_mother_away_is_named(qinghai: Province, values: dict[str, Any], rule: str) -> None:
    world = World()
    world.child("c1", VILLAGE)
    world.mother("m1", SAME_TOWN, **values)
    plan = match(world.view(qinghai), COUNTY)
    assert not plan.pairs
    assert plan.unmatched[0].rule == rule
    assert plan.unmatched[0].mothers == ("m1",)


def test_a_child_without_consent_or_out_of_scope_is_not_proposed(qinghai: Province) -> None:
    world = World()
    world.child("no-consent", consent=False)
    world.child("assessed", state="assessed")
    world.child("grown", birth_date="2006-01-01")
    world.child("elsewhere", OTHER_COUNTY)
    refused = world.child("refused")
    world.add("consent", "z", child=refused.id, by="child", purpose="pairing", decision="not_agreed", date="2025-02-01")
    for number in range(5):
        world.mother(f"m{number}")
    plan = match(world.view(qinghai), COUNTY)
    assert not plan.pairs
    assert {row.child: row.reason for row in plan.unmatched} == {
        "no-consent": Reason.NO_CONSENT, "refused": Reason.NO_CONSENT}


def test_another_province_is_never_proposed(qinghai: Province) -> None:
    world = World()
    world.child("c1", radius="province")
    world.mother("m1", "460105101201", radius="province")
    plan = match(world.view(qinghai), COUNTY)
    assert not plan.pairs
    assert plan.unmatched[0].reason is Reason.NOBODY_NEAR
    assert plan.unmatched[0].remedy is Remedy.RECRUIT


def test_places_are_less_pairs_in_force_and_open_offers(qinghai: Province) -> None:
    world = World()
    world.child("c1")
    world.mother("m1", places=2)
    world.child("old", state="paired")
    world.add("pairing", "p1", child="old", loving_mother="m1", role="lead", started_on="2025-02-01")
    assert matched(world, qinghai) == {"c1": "m1"}
    world.child("far", OTHER_COUNTY, state="proposed")
    world.add("match_proposal", "o1", child="far", loving_mother="m1", role="lead", state="offered",
              offered_on="2025-03-01")
    assert matched(world, qinghai) == {}


def test_a_mother_with_a_child_costs_her_load(qinghai: Province) -> None:
    world = World()
    world.child("c1")
    world.mother("m1", places=3)
    world.child("old", state="paired")
    world.add("pairing", "p1", child="old", loving_mother="m1", role="lead", started_on="2025-02-01")
    plan = match(world.view(qinghai), COUNTY)
    assert (plan.pairs[0].load, plan.objective.cost) == (4, 4)
    world.mother("m2")
    assert matched(world, qinghai) == {"c1": "m2"}


def test_a_declined_pair_is_not_proposed_again(qinghai: Province) -> None:
    world = World()
    world.child("c1")
    world.mother("m1")
    world.add("match_proposal", "o1", child="c1", loving_mother="m1", role="lead", state="declined",
              offered_on="2025-03-01", closed_on="2025-03-02")
    plan = match(world.view(qinghai), COUNTY)
    assert not plan.pairs
    assert plan.unmatched[0].rule == "declined_before"


def test_open_offers_are_kept_by_the_next_run(qinghai: Province) -> None:
    """The daily run is strict: an offer that can stay stays, even where another would be cheaper now."""
    world = World()
    world.child("c1", VILLAGE, state="proposed")
    world.mother("m1", SAME_TOWN)
    world.add("match_proposal", "o1", child="c1", loving_mother="m1", role="lead", state="offered",
              offered_on="2025-03-01")
    world.mother("m2", VILLAGE)
    assert matched(world, qinghai) == {"c1": "m1"}


def test_neighbouring_villages_count_as_one_town(qinghai: Province) -> None:
    world = World()
    world.child("c1", VILLAGE, radius="town")
    world.mother("m1", OTHER_TOWN)
    assert matched(world, qinghai) == {}
    world.add("neighbour", "n1", village=VILLAGE, neighbour={OTHER_TOWN: True})
    plan = match(world.view(qinghai), COUNTY)
    assert pairs(plan) == {"c1": "m1"}
    assert plan.pairs[0].terms == {"distance": 8}


def test_excluded_and_wished_pairs(qinghai: Province) -> None:
    world = World()
    world.child("c1", excluded={"m1": True}, wishes={"m3": True})
    for number in (1, 2, 3):
        world.mother(f"m{number}")
    plan = match(world.view(qinghai), COUNTY)
    assert pairs(plan) == {"c1": "m3"}
    assert plan.pairs[0].terms == {"child_wish": -15}


# --- what must not decide ---------------------------------------------------------------------------------------------


def keyed(world: World, province: Province, *, backwards: bool = False) -> set[tuple[str, str]]:
    view = world.view(province, backwards=backwards)
    return {
        (natural_key(view.snapshot.get("child", pair.child)),  # type: ignore[arg-type]
         natural_key(view.snapshot.get("loving_mother", pair.mother)))  # type: ignore[arg-type]
        for pair in match(view, COUNTY).pairs
    }


@pytest.mark.parametrize("seed", range(4))
def test_same_roster_in_another_order_and_workspace_gives_the_same_pairs(qinghai: Province, seed: int) -> None:
    here = keyed(roster(seed), qinghai)
    assert here == keyed(roster(seed), qinghai, backwards=True)
    assert here == keyed(roster(seed, salt="ZZ"), qinghai)
    assert len(here) > 10


@pytest.mark.parametrize("seed", range(4))
def test_no_mother_above_her_places_and_no_ineligible_pair(qinghai: Province, seed: int) -> None:
    view = roster(seed).view(qinghai)
    plan = match(view, COUNTY)
    assert plan.is_proven
    assert all(pair.child in {child.id for child in to_match(view, COUNTY)} for pair in plan.pairs)
    for pair in plan.pairs:
        child, mother = view.find("child", pair.child), view.find("loving_mother", pair.mother)
        assert child is not None
        assert mother is not None
        assert not [one for one in blocking(view, child, mother) if one.level == "refuse"]
        assert sum(other.mother == pair.mother for other in plan.pairs) <= mother.get("places")


@pytest.mark.parametrize("seed", range(3))
def test_types_read_the_rules_as_pairs_do(qinghai: Province, seed: int) -> None:
    """Every pair, allowed or not, and every term: worked out by type as for the very pair itself."""
    view = roster(seed, children=14, mothers=14).view(qinghai)
    found = market(view, to_match(view, COUNTY), keep=False)
    for number, child in enumerate(found.children):
        for other, mother in enumerate(found.mothers):
            pairing = would_be(child, mother)
            refused = {one.key for one in blocking(view, child, mother) if one.level == "refuse"}
            cost = found.instance.cost(number, other)
            full = found.instance.mothers[other].places == 0
            usual = found.instance.tier(number, other) > 2  # the policy's radius, only said by hand
            assert (cost is None) == bool(refused or full or usual), (child.id, mother.id, refused)
            specs = qinghai.policy.costs.at(view.now, view.place(child))
            if cost is not None:
                assert cost == sum(term_cost(view, one, pairing) for one in specs)


def test_a_workspace_written_as_a_neutral_file_has_the_same_optimum(qinghai: Province) -> None:
    view = roster(1).view(qinghai)
    held: Instance = market(view, to_match(view, COUNTY), keep=False).instance
    assert solve(instance_of(document_of(held))).objective == solve(held).objective


# --- a node less in the files -----------------------------------------------------------------------------------------


def without(folder: Path, tmp_path: Path, start: str, lines: int = 1) -> Province:
    """Load Qinghai with one guard taken out of its workflow."""
    copy = tmp_path / "provinces"
    shutil.copytree(folder, copy)
    file = copy / "qinghai" / "workflow.yaml"
    text = file.read_text(encoding="utf-8").splitlines()
    at = next(number for number, line in enumerate(text) if start in line)
    file.write_text("\n".join(text[:at] + text[at + lines:]) + "\n", encoding="utf-8")
    return load_provinces([copy])["qinghai"]


def walked(province: Province, **child: Any) -> dict[str, str]:
    """Take an assessed child as far as the guards allow, then match."""
    world = World()
    world.child("c1", state="assessed", **child)
    world.mother("m1")
    record = world.records[0]
    for step in ("record_consent", "wait"):
        view = View(world.view(province).snapshot, province, TODAY, office=COUNTY)
        tried = attempt(view, record, step)
        if not tried.allowed:
            break
        row = {"state": tried.to, "from": TODAY.isoformat(), "by": step}
        values = {**record.values, "status": {**record.get("status"), f"02{step}": row}}
        record = type(record)("child", record.id, values)
        world.records[0] = record
    return matched(world, province)


@pytest.mark.requirement("QH-24", node="qinghai/workflow.yaml#child.transitions.record_consent.checks.visited")
def test_without_the_guard_visited_a_child_is_paired_unvisited(
    qinghai: Province, plugins_folder: Path, tmp_path: Path
) -> None:
    alone = {"visit": {"joint_with": {}}}
    assert walked(qinghai, **alone) == {}
    assert walked(qinghai) == {"c1": "m1"}
    assert walked(without(plugins_folder, tmp_path, "key: visited"), **alone) == {"c1": "m1"}


def test_without_the_guard_guardian_agrees_the_law_still_refuses(
    qinghai: Province, plugins_folder: Path, tmp_path: Path
) -> None:
    loose = without(plugins_folder, tmp_path, "key: guardian_agrees", 3)
    for province in (qinghai, loose):
        assert walked(province, consent=False) == {}
        assert walked(province) == {"c1": "m1"}


# --- another province, the same engine --------------------------------------------------------------------------------


def test_hainan_proposes_only_children_in_scope_who_wish_it(provinces: Registry) -> None:
    hainan, place = provinces["hainan"], "460105101201"
    world = World()
    for name, wish, difficulty in (("yes", "agreed", "study"), ("no", "not_agreed", "study"), ("out", "agreed", "")):
        child = world.child(name, place, assessment={"difficulties": {difficulty: True} if difficulty else {}})
        world.add("consent", f"w-{name}", child=child.id, by="child", purpose="pairing", decision=wish,
                  channel="in_person", date="2025-01-06")
    for number in range(3):
        world.mother(f"m{number}", place)
    view = View(world.view(hainan).snapshot, hainan, TODAY, office="460105")
    plan = match(view, "460105")
    assert set(pairs(plan)) == {"yes"}
    assert plan.is_proven
