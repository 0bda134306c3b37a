"""Work that is left off when nobody waits for its answer any more."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")
#: Says whether somebody still waits.
GoOn = Callable[[], bool]


class LeftError(Exception):
    """Nobody waits for the answer any more."""


def always() -> bool:
    """Go on to the end."""
    return True


def while_wanted(items: Iterable[T], go_on: GoOn, every: int = 64) -> Iterator[T]:
    """Walk over the items as long as somebody waits, which is asked at each `every`th; raises LeftError after that."""
    for number, item in enumerate(items):
        if number % every == 0 and not go_on():
            raise LeftError
        yield item
