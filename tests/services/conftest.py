from __future__ import annotations

import pytest

from aixin_tui.provinces.registry import Registry
from office_world import World


@pytest.fixture
def qinghai(provinces: Registry) -> World:
    """A county office of Qinghai (民和) with nobody on file."""
    return World.of(provinces["qinghai"], "630222")


@pytest.fixture
def hainan(provinces: Registry) -> World:
    """A county office of Hainan (秀英区) with nobody on file."""
    return World.of(provinces["hainan"], "460105")
