"""One side of the store: a chain and the data files that it folds into. There are two, the open and the restricted."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Sequence

from aixin_tui.domain.kinds import REGISTER_TABLE, is_restricted, table_of
from aixin_tui.domain.record import Act, Change
from aixin_tui.storage.chain import Chain
from aixin_tui.storage.datafile import Key, digest_told
from aixin_tui.storage.disk import Disk, parent
from aixin_tui.storage.homes import Homes
from aixin_tui.storage.lines import Line, Part, seal
from aixin_tui.storage.merge import Raw, begin, edit, merge

#: What earlier changes made of records: where each lives, and what is merged to it.
Before = dict[Key, tuple[str, list[Raw]]]
#: What an act that takes in changes made by hand is called in the log.
BY_HAND = "hand_edit"


def _lays_over(change: Change) -> bool:
    """Whether the change is of the sealed part of a record of an open kind: it names its home each time."""
    return change.home.startswith("restricted/") and not is_restricted(change.kind)


class Side:
    """Prepares, writes and folds acts of one chain; every method but `refresh` runs under the lock."""

    def __init__(self, disk: Disk, folder: str, roots: Iterable[str], *, salt: str, stamp: Callable[..., str],
                 belongs: Callable[[int, str], bool] | None = None) -> None:
        self.disk = disk
        self.chain = Chain(disk, folder, belongs=belongs)
        self.homes = Homes(disk, self.chain, roots, salt=salt, stamp=stamp)
        self._stamp = stamp

    def part(self, change: Change, act: Act, at: str, before: Before) -> Part | None:
        """Turn a change into what is written; `before` holds what earlier changes of the act made of their records.

        Raises:
            ValueError: a new record has the id of one that is there, or a record to change is not there.
        """
        key = (table_of(change.kind), change.id)
        home, have = self._had(before, key) or self._stored(key, change.home)
        if change.is_new and not (have is not None and _lays_over(change)):
            if have is not None:
                raise ValueError(f"record exists: {change.kind} {change.id}")
            values = {"source": act.source, **change.values, "recorded_at": at, "recorded_by": act.operator}
            if key[0] == REGISTER_TABLE and change.kind != "register_entry":
                values["register"] = change.kind
            delta = begin(change.id, values, self._stamp(at))
            before[key] = home, [delta]
            return Part(home, change.kind, delta, is_new=True)
        if have is None or "_purged" in have:
            raise ValueError(f"no record: {change.kind} {change.id}")
        told = edit(have, change.values, self._stamp(at))
        if told is None:
            return None
        before[key] = home, [have, told]
        return Part(home, change.kind, told, is_new=False)

    @staticmethod
    def _had(before: Before, key: Key) -> tuple[str, Raw] | None:
        """Give what earlier changes of the act made of a record; merged only when there is one more."""
        told = before.get(key)
        if told is None:
            return None
        home, parts = told
        return home, functools.reduce(merge, parts)

    def _stored(self, key: Key, home: str) -> tuple[str, Raw | None]:
        """Find where a record lives, else where it is to live, and how it is stored."""
        found = self.homes.known(key) or home or self.homes.find(key)
        return found or "", self.homes.raw(found, key) if found else None

    def line(self, act: Act, parts: Sequence[Part], at: str, *, after: Line | None = None,
             belongs_to: tuple[int, str] | None = None) -> Line:
        """Make the line of an act; `after` is the line that will stand before it, if it is not written yet."""
        number, head = (after["n"], after["h"]) if after else (self.chain.number, self.chain.head)
        return seal(act, parts, number=number + 1, at=at, before=head, belongs_to=belongs_to)

    def append(self, lines: Sequence[Line]) -> None:
        """Make lines durable and take them in."""
        self.chain.append(lines)
        self.homes.follow()

    def take_in(self, operator: str, at: str) -> bool:
        """Write into the journal what was changed from outside; whether any file has to be written anew."""
        parts: list[Part] = []
        for home in sorted(self.homes.by_hand):
            self.homes.drop(home)
            parts += self.homes.take_parts(home)
        if parts:
            act = Act(BY_HAND, operator, source="hand", about={"files": sorted(self.homes.by_hand)})
            self.append([self.line(act, parts, at)])
        return bool(self.homes.by_hand)

    def fold(self) -> None:
        """Fold the journal into the files and move its lines to the log."""
        homes = sorted({*self.chain.pending, *self.homes.by_hand})
        if not homes and not self.chain.count:
            return
        files = {}
        for home in homes:
            data, made = self.homes.folded(home)
            self.disk.replace(f"{home}.json", data)
            files[home] = digest_told(data)
            self.homes.wrote(home, made, data)
            self.homes.by_hand.discard(home)
        self.disk.sync_folders({parent(home) for home in homes})
        self.chain.move_to_log(files)
        self.homes.follow()
