"""A third province, its counties matched in modes of their own: leads with supporters here, two-way choice there."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from aixin_tui.engine.matching.by_mode import choices_of
from aixin_tui.engine.matching.from_view import market
from aixin_tui.engine.matching.stable import blocking_pairs
from aixin_tui.engine.spec.province import Province
from aixin_tui.provinces.registry import load_provinces
from aixin_tui.services.matching import AcceptAll, RunMatch, RunResult, accept_all, run_match, verify_run
from aixin_tui.services.pairs.pairing import PairByHand, pair_by_hand
from aixin_tui.services.viewing import view_of
from office_world import World

TEAMS, CHOICE, PLAIN = "990101", "990102", "990103"
DIVISIONS = "code,name\n99,北海省\n9901,海州市\n" + "".join(
    f"{county},{name}县\n{county}100,{name}镇\n{county}100201,{name}一村\n{county}100202,{name}二村\n"
    for county, name in ((TEAMS, "团"), (CHOICE, "选"), (PLAIN, "常"))
)
SETTINGS = f"""
settings:
  - {{use: mode, value: n_plus_1, division: "{TEAMS}"}}
  - {{use: mode, value: stable, division: "{CHOICE}"}}
  - {{key: max_support, value: 2}}
checks:
  - key: local_lead
    division: "{TEAMS}"
    when: {{pairing.role: lead}}
    must: {{pairing.tier: village}}
    say: 主责妈妈要在本村
"""
MUTUAL = f"""  - key: mutual
    division: "{CHOICE}"
    must: {{pairing.child_answer: agreed, pairing.mother_answer: agreed}}
    say: 双向选择：双方都同意才能结对
