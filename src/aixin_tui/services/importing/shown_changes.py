"""What a row's changes are called and how they are shown: the form's labels, numbers and phones masked."""

from __future__ import annotations

from aixin_tui.engine.spec.form import FieldSpec
from aixin_tui.engine.spec.province import Province
from aixin_tui.services.importing.results import FieldChange, RowResult
from aixin_tui.services.masking import is_masked, mask


def shown_changes(province: Province, row: RowResult) -> tuple[FieldChange, ...]:
    """Give a row's changes with the labels of their fields, and masked what lists mask."""
    return tuple(_shown(field_named(province, row.kind, change.field), change) for change in row.changes)


def _shown(field: FieldSpec | None, change: FieldChange) -> FieldChange:
    if field is None:
        return change
    return FieldChange(field.label, shown_value(field, change.old), shown_value(field, change.new))


def shown_value(field: FieldSpec | None, value: str) -> str:
    """Give a value as lists show it: numbers of documents, phones and addresses masked."""
    return mask(value, field.type.value) if field is not None and is_masked(field) and value else value


def field_named(province: Province, kind: str, name: str) -> FieldSpec | None:
    """Find the field that a result names: `phone` of the row's kind, or `guardian.phone`; None for a column's title."""
    other, _, key = name.rpartition(".")
    return province.field(other, key) if other in province.forms else province.field(kind or "child", name)
