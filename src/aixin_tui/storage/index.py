"""The disposable index of lists: a SQLite file of offsets and search columns, never of records.

It is brought up to date from the files' marks and from the journal each time it is asked, and made anew when it is
missing, damaged or of another version. Nothing of `restricted/` is in it. Deleting `.index/` loses nothing.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import Path
from time import monotonic
from typing import Any, TypeVar

import msgspec

from aixin_tui.domain.record import ERASED, Record
from aixin_tui.services.ports import Browse, Page, Tally
from aixin_tui.storage.datafile import Key, dumps, is_intact, kind_in, lines_of
from aixin_tui.storage.disk import Mark
from aixin_tui.storage.index_file import IndexFile, count, make_indexes, share, transaction
from aixin_tui.storage.merge import Raw
from aixin_tui.storage.pages import Pages
from aixin_tui.storage.regions import county_of, is_any_above, is_judged_by_county, joined, linked_homes
from aixin_tui.storage.search import IndexUnusableError, told_of
from aixin_tui.storage.side import Side

T = TypeVar("T")
#: Table, id and values of a record, and offset and bytes in its file.
_Told = tuple[str, str, Mapping[str, Any], int, int]
#: What a record names stands in it as a value or as a choice of a set; the key of a row of its own does not.
_NAMED = re.compile(rb'"([0-7][0-9A-HJKMNP-TV-Z]{25})"(?!:\{)')
#: So long a list that is paged through or searched may not know yet that a file was changed by hand (seconds); what
#: any process writes as an act or folds shows at once all the same.
_TRUST = 1.0


class Index:
    """The index of the open side of one workspace."""

    def __init__(self, root: Path, side: Side, *, salt: str) -> None:
        self._file, self._side = IndexFile(root, salt), side
        self._opened = 0
        self._applied: tuple[int, int] = (0, 0)
        self._stands: tuple[str, Mapping[str, Mark | None]] = ("", {})
        self._looked = 0.0
        self._pages = Pages()

    def page(self, query: Browse) -> Page:
        """Read one page of a list.

        Raises:
            IndexUnusableError: neither this index nor a new one works.
        """
        trust = _TRUST if query.after or query.before or query.text else 0.0
        return self._asked(lambda base: self._pages.page(base, query), trust)

    def tally(self, kind: str, day: str) -> Tally:
        """Count the records of a kind by the state that they stand in on a day; raises IndexUnusableError."""
        mine = "counts = ? and counts <> ''"
        states = "select state, sum(n) from standing where counts = ? and since <= ? group by state"
        others = " union all ".join(f"select id from entry where {mine} and since {which}" for which in ("= ''", "> ?"))  # noqa: S608 - ours
        return self._asked(lambda base: Tally(dict(base.execute(states, (kind, day))), tuple(sorted(
            told for (told,) in base.execute(others, (kind, kind, day))))))

    def regions(self, kinds: Collection[str]) -> tuple[tuple[str, ...], ...]:
        """Put the counties together whose records are linked; one without counties where they cannot be parted."""
        return self._asked(lambda base: self._regions(base, kinds))

    def _regions(self, base: sqlite3.Connection, kinds: Collection[str]) -> tuple[tuple[str, ...], ...]:
        if not is_judged_by_county(kinds) or is_any_above(base, kinds):
            return ((),)
        counties = {county_of(home) for (home,) in base.execute("select home from file")} - {""}
        links = ((county_of(one), county_of(other)) for one, other in linked_homes(base))
        return joined(counties, links) or ((),)

    def locate(self, key: Key) -> tuple[str, int, int] | None:
        """Tell where a record lies: home, offset and bytes in its file (offset -1: only the journal tells all)."""
        told = self._asked(lambda base: base.execute(
            "select home, off, len from entry join file on file.no = entry.file where id = ? and tab = ?",
            (key[1], key[0])).fetchone())
        return (told[0], told[1], told[2]) if told else None

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    # Bringing it up to date

    def _asked(self, ask: Callable[[sqlite3.Connection], T], trust: float = 0.0) -> T:
        """Bring the index up to date and ask it; if it is damaged, make it anew and ask again."""
        for is_last in (False, True):
            try:
                base = self._file.open()
                self._refresh(base, trust)
                return ask(base)
            except (sqlite3.Error, OSError) as error:
                self.close()
                # Locked, read-only, no room: it may be sound, and a new one would fare no better.
                is_sound = isinstance(error, OSError | sqlite3.OperationalError) and "no such" not in str(error)
                if is_last or is_sound:
                    raise IndexUnusableError(str(error)) from error
                self._file.discard()
        raise IndexUnusableError

    def _refresh(self, base: sqlite3.Connection, trust: float) -> None:
        if self._opened != self._file.opened:  # another file: nothing is known of what stands in it
            self._opened, self._applied, self._stands = self._file.opened, (0, 0), ("", {})
        name = f"{self._side.chain.first.decode()}{self._side.chain.number}"
        if self._stands[0] == name and monotonic() - self._looked < trust:
            return
        self._looked = monotonic()
        marks = self._side.homes.marks()
        if self._stands == (name, marks):
            return
        self._pages.forget()
        self._stands = ("", {})
        self._take_in(base, marks, name)
        self._stands = (name, marks)

    def _take_in(self, base: sqlite3.Connection, marks: Mapping[str, Mark | None], name: str) -> None:
        known: dict[str, tuple[int, str]] = {home: (no, mark) for no, home, mark in
                                             base.execute("select no, home, mark from file")}
        changed = [home for home, mark in marks.items() if mark and known.get(home, (0, ""))[1] != _text(mark)]
        gone = [home for home in known if home not in marks]
        chain = self._side.chain
        applied = (chain.generation, len(chain.touched))
        told = base.execute("select value from meta where name = 'journal'").fetchone()
        if not changed and not gone and told and told[0] == name:
            self._applied = applied
            return
        with transaction(base):
            for home in gone:
                self._forget(base, known[home][0])
            for home in changed:
                self._take_file(base, home, marks[home], is_first=told is None)
            if told is None:
                count(base, "no > ?", 0)
                make_indexes(base)
            for home, keys in self._touched(changed, told[0] if told else "").items():
                self._take_pending(base, home, keys)
            base.execute("delete from standing where n = 0")
            base.execute("insert or replace into meta values('journal', ?)", (name,))
        if told is None:
            share(base)
        self._applied = applied

    def _touched(self, changed: Iterable[str], told: str) -> dict[str, set[Key]]:
        """Give what the journal changes and the index does not know yet, by home."""
        chain = self._side.chain
        generation, done = self._applied
        if generation != chain.generation or not told.startswith(chain.first.decode()):
            return {home: set(deltas) for home, deltas in chain.pending.items()}
        out = {home: set(chain.pending.get(home, ())) for home in changed}
        for home, key in chain.touched[done:]:
            out.setdefault(home, set()).add(key)
        return out

    @staticmethod
    def _forget(base: sqlite3.Connection, no: int) -> None:
        count(base, "file = ?", no, sign="-")
        base.execute("delete from tail where entry in (select no from entry where file = ?)", (no,))
        base.execute("delete from entry where file = ?", (no,))
        base.execute("delete from away where file = ?", (no,))
        base.execute("delete from file where no = ?", (no,))

    def _file_no(self, base: sqlite3.Connection, home: str, mark: Mark | None) -> int:
        told = base.execute("select no from file where home = ?", (home,)).fetchone()
        if told:
            return int(told[0])
        return int(base.execute("insert into file(home, mark) values(?,?)", (home, _text(mark))).lastrowid or 0)

    def _take_file(self, base: sqlite3.Connection, home: str, mark: Mark | None, *, is_first: bool) -> None:
        """Take in a file; while the index is filled for the first time nothing is counted yet."""
        told = base.execute("select no from file where home = ?", (home,)).fetchone()
        if told:
            self._forget(base, told[0])
        data = self._side.disk.read_or_empty(f"{home}.json")
        self._insert(base, self._file_no(base, home, mark), self._lines(home, data), _named(data),
                     is_counted=not is_first)

    def _lines(self, home: str, data: bytes) -> Iterator[_Told]:
        """Walk over the records of a file: table, id, values, offset, bytes."""
        if not is_intact(data, self._side.chain.files.get(home, "")):
            for (table, record_id), record in self._side.homes.records(home).items():
                yield table, record_id, record.values, -1, 0
            return
        for table, offset, body in lines_of(data):
            raw = _parsed(body)
            if "_purged" not in raw:
                yield table, raw["id"], raw, offset, len(body)
            elif raw.get("_kept"):
                yield table, raw["id"], {**raw["_kept"], ERASED: True}, offset, len(body)

    def _take_pending(self, base: sqlite3.Connection, home: str, keys: Iterable[Key]) -> None:
        no = self._file_no(base, home, None)
        records: Mapping[Key, Record] = self._side.homes.records(home)
        for table, record_id in keys:
            count(base, "id = ? and tab = ?", record_id, table, sign="-")
            base.execute("delete from tail where entry in (select no from entry where id = ? and tab = ?)",
                         (record_id, table))
            base.execute("delete from entry where id = ? and tab = ?", (record_id, table))
        self._insert(base, no, ((*key, records[key].values, -1, 0) for key in keys if key in records), _named(
            dumps([dict(records[key].values) for key in keys if key in records]).encode()))

    @staticmethod
    def _insert(base: sqlite3.Connection, no: int, told: Iterable[_Told], named: set[str], *,
                is_counted: bool = True) -> None:
        home = base.execute("select home from file where no = ?", (no,)).fetchone()[0]
        before = last = base.execute("select coalesce(max(no), 0) from entry").fetchone()[0]
        entries, tails = [], []
        own: set[str] = set()
        for table, record_id, values, offset, size in told:
            counts = "" if values.get("voided") else kind_in(table, values)
            kind = "" if values.get("erased") else counts
            name, reading, short, key, place, state, number, birth, sex, since, four = told_of(record_id, values, home)
            last += 1
            own.add(record_id)
            # A record entered by mistake can be located, and stands in no list; one erased by law still counts.
            entries.append((last, no, table, record_id, offset, size, kind, key, name, reading, short, place, state,
                            number, birth, sex, counts, since))
            tails += [(end, last) for end in four]
        base.executemany("insert into entry values(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)", entries)
        if is_counted:
            count(base, "no > ?", before)
        base.executemany("insert into tail values(?,?)", tails)
        base.executemany("insert into away values(?,?)", [(no, target) for target in sorted(named - own)])


def _named(data: bytes) -> set[str]:
    """Give the ids that stand in records."""
    return {told.decode() for told in _NAMED.findall(data)}


def _parsed(body: bytes) -> Raw:
    """Read one record of a file that we wrote; twice as fast as `json`, which reads what only Python calls JSON."""
    try:
        raw: Raw = msgspec.json.decode(body)
    except msgspec.DecodeError:
        raw = json.loads(body)
    return raw


def _text(mark: Mark | None) -> str:
    # Every command writes the marks of all files: as JSON does, in a tenth of its time.
    return f"[{mark[0]},{mark[1]},{mark[2]}]" if mark else ""
