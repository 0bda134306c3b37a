"""What an office has before it, in the order of the days: nothing is written down before what happened earlier."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from datetime import date

#: What is done on a day; it may put more on the agenda.
Step = Callable[[date], None]


class Agenda:
    """Steps by their day; those of one day in the order in which they were put there."""

    def __init__(self) -> None:
        self._steps: list[tuple[date, int, Step]] = []
        self._count = 0

    def put(self, day: date, step: Step) -> None:
        """Put a step on the agenda of a day."""
        self._count += 1
        heapq.heappush(self._steps, (day, self._count, step))

    def work_off(self, last: date) -> None:
        """Do all that is there up to a day, and what that brings with it; the rest never happens."""
        while self._steps and self._steps[0][0] <= last:
            day, _, step = heapq.heappop(self._steps)
            step(day)
