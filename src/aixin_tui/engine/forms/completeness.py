"""Whether a record is complete: every field that is asked and needed or wanted is filled in [JX-09, JS-35]."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from aixin_tui.domain.record import Record, rows
from aixin_tui.engine.forms.asking import asked_fields, is_empty
from aixin_tui.engine.spec.form import FieldSpec, FieldType, Need

if TYPE_CHECKING:
    from aixin_tui.engine.view import View


def missing_fields(view: View, record: Record, *, needed_only: bool = False) -> tuple[str, ...]:
    """Name the fields, and `table.column` of rows, that are asked, needed or wanted, and empty.

    `needed_only` names those alone without which the record is not saved.
    """
    form = view.province.forms.get(record.kind)
    if form is None:
        return ()
    needs = {Need.ALWAYS} if needed_only else {Need.ALWAYS, Need.WANTED}
    found: list[str] = []
    for field in asked_fields(view, form, record):
        value = record.get(field.key)
        if field.need in needs and is_empty(value):
            found.append(field.key)
        elif field.type is FieldType.TABLE:
            found.extend(dict.fromkeys(_missing_columns(field, value, needs)))
    return tuple(found)


def _missing_columns(field: FieldSpec, value: object, needs: set[Need]) -> Iterator[str]:
    for _, row in rows(value):
        for column in field.columns:
            if column.need in needs and is_empty(row.get(column.key)):
                yield f"{field.key}.{column.key}"
