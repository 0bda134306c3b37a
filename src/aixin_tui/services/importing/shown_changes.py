"""What a row's changes are called and how they are shown: the form's labels, numbers and phones masked."""

from __future__ import annotations

from aixin_tui.engine.spec.form import FieldSpec
from aixin_tui.engine.spec.province import Province
from aixin_tui.services.importing.results import FieldChange, RowResult
from aixin_tui.services.masking import is_masked, mask


def shown_changes(province: Province, row: RowResult) -> tuple[FieldChange, ...]:
    """Give a row's changes with the labels of their fields, and masked what lists mask."""
    return tuple(_shown(field_named(province, row.kind, change.field), change) for change in row.changes)


def labelled_changes(province: Province, row: RowResult) -> tuple[FieldChange, ...]:
    """Give a row's changes with the labels of their fields, in full: for what has been revealed and logged before."""
    return tuple(
        FieldChange(field.label if field is not None else change.field, change.old, change.new)
        for change in row.changes
        for field in (field_named(province, row.kind, change.field),)
    )


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
    if other in province.forms:
        return province.field(other, key)
    return province.field(kind or "child", name) or _masked_somewhere(province, name)


def _masked_somewhere(province: Province, name: str) -> FieldSpec | None:
    """Find a masked field of this name in any form: a row that is in no file yet does not say whose phone it gives."""
    found = (province.field(kind, name) for kind in province.forms)
    return next((field for field in found if field is not None and is_masked(field)), None)
