"""Laws over any sequence of acts: taken back from the last to the first, nothing is left; both stores agree."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aixin_tui.domain.record import Record
from aixin_tui.engine.duties import duties_of
from aixin_tui.engine.pair_checks import checks_on
from aixin_tui.engine.view import View
from aixin_tui.provinces.registry import Registry
from aixin_tui.services.canonical import canonical_dump
from aixin_tui.services.care import AddActivity, Tick, TickCalls, add_activity, tick_calls
from aixin_tui.services.desk import Desk, Result
from aixin_tui.services.pairs.ending import EndPairing, end_pairing
from aixin_tui.services.pairs.pausing import PausePairing, ResumePairing, pause_pairing, resume_pairing
from aixin_tui.services.registering import EditRecord, edit_record
from aixin_tui.services.sitting import Sitting, record_sitting
from aixin_tui.services.today import today_board
from aixin_tui.services.undoing import UndoAct, undo
from aixin_tui.services.viewing import view_of
from aixin_tui.services.withdrawing import Withdraw, withdraw_consent
from aixin_tui.storage.clock import SystemClock
from aixin_tui.storage.ids import Ulids
from aixin_tui.storage.store import create_workspace
from office_world import World, agreed, not_agreed


def one(world: World, kind: str) -> Record:
    return world.desk.store.snapshot().of(kind)[-1]


def pairing(world: World) -> str:
    found = world.desk.store.snapshot().of("pairing")
    return found[-1].id if found else "none"


ACTS: tuple[Callable[[World], Result], ...] = (
    lambda w: w.sit(one(w, "child"), (agreed(one(w, "guardian")),)),
    lambda w: w.sit(one(w, "child"), (not_agreed(one(w, "guardian")),)),
    lambda w: record_sitting(w.desk, w.who(), Sitting(one(w, "child").id, consents=(agreed(one(w, "guardian")),))),
    lambda w: w.pair(one(w, "child"), one(w, "loving_mother")),
    lambda w: w.pair(one(w, "child"), one(w, "loving_mother"), confirmed=False),
    lambda w: w.pair(one(w, "child"), one(w, "loving_mother"), role="support"),
    lambda w: end_pairing(w.desk, w.who(), EndPairing(pairing(w), reason="wish")),
    lambda w: pause_pairing(w.desk, w.who(), PausePairing(pairing(w), "", "", "boarding")),
    lambda w: resume_pairing(w.desk, w.who(), ResumePairing(pairing(w))),
    lambda w: withdraw_consent(w.desk, w.who(), Withdraw(one(w, "child").id)),
    lambda w: tick_calls(w.desk, w.who(), TickCalls(w.today.isoformat()[:7], (Tick(pairing(w)),))),
    lambda w: add_activity(w.desk, w.who(), AddActivity((one(w, "child").id,), {
        "date": w.today.isoformat(), "kind": ["tutoring"]})),
    lambda w: edit_record(w.desk, w.who(), EditRecord("child", one(w, "child").id, {"interests": ["art", "sport"]})),
    lambda w: edit_record(w.desk, w.who(), EditRecord("child", one(w, "child").id, {"interests": ["reading"]})),
)


def begun(world: World) -> World:
    child = world.child()
    world.guardian(child)
    world.mother()
    return world


def dump(world: World) -> str:
    return canonical_dump(world.desk.store.snapshot(restricted=True), world.desk.province)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(0, len(ACTS) - 1), max_size=8))
def test_acts_taken_back_from_the_last_to_the_first_leave_nothing(provinces: Registry, chosen: list[int]) -> None:
    world = begun(World.of(provinces["qinghai"], "630222"))
    dumps, numbers = [dump(world)], []
    for number, act in enumerate(chosen):
        world.at(f"2025-04-{number + 1:02}")
        result = ACTS[act](world)
        board = today_board(world.desk, world.who())
        assert board.on_file == board.paired + board.waiting + board.not_agreed + board.to_check == 1
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


def test_the_same_job_on_the_store_of_files_gives_the_same_dump(provinces: Registry, tmp_path: Path) -> None:
    in_memory = World.of(provinces["qinghai"], "630222")
    clock, ids = SystemClock(), Ulids()
    store = create_workspace(str(tmp_path / "w"), office="630222", province="qinghai", clock=clock, ids=ids)
    in_files = World(Desk(store, ids, clock, provinces["qinghai"]), date(2025, 3, 24))
    for world in (in_memory, in_files):
        begun(world)
        for act in (0, 3, 10, 11, 12, 7, 6):
            assert ACTS[act](world).done, act
    assert dump(in_files) == dump(in_memory)
    store.fold()
    assert dump(in_files) == dump(in_memory)


def read(view: View) -> list[object]:
    """Read what decisions read: states, derived facts, duties and the checks on every pair."""
    return [
        (record.id, view.state(record), view.fact(record, f"{kind}.date"), duties_of(view, record),
         view.fact(record, "child.in_pair"), view.fact(record, "child.needs"), view.fact(record, "pairing.tier"),
         [failed.key for failed in checks_on(view, record)] if kind == "pairing" else [])
        for kind in ("child", "loving_mother", "pairing", "consent", "activity") for record in view.records(kind)
    ]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(0, len(ACTS) - 1), min_size=1, max_size=6))
def test_a_view_of_changed_records_reads_as_one_made_anew(provinces: Registry, chosen: list[int]) -> None:
    world = begun(World.of(provinces["qinghai"], "630222"))
    for act in chosen:
        before = view_of(world.desk, world.who())
        read(before)
        result = ACTS[act](world)
        if result.receipt is None:
            continue
        entry = world.desk.store.entry(result.receipt.number)
        assert entry is not None
        changed = [world.now(change.kind, change.id) for change in entry.changes]
        assert read(before.with_records(changed)) == read(view_of(world.desk, world.who()))
