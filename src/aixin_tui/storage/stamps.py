"""Version stamps of fields: unique, and never trusted for order (storage research, section 6)."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import lru_cache

from aixin_tui.storage.clock import iso_of, milliseconds_of

_COUNTER_BITS = 10
_TIME_DIGITS = 14


class Stamps:
    """Gives stamps of one session: milliseconds and a counter, which never go back, and the session's own name."""

    def __init__(self, now: Callable[[], str], session: str = "") -> None:
        self._now = now
        self._session = session or os.urandom(4).hex()
        self._last = 0

    def new(self, moment: str = "") -> str:
        """Give a fresh stamp, of the moment told or of now."""
        told = milliseconds_of(moment or self._now()) << _COUNTER_BITS
        self._last = max(self._last + 1, told)
        return f"{self._last:0{_TIME_DIGITS}x}{self._session}"


def moment_of_stamp(stamp: str) -> str:
    """Give the moment that a stamp names, as ISO text; empty for a record that never had one."""
    try:
        minutes, milliseconds = divmod(int(stamp[:_TIME_DIGITS], 16) >> _COUNTER_BITS, 60_000)
        begins = _minute(minutes)
    except (ValueError, OverflowError):
        return ""
    return f"{begins}{milliseconds // 1000:02}.{milliseconds % 1000:03}+08:00"


@lru_cache(maxsize=4096)
def _minute(minutes: int) -> str:
    """Write a minute since 1970 up to its colon: many records of one act or one hour ask for the same ones."""
    return iso_of(minutes * 60_000)[:17]
