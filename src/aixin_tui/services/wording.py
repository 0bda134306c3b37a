"""Stored values in the words of the office: labels for choices, names for places and links, dates as they are."""

from __future__ import annotations

from collections.abc import Mapping

from aixin_tui.domain.record import Record, Value, members, rows
from aixin_tui.engine.money import in_unit, is_money
from aixin_tui.engine.spec.form import FieldSpec, FieldType
from aixin_tui.engine.spec.workflow import LifeSpec
from aixin_tui.services.desk import Desk
from aixin_tui.services.masking import is_masked, mask
from aixin_tui.texts import label

#: Words of a rounded number that stand before its digits; the others stand behind.
_BEFORE = frozenset({"近", "约", "超"})


def kind_label(desk: Desk, kind: str) -> str:
    """Name a kind as its form does: 儿童档案."""
    form = desk.province.forms.get(kind)
    if form is not None:
        return form.label
    try:
        return label(f"act.{kind}")
    except KeyError:
        return kind


def state_label(life: LifeSpec | None, state: str) -> str:
    """Name a state of a life; the key itself where it is not declared."""
    found = life.states.get(state) if life else None
    return found.label if found else state


def reason_label(desk: Desk, kind: str, transition: str, reason: str) -> str:
    """Name the reason of a step by the choice list of its transition; the text itself where it has none."""
    life = desk.province.lives.get(kind)
    step = life.transitions.get(transition) if life and transition else None
    choices = desk.province.choices.get(step.reason) if step and step.reason else None
    return choices.label_of(reason) if choices else reason


def name_of(desk: Desk, kind: str, record_id: str) -> str:
    """Name a linked record as people call it: its name, its number, else its date."""
    record = desk.store.get(kind, record_id)
    if record is None:
        return _entry_label(desk, kind, record_id) or record_id
    return title_of(desk, record)


def title_of(desk: Desk, record: Record) -> str:
    """Name a record: its own name or number; a pairing by its two people; else its kind and date."""
    if record.kind == "pairing":
        mother = name_of(desk, "loving_mother", record.text("loving_mother")) if record.text("loving_mother") else (
            name_of(desk, "mother_team", record.text("mother_team")))
        return f"{name_of(desk, 'child', record.text('child'))} — {mother}"
    for field in ("name", "title", "number", "wish"):
        if record.text(field):
            return record.text(field)
    if record.text("entry"):
        return _entry_label(desk, record.kind, record.text("entry")) or record.text("entry")
    return " ".join(part for part in (kind_label(desk, record.kind), record.text("date")) if part)


def words(desk: Desk, field: FieldSpec, value: Value, *, unmasked: bool = False, unsealed: bool = False) -> str:
    """Write the value of a field as people read it; masked where the field is, sealed fields not at all."""
    if (field.sealed and not unsealed) or value is None:
        return ""
    if field.type is FieldType.TABLE:
        return "；".join(_row_words(desk, field, row, unmasked=unmasked) for _, row in rows(value))
    told = (value,) if field.type is FieldType.NUMBER else members(value)
    found = [_one(desk, field, one, unmasked=unmasked) for one in told]
    return found[0] if len(found) == 1 else "、".join(found)  # one that was said keeps its other language


def _row_words(desk: Desk, field: FieldSpec, row: Mapping[str, Value], *, unmasked: bool) -> str:
    parts = ((column, row.get(column.key)) for column in field.columns)
    return " ".join(words(desk, column, value, unmasked=unmasked) for column, value in parts if value is not None)


def _one(desk: Desk, field: FieldSpec, value: Value, *, unmasked: bool) -> str:
    if field.type is FieldType.FLAG:
        return label("act.value_yes" if value else "act.value_no")
    if field.type is FieldType.NUMBER:
        return number_words(field, value)
    text = str(value)
    if field.type is FieldType.CHOICE:
        choices = desk.province.choices.get(field.choices)
        return choices.label_of(text) if choices else text
    if field.type is FieldType.DIVISION:
        return desk.province.divisions.path(text)
    if field.type is FieldType.LINK:
        return name_of(desk, field.to, text)
    if is_masked(field) and not unmasked:
        return mask(text, field.type.value)
    return f"{text}{field.unit}" if field.unit else text


def number_words(field: FieldSpec, value: Value) -> str:
    """Write a number with its unit as offices do: 近1200000人次, 600000元 (stored in fen)."""
    word = ""
    if isinstance(value, Mapping):
        value, word = value.get("value"), str(value.get("word") or "")
    if is_money(field) and isinstance(value, (int, float)):
        value = in_unit(value, field.unit)
    return f"{word}{value}{field.unit}" if word in _BEFORE else f"{value}{word}{field.unit}"


def _entry_label(desk: Desk, kind: str, key: str) -> str:
    form = desk.province.forms.get(kind)
    return next((entry.label for entry in form.entries if entry.key == key), "") if form else ""
