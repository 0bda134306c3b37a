"""What stands of the consents, and the two checks of the law that no file of a province reaches."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from rule_world import child, cond, consent, guardian, life, mother, offer, province, record, some, view

from aixin_tui.domain.record import Record
from aixin_tui.engine import background, law
from aixin_tui.engine import consent as consents
from aixin_tui.engine.pair_checks import blocking
from aixin_tui.engine.spec.form import FormSpec
from aixin_tui.engine.spec.item import Items
from aixin_tui.engine.spec.policy import PolicySpec
from aixin_tui.engine.spec.province import Province
from aixin_tui.engine.spec.workflow import LifeSpec, StateSpec, TransitionSpec
from aixin_tui.engine.workflow import attempt

C1, G1, G2 = child(state="assessed"), guardian("g1"), guardian("g2")


@pytest.mark.parametrize(("values", "day", "state"), [
    ({}, "2025-02-28", ""),
    ({}, "2025-03-01", "valid"),
    ({"owed": True}, "2025-04-01", "owed"),
    ({"decision": "not_agreed"}, "2025-04-01", "not_agreed"),
    ({"withdrawn_on": "2025-03-20"}, "2025-03-19", "valid"),
    ({"withdrawn_on": "2025-03-20"}, "2025-03-20", "withdrawn"),
    ({"valid_until": "2025-03-31"}, "2025-03-31", "valid"),
    ({"valid_until": "2025-03-31"}, "2025-04-01", "expired"),
    ({"valid_until": "2025"}, "2025-12-31", "valid"),
])
def test_state_of_a_decision(values: dict[str, Any], day: str, state: str) -> None:
    one = consent(**values)
    assert view(C1, G1, one, day=day).state(one) == state


@pytest.mark.parametrize(("newer", "superseded"), [
    ({"date": "2025-03-20"}, True),
    ({"date": "2025-03-20", "decision": "not_agreed"}, True),
    ({"date": "2025-03-01"}, True),  # of the same day, entered later
    ({"date": "2025-02-01"}, False),
    ({"date": "2025-04-02"}, False),  # not yet
    ({"date": "2025-03-20", "by": "g2"}, False),
    ({"date": "2025-03-20", "by": "child"}, False),
    ({"date": "2025-03-20", "purpose": "publicity"}, False),
    ({"date": "2025-03-20", "of": "c2"}, False),
    ({"date": "2025-03-20", "owed": True}, False),  # a list without paper outvotes no paper
    ({"date": "2025-03-20", "voided": {"on": "2025-03-21"}}, False),
])
def test_a_newer_decision_of_the_same_person_for_the_same_purpose_supersedes(
    newer: dict[str, Any], *, superseded: bool
) -> None:
    one = consent("k1")
    state = view(C1, child("c2"), G1, G2, one, consent("k2", **newer)).state(one)
    assert (state == "superseded") is superseded


@pytest.mark.parametrize(("papers", "in_force"), [
    ([], False),
    ([consent()], True),
    ([consent(owed=True)], False),
    ([consent(decision="not_agreed")], False),
    ([consent(withdrawn_on="2025-03-20")], False),
    ([consent(valid_until="2025-03-31")], False),
    ([consent(purpose="publicity")], False),
    ([consent(by="child")], False),
    ([consent("k1"), consent("k2", decision="not_agreed", date="2025-03-20")], False),
    ([consent("k1", decision="not_agreed"), consent("k2", date="2025-03-20")], True),
    ([consent("k1"), consent("k2", by="g2", decision="not_agreed")], False),
    ([consent("k1"), consent("k2", by="g2", withdrawn_on="2025-03-20")], False),
    ([consent("k1"), consent("k2", by="g2", valid_until="2025-03-20")], True),
    ([consent("k1"), consent("k2", by="child", decision="not_agreed")], False),
    ([consent("k1"), consent("k2", by="child", decision="not_agreed", date="2025-03-02"),
      consent("k3", by="child", date="2025-03-03")], True),
    ([consent("k1", decision="not_agreed"), consent("k2", date="2025-03-20", owed=True)], False),
    ([Record("consent", "k1", {**consent().values, "voided": {"on": "2025-03-02"}})], False),
    ([Record("consent", "k1", {**consent().values, "guardian": None})], False),
])
@pytest.mark.requirement("QH-25", "HI-08", node="engine/consent.py")
def test_consent_in_force(papers: list[Record], *, in_force: bool) -> None:
    here = view(C1, G1, G2, *papers)
    assert consents.is_in_force(here, C1) is in_force
    assert (law.consent_failing(here, C1) == ()) is in_force


@pytest.mark.parametrize(("row", "in_force"), [
    ({}, True),
    ({"role": "carer"}, False),
    ({"to": "2025-04-01"}, False),  # no longer guardian on that day
    ({"to": "2025-04-02"}, True),
    ({"from": "2025-03-01"}, True),
    ({"from": "2025-03-02"}, False),  # not yet guardian when she decided
    ({"of": "c2"}, False),
])
def test_a_consent_counts_of_who_is_guardian(row: dict[str, Any], *, in_force: bool) -> None:
    assert consents.is_in_force(view(C1, guardian("g1", **row), consent()), C1) is in_force


def test_the_no_of_a_former_guardian_stands_no_longer() -> None:
    papers = [consent("k1", by="g1", decision="not_agreed"), consent("k2", by="g2")]
    assert not consents.is_in_force(view(C1, G1, G2, *papers), C1)
    assert consents.is_in_force(view(C1, guardian("g1", to="2025-03-15"), G2, *papers), C1)


def test_a_no_of_somebody_unnamed_is_not_outvoted_by_a_yes_of_somebody_unnamed() -> None:
    no, yes = (Record("consent", key, {**consent().values, "guardian": None, "decision": said, "date": day})
               for key, said, day in (("k1", "not_agreed", "2025-03-01"), ("k2", "agreed", "2025-03-20")))
    here = view(C1, G1, no, yes, consent("k3"))
    assert here.state(no) == "not_agreed"
    assert not consents.is_in_force(here, C1)


# --- background queries -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("values", "day", "in_force"), [
    ({}, "2025-04-01", True),
    ({"query_on": "2024-12-20"}, "2025-12-19", True),
    ({"query_on": "2024-12-20"}, "2025-12-20", False),
    ({"query_on": None}, "2025-04-01", False),
    ({"query_on": "2025-04-02"}, "2025-04-01", False),
    ({"query_result": "record_found"}, "2025-04-01", False),
    ({"query_result": None}, "2025-04-01", False),
    ({"query_on": "2024-04"}, "2025-03-31", True),
    ({"query_on": "2024-04"}, "2025-04-01", False),
    ({"kind": "family", "members": {"a": {"name": "父", "query_on": "2025-01-01", "query_result": "clear"}}},
     "2025-04-01", True),
    ({"kind": "family", "members": {"a": {"name": "父", "query_on": "2024-01-01", "query_result": "clear"}}},
     "2025-04-01", False),
    ({"kind": "family", "members": {"a": {"name": "父"}}}, "2025-04-01", False),
    ({"kind": "family", "members": {"a": {"name": "女", "birth_date": "2015-01-01"}}}, "2025-04-01", True),
    ({"kind": "family", "query_on": None, "members": {"a": {"query_on": "2025-01-01", "query_result": "clear"}}},
     "2025-04-01", False),
    ({"voided": {"on": "2025-01-01"}}, "2025-04-01", False),
])
def test_query_in_force_of_every_adult(values: dict[str, Any], day: str, *, in_force: bool) -> None:
    m1 = mother(**values)
    here = view(m1, day=day)
    assert background.is_in_force(here, m1) is in_force
    assert (law.query_failing(here, m1) == ()) is in_force


@pytest.mark.parametrize(("members", "in_force"), [
    ({"m1": True, "m2": True}, True), ({"m1": True, "m3": True}, False), ({"m1": True, "gone": True}, False),
    ({}, False),
])
def test_a_team_is_checked_member_by_member(members: dict[str, bool], *, in_force: bool) -> None:
    team = record("mother_team", "t1", members=members)
    here = view(team, mother("m1"), mother("m2"), mother("m3", query_on="2023-01-01"))
    assert background.is_in_force(here, team) is in_force


def test_nobody_named_is_nobody_checked() -> None:
    assert law.query_failing(view(), None)


# --- what no YAML can drop --------------------------------------------------------------------------------------------


def _without_checks(made: Province) -> Province:
    """A province whose files ask nothing: every check, cost and rule gone, and steps of its own straight to a pair."""
    own = (TransitionSpec(key="straight", sources=("filed", "assessed", "not_agreed"), to="paired"),
           TransitionSpec(key="shortcut", sources=("assessed",), to="waiting"),
           TransitionSpec(key="ask_mother", sources=("waiting",), to="asked"),
           TransitionSpec(key="begin", sources=("asked", "waiting"), to="together"))
    states = (StateSpec(key="asked", core="proposed"), StateSpec(key="together", core="paired"))
    lives = {}
    for kind, held in made.lives.items():
        bare = tuple(msgspec.structs.replace(step, checks=()) for step in held.transitions.versions())
        more = kind == "child"
        lives[kind] = LifeSpec(
            kind=kind, states=Items(held.states.versions() + (states if more else ())),
            transitions=Items(bare + (own if more else ())),
        )
    forms = {kind: FormSpec(kind=kind, label=form.label, fields=form.fields) for kind, form in made.forms.items()}
    return msgspec.structs.replace(made, lives=lives, policy=PolicySpec(), forms=forms)


@pytest.mark.parametrize(("step", "state", "fails"), [
    ("record_consent", "assessed", {"consent_in_force"}),
    ("record_consent", "not_agreed", {"consent_in_force"}),
    ("propose", "waiting", {"consent_in_force", "query_in_force"}),
    ("pair", "proposed", {"consent_in_force", "query_in_force"}),
    ("straight", "assessed", {"consent_in_force", "query_in_force"}),
    ("straight", "not_agreed", {"consent_in_force", "query_in_force"}),
    ("shortcut", "assessed", {"consent_in_force"}),
    ("ask_mother", "waiting", {"consent_in_force", "query_in_force"}),
    ("begin", "asked", {"consent_in_force", "query_in_force"}),
    ("begin", "waiting", {"consent_in_force", "query_in_force"}),
    ("wait", "consented", set()),
    ("drop_offer", "proposed", set()),
    ("resume", "under_review", set()),
    ("end_pairing", "paired", set()),
    ("withdraw", "paired", set()),
    ("not_agree", "assessed", set()),
])
@pytest.mark.requirement("QH-25", node="engine/law.py")
def test_the_laws_checks_stand_whatever_a_province_writes(step: str, state: str, fails: set[str]) -> None:
    one = child(state=state)
    here = view(one, mother(query_on=None), offer(), of=_without_checks(province()))
    tried = attempt(here, one, step, reason="other")
    assert {failed.key for failed in tried.failing} == fails
    assert all(failed.layer == "law" and failed.level == "refuse" for failed in tried.failing)
    assert all(failed.stamp.cite and failed.told("en") != failed.told("zh") for failed in tried.failing)


def test_the_laws_checks_speak_against_a_pair_by_hand_too() -> None:
    c1, m1 = child(), mother(query_on=None)
    here = view(c1, m1, of=_without_checks(province()))
    assert {failed.key for failed in blocking(here, c1, m1)} >= {"consent_in_force", "query_in_force"}


@pytest.mark.requirement("QH-25")
def test_removing_the_provinces_own_guard_changes_nothing_that_the_law_refuses() -> None:
    one = child(state="assessed", status=life(("assessed", "2025-03-01")))
    papers = [consent("k1"), consent("k2", by="child", decision="not_agreed"), G1,
              record("assessment", "a1", child="c1", date="2025-03-01")]
    whole, bare = view(one, *papers), view(one, *papers, of=_without_checks(province()))
    for here in (whole, bare):
        assert "consent_in_force" in {failed.key for failed in attempt(here, one, "record_consent").failing}


def test_a_condition_may_ask_for_a_consent_of_any_purpose() -> None:
    here = view(C1, G1, consent(purpose="publicity"))
    asked = cond(has=[some("consent", cond({"consent.purpose": "publicity", "consent.state": "valid"}))])
    assert here.holds(asked, C1)
