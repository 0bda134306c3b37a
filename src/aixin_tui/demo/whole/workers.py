"""Counties made by several processes at once, each process one county after the other."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait

from aixin_tui.bootstrap import branch_opener
from aixin_tui.demo.whole.county import CountyMade, CountyOrder, make_county_year

#: More processes than this make it no faster: what comes before and after is done by one.
MOST = 4


def workers_here() -> int:
    """Give the number of processes that work at once: one for each core that we may use."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(MOST, cores))


def make_counties(orders: Sequence[CountyOrder], path: str, province: str, workers: int) -> Iterator[CountyMade]:
    """Make counties, by processes of their own where more than one works; give each as it is ready.

    `path` is where the workspace will lie. What is made is the same however many work.
    """
    if workers == 1 or len(orders) == 1:
        opened = branch_opener(path, province)
        for order in orders:
            yield make_county_year(order, opened)
        return
    # A spawned process holds no lock and no open file of ours, and ends when we do: its pipe is closed then.
    context, waiting, busy = get_context("spawn"), list(reversed(orders)), set[Connection]()
    processes = []
    try:
        for _ in range(min(workers, len(orders))):
            ours, theirs = context.Pipe()
            process = context.Process(target=_work, args=(theirs, path, province), daemon=True)
            process.start()
            theirs.close()
            processes.append(process)
            ours.send(waiting.pop())
            busy.add(ours)
        while busy:
            for ours in [pipe for pipe in wait(list(busy)) if isinstance(pipe, Connection)]:
                made = ours.recv()
                if isinstance(made, BaseException):
                    raise made
                if waiting:
                    ours.send(waiting.pop())
                else:
                    busy.remove(ours)
                    ours.close()
                yield made
    finally:
        for process in processes:
            process.terminate()
            process.join()


def _work(pipe: Connection, path: str, province: str) -> None:
    """Make the counties that come through a pipe until it is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who began us ends us
    opened = branch_opener(path, province)
    with seldom_collecting(), suppress(EOFError, BrokenPipeError):
        while True:
            order = pipe.recv()
            try:
                made: object = make_county_year(order, opened)
            except Exception as error:  # noqa: BLE001 - told where somebody listens
                made = RuntimeError(f"{order.plan.code}: {type(error).__name__}: {error}")
            pipe.send(made)


@contextmanager
def seldom_collecting() -> Iterator[None]:
    """Look for circles of objects far less often: nearly all that is made here is records, which stay."""
    before = gc.get_threshold()
    gc.set_threshold(30_000, 8, 4)
    try:
        yield
    finally:
        gc.set_threshold(*before)
