"""Pages of lists and where a record lives: by the disposable index, or from the files where it cannot be used."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from aixin_tui.domain.kinds import is_restricted
from aixin_tui.engine.snapshot import Snapshot
from aixin_tui.services.ports import Browse, Page, Tally
from aixin_tui.storage.datafile import Key
from aixin_tui.storage.search import IndexUnusableError, browse, tally
from aixin_tui.storage.side import Side

if TYPE_CHECKING:
    from aixin_tui.storage.index import Index

#: Up to so many files, a record is looked for in them rather than in the index.
FEW_FILES = 40
#: Up to so many children a workspace is read as a whole.
SMALL = 1_500


class Listing:
    """Lists over both sides of a store; `may_see_restricted` says whether the restricted one is to be read."""

    def __init__(self, root: Path, main: Side, sealed: Side, *, salt: str,
                 may_see_restricted: Callable[[], bool]) -> None:
        self._root, self._main, self._sealed, self._salt = root, main, sealed, salt
        self._may_see_restricted = may_see_restricted

    @cached_property
    def _index(self) -> Index:
        from aixin_tui.storage.index import Index  # SQLite only for who reads a list

        return Index(self._root, self._main, salt=self._salt)

    def hint(self, key: Key) -> str | None:
        """Say where a record lives that was not read yet: by the index where there are many files."""
        if len(self._main.homes.marks()) > FEW_FILES:
            with suppress(IndexUnusableError):
                told = self._index.locate(key)
                return told[0] if told else ""
        return None

    def page(self, query: Browse, past: Callable[[bool], Snapshot]) -> Page:
        """Read one page; `past` gives all records as known at `query.known_at`, with the restricted ones or not."""
        is_sealed = is_restricted(query.kind)
        if not is_sealed and not query.known_at:
            with suppress(IndexUnusableError):
                return self._index.page(query)
        side = self._sealed if is_sealed else self._main
        homes = side.homes.marks().items() if not is_sealed or self._may_see_restricted() else ()
        standing = [(home, record) for home, mark in homes for record in side.homes.records(home, mark).values()]
        if not query.known_at:
            return browse(standing, query)
        known = past(is_sealed)
        were = ((home, known.get(record.kind, record.id)) for home, record in standing if record.kind == query.kind)
        return browse(((home, record) for home, record in were if record is not None), query)

    def tally(self, kind: str, day: str) -> Tally:
        """Count the open records of a kind by the state that they stand in on a day."""
        with suppress(IndexUnusableError):
            return self._index.tally(kind, day)
        homes = self._main.homes
        return tally((record for home, mark in homes.marks().items() for record in homes.records(home, mark).values()),
                     kind, day)

    def regions(self, kinds: Collection[str]) -> tuple[tuple[str, ...], ...]:
        """Put the counties together whose records are linked; one without counties where the index cannot tell."""
        with suppress(IndexUnusableError):
            if self._index.tally("child", "9999").total > SMALL:
                return self._index.regions(kinds)
        return ((),)

    def close(self) -> None:
        """Let go of the index, if it was opened."""
        if "_index" in vars(self):
            self._index.close()
