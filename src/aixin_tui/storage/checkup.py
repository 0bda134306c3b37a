"""What is stale but not damaged in a workspace, and mending what can be mended without asking."""

from __future__ import annotations

import contextlib
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from aixin_tui.services.ports import Browse, StoreDamagedError
from aixin_tui.storage.chain import Chain
from aixin_tui.storage.datafile import decode
from aixin_tui.storage.disk import Disk
from aixin_tui.storage.index_file import FILE, FOLDER
from aixin_tui.storage.merge import conflicts
from aixin_tui.storage.openness import settle_modes
from aixin_tui.storage.store import FileStore


@dataclass(frozen=True, slots=True)
class Stale:
    """Acts that wait in the journal, whether lists have an index that is up to date, records with open conflicts."""

    unfolded: int
    is_indexed: bool
    conflicts: tuple[str, ...]


def stale(root: Path) -> Stale:
    """Look at the open side of a workspace; writes nothing."""
    disk, chain = Disk(root), Chain(Disk(root))
    with contextlib.suppress(StoreDamagedError):
        chain.refresh(None)
    return Stale(chain.count, _is_indexed(root, chain), tuple(sorted(_conflicts(disk, chain))))


def mend(root: Path, store: FileStore) -> dict[str, int]:
    """Close what is too open, fold the journal, make the index anew; gives what was done, by key."""
    closed = settle_modes(root)
    done = {"mended_modes": len(closed)} if closed else {}
    before = stale(root)
    if before.unfolded:
        store.fold()
        done["mended_fold"] = 1
    if before.unfolded or not before.is_indexed:
        store.browse(Browse("child", limit=1))
        done["mended_index"] = 1
    return done


def _is_indexed(root: Path, chain: Chain) -> bool:
    path = root / FOLDER / FILE
    if not path.exists():
        return not chain.files  # nothing has been folded: no list was asked for yet, and the first one makes it
    try:
        base = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=1)
    except sqlite3.Error:
        return False
    with contextlib.closing(base), contextlib.suppress(sqlite3.Error):
        told = base.execute("select value from meta where name = 'journal'").fetchone()
        return bool(told) and told[0] == f"{chain.first.decode()}{chain.number}"
    return False


def _conflicts(disk: Disk, chain: Chain) -> set[str]:
    found = set()
    for root in ("data", "imports"):
        for name, _ in disk.names(root, ".json"):
            with contextlib.suppress(StoreDamagedError):
                for (_, record_id), raw in decode(disk.read(name), name).rows.items():
                    if "_x" in raw and conflicts(raw):
                        found.add(record_id)
    for rows in chain.pending.values():
        found |= {record_id for (_, record_id), raw in rows.items() if "_x" in raw and conflicts(raw)}
    return found
