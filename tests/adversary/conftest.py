from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from aixin_tui.provinces.registry import Registry
from aixin_tui.services.desk import Desk
from aixin_tui.storage.clock import SystemClock
from aixin_tui.storage.ids import Ulids
from aixin_tui.storage.store import create_workspace, open_store
from office_world import DAY, World

OFFICE = "630222"


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """An empty workspace on the disk: a county office of Qinghai (民和)."""
    path = tmp_path / "county"
    create_workspace(str(path), office=OFFICE, province="qinghai", clock=SystemClock(), ids=Ulids())
    return path


@pytest.fixture
def sit_down(workspace: Path, provinces: Registry) -> Callable[[], World]:
    """Open the workspace as one more process does: a desk of its own, somebody at it."""

    def sit_down() -> World:
        store = open_store(str(workspace), clock=SystemClock(), ids=Ulids())
        return World(Desk(store, Ulids(), SystemClock(), provinces["qinghai"]), date.fromisoformat(DAY))

    return sit_down
