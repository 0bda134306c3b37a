"""Pairs made by hand: what the law and the policy refuse, hold or only say; numbers; debts of pairs in force."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from aixin_tui.domain.record import Record
from aixin_tui.provinces.registry import load_provinces
from aixin_tui.services.casework import Advance, advance
from aixin_tui.services.desk import Role
from aixin_tui.services.pairs.pairing import AcceptProposal, PairByHand, check_pair, confirm, debts, pair_by_hand
from aixin_tui.services.sitting import Sitting, record_sitting
from aixin_tui.services.withdrawing import Withdraw, withdraw_consent
from office_world import World, agreed, checks, codes, own_wish

SEX_APPROVAL = ("common/policy.yaml#checks.sex_approval", "hainan/policy.yaml#checks.sex_approval")


def test_a_pair_begins_as_a_proposal_and_moves_the_child_in_one_act(qinghai: World) -> None:
    child, mother = qinghai.waiting_child(), qinghai.mother()
    result = qinghai.pair(child, mother)
    pairing, offer, moved = result.records
    assert (pairing.kind, offer.kind, moved.kind) == ("pairing", "match_proposal", "child")
    assert (pairing.get("proposal"), offer.get("state")) == (offer.id, "accepted")
    assert pairing.get("started_on") == "2025-03-24"
    assert pairing.get("confirmed_by") == "tester"
    assert [row["by"] for row in moved.values["status"].values()][-2:] == ["propose", "pair"]
    assert result.receipt is not None
    assert result.receipt.records == 3


def test_numbers_count_up_in_the_county_and_year_and_are_never_used_twice(qinghai: World) -> None:
    mother = qinghai.mother()
    numbers = []
    for name in ("窦念安", "窦念平", "窦念喜"):
        result = qinghai.pair(qinghai.waiting_child(name), mother, number="旧-7" if name == "窦念平" else "")
        numbers.append(result.about["number"])
    assert numbers == ["630222-2025-0001", "旧-7", "630222-2025-0002"]
    taken = qinghai.pair(qinghai.waiting_child("窦念和"), qinghai.mother("蔺玉兰"), number="旧-7")
    assert (taken.done, codes(taken)) == (False, ["PAIR_004"])


def no_consent(world: World) -> Record:
    child = world.child()
    world.sit(child)
    return child


def not_agreed_by_guardian(world: World) -> Record:
    child = world.child()
    world.sit(child, (agreed(world.guardian(child), decision="not_agreed"),))
    return child


def child_says_no(world: World) -> Record:
    child = world.child()
    world.sit(child, (agreed(world.guardian(child)), own_wish("not_agreed")))
    return child


def withdrawn(world: World) -> Record:
    child = world.waiting_child()
    assert withdraw_consent(world.desk, world.who(), Withdraw(child.id)).done
    return child


def no_later_than_yes(world: World) -> Record:
    child = world.waiting_child()
    guardian = world.desk.store.snapshot().of("guardian")[0]
    record_sitting(world.desk, world.who(), Sitting(child.id, consents=(agreed(guardian, decision="not_agreed"),)))
    return child


@pytest.mark.requirement("QH-25")
@pytest.mark.requirement("HI-08")
@pytest.mark.parametrize("given", [no_consent, not_agreed_by_guardian, child_says_no, withdrawn, no_later_than_yes])
@pytest.mark.parametrize("province", ["qinghai", "hainan"])
def test_without_the_yes_that_the_law_asks_nobody_is_proposed(
    request: pytest.FixtureRequest, province: str, given: Any
) -> None:
    world: World = request.getfixturevalue(province)
    child, mother = given(world), world.mother()
    before = len(list(world.desk.store.log()))
    for confirmed in (True, False):
        result = world.pair(child, mother, confirmed=confirmed)
        assert not result.done
        assert "consent_in_force" in checks(result)
    assert len(list(world.desk.store.log())) == before
    assert not world.desk.store.snapshot().of("match_proposal")


def changed_province(folder: Path, tmp_path: Path, without: str) -> Path:
    """Copy the provinces and leave one check of record_consent out."""
    copy = tmp_path / "provinces"
    shutil.copytree(folder, copy)
    workflow = copy / "qinghai" / "workflow.yaml"
    lines = workflow.read_text(encoding="utf-8").splitlines(keepends=True)
    start = next((n for n, line in enumerate(lines) if f"key: {without}" in line), None)
    assert start is not None, f"{without} is in no line"
    end = start + 1
    while lines[start].lstrip().startswith("- key:") and lines[end].startswith("          "):
        end += 1
    workflow.write_text("".join(lines[:start] + lines[end:]), encoding="utf-8")
    return copy


@pytest.mark.requirement("QH-24", node="qinghai/workflow.yaml#child.transitions.record_consent.checks.visited")
@pytest.mark.requirement("QH-25")
@pytest.mark.parametrize(("without", "paired"), [
    ("", []), ("visited", ["visited"]), ("guardian_agrees", []),
])
def test_leaving_a_guard_out_of_the_file_changes_who_can_be_paired_but_not_what_the_law_asks(
    plugins_folder: Path, tmp_path: Path, without: str, paired: list[str]
) -> None:
    folder = changed_province(plugins_folder, tmp_path, without) if without else plugins_folder
    world = World.of(load_provinces([folder])["qinghai"], "630222")
    not_visited, not_asked = world.child("窦念安"), world.child("窦念平")
    world.sit(not_visited, (agreed(world.guardian(not_visited)),), visit={"joint_with": ["education"]})
    world.sit(not_asked)
    mother = world.mother()
    found = [name for name, child in (("visited", not_visited), ("guardian_agrees", not_asked))
             if world.pair(child, mother).done]
    assert found == paired


@pytest.mark.parametrize(("values", "refused"), [
    ({"query_on": "2024-03-24"}, ["query_in_force"]),
    ({"query_on": "2024-03-25"}, []),
    ({"query_result": "record_found"}, ["query_in_force"]),
    ({"query_on": None, "query_result": None}, ["query_in_force"]),
    ({"available": False}, ["not_available"]),
    ({"kind": "family", "members": [{"name": "蔺大山"}]}, ["query_in_force"]),
])
def test_a_mother_is_refused_for_what_her_file_says(
    qinghai: World, values: dict[str, Any], refused: list[str]
) -> None:
    child = qinghai.waiting_child()
    result = qinghai.pair(child, qinghai.mother(**values))
    assert (result.done, checks(result)) == (not refused, refused)
    assert qinghai.state(child) == ("waiting" if refused else "paired")


def test_a_red_child_is_paired_only_with_somebody_trained(qinghai: World) -> None:
    child = qinghai.child()
    qinghai.sit(child, (agreed(qinghai.guardian(child)),), assessment={"risk_colour": "red"})
    assert checks(qinghai.pair(child, qinghai.mother(trained=False))) == ["trained_for_red"]
    assert qinghai.pair(child, qinghai.mother("蔺玉兰")).done


@pytest.mark.requirement("HI-06", node=SEX_APPROVAL)
def test_a_father_and_a_girl_wait_for_a_reviewer(hainan: World) -> None:
    child = hainan.waiting_child()
    father = hainan.mother("蔺大山", kind="father", sex="male")
    offered = pair_by_hand(hainan.desk, hainan.who(role=Role.RECORDER), PairByHand(child.id, father.id))
    assert (offered.done, checks(offered), offered.about.get("held")) == (True, ["sex_approval"], True)
    assert hainan.state(child) == "proposed"
    proposal = offered.about["proposal"]
    assert hainan.now("match_proposal", proposal).get("held_for") == {"sex_approval": True}
    again = confirm(hainan.desk, hainan.who(role=Role.RECORDER), AcceptProposal(proposal))
    assert (again.about.get("held"), hainan.state(child)) == (True, "proposed")
    done = confirm(hainan.desk, hainan.who(role=Role.REVIEWER, operator="reviewer"), AcceptProposal(proposal))
    assert done.done
    assert done.records[0].get("approved") == {"sex_approval": True}
    assert hainan.state(child) == "paired"
    assert not debts(hainan.desk, hainan.who(), done.records[0].id)


@pytest.mark.requirement("HI-06", node=SEX_APPROVAL)
@pytest.mark.parametrize(("child", "mother", "held"), [
    ({"sex": "female"}, {"kind": "father", "sex": "male"}, ["sex_approval"]),
    ({"sex": "male"}, {"kind": "father", "sex": "male"}, []),
    ({"sex": "female"}, {"kind": "mother"}, []),
])
def test_only_a_father_alone_with_a_girl_is_held(
    hainan: World, child: dict[str, Any], mother: dict[str, Any], held: list[str]
) -> None:
    made, other = hainan.waiting_child(**child), hainan.mother(**mother)
    found = check_pair(hainan.desk, hainan.who(), PairByHand(made.id, other.id))
    assert [one.check for one in found if one.level == "approve"] == held


def test_a_child_has_one_lead_and_may_have_supporters(qinghai: World) -> None:
    child = qinghai.waiting_child()
    assert qinghai.pair(child, qinghai.mother()).done
    second = qinghai.mother("蔺玉兰")
    assert checks(qinghai.pair(child, second)) == ["has_lead"]
    assert qinghai.pair(child, second, role="support").done
    assert checks(qinghai.pair(child, second, role="support")) == ["already_paired"]


def test_the_place_that_is_offered_to_the_child_is_the_childs_own(qinghai: World) -> None:
    mother, child = qinghai.mother(places=1), qinghai.waiting_child()
    offered = pair_by_hand(qinghai.desk, qinghai.who(), PairByHand(child.id, mother.id, confirmed=False))
    assert offered.done
    paired = pair_by_hand(qinghai.desk, qinghai.who(), PairByHand(child.id, mother.id))
    assert (paired.done, checks(paired)) == (True, [])


def test_above_her_places_is_said_and_a_person_decides(qinghai: World) -> None:
    mother = qinghai.mother(places=1)
    qinghai.pair(qinghai.waiting_child(), mother)
    result = qinghai.pair(qinghai.waiting_child("窦念平"), mother)
    assert (result.done, checks(result)) == (True, ["places"])


def test_an_offer_waits_and_a_pair_by_hand_lets_it_lapse(qinghai: World) -> None:
    child = qinghai.waiting_child()
    offer = qinghai.pair(child, qinghai.mother(), confirmed=False)
    assert qinghai.state(child) == "proposed"
    other = qinghai.pair(child, qinghai.mother("蔺玉兰"))
    assert other.done
    assert qinghai.now("match_proposal", offer.about["proposal"]).get("state") == "lapsed"
    assert codes(confirm(qinghai.desk, qinghai.who(), AcceptProposal(offer.about["proposal"]))) == ["PAIR_009"]


@pytest.mark.parametrize(("command", "code"), [
    ({"loving_mother": ""}, "PAIR_003"),
    ({"child": "nobody"}, "ACT_004"),
    ({"started_on": "2025-03-25"}, "ACT_017"),
    ({"started_on": "soon"}, "ACT_009"),
])
def test_what_cannot_be_a_pair_is_refused_with_its_reason(qinghai: World, command: dict[str, Any], code: str) -> None:
    child, mother = qinghai.waiting_child(), qinghai.mother()
    values = {"child": child.id, "loving_mother": mother.id, **command}
    result = pair_by_hand(qinghai.desk, qinghai.who(), PairByHand(**values))
    assert (result.done, codes(result)) == (False, [code])


def test_the_steps_of_a_pair_are_not_taken_by_advancing_the_child(qinghai: World) -> None:
    child = qinghai.waiting_child()
    qinghai.pair(child, qinghai.mother())
    for step in ("end_pairing", "withdraw", "close"):
        result = advance(qinghai.desk, qinghai.who(), Advance(child.id, step, reason="reunited"))
        assert (result.done, codes(result)) == (False, ["ACT_016"]), step


def in_force_without_papers(world: World, **mother: Any) -> Record:
    """Store a pair as an import takes it in: in force since before, with no paper behind it."""
    from aixin_tui.services.acting import Draft

    child = world.child()
    she = world.mother(**{"query_on": None, "query_result": None, **mother})
    draft = Draft(world.desk, world.who(), "import_pairings")
    pairing = draft.add("pairing", {"child": child.id, "loving_mother": she.id, "role": "lead", "number": "旧-1",
                                    "started_on": "2024-10"})
    draft.move(child, "paired", by="", day="2025-03-24")
    draft.commit()
    return pairing


def test_a_pair_in_force_without_papers_is_a_debt_with_a_deadline(qinghai: World) -> None:
    pairing = in_force_without_papers(qinghai)
    owed = debts(qinghai.desk, qinghai.who(), pairing.id)
    assert [(one.key, one.due_on, one.is_question) for one in owed] == [
        ("consent", "2025-04-23", False), ("query", "2025-04-23", False)]


def test_a_pair_in_force_that_a_reviewer_would_have_to_approve_is_a_question(qinghai: World) -> None:
    pairing = in_force_without_papers(qinghai, kind="father", sex="male", query_on="2025-03-01", query_result="clear")
    assert [(one.key, one.is_question) for one in debts(qinghai.desk, qinghai.who(), pairing.id)] == [
        ("consent", False), ("sex_approval", True)]


def test_a_paper_that_comes_in_settles_the_debt(qinghai: World) -> None:
    pairing = in_force_without_papers(qinghai)
    child = qinghai.now("child", pairing.text("child"))
    record_sitting(qinghai.desk, qinghai.who(), Sitting(child.id, consents=(agreed(qinghai.guardian(child)),)))
    assert [one.key for one in debts(qinghai.desk, qinghai.who(), pairing.id)] == ["query"]


@pytest.mark.requirement("HI-09", node=("hainan/policy.yaml#facts.eligible@1", "hainan/policy.yaml#facts.eligible@0"))
def test_a_child_outside_the_provinces_scope_may_be_paired_by_a_person_and_it_is_said(hainan: World) -> None:
    child = hainan.child(categories=["child_in_difficulty"])
    hainan.sit(child, (agreed(hainan.guardian(child)), own_wish()))
    result = hainan.pair(child, hainan.mother())
    assert (result.done, codes(result)) == (True, ["PAIR_011"])
