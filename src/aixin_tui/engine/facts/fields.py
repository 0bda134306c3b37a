"""Stored fields as facts: sets, tables and their columns are many-valued, links give ids or the keys of entries."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from aixin_tui.domain.record import Record, Value, members, rows
from aixin_tui.engine.money import in_unit, is_money
from aixin_tui.engine.rules import Getter
from aixin_tui.engine.spec.form import FieldSpec, FieldType
from aixin_tui.engine.spec.province import Province

if TYPE_CHECKING:
    from aixin_tui.engine.view import View


def getter(province: Province, kind: str, name: str) -> Getter:
    """Compile the reading of a field, or of the column of a table as `table.column`."""
    key, _, column = name.partition(".")
    declared = province.field(kind, name)
    if column:
        return _column(key, column, declared)
    if declared is not None and declared.type is FieldType.LINK:
        form = province.forms.get(declared.to)
        if form is not None and form.is_register:
            return _entry_link(key, declared.to)
    if declared is not None and declared.type is FieldType.NUMBER:
        return _number(key, declared)
    return _plain(key)


def _plain(key: str) -> Getter:
    def read(view: View, record: Record) -> tuple[Value, ...]:
        del view
        return members(record.values.get(key))

    return read


def _number(key: str, field: FieldSpec) -> Getter:
    def read(view: View, record: Record) -> tuple[Value, ...]:
        del view
        value = number_of(record.values.get(key))
        if value is None:
            return ()
        return (in_unit(value, field.unit),) if is_money(field) else (value,)

    return read


def number_of(value: Value) -> int | float | None:
    """Give the number that a field holds; a rounded one is stored as `{"value": 1200000, "word": "近"}`."""
    if isinstance(value, Mapping):
        value = value.get("value")
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def _column(key: str, column: str, declared: FieldSpec | None) -> Getter:
    numeric = declared is not None and declared.type is FieldType.NUMBER

    def read(view: View, record: Record) -> tuple[Value, ...]:
        del view
        found: list[Value] = []
        for _, row in rows(record.values.get(key)):
            if numeric:
                number = number_of(row.get(column))
                found.extend(() if number is None else (number,))
            else:
                found.extend(members(row.get(column)))
        return tuple(found)

    return read


def _entry_link(key: str, register: str) -> Getter:
    """A link to a register is compared by the key of the line's entry, where it carries one."""

    def read(view: View, record: Record) -> tuple[Value, ...]:
        return tuple(entry_key(view, register, str(named)) for named in members(record.values.get(key)))

    return read


def entry_key(view: View, register: str, named: str) -> str:
    """Give the entry's key of the line that a link names, the name itself where the line carries none."""
    line = view.snapshot.get(register, named)
    return (line.text("entry") or named) if line is not None else named
