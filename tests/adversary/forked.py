"""Colleagues at one workspace at the same time: each a process of its own, forked so that many take seconds."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable, Sequence
from typing import Any

Say = Callable[[Any], None]
Task = Callable[[Say], None]


class Forked:
    """A process that does one task; it says what it did in lines of JSON."""

    def __init__(self, task: Task) -> None:
        reading, writing = os.pipe()
        self.pid = os.fork()
        if not self.pid:
            code = 1
            try:
                os.close(reading)
                task(lambda told: _write(writing, told))
                code = 0
            except BaseException as error:  # noqa: BLE001 - told to the parent
                _write(writing, {"failed": repr(error)})
            finally:
                os._exit(code)
        os.close(writing)
        self.out = os.fdopen(reading, encoding="utf-8")

    def kill(self) -> list[Any]:
        """Kill it, and give what it had said."""
        os.kill(self.pid, signal.SIGKILL)
        return self.said()

    def said(self) -> list[Any]:
        """Wait for its end, and give what it said; a failure of the task fails here."""
        with self.out:
            told = [json.loads(line) for line in self.out.read().splitlines()]
        os.waitpid(self.pid, 0)
        assert not [one for one in told if isinstance(one, dict) and "failed" in one], told
        return told


def _write(handle: int, told: Any) -> None:
    os.write(handle, (json.dumps(told, ensure_ascii=False) + "\n").encode())


def all_at_once(tasks: Sequence[Task]) -> list[list[Any]]:
    """Let several tasks begin at the same moment, and give what each said."""
    gate, lever = os.pipe()
    running = [Forked(_behind(gate, lever, task)) for task in tasks]
    os.close(lever)  # the last writer of the gate: now every reader sees its end
    os.close(gate)
    return [worker.said() for worker in running]


def _behind(gate: int, lever: int, task: Task) -> Task:
    def waiting(say: Say) -> None:
        os.close(lever)
        os.read(gate, 1)
        task(say)

    return waiting
