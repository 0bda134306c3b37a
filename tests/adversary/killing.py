"""A worker that acts and says what is durable, killed at a random moment; and the judge of what it leaves behind."""

from __future__ import annotations

import hashlib
import json
import os
import random
import select
import signal
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from forked import Forked, Say

from aixin_tui.domain.record import Act, Receipt
from aixin_tui.storage.disk import Disk
from aixin_tui.storage.verify import check
from office_world import World

Desks = Callable[[], World]
#: Seconds after which a worker that says nothing is a failure of the test.
_PATIENCE = 60.0
#: A kill comes so soon (seconds) after something was said: within an act, within the writing of one, right behind it.
MOMENTS = (("did", 0.05), ("try", 0.004), ("try", 0.012), ("ok", 0.004))


def units_of(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Give each field, or entry of a field, with a digest of its value."""
    for path, value in values.items():
        held = {f"{path}/{key}": told for key, told in value.items()} if isinstance(value, Mapping) and (
            "/" not in path) else {path: value}
        for unit, told in held.items():
            yield unit, _digest(told)


def _digest(value: Any) -> str:
    if isinstance(value, Mapping):
        value = {key: told for key, told in value.items() if told is not None}
    return "" if value is None else hashlib.sha256(
        json.dumps(value, sort_keys=True, ensure_ascii=False, default=list).encode()).hexdigest()[:10]


class SayingStore:
    """A store in front of the store: it says what is about to be written, and what is durable."""

    def __init__(self, store: Any, say: Say) -> None:
        self._store, self._say = store, say

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def commit(self, act: Act) -> Receipt:
        self._say(["try", planned(act)])
        receipt: Receipt = self._store.commit(act)
        self._say(["ok", receipt.number])
        return receipt

    def commit_many(self, acts: Iterable[Act]) -> Iterator[Receipt]:
        def noted() -> Iterator[Act]:
            for act in acts:
                self._say(["try", planned(act)])
                yield act

        for receipt in self._store.commit_many(noted()):
            self._say(["ok", receipt.number])
            yield receipt

    def erase(self, erasure: Any, erasure_id: str) -> Receipt:
        told = {**planned(erasure.act), "gone": sorted(key for _, key in erasure.records)}
        self._say(["try", told])
        receipt: Receipt = self._store.erase(erasure, erasure_id)
        self._say(["ok", receipt.number])
        return receipt


def planned(act: Act) -> dict[str, Any]:
    """Say what an act is about to write: of each record its fields with a digest of their values."""
    return {"action": act.action, "of": [[change.kind, change.id, bool(change.is_new), dict(units_of(change.values))]
                                         for change in act.changes]}


class Watched(Forked):
    """A worker whose words are read while it works, so that the pipe never holds it up."""

    def __init__(self, task: Callable[[Say], None]) -> None:
        super().__init__(task)
        self.lines: list[Any] = []
        self._rest = b""

    def watch(self, seconds: float, *, until: Callable[[], bool] = lambda: False) -> bool:
        """Listen until something was said, the time is over or the worker has ended; gives whether it was said."""
        end = time.monotonic() + seconds
        while not until():
            ready, _, _ = select.select([self.out], [], [], max(0.0, end - time.monotonic()))
            if not ready or not self._take():
                return until()
        return True

    def _take(self) -> bool:
        told = os.read(self.out.fileno(), 1 << 16)
        *lines, self._rest = (self._rest + told).split(b"\n")
        self.lines += [json.loads(line) for line in lines]
        return bool(told)

    def said_of(self, sort: str) -> int:
        return sum(one[0] == sort for one in self.lines if isinstance(one, list))

    def end(self) -> bool:
        """Kill it; gives whether it was still at work. A last line that was cut off was never acknowledged."""
        os.kill(self.pid, signal.SIGKILL)
        while self._take():
            pass
        _, status = os.waitpid(self.pid, 0)
        failed = [one for one in self.lines if isinstance(one, dict)]
        assert not failed, failed
        return os.WIFSIGNALED(status)


@dataclass
class Book:
    """What is known of a workspace from what its workers said: what must stand in it, and by which act."""

    expected: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    acts: dict[int, str] = field(default_factory=dict)
    started: int = 0

    def take(self, plan: Mapping[str, Any]) -> None:
        """Take note of an act that stands."""
        for kind, key, _, units in plan["of"]:
            self.expected.setdefault((kind, key), {}).update(units)
        self.gone |= set(plan.get("gone", ()))


@dataclass(frozen=True)
class Count:
    """Kills, what was acknowledged, what was under way and stands after all, and what is wrong."""

    kills: int = 0
    acknowledged: int = 0
    whole: int = 0
    lost: tuple[str, ...] = ()
    half: tuple[str, ...] = ()

    def __add__(self, other: Count) -> Count:
        return Count(*(one + two for one, two in zip(
            (self.kills, self.acknowledged, self.whole, self.lost, self.half),
            (other.kills, other.acknowledged, other.whole, other.lost, other.half), strict=True)))


def kill_one(work: Callable[[World, int], Iterator[Any]], sit_down: Desks, folder: Path, book: Book,
             rng: random.Random, saying: type[SayingStore] = SayingStore) -> tuple[Count, bool]:
    """Let one worker act and kill it, then judge the workspace; gives also whether there was nothing left to do."""
    operator, first = f"w{book.started}", book.started
    book.started += 1

    def task(say: Say) -> None:
        world = sit_down()
        world.operator = operator
        world.desk = replace(world.desk, store=saying(world.desk.store, say))  # type: ignore[arg-type]
        for _ in work(world, first):
            say(["did"])
        say(["out"])

    worker = Watched(task)
    sort, soon = rng.choice(MOMENTS)
    wanted = rng.randint(0 if sort == "did" else 1, 4)
    is_time = worker.watch(_PATIENCE, until=lambda: worker.said_of(sort) >= wanted or (
        worker.said_of("did") > wanted + 1 or worker.said_of("out") > 0))
    assert is_time or not worker.end(), "it said nothing for a minute"
    worker.watch(rng.uniform(0, soon))
    was_at_work = worker.end()
    count = judge(sit_down(), folder, book, operator, worker.lines)
    return replace(count, kills=int(was_at_work)), worker.said_of("out") > 0


def judge(world: World, folder: Path, book: Book, operator: str, lines: list[Any]) -> Count:
    """Hold what a fresh process finds against what was said before the kill."""
    lost: list[str] = []
    half: list[str] = []
    store = world.desk.store
    plans = [one[1] for one in lines if one[0] == "try"]
    numbers = [one[1] for one in lines if one[0] == "ok"]
    entries = {entry.number: entry for entry in store.log(restricted=True)}
    mine = [number for number, entry in entries.items() if entry.operator == operator and not (
        number < 0 and entry.about.get("erasure"))]  # an erasure is one act on both sides
    for number, plan in zip(numbers, plans, strict=False):
        book.acts[number] = plan["action"]
        book.take(plan)
    lost += [f"act {n} {action}" for n, action in book.acts.items()
             if n not in entries or entries[n].action != action]
    late = sorted((number for number in mine if number not in book.acts), key=abs)
    open_plans = plans[len(numbers):]
    if len(late) > len(open_plans):
        half.append(f"{operator}: {len(late)} acts beyond {len(open_plans)}")
    for number, plan in zip(late, open_plans, strict=False):  # it stands after all, though nobody was told
        told = {change.id for change in entries[number].changes}
        if entries[number].action != plan["action"] or ("gone" not in plan and told != {key for _, key, _, _ in plan[
                "of"]}):
            half.append(f"{number} {plan['action']}")
        book.acts[number] = plan["action"]
        book.take(plan)
    snapshot = store.snapshot(restricted=True)
    for (kind, key), units in book.expected.items():
        if key in book.gone:
            continue
        record = snapshot.get(kind, key) or store.get(kind, key)
        have = dict(units_of(record.values)) if record else {}
        lost += [f"{kind} {unit}" for unit, value in units.items() if have.get(unit, "") != value]
    for plan in open_plans[len(late):]:
        half += [f"{plan['action']} {kind}" for kind, key, is_new, _ in plan["of"]
                 if is_new and (kind, key) not in book.expected and (
                     snapshot.get(kind, key) or store.get(kind, key))]
    half += [f"{problem.code} {problem.place}" for problem in check(Disk(folder))]
    opened = sorted(number for number in entries if number > 0)
    if opened != list(range(1, len(opened) + 1)):
        half.append("numbers")
    store.close()
    return Count(0, len(numbers), len(late), tuple(lost), tuple(half))
