"""Guards that stand alone: nothing else in the act would stop what each of them stops."""

from __future__ import annotations

import pytest

from aixin_tui.domain.record import Act, Change, Record, members
from aixin_tui.provinces.registry import Registry
from aixin_tui.services.desk import Role
from aixin_tui.services.matching import RunMatch, run_match
from aixin_tui.services.matching.offers import Accept, accept
from aixin_tui.services.operators import AddOperator, add_operator
from aixin_tui.services.pairs.handing_over import HandOver, TakeLead, hand_over, take_lead
from aixin_tui.services.sitting import Sitting, record_sitting
from aixin_tui.services.transferring import SendTransfer, send_transfer, what_transfer_ends
from aixin_tui.services.undoing import UndoAct, undo
from office_world import World, agreed, codes

TO = SendTransfer((), "460105", authority="随父母迁居，琼海妇联函〔2025〕3号")


def void(world: World, record: Record) -> None:
    """Void a record past all checks, as an undone import leaves it."""
    voided = {"on": "2025-03-24", "operator": "tester", "reason": "录错"}
    world.desk.store.commit(Act("edit", "tester", (Change(record.kind, record.id, {"voided": voided}),)))


def test_a_child_entered_by_mistake_is_sent_nowhere(qinghai: World) -> None:
    child = qinghai.waiting_child()
    void(qinghai, child)
    command = SendTransfer((child.id,), TO.to, authority=TO.authority)
    result = send_transfer(qinghai.desk, qinghai.who(), command)
    assert (result.done, codes(result)) == (False, ["ACT_004"])


def test_one_guardians_yes_to_a_transfer_is_none_while_the_others_no_stands(qinghai: World) -> None:
    child = qinghai.waiting_child()
    first, second = qinghai.desk.store.snapshot().of("guardian")[0], qinghai.guardian(child, "窦长江")
    said = [agreed(first, purpose="transfer"), agreed(second, purpose="transfer", decision="not_agreed")]
    for opinion, has_consent in zip(said, (True, False), strict=True):
        assert record_sitting(qinghai.desk, qinghai.who(), Sitting(child.id, consents=(opinion,))).done
        shown, = what_transfer_ends(qinghai.desk, qinghai.who(), (child.id,))
        assert shown.has_consent is has_consent


def test_nobody_is_handed_to_a_mother_entered_by_mistake(qinghai: World) -> None:
    child = qinghai.waiting_child()
    old = qinghai.pair(child, qinghai.mother()).about["pairing"]
    other = qinghai.mother("蔺玉兰")
    void(qinghai, other)
    qinghai.at("2025-05-20")
    result = hand_over(qinghai.desk, qinghai.who(), HandOver(old, other.id))
    assert (result.done, codes(result)) == (False, ["PAIR_003"])


def test_what_a_reviewer_must_approve_takes_the_lead_through_a_reviewer_alone(provinces: Registry) -> None:
    hainan = World.of(provinces["hainan"], "460105")
    child = hainan.waiting_child()
    old = hainan.pair(child, hainan.mother()).about["pairing"]
    father = hainan.mother("蔺大川", sex="male", kind="father")
    held = hainan.pair(hainan.now("child", child.id), father, role="support")
    made = held if "pairing" in held.about else accept(hainan.desk, hainan.who(), Accept(held.about["proposal"]))
    support = next(record.id for record in made.records if record.kind == "pairing")
    refused = take_lead(hainan.desk, hainan.who(role=Role.RECORDER), TakeLead(support))
    assert (refused.done, codes(refused)) == (False, ["PAIR_002"])
    assert hainan.now("pairing", old).get("role") != "support"
    assert take_lead(hainan.desk, hainan.who(), TakeLead(support)).done


def test_what_an_administrator_settled_is_taken_back_by_administrators_alone(qinghai: World) -> None:
    assert add_operator(qinghai.desk, qinghai.who(), AddOperator("zhang")).done
    number = list(qinghai.desk.store.log())[-1].number
    result = undo(qinghai.desk, qinghai.who(role=Role.REVIEWER), UndoAct(number))
    assert (result.done, codes(result)) == (False, ["ACT_002"])
    assert undo(qinghai.desk, qinghai.who(), UndoAct(number)).done


@pytest.mark.parametrize("by", ["child", "loving_mother"])
def test_who_is_excluded_by_either_side_is_not_offered(qinghai: World, by: str) -> None:
    sides = {"child": qinghai.waiting_child(), "loving_mother": qinghai.mother()}
    other, = (record for kind, record in sides.items() if kind != by)
    excluded = Change(by, sides[by].id, {f"excluded/{other.id}": True})
    qinghai.desk.store.commit(Act("edit", "tester", (excluded,)))
    assert other.id in members(qinghai.now(by, sides[by].id).get("excluded"))
    assert run_match(qinghai.desk, qinghai.who(), RunMatch(qinghai.desk.office)).proposals == ()
