"""`--workers` and `--cluster`: who does the work of a large matching, and how far it is, on stderr."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import click

from aixin_tui.cli.call import lang
from aixin_tui.cli.output import say
from aixin_tui.texts import label

if TYPE_CHECKING:
    from aixin_tui.engine.matching.counties import Crew

_Command = TypeVar("_Command", bound=Callable[..., Any])
#: Seconds between two words on how far it is; what takes less says nothing.
EVERY = 3.0


def _m(key: str, /, **values: Any) -> str:
    return label(f"match.{key}", lang(), **values)


def crew_options(command: _Command) -> _Command:
    """Add the options that say who does the work."""
    workers = click.option("--workers", type=click.IntRange(1, 256), default=None, metavar="N", help=_m("workers_help"))
    return workers(click.option("--cluster", default="", metavar="ADDRESS", help=_m("cluster_help"))(command))


@contextmanager
def crew_of(ctx: click.Context, workers: int | None, cluster: str) -> Iterator[Crew]:
    """Give who does the work; they end with the block.

    Raises:
        click.UsageError: both options are given.
        ProblemsError: the cluster cannot be used, or a process was ended from outside.
    """
    from aixin_tui.engine.matching.counties import Crew
    from aixin_tui.services.matching import workers as at_work

    if workers and cluster:
        raise click.UsageError(_m("workers_or_cluster"), ctx)
    heard = _Progress().heard
    if cluster:
        with at_work.cluster(cluster) as spread:
            yield Crew(spread, heard)
    elif workers and workers > 1:
        with at_work.processes(workers) as spread:
            yield Crew(spread, heard)
    else:
        yield Crew(heard=heard)


class _Progress:
    """Says now and then how many parts are done."""

    def __init__(self) -> None:
        self._said = time.monotonic()

    def heard(self, done: int, total: int, joining: int) -> None:
        now = time.monotonic()
        if now - self._said >= EVERY and total > 1:
            self._said = now
            say(_m("parts_joined" if joining else "parts_done", done=done, total=total, joining=joining))
