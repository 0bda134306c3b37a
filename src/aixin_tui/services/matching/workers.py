"""Who solves the parts of a large matching: processes of this machine, or a Dask cluster (`--workers`, `--cluster`).

The plan is the same whoever does the work (`engine/matching/counties`). What is sent out names nobody (`parts`). A
worker holds one part at a time and ends with the command, however that ends.
"""

from __future__ import annotations

import logging
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from aixin_tui import __version__
from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Problem, ProblemsError
from aixin_tui.engine.matching.counties import Spread
from aixin_tui.engine.matching.parts import Part, PartPlan

#: Parts that lie ready for each worker, at the most: this process need not hold all of them at once.
AHEAD = 2
#: Seconds in which a scheduler has to answer.
PATIENCE = 10
#: How the address of a scheduler is written; of another one Dask's client cannot even be closed again.
_ADDRESS = re.compile(r"((tcp|tls|ws|wss)://)?([\w.-]+|\[[0-9A-Fa-f:.%]+\]):\d{1,5}/?", re.ASCII)


@contextmanager
def processes(count: int) -> Iterator[Spread]:
    """Give `count` processes of this machine; they end with the block, at once where it ends by an exception.

    They begin anew instead of as copies, so that none of them holds what this process has in memory.

    Raises:
        ProblemsError: a process was ended from outside, as a system does that runs out of memory.
    """
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import active_children, get_context

    others = set(active_children())
    pool = ProcessPoolExecutor(count, mp_context=get_context("spawn"), initializer=_begin)
    try:
        yield _spread_over(pool, count * AHEAD)
    except BaseException as error:
        pool.shutdown(wait=False, cancel_futures=True)
        for process in set(active_children()) - others:
            process.terminate()
        if isinstance(error, BrokenProcessPool):
            raise ProblemsError(Problem(Code.MATCH_011)) from error
        raise
    pool.shutdown()


@contextmanager
def _no_interrupts() -> Iterator[None]:
    """Let Ctrl+C wait until the end of the block, where the system can do that."""
    import signal

    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin() -> None:
    """Leave interrupts to the process that asked for the work, and end when it is gone."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    from multiprocessing import parent_process
    from threading import Thread

    parent = parent_process()
    if parent is not None:
        Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: Any) -> None:
    import os

    parent.join()
    os._exit(1)


@contextmanager
def cluster(address: str) -> Iterator[Spread]:
    """Give the workers of a Dask scheduler, by Dask's own executor.

    Raises:
        ProblemsError: the extra is not installed, no scheduler answers, it has no workers, or one of them does not have
            this program in this version.
    """
    try:
        distributed: Any = import_module("distributed")
    except ImportError as error:
        raise ProblemsError(Problem(Code.MATCH_012)) from error
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what it says of itself is no word to our users
    unsafe = address.startswith("tls:") and distributed.Security().tls_client_cert is None
    if unsafe or not _ADDRESS.fullmatch(address):
        raise ProblemsError(Problem(Code.MATCH_013, values={"address": address[:80]}))
    try:
        client = distributed.Client(address, timeout=PATIENCE, set_as_default=False)
    except Exception as error:  # whatever an address makes Dask say, nobody answers there
        raise ProblemsError(Problem(Code.MATCH_013, values={"address": address})) from error
    try:
        threads = _threads(client, address)
        executor = client.get_executor(pure=False)
        try:
            yield _spread_over(executor, threads * AHEAD)
        except BaseException:
            executor.shutdown(wait=False)
            raise
        executor.shutdown()
    finally:
        client.close(timeout=PATIENCE)


def _threads(client: Any, address: str) -> int:
    """Count what the workers can do at once, and see that each of them has this very program."""
    threads = sum(client.nthreads().values())
    if not threads:
        raise ProblemsError(Problem(Code.MATCH_014, values={"address": address}))
    try:
        versions = set(client.run(version_here).values())
    except Exception as error:  # whatever keeps a worker from saying it, it cannot do the work
        raise ProblemsError(Problem(Code.MATCH_015, values={"version": __version__})) from error
    if versions != {__version__}:
        raise ProblemsError(Problem(Code.MATCH_015, values={"version": __version__}))
    return int(threads)


def version_here() -> str:
    """Give the version of this program where it runs."""
    return __version__


def _spread_over(executor: Executor, most: int) -> Spread:
    """Run parts by an executor, plans in order of the parts, and no more than `most` parts underway."""

    def spread(work: Callable[[Part], PartPlan], parts: Iterable[Part]) -> Iterator[PartPlan]:
        underway: deque[Future[PartPlan]] = deque()
        for part in parts:
            with _no_interrupts():  # a process that begins takes over what waits here, until it can see to it itself
                future = executor.submit(work, part)
            underway.append(future)
            if len(underway) >= most:
                yield underway.popleft().result()
        while underway:
            yield underway.popleft().result()

    return spread


__all__ = ["cluster", "processes"]
