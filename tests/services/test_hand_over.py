"""转交: the old pair ends and the new one begins that day, through every check, and the child is no day without."""

from __future__ import annotations

from datetime import date

import pytest

from aixin_tui.engine.pairings import in_force_of
from aixin_tui.services.casework import Advance, advance
from aixin_tui.services.desk import Role
from aixin_tui.services.matching.offers import Accept, Decline, accept, decline
from aixin_tui.services.pairs.handing_over import HandOver, TakeLead, hand_over, take_lead
from aixin_tui.services.pairs.pausing import PausePairing, pause_pairing
from aixin_tui.services.registering import EditRecord, edit_record
from aixin_tui.services.viewing import view_of
from aixin_tui.services.withdrawing import Withdraw, withdraw_consent
from office_world import World, checks, codes


def paired(world: World) -> tuple[str, str]:
    child = world.waiting_child()
    return child.id, world.pair(child, world.mother()).about["pairing"]


def leads(world: World, child: str, day: str) -> list[str]:
    view = view_of(world.desk, world.who(), date.fromisoformat(day))
    found = view.find("child", child)
    assert found is not None
    return [pair.id for pair in in_force_of(view, found) if pair.get("role") != "support"]


def test_a_child_handed_over_has_one_lead_on_every_day(qinghai: World) -> None:
    child, old = paired(qinghai)
    other = qinghai.mother("蔺玉兰")
    qinghai.at("2025-05-20")
    before = len(list(qinghai.desk.store.log()))
    result = hand_over(qinghai.desk, qinghai.who(), HandOver(old, other.id, on="2025-05-14"))
    assert result.done, codes(result)
    assert len(list(qinghai.desk.store.log())) == before + 1
    new = result.records[0]
    assert (new.kind, new.get("started_on"), new.get("loving_mother"), new.get("role")) == (
        "pairing", "2025-05-14", other.id, "lead")
    assert (qinghai.now("pairing", old).get("ended_on"), qinghai.now("pairing", old).get("end_reason")) == (
        "2025-05-14", "handed_over")
    assert qinghai.state(qinghai.now("child", child)) == "paired"
    assert [leads(qinghai, child, day) for day in ("2025-05-13", "2025-05-14", "2025-05-20")] == [
        [old], [new.id], [new.id]]
    assert qinghai.now("match_proposal", new.text("proposal")).get("state") == "accepted"
    assert new.get("number") == "630222-2025-0002"
    papers = result.about["papers"]
    assert (papers["end_confirmation"], papers["pairing_form"]) == ([old], [new.id])


@pytest.mark.parametrize("fresh", [False, True])
def test_plans_and_claims_go_along_or_stay_behind(qinghai: World, fresh: bool) -> None:
    child, old = paired(qinghai)
    first = qinghai.now("pairing", old).text("loving_mother")
    plan = qinghai.add("care_plan", scope="pairing", pairing=old, date="2025-03-24", goals="学业")
    wish = qinghai.add("micro_wish", child=child, date="2025-03-24", wish="一盏台灯")
    claim = Advance(wish.id, "claim", "micro_wish", values={"loving_mother": first})
    assert advance(qinghai.desk, qinghai.who(), claim).done
    other = qinghai.mother("蔺玉兰")
    qinghai.at("2025-05-20")
    new = hand_over(qinghai.desk, qinghai.who(), HandOver(old, other.id, fresh=fresh)).about["pairing"]
    plan_now, wish_now = qinghai.now("care_plan", plan.id), qinghai.now("micro_wish", wish.id)
    if fresh:
        assert (plan_now.get("pairing"), plan_now.get("ended_on")) == (old, "2025-05-20")
        assert (qinghai.state(wish_now), wish_now.get("loving_mother")) == ("collected", None)
    else:
        assert (plan_now.get("pairing"), plan_now.get("ended_on")) == (new, None)
        assert (qinghai.state(wish_now), wish_now.get("loving_mother")) == ("claimed", other.id)


def test_every_check_of_a_new_pair_is_run_and_nothing_is_half_done(qinghai: World) -> None:
    child, old = paired(qinghai)
    unchecked = qinghai.mother("蔺玉兰", query_on="2023-01-01")
    qinghai.at("2025-05-20")
    result = hand_over(qinghai.desk, qinghai.who(), HandOver(old, unchecked.id))
    assert not result.done
    assert "query_in_force" in checks(result)
    assert leads(qinghai, child, "2025-05-20") == [old]
    withdraw_consent(qinghai.desk, qinghai.who(), Withdraw(child))
    assert codes(hand_over(qinghai.desk, qinghai.who(), HandOver(old, qinghai.mother("蔺秋").id))) == ["PAIR_005"]


