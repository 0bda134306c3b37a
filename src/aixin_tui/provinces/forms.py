"""Forms, choice lists and registers, from merged trees (province-language 2.2 and 2.6)."""

from __future__ import annotations

from typing import Any

from aixin_tui.domain.codes import Code
from aixin_tui.engine.spec.facts import Fact
from aixin_tui.engine.spec.form import Choice, ChoiceList, Entry, FieldSpec, FieldType, FormSpec, Need
from aixin_tui.engine.spec.item import Items
from aixin_tui.provinces.conditions import read_check, read_condition, read_test
from aixin_tui.provinces.context import STAMP_KEYS, Context
from aixin_tui.provinces.merging import items_of
from aixin_tui.provinces.reader import Reader, origin_of
from aixin_tui.provinces.values import read_value
from aixin_tui.provinces.yamltree import Map

FIELD_KEYS = (
    "type", "need", "ask_when", "choices", "to", "many", "columns", "must", "say", "default", "unit", "rounded",
    "lines", "hint", "aliases", "mask", "sealed",
)
FORM_KEYS = ("form", "label", "fields", "checks", *STAMP_KEYS)
REGISTER_KEYS = (
    "register", "label", "fields", "checks", "states", "transitions", "entries", "sealed", "anonymise", *STAMP_KEYS,
)
_TYPES = tuple(t.value for t in FieldType)
_NEEDS = tuple(n.value for n in Need)


def read_choices(tree: Map | None, ctx: Context) -> Items[ChoiceList]:
    """Read `forms/choices.yaml`."""
    if tree is None:
        return Items()
    ctx.head(tree)
    ctx.reader.keys(tree, ("lists", *STAMP_KEYS), ("lists",))
    return Items(tuple(_choice_list(node, ctx) for node in items_of(tree, "lists")))


def _choice_list(node: Map, ctx: Context) -> ChoiceList:
    head = ctx.item(node, "choices", "open", required=("choices",))
    made = ChoiceList(**head, open=ctx.reader.flag(node, "open"))
    choices = tuple(Choice(**ctx.item(item, around=made)) for item in items_of(node, "choices"))
    return ctx.marks.put(ChoiceList(**head, open=made.open, choices=choices), node)


def read_form(tree: Map, ctx: Context, *, is_register: bool = False) -> FormSpec:
    """Read the form of one kind, or one register (its life is read beside it)."""
    reader = ctx.reader
    named = "register" if is_register else "form"
    ctx.head(tree)
    reader.keys(tree, REGISTER_KEYS if is_register else FORM_KEYS, (named, "label", "fields"))
    kind = reader.name(tree, named)
    fields = Items(tuple(_field(node, kind, ctx) for node in items_of(tree, "fields")))
    made = FormSpec(
        kind=kind,
        label=reader.text(tree, "label"),
        fields=fields,
        checks=Items(tuple(read_check(node, kind, ctx) for node in items_of(tree, "checks"))),
        stamp=ctx.stamp(tree),
        origin=origin_of(tree),
        is_register=is_register,
        sealed=reader.flag(tree, "sealed"),
        anonymise=reader.flag(tree, "anonymise"),
        entries=tuple(_entry(node, fields, ctx) for node in items_of(tree, "entries")),
    )
    return ctx.marks.put(made, tree)


def _field(node: Map, kind: str, ctx: Context, around: FieldSpec | None = None) -> FieldSpec:
    reader = ctx.reader
    head = ctx.item(node, *FIELD_KEYS, required=("type",), around=around)
    name = f"{kind}.{around.key}.{head['key']}" if around else f"{kind}.{head['key']}"
    type_ = FieldType(reader.word(node, "type", _TYPES, "text", what="type"))
    _required_by_type(node, type_, reader)
    parts = {
        "type": type_,
        "need": Need(reader.word(node, "need", _NEEDS, "optional", what="need")),
        "ask_when": read_condition(node.get("ask_when"), kind, ctx),
        "choices": reader.text(node, "choices"),
        "to": reader.text(node, "to"),
        "many": reader.flag(node, "many"),
        "must": read_test(node.entries["must"], name, kind, ctx)[0] if "must" in node.entries else None,
        "say": reader.text(node, "say"),
        "default": _default(node, head["key"], type_, kind, ctx),
        "unit": reader.text(node, "unit"),
        "rounded": reader.flag(node, "rounded"),
        "lines": int(reader.number(node, "lines", 1)),
        "hint": reader.text(node, "hint"),
        "aliases": reader.texts(node, "aliases"),
        "mask": reader.flag(node, "mask"),
        "sealed": reader.flag(node, "sealed"),
    }
    made = FieldSpec(**head, **parts)
    columns = tuple(_field(column, kind, ctx, made) for column in items_of(node, "columns"))
    made = FieldSpec(**head, **parts, columns=columns) if columns else made
    return ctx.marks.put(made, node)


def _required_by_type(node: Map, type_: FieldType, reader: Reader) -> None:
    """A choice names its list, a link its kind, a table its columns; `must` says what is wrong."""
    needed = {FieldType.CHOICE: "choices", FieldType.LINK: "to", FieldType.TABLE: "columns"}.get(type_)
    for key in (needed, "say" if "must" in node.entries else None):
        if key is not None and key not in node.entries:
            reader.report(Code.SPEC_003, node, key=key)


def _default(node: Map, key: str, type_: FieldType, kind: str, ctx: Context) -> Any:
    typed = type_ if type_ in {FieldType.NUMBER, FieldType.FLAG, FieldType.DATE} else FieldType.TEXT
    return read_value(node.get("default"), ctx, kind=kind, fact=Fact(kind=kind, name=key, type=typed))


def _entry(node: Map, fields: Items[FieldSpec], ctx: Context) -> Entry:
    head = ctx.item(node, "values")
    held = ctx.reader.mapping("values", node.get("values"))
    values: dict[str, Any] = {}
    for key, value in held.entries.items() if held is not None else ():
        if key not in fields:
            ctx.reader.unknown("field", key, held.keys[key] if held else node, fields)
        values[key] = read_value(value, ctx)
    return Entry(**head, values=values)


def declared_fields(tree: Map, kind: str) -> FormSpec:
    """Read only names and types of a form's fields, without judging: what conditions are typed by."""
    return FormSpec(
        kind=kind, label="", is_register="register" in tree.entries, sealed=tree.text("sealed") == "true",
        fields=Items(tuple(_declared(node) for node in items_of(tree, "fields") if node.text("key"))),
    )


def _declared(node: Map) -> FieldSpec:
    named = node.text("type")
    return FieldSpec(
        key=node.text("key"),
        type=FieldType(named) if named in _TYPES else FieldType.TEXT,
        choices=node.text("choices"), to=node.text("to"), many=node.text("many") == "true",
        columns=tuple(_declared(column) for column in items_of(node, "columns")),
    )


def kind_of_file(tree: Map) -> str:
    """Give the kind that a form or register file is about."""
    return tree.text("form") or tree.text("register")

