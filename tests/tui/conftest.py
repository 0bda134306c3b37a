from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "services"))

from aixin_tui.provinces.registry import Registry
from office_world import World


@pytest.fixture
def office(provinces: Registry) -> World:
    """A county office of Qinghai: one child paired, one waiting, one to be visited, two mothers."""
    world = World.of(provinces["qinghai"], "630222")
    paired = world.waiting_child("窦念安")
    world.pair(paired, world.mother("蔺秀英"))
    world.waiting_child("窦念平")
    world.child("窦念喜")
    world.mother("蔺玉兰")
    return world
