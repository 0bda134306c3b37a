"""The moment of recording: Shanghai's time, to the millisecond, and nothing else."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta, timezone
from pathlib import Path

#: Asia/Shanghai has had no summer time since 1991, so a fixed offset says all that a record needs.
SHANGHAI = timezone(timedelta(hours=8))
#: Sets the clock of a workspace that is marked as a demonstration; elsewhere it is not obeyed.
NOW_VARIABLE = "AIXIN_NOW"


def iso(moment: datetime) -> str:
    """Write a moment as ISO text of Shanghai with milliseconds: `2025-05-08T09:30:00.000+08:00`."""
    return moment.astimezone(SHANGHAI).isoformat(timespec="milliseconds")


def milliseconds_of(moment: str) -> int:
    """Give the milliseconds since 1970 of an ISO moment."""
    told = datetime.fromisoformat(moment)
    return int((told if told.tzinfo else told.replace(tzinfo=SHANGHAI)).timestamp() * 1000)


def iso_of(milliseconds: int) -> str:
    """Write milliseconds since 1970 as ISO text of Shanghai."""
    return iso(datetime.fromtimestamp(milliseconds // 1000, UTC) + timedelta(milliseconds=milliseconds % 1000))


def moment_of(text: str) -> str:
    """Complete a moment: a day means its end, a moment without zone is Shanghai's; empty stays empty.

    Raises:
        ValueError: the text is neither a day nor a moment.
    """
    if not text:
        return ""
    if len(text) == 10:
        return iso(datetime.combine(date.fromisoformat(text), time(23, 59, 59, 999_000), SHANGHAI))
    told = datetime.fromisoformat(text)
    return iso(told if told.tzinfo else told.replace(tzinfo=SHANGHAI))


class SystemClock:
    """The clock of the machine."""

    def now(self) -> str:
        """Give the moment as ISO text."""
        return iso(datetime.now(UTC))


class DemoClock:
    """A clock that stands where it was put, and goes on a millisecond each time it is asked.

    `start` is a day (which means its morning, 09:00 or when else work begins) or a moment.
    """

    def __init__(self, start: str, morning: str = "09:00:00") -> None:
        self._morning = morning
        self.move(start)

    def move(self, to: str) -> None:
        """Put the clock to another day or moment."""
        self._next = milliseconds_of(f"{to}T{self._morning}" if len(to) == 10 else to)

    def go_on(self, day: str) -> None:
        """Put the clock to the morning of a later day; on the day on which it stands it goes on.

        Raises:
            ValueError: the day is over.
        """
        stands = iso_of(self._next)[:10]
        if day < stands:
            raise ValueError(f"the clock goes back: {day} after {stands}")
        if day > stands:
            self.move(day)

    def now(self) -> str:
        """Give the moment as ISO text."""
        told, self._next = iso_of(self._next), self._next + 1
        return told


def clock_for(folder: str | os.PathLike[str], environ: Mapping[str, str] | None = None,
              is_demo: Callable[[Path], bool] | None = None) -> SystemClock | DemoClock:
    """Choose the clock of a workspace: `AIXIN_NOW` only where its data are marked as a demonstration.

    Raises:
        ValueError: the variable holds no moment.
    """
    from aixin_tui.storage.workspace import read_workspace

    told = (os.environ if environ is None else environ).get(NOW_VARIABLE, "")
    path = Path(folder)
    if told and (is_demo(path) if is_demo else read_workspace(path).is_demo):
        return DemoClock(told)
    return SystemClock()