"""


@pytest.fixture(scope="module")
def third(plugins_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Province:
    folder = tmp_path_factory.mktemp("third")
    for name in ("common", "hainan"):
        ignore = shutil.ignore_patterns("cases")
        shutil.copytree(plugins_folder / name, folder / name.replace("hainan", "beihai"), ignore=ignore)
    own = folder / "beihai"
    (own / "divisions.csv").write_text(DIVISIONS, encoding="utf-8")
    said = (own / "province.yaml").read_text(encoding="utf-8")
    for old, new in (("province: hainan", "province: beihai"), ('code: "46"', 'code: "99"'), ("海南省", "北海省")):
        said = said.replace(old, new)
    (own / "province.yaml").write_text(said, encoding="utf-8")
    policy = own / "policy.yaml"
    text = policy.read_text(encoding="utf-8")
    checks = SETTINGS.split("checks:\n")
    assert "\nsettings:" not in text
    text = text.replace("\nchecks:\n", f"\nchecks:\n{checks[1]}{MUTUAL}")
    policy.write_text(text + checks[0], encoding="utf-8")
    return load_provinces([folder])["beihai"]


@pytest.fixture
def city(third: Province) -> World:
    return World.of(third, "9901")


def people(city: World, county: str, children: int, mothers: int) -> None:
    for number in range(children):
        city.waiting_child(f"童{county[-1]}{number}", division_code=f"{county}100201")
    for number in range(mothers):
        city.mother(f"妈{county[-1]}{number}", division_code=f"{county}10020{1 + number % 2}", places=1,
                    skills=["study"], phone=f"1540000{county[-1]}{number:03}")


def run(city: World, division: str = "9901") -> RunResult:
    found = run_match(city.desk, city.who(), RunMatch(division))
    assert found.done, found.problems
    return found


def roles(found: RunResult, county: str) -> list[str]:
    return sorted(one.role for one in found.proposals if one.child_name[1] == county[-1])


@pytest.mark.requirement("HN-11")
@pytest.mark.requirement("JS-24")
def test_a_county_of_teams_gets_a_lead_of_the_village_and_supporters_from_farther(city: World) -> None:
    people(city, TEAMS, children=2, mothers=5)
    found = run(city, TEAMS)
    assert roles(found, TEAMS) == ["lead", "lead", "support", "support", "support"]
    assert all(one.tier == "village" for one in found.proposals if one.role == "lead")
    assert len({one.loving_mother for one in found.proposals}) == 5
    record = city.now("match_run", found.run)
    assert (record.get("mode"), record.get("proven")) == ("n_plus_1", True)
    said = [reason.text() for one in found.proposals if one.role == "support" for reason in one.reasons]
    assert any("支持" in words for words in said)
    done = accept_all(city.desk, city.who(), AcceptAll(found.run))
    assert done.count == 5, done.problems
    pairings = view_of(city.desk, city.who()).records("pairing")
    assert sorted(one.text("role") for one in pairings) == ["lead", "lead", "support", "support", "support"]


@pytest.mark.requirement("HN-16")
def test_a_county_of_two_way_choice_gets_a_plan_in_which_nobody_would_rather_change(city: World) -> None:
    people(city, CHOICE, children=4, mothers=3)
    view = view_of(city.desk, city.who())
    found = run(city, CHOICE)
    assert roles(found, CHOICE) == ["lead"] * 3
    assert city.now("match_run", found.run).get("mode") == "stable"
    assert "双向选择" in "".join(one.text() for one in found.said)
    assert len(found.unmatched) == 1
    held = market(view, [child for child in view.records("child") if view.place(child).startswith(CHOICE)], keep=False)
    by_id = {one.child: one.loving_mother for one in found.proposals}
    mothers = [mother.id for mother in held.mothers]
    match = tuple(mothers.index(by_id[child.id]) if child.id in by_id else -1 for child in held.children)
    assert list(blocking_pairs(held.instance, choices_of(view, held), match)) == []


def test_no_pair_crosses_the_parts_of_a_run(city: World) -> None:
    people(city, TEAMS, children=1, mothers=0)
    people(city, CHOICE, children=1, mothers=1)
    people(city, PLAIN, children=1, mothers=3)
    found = run(city)
    assert {(one.child_name[1], one.mother_name[1]) for one in found.proposals} == {("2", "2"), ("3", "3")}
    assert city.now("match_run", found.run).get("mode") == "assign+n_plus_1+stable"
    assert len(found.unmatched) == 1


def test_a_second_run_proposes_the_same_again(city: World) -> None:
    people(city, TEAMS, children=2, mothers=5)
    people(city, CHOICE, children=3, mothers=2)
    first, second = run(city), run(city)
    assert second.lapsed == len(first.proposals)
    assert ({(one.child, one.loving_mother, one.role) for one in first.proposals}
            == {(one.child, one.loving_mother, one.role) for one in second.proposals})



@pytest.mark.requirement("HN-16")
def test_a_pair_of_two_way_choice_is_offered_before_the_answers_and_made_with_them(city: World) -> None:
    people(city, CHOICE, children=2, mothers=2)
    found = run(city, CHOICE)
    assert roles(found, CHOICE) == ["lead"] * 2
    done = accept_all(city.desk, city.who(), AcceptAll(found.run))
    assert done.count == 2, done.problems
    for pairing in view_of(city.desk, city.who()).records("pairing"):
        assert (pairing.get("child_answer"), pairing.get("mother_answer")) == ("agreed", "agreed")


@pytest.mark.requirement("HN-16")
def test_no_pair_is_made_where_one_side_has_said_no(city: World) -> None:
    people(city, CHOICE, children=1, mothers=1)
    view = view_of(city.desk, city.who())
    child, mother = view.records("child")[0], view.records("loving_mother")[0]
    done = pair_by_hand(city.desk, city.who(), PairByHand(child.id, mother.id, values={"mother_answer": "not_agreed"}))
    assert not done.done
    assert [problem.values.get("check") for problem in done.problems] == ["mutual"]


def test_supporters_meet_the_needs_that_those_before_them_leave_open(city: World) -> None:
    child = city.waiting_child("童甲", division_code=f"{TEAMS}100201")
    city.add("home_visit", child=child.id, date="2025-03-24", visitors="经办人", met=["child", "guardian"],
             child_needs=["study", "health", "law"])
    for number, skills in enumerate((["study", "health"], ["study", "health"], ["law"])):
        city.mother(f"妈{number}", division_code=f"{TEAMS}100201", places=1, skills=skills, phone=f"1540000000{number}")
    found = run(city, TEAMS)
    names = {one.role: one.mother_name for one in found.proposals if one.role == "lead"}
    first = next(one for one in found.proposals if one.role == "support")
    assert names["lead"] in ("妈0", "妈1")
    assert first.mother_name == "妈2"
    assert any("法律" in reason.text() or "法" in reason.text() for reason in first.reasons)


def test_a_child_who_has_had_a_lead_for_long_is_offered_the_supporters_it_lacks(city: World) -> None:
    people(city, TEAMS, children=1, mothers=1)
    found = run(city, TEAMS)
    assert accept_all(city.desk, city.who(), AcceptAll(found.run)).count == 1
    for number in range(3):
        city.mother(f"后来{number}", division_code=f"{TEAMS}100202", places=1, phone=f"1540000900{number}")
    again = run(city, TEAMS)
    assert [one.role for one in again.proposals] == ["support", "support"]
    assert accept_all(city.desk, city.who(), AcceptAll(again.run)).count == 2
    last = run_match(city.desk, city.who(), RunMatch(TEAMS))
    assert not last.proposals


def test_brothers_and_sisters_come_to_one_loving_mother_and_it_is_said(city: World) -> None:
    home = city.add("household", name="窦家", division_code=f"{PLAIN}100201")
    for name in ("窦一", "窦二"):
        city.waiting_child(name, division_code=f"{PLAIN}100201", household=home.id)
    for number in range(3):
        city.mother(f"妈{number}", division_code=f"{PLAIN}100201", places=2, phone=f"1540000800{number}")
    found = run(city, PLAIN)
    assert len({one.loving_mother for one in found.proposals}) == 1
    assert all("兄弟姐妹" in "".join(reason.text() for reason in one.reasons) for one in found.proposals)
    assert found.certificate["proven"] is True


def test_a_child_is_offered_the_loving_mother_whom_its_brother_has(city: World) -> None:
    home = city.add("household", name="窦家", division_code=f"{PLAIN}100201")
    elder = city.waiting_child("窦一", division_code=f"{PLAIN}100201", household=home.id)
    mothers = [city.mother(f"妈{number}", division_code=f"{PLAIN}100201", places=2, phone=f"1540000800{number}")
               for number in range(4)]
    assert city.pair(elder, mothers[2]).done
    city.waiting_child("窦二", division_code=f"{PLAIN}100201", household=home.id)
    found = run(city, PLAIN)
    assert [one.mother_name for one in found.proposals] == ["妈2"]
    assert {term.key: term.points for term in found.proposals[0].terms}.get("sibling") in (None, -20)


def a_team(city: World, **values: object) -> str:
    names = [city.mother(f"队员{number}", division_code=f"{PLAIN}100201", places=0, phone=f"1540000700{number}").id
             for number in range(3)]
    return city.add("mother_team", name="石榴籽队", kind="team", leader=names[0], members=names,
                    division_code=f"{PLAIN}100201", **values).id


def test_a_team_with_places_is_proposed_and_paired_like_a_loving_mother(city: World) -> None:
    team = a_team(city, places=2)
    for name in ("童一", "童二", "童三"):
        city.waiting_child(name, division_code=f"{PLAIN}100201")
    found = run(city, PLAIN)
    assert [(one.loving_mother, one.mother_name) for one in found.proposals] == [(team, "石榴籽队")] * 2
    assert len(found.unmatched) == 1
    assert verify_run(city.desk, city.who()).is_right
    done = accept_all(city.desk, city.who(), AcceptAll(found.run))
    assert done.count == 2, done.problems
    assert [pair.text("mother_team") for pair in view_of(city.desk, city.who()).records("pairing")] == [team] * 2
    assert not run(city, PLAIN).proposals


def test_a_team_takes_no_child_without_places_of_its_own_or_with_a_member_unchecked(city: World) -> None:
    a_team(city)
    city.waiting_child("童一", division_code=f"{PLAIN}100201")
    assert not run(city, PLAIN).proposals
    unchecked = city.mother("新来", division_code=f"{PLAIN}100201", places=0, phone="15400007100",
                            query_on="2022-01-01")
    city.add("mother_team", name="新队", kind="team", leader=unchecked.id, members=[unchecked.id], places=3,
             division_code=f"{PLAIN}100201")
    assert not run(city, PLAIN).proposals
