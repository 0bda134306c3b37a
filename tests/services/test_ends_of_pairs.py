"""What ends with a consent or a pair: shown first, then carried out as one act; the past stays as it was."""

from __future__ import annotations

from datetime import date

import pytest

from aixin_tui.services.due import due_board
from aixin_tui.services.pairs.ending import EndPairing, end_pairing, what_pair_ends
from aixin_tui.services.pairs.pausing import PausePairing, ResumePairing, pause_pairing, resume_pairing
from aixin_tui.services.sitting import Sitting, record_sitting
from aixin_tui.services.withdrawing import Withdraw, what_ends, withdraw_consent
from office_world import World, checks, codes


def paired(world: World, name: str = "窦念安") -> tuple[str, str]:
    child = world.waiting_child(name)
    return child.id, world.pair(child, world.mother(f"蔺{name}")).about["pairing"]


def test_a_withdrawal_shows_what_it_ends_and_writes_nothing_yet(qinghai: World) -> None:
    child, pairing = paired(qinghai)
    plan = qinghai.add("care_plan", scope="pairing", pairing=pairing, date="2025-03-24", goals="学业")
    qinghai.at("2025-07-20")
    before = len(list(qinghai.desk.store.log()))
    ending = what_ends(qinghai.desk, qinghai.who(), child, date(2025, 7, 20))
    assert [one.id for one in ending.pairings] == [pairing]
    assert [one.id for one in ending.plans] == [plan.id]
    assert f"greeting:{pairing}" in [one.id for one in ending.duties]
    assert "窦念安" in ending.pairings[0].text
    assert len(list(qinghai.desk.store.log())) == before


@pytest.mark.requirement("QH-25")
def test_a_withdrawal_ends_pairs_plans_and_offers_that_day_in_one_act(qinghai: World) -> None:
    child, pairing = paired(qinghai)
    plan = qinghai.add("care_plan", scope="pairing", pairing=pairing, date="2025-03-24", goals="学业")
    supporter = qinghai.mother("蔺玉兰")
    offer = qinghai.pair(qinghai.now("child", child), supporter, role="support", confirmed=False).about["proposal"]
    qinghai.at("2025-07-20")
    before = len(list(qinghai.desk.store.log()))
    result = withdraw_consent(qinghai.desk, qinghai.who(), Withdraw(child, reason="搬家"))
    assert result.done
    assert len(list(qinghai.desk.store.log())) == before + 1
    assert qinghai.state(qinghai.now("child", child)) == "not_agreed"
    assert qinghai.now("pairing", pairing).get("ended_on") == "2025-07-20"
    assert qinghai.now("match_proposal", offer).get("state") == "lapsed"
    assert qinghai.now("care_plan", plan.id).get("ended_on") == "2025-07-20"
    consents = qinghai.desk.store.snapshot().of("consent")
    assert {one.get("withdrawn_on") for one in consents} == {"2025-07-20"}
    assert [one.id for one in result.about["ended"].pairings] == [pairing]


def test_after_a_withdrawal_nothing_is_owed_and_what_was_missed_before_stays(qinghai: World) -> None:
    child, _ = paired(qinghai)
    qinghai.at("2025-07-20")
    withdraw_consent(qinghai.desk, qinghai.who(), Withdraw(child))

    def lines(day: str) -> tuple[int, int]:
        board = due_board(qinghai.desk, qinghai.who(), day=date.fromisoformat(day), duties=("greeting",))
        return board.due_count, board.missed_count

    assert lines("2025-07-19") == (1, 1)  # July was still running, June had been missed
    assert lines("2025-07-20") == (0, 1)
    assert lines("2025-08-15") == (0, 0)


@pytest.mark.parametrize("day", ["2025-07-21", "2026-01-01"])
def test_a_withdrawal_lies_not_in_the_future(qinghai: World, day: str) -> None:
    child, _ = paired(qinghai)
    qinghai.at("2025-07-20")
    result = withdraw_consent(qinghai.desk, qinghai.who(), Withdraw(child, date.fromisoformat(day)))
    assert (result.done, codes(result)) == (False, ["ACT_017"])


def test_there_must_be_a_yes_to_take_back(qinghai: World) -> None:
    child = qinghai.child()
    assert codes(withdraw_consent(qinghai.desk, qinghai.who(), Withdraw(child.id))) == ["ACT_004"]


def test_withdrawing_another_purpose_ends_nothing(qinghai: World) -> None:
    child, pairing = paired(qinghai)
    guardian = qinghai.desk.store.snapshot().of("guardian")[0]
    record_sitting(qinghai.desk, qinghai.who(), Sitting(child, consents=(
        {"guardian": guardian.id, "purpose": "publicity", "decision": "agreed", "channel": "in_person"},)))
    photo = next(one for one in qinghai.desk.store.snapshot().of("consent") if one.get("purpose") == "publicity")
    result = withdraw_consent(qinghai.desk, qinghai.who(), Withdraw(child, consent=photo.id))
    assert (result.done, result.about["ended"].is_empty) == (True, True)
    assert qinghai.now("pairing", pairing).get("ended_on") is None
    assert qinghai.state(qinghai.now("child", child)) == "paired"


