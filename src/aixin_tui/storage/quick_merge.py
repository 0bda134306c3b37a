"""The merges that are nearly all there are, without laying every unit out: a record as it began, and a plain edit.

Each gives exactly what `merge` would, to the order of fields, or None where that takes a merge.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

#: A record as it is stored.
Raw = dict[str, Any]
#: The book-keeping of a stored record.
META = frozenset({"id", "_v", "_f", "_x", "_purged", "_kept"})

#: What a field holds that is no object.
_PLAIN = (str, int, float, bool, list, dict)


def fresh(record: Raw) -> Raw | None:
    """Give a record that nobody has edited as a merge with itself writes it; None where that takes a merge.

    A list of thousands makes thousands of such records, and they are most of what a fold writes.
    """
    if not record.get("_v") or "_f" in record or "_x" in record or "_purged" in record:
        return None
    fields = _in_order(record)
    return None if fields is None else {"id": record["id"], **fields, "_v": record["_v"]}


def _in_order(record: Raw) -> Raw | None:
    """Give the fields of a record by their units; None where a field is none that we write."""
    fields: list[tuple[str, str, Any]] = []
    for field, value in record.items():
        if field in META:
            continue
        if "/" in field:
            return None
        if isinstance(value, dict) and value:
            if None in value.values():
                return None
            keys = sorted(value)
            fields.append((f"{field}/{keys[0]}", field, {key: value[key] for key in keys}))
        elif not isinstance(value, _PLAIN):
            return None
        else:
            fields.append((field, field, value))
    fields.sort(key=lambda told: told[0])
    return {field: value for _, field, value in fields}


def plainly_edited(one: Raw, other: Raw) -> Raw | None:
    """Give a record with a delta that replaces just what it shows; None where that takes a merge.

    So it is wherever no two wrote at the same time: the delta names the version of each unit that stands.
    """
    edited: Mapping[str, list[str]] | None = other.get("_f")
    base = one.get("_v")
    if not edited or not base or not other.keys().isdisjoint(("_v", "_x", "_purged")) or "_x" in one or (
            "_purged" in one) or not _is_told(other, edited):
        return None
    versions: dict[str, list[str]] = {unit: list(told) for unit, told in (one.get("_f") or {}).items()}
    if any(len(told) == 1 and told[0] == base for told in versions.values()):
        return None
    out = dict(one)
    for unit, (now, *gone) in edited.items():
        field, slash, key = unit.partition("/")
        had = versions.get(unit) or ([base] if _shown(one, field, slash, key) is not None else None)
        if had and (had[0] not in gone or now in had):
            return None
        value = _shown(other, field, slash, key)
        if not (_put_row(out, field, key, value) if slash else _put(out, field, value)):
            return None
        replaced_now = {*gone, *(had or ())[1:]}
        if replaced_now or now != base or value is None:
            versions[unit] = [now, *sorted(replaced_now, reverse=True)]
        else:
            versions.pop(unit, None)
    fields = _in_order(out)
    if fields is None:
        return None
    told = {unit: _by_age(versions[unit]) for unit in sorted(versions)}
    return {"id": one["id"], **fields, "_v": base, **({"_f": told} if told else {})}


def _by_age(told: Iterable[str]) -> list[str]:
    now, *gone = told
    return [now, *sorted(set(gone), reverse=True)]


def _is_told(delta: Raw, edited: Mapping[str, Any]) -> bool:
    """Whether every unit that a delta shows is one that it edits, and plainly."""
    for field, value in delta.items():
        if field in META:
            continue
        if isinstance(value, dict) and value:
            if field in edited or any(f"{field}/{key}" not in edited for key in value):
                return False
        elif field not in edited:
            return False
    return True


def _shown(record: Raw, field: str, slash: str, key: str) -> Any:
    """Give what a unit of a record shows; None where it holds nothing."""
    held = record.get(field)
    if slash:
        return held.get(key) if isinstance(held, dict) else None
    return None if isinstance(held, dict) and held else held


def _put(out: Raw, field: str, value: Any) -> bool:
    """Put a plain value into a field; whether nothing stands there that it would hide."""
    held = out.get(field)
    has_rows = isinstance(held, dict) and bool(held)
    if value is not None:
        out[field] = value
        return not has_rows
    if not has_rows:
        out.pop(field, None)
    return True


def _put_row(out: Raw, field: str, key: str, value: Any) -> bool:
    """Put a choice or a row into a field; whether the field is one of them."""
    held = out.get(field)
    if held is not None and not (isinstance(held, dict) and held):
        return False
    rows = {**(held or {}), key: value}
    if value is None:
        del rows[key]
    if rows:
        out[field] = rows
    else:
        out.pop(field, None)
    return True
