"""Masked display: 尹*禾, 4305**********9900, 154****0001 (model.md section 4; 个人信息保护法 §51)."""

from __future__ import annotations

from collections.abc import Mapping

from aixin_tui.domain.record import Record, Value, members, rows
from aixin_tui.engine.spec.form import FieldSpec, FieldType, FormSpec

#: How many characters stay at the beginning and at the end.
_SHOWN: Mapping[str, tuple[int, int]] = {"name": (1, 1), "resident_id": (4, 4), "phone": (3, 4)}


def mask(value: str, type_: str) -> str:
    """Shorten one value of a field type: `name`, `resident_id`, `phone`; of any other (an address) nothing stays.

    A value too short to hide half of it is hidden whole; of a name of two characters the first stays.
    """
    if not value:
        return ""
    head, tail = _SHOWN.get(type_, (0, 0))
    if type_ == "name" and len(value) == 2:
        return f"{value[0]}*"
    if not head:
        return "***"
    hidden = len(value) - head - tail
    if hidden < (1 if type_ == "name" else 3):
        return "*" * len(value)
    return value[:head] + "*" * hidden + value[-tail:]


def masked(record: Record, form: FormSpec | None) -> Mapping[str, Value]:
    """Give a record's values with every field masked that its form masks; sealed ones are left out.

    Numbers and phones are masked also where a form forgot to say so.
    """
    shown = dict(record.values)
    for field in form.fields.at() if form else ():
        if field.key not in shown:
            continue
        if field.sealed:
            del shown[field.key]
        elif field.type is FieldType.TABLE:
            shown[field.key] = _masked_table(field, shown[field.key])
        elif is_masked(field):
            shown[field.key] = _masked_value(field, shown[field.key])
    return shown


def is_masked(field: FieldSpec) -> bool:
    """Whether a field is shown shortened."""
    return field.mask or field.type in (FieldType.RESIDENT_ID, FieldType.PHONE)


def _masked_value(field: FieldSpec, value: Value) -> Value:
    if isinstance(value, str):
        return mask(value, field.type.value)
    return [mask(str(one), field.type.value) for one in members(value)]


def _masked_table(field: FieldSpec, value: Value) -> Value:
    hidden = [column for column in field.columns if is_masked(column)]
    sealed = {column.key for column in field.columns if column.sealed}
    return {
        key: {name: held for name, held in row.items() if name not in sealed}
        | {c.key: _masked_value(c, row[c.key]) for c in hidden if c.key in row and c.key not in sealed}
        for key, row in rows(value)
    }
