"""Merging two copies of a record, field by field: deterministic, and no concurrent edit is dropped.

A stored record is its fields plus three small keys:

    "_v": stamp                      the version of every unit that `_f` does not name (set when the record began)
    "_f": {unit: [now, old, ...]}    the version of an edited unit, then every version that it replaced
    "_x": {unit: [[stamp, value]]}   other values written at the same time elsewhere: an open conflict

A unit is a field, or `field/key` for one choice of a set or one row of a table (fields that hold an object). Only
"replaced" decides what wins, never a clock. Per unit the state is a set of live (stamp, value) pairs and a set of
replaced stamps; merging takes the union of both and drops live pairs whose stamp is replaced, which is commutative,
associative and idempotent. A unit emptied is a unit that holds None. A delta (only the edited units, no `_v`) is a
record too, so replaying a journal is merging. `{"id", "_purged"}` absorbs everything: erased for good; `_kept` holds
the values that name nobody and that figures of the past still count.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from typing import Any

from aixin_tui.storage.quick_merge import META, Raw, fresh, plainly_edited

__all__ = ["META", "Raw", "begin", "changed_units", "conflicts", "edit", "expand", "key_of", "merge", "newest", "purge",
           "units_of"]

_Live = dict[tuple[str, str], Any]
_Unit = tuple[_Live, frozenset[str]]


#: Made once: `json.dumps` with options makes one a value.
_written = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode

#: How the commonest values are written, the same as by the encoder; calling that costs more than all else of a merge.
_PLAINLY: Mapping[type, Callable[[Any], str]] = {
    bool: {True: "true", False: "false"}.__getitem__, str: json.encoder.encode_basestring, int: int.__repr__,
}


def key_of(value: Any) -> str:
    """Write a value as text that is equal exactly for equal values; None sorts before all else."""
    if value is None:
        return ""
    how = _PLAINLY.get(value.__class__)
    return how(value) if how else _written(value)


def units_of(values: Mapping[str, Any]) -> dict[str, Any]:
    """Lay fields out as units: an object by its keys, everything else as it is."""
    out: dict[str, Any] = {}
    for field, value in values.items():
        if field in META:
            continue
        if (value.__class__ is dict or isinstance(value, Mapping)) and value:
            for key, held in value.items():
                out[f"{field}/{key}"] = held
        else:
            out[field] = value
    return out


def _versions(record: Raw) -> dict[str, _Unit]:
    base, edited, others = record.get("_v") or "", record.get("_f") or {}, record.get("_x") or {}
    shown = units_of(record)
    out: dict[str, _Unit] = {}
    for unit in {**shown, **edited, **others}:
        known = edited.get(unit)
        stamp = known[0] if known else base
        live: _Live = {(told, key_of(value)): value for told, value in others.get(unit, ())}
        if unit in shown:
            live[stamp, key_of(shown[unit])] = shown[unit]
        elif all(told != stamp for told, _ in live):  # else the value is a field that rows of a table hide
            live[stamp, ""] = None
        out[unit] = live, frozenset(known[1:]) if known else frozenset()
    return out


def _build(record_id: str, base: str | None, units: Mapping[str, _Unit]) -> Raw:
    record: Raw = {"id": record_id}
    edited: dict[str, list[str]] = {}
    others: dict[str, list[list[Any]]] = {}
    order = {unit: sorted(units[unit][0], reverse=True) for unit in units}
    tables = {unit.partition("/")[0] for unit, pairs in order.items()
              if "/" in unit and units[unit][0][pairs[0]] is not None}
    for unit in sorted(units):
        live, gone = units[unit]
        top, *rest = order[unit]
        value = live[top]
        field, slash, key = unit.partition("/")
        hidden = not slash and value is not None and field in tables
        if value is not None and not hidden:
            if slash:
                record.setdefault(field, {})[key] = value
            else:
                record[field] = value
        if gone or top[0] != base or value is None or hidden:
            edited[unit] = [top[0], *sorted(gone, reverse=True)]
        if rest or hidden:
            others[unit] = [[pair[0], live[pair]] for pair in (order[unit] if hidden else rest)]
    if base is not None:
        record["_v"] = base
    if edited:
        record["_f"] = edited
    if others:
        record["_x"] = others
    return record


def merge(one: Raw, other: Raw) -> Raw:
    """Merge two copies of a record, or a record and a delta; a record with itself puts it in order."""
    if one is other and (done := fresh(one)) is not None:
        return done
    if (done := plainly_edited(one, other)) is not None:
        return done
    purged = [told for told in (one, other) if "_purged" in told]
    if purged:
        told = max(purged, key=lambda each: (each["_purged"], key_of(each.get("_kept"))))
        return purge(one["id"], told["_purged"], told.get("_kept"))
    base = max((told for told in (one.get("_v"), other.get("_v")) if told is not None), default=None)
    units = _versions(one)
    for unit, (live, gone) in _versions(other).items():
        if unit in units:
            mine, mine_gone = units[unit]
            replaced = gone | mine_gone
            still = {pair: value for pair, value in {**mine, **live}.items() if pair[0] not in replaced}
            units[unit] = still or {("", ""): None}, replaced
        else:
            units[unit] = live, gone
    return _build(one["id"], base, units)


def begin(record_id: str, values: Mapping[str, Any], stamp: str) -> Raw:
    """Make a new record of its fields."""
    record: Raw = {"id": record_id}
    laid_out = expand(values, {}) if any("/" in path for path in values) else values
    for path, value in laid_out.items():
        field, slash, key = path.partition("/")
        if slash:
            if value is not None:
                record.setdefault(field, {})[key] = value
        elif value is None or field in META:
            continue
        elif not isinstance(value, Mapping):
            record[field] = value
        elif held := {key: one for key, one in value.items() if one is not None}:
            record[field] = held
    record["_v"] = stamp
    return record


def expand(values: Mapping[str, Any], known: Mapping[str, Any]) -> dict[str, Any]:
    """Lay changed fields (or `field/key`) out as units; a whole field replaces what `known` units it had.

    None and an empty object empty a field; None as the value of a choice or a row takes it away.
    """
    out: dict[str, Any] = {}
    for path, value in values.items():
        if "/" in path:
            out[path] = value
            if path.partition("/")[0] in known:  # the first row of a field that held one plain value
                out.setdefault(path.partition("/")[0], None)
            continue
        told = units_of({path: value}) if value not in ({}, None) else {}
        for unit in known:
            if unit.partition("/")[0] == path and unit not in told:
                out[unit] = None
        out.update(told)
    return out


def edit(record: Raw, values: Mapping[str, Any], stamp: str) -> Raw | None:
    """Give the delta that writes `values` over everything that `record` now shows: it also settles conflicts.

    Nothing where nothing would change.
    """
    units = _versions(_part_of(record, {path.partition("/")[0] for path in values}))
    known = {unit: live[max(live)] for unit, (live, _) in units.items()}
    delta: Raw = {"id": record["id"]}
    edited: dict[str, list[str]] = {}
    for unit, value in expand(values, {unit: held for unit, held in known.items() if held is not None}).items():
        live, gone = units.get(unit, ({}, frozenset()))
        if (value is None and not live) or (len(live) == 1 and key_of(known[unit]) == key_of(value)):
            continue
        edited[unit] = [stamp, *sorted({told for told, _ in live} | gone, reverse=True)]
        field, slash, key = unit.partition("/")
        if value is not None and slash:
            delta.setdefault(field, {})[key] = value
        elif value is not None:
            delta[field] = value
    return {**delta, "_f": edited} if edited else None


def _part_of(record: Raw, fields: Collection[str]) -> Raw:
    """Give a record with these fields alone: what is written into them says nothing of the others."""
    part = {field: value for field, value in record.items()
            if field.partition("/")[0] in fields and field not in META}
    for name in ("_f", "_x"):
        part[name] = {unit: told for unit, told in (record.get(name) or {}).items()
                      if unit.partition("/")[0] in fields}
    return {**part, "_v": record.get("_v")}


def changed_units(delta: Raw) -> dict[str, Any]:
    """Give what a delta or a new record writes: units and their values, None for one that is emptied."""
    out: dict[str, Any] = dict.fromkeys(delta.get("_f") or {})
    out.update(units_of(delta))
    return out


def newest(record: Raw) -> str:
    """Give the newest stamp that any unit of the record bears."""
    edited = record.get("_f")
    return (max([told[0] for told in edited.values()]) if edited else "") or record.get("_v") or ""


def conflicts(record: Raw) -> dict[str, tuple[Any, ...]]:
    """Give the units where copies really differ: the value shown first, then the others."""
    out: dict[str, tuple[Any, ...]] = {}
    for unit in record.get("_x") or {}:
        live, _ = _versions(record)[unit]
        values = {pair[1]: live[pair] for pair in sorted(live, reverse=True)}
        if len(values) > 1:
            out[unit] = tuple(values.values())
    return out


def purge(record_id: str, stamp: str, kept: Mapping[str, Any] | None = None) -> Raw:
    """Give what erases a record for good, wherever it is merged; `kept` is what figures still count of it."""
    return {"id": record_id, "_purged": stamp, **({"_kept": kept} if kept else {})}
