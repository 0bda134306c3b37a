"""Folding the journal into a data file line by line: what the journal does not touch stays byte for byte."""

from __future__ import annotations

import json
from collections.abc import Mapping

from aixin_tui.storage.datafile import META_TABLE, TABLES, Key, assembled, dumps, is_intact, loads
from aixin_tui.storage.ids import number_of
from aixin_tui.storage.merge import Raw, merge

#: The lines of a table by document id, as they are written.
_Lines = dict[str, dict[str, bytes]]


def folded(data: bytes, known: str, deltas: Mapping[Key, Raw],
           rows: Mapping[Key, Raw]) -> tuple[bytes, dict[Key, Raw]] | None:
    """Give a data file with deltas folded in, and the records that they made; None where it must be read whole.

    `known` is the digest that the file was folded with, `rows` are records of it that are at hand. A file that is not
    as we wrote it, or that holds tables of another program, is read whole.
    """
    if (data or known) and not is_intact(data, known):
        return None
    told = _lines(data)
    if told is None:
        return None
    meta, tables = told
    made: dict[Key, Raw] = {}
    for (table, record_id), delta in deltas.items():
        lines, number = tables.setdefault(table, {}), str(number_of(record_id))
        have = rows.get((table, record_id))
        if have is None and number in lines:
            have = loads(lines[number].partition(b":")[2])
        made[table, record_id] = merge(have, delta) if have else merge(delta, delta)
        lines[number] = f'"{number}":{dumps(made[table, record_id])}'.encode()
    blocks = {table: [lines[number] for number in sorted(lines, key=int)] for table, lines in sorted(tables.items())}
    return assembled(blocks, meta), made


def _lines(data: bytes) -> tuple[dict[str, object], _Lines] | None:
    """Part a file that we wrote into what its first line says and its records' lines; None for tables not ours."""
    tables: _Lines = {}
    if not data:
        return {}, tables
    head, *body = data.split(b"\n")
    lines: dict[str, bytes] = {}
    for line in body:
        if line.endswith(b":{"):
            table = line[1:-3].decode()
            if table not in TABLES:
                return None
            lines = tables[table] = {}
        elif line.startswith(b'"'):
            lines[line[1:line.index(b'"', 1)].decode()] = line.removesuffix(b",")
    return json.loads(head.removesuffix(b",") + b"}")[META_TABLE]["1"], tables
