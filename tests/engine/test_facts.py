"""Each kind of fact: fields, links onward and back, the wide links, the core's computed ones, the policy's."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from care_world import province
from rule_world import VILLAGE, child, cond, consent, guardian, life, mother, offer, record, some, view

from aixin_tui.domain.record import Record
from aixin_tui.engine import links
from aixin_tui.engine.pairings import would_be
from aixin_tui.engine.spec.condition import Equals
from aixin_tui.engine.spec.item import Items, Stamp
from aixin_tui.engine.spec.policy import FactSpec

PAIR = record("pairing", "p1", child="c1", loving_mother="m1", role="lead", started_on="2025-02-01", number="7")


def only(found: tuple[Any, ...]) -> Any:
    assert len(found) <= 1
    return found[0] if found else None


# --- fields -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "values"), [
    ("name", ("c1",)),
    ("categories", ("left_behind_child", "child_in_difficulty")),
    ("interests", ("sport",)),
    ("school", ()),
    ("sex_is_must", (False,)),
    ("nothing", ()),
])
def test_fields_are_read_by_their_shape(name: str, values: tuple[Any, ...]) -> None:
    one = child("c1", categories={"left_behind_child": {"source": "民政", "date": "2024-01-01"},
                                  "child_in_difficulty": True, "orphan_in_community": False},
                interests=["sport"], sex_is_must=False)
    assert view(one).fact(one, f"child.{name}") == values


def test_columns_of_a_table_are_many_valued() -> None:
    family = mother(kind="family", members={
        "r2": {"name": "乙", "query_on": "2025-02-01"}, "r1": {"name": "甲", "query_on": "2025-01-01"}, "r3": {},
    })
    here = view(family)
    assert here.fact(family, "loving_mother.members.name") == ("甲", "乙")
    assert here.fact(family, "loving_mother.members.query_on") == ("2025-01-01", "2025-02-01")
    assert here.fact(family, "loving_mother.members") == ("r2", "r1", "r3")


# --- links ------------------------------------------------------------------------------------------------------------


def test_a_link_is_followed_onward() -> None:
    wish = record("micro_wish", "w1", child="c1", loving_mother="m1", wish="书包")
    home = record("household", "h1", name="尹家", division_code=VILLAGE)
    here = view(wish, child("c1", household="h1"), mother("m1"), home)
    assert here.fact(wish, "child.village") == (VILLAGE,)
    assert here.fact(wish, "loving_mother.name") == ("m1",)
    assert here.fact(wish, "household.name") == ("尹家",)  # a wish, its child, the child's household
    assert here.fact(wish, "child.age") == (9,)


def test_a_link_to_nothing_reads_as_empty() -> None:
    wish = record("micro_wish", "w1", child="nobody")
    assert view(wish).fact(wish, "child.village") == ()


def test_a_kind_that_links_here_is_read_of_its_latest_record() -> None:
    here = view(
        child("c1"),
        record("assessment", "a1", child="c1", date="2025-02-01", risk_colour="red"),
        record("assessment", "a2", child="c1", date="2025-03", risk_colour="blue"),
        record("assessment", "a3", child="c1", date="2025-04-02", risk_colour="green"),  # after the day
        record("assessment", "a4", child="c2", date="2025-03-30", risk_colour="yellow"),
        Record("assessment", "a5", {"child": "c1", "date": "2025-03-20", "risk_colour": "red", "voided": {"on": "x"}}),
    )
    c1 = here.find("child", "c1")
    assert here.fact(c1, "assessment.risk_colour") == ("blue",)
    assert here.fact(c1, "child.risk_colour") == ("blue",)


def test_an_attempt_that_met_nobody_does_not_hide_the_needs_that_a_visit_found() -> None:
    here = view(
        child("c1"),
        record("home_visit", "v1", child={"c1": True}, date="2025-02-01", met={"child": True},
               child_needs={"study": True, "law": True}),
        record("home_visit", "v2", child={"c1": True}, date="2025-03-01", met={"nobody": True}),
    )
    c1 = here.find("child", "c1")
    assert here.fact(c1, "child.needs") == ("study", "law")
    assert here.fact(c1, "home_visit.met") == ("nobody",)


def test_one_visit_may_be_of_two_children() -> None:
    visit = record("home_visit", "v1", child={"c1": True, "c2": True}, date="2025-02-01", met={"child": True})
    here = view(child("c1"), child("c2", sex="male"), visit)
    assert [r.id for r in here.linked("home_visit", here.find("child", "c2"))] == ["v1"]
    assert set(here.fact(visit, "child.sex")) == {"female", "male"}


def test_a_guardian_is_linked_through_the_roles() -> None:
    here = view(child("c1"), guardian("g1", "c1"), guardian("g2", "c2"))
    assert here.fact(here.find("child", "c1"), "guardian.name") == ("g1",)
    assert here.fact(here.find("guardian", "g1"), "child.name") == ("c1",)


@pytest.mark.parametrize("stored", ["civil_affairs", "line7"])
@pytest.mark.requirement("QH-24")
def test_a_register_with_entries_is_compared_by_the_entry(stored: str) -> None:
    line = record("department", "line7", name="民政局", entry="civil_affairs")
    visit = record("home_visit", "v1", child={"c1": True}, date="2025-02-01", joint_with={stored: True})
    here = view(child("c1"), visit, line)
    assert here.fact(visit, "home_visit.joint_with") == ("civil_affairs",)
    assert here.holds(cond({"home_visit.joint_with": "civil_affairs"}), visit)


def test_an_entry_that_no_office_has_stored_yet_has_the_name_it_starts_with() -> None:
    sent = record("referral", "r1", child="c1", department="police", date="2025-03-01")
    assert view(child("c1"), sent).fact(sent, "department.name") == ("公安",)


def test_a_division_is_linked_to_everything_inside_it() -> None:
    here = view(
        child("c1"), child("c2", division_code="630222101200"), child("c3", division_code="630222"),
        record("home_visit", "v1", child={"c2": True}, date="2025-02-01", met={"child": True}),
    )
    county, town = here.find("division", "630222"), here.find("division", "630222101")
    assert [r.id for r in here.linked("child", county)] == ["c1", "c2", "c3"]
    assert [r.id for r in here.linked("child", town)] == ["c2"]
    assert [r.id for r in here.linked("home_visit", town)] == ["v1"]
    assert here.fact(county, "division.level") == ("county",)


@pytest.mark.parametrize(("values", "linked"), [
    ({"pairing": "p1"}, True),
    ({"pairing": "p2"}, False),
    ({"pairing": "p2", "loving_mother": "m1"}, False),
    ({}, True),
    ({"loving_mother": "m1"}, True),
    ({"loving_mother": "m2"}, False),
])
def test_a_pairing_is_linked_to_what_names_it_or_its_child_and_no_other_mother(
    values: dict[str, str], *, linked: bool
) -> None:
    done = record("activity", "a1", child="c1", date="2025-03-01", kind={"contact_call": True}, **values)
    here = view(child("c1"), mother("m1"), mother("m2"), PAIR, done,
                record("pairing", "p2", child="c1", loving_mother="m2", role="support", started_on="2025-02-01"))
    assert ([r.id for r in here.linked("activity", PAIR)] == ["a1"]) is linked


def test_a_pairing_reads_the_papers_of_its_child() -> None:
    here = view(child("c1"), mother("m1"), PAIR,
                record("assessment", "a1", child="c1", date="2025-03-01", difficulties={"life": True}))
    assert here.fact(PAIR, "assessment.difficulties") == ("life",)
    assert here.holds(cond(has=[some("assessment")]), PAIR)


def test_reach_goes_over_one_record_to_the_next() -> None:
    done = record("activity", "a1", child="c1", date="2025-03-01")
    here = view(child("c1", household="h1"), record("household", "h1", name="尹家"), done)
    assert [r.id for r in links.reach(here, done, "household")] == ["h1"]
    assert [r.id for r in links.reach(here, done, "activity")] == ["a1"]
    assert links.reach(here, done, "loving_mother") == ()


# --- of every kind ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("one", "name", "value"), [
    (child(status=life(("screened", "2025-01-01"), ("filed", "2025-01-05"))), "child.date", "2025-01-05"),
    (child(status=life(("screened", "2025-01-01"))), "child.date", None),
    (child(status=life(("paired", "2024-06-01"))), "child.date", "2024-06-01"),
    (mother(status=life(("recruited", "2024-01-02"), ("checked", "2024-02-01"))), "loving_mother.date", "2024-01-02"),
    (PAIR, "pairing.date", "2025-02-01"),
    (record("pairing", "p", child="c1", started_on="2024-09"), "pairing.date", "2024-09-01"),
    (consent(), "consent.date", "2025-03-01"),
    (consent(), "consent.month", 3),
    (consent(), "consent.year", 2025),
    (record("event", "e", date="2025-03"), "event.date", "2025-03-01"),
    (record("household", "h"), "household.date", None),
    (Record("child", "c1", {}, "2025-03-01T09:00:00+08:00", "2025-03-09T09:00:00+08:00"), "child.updated_on",
     "2025-03-09"),
    # What was changed after the day looked at is not later than that day: a report of March, made again in May.
    (Record("child", "c1", {}, "2025-03-01T09:00:00+08:00", "2025-05-09T09:00:00+08:00"), "child.updated_on",
     "2025-04-01"),
    (child(), "child.town", "630222100"),
    (child(), "child.county", "630222"),
    (child(), "child.city", "6302"),
    (child(division_code="630222"), "child.town", None),
    (child(residence={"a": {"division_code": "630222101200", "from": "2024-01-01"},
                      "b": {"division_code": VILLAGE, "from": "2025-05-01"}}), "child.village", "630222101200"),
    (child(), "today", "2025-04-01"),
    (record("outcome_review", "o", child="c1", date="2025-01-01"), "outcome_review.village", VILLAGE),
])
def test_facts_of_every_kind(one: Record, name: str, value: Any) -> None:
    here = view(one) if one.kind == "child" else view(child("c1"), one)
    assert only(here.fact(one, name)) == value


def test_the_day_of_a_state_is_the_last_entry_into_it() -> None:
    one = child(status=life(("filed", "2025-01-01"), ("waiting", "2025-01-05"), ("paired", "2025-02-01"),
                            ("waiting", "2025-03-01"), ("paired", "2025-05-01")))
    here = view(one)
    assert here.fact(one, "child.waiting_on") == ("2025-03-01",)
    assert here.fact(one, "child.paired_on") == ("2025-02-01",)
    assert here.fact(one, "child.closed_on") == ()


def test_a_file_is_complete_when_what_is_needed_and_wanted_is_there() -> None:
    one = child(household="h1", id_number="630222201505069909")
    here = view(one)
    assert here.fact(one, "child.complete") == (True,)
    bare = child(household="h1")
    assert view(bare).fact(bare, "child.complete") == (False,)


# --- computed ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("birth", "day", "age"), [
    ("2016-02-29", "2025-02-27", 8), ("2016-02-29", "2025-02-28", 9), ("2009-05-05", "2025-05-04", 15),
    ("2009-05-05", "2025-05-05", 16), ("2015", "2025-12-30", 9), ("2015", "2025-12-31", 10),
    ("2015-04", "2025-04-29", 9), ("2015-04", "2025-04-30", 10), ("", "2025-04-01", None), ("0000", "2025-04-01", None),
])
def test_age_is_never_more_than_is_certain(birth: str, day: str, age: int | None) -> None:
    one = child(birth_date=birth)
    assert only(view(one, day=day).fact(one, "child.age")) == age


@pytest.mark.parametrize(("place", "tier", "locality"), [
    (VILLAGE, "village", "local"), ("630222100202", "town", "local"), ("630222100", "town", "local"),
    ("630222101200", "county", "local"), ("630223", "city", "remote"), ("6301", "province", "remote"),
    ("460105", "elsewhere", "remote"),
])
@pytest.mark.requirement("QH-27", "HN-10", node="engine/facts/would_be.py")
def test_tier_and_locality(place: str, tier: str, locality: str) -> None:
    c1, m1 = child(), mother(division_code=place)
    here = view(c1, m1)
    assert here.fact(would_be(c1, m1), "pairing.tier") == (tier,)
    assert here.fact(would_be(c1, m1), "pairing.locality") == (locality,)
    assert here.fact(would_be(c1, m1, locality="remote"), "pairing.locality") == ("remote",)


def test_neighbouring_villages_share_a_town_at_least() -> None:
    c1, m1 = child(), mother(division_code="630222101200")
    here = view(c1, m1, record("neighbour", "n1", village="630222101200", neighbour={VILLAGE: True}))
    assert here.fact(would_be(c1, m1), "pairing.tier") == ("town",)


@pytest.mark.requirement("JS-27", node="engine/facts/would_be.py")
def test_needs_that_she_has_no_skill_for_stay_open() -> None:
    visit = record("home_visit", "v1", child={"c1": True}, date="2025-02-01", met={"child": True},
                   child_needs={"study": True, "law": True, "daily": True})
    c1, lead, other = child(), mother("m1", skills={"study": True}), mother("m2", skills={"daily": True})
    here = view(c1, lead, other, visit, PAIR)
    assert here.fact(PAIR, "pairing.unmet_needs") == ("law", "daily")
    assert here.fact(would_be(c1, other), "pairing.unmet_needs") == ("study", "law")
    assert here.fact(would_be(c1, other, "support"), "pairing.unmet_needs") == ("law",)
    beside = record("pairing", "p2", child="c1", loving_mother="m2", role="support", started_on="2025-02-01")
    more = view(c1, lead, other, mother("m3"), visit, PAIR, beside)
    assert more.fact(would_be(c1, mother("m3"), "support"), "pairing.unmet_needs") == ("law", "daily")


def test_a_team_has_the_skills_of_its_members() -> None:
    team = record("mother_team", "t1", name="队", members={"m1": True, "m2": True}, division_code=VILLAGE)
    here = view(team, mother("m1", skills={"study": True}), mother("m2", skills={"law": True}))
    assert set(here.fact(team, "mother_team.skills")) == {"study", "law"}


@pytest.mark.parametrize(("wished", "sex", "wrong"), [
    ("female", "female", False), ("female", "male", True), (None, "male", False), ("male", None, False),
])
def test_wrong_sex(wished: str | None, sex: str | None, *, wrong: bool) -> None:
    c1, m1 = child(wished_sex=wished), mother(sex=sex)
    assert view(c1, m1).fact(would_be(c1, m1), "pairing.wrong_sex") == (wrong,)


@pytest.mark.parametrize(("fact", "of_child", "of_mother", "earlier"), [
    ("child_wish", {"wishes": {"m1": True}}, {}, {}),
    ("mother_wish", {}, {"wishes": {"c1": True}}, {}),
    ("excluded", {"excluded": {"m1": True}}, {}, {}),
    ("excluded", {}, {"excluded": {"c1": True}}, {}),
    ("excluded", {}, {}, {"excluded": True, "state": "declined"}),
    ("child_wish", {}, {}, {"child_wish": True}),
])
def test_wishes_and_exclusions_stay_known(fact: str, of_child: Any, of_mother: Any, earlier: Any) -> None:
    c1, m1, m2 = child(**of_child), mother(**of_mother), mother("m2")
    here = view(c1, m1, m2, *((offer("o1", **earlier),) if earlier else ()))
    assert here.fact(would_be(c1, m1), f"pairing.{fact}") == (True,)
    assert here.fact(would_be(c1, m2), f"pairing.{fact}") == (False,)


@pytest.mark.parametrize(("day", "paused"), [("2025-02-28", False), ("2025-03-01", True), ("2025-03-09", True),
                                             ("2025-03-10", False)])
def test_a_pause_is_half_open(day: str, *, paused: bool) -> None:
    pair = record("pairing", "p1", child="c1", loving_mother="m1", started_on="2025-01-01",
                  pauses={"a": {"from": "2025-03-01", "to": "2025-03-10", "reason": "boarding"}})
    here = view(child(), mother(), pair, day=day)
    assert here.fact(pair, "pairing.paused") == (paused,)
    assert here.state(pair) == "in_force"


def test_last_contact_is_the_latest_that_reached_the_child() -> None:
    calls = [record("activity", f"a{n}", child="c1", pairing="p1", date=day, kind={"contact_call": True},
                    reached=reached)
             for n, (day, reached) in enumerate([("2025-02-01", True), ("2025-03-01", False), ("2025-04-02", True)])]
    assert view(child(), mother(), PAIR, *calls).fact(PAIR, "pairing.last_contact_on") == ("2025-02-01",)


def test_children_now_counts_pairs_in_force() -> None:
    here = view(child("c1"), child("c2"), mother(), PAIR, offer("o1", of="c2"),
                record("pairing", "p3", child="c2", loving_mother="m1", started_on="2024-01-01", ended_on="2025-04-01"))
    assert here.fact(here.find("loving_mother", "m1"), "loving_mother.children_now") == (1,)


def test_she_is_trained_by_the_tick_or_by_the_step() -> None:
    stepped = mother("m1", status=life(("trained", "2024-01-01"), ("active", "2024-02-01")))
    ticked, neither, denied = mother("m2", trained=True), mother("m3"), mother("m4", trained=False)
    here = view(stepped, ticked, neither, denied)
    facts = [here.fact(m, "loving_mother.trained") for m in (stepped, ticked, neither, denied)]
    assert facts == [(True,), (True,), (), (False,)]


def test_a_share_of_an_event_is_of_the_kinds_that_the_event_counts_as() -> None:
    share = record("activity", "a1", child="c1", event="e1", date="2025-03-01")
    here = view(share, record("event", "e1", date="2025-03-01", activity_kind={"group_care": True, "shared_day": True}))
    assert here.fact(share, "activity.kind") == ("group_care", "shared_day")


# --- derived kinds ----------------------------------------------------------------------------------------------------


def test_changes_of_status_are_records() -> None:
    pair = record("pairing", "p1", child="c1", loving_mother="m1", started_on="2025-02-01", ended_on="2025-03-05",
                  end_reason="moved")
    one = child(status={"a": {"state": "filed", "from": "2025-01-01", "by": "file"},
                        "b": {"state": "closed", "from": "2025-03-20", "by": "close", "reason": "turned_18"}})
    here = view(one, mother(status=life(("active", "2024-01-01"))), pair)
    changes = {(c.get("kind"), c.get("to_state")): c for c in here.records("status_change")}
    assert set(changes) == {("child", "filed"), ("child", "closed"), ("loving_mother", "active"),
                            ("pairing", "in_force"), ("pairing", "ended")}
    closed, ended = changes["child", "closed"], changes["pairing", "ended"]
    assert here.fact(closed, "status_change.from_state") == ("filed",)
    assert here.fact(closed, "status_change.reason") == ("turned_18",)
    assert here.fact(closed, "status_change.date") == ("2025-03-20",)
    assert here.fact(ended, "child.name") == ("c1",)
    assert here.fact(ended, "loving_mother.name") == ("m1",)
    assert here.fact(ended, "status_change.reason") == ("moved",)


def test_an_open_offer_is_read_as_the_pairing_it_would_be() -> None:
    here = view(child(), mother(), offer("o1"))
    (pair,) = here.records("pairing")
    assert (pair.kind, pair.id, here.state(pair)) == ("pairing", "o1", "proposed")
    assert here.fact(pair, "pairing.tier") == ("village",)
    assert here.fact(pair, "pairing.proposed_on") == ("2025-03-20",)
    assert here.at(here.day.replace(day=1, month=3)).records("pairing") == ()


@pytest.mark.parametrize(("values", "day", "open_then"), [
    ({"state": "declined", "declined_on": "2025-03-25"}, "2025-03-24", True),
    ({"state": "declined", "declined_on": "2025-03-25"}, "2025-03-25", False),
    ({"state": "lapsed"}, "2025-03-24", False),
])
def test_an_offer_was_open_until_its_end(values: dict[str, str], day: str, *, open_then: bool) -> None:
    assert bool(view(child(), mother(), offer("o1", **values), day=day).records("pairing")) is open_then


# --- the policy's -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("values", "eligible"), [
    ({}, True),
    ({"birth_date": "2007-04-02"}, True),
    ({"birth_date": "2007-04-01"}, False),
    ({"status": life(("closed", "2025-03-01"))}, False),
    ({"status": life(("closed", "2025-04-02"))}, False),
    ({"voided": {"on": "2025-03-01", "operator": "o", "reason": "重复"}}, False),
    ({"categories": {}}, False),
])
def test_the_core_adds_its_own_to_eligible(values: dict[str, Any], *, eligible: bool) -> None:
    one = child(**values)
    assert view(one).fact(one, "child.eligible") == (eligible,)
    assert view(one).fact(one, "child.must_pair") == (eligible,)


def test_no_policy_can_take_the_cores_addition_away() -> None:
    bare = msgspec.structs.replace(province(), policy=msgspec.structs.replace(province().policy, facts=Items()))
    grown = child(birth_date="2000-01-01")
    assert view(grown, of=bare).fact(grown, "child.eligible") == (False,)
    assert view(child(), of=bare).fact(child(), "child.must_pair") == (False,)


def _versions(*specs: FactSpec) -> Any:
    policy = msgspec.structs.replace(province().policy, facts=Items(specs))
    return msgspec.structs.replace(province(), policy=policy)


@pytest.mark.parametrize(("day", "place", "value"), [
    ("2024-12-31", VILLAGE, "old"), ("2025-01-01", VILLAGE, "new"), ("2025-01-01", "630223100200", "narrow"),
    ("2023-01-01", VILLAGE, None),
])
def test_the_version_in_force_on_the_day_at_the_place_decides(day: str, place: str, value: str | None) -> None:
    made = _versions(
        FactSpec(key="word", of="child", value="old", stamp=Stamp(effective_from="2024-01-01",
                                                                  effective_to="2024-12-31")),
        FactSpec(key="word", of="child", value="new", stamp=Stamp(effective_from="2025-01-01")),
        FactSpec(key="word", of="child", value="narrow", stamp=Stamp(effective_from="2024-06-01", division="630223")),
    )
    one = child(division_code=place, status=life(("filed", "2020-01-01")))
    assert only(view(one, of=made, day=day).fact(one, "child.word")) == value


def test_a_fact_that_leads_back_to_itself_is_empty_not_endless() -> None:
    made = _versions(FactSpec(key="one", of="child", when=cond({"child.two": True})),
                     FactSpec(key="two", of="child", when=cond({"child.one": True})))
    here = view(child(), of=made)
    assert here.fact(here.find("child", "c1"), "child.two") == (False,)


@pytest.mark.parametrize(("categories", "colour", "wanted"), [
    ({"left_behind_child": True}, "red", "first"), ({"left_behind_child": True}, "blue", "second"),
    ({"child_in_difficulty": True}, "red", "third"),
])
def test_the_priority_class_is_the_first_that_holds(categories: dict[str, bool], colour: str, wanted: str) -> None:
    one = child(categories=categories)
    here = view(one, record("assessment", "a1", child="c1", date="2025-03-01", risk_colour=colour))
    assert here.fact(one, "child.priority_class") == (wanted,)


def test_what_is_voided_or_dated_later_is_not_there() -> None:
    later = child("c2", status=life(("filed", "2025-04-02")))
    gone = child("c3", voided={"on": "2025-01-01", "operator": "o", "reason": "x"})
    here = view(child("c1"), later, gone, record("event", "e1", date="2025-04-02"))
    assert [r.id for r in here.records("child")] == ["c1"]
    assert here.records("event") == ()
    assert here.state(later) == ""
    assert [r.id for r in here.at(here.day.replace(day=2)).records("child")] == ["c1", "c2"]


def test_equals_needs_no_more_than_one_shared_value() -> None:
    one = child(categories={"left_behind_child": True, "child_in_difficulty": True})
    assert view(one).holds(cond({"child.categories": Equals(("child_in_difficulty", "x"))}), one)
