"""The marks of a workspace's data files: what changes when a file is replaced or grows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from aixin_tui.storage.chain import Chain
from aixin_tui.storage.disk import Disk, Mark


class Marks:
    """Looks at the files of one chain; only once while the lock is ours, since then only our own folds change them."""

    def __init__(self, disk: Disk, chain: Chain, roots: Sequence[str]) -> None:
        self._disk, self._chain, self._roots = disk, chain, roots
        self._kept: tuple[int, dict[str, Mark | None]] | None = None
        self._is_still = False

    def keep_still(self, *, still: bool) -> None:
        """Say whether nobody else can change a file from now on."""
        self._is_still, self._kept = still, None

    def all(self) -> Mapping[str, Mark | None]:
        """Name every home that has a file or something in the journal, with the file's mark."""
        if not self._is_still:
            return self._look()
        if self._kept is None or self._kept[0] != self._chain.generation:
            self._kept = (self._chain.generation, self._look())
        out = self._kept[1]
        for home in self._chain.pending:
            out.setdefault(home, None)
        return out

    def mark(self, home: str) -> Mark | None:
        """Give the mark of one home's file, None where there is none."""
        if self._is_still and self._kept is not None and self._kept[0] == self._chain.generation:
            return self._kept[1].get(home)
        return self._disk.mark(f"{home}.json")

    def _look(self) -> dict[str, Mark | None]:
        out: dict[str, Mark | None] = {}
        for root in self._roots:
            if root.endswith(".json"):
                mark = self._disk.mark(root)
                if mark:
                    out[root[:-5]] = mark
            else:
                out.update((name[:-5], mark) for name, mark in self._disk.names(root, ".json"))
        for home in (*self._chain.pending, *self._chain.files):
            out.setdefault(home, None)
        return out
