r"""TinyDB data file, format 1: `{table: {document id: record}}`, one record a line, its digest in the first line.

Line 1 is `{"_meta":{"1":{"format":1,"sha256":"<of all bytes after this line>"}},`, then `"children":{`, one
`"<document id>":{record},` a line, `}`. UTF-8, no escapes, `\n`. Stock `TinyDB(path, encoding="utf-8")` opens it; what
stock TinyDB writes back has lost the digest's line and is known by that.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from aixin_tui.domain.kinds import KINDS, kind_of
from aixin_tui.services.ports import StoreDamagedError
from aixin_tui.storage.ids import number_of
from aixin_tui.storage.merge import Raw

FORMAT = 1
META_TABLE = "_meta"
TABLES = frozenset(kind.table for kind in KINDS.values())
#: Table and id: what names a record inside the store.
Key = tuple[str, str]


#: Made once: `json.dumps` with options makes one a value.
_written = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def dumps(value: Any) -> str:
    """Write JSON as all our files hold it: UTF-8 without escapes, no blanks."""
    return _written(value)


def loads(data: bytes) -> Any:
    """Read JSON of ours: three times as fast as `json`, which also reads what only Python calls JSON."""
    try:
        return msgspec.json.decode(data)
    except (msgspec.DecodeError, RecursionError):
        return read_json(data)


def read_json(data: bytes | str) -> Any:
    """Read JSON as Python does; what is nested past all measure is damaged like anything else.

    Raises:
        ValueError: it is no JSON, or lists within lists without end.
    """
    try:
        return json.loads(data)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def digest(*parts: bytes) -> str:
    """Give the sha256 of some bytes."""
    return hashlib.sha256(b"".join(parts)).hexdigest()


def kind_in(table: str, record: Mapping[str, Any]) -> str:
    """Name the kind of a stored record: of a register's line its register."""
    return kind_of(table, str(record.get("register") or "")) if table in TABLES else table


@dataclass(slots=True)
class DataFile:
    """What a data file holds: records by table and id, and what is not ours to read but to keep."""

    rows: dict[Key, Raw] = field(default_factory=dict)
    meta: dict[str, Any] = field(default_factory=dict)
    digest: str = ""
    is_intact: bool = True
    unnamed: list[tuple[str, str, Raw]] = field(default_factory=list)
    """Rows without an id of ours: table, document id, record. Somebody added them with another TinyDB program."""
    foreign: dict[str, Any] = field(default_factory=dict)
    """Tables that are none of ours, kept as they are."""


def encode(file: DataFile) -> bytes:
    """Write a data file."""
    tables: dict[str, list[bytes]] = {}
    for (table, record_id), record in sorted(file.rows.items()):
        tables.setdefault(table, []).append(f'"{number_of(record_id)}":{dumps(record)}'.encode())
    for table, rows in file.foreign.items():
        tables[table] = [f"{dumps(str(key))}:{dumps(row)}".encode() for key, row in rows.items()]
    return assembled(tables, file.meta)


def assembled(tables: Mapping[str, Sequence[bytes]], meta: Mapping[str, Any]) -> bytes:
    """Put the lines of records together to a data file, its first line with their digest."""
    blocks = [dumps(table).encode() + b":{\n" + b",\n".join(rows) + b"\n}" for table, rows in tables.items()]
    body = b",\n".join(blocks) + b"}\n"
    own = {key: value for key, value in meta.items() if key not in ("format", "sha256")}
    head = dumps({META_TABLE: {"1": {"format": FORMAT, **own, "sha256": digest(body)}}})
    return head[:-1].encode() + (b",\n" if blocks else b"\n") + body


def decode(data: bytes, name: str) -> DataFile:
    """Read a data file.

    Raises:
        StoreDamagedError: it is no JSON, or of a newer format.
    """
    try:
        tables = loads(data)
        meta = dict((tables.pop(META_TABLE, None) or {}).get("1") or {})
    except (ValueError, AttributeError) as error:
        raise StoreDamagedError(f"{name}: 读不出来，不是完整的数据文件 / cannot be read as a data file") from error
    told = meta.get("format", FORMAT)
    if not isinstance(told, int) or told > FORMAT:
        raise StoreDamagedError(f"{name}: 由更新的版本写成 (format {told}) / written by a newer version")
    _, _, body = data.partition(b"\n")
    file = DataFile(meta=meta, digest=str(meta.get("sha256", "")))
    file.is_intact = bool(body) and file.digest == digest(body)
    for table, rows in tables.items():
        if table not in TABLES or not isinstance(rows, dict):
            if rows:
                file.foreign[table] = rows
            continue
        for document, record in rows.items():
            _take(file, table, document, record)
    if file.unnamed:
        file.is_intact = False
    return file


def _take(file: DataFile, table: str, document: str, record: Raw) -> None:
    """Sort a row in: one of ours is named by its id, and its document number is that id."""
    record_id = record.get("id")
    try:
        named = isinstance(record_id, str) and str(number_of(record_id)) == document
    except ValueError:
        named = False
    if named and ("_v" in record or "_f" in record or "_purged" in record):
        file.rows[table, str(record_id)] = record
    else:
        file.unnamed.append((table, document, record))


def digest_told(data: bytes) -> str:
    """Give the digest that a file's first line tells, empty where it has none."""
    head, _, _ = data.partition(b"\n")
    try:
        return str(read_json(head.removesuffix(b",") + b"}")[META_TABLE]["1"]["sha256"])
    except (ValueError, KeyError, TypeError):
        return ""


def is_intact(data: bytes, known: str | None = None) -> bool:
    """Whether a file is what we wrote, without parsing its records; `known` is its digest as it was folded."""
    told = digest_told(data)
    return bool(told) and known in (None, told) and told == digest(data.partition(b"\n")[2])


def lines_of(data: bytes) -> Iterator[tuple[str, int, bytes]]:
    """Walk over the records of a file that we wrote, without parsing them: table, offset in the file, bytes."""
    table, position = "", 0
    for line in data.split(b"\n"):
        if line.endswith(b":{"):
            table = line[1:-3].decode()
        elif line.startswith(b'"') and table in TABLES:
            cut = line.index(b":") + 1
            yield table, position + cut, line[cut:].removesuffix(b",")
        position += len(line) + 1

