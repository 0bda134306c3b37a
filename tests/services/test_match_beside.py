"""Who may stand beside a lead, and who may be in a team: what a run leaves out although it would cost least."""

from __future__ import annotations

import pytest
from test_match_by_mode import PLAIN, TEAMS, city, people, run, third

from aixin_tui.domain.record import Act, Change
from aixin_tui.engine.matching import supporting
from aixin_tui.engine.matching.from_view import market, mother_bars
from aixin_tui.services.matching import AcceptAll, HoldOffers, RunMatch, accept_all, hold_offers, run_match
from aixin_tui.services.viewing import view_of
from office_world import World

__all__ = ["city", "third"]


def led(world: World, *, places: int = 1) -> World:
    """One child with a lead in force."""
    world.waiting_child("童甲", division_code=f"{TEAMS}100201")
    world.mother("主责", division_code=f"{TEAMS}100201", places=places, phone="15400009999")
    assert accept_all(world.desk, world.who(), AcceptAll(run(world, TEAMS).run)).count == 1
    return world


def later(world: World, count: int, county: str = TEAMS) -> None:
    for number in range(count):
        world.mother(f"后来{number}", division_code=f"{county}100202", places=1, phone=f"1540000900{number}")


def test_who_leads_already_is_not_taken_for_a_supporter_of_the_same_child(city: World) -> None:
    led(city, places=3)
    later(city, 1)
    assert [(one.role, one.mother_name) for one in run(city, TEAMS).proposals] == [("support", "后来0")]


def test_a_child_with_an_offer_held_fixed_is_offered_no_further_supporter(city: World) -> None:
    led(city)
    later(city, 1)
    first = run(city, TEAMS).proposals
    assert hold_offers(city.desk, city.who(), HoldOffers((first[0].id,))).done
    city.mother("再来", division_code=f"{TEAMS}100202", places=1, phone="15400009100")
    people(city, PLAIN, children=1, mothers=1)
    assert [one.role for one in run(city).proposals] == ["lead"]


def test_a_supporter_is_of_the_parts_of_the_area_that_match_so(city: World) -> None:
    led(city)
    child = view_of(city.desk, city.who()).records("child")[0]
    far = city.mother("邻县", division_code=f"{PLAIN}100201", places=1, phone="15400009200")
    wide = (Change("child", child.id, {"radius": "city"}), Change("loving_mother", far.id, {"radius": "city"}))
    city.desk.store.commit(Act("edit", "tester", wide))
    assert run_match(city.desk, city.who(), RunMatch("9901")).proposals == ()


def test_a_pair_that_a_check_refuses_after_all_is_not_offered_as_support(
    city: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    led(city)
    later(city, 1)
    monkeypatch.setattr(supporting, "refusing", lambda _: ("anything",))
    people(city, PLAIN, children=1, mothers=1)
    assert [one.role for one in run(city).proposals] == ["lead"]


@pytest.mark.parametrize("query", ["2025-03-01", "2023-01-01", ""])
def test_every_adult_of_a_family_in_a_team_needs_a_query(city: World, query: str) -> None:
    here = f"{PLAIN}100201"
    names = [city.mother(f"队员{number}", division_code=here, places=0, phone=f"1540000700{number}").id
             for number in range(2)]
    adult = {"name": "蔺大勇", "birth_date": "1980-01-01", "query_on": query, "query_result": "clear"}
    family = city.mother("蔺家", kind="family", division_code=here, places=0, phone="15400007009",
                         members={"one": {key: value for key, value in adult.items() if value}})
    team = city.add("mother_team", name="石榴籽队", kind="team", leader=names[0], members=[*names, family.id],
                    division_code=here, places=1)
    assert mother_bars(view_of(city.desk, city.who()), team) == (() if query == "2025-03-01" else ("query_in_force",))


def test_a_team_of_which_a_member_is_no_longer_there_takes_no_child(city: World) -> None:
    here = f"{PLAIN}100201"
    member = city.mother("队员", division_code=here, places=0, phone="15400007000")
    team = city.add("mother_team", name="石榴籽队", kind="team", leader=member.id, members=[member.id],
                    division_code=here, places=1)
    assert mother_bars(view_of(city.desk, city.who()), team) == ()
    gone = Change("mother_team", team.id, {"members": {member.id: True, "01JQ00000000000000000000ZZ": True}})
    city.desk.store.commit(Act("edit", "tester", (gone,)))
    assert mother_bars(view_of(city.desk, city.who()), city.now("mother_team", team.id)) == ("query_in_force",)


def test_the_lead_of_a_brother_is_favoured_and_his_supporter_is_not(city: World) -> None:
    home = city.add("household", name="窦家", division_code=f"{TEAMS}100201")
    led(city, places=3)
    elder = view_of(city.desk, city.who()).records("child")[0]
    city.desk.store.commit(Act("edit", "tester", (Change("child", elder.id, {"household": home.id}),)))
    later(city, 1)
    assert accept_all(city.desk, city.who(), AcceptAll(run(city, TEAMS).run)).count == 1
    younger = city.waiting_child("童乙", division_code=f"{TEAMS}100201", household=home.id)
    found = market(view_of(city.desk, city.who()), [younger], keep=False)
    favoured = {mother.text("name") for number, mother in enumerate(found.mothers)
                if "sibling" in found.instance.terms(0, number)}
    assert favoured == {"主责"}
