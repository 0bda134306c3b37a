"""From what somebody types (`姓名=…`, `类别=留守儿童、困境儿童`) to the values of a form.

A field goes by its key, its label or an alias; a choice by its key or label; a link by id, pair number or a name that
only one record has. What cannot be read becomes a problem, all at once.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Place, Problem
from aixin_tui.domain.region import DIGITS, Level
from aixin_tui.engine.money import is_money
from aixin_tui.engine.snapshot import Snapshot
from aixin_tui.engine.spec.form import FieldSpec, FieldType, FormSpec
from aixin_tui.engine.spec.province import Province
from aixin_tui.texts import label

_SEPARATORS = re.compile(r"[、，,;；]")
_YES = frozenset({"是", "有", "对", "true", "yes", "1", "√", "y"})
_NO = frozenset({"否", "无", "不", "false", "no", "0", "×", "n"})


def values_of(
    province: Province, snapshot: Snapshot, kind: str, given: Mapping[str, Any]
) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """Read what was typed for a new or changed record of `kind`; values that are no text are taken as they are."""
    form = province.forms[kind]
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for name, typed in given.items():
        field = find_field(form, name)
        if field is None:
            problems.append(_unknown(form, name))
            continue
        value, found = _read(province, snapshot, field, typed)
        problems += found
        if not found:
            values[field.key] = value
    return values, tuple(problems)


def find_field(form: FormSpec, name: str) -> FieldSpec | None:
    """Find the field that a key, label or alias names."""
    wanted = name.strip()
    fields = form.fields.at()
    return next((f for f in fields if wanted == f.key), None) or next(
        (f for f in fields if wanted in (f.label, *f.aliases)), None
    )


def _unknown(form: FormSpec, name: str) -> Problem:
    import difflib

    known = [text for field in form.fields.at() for text in (field.key, field.label)]
    near = difflib.get_close_matches(name, known, 1, 0.5)
    return Problem(Code.ENTER_001, place=Place(field=name), values={"name": name, "form": form.label},
                   near=near[0] if near else "、".join(field.label for field in form.fields.at()[:8]))


def _read(province: Province, snapshot: Snapshot, field: FieldSpec, typed: Any) -> tuple[Any, list[Problem]]:
    if not isinstance(typed, str):
        # People say amounts in the unit of the field; a whole number alone would be taken for fen.
        is_amount = is_money(field) and isinstance(typed, (int, float)) and not isinstance(typed, bool)
        return (str(typed) if is_amount else typed), []
    text = typed.strip()
    if field.type is FieldType.TABLE:
        return _read_table(province, snapshot, field, text)
    if not field.many:
        return _read_one(province, snapshot, field, text)
    read = [_read_one(province, snapshot, field, part.strip()) for part in _SEPARATORS.split(text) if part.strip()]
    return [value for value, _ in read], [problem for _, found in read for problem in found]


def _read_table(province: Province, snapshot: Snapshot, field: FieldSpec, text: str) -> tuple[Any, list[Problem]]:
    """Read the rows of a table: a JSON list of objects, each cell by the key or label of its column."""
    try:
        rows = json.loads(text)
    except (ValueError, RecursionError):
        rows = None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        return None, [Problem(Code.ENTER_005, place=Place(field=field.key), values={
            "label": field.label, "column": field.columns[0].label,
            "columns": "、".join(column.label for column in field.columns)})]
    columns = {name: column for column in field.columns for name in (column.label, column.key)}
    read, problems = [], []
    for row in rows:
        cells = {}
        for name, typed in row.items():
            column = columns.get(name)
            if column is None:
                told = {"name": name, "form": field.label}
                problems.append(Problem(Code.ENTER_001, place=Place(field=f"{field.key}/{name}"), values=told,
                                        near="、".join(one.label for one in field.columns)))
                continue
            value, found = _read(province, snapshot, column, typed)
            cells[column.key] = value
            problems += found
        read.append(cells)
    return read, problems


def _read_one(province: Province, snapshot: Snapshot, field: FieldSpec, text: str) -> tuple[Any, list[Problem]]:
    if not text:
        return None, []
    if field.type is FieldType.CHOICE:
        return _read_choice(province, field, text)
    if field.type is FieldType.FLAG:
        return _read_flag(field, text)
    if field.type is FieldType.LINK:
        return _read_link(province, snapshot, field, text)
    if field.type is FieldType.DIVISION:
        return _read_division(province, field, text)
    if field.type is FieldType.NUMBER and not field.rounded and not is_money(field):
        return _read_number(text), []
    return text, []


def _read_number(text: str) -> Any:
    """Give a number, or the text as it is for the form's own check to refuse."""
    return int(text) if re.fullmatch(r"-?\d+", text) else text


