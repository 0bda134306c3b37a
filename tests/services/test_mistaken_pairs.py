"""误配: voided, not ended; the children are where they were; a report handed in names it; later care is decided on."""

from __future__ import annotations

from datetime import date

import pytest

from aixin_tui.engine.figures import figure_value
from aixin_tui.services.canonical import canonical_dump
from aixin_tui.services.care import Tick, TickCalls, tick_calls
from aixin_tui.services.desk import Role
from aixin_tui.services.matching import AcceptAll, RunMatch, accept_all, run_match
from aixin_tui.services.pairs.ending import EndPairing, end_pairing
from aixin_tui.services.pairs.handing_over import HandOver, hand_over
from aixin_tui.services.pairs.mistaken import Mistaken, void_mistaken, what_is_mistaken
from aixin_tui.services.reports.models import SubmitReport
from aixin_tui.services.reports.submitting import corrections, submit
from aixin_tui.services.undoing import UndoAct, undo
from aixin_tui.services.viewing import view_of
from office_world import World, codes

NAMES = (("窦念安", "2014-05-06"), ("窦小雨", "2015-01-02"), ("窦长风", "2013-03-03"))


def dump(world: World) -> str:
    return canonical_dump(world.desk.store.snapshot(restricted=True), world.desk.province)


def batch(world: World) -> tuple[str, list[str], str]:
    """Accept a run of three children by mistake; gives the run, the pairs, and the dump before it was accepted."""
    world.mother(places=3)
    for name, born in NAMES:
        world.waiting_child(name, birth_date=born)
    run = run_match(world.desk, world.who(), RunMatch()).run
    before = dump(world)
    world.at("2025-04-01")
    assert accept_all(world.desk, world.who(), AcceptAll(run)).count == 3
    pairs = [pair.id for pair in world.desk.store.snapshot().of("pairing")]
    return run, pairs, before


def figure(world: World, key: str, day: str) -> object:
    return figure_value(view_of(world.desk, world.who(), date.fromisoformat(day)), key).value


def test_a_whole_batch_is_voided_and_its_offers_are_open_again(qinghai: World) -> None:
    run, pairs, before = batch(qinghai)
    result = void_mistaken(qinghai.desk, qinghai.who(), Mistaken(run=run, reason="选错了名单"))
    assert result.done, codes(result)
    assert set(result.about["voided"]) == set(pairs)
    assert dump(qinghai) == before
    assert {qinghai.now("pairing", key).is_voided for key in pairs} == {True}


def test_single_pairs_are_taken_out_and_the_others_stay(qinghai: World) -> None:
    _, pairs, _ = batch(qinghai)
    assert void_mistaken(qinghai.desk, qinghai.who(), Mistaken((pairs[1],), reason="同名")).done
    states = [qinghai.state(qinghai.now("child", qinghai.now("pairing", key).text("child"))) for key in pairs]
    assert states == ["paired", "proposed", "paired"]
    view = view_of(qinghai.desk, qinghai.who())
    assert len(view.records("pairing")) == 3  # two in force and one offer open again
    assert sum(view.state(pair) == "in_force" for pair in view.records("pairing")) == 2
    assert not [pair for pair in view.records("pairing") if view.state(pair) == "ended"]


def test_a_pair_made_by_hand_leaves_nothing_when_it_was_a_mistake(qinghai: World) -> None:
    child, mother = qinghai.waiting_child(), qinghai.mother()
    before = dump(qinghai)
    pairing = qinghai.pair(child, mother).about["pairing"]
    assert void_mistaken(qinghai.desk, qinghai.who(), Mistaken((pairing,), reason="错")).done
    assert dump(qinghai) == before


def test_care_recorded_meanwhile_is_named_and_the_user_decides(qinghai: World) -> None:
    _, pairs, _ = batch(qinghai)
    ticked = tick_calls(qinghai.desk, qinghai.who(), TickCalls("2025-04", (Tick(pairs[0]),)))
    assert ticked.receipt is not None
    shown, = what_is_mistaken(qinghai.desk, qinghai.who(), Mistaken((pairs[0],), reason="错"))
    assert (len(shown.activities), [one.number for one in shown.later]) == (1, [ticked.receipt.number])
    refused = void_mistaken(qinghai.desk, qinghai.who(), Mistaken(tuple(pairs), reason="错"))
    assert (refused.done, codes(refused)) == (False, ["PAIR_015"])
    assert str(ticked.receipt.number) in str(refused.problems[0].values["acts"])
    kept = void_mistaken(qinghai.desk, qinghai.who(), Mistaken((pairs[0],), reason="错", keep=True))
    assert (kept.done, codes(kept)) == (True, ["PAIR_017"])
    activity = qinghai.now("activity", shown.activities[0])
    assert (activity.get("pairing"), activity.is_voided) == (None, False)
    assert activity.get("child")


