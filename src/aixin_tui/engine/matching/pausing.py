"""Python's search for cycles of garbage, paused while something makes millions of values and no cycle.

It walks over everything that lives each time so many values were made, and would find nothing: a third of the time of
a long run.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collecting() -> Iterator[None]:
    """Pause it for the time of a block; one that is paused already stays so."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()
