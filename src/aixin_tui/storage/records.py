"""From a stored record to the record that services see."""

from __future__ import annotations

from aixin_tui.domain.record import ERASED, Record
from aixin_tui.storage.datafile import kind_in
from aixin_tui.storage.merge import META, Raw, newest
from aixin_tui.storage.stamps import moment_of_stamp


def record_of(table: str, raw: Raw) -> Record | None:
    """Give the record that stands in a table; of one erased for good what figures count, None where that is nothing."""
    if "_purged" in raw:
        kept = raw.get("_kept")
        return Record(kind_in(table, kept), raw["id"], {**kept, ERASED: True},
                      recorded_at=str(kept.get("recorded_at") or "")) if kept else None
    values = dict(raw)
    for name in META & values.keys():
        del values[name]
    if None in values.values():
        values = {field: value for field, value in values.items() if value is not None}
    return Record(kind_in(table, values), raw["id"], values, recorded_at=str(values.get("recorded_at") or ""),
                  updated_at=moment_of_stamp(newest(raw)))
