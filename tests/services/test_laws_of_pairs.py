"""Laws of pairs over any sequence of acts: one lead a day, never without a yes, numbers that add up, all undone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aixin_tui.domain.record import Record
from aixin_tui.engine import consent
from aixin_tui.engine.pairings import in_force_of
from aixin_tui.provinces.registry import Registry
from aixin_tui.services.canonical import canonical_dump
from aixin_tui.services.casework import Advance, advance
from aixin_tui.services.closing import CloseChild, close_child
from aixin_tui.services.desk import Result
from aixin_tui.services.moving import MoveChildren, move_children
from aixin_tui.services.pairs.ending import EndPairing, end_pairing
from aixin_tui.services.pairs.handing_over import HandOver, TakeLead, hand_over, take_lead
from aixin_tui.services.pairs.mistaken import Mistaken, void_mistaken
from aixin_tui.services.pairs.pausing import PausePairing, ResumePairing, pause_pairing, resume_pairing
from aixin_tui.services.stopping import StopService, stop_service
from aixin_tui.services.today_models import NUMBERS
from aixin_tui.services.transferring import (
    CancelTransfer,
    ConfirmTransfer,
    SendTransfer,
    cancel_transfer,
    confirm_transfer,
    send_transfer,
)
from aixin_tui.services.undoing import UndoAct, undo
from aixin_tui.services.viewing import view_of
from aixin_tui.services.withdrawing import Withdraw, withdraw_consent
from office_world import World, agreed, villages

FIRST = date(2025, 4, 1)


def child(world: World) -> Record:
    return world.desk.store.snapshot().of("child")[0]


def mothers(world: World) -> tuple[Record, ...]:
    return world.desk.store.snapshot().of("loving_mother")


def newest(world: World) -> str:
    found = world.desk.store.snapshot().of("pairing")
    return found[-1].id if found else "none"


def oldest(world: World) -> str:
    return next((p.id for p in world.desk.store.snapshot().of("pairing") if not p.get("ended_on")), "none")


def ago(world: World, days: int) -> str:
    return (world.today - timedelta(days=days)).isoformat()


ACTS: tuple[Callable[[World], Result], ...] = (
    lambda w: w.pair(child(w), mothers(w)[0]),
    lambda w: w.pair(child(w), mothers(w)[1]),
    lambda w: w.pair(child(w), mothers(w)[1], role="support", started_on=ago(w, 1)),
    lambda w: w.pair(child(w), mothers(w)[2], confirmed=False),
    lambda w: end_pairing(w.desk, w.who(), EndPairing(oldest(w), ago(w, 1), "wish")),
    lambda w: hand_over(w.desk, w.who(), HandOver(oldest(w), mothers(w)[2].id)),
    lambda w: hand_over(w.desk, w.who(), HandOver(newest(w), mothers(w)[0].id, on=ago(w, 1), fresh=True)),
    lambda w: take_lead(w.desk, w.who(), TakeLead(newest(w))),
    lambda w: pause_pairing(w.desk, w.who(), PausePairing(newest(w), ago(w, 1), "", "with_parents")),
    lambda w: resume_pairing(w.desk, w.who(), ResumePairing(newest(w))),
    lambda w: stop_service(w.desk, w.who(), StopService(mothers(w)[0].id, reason="own_wish", rest="end")),
    lambda w: stop_service(w.desk, w.who(), StopService(mothers(w)[1].id, reason="moved", rest=mothers(w)[2].id)),
    lambda w: stop_service(w.desk, w.who(), StopService(mothers(w)[1].id, to="paused", rest="keep")),
    lambda w: advance(w.desk, w.who(), Advance(mothers(w)[1].id, "resume", "loving_mother")),
    lambda w: move_children(w.desk, w.who(), MoveChildren((child(w).id,), villages(
        w.desk.province, w.desk.office)[w.today.day % 40], ago(w, 1))),
    lambda w: send_transfer(w.desk, w.who(), SendTransfer((child(w).id,), "460105", authority="函")),
    lambda w: cancel_transfer(w.desk, w.who(), CancelTransfer(child(w).id)),
    lambda w: confirm_transfer(w.desk, w.who(), ConfirmTransfer(child(w).id)),
    lambda w: void_mistaken(w.desk, w.who(), Mistaken((newest(w),), reason="错", keep=True)),
    lambda w: withdraw_consent(w.desk, w.who(), Withdraw(child(w).id)),
    lambda w: close_child(w.desk, w.who(), CloseChild(child(w).id, reason="other")),
    lambda w: w.sit(child(w), (agreed(w.desk.store.snapshot().of("guardian")[0]),)),
)


def begun(world: World) -> World:
    for name in ("蔺秀英", "蔺玉兰", "蔺秋"):
        mother = world.mother(name)
        for step in ("query", "train", "activate"):
            assert advance(world.desk, world.who(), Advance(mother.id, step, "loving_mother")).done
    world.waiting_child()
    return world


def dump(world: World) -> str:
    return canonical_dump(world.desk.store.snapshot(restricted=True), world.desk.province)


def holds(world: World, number: int) -> None:
    """Look at every day up to today, as known now."""
    for days in range(number + 2):
        view = view_of(world.desk, world.who(), world.today - timedelta(days=days))
        one = view.find("child", child(world).id)
        assert one is not None
        pairs = in_force_of(view, one)
        leads = [pair for pair in pairs if pair.get("role") != "support"]
        assert len(leads) <= 1, (view.now, leads)
        if pairs:
            assert not consent.standing_refusals(view, one), view.now
            assert {view.state(paper) for paper in consent.consents_of(view, one)} & {"valid", "owed"}, view.now
        core = view.core_state(one)
        assert sum(core in held for held in NUMBERS.values()) == (core != "closed")
        assert bool(pairs) == (core in NUMBERS["paired"]), (view.now, core)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(0, len(ACTS) - 1), max_size=8))
def test_any_sequence_keeps_one_lead_a_yes_and_numbers_that_add_up_and_can_be_undone(
    provinces: Registry, chosen: list[int]
) -> None:
    world = begun(World.of(provinces["qinghai"], "630222"))
    dumps, numbers = [dump(world)], []
    for number, act in enumerate(chosen):
        world.at((FIRST + timedelta(days=number)).isoformat())
        result = ACTS[act](world)
        holds(world, number)
        if result.receipt is None:
            assert dump(world) == dumps[-1]
            continue
        numbers.append(result.receipt.number)
        dumps.append(dump(world))
    for number in reversed(numbers):
        assert dump(world) == dumps.pop()
        taken = undo(world.desk, world.who(), UndoAct(number, "记错"))
        assert taken.done, taken.problems
    assert dump(world) == dumps.pop()
