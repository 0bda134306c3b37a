"""What an administrator's Python script may import: the tables of the records, by TinyDB's own API."""

from __future__ import annotations

from os import PathLike
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tinydb import TinyDB

__all__ = ["open_tables"]


def open_tables(workspace: str | PathLike[str], town: str, year: int | None = None) -> TinyDB:
    """Open the tables of one town as a `TinyDB`: people without `year`, visits, activities and events with it.

    Every call that writes is one act of the log (`aixin log show`, `aixin log undo`), durable when it returns, and safe
    beside the product and other scripts. Pairings, consents and statuses are read-only; a removal marks one record as
    entered by mistake. `town` is a code of 9 digits, or of 6 for what belongs to a county alone.

    Raises:
        ProblemsError: the folder is no workspace.
        TablesError: the town's code is none.
    """
    from aixin_tui.storage.clock import clock_for
    from aixin_tui.storage.ids import Ulids
    from aixin_tui.storage.store import open_store
    from aixin_tui.storage.tables import tables_of

    clock, ids = clock_for(workspace), Ulids()
    return tables_of(open_store(str(workspace), clock=clock, ids=ids), ids, clock, town, year)
