"""The office of a province that works through a year, county by county; what it writes is counted."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from aixin_tui.demo.desk import OPERATOR
from aixin_tui.domain.record import Act, Receipt, Record
from aixin_tui.engine.snapshot import Snapshot
from aixin_tui.services.desk import Desk, Result, Who
from aixin_tui.services.ports import Store
from aixin_tui.services.scope import RIGHTS
from aixin_tui.storage.clock import DemoClock


class Counted:
    """A store that counts the acts that pass through it, by what they are called."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.acts: Counter[str] = Counter()

    def __getattr__(self, name: str) -> Any:
        """Give everything else as the store does."""
        return getattr(self._store, name)

    def commit(self, act: Act) -> Receipt:
        """Write an act and count it."""
        receipt = self._store.commit(act)
        self.acts[act.action] += 1
        return receipt

    def commit_many(self, acts: Iterable[Act]) -> Iterator[Receipt]:
        """Write acts and count each when its receipt is there."""
        names: list[str] = []

        def named() -> Iterator[Act]:
            for act in acts:
                names.append(act.action)
                yield act

        for number, receipt in enumerate(self._store.commit_many(named())):
            self.acts[names[number]] += 1
            yield receipt


@dataclass(slots=True)
class Office:
    """A desk, its clock and the chance by which the year goes."""

    desk: Desk
    clock: DemoClock
    today: date
    chance: random.Random = field(default_factory=lambda: random.Random("whole"))  # noqa: S311 - the same each time

    def on(self, day: date, *, sealed: bool = False) -> Who:
        """Sit down on a day, which is never before the last one. `sealed` is for who may see restricted records."""
        self.clock.go_on(day.isoformat())
        return Who(OPERATOR, day, rights=RIGHTS if sealed else frozenset())

    def of(self, county: str) -> Snapshot:
        """Read the records of a county."""
        return self.desk.store.snapshot(county)

    def in_force(self, county: str) -> list[Record]:
        """List the pairs of a county that have not ended, by number."""
        held = (pair for pair in self.of(county).of("pairing") if not pair.get("ended_on"))
        return sorted(held, key=lambda pair: pair.text("number"))


def all_done(results: Iterable[Result]) -> tuple[Result, ...]:
    """Go on only when every line was written.

    Raises:
        RuntimeError: one was refused; the codes say why.
    """
    found = tuple(results)
    refused = {problem.code for result in found if not result.done for problem in result.problems}
    if refused or any(not result.done for result in found):
        raise RuntimeError("refused: " + ", ".join(sorted(map(str, refused))))
    return found
