"""Leaving: by the user's wish or because the terminal is gone, drafts are put away first and the desk is closed."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from textual.app import App
from textual.worker import Worker, WorkerState

from aixin_tui.tui.drafts import Drafts
from aixin_tui.tui.session import Session, new_pool

if TYPE_CHECKING:
    from aixin_tui.tui.widgets.fields import Sheet

#: A hung-up app has so long to put its drafts away and leave (seconds).
LAST_WORDS = 0.8
HANGUP_STATUS = 129


class KeepingApp(App[int]):
    """An app that keeps what is being filled in, whatever happens to it."""

    def __init__(self) -> None:
        super().__init__(ansi_color=True)
        self.pool: ThreadPoolExecutor = new_pool()
        self.session: Session | None = None
        self.drafts = Drafts(None)
        self.failure: Exception | None = None
        """The last mistake of a service or screen, for who looks for its cause."""
        self._pending: dict[str, Sheet] = {}

    def keep_draft(self, name: str, sheet: Sheet) -> None:
        """Write a draft in the desk's thread; of several changes the newest is written."""
        self._pending[name] = sheet
        self.pool.submit(self._write_draft, name)

    def _write_draft(self, name: str) -> None:
        sheet = self._pending.pop(name, None)
        if sheet is not None:
            self.drafts.keep(name, sheet)

    def drop_draft(self, name: str) -> None:
        """Throw a draft away."""
        self._pending.pop(name, None)
        self.pool.submit(self.drafts.drop, name)

    def _flush_drafts(self) -> None:
        for name in list(self._pending):
            self._write_draft(name)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Keep what went wrong in a worker that nobody waits for."""
        if event.state is WorkerState.ERROR and isinstance(event.worker.error, Exception):
            self.note_failure(event.worker.error)

    def note_failure(self, error: Exception) -> None:
        """Keep a mistake for who looks for its cause; nothing of it is shown but its name (see `tracing`)."""
        self.failure = error
        if self.session is not None:
            from aixin_tui.tui.tracing import trace

            desk = self.session.desk
            trace(desk.store.workspace.path, error, desk.clock.now())

    def listen_for_hang_up(self) -> None:
        """Let the loop hear that the terminal is gone."""
        with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
            loop = asyncio.get_running_loop()
            for number in (signal.SIGHUP, signal.SIGTERM):
                loop.add_signal_handler(number, self.hang_up)

    def hang_up(self) -> None:
        """The terminal is gone: drafts are written, and the app ends within a second whatever still waits."""
        threading.Timer(LAST_WORDS, os._exit, (HANGUP_STATUS,)).start()
        self._flush_drafts()
        self.exit(HANGUP_STATUS, return_code=HANGUP_STATUS)

    async def action_quit(self) -> None:
        """Leave by way of the drafts."""
        self.leave()

    def leave(self) -> None:
        """Put the drafts away and end."""
        self._flush_drafts()
        self.exit(0)

    async def on_unmount(self) -> None:
        """Let go of the desk."""
        if self.session is not None:
            self.session.close()
        else:
            self.pool.shutdown(wait=False)