def _read_choice(province: Province, field: FieldSpec, text: str) -> tuple[Any, list[Problem]]:
    choices = province.choices.get(field.choices)
    known = {} if choices is None else {word: c.key for c in choices.choices for word in (c.key, c.label)}
    if text in known or (choices is not None and choices.open):
        return known.get(text, text), []
    near = "、".join(dict.fromkeys(c.label for c in choices.choices)) if choices else ""
    return None, [Problem(Code.ENTER_002, place=Place(field=field.key),
                          values={"label": field.label, "value": text}, near=near)]


def _read_flag(field: FieldSpec, text: str) -> tuple[Any, list[Problem]]:
    low = text.lower()
    if low in _YES or low in _NO:
        return low in _YES, []
    return None, [Problem(Code.ENTER_002, place=Place(field=field.key), values={"label": field.label, "value": text},
                          near=label("act.yes_or_no"))]


def _read_link(province: Province, snapshot: Snapshot, field: FieldSpec, text: str) -> tuple[Any, list[Problem]]:
    target = province.forms.get(field.to)
    entry = next((e for e in target.entries if text in (e.key, e.label)), None) if target else None
    if entry is not None:
        return entry.key, []  # a line that every office starts with is named by its key [JX-05]
    found = ids_named(snapshot, field.to, text)
    if len(found) == 1:
        return found[0], []
    code = Code.ENTER_004 if found else Code.ENTER_003
    return None, [Problem(code, place=Place(field=field.key),
                          values={"label": field.label, "value": text, "count": len(found)})]


def ids_named(snapshot: Snapshot, kind: str, text: str) -> tuple[str, ...]:
    """List the records of a kind that an id, a pair number or a name stands for; the key of a register's entry too."""
    held = snapshot.get(kind, text)
    if held is not None:
        return (held.id,)
    return tuple(r.id for r in snapshot.of(kind) if text in (r.text("number"), r.text("name"), r.text("key")))


def _read_division(province: Province, field: FieldSpec, text: str) -> tuple[Any, list[Problem]]:
    if text in province.divisions:
        return text, []
    found = list(codes_named(province, text)) or _villages_written_so(province, text)
    if len(found) == 1:
        return found[0], []
    code = Code.ENTER_004 if found else Code.ENTER_006
    near = "、".join(f"{c} {province.divisions.path(c)}" for c in found[:5] or _nearest(province, text))
    return None, [Problem(code, place=Place(field=field.key),
                          values={"label": field.label, "value": text, "count": len(found)}, near=near)]


def _villages_written_so(province: Province, text: str) -> list[str]:
    """List the villages that the text names with another word for their level, as lists do: 喇家村 is 喇家村委会."""
    from aixin_tui.services.importing.place_names import core

    digits, divisions = DIGITS[Level.VILLAGE], province.divisions
    wanted = core(text, digits)
    return [code for code in divisions if len(code) == digits
            and wanted in (core(divisions.name(code), digits), core(divisions.path(code), digits))]


def _nearest(province: Province, text: str) -> list[str]:
    """List up to three divisions that are written most alike."""
    import difflib

    divisions = province.divisions
    written = {name: code for code in divisions for name in (divisions.name(code), divisions.path(code))}
    return list(dict.fromkeys(written[name] for name in difflib.get_close_matches(text, written, 3, 0.6)))


def codes_named(province: Province, text: str) -> Iterable[str]:
    """List the divisions whose own name, or whose path from the county on, is `text`."""
    divisions = province.divisions
    return (code for code in divisions if text in (divisions.name(code), divisions.path(code)))
