"""The data files of one chain, with what the journal adds to them: every record as it stands now."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from aixin_tui.domain.record import Record
from aixin_tui.storage.adopt import adopt
from aixin_tui.storage.chain import Chain
from aixin_tui.storage.datafile import DataFile, Key, decode, digest_told, encode, is_intact
from aixin_tui.storage.disk import Disk, Mark
from aixin_tui.storage.folding import folded
from aixin_tui.storage.lines import Part, parts_of
from aixin_tui.storage.marks import Marks
from aixin_tui.storage.merge import Raw, key_of, merge
from aixin_tui.storage.records import record_of

_HEAD = 400
#: Records of so many rows are held at once; the files that were used longest ago are read again when they are needed.
MOST_HELD = 400_000


@dataclass(slots=True)
class Home:
    """One data file as it was read, and its records with the journal's deltas merged in."""

    mark: Mark | None
    file: DataFile
    head: bytes = b""
    """Its first bytes, with the digest: they tell two files apart whose marks happen to be equal."""
    changed: list[Part] = field(default_factory=list)
    """What was changed from outside and is not in the journal yet."""
    adopted: dict[Key, Raw] = field(default_factory=dict)
    """The same, by key."""
    records: dict[Key, Record] = field(default_factory=dict)


class Homes:
    """Reads data files when they are asked for, and keeps them as long as they do not change."""

    def __init__(self, disk: Disk, chain: Chain, roots: Iterable[str], *, salt: str, stamp: Callable[[], str]) -> None:
        self._disk, self._chain, self._salt, self._stamp = disk, chain, salt, stamp
        self._roots = tuple(roots)
        self._held: dict[str, Home] = {}
        self._where: dict[Key, str] = {}
        self._lively: set[str] = set()
        self._surveyed: dict[str, Mark] = {}
        self._seen = (0, 0)
        self.hint: Callable[[Key], str | None] | None = None
        """Where the index says that a record lives: empty for nowhere, None if it cannot tell."""
        self.by_hand: set[str] = set()
        """Files that were changed from outside and are not yet written into the journal."""
        self.most_held = MOST_HELD
        self._rows_held = 0
        self.looking = Marks(disk, chain, self._roots)

    def marks(self) -> Mapping[str, Mark | None]:
        """Name every home that has a file or something in the journal, with the file's mark."""
        return self.looking.all()

    def follow(self) -> None:
        """Bring the records that are held up to the journal as it was last taken in."""
        generation, done = self._seen
        if generation != self._chain.generation:
            for home in [name for name, held in self._held.items() if _is_other(self._disk, name, held)]:
                self._forget(self._held.pop(home))
            for name in {*self._lively, *self._chain.pending} & self._held.keys():
                self._fill(name, self._held[name])
            self._lively = set()
        else:
            for home, key in self._chain.touched[done:]:
                if home in self._held:
                    self._renew(home, self._held[home], key)
        self._lively |= self._chain.pending.keys()
        self._seen = (self._chain.generation, len(self._chain.touched))

    def home(self, home: str, mark: Mark | None = None) -> Home:
        """Read a home, or give it as it is held if its file did not change.

        Raises:
            StoreDamagedError: its file cannot be read.
        """
        held = self._held.pop(home, None)  # put back at the end: the one used last
        mark = mark or self.looking.mark(home)
        if held is not None and held.mark == mark:
            self._held[home] = held
        else:
            self._forget(held)
            data = self._disk.read_or_empty(f"{home}.json")
            file = decode(data, f"{home}.json") if data else DataFile()
            held = self._held[home] = Home(mark, file, data[:_HEAD])
            if _is_foreign(file, self._chain.files.get(home, "")):
                held.changed = self._changed(home, held)
                held.adopted = {part.key: part.delta for part in held.changed}
                if held.changed or not file.is_intact:
                    self.by_hand.add(home)
            self._fill(home, held)
            self._rows_held += len(file.rows)
            self._let_go()
        return held

    def _let_go(self) -> None:
        """Forget the files used longest ago while too many rows are held; what was changed by hand stays."""
        over, gone, last = self._rows_held - self.most_held, [], next(reversed(self._held))
        for home, held in self._held.items():
            if over <= 0:
                break
            if home not in self.by_hand and home != last:
                over -= len(held.file.rows)
                gone.append(home)
        for home in gone:
            self._forget(self._held.pop(home))

    def _forget(self, held: Home | None) -> None:
        if held is not None:
            self._rows_held -= len(held.file.rows)
            for key in held.records:
                self._where.pop(key, None)

    def _changed(self, home: str, held: Home) -> list[Part]:
        """Give what a file says that the log does not know, and what it lacks that was folded into it."""
        known: dict[Key, Raw] = {}
        for line in self._chain.lines():
            if line["n"] > self._chain.folded:
                break
            for part in parts_of(line):
                if part.home == home:
                    have = known.get(part.key)
                    known[part.key] = merge(have, part.delta) if have else merge(part.delta, part.delta)
        pending = self._chain.pending.get(home, {})
        parts = adopt(held.file, known, home, self._salt, self._stamp)
        return [part for part in parts if any(
            _adds(rows.get(part.key), pending.get(part.key), part.delta) for rows in (known, held.file.rows))]

    def take_parts(self, home: str) -> list[Part]:
        """Give what was changed in a home from outside, to be written into the journal now."""
        held = self.home(home)
        parts, held.changed, held.adopted = held.changed, [], {}
        return parts

    def survey(self) -> None:
        """Look at every file that was not looked at yet for changes from outside."""
        for home, mark in self.marks().items():
            if mark is not None and self._surveyed.get(home) != mark:
                if not is_intact(self._disk.read_or_empty(f"{home}.json"), self._chain.files.get(home, "")):
                    self.home(home, mark)
                self._surveyed[home] = mark
        for home in self._chain.files:
            if not self._disk.exists(f"{home}.json"):
                self.home(home)

    def _fill(self, home: str, held: Home) -> None:
        held.records = {}
        for key in {**held.file.rows, **held.adopted, **self._chain.pending.get(home, {})}:
            self._renew(home, held, key)

    def _renew(self, home: str, held: Home, key: Key) -> None:
        raw = self._raw(home, held, key)
        record = record_of(key[0], raw) if raw else None
        self._where[key] = home
        if record is None:
            held.records.pop(key, None)
        else:
            held.records[key] = record

    def _raw(self, home: str, held: Home, key: Key) -> Raw | None:
        out: Raw | None = None
        for rows in (held.file.rows, held.adopted, self._chain.pending.get(home, {})):
            told = rows.get(key)
            if told is not None:
                out = merge(out, told) if out else told
        return out

    def raw(self, home: str, key: Key) -> Raw | None:
        """Give a record as it is stored, with the journal merged in."""
        return self._raw(home, self.home(home), key)

    def folded(self, home: str) -> tuple[bytes, DataFile]:
        """Give a home as it is to be written, the file with the journal folded in: its bytes, and its records.

        Of a home that is not held the records are those that the journal made.
        """
        known, deltas = self._held.get(home), self._chain.pending.get(home, {})
        if home not in self.by_hand and (known is None or not (known.changed or known.adopted)):
            have = known.file if known else DataFile()
            done = folded(self._disk.read_or_empty(f"{home}.json"), self._chain.files.get(home, ""), deltas, have.rows)
            if done is not None:
                return done[0], replace(have, rows={**have.rows, **done[1]})
        held = self.home(home, self._disk.mark(f"{home}.json"))  # somebody who knows no lock may have changed it
        rows = dict(held.file.rows)
        for told in (held.adopted, deltas):
            for key, delta in told.items():
                had = rows.get(key)
                rows[key] = merge(had, delta) if had else merge(delta, delta)
        file = DataFile(rows, dict(held.file.meta), foreign=held.file.foreign)
        return encode(file), file

    def find(self, key: Key) -> str | None:
        """Name the home of a record, reading files until it is found; None where there is none."""
        home = self.known(key)
        if home is None and self.hint:
            home = self.hint(key)
        if home is not None:
            return home or None
        for name, mark in self.marks().items():
            self.home(name, mark)
            if key in self._where:
                return name
        return None

    def known(self, key: Key) -> str | None:
        """Name the home of a record that was read or stands in the journal; None where it is not known yet."""
        return self._where.get(key) or self._chain.where.get(key)

    def records(self, home: str, mark: Mark | None = None) -> Mapping[Key, Record]:
        """Give the records of a home."""
        return self.home(home, mark).records

    def glance(self, home: str, mark: Mark | None = None) -> Mapping[Key, Record]:
        """Give the records of a home, and do not hold it for that."""
        was_held = home in self._held
        held = self.home(home, mark)
        if not was_held and home not in self.by_hand:
            self._forget(self._held.pop(home))
        return held.records

    def wrote(self, home: str, file: DataFile, data: bytes) -> None:
        """Hold a home as it was just folded, instead of reading it again.

        If another file stands there already it is not held, and looked at like any that was changed from outside.
        """
        held, mark = self._held.get(home), self._disk.mark(f"{home}.json")
        if held is None or mark is None or mark[1] != len(data) or (
                self._disk.read_or_empty(f"{home}.json", 0, _HEAD) != data[:_HEAD]):
            return
        self._rows_held += len(file.rows) - len(held.file.rows)
        held.mark, held.file, held.head = mark, replace(file, digest=digest_told(data)), data[:_HEAD]
        held.changed, held.adopted = [], {}
        self._lively.discard(home)  # its records stand as they are: what the journal added is in the file now

    def drop(self, home: str) -> None:
        """Forget what was read of a home."""
        self._forget(self._held.pop(home, None))
        self.by_hand.discard(home)


def _is_other(disk: Disk, home: str, held: Home) -> bool:
    """Whether another file stands there than the one that was read."""
    return disk.read_or_empty(f"{home}.json", 0, _HEAD) != held.head


def _is_foreign(file: DataFile, known: str) -> bool:
    """Whether a file is not as it was folded: changed by hand, copied over, deleted, or a fold was cut short."""
    return not file.is_intact or (file.digest != known and bool(known or file.rows))


def _adds(have: Raw | None, pending: Raw | None, delta: Raw) -> bool:
    """Whether a delta says more than a record and the journal do already."""
    told = merge(have, pending) if have and pending else have or pending
    return told is None or key_of(merge(told, delta)) != key_of(merge(told, told))
