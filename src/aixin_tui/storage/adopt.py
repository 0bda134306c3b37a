"""Taking in what somebody changed in a data file from outside: nothing of it is overwritten silently.

The file is compared with what the log knows of it. A field that changed while its stamp did not was changed by hand
and gets a fresh stamp; a field with a stamp of its own comes from another copy and is merged; a row without id or
version is new and gets an id made of its content, so that a crash in between finds it again; a record that is missing
comes back, for no record is removed that way.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping

from aixin_tui.storage.datafile import DataFile, Key, dumps, kind_in
from aixin_tui.storage.ids import number_of, text_of
from aixin_tui.storage.lines import Part
from aixin_tui.storage.merge import META, Raw, edit, key_of, merge, units_of


def adopt(file: DataFile, known: Mapping[Key, Raw], home: str, salt: str, stamp: Callable[[], str]) -> list[Part]:
    """Give what must be written so that the store knows all that the file says.

    `known` is the file's content as the log last folded it, `salt` the workspace's id.
    """
    rows = dict(file.rows)
    for table, document, row in file.unnamed:
        raw = _named(table, document, row, known, f"{salt}\n{home}")
        rows[table, raw["id"]] = raw
    parts = []
    for key, raw in sorted(rows.items()):
        have = known.get(key)
        if have is None:
            fresh = raw if "_v" in raw or "_purged" in raw else {**raw, "_v": stamp()}
            parts.append(Part(home, kind_in(key[0], raw), merge(fresh, fresh), is_new=True))
        elif key_of(have) != key_of(raw):
            delta = _difference(have, raw, stamp)
            target = merge(have, delta) if delta else have
            if delta is None or key_of(merge(raw, delta)) != key_of(target):
                delta = target  # an older file: what was folded since has to come back
            parts.append(Part(home, kind_in(key[0], have), delta, is_new=False))
    parts += [Part(home, kind_in(key[0], have), have, is_new=False)
              for key, have in sorted(known.items()) if key not in rows and "_purged" not in have]
    return parts


def _named(table: str, document: str, row: Raw, known: Mapping[Key, Raw], salt: str) -> Raw:
    """Give a row its id: that of the record whose number it bears, else one made of its content."""
    fields = {field: value for field, value in row.items() if field not in META}
    if document.isdecimal() and not int(document) >> 128:
        have = known.get((table, text_of(int(document))))
        if have is not None:  # somebody rewrote the record and dropped its book-keeping
            return {**fields, **{name: have[name] for name in META if name in have}}
    told = hashlib.sha256(f"{salt}\n{table}\n{document}\n{dumps(fields)}".encode()).digest()
    return {"id": text_of(int.from_bytes(told[:10], "big")), **fields}


def _difference(have: Raw, raw: Raw, stamp: Callable[[], str]) -> Raw | None:
    """Give the delta from what is known to what the file says."""
    if "_purged" in have or "_purged" in raw:
        return raw if "_purged" in raw and "_purged" not in have else None
    mine, theirs = units_of(have), units_of(raw)
    by_hand = {}
    other: Raw = {"id": raw["id"]} | {name: raw[name] for name in ("_v", "_f", "_x") if name in raw}
    for unit in sorted({*mine, *theirs}):
        changed = key_of(mine.get(unit)) != key_of(theirs.get(unit))
        value = theirs.get(unit)
        if changed and _version(raw, unit) == _version(have, unit):
            by_hand[unit], value = value, mine.get(unit)
        if value is not None:
            field, slash, key = unit.partition("/")
            if slash:
                other.setdefault(field, {})[key] = value
            else:
                other[field] = value
    merged = merge(have, other)
    delta = edit(merged, by_hand, stamp()) if by_hand else None
    if key_of(merged) == key_of(merge(have, have)):
        return delta
    return merge(other, delta) if delta else merge(other, other)


def _version(raw: Raw, unit: str) -> str | None:
    told = (raw.get("_f") or {}).get(unit)
    return told[0] if told else raw.get("_v")


def document_of(record_id: str) -> str:
    """Give the TinyDB document id of a record."""
    return str(number_of(record_id))
