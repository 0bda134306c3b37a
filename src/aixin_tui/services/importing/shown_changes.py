"""What a row's changes are called and how they are shown: the form's labels, numbers and phones masked."""

from __future__ import annotations

from aixin_tui.engine.spec.form import FieldSpec
from aixin_tui.engine.spec.province import Province
from aixin_tui.services.importing.results import FieldChange, RowResult
from aixin_tui.services.masking import is_masked, mask


def shown_changes(province: Province, row: RowResult) -> tuple[FieldChange, ...]:
    """Give a row's changes with the labels of their fields, and masked what lists mask."""
    return tuple(_shown(_field_of(province, row.kind, change.field), change) for change in row.changes)


def _shown(field: FieldSpec | None, change: FieldChange) -> FieldChange:
    if field is None:
        return change
    old, new = (mask(value, field.type.value) if is_masked(field) else value for value in (change.old, change.new))
    return FieldChange(field.label, old, new)


def _field_of(province: Province, kind: str, name: str) -> FieldSpec | None:
    """Find the field that a result names: `phone` of the row's kind, or `guardian.phone`; None for a column's title."""
    other, _, key = name.rpartition(".")
    return province.field(other, key) if other in province.forms else province.field(kind or "child", name)
