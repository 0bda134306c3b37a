"""A workspace that repeats: a clock that stands, ids that follow one another, and stock TinyDB over every file."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from tinydb import TinyDB

from aixin_tui.domain.kinds import home_of
from aixin_tui.domain.record import Act, Change
from aixin_tui.storage.clock import DemoClock
from aixin_tui.storage.ids import Ulids
from aixin_tui.storage.store import create_workspace, open_store

TOWN = "630121100"


class Bench:
    """A workspace with short words for what the tests do to it."""

    def __init__(self, path):
        self.path = path
        self.clock = DemoClock("2025-03-01")
        moments = itertools.count(1_740_000_000_000)
        self.ids = Ulids(lambda: next(moments))
        self.store = create_workspace(str(path), office="630121", province="qinghai", clock=self.clock, ids=self.ids)

    def open(self):
        return open_store(str(self.path), clock=self.clock, ids=self.ids)

    def new(self, kind, values, *, place=TOWN, day="2025-03-01", action="add"):
        record_id = self.ids.new()
        self.store.commit(Act(action, "wang", (Change(kind, record_id, values, home_of(kind, place, day=day)),)))
        return record_id

    def child(self, name, **values):
        return self.new("child", {"name": name, "division_code": f"{TOWN}201", **values})

    def edit(self, kind, record_id, **values):
        return self.store.commit(Act("edit", "wang", (Change(kind, record_id, values),)))


@pytest.fixture
def bench(tmp_path):
    return Bench(tmp_path / "ws")


@pytest.fixture
def broken_files():
    """The test breaks files on purpose."""


@pytest.fixture(autouse=True)
def _stock_tinydb_reads_every_file(request, tmp_path):
    """F12: whatever a test left behind, stock TinyDB opens it."""
    yield
    if "broken_files" in request.fixturenames:
        return
    for file in Path(tmp_path).rglob("*.json"):
        with TinyDB(file, encoding="utf-8", access_mode="r") as db:
            assert all(isinstance(row, dict) for table in db.tables() for row in db.table(table))
