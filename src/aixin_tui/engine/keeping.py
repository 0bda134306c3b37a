"""What a view keeps of its records: worked out once, and let go of all at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from aixin_tui.domain.record import Record

if TYPE_CHECKING:
    from aixin_tui.engine.view import View

T = TypeVar("T")


def once(view: View, record: Record, name: str, make: Callable[[], T]) -> T:
    """Work out something of a record once; `name` begins with ~, and says all that it depends on besides."""
    kept = view.kept(record)
    if name not in kept:
        kept[name] = make()
    found: T = kept[name]
    return found


def let_go(view: View) -> None:
    """Forget all that a view keeps, on other days too: views lie in a circle, and memory is free at once without it."""
    days = view._days  # noqa: SLF001 - this is the keeping half of a view
    for one in tuple(days.values()):
        for held in (one._known, one._lists, one.begun):  # noqa: SLF001 - as above
            held.clear()
        vars(one).pop("index", None)
    days.clear()
