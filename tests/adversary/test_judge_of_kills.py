"""The judge of killed workers finds a store that acknowledges too early, and one that does an act in two."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from killing import Book, Count, SayingStore, kill_one, planned

from aixin_tui.domain.record import Act, Receipt
from aixin_tui.services.care import AddEvent, add_event
from office_world import World


class TooEarly(SayingStore):
    """Says that an act is durable before it is written."""

    def commit(self, act: Act) -> Receipt:
        self._say(["try", planned(act)])
        self._say(["ok", len(list(self._store.log())) + 1])
        time.sleep(0.004)
        receipt: Receipt = self._store.commit(act)
        return receipt


class InTwo(SayingStore):
    """Writes an act of several records as two."""

    def commit(self, act: Act) -> Receipt:
        self._say(["try", planned(act)])
        middle = len(act.changes) // 2
        if middle:
            self._store.commit(replace(act, changes=act.changes[:middle]))
            time.sleep(0.004)
        receipt: Receipt = self._store.commit(replace(act, changes=act.changes[middle:]))
        self._say(["ok", receipt.number])
        return receipt


def events(world: World, first: int) -> Iterator[Any]:
    children = tuple(child.id for child in world.desk.store.snapshot().of("child"))
    for number in range(1, 40):
        yield add_event(world.desk, world.who(), AddEvent({
            "date": world.today.isoformat(), "name": f"活动{first}-{number}", "kind": "group_activity",
            "activity_kind": ["group_care"], "division_code": world.desk.office}, children))


@pytest.mark.parametrize(("saying", "wrong"), [(TooEarly, "lost"), (InTwo, "half")])
def test_the_judge_finds_a_store_that_promises_too_much(
    sit_down: Callable[[], World], workspace: Path, saying: type[SayingStore], wrong: str,
) -> None:
    world = sit_down()
    for day in range(1, 4):
        world.child(f"窦念{day}", birth_date=f"2014-05-0{day}")
    total, book, rng = Count(), Book(), random.Random(3)
    for _ in range(25):
        total += kill_one(events, sit_down, workspace, book, rng, saying)[0]
        if getattr(total, wrong):
            return
    pytest.fail(f"nothing {wrong} was found: {total}")
