"""The desk of the demonstration: an office whose clock is moved through a year."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date

from aixin_tui.domain.record import Record
from aixin_tui.engine.snapshot import Snapshot
from aixin_tui.services.desk import Desk, Result, Who
from aixin_tui.services.scope import RIGHTS
from aixin_tui.storage.clock import DemoClock

#: Who typed everything in the demonstration.
OPERATOR = "demo"


@dataclass(frozen=True, slots=True)
class DemoDesk:
    """A desk, its clock and the chance by which the year goes; `county` is the office's code."""

    desk: Desk
    clock: DemoClock
    chance: random.Random
    county: str

    def on(self, day: date, *, sealed: bool = False) -> Who:
        """Sit down on a day, which is never before the last one. `sealed` is for who may see restricted records."""
        self.clock.go_on(day.isoformat())
        return Who(OPERATOR, day, rights=RIGHTS if sealed else frozenset())

    def snapshot(self) -> Snapshot:
        """Read all records as they stand."""
        return self.desk.store.snapshot()

    def in_force(self) -> list[Record]:
        """List the pairs that have not ended, by number."""
        held = (pair for pair in self.snapshot().of("pairing") if not pair.get("ended_on"))
        return sorted(held, key=lambda pair: pair.text("number"))

    def children_in_pair(self) -> list[str]:
        """List the ids of the children in a pair, in the order of the pairs' numbers."""
        return list(dict.fromkeys(pair.text("child") for pair in self.in_force()))


def must(result: Result) -> Result:
    """Go on only with what was written: the demonstration meets the same refusals as everybody.

    Raises:
        RuntimeError: the act was refused; the codes say why.
    """
    if not result.done:
        raise RuntimeError("refused: " + ", ".join(str(problem.code) for problem in result.problems))
    return result
