"""Columns that are plainly fields of the province's form: read by the field's type, kept in its stored shape."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Severity
from aixin_tui.engine.spec.form import FieldSpec, FieldType
from aixin_tui.engine.spec.province import Province
from aixin_tui.reference import phone
from aixin_tui.reference.names import half_width
from aixin_tui.reference.nationality import code_of, name_of
from aixin_tui.services.importing.cleaning import date_in, is_true_date
from aixin_tui.services.importing.row_cells import Reading
from aixin_tui.services.importing.words import choose_all, field_list, read_flag

_NUMBER = re.compile(r"^\s*(\d+(?:\.\d+)?)\s*(?:名|个|人|位|户|次|岁|元|万元|小时)?\s*$")


def read_fields(province: Province, kind: str, reading: Reading, *, skip: Collection[str] = ()) -> dict[str, Any]:
    """Read every cell that is named as a field of the form and is none of `skip`.

    A value that the field cannot hold is left to the list's words, with a warning.
    """
    out: dict[str, Any] = {}
    form = province.forms.get(kind)
    for name in reading.cells.cells:
        spec = form.fields.get(name) if form and name not in skip else None
        if spec is not None and reading.raw(name):
            value = read_field(province, spec, reading, name)
            if value is not None:
                out[name] = value
    return out


def read_field(province: Province, spec: FieldSpec, reading: Reading, name: str) -> Any:
    """Read one cell into the stored shape of a field; None where it cannot be, and then it is said."""
    text = reading.text(name)
    if spec.type is FieldType.CHOICE:
        return _choice(province, spec, reading, name)
    if spec.type is FieldType.FLAG:
        value: Any = read_flag(text)
        return value if value is not None else _strange(reading, spec, name, text)
    if spec.type is FieldType.DATE:
        found = date_in(reading.value(name)).only
        if found and not is_true_date(reading.value(name)):
            reading.changed(name, reading.raw(name), found)
        return found or _strange(reading, spec, name, text)
    if spec.type is FieldType.NUMBER:
        return read_number_of(reading, name) if _NUMBER.match(half_width(text)) else _strange(reading, spec, name, text)
    if spec.type is FieldType.PHONE:
        return dict.fromkeys(phone.read(text).kept, True)
    return reading.raw(name) if spec.type is FieldType.TEXT else None


def read_number_of(reading: Reading, name: str) -> int | float | None:
    """Read a number with the word that may stand behind it: 3个 is 3; None for what is none."""
    written = reading.raw(name)
    found = _NUMBER.match(half_width(written))
    if not found:
        return None
    number = float(found[1])
    whole = int(number) if number.is_integer() else number
    reading.changed(name, written, str(whole))
    return whole


def _choice(province: Province, spec: FieldSpec, reading: Reading, name: str) -> Any:
    choices = field_list(province, spec)
    if choices is None:
        return None
    text = reading.text(name)
    if name == "nationality" and code_of(text):
        text = name_of(code_of(text))
    found, strange, differs = choose_all(choices, text)
    if strange:
        reading.say(Code.ROW_040, name, words="、".join(strange), field=spec.label)
    if not found:
        return None
    if differs:
        reading.changed(name, reading.raw(name), "；".join(one.shown for one in found))
    if spec.many:
        return {one.key: True for one in found}
    return found[0].key


def _strange(reading: Reading, spec: FieldSpec, name: str, text: str) -> Any:
    """Say that a word is none that the field can hold; there is no value then."""
    reading.say(Code.ROW_040, name, Severity.WARNING, words=text, field=spec.label)


