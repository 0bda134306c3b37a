"""From the answers of a form to what is stored: sets and tables keyed, dates in ISO, money in fen.

Nothing is dropped or repaired that cannot be read: it stays as it was given, and `problems.problems_of` says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from aixin_tui.domain.record import Value
from aixin_tui.engine.dates import is_date
from aixin_tui.engine.money import is_money, to_fen
from aixin_tui.engine.spec.form import FieldSpec, FieldType, FormSpec
from aixin_tui.engine.spec.province import Province
from aixin_tui.reference import phone, resident_id

_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})(?:\s*[-/.月]\s*(\d{1,2})\s*日?|\s*月)?")
_ROUNDED = re.compile(r"([近约超]?)\s*([\d.,，]+)\s*(万|亿)?\s*([余多])?")
_FACTORS = {"": 1, "万": 10_000, "亿": 100_000_000}
_FLAGS = {"true": True, "是": True, "yes": True, "1": True, "false": False, "否": False, "no": False, "0": False}
_CONTROL = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127])


def shape(form: FormSpec, province: Province, values: Mapping[str, Any], new_id: Callable[[], str]) -> dict[str, Value]:
    """Give the stored values of the answers; an empty one becomes None.

    Lists of choices, links and phones become objects keyed by them, tables objects keyed by row ids from `new_id`;
    what is in the stored shape already stays. Fields that the form does not declare are taken over as they are.
    """
    found: dict[str, Value] = {}
    for key, value in values.items():
        field = form.fields.get(key)
        found[key] = value if field is None else shape_field(field, province, value, new_id)
    return found


def shape_field(field: FieldSpec, province: Province, value: Any, new_id: Callable[[], str]) -> Value:
    """Give the stored value of one field's answer, None where it is empty."""
    value = _clean(value)
    if value is None or value in ("", [], (), {}):
        return None
    if field.type is FieldType.TABLE:
        return _table(field, province, value, new_id)
    if field.type is FieldType.PHONE:
        return _phones(value)
    if field.many:
        return _set(field, value)
    if isinstance(value, (list, tuple)) and len(value) == 1:
        return shape_field(field, province, value[0], new_id)
    return _single(field, value)


def _clean(value: Any) -> Any:
    """Take away what no form shows: control characters, and blanks around a text."""
    return value.translate(_CONTROL).strip() if isinstance(value, str) else value


def _set(field: FieldSpec, value: Any) -> Value:
    if isinstance(value, Mapping):
        return dict(value)
    given = value if isinstance(value, (list, tuple, set, frozenset)) else [value]
    held = {str(_single(field, one)): True for one in map(_clean, given) if one not in (None, "")}
    return held or None


def _table(field: FieldSpec, province: Province, value: Any, new_id: Callable[[], str]) -> Value:
    if isinstance(value, Mapping):
        return {str(row_id): _row(field, province, row, new_id) for row_id, row in value.items()}
    if not isinstance(value, (list, tuple)) or not all(isinstance(row, Mapping) for row in value):
        return value
    return {new_id(): _row(field, province, row, new_id) for row in value}


def _row(field: FieldSpec, province: Province, row: Any, new_id: Callable[[], str]) -> Value:
    if not isinstance(row, Mapping):
        return row
    columns = {column.key: column for column in field.columns}
    cells = {
        key: shape_field(columns[key], province, cell, new_id) if key in columns else cell for key, cell in row.items()
    }
    return {key: cell for key, cell in cells.items() if cell is not None}


def _phones(value: Any) -> Value:
    if isinstance(value, Mapping):
        return dict(value)
    given = value if isinstance(value, (list, tuple)) else [value]
    held = {number: True for one in given for number in phone.read(str(one)).kept}
    return held or None


def _single(field: FieldSpec, value: Any) -> Value:
    if isinstance(value, (Mapping, list, tuple)):
        return value
    match field.type:
        case FieldType.NUMBER:
            return _number(field, value)
        case FieldType.DATE:
            return iso_date(value)
        case FieldType.FLAG:
            return _FLAGS.get(str(value).strip().lower(), value)
        case FieldType.RESIDENT_ID:
            return resident_id.check(str(value)).number
        case FieldType.TEXT:
            return str(value)
    return value


def iso_date(value: Any) -> Value:
    """Give a date typed as 2025/3/1, 2025.3, 2025年3月1日 or 20250301 as ISO text; as it was if it is none."""
    text = str(value).strip()
    if is_date(text):
        return text
    if text.isdecimal() and len(text) == 8:
        text = f"{text[:4]}-{text[4:6]}-{text[6:]}"
    found = _DATE.fullmatch(text)
    if not found:
        year = text.removesuffix("年")
        return year if is_date(year) and year != text else value
    iso = f"{found[1]}-{int(found[2]):02}" + (f"-{int(found[3]):02}" if found[3] else "")
    return iso if is_date(iso) else value


def _number(field: FieldSpec, value: Any) -> Value:
    """Money that is typed goes to fen; a whole number is stored already, in fen, and stays."""
    if isinstance(value, (bool, int, Mapping)):
        return value
    text = str(value).replace(",", "").replace("，", "").removesuffix(field.unit).strip()
    try:
        amount = Decimal(text)
    except InvalidOperation:
        rounded = rounded_number(text) if field.rounded else None
        return value if rounded is None else rounded
    if not amount.is_finite():
        return value
    if is_money(field):
        return _fen(amount, field.unit, value)
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def _fen(amount: Decimal, unit: str, value: Value) -> Value:
    try:
        return to_fen(amount, unit)
    except ValueError:
        return value


def rounded_number(text: str) -> Value:
    """Read `近120万`, `1.2万余` as `{"value": 1200000, "word": "近"}`; None if it is no such number."""
    found = _ROUNDED.fullmatch(text.strip())
    if not found or not (found[1] or found[3] or found[4]):
        return None
    try:
        exact = Decimal(found[2].replace(",", "").replace("，", "")) * _FACTORS[found[3] or ""]
    except InvalidOperation:
        return None
    value = int(exact) if exact == exact.to_integral_value() else float(exact)
    word = found[1] or found[4]
    return {"value": value, "word": word} if word else value
