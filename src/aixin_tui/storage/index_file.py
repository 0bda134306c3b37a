"""The SQLite file of the index: made, opened to the office's group, shared between processes, thrown away."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path

#: What the tables below look like; a file of another version is thrown away.
VERSION = "5"
#: So much of a file that stands is kept in memory (kB): the system keeps it too. The first filling takes SQLite's own.
_CACHE = 256
FOLDER, FILE = ".index", "aixin.sqlite"
_SCHEMA = """
create table meta(name text primary key, value text);
create table file(no integer primary key, home text unique, mark text);
create table entry(no integer primary key, file int, tab text, id text, off int, len int, kind text, key text,
  name text, py text, ini text, place text, state text, number text, birth text, sex text, counts text, since text);
create table tail(four text, entry int);
create table away(file int, target text);
create table standing(counts text, state text, since text, n int, primary key(counts, state, since)) without rowid;
"""
#: Made when the first files have been taken in: sorting once costs half of keeping many entries in order.
_INDEXES = """
create unique index if not exists entry_id on entry(id, tab);
create index if not exists entry_key on entry(kind, key);
create index if not exists entry_state on entry(kind, state, key);
create index if not exists entry_file on entry(file);
create index if not exists entry_counts on entry(counts, since, state) where counts <> '';
create index if not exists entry_py on entry(kind, py, place, state) where py <> '';
create index if not exists entry_ini on entry(kind, ini, place, state) where ini <> '';
create index if not exists entry_name on entry(kind, name, number);
create index if not exists entry_number on entry(kind, number) where number <> '';
create index if not exists tail_four on tail(four);
create index if not exists tail_entry on tail(entry);
create index if not exists away_file on away(file);
"""


#: How many entries stand in a state since a day, so that nobody counts them one by one: 50 ms at 180,000 children.
_COUNT = """
insert into standing select counts, state, since, {sign} count(*) from entry
  where {which} and counts <> '' and since > ''
  group by counts, state, since on conflict do update set n = n + excluded.n
"""


class IndexFile:
    """The file of one workspace's index; `salt` is the workspace's id, so that another's is not taken for it."""

    def __init__(self, root: Path, salt: str) -> None:
        self._path = root / FOLDER / FILE
        self._salt = salt
        self._base: sqlite3.Connection | None = None
        self.opened = 0
        """How often it was opened: what is known of a file's content holds until then."""

    def open(self) -> sqlite3.Connection:
        """Open the file, making it where there is none that fits; raises sqlite3.Error, OSError."""
        if self._base is not None and self._path.exists():
            return self._base
        self.close()
        self._make_room()
        base = sqlite3.connect(self._path, timeout=5, isolation_level=None, check_same_thread=False)
        self._base = base
        self.opened += 1
        base.execute("pragma synchronous=normal")
        told = dict(base.execute("select name, value from meta")) if _has_tables(base) else {}
        if (told.get("version"), told.get("workspace")) != (VERSION, self._salt):
            if told or _has_tables(base):
                self.close()
                self.discard()
                return self.open()
            with transaction(base):
                _run(base, _SCHEMA)
                base.executemany("insert into meta values(?,?)", [("version", VERSION), ("workspace", self._salt)])
        if "journal" in told:
            base.execute(f"pragma cache_size=-{_CACHE}")
            share(base)
        return base

    def _make_room(self) -> None:
        """Make folder and file with the modes of the workspace.

        SQLite makes its file 0640 whatever the umask, and -wal and -shm follow it: a colleague could not write.
        """
        folder = self._path.parent
        mode = stat.S_IMODE(folder.parent.stat().st_mode)
        if not folder.exists():
            folder.mkdir(mode & 0o770)
            folder.chmod(mode & 0o2770)
        os.close(os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, mode & 0o660))
        if self._path.stat().st_uid == os.getuid():
            self._path.chmod(mode & 0o660)

    def close(self) -> None:
        """Close the file."""
        if self._base is not None:
            self._base.close()
            self._base = None

    def discard(self) -> None:
        """Throw the file away."""
        for end in ("", "-wal", "-shm"):
            with contextlib.suppress(FileNotFoundError):
                Path(f"{self._path}{end}").unlink()


def make_indexes(base: sqlite3.Connection) -> None:
    """Let it be searched, once the first files have been taken in."""
    _run(base, _INDEXES)


def count(base: sqlite3.Connection, which: str, *values: object, sign: str = "+") -> None:
    """Add some entries to what stands counted, or take them away again (`sign`); `which` is a condition on them."""
    base.execute(_COUNT.format(sign=sign, which=which), values)


def share(base: sqlite3.Connection) -> None:
    """Let others read while one writes. The first filling goes without: it would write everything twice."""
    with contextlib.suppress(sqlite3.OperationalError):  # somebody has just opened it: then it is done next time
        base.execute("pragma journal_mode=wal")


def _has_tables(base: sqlite3.Connection) -> bool:
    return bool(base.execute("select count(*) from sqlite_master").fetchone()[0])


def _run(base: sqlite3.Connection, statements: str) -> None:
    for statement in statements.split(";"):
        base.execute(statement)


@contextlib.contextmanager
def transaction(base: sqlite3.Connection) -> Iterator[None]:
    """Do all of what is inside, or nothing."""
    base.execute("begin immediate")
    try:
        yield
    except BaseException:
        base.execute("rollback")
        raise
    base.execute("commit")
