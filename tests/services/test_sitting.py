"""One paper, one sitting: the guards that carry a child on, or stop it with the rule and who can mend it."""

from __future__ import annotations

from typing import Any

import pytest

from aixin_tui.services.casework import explain_case
from aixin_tui.services.sitting import Sitting, record_sitting
from office_world import World, agreed, codes, not_agreed, own_wish

VISITED = "qinghai/workflow.yaml#child.transitions.record_consent.checks.visited"
GUARDIAN_AGREES = "qinghai/workflow.yaml#child.transitions.record_consent.checks.guardian_agrees"
CHILD_AGREES = "hainan/workflow.yaml#child.transitions.record_consent.checks.child_agrees"


def stopped(world: World, consents: tuple[dict[str, Any], ...], **parts: Any) -> tuple[str, list[str]]:
    """Sit with a new child; say where it stands afterwards and which checks stopped it."""
    child = world.child()
    guardian = world.guardian(child)
    filled = tuple({**one, "guardian": guardian.id} if one.get("guardian") else one for one in consents)
    result = world.sit(child, filled, **parts)
    assert result.done, codes(result)
    assert result.about["state"] == world.state(child)
    return result.about["state"], [failing.check for failing in result.about["stopped_by"]]


YES = {"guardian": "?", "decision": "agreed", "channel": "in_person"}
NO = {**YES, "decision": "not_agreed"}
CHILD_YES = {"by": "child", "decision": "agreed", "channel": "in_person"}
CHILD_NO = {**CHILD_YES, "decision": "not_agreed"}


@pytest.mark.requirement("QH-24", node=VISITED)
@pytest.mark.parametrize(("visit", "expected"), [
    ({}, ("waiting", [])),
    ({"joint_with": ["education"]}, ("assessed", ["visited"])),
    ({"met": ["nobody"]}, ("filed", ["evidence"])),
])
def test_in_qinghai_only_a_visit_with_civil_affairs_leads_on(
    qinghai: World, visit: dict[str, Any], expected: tuple[str, list[str]]
) -> None:
    assert stopped(qinghai, (YES,), visit=visit) == expected


@pytest.mark.requirement("QH-25", node=GUARDIAN_AGREES)
@pytest.mark.parametrize(("consents", "expected"), [
    ((YES,), ("waiting", [])),
    ((), ("assessed", ["guardian_agrees", "consent_in_force"])),
    ((CHILD_YES,), ("assessed", ["guardian_agrees", "consent_in_force"])),
    ((NO,), ("not_agreed", [])),
    ((YES, CHILD_NO), ("not_agreed", [])),
])
def test_in_qinghai_the_guardian_has_to_agree_and_a_no_is_registered_as_such(
    qinghai: World, consents: tuple[dict[str, Any], ...], expected: tuple[str, list[str]]
) -> None:
    assert stopped(qinghai, consents) == expected


@pytest.mark.requirement("HI-08", node=CHILD_AGREES)
@pytest.mark.parametrize(("consents", "expected"), [
    ((YES, CHILD_YES), ("waiting", [])),
    ((YES,), ("assessed", ["child_agrees"])),
    ((YES, CHILD_NO), ("not_agreed", [])),
])
def test_in_hainan_the_child_is_asked_too(
    hainan: World, consents: tuple[dict[str, Any], ...], expected: tuple[str, list[str]]
) -> None:
    assert stopped(hainan, consents, visit={"joint_with": []}) == expected


@pytest.mark.requirement("HI-08", node=f"{CHILD_AGREES}.when")
def test_in_hainan_a_child_below_eight_is_not_asked(hainan: World) -> None:
    child = hainan.child(birth_date="2020-03-01")
    result = hainan.sit(child, (agreed(hainan.guardian(child)),), visit={"joint_with": []})
    assert result.about["state"] == "waiting"


def test_one_paper_is_one_act(qinghai: World) -> None:
    child = qinghai.child()
    guardian = qinghai.guardian(child)
    before = len(list(qinghai.desk.store.log()))
    result = qinghai.sit(child, (agreed(guardian), own_wish()))
    entries = list(qinghai.desk.store.log())[before:]
    assert [entry.action for entry in entries] == ["sitting"]
    assert sorted(change.kind for change in entries[0].changes) == [
        "assessment", "child", "consent", "consent", "home_visit"]
    assert result.about["steps"] == ("file", "assess", "record_consent", "wait")


