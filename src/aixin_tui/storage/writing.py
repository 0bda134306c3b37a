"""Writing to a store: the lock, the two chains in their order, and when the journals are folded."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from itertools import islice
from typing import Protocol

from aixin_tui.domain.erasure import Erasure
from aixin_tui.domain.kinds import is_restricted
from aixin_tui.domain.record import Act, Receipt
from aixin_tui.services.ports import Clock, StoreDamagedError
from aixin_tui.storage.erasing import Erasures
from aixin_tui.storage.lines import Line, Part
from aixin_tui.storage.side import Before, Side

#: Acts and bytes in the journal from which on a commit folds it.
FOLD_ACTS, FOLD_BYTES = 256, 1_000_000
#: The same for many acts in a row, where folding often would write the same files again and again.
FOLD_BYTES_MANY = 4_000_000
#: Acts of a row that are made durable by one sync.
TOGETHER = 64
RESTRICTED = "restricted"
#: What earlier acts of the same write made of their records, by side.
_Before = dict[bool, Before]


class Holdable(Protocol):
    """What can be held while something is written: the lock."""

    def held(self) -> AbstractContextManager[None]:
        """Hold it."""


class Writing:
    """Writes acts to the open and the restricted side; `refresh` shows what other processes wrote."""

    def __init__(self, main: Side, sealed: Side, lock: Holdable, thread: threading.RLock, clock: Clock, *,
                 refresh: Callable[[], None], may_seal: Callable[[], bool], erasures: Erasures) -> None:
        self._main, self._sealed, self._lock, self._thread, self._clock = main, sealed, lock, thread, clock
        self._refresh, self._may_seal, self._erasures = refresh, may_seal, erasures
        self._depth, self._is_sure = 0, False
        self.fold_bytes, self.fold_acts = FOLD_BYTES, FOLD_ACTS

    @property
    def sees_all(self) -> bool:
        """Whether what is known is all there is: the lock is held (by the thread that asks) and nothing failed."""
        return self._depth > 0 and self._is_sure

    @contextmanager
    def held(self, operator: str = "") -> Iterator[None]:
        """Hold the lock, with all that others wrote in sight."""
        with self._lock.held(), self._thread:
            self._prepare(operator)
            self._depth += 1
            if self._depth == 1:  # an act inside an act rests on the same lock
                self._keep_still(still=True)
            try:
                yield
            finally:
                self._depth -= 1
                if self._depth == 0:
                    self._keep_still(still=False)

    def _keep_still(self, *, still: bool) -> None:
        """Look at the marks of the files once, while nobody else can write."""
        for side in (self._main, self._sealed):
            side.homes.looking.keep_still(still=still)

    def commit(self, act: Act) -> Receipt:
        """Write an act, whole and durable, or raise and leave everything as it was."""
        with self._lock.held(), self._thread:
            self._prepare(act.operator)
            receipts, refused = self._write([act])
            if refused:
                raise refused
            self._fold_if_due(self.fold_bytes, acts=self.fold_acts)
        return receipts[0]

    def commit_many(self, acts: Iterable[Act]) -> Iterator[Receipt]:
        """Write acts one after the other under one lock, each durable when its receipt is given.

        Up to 64 acts are drawn before the first of their receipts is given: they share one sync, and reading the
        store between them does not show them yet.
        """
        drawn = iter(acts)
        with self._lock.held():
            is_prepared = False
            while some := list(islice(drawn, TOGETHER)):
                with self._thread:
                    if not is_prepared:
                        self._prepare(some[0].operator)
                        is_prepared = True
                    receipts, refused = self._write(some)
                    self._fold_if_due(FOLD_BYTES_MANY, acts=TOGETHER * FOLD_ACTS)
                yield from receipts
                if refused:
                    raise refused
            with self._thread:
                self._fold_if_due(self.fold_bytes, acts=self.fold_acts)

    def fold(self) -> None:
        """Fold both journals into the files and move their lines to the logs."""
        with self._lock.held(), self._thread:
            self._refresh()
            for side in self._sides():
                side.homes.survey()
            self._prepare("")
            self._is_sure = False  # a fold that fails halfway is looked at afresh
            self._fold()

    def erase(self, erasure: Erasure, erasure_id: str) -> Receipt:
        """Erase records for good, on both sides; once begun it is finished here or by who opens the store next."""
        with self._lock.held(), self._thread:
            self._prepare(erasure.act.operator)
            self._erasures.begin(erasure, erasure_id)
            at = self._clock.now()
            return Receipt(self._finish_erasure(at), at, len(erasure.records))

    def _finish_erasure(self, at: str) -> int:
        self._is_sure = False  # one that fails halfway is looked at afresh
        number = self._erasures.finish(at)
        for side in self._sides():
            side.chain.witness.note(side.chain.number, side.chain.head)
        self._is_sure = True
        return number

    def _prepare(self, operator: str) -> None:
        """Under the lock: see what others did, finish what a crash cut short, take in what was changed by hand."""
        if not self.sees_all:
            self._refresh()
            self._is_sure = True
            if self._erasures.is_open:
                self._finish_erasure(self._clock.now())
        if self._main.homes.by_hand or self._sealed.homes.by_hand:
            at = self._clock.now()
            taken = [side.take_in(operator, at) for side in self._sides()]
            if any(taken):
                self._fold()

    def _sides(self) -> tuple[Side, ...]:
        """Give the sides that this user may write, the restricted one first: its lines rest on the main one's."""
        return (self._sealed, self._main) if self._may_seal() else (self._main,)

    def _fold(self) -> None:
        for side in self._sides():
            side.fold()
            side.chain.witness.note(side.chain.number, side.chain.head)

    def _fold_if_due(self, limit: int, *, acts: int = FOLD_ACTS) -> None:
        chains = (self._main.chain, self._sealed.chain)
        if any(chain.count >= acts or chain.size - len(chain.first) >= limit for chain in chains):
            self._is_sure = False
            with suppress(OSError, StoreDamagedError):  # the acts are durable; the next fold tells what is wrong
                self._fold()
                self._is_sure = True

    def _write(self, acts: list[Act]) -> tuple[list[Receipt], ValueError | None]:
        """Write acts up to the first that is refused; give their receipts, and why that one was refused."""
        main: list[Line] = []
        sealed: list[Line] = []
        before: _Before = {False: {}, True: {}}
        receipts: list[Receipt] = []
        refused = None
        for act in acts:
            at = self._clock.now()
            try:
                opened, secret = self._parts(act, at, before)
            except ValueError as error:
                refused = error
                break
            number, belongs_to = 0, None
            if opened or not secret:
                main.append(self._main.line(act, opened, at, after=main[-1] if main else None))
                number, belongs_to = main[-1]["n"], (main[-1]["n"], main[-1]["h"])
            if secret:
                sealed.append(self._sealed.line(act, secret, at, after=sealed[-1] if sealed else None,
                                                belongs_to=belongs_to))
                number = number or -sealed[-1]["n"]
            receipts.append(Receipt(number, at, len(opened) + len(secret)))
        self._append(main, sealed)
        return receipts, refused

    def _parts(self, act: Act, at: str, before: _Before) -> tuple[list[Part], list[Part]]:
        """Turn an act into what is written on the open and on the restricted side."""
        parts: dict[bool, list[Part]] = {False: [], True: []}
        for change in act.changes:
            secret = is_restricted(change.kind) or change.home.startswith(f"{RESTRICTED}/")
            part = (self._sealed if secret else self._main).part(change, act, at, before[secret])
            if part is not None:
                parts[secret].append(part)
        return parts[False], parts[True]

    def _append(self, main: list[Line], sealed: list[Line]) -> None:
        """Make lines durable, the restricted ones first: without the main line they bear, they never happened."""
        if sealed and not self._may_seal():
            raise PermissionError(13, "restricted", RESTRICTED)
        was_sure, self._is_sure = self._is_sure, False
        try:
            if sealed:
                self._sealed.append(sealed)
            if main:
                self._main.append(main)
            self._is_sure = was_sure
            for side, written in ((self._sealed, sealed), (self._main, main)):
                if written:
                    side.chain.witness.note(side.chain.number, side.chain.head)
        except OSError:
            if sealed:
                self._sealed.chain.forget()
            raise
