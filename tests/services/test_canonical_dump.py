"""The canonical dump: the same work gives the same bytes; one call, one consent, one pair number changes it."""

from __future__ import annotations

import re
from typing import Any

import pytest

from aixin_tui.provinces.registry import Registry
from aixin_tui.services.canonical import canonical_dump, export_canonical
from aixin_tui.services.care import Tick, TickCalls, tick_calls
from aixin_tui.services.desk import Desk, Role
from memory_store import MemoryIds
from office_world import World, agreed


def dump(world: World) -> str:
    return canonical_dump(world.desk.store.snapshot(restricted=True), world.desk.province)


def job(world: World, *, names: tuple[str, ...] = ("窦念安", "窦念平"), number: str = "", call: str = "2025-03-24",
        channel: str = "in_person") -> str:
    """Do the same little job in any workspace; children are registered in the order given."""
    mother = world.mother()
    for name in names:
        child = world.child(name)
        world.sit(child, (agreed(world.guardian(child, f"{name}之父"), channel=channel),))
    for child in sorted(world.desk.store.snapshot().of("child"), key=lambda one: one.text("name")):
        pairing = world.pair(child, mother, number=number if child.get("name") == "窦念安" else "").about["pairing"]
        tick_calls(world.desk, world.who(), TickCalls(call[:7], (Tick(pairing, call),)))
    return dump(world)


def other(provinces: Registry, *, first_id: int = 5000, operator: str = "tester") -> World:
    """The same office on another machine: other ids, another time of recording."""
    world = World.of(provinces["qinghai"], "630222")
    desk = world.desk
    world.desk = Desk(desk.store, MemoryIds(first_id), desk.clock, desk.province)
    world.operator = operator
    world.desk.clock.set("2025-03-24T17:30:00.000+08:00")  # type: ignore[attr-defined]
    return world


def test_two_workspaces_with_the_same_work_give_the_same_bytes(provinces: Registry, qinghai: World) -> None:
    assert job(qinghai) == job(other(provinces))


def test_the_order_of_typing_does_not_matter(provinces: Registry, qinghai: World) -> None:
    assert job(qinghai) == job(other(provinces), names=("窦念平", "窦念安"))


@pytest.mark.parametrize("changed", [
    {"number": "630222-2025-0009"}, {"call": "2025-03"}, {"channel": "phone"},
])
def test_one_changed_number_call_or_consent_changes_the_dump(
    provinces: Registry, qinghai: World, changed: dict[str, Any]
) -> None:
    assert job(qinghai) != job(other(provinces), **changed)


def test_neither_ids_nor_times_of_recording_stand_in_it(qinghai: World) -> None:
    text = job(qinghai)
    assert not re.search(r"01JQ[0-9A-Z]{22}", text)
    for key in ("recorded_at", "recorded_by", "updated_at", '"source"', '"id"', '"operator"'):
        assert key not in text


def test_links_are_natural_keys(qinghai: World) -> None:
    text = job(qinghai)
    line = next(line for line in text.splitlines() if '"record": "activity"' in line)
    assert '"child": "窦念安|2014-05-06|630222100001|"' in line


def test_only_an_administrator_takes_it_out_and_it_is_logged(qinghai: World) -> None:
    job(qinghai)
    refused = export_canonical(qinghai.desk, qinghai.who(role=Role.REVIEWER))
    assert (refused.text, [p.code.value for p in refused.problems]) == ("", ["ACT_002"])
    assert export_canonical(qinghai.desk, qinghai.who()).text == dump(qinghai)
    assert [entry.action for entry in qinghai.desk.store.log()][-1] == "export_canonical"
