"""Ids of records: ULIDs, 48 bits of milliseconds and 80 random bits, that sort in the order they were given.

TinyDB wants whole numbers as document ids; a ULID in decimal is one (`number_of`, `text_of`).
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable

#: Crockford's alphabet: no I, L, O, U.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LETTERS = frozenset(ALPHABET)
#: The same values in the digits that `int` reads.
_DIGITS = {ord(letter): digit for letter, digit in zip(ALPHABET, "0123456789abcdefghijklmnopqrstuv", strict=True)}
#: Two characters for each ten bits, from the highest on.
_PAIRS = [high + low for high in ALPHABET for low in ALPHABET]
_SHIFTS = tuple(range(120, -1, -10))
_RANDOM_BITS = 80


def text_of(number: int) -> str:
    """Write a 128-bit number as a ULID of 26 characters."""
    return "".join([_PAIRS[(number >> shift) & 1023] for shift in _SHIFTS])


def number_of(text: str) -> int:
    """Read a ULID as a number.

    Raises:
        ValueError: the text is no ULID.
    """
    if len(text) != 26 or not _LETTERS.issuperset(text):
        raise ValueError(f"no ULID: {text!r}")
    number = int(text.translate(_DIGITS), 32)
    if number >> 128:
        raise ValueError(f"no ULID: {text!r}")
    return number


class Ulids:
    """Gives ULIDs, each greater than the one before, also within one millisecond and when the clock jumps back.

    `milliseconds` and `random_bytes` may be given, so that a test or a demonstration repeats.
    """

    def __init__(self, milliseconds: Callable[[], int] | None = None,
                 random_bytes: Callable[[int], bytes] = os.urandom) -> None:
        self._milliseconds = milliseconds or (lambda: time.time_ns() // 1_000_000)
        self._random_bytes = random_bytes
        self._last = 0

    def new(self) -> str:
        """Give a fresh ULID."""
        fresh = self._milliseconds() << _RANDOM_BITS | int.from_bytes(self._random_bytes(_RANDOM_BITS // 8), "big")
        if fresh >> _RANDOM_BITS <= self._last >> _RANDOM_BITS:
            fresh = self._last + 1
        self._last = fresh
        return text_of(fresh)
