"""Work for Textual's workers: a coroutine made only when its worker starts, so that a replaced one leaves none."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any


def later(job: Callable[..., Coroutine[Any, Any, None]], *values: Any, **named: Any) -> Any:
    """Give what `run_worker` takes for `job(*values)`."""
    return partial(job, *values, **named)
