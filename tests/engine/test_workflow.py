"""Steps of a life: which are possible, every guard that fails, who may take them; and the rules on a pair."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace
from rule_world import VILLAGE, child, cond, consent, guardian, life, mother, offer, province, record, view

from aixin_tui.domain.codes import Code
from aixin_tui.domain.record import Record
from aixin_tui.engine.failed import failures
from aixin_tui.engine.matching.from_view import market
from aixin_tui.engine.pair_checks import approvals_needed, blocking, checks_on, places_left
from aixin_tui.engine.pairings import DEFAULT_PLACES, would_be
from aixin_tui.engine.spec.condition import Check
from aixin_tui.engine.spec.item import Items, Stamp
from aixin_tui.engine.workflow import attempt, possible_steps, reaches

VISIT = record("home_visit", "v1", child={"c1": True}, date="2025-03-01", joint_with={"civil_affairs": True},
               met={"guardian": True})
ASSESSED = record("assessment", "a1", child="c1", date="2025-03-01")
PAPERS = (VISIT, ASSESSED, guardian(), consent())


def keys(found: Any) -> set[str]:
    return {failed.key for failed in found}


@pytest.mark.parametrize(("state", "steps"), [
    ("screened", {"file", "close"}),
    ("assessed", {"record_consent", "not_agree", "close"}),
    ("paired", {"review", "end_pairing", "withdraw", "close"}),
    ("closed", set()),
])
def test_possible_steps(state: str, steps: set[str]) -> None:
    one = child(state=state)
    assert {step.key for step in possible_steps(view(one), one)} == steps


def test_a_voided_record_has_no_steps() -> None:
    one = child(voided={"on": "2025-01-01"})
    assert possible_steps(view(one), one) == ()
    assert Code.RULE_005 in {p.code for p in attempt(view(one), one, "propose").problems}


@pytest.mark.parametrize(("given", "failing"), [
    (PAPERS, set()),
    ((), {"assessed_first", "visited", "guardian_agrees", "consent_in_force"}),
    ((VISIT, guardian(), consent()), {"assessed_first"}),
    ((ASSESSED, guardian(), consent()), {"visited"}),
    ((Record("home_visit", "v1", {**VISIT.values, "joint_with": {"education": True}}), *PAPERS[1:]), {"visited"}),
    ((Record("home_visit", "v1", {**VISIT.values, "met": {"nobody": True}}), *PAPERS[1:]), {"visited"}),
    ((Record("home_visit", "v1", {**VISIT.values, "date": "2025-04-02"}), *PAPERS[1:]), {"visited"}),
    ((VISIT, ASSESSED, guardian(), consent(channel=None)), {"guardian_agrees"}),
    ((VISIT, ASSESSED, guardian(), consent(decision="not_agreed")), {"guardian_agrees", "consent_in_force"}),
])
@pytest.mark.requirement("QH-24", "QH-25", node="qinghai/workflow.yaml#child.transitions.record_consent.checks")
def test_a_refusal_lists_every_guard_that_fails(given: tuple[Record, ...], failing: set[str]) -> None:
    one = child(state="assessed")
    tried = attempt(view(one, *given), one, "record_consent", role="recorder")
    assert keys(tried.failing) == failing
    assert tried.allowed == (not failing)


def test_a_failed_guard_says_what_where_and_who() -> None:
    one = child(state="assessed")
    tried = attempt(view(one), one, "record_consent")
    visited = next(failed for failed in tried.failing if failed.key == "visited")
    assert "走访" in visited.say
    assert visited.origin.file.endswith("workflow.yaml")
    assert visited.origin.line > 0
    assert visited.who == "recorder"
    assert visited.layer == "workflow"
    assert visited.stamp.cite


@pytest.mark.parametrize(("step", "role", "reason", "alone", "code"), [
    ("nothing", "reviewer", "", False, Code.RULE_001),
    ("pair", "reviewer", "", False, Code.RULE_002),
    ("close", "recorder", "other", False, Code.RULE_003),
    ("close", "viewer", "other", False, Code.RULE_003),
    ("close", "reviewer", "", False, Code.RULE_004),
    ("close", "reviewer", "no_such_reason", False, Code.RULE_004),
    ("close", "reviewer", "other", False, None),
    ("close", "administrator", "other", False, None),
    ("close", "recorder", "other", True, None),
])
@pytest.mark.requirement("JX-21", node="common/workflow.yaml#child.transitions.close.reason")
@pytest.mark.requirement("JS-17", node="common/workflow.yaml#child.transitions.close.who")
def test_what_is_no_guard_is_a_problem(step: str, role: str, reason: str, alone: bool, code: Code | None) -> None:
    one = child(state="assessed")
    tried = attempt(view(one), one, step, role=role, reason=reason, alone=alone)
    assert [p.code for p in tried.problems] == ([code] if code else [])
    assert tried.allowed == (code is None)


@pytest.mark.parametrize(("role", "needed", "enough"), [
    ("viewer", "recorder", False), ("recorder", "recorder", True), ("administrator", "reviewer", True),
    ("nobody", "viewer", False), ("viewer", "committee_member", True),
])
def test_roles_include_those_before(role: str, needed: str, *, enough: bool) -> None:
    assert reaches(role, needed) is enough
    assert reaches(role, needed, alone=True)


def test_a_register_with_a_life_has_steps_without_the_laws_checks() -> None:
    line = record("counselling", "n1", child="c1", date="2025-01-01", status=life(("continuing", "2025-01-01")))
    tried = attempt(view(child(), line, of=province("hainan")), line, "solve")
    assert tried.allowed
    assert tried.to == "solved"


@pytest.mark.parametrize(("values", "allowed"), [({}, True), ({"query_on": "2024-01-01"}, False),
                                                 ({"query_result": "record_found"}, False)])
def test_a_mothers_query_must_be_clear_and_young(values: dict[str, str], *, allowed: bool) -> None:
    m1 = mother(**{"status": life(("recruited", "2025-01-01")), **values})
    assert attempt(view(m1), m1, "query").allowed is allowed


# --- pairs ------------------------------------------------------------------------------------------------------------

C1 = child(state="proposed")


def test_pairing_puts_the_policy_and_the_law_to_the_open_offer() -> None:
    here = view(C1, mother(), offer(), *PAPERS)
    assert attempt(here, C1, "pair", role="recorder").allowed
    lapsed = view(C1, mother(query_on="2024-03-12"), offer(), *PAPERS)
    assert keys(attempt(lapsed, C1, "pair", role="recorder").failing) == {"query_in_force"}


@pytest.mark.requirement(
    "HI-06", node=("common/policy.yaml#checks.sex_approval", "hainan/policy.yaml#checks.sex_approval"))
def test_an_approve_check_holds_for_a_reviewer() -> None:
    here = view(C1, mother(kind="father", sex="male"), offer(), *PAPERS)
    (pair,) = here.records("pairing")
    assert approvals_needed(here, pair) == ("sex_approval",)
    assert here.fact(pair, "pairing.held_for") == ("sex_approval",)
    by_recorder = attempt(here, C1, "pair", role="recorder")
    assert keys(by_recorder.failing) == {"sex_approval"}
    by_reviewer = attempt(here, C1, "pair", role="reviewer")
    assert by_reviewer.allowed
    assert keys(by_reviewer.approved) == {"sex_approval"}
    assert attempt(here, C1, "pair", role="recorder", alone=True).allowed


def test_an_offer_may_be_made_that_waits_for_approval() -> None:
    waiting = child(state="waiting")
    here = view(waiting, mother(kind="father", sex="male"), *PAPERS)
    pair = would_be(waiting, here.find("loving_mother", "m1"))
    tried = attempt(here, waiting, "propose", role="recorder", offers=[pair])
    assert tried.allowed
    assert keys(tried.held) == {"sex_approval"}


@pytest.mark.parametrize(("stored", "held"), [
    ({"held_for": {"sex_approval": True}}, ("sex_approval",)), ({"held_for": {}}, ()),
    ({"approved": {"sex_approval": True}}, ()),
])
def test_what_an_offer_is_held_for(stored: dict[str, Any], held: tuple[str, ...]) -> None:
    here = view(C1, mother(kind="father", sex="male"), offer(**stored), *PAPERS)
    assert here.fact(here.records("pairing")[0], "pairing.held_for") == held


@pytest.mark.parametrize(("of_child", "of_mother", "others", "said"), [
    ({}, {}, (), {}),
    ({}, {"division_code": "460105100200"}, (), {"elsewhere": "refuse"}),
    ({"excluded": {"m1": True}}, {}, (), {"excluded": "refuse"}),
    ({"wished_sex": "male", "sex_is_must": True}, {}, (), {"sex_must": "refuse"}),
    ({"wished_sex": "male"}, {}, (), {}),
    ({"radius": "village"}, {"division_code": "630222100202"}, (), {"outside_radius": "refuse"}),
    ({"radius": "village"}, {"radius": "city", "division_code": "630222100202"}, (), {"outside_radius": "refuse"}),
    ({"radius": "city"}, {"radius": "village", "division_code": "630222100202"}, (), {"outside_radius": "refuse"}),
    ({}, {"radius": "town", "division_code": "630222101200"}, (), {"outside_radius": "refuse"}),
    ({}, {"division_code": "630223100200"}, (), {"outside_radius": "warn"}),
    ({"radius": "city"}, {"radius": "city", "division_code": "630223100200"}, (), {}),
    ({}, {"available": False}, (), {"not_available": "refuse"}),
    ({}, {"status": life(("paused", "2025-01-01"))}, (), {"not_available": "refuse"}),
    ({}, {"status": life(("left", "2025-01-01"))}, (), {"not_available": "refuse"}),
    ({}, {}, ({"child": "c1", "loving_mother": "m1"},), {"already_paired": "refuse"}),
    ({}, {}, ({"child": "c1", "loving_mother": "m2"},), {"has_lead": "refuse"}),
    ({}, {}, ({"child": "c1", "loving_mother": "m2", "role": "support"},), {}),
    ({}, {}, ({"child": "c1", "loving_mother": "m2", "ended_on": "2025-03-01"},), {}),
    ({}, {"places": 1}, ({"child": "c2", "loving_mother": "m1"},), {"places": "warn"}),
    ({}, {"places": 0}, (), {"places": "warn"}),
    ({}, {"places": 2}, ({"child": "c2", "loving_mother": "m1"},), {}),
    ({}, {"kind": "father", "sex": "male"}, (), {"sex_approval": "approve"}),
    ({"sex": "male"}, {"kind": "father", "sex": "male"}, (), {}),
])
def test_what_speaks_against_a_pair(
    of_child: dict[str, Any], of_mother: dict[str, Any], others: tuple[dict[str, Any], ...], said: dict[str, str]
) -> None:
    c1, m1 = child(**of_child), mother(**of_mother)
    pairs = [record("pairing", f"x{n}", **{"role": "lead", "started_on": "2025-01-01", **values})
             for n, values in enumerate(others)]
    here = view(c1, m1, child("c2"), mother("m2"), *PAPERS, *pairs)
    assert {failed.key: failed.level for failed in blocking(here, c1, m1)} == said


@pytest.mark.parametrize(("colour", "trained", "refused"), [
    ("red", False, True), ("red", None, True), ("red", True, False), ("blue", False, False),
])
def test_red_only_with_a_trained_mother(colour: str, trained: bool | None, *, refused: bool) -> None:
    c1, m1 = child(), mother(trained=trained)
    assessed = record("assessment", "a2", child="c1", date="2025-03-02", risk_colour=colour)
    assert ("trained_for_red" in keys(blocking(view(c1, m1, assessed, *PAPERS), c1, m1))) is refused


def test_an_offer_does_not_stand_in_its_own_way() -> None:
    here = view(C1, mother(places=1), offer(), *PAPERS)
    assert checks_on(here, here.records("pairing")[0]) == ()


def test_places_are_hers_less_pairs_and_offers() -> None:
    here = view(child("c1"), child("c2"), child("c3"), mother("m1", places=3), mother("m2"), offer("o1", of="c2"),
                record("pairing", "p1", child="c1", loving_mother="m1", started_on="2025-01-01"),
                record("pairing", "p2", child="c3", loving_mother="m1", started_on="2024-01-01", ended_on="2025-01-01"))
    assert places_left(here, here.find("loving_mother", "m1")) == 1
    assert places_left(here, here.find("loving_mother", "m2")) == province().setting("places")


def test_where_nobody_says_how_many_places_pairing_by_hand_and_a_run_count_alike() -> None:
    bare = replace(province(), policy=replace(province().policy, settings=Items(())))
    here = view(C1, mother("m1", places=None), *PAPERS, of=bare)
    (volunteer,) = market(here, (C1,)).instance.mothers
    assert places_left(here, here.find("loving_mother", "m1")) == volunteer.places == DEFAULT_PLACES


def test_guards_are_evaluated_on_the_day_of_the_step() -> None:
    one = child(state="assessed")
    assert attempt(view(one, *PAPERS, day="2025-03-01"), one, "record_consent").allowed
    assert not attempt(view(one, *PAPERS, day="2025-02-28"), one, "record_consent").allowed


def test_a_village_stands_for_itself() -> None:
    assert view(child()).place(child()) == VILLAGE


@pytest.mark.parametrize(("stamp", "day", "place", "asked"), [
    ({"effective_from": "2025-04-01"}, "2025-03-31", VILLAGE, False),
    ({"effective_from": "2025-04-01"}, "2025-04-01", VILLAGE, True),
    ({"effective_to": "2025-03-31"}, "2025-04-01", VILLAGE, False),
    ({"division": "630222"}, "2025-04-01", VILLAGE, True),
    ({"division": "630223"}, "2025-04-01", VILLAGE, False),
])
def test_a_guard_holds_in_its_time_and_place(stamp: dict[str, str], day: str, place: str, *, asked: bool) -> None:
    one = child(division_code=place)
    guard = Check(key="own", must=cond({"child.sex": "male"}), say="x", stamp=Stamp(**stamp))
    assert bool(failures(view(one, day=day), [guard], one, "workflow")) is asked


def test_what_the_core_asks_of_a_pair_is_asked_at_the_step_too() -> None:
    here = view(C1, mother(available=False), offer(), *PAPERS)
    assert keys(attempt(here, C1, "pair").failing) == {"not_available"}
    assert keys(attempt(view(C1, mother(places=0), offer(), *PAPERS), C1, "pair").warnings) == {"places"}