def test_a_pair_that_ends_leads_the_child_back_to_waiting(qinghai: World) -> None:
    child, pairing = paired(qinghai)
    qinghai.at("2025-05-14")
    shown = what_pair_ends(qinghai.desk, qinghai.who(), pairing)
    assert [one.id for one in shown.pairings] == [pairing]
    result = end_pairing(qinghai.desk, qinghai.who(), EndPairing(pairing, "2025-05-14", "mother_left"))
    assert result.done
    last = max(qinghai.now("child", child).values["status"].items())[1]
    assert (last["state"], last["from"], last["reason"]) == ("waiting", "2025-05-14", "mother_left")
    assert (qinghai.now("pairing", pairing).get("end_reason")) == "mother_left"
    again = qinghai.pair(qinghai.now("child", child), qinghai.mother("蔺玉兰"))
    assert again.about["number"] == "630222-2025-0002"


def test_a_child_with_another_pair_in_force_stays_paired(qinghai: World) -> None:
    child, pairing = paired(qinghai)
    qinghai.pair(qinghai.now("child", child), qinghai.mother("蔺玉兰"), role="support")
    end_pairing(qinghai.desk, qinghai.who(), EndPairing(pairing, reason="wish"))
    assert qinghai.state(qinghai.now("child", child)) == "paired"


@pytest.mark.parametrize(("command", "code"), [
    ({"ended_on": "2025-05-15", "reason": "wish"}, "ACT_017"),
    ({"ended_on": "2025-03-23", "reason": "wish"}, "PAIR_006"),
    ({"ended_on": "2025-05-14", "reason": "so"}, "ACT_008"),
    ({"ended_on": "x", "reason": "wish"}, "ACT_009"),
])
def test_an_ending_needs_a_day_and_a_reason_from_the_list(
    qinghai: World, command: dict[str, str], code: str
) -> None:
    _, pairing = paired(qinghai)
    qinghai.at("2025-05-14")
    result = end_pairing(qinghai.desk, qinghai.who(), EndPairing(pairing, **command))
    assert (result.done, codes(result)) == (False, [code])


def test_a_pair_ends_once(qinghai: World) -> None:
    _, pairing = paired(qinghai)
    assert end_pairing(qinghai.desk, qinghai.who(), EndPairing(pairing, reason="wish")).done
    assert codes(end_pairing(qinghai.desk, qinghai.who(), EndPairing(pairing, reason="wish"))) == ["PAIR_005"]


@pytest.mark.parametrize(("pauses", "expected"), [
    ([("2025-07-01", "2025-08-20")], []),
    ([("2025-07-01", "2025-08-20"), ("2025-08-20", "")], []),
    ([("2025-07-01", ""), ("2025-08-01", "")], ["PAIR_007"]),
    ([("2025-07-01", "2025-08-20"), ("2025-08-19", "2025-09-01")], ["PAIR_007"]),
    ([("2025-03-01", "")], ["PAIR_005"]),
    ([("2025-07-01", "2025-07-01")], ["PAIR_006"]),
    ([("x", "")], ["ACT_009"]),
])
def test_pauses_lie_inside_the_pair_and_beside_each_other(
    qinghai: World, pauses: list[tuple[str, str]], expected: list[str]
) -> None:
    _, pairing = paired(qinghai)
    qinghai.at("2025-09-10")
    found: list[str] = []
    for start, end in pauses:
        found = codes(pause_pairing(qinghai.desk, qinghai.who(), PausePairing(pairing, start, end, "with_parents")))
    assert found == expected


def test_a_pause_that_ends_is_closed_with_its_day(qinghai: World) -> None:
    _, pairing = paired(qinghai)
    qinghai.at("2025-09-10")
    pause_pairing(qinghai.desk, qinghai.who(), PausePairing(pairing, "2025-07-01", "", "boarding"))
    assert resume_pairing(qinghai.desk, qinghai.who(), ResumePairing(pairing, "2025-09-01")).done
    row, = qinghai.now("pairing", pairing).values["pauses"].values()
    assert row == {"from": "2025-07-01", "to": "2025-09-01", "reason": "boarding"}
    assert codes(resume_pairing(qinghai.desk, qinghai.who(), ResumePairing(pairing))) == ["PAIR_019"]


@pytest.mark.parametrize(("day", "said", "ended"), [
    ("2025-09-20", [], "2025-09-20"), ("2025-10-08", ["PAIR_019"], "2025-10-08"),
    ("2025-07-01", ["PAIR_019"], "2025-10-08"),
])
def test_who_comes_back_before_the_planned_day_ends_the_pause_then(
    qinghai: World, day: str, said: list[str], ended: str
) -> None:
    _, pairing = paired(qinghai)
    qinghai.at("2025-10-10")
    pause_pairing(qinghai.desk, qinghai.who(), PausePairing(pairing, "2025-07-01", "2025-10-08", "boarding"))
    assert codes(resume_pairing(qinghai.desk, qinghai.who(), ResumePairing(pairing, day))) == said
    row, = qinghai.now("pairing", pairing).values["pauses"].values()
    assert row["to"] == ended


def test_a_withdrawn_child_is_not_paired_again(qinghai: World) -> None:
    child, _ = paired(qinghai)
    withdraw_consent(qinghai.desk, qinghai.who(), Withdraw(child))
    assert "consent_in_force" in checks(qinghai.pair(qinghai.now("child", child), qinghai.mother("蔺玉兰")))
