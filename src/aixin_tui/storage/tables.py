"""TinyDB's own API on the store: the tables of one town file, read with the journal, written as acts of the log.

What an administrator's script does through it is as safe as what the product does: one lock from read to write, one
journal line a call, ids of ours, no query cache, and nothing that a rule has to decide.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NoReturn

from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Table

from aixin_tui.domain.kinds import KINDS, REGISTER_TABLE, Owner, home_of, kind_of
from aixin_tui.domain.record import Act, Change, Record
from aixin_tui.services.ports import Clock, Ids
from aixin_tui.storage.ids import number_of, text_of
from aixin_tui.storage.store import FileStore
from aixin_tui.storage.user import user_name

#: Tables that a script may read but not write, and the command that writes them.
READ_ONLY: Mapping[str, str] = {
    "pairings": "aixin pair add|end|pause",
    "match_proposals": "aixin match accept|decline",
    "match_runs": "aixin match run",
    "consents": "aixin consent add",
}
#: Fields that only the product sets, and the command for it.
FIXED: Mapping[str, str] = {
    "status": "aixin case advance",
    "voided": "aixin log undo",
    "id": "-",
    "recorded_at": "-",
    "recorded_by": "-",
    "source": "-",
}


class TablesError(Exception):
    """A script asked for something that the tables refuse; the message says what to do instead."""


def _refuse(said: str, instead: str) -> NoReturn:
    raise TablesError(f"{said} → {instead}")


def _copy(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _copy(held) for key, held in value.items()}
    if isinstance(value, (list, tuple)):
        return [_copy(held) for held in value]
    return value


class JournalStorage(Storage):
    """Reads one data file with what the journal adds to it; what is written becomes one act."""

    def __init__(self, store: FileStore, home: str, tables: Iterable[str], ids: Ids, clock: Clock) -> None:
        self.store, self.home, self.ids, self.clock = store, home, ids, clock
        self.names = tuple(tables)

    def read(self) -> dict[str, dict[str, Any]]:
        """Read all tables; a record that was entered by mistake is left out."""
        out: dict[str, dict[str, Any]] = {}
        for (table, record_id), record in sorted(self.store.rows(self.home).items()):
            if not record.is_voided:
                out.setdefault(table, {})[str(number_of(record_id))] = self._row(record)
        return out

    @staticmethod
    def _row(record: Record) -> dict[str, Any]:
        return {"id": record.id, **_copy(record.values)}

    def read_table(self, name: str) -> dict[int, Any]:
        """Read one table, by document id."""
        return {number_of(record_id): self._row(record)
                for (table, record_id), record in sorted(self.store.rows(self.home).items())
                if table == name and not record.is_voided}

    def write(self, data: Mapping[str, Mapping[str, Any]]) -> None:
        """Write what differs from what stands, as one act; raises TablesError where something is refused."""
        with self.store.held():
            if set(self.read()) - set(data):
                _refuse("整表删除不允许 / tables cannot be dropped", "aixin log undo")
            self._commit([change for name, rows in data.items()
                          for change in self._changes(name, {int(key): row for key, row in rows.items()})])

    def write_table(self, name: str, rows: Mapping[int, Any]) -> None:
        """Write what differs in one table; under the lock."""
        self._commit(self._changes(name, rows))

    def _commit(self, changes: list[Change]) -> None:
        if changes:
            self.store.commit(Act("script", user_name(), tuple(changes), source="script"))

    def _changes(self, name: str, rows: Mapping[int, Any]) -> list[Change]:
        known = self.read_table(name)
        changes = []
        for number, row in rows.items():
            have = known.get(number)
            if have == row:
                continue
            values = {field: value for field, value in row.items() if have is None or have.get(field) != value}
            values |= {field: None for field in have or {} if field not in row}
            self._judge(name, values, is_new=have is None)
            changes.append(self._change(name, number, values, have))
        gone = known.keys() - rows.keys()
        if len(gone) > 1:
            _refuse(f"一次只能删除一条 / one record at a time can be removed, not {len(gone)}", "aixin log undo")
        for number in gone:
            self._judge(name, {}, is_new=False)
            marked = {"on": self.clock.now()[:10], "operator": user_name(), "reason": "script"}
            changes.append(self._change(name, number, {"voided": marked}, known[number]))
        return changes

    def _judge(self, name: str, values: Mapping[str, Any], *, is_new: bool) -> None:
        if name not in self.names:
            _refuse(f"{self.home}.json 没有表 {name} / has no table {name}", "、".join(self.names))
        if name in READ_ONLY:
            _refuse(f"{name} 只读 / is read-only", READ_ONLY[name])
        for field in values:
            if field in FIXED and not (is_new and field == "id"):
                _refuse(f"{name}.{field} 不能由脚本改写 / cannot be set by a script", FIXED[field])

    def _change(self, name: str, number: int, values: Mapping[str, Any], have: Mapping[str, Any] | None) -> Change:
        if have is None and number >> 80 == 0:
            _refuse("编号由系统给出 / document ids are given by the store", "insert({...})")
        told = {field: value for field, value in values.items() if field != "id"}
        register = str((have or values).get("register") or "") if name == REGISTER_TABLE else ""
        kind = kind_of(name, register) if register or name != REGISTER_TABLE else "register_entry"
        return Change(kind, text_of(number), told, home=self.home if have is None else "")


class JournalTable(Table):
    """A table that holds the lock from read to write, gives ULIDs and remembers no queries."""

    _storage: JournalStorage

    def __init__(self, storage: JournalStorage, name: str, **_: Any) -> None:
        super().__init__(storage, name, cache_size=0)

    def _get_next_id(self) -> int:
        return number_of(self._storage.ids.new())

    def _read_table(self) -> dict[str, Mapping[str, Any]]:
        return {str(number): row for number, row in self._storage.read_table(self.name).items()}

    def _update_table(self, updater: Callable[[dict[int, Mapping[str, Any]]], None]) -> None:
        with self._storage.store.held():
            rows = self._storage.read_table(self.name)
            updater(rows)
            self._storage.write_table(self.name, rows)


class JournalTinyDB(TinyDB):
    """A `TinyDB` of one data file; what would empty it is refused."""

    table_class: type[Table] = JournalTable

    def drop_tables(self) -> None:
        """Refuse: records are not removed that way."""
        _refuse("整表删除不允许 / tables cannot be dropped", "aixin log undo")

    def drop_table(self, name: str) -> None:  # noqa: ARG002 - TinyDB's signature
        """Refuse: records are not removed that way."""
        self.drop_tables()


def tables_of(store: FileStore, ids: Ids, clock: Clock, town: str, year: int | None) -> JournalTinyDB:
    """Open the tables of a town (9 digits; 6 for a county's own) or of its year.

    Raises:
        TablesError: the code is no town's or county's.
    """
    if not town.isdecimal() or len(town) not in (6, 9):
        _refuse(f"{town}", "乡镇（街道）9 位代码，或县（市、区）6 位代码 / a town's 9 digits or a county's 6")
    owners = {Owner.TOWN} if year is None else {Owner.TOWN_YEAR}
    if year is None and town.ljust(9, "0").endswith("000"):
        owners.add(Owner.COUNTY)
    names = [kind.table for kind in KINDS.values() if kind.owner in owners]
    home = home_of("child" if year is None else "activity", town, day=str(year or ""))
    return JournalTinyDB(store, home, names, ids, clock, storage=JournalStorage)