def test_a_fault_in_one_part_keeps_the_whole_paper_back_and_names_the_part(qinghai: World) -> None:
    child = qinghai.child()
    result = record_sitting(qinghai.desk, qinghai.who(), Sitting(
        child.id, {"date": "2025-03-24", "joint_with": ["civil_affairs"]}, None,
        ({"guardian": qinghai.guardian(child).id, "decision": "maybe", "channel": "in_person"},)))
    assert not result.done
    assert {p.place.field for p in result.problems if p.stops} == {
        "home_visit.visitors", "home_visit.met", "consent/1.decision"}
    assert qinghai.state(child) == "screened"


@pytest.mark.requirement(
    "QH-35", node=("qinghai/forms/home_visit.yaml#fields.services", "qinghai/reports/monthly.yaml#blocks.services")
)
def test_the_five_services_given_at_a_visit_are_recorded(qinghai: World) -> None:
    child = qinghai.child()
    result = qinghai.sit(child, (), visit={"services": ["guidance", "safety"]})
    stored = [record.get("services") for record in result.records if record.kind == "home_visit"]
    assert stored == [{"guidance": True, "safety": True}]


def test_papers_that_come_later_carry_the_child_on(qinghai: World) -> None:
    child = qinghai.child()
    guardian = qinghai.guardian(child)
    assert qinghai.sit(child).about["state"] == "assessed"
    qinghai.at("2025-04-02")
    result = record_sitting(qinghai.desk, qinghai.who(), Sitting(child.id, consents=(agreed(guardian),)))
    assert (result.about["state"], result.about["steps"]) == ("waiting", ("record_consent", "wait"))
    entered = {row["state"]: row["from"] for row in qinghai.now("child", child.id).values["status"].values()}
    assert (entered["assessed"], entered["consented"]) == ("2025-03-24", "2025-04-02")


def test_a_child_that_once_said_no_waits_again_after_a_new_yes_of_the_same_people(qinghai: World) -> None:
    child = qinghai.child()
    guardian = qinghai.guardian(child)
    assert qinghai.sit(child, (not_agreed(guardian),)).about["state"] == "not_agreed"
    qinghai.at("2025-05-10")
    result = record_sitting(qinghai.desk, qinghai.who(), Sitting(child.id, consents=(agreed(guardian),)))
    assert result.about["state"] == "waiting"


def test_a_no_for_a_child_in_a_pair_is_a_question_and_ends_nothing_unseen(qinghai: World) -> None:
    child = qinghai.waiting_child()
    qinghai.pair(child, qinghai.mother())
    guardian = qinghai.desk.store.snapshot().of("guardian")[0]
    qinghai.at("2025-05-10")
    result = record_sitting(qinghai.desk, qinghai.who(), Sitting(child.id, consents=(not_agreed(guardian),)))
    assert (result.done, codes(result), qinghai.state(child)) == (True, ["PAIR_008"], "paired")


@pytest.mark.requirement("QH-25", node=GUARDIAN_AGREES)
def test_explain_names_rule_line_source_and_who_can_mend_it(qinghai: World) -> None:
    child = qinghai.child()
    qinghai.sit(child, (), visit={"joint_with": ["education"]})
    case = explain_case(qinghai.desk, qinghai.who(), child.id)
    assert case is not None
    assert (case.state, case.next_step) == ("assessed", "record_consent")
    step = next(step for step in case.steps if step.key == case.next_step)
    told = {f.check: (f.who_label, f.source_label.partition("：")[0], f.origin.partition(":")[0])
            for f in step.failing}
    assert told == {
        "visited": ("经办人", "原文", "qinghai/workflow.yaml"),
        "guardian_agrees": ("经办人", "原文", "qinghai/workflow.yaml"),
        "consent_in_force": ("经办人", "法律", ""),
    }
    assert not step.allowed


def test_what_is_ours_is_said_to_be_ours(hainan: World) -> None:
    child = hainan.child()
    hainan.sit(child, (agreed(hainan.guardian(child)),), visit={"joint_with": []})
    case = explain_case(hainan.desk, hainan.who(), child.id)
    assert case is not None
    failing = next(f for step in case.steps for f in step.failing if f.check == "child_agrees")
    assert failing.source_label == "系统默认，非官方口径"