def test_a_pair_that_ended_meanwhile_was_never_there(qinghai: World) -> None:
    child = qinghai.waiting_child()
    mother = qinghai.mother()
    before = dump(qinghai)
    pairing = qinghai.pair(child, mother).about["pairing"]
    qinghai.at("2025-05-14")
    end_pairing(qinghai.desk, qinghai.who(), EndPairing(pairing, reason="wish"))
    assert void_mistaken(qinghai.desk, qinghai.who(), Mistaken((pairing,), reason="错")).done
    assert dump(qinghai) == before


def test_another_pair_of_the_child_keeps_it_paired(qinghai: World) -> None:
    child = qinghai.waiting_child()
    first = qinghai.pair(child, qinghai.mother()).about["pairing"]
    qinghai.at("2025-05-14")
    assert qinghai.pair(qinghai.now("child", child.id), qinghai.mother("蔺玉兰"), role="support").done
    assert void_mistaken(qinghai.desk, qinghai.who(), Mistaken((first,), reason="错")).done
    view = view_of(qinghai.desk, qinghai.who())
    found = view.find("child", child.id)
    assert found is not None
    assert view.core_state(found) == "paired"
    assert view.at(date(2025, 5, 13)).core_state(found) == "waiting"


def test_a_hand_over_by_mistake_gives_the_child_back(qinghai: World) -> None:
    child = qinghai.waiting_child()
    old = qinghai.pair(child, qinghai.mother()).about["pairing"]
    qinghai.add("care_plan", scope="pairing", pairing=old, date="2025-03-24", goals="学业")
    other = qinghai.mother("蔺玉兰")
    before = dump(qinghai)
    qinghai.at("2025-05-14")
    new = hand_over(qinghai.desk, qinghai.who(), HandOver(old, other.id)).about["pairing"]
    result = void_mistaken(qinghai.desk, qinghai.who(), Mistaken((new,), reason="错"))
    assert result.done, codes(result)
    assert dump(qinghai) == before


def test_a_mistake_before_the_report_is_in_no_number_and_one_after_it_is_a_correction(qinghai: World) -> None:
    _, pairs, _ = batch(qinghai)
    assert void_mistaken(qinghai.desk, qinghai.who(), Mistaken((pairs[0],), reason="错")).done
    qinghai.at("2025-05-02")
    assert submit(qinghai.desk, qinghai.who(), SubmitReport(
        "monthly", "2025-04", filled_by="经办人", reviewed_by="审核人")).done
    assert not corrections(qinghai.desk, qinghai.who(), "monthly", "2025-04").rows
    qinghai.at("2025-05-06")
    result = void_mistaken(qinghai.desk, qinghai.who(), Mistaken((pairs[1],), reason="错"))
    assert result.receipt is not None
    rows = corrections(qinghai.desk, qinghai.who(), "monthly", "2025-04").rows
    assert rows
    assert all(result.receipt.number in [entry.number for entry in row.entries] for row in rows)


def test_who_did_not_make_the_pair_needs_to_be_a_reviewer_and_a_reason_is_needed(qinghai: World) -> None:
    pairing = qinghai.pair(qinghai.waiting_child(), qinghai.mother()).about["pairing"]
    other = qinghai.who(role=Role.RECORDER, operator="somebody")
    assert codes(void_mistaken(qinghai.desk, other, Mistaken((pairing,), reason="错"))) == ["ACT_002"]
    assert codes(void_mistaken(qinghai.desk, qinghai.who(), Mistaken((pairing,)))) == ["PAIR_018"]
    assert void_mistaken(qinghai.desk, qinghai.who(), Mistaken((pairing,), reason="错")).done
    assert codes(void_mistaken(qinghai.desk, qinghai.who(), Mistaken((pairing,), reason="错"))) == ["ACT_013"]


def test_it_can_be_taken_back_itself(qinghai: World) -> None:
    pairing = qinghai.pair(qinghai.waiting_child(), qinghai.mother()).about["pairing"]
    before = dump(qinghai)
    result = void_mistaken(qinghai.desk, qinghai.who(), Mistaken((pairing,), reason="错"))
    assert result.receipt is not None
    assert undo(qinghai.desk, qinghai.who(), UndoAct(result.receipt.number, "没有错")).done
    assert dump(qinghai) == before


@pytest.mark.parametrize("key", ["", "none"])
def test_there_must_be_a_pair(qinghai: World, key: str) -> None:
    assert codes(void_mistaken(qinghai.desk, qinghai.who(), Mistaken((key,), reason="错"))) == ["ACT_004"]
