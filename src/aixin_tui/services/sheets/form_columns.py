"""Columns made from the fields of a form: the words of its choices are offered, several of them parted by 、."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from aixin_tui.engine.snapshot import Snapshot
from aixin_tui.engine.spec.form import FieldSpec, FieldType
from aixin_tui.services.desk import Desk, Who
from aixin_tui.services.scope import may_see
from aixin_tui.services.sheets.plan import SheetColumn
from aixin_tui.texts import label

#: Cells of a column by what its field holds.
_WIDTHS = {FieldType.DATE: 9, FieldType.NUMBER: 8, FieldType.FLAG: 7, FieldType.PHONE: 14, FieldType.DIVISION: 16,
           FieldType.RESIDENT_ID: 20}
#: So many records of a register are offered by name; more are typed.
_OFFERED = 40
#: What no cell of a sheet can hold.
_NOT_IN_CELLS = frozenset({FieldType.TABLE, FieldType.FILE})


def fields_of(desk: Desk, kind: str, day: str, without: Iterable[str] = ()) -> Iterator[FieldSpec]:
    """Walk over the fields of a form that a cell can hold; sealed ones go on no sheet."""
    left_out = frozenset(without)
    form = desk.province.forms.get(kind)
    for field in form.fields.at(day, desk.office) if form else ():
        if field.type not in _NOT_IN_CELLS and not field.sealed and field.key not in left_out:
            yield field


def column_of(desk: Desk, who: Who, snapshot: Snapshot, field: FieldSpec, *, prefix: str = "") -> SheetColumn:
    """Make the column of a field, left to be filled in; `prefix` is the form where it is not the list's own."""
    title = field.label if field.unit == "" else f"{field.label}（{field.unit}）"
    if field.many and field.type is not FieldType.PHONE:
        title = label("sheet.many_title", label=title)
    hint = field.hint or (label("sheet.hint_day") if field.type is FieldType.DATE else "")
    name = f"{prefix}.{field.key}" if prefix else field.key
    return SheetColumn(name, title, _width(field), fills=True, choices=_choices(desk, who, snapshot, field),
                       many=field.many, hint=label("sheet.hint_many") if field.many else hint)


def _width(field: FieldSpec) -> int:
    if field.type in _WIDTHS:
        return _WIDTHS[field.type]
    if field.type is FieldType.TEXT:
        return 13 if field.lines > 1 else 10
    return 10 if field.many else 9


def _choices(desk: Desk, who: Who, snapshot: Snapshot, field: FieldSpec) -> tuple[str, ...]:
    """Give the words that a cell can hold: labels of choices, names of the records that a link may lead to."""
    if field.type is FieldType.FLAG:
        return label("sheet.yes"), label("sheet.no")
    if field.type is FieldType.CHOICE:
        found = desk.province.choices.get(field.choices)
        return tuple(choice.label for choice in found.choices) if found else ()
    if field.type is not FieldType.LINK:
        return ()
    form = desk.province.forms.get(field.to)
    entries = tuple(entry.label for entry in form.entries) if form else ()
    if form is None or not form.is_register or not may_see(desk, who, field.to):
        return entries
    names = (record.text("name") for record in snapshot.of(field.to))
    return tuple(dict.fromkeys((*entries, *(name for name in names if name))))[:_OFFERED]