@pytest.mark.parametrize(("command", "code"), [
    ({"on": "2025-05-21"}, "ACT_017"),
    ({"on": "2025-03-24"}, "PAIR_006"),
    ({"on": "x"}, "ACT_009"),
    ({"reason": "so"}, "ACT_008"),
    ({"loving_mother": ""}, "PAIR_003"),
])
def test_a_hand_over_needs_a_day_a_reason_and_somebody(qinghai: World, command: dict[str, str], code: str) -> None:
    _, old = paired(qinghai)
    qinghai.at("2025-05-20")
    other = qinghai.mother("蔺玉兰")
    result = hand_over(qinghai.desk, qinghai.who(), HandOver(old, **{"loving_mother": other.id, **command}))
    assert (result.done, codes(result)) == (False, [code])


def test_a_pause_of_the_child_goes_on_with_the_new_pair(qinghai: World) -> None:
    _, old = paired(qinghai)
    qinghai.at("2025-07-20")
    assert pause_pairing(qinghai.desk, qinghai.who(), PausePairing(old, "2025-07-01", "", "with_parents")).done
    new = hand_over(qinghai.desk, qinghai.who(), HandOver(old, qinghai.mother("蔺玉兰").id)).about["pairing"]
    row, = qinghai.now("pairing", new).values["pauses"].values()
    assert row == {"from": "2025-07-20", "reason": "with_parents"}


def test_what_a_reviewer_must_approve_leaves_the_old_pair_in_force_until_then(hainan: World) -> None:
    child = hainan.waiting_child()
    old = hainan.pair(child, hainan.mother()).about["pairing"]
    father = hainan.mother("蔺大川", sex="male", kind="father")
    hainan.at("2025-05-20")
    result = hand_over(hainan.desk, hainan.who(role=Role.RECORDER), HandOver(old, father.id))
    assert (result.done, codes(result)) == (True, ["PAIR_002"])
    assert leads(hainan, child.id, "2025-05-20") == [old]
    hainan.at("2025-05-22")
    made = accept(hainan.desk, hainan.who(), Accept(result.about["proposal"]))
    assert made.done, codes(made)
    assert leads(hainan, child.id, "2025-05-21") == [old]
    assert leads(hainan, child.id, "2025-05-22") == [made.records[0].id]


def test_a_hand_over_declined_leaves_all_as_it_was(hainan: World) -> None:
    child = hainan.waiting_child()
    old = hainan.pair(child, hainan.mother()).about["pairing"]
    father = hainan.mother("蔺大川", sex="male", kind="father")
    hainan.at("2025-05-20")
    held = hand_over(hainan.desk, hainan.who(role=Role.RECORDER), HandOver(old, father.id))
    result = decline(hainan.desk, hainan.who(), Decline(held.about["proposal"], "mother", "mother_declined"))
    assert result.done
    assert hainan.state(hainan.now("child", child.id)) == "paired"
    assert leads(hainan, child.id, "2025-05-20") == [old]


def test_lead_and_support_change_places_in_one_act(qinghai: World) -> None:
    child, old = paired(qinghai)
    supporter = qinghai.pair(qinghai.now("child", child), qinghai.mother("蔺玉兰"), role="support").about["pairing"]
    assert codes(take_lead(qinghai.desk, qinghai.who(), TakeLead(old))) == ["PAIR_013"]
    result = take_lead(qinghai.desk, qinghai.who(), TakeLead(supporter))
    assert (result.done, result.about["former"]) == (True, [old])
    assert leads(qinghai, child, "2025-03-24") == [supporter]
    assert qinghai.now("pairing", old).get("role") == "support"


def test_the_role_of_a_pair_is_not_edited_into_two_leads(qinghai: World) -> None:
    child, _ = paired(qinghai)
    supporter = qinghai.pair(qinghai.now("child", child), qinghai.mother("蔺玉兰"), role="support").about["pairing"]
    assert codes(edit_record(qinghai.desk, qinghai.who(), EditRecord("pairing", supporter, {"role": "lead"}))) == [
        "ACT_006"]
