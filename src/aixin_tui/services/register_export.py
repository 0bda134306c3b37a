"""A register as a table: what the file that is handed out says of each line; persons masked where it is anonymised.

The same words are looked for when a file comes back, so that a file taken in again changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from aixin_tui.domain.record import Record, Value, members
from aixin_tui.engine.dates import day_text
from aixin_tui.engine.money import in_unit, is_money
from aixin_tui.engine.spec.form import FieldSpec, FieldType, FormSpec
from aixin_tui.services.desk import Desk, Who
from aixin_tui.services.masking import mask
from aixin_tui.services.register_lines import FindLines, line_title, matching_lines, state_of
from aixin_tui.services.scope import place_of
from aixin_tui.services.wording import name_of, state_label, words
from aixin_tui.texts import label

#: Kinds whose names are persons'.
PEOPLE = frozenset({"child", "guardian", "loving_mother", "pairing"})


@dataclass(frozen=True, slots=True)
class RegisterTable:
    """Title, heads and lines of a register; the first column is the line's own number in the workspace."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


def register_table(desk: Desk, who: Who, command: FindLines, *, unmasked: bool = False) -> RegisterTable:
    """Draw up a register within the operator's scope, filtered as its list is; sealed fields are no columns.

    `unmasked` is for what has been revealed and logged before; an anonymised register masks persons even then.
    """
    form = desk.province.forms[command.kind]
    fields = exported_fields(form)
    life = desk.province.lives.get(command.kind)
    heads = (label("register.line_id", "zh"), *map(head_of, fields),
             *((label("register.col_state", "zh"),) if life else ()))
    found = sorted(matching_lines(desk, who, command), key=lambda one: (
        place_of(desk, one), day_text(one.get("date")), line_title(desk, one), one.id))
    rows = tuple(
        (record.id, *(cell_of(desk, form, spec, record, unmasked=unmasked) for spec in fields),
         *((state_label(life, state_of(desk, record)),) if life else ()))
        for record in found)
    return RegisterTable(form.label, heads, rows)


def exported_fields(form: FormSpec) -> tuple[FieldSpec, ...]:
    """List the fields that are columns of the file: all that are not sealed."""
    return tuple(field for field in form.fields.at() if not field.sealed)


def head_of(field: FieldSpec) -> str:
    """Give the title of a field's column: its name, a number's with its unit."""
    return f"{field.label}（{field.unit}）" if field.unit else field.label


def cell_of(desk: Desk, form: FormSpec, field: FieldSpec, record: Record, *, unmasked: bool = False) -> Any:
    """Give what the file says in one cell: a number as such, anything else in words."""
    value = record.get(field.key)
    if value is None:
        return None
    if field.type is FieldType.NUMBER and not isinstance(value, dict):
        number = in_unit(value, field.unit) if is_money(field) else value
        return number if isinstance(number, int) else Fraction(str(number))
    if field.type is FieldType.NUMBER:
        return words(desk, field, value).removesuffix(field.unit)
    said = words(desk, field, value, unmasked=unmasked)
    if not form.anonymise:
        return said
    if field.type is FieldType.LINK and field.to in PEOPLE:
        return "、".join(mask(name_of(desk, field.to, str(one)), "name") for one in members(value))
    for name in _persons(desk, form, record):
        said = said.replace(name, mask(name, "name"))
    return said


def _persons(desk: Desk, form: FormSpec, record: Record) -> Iterator[str]:
    """The names of the persons whom a line names by a link: they stand masked in its texts as well."""
    for field in form.fields.at():
        value: Value = record.get(field.key)
        if field.type is FieldType.LINK and field.to in PEOPLE and value:
            yield from (name for one in members(value) if (name := name_of(desk, field.to, str(one))))
