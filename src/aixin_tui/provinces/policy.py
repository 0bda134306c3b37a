"""The matching policy, from its merged tree (province-language 2.4)."""

from __future__ import annotations

from typing import Any

from aixin_tui.engine.spec.condition import Condition
from aixin_tui.engine.spec.core import SETTING_WORDS, SETTINGS
from aixin_tui.engine.spec.facts import Fact
from aixin_tui.engine.spec.form import FieldType
from aixin_tui.engine.spec.item import Items
from aixin_tui.engine.spec.policy import ClassSpec, CostSpec, FactSpec, PolicySpec, SettingSpec
from aixin_tui.provinces.conditions import read_check, read_condition
from aixin_tui.provinces.context import STAMP_KEYS, Context
from aixin_tui.provinces.merging import items_of
from aixin_tui.provinces.reader import number_of
from aixin_tui.provinces.values import read_value
from aixin_tui.provinces.yamltree import Map, Node, Scalar, Seq

_LISTS = ("facts", "classes", "checks", "costs", "settings")
_COST = Fact(kind="", name="cost", type=FieldType.NUMBER)


def read_policy(tree: Map | None, ctx: Context) -> PolicySpec:
    """Read `policy.yaml`; its checks and costs are on a pairing, its classes on a child."""
    if tree is None:
        return PolicySpec()
    ctx.head(tree)
    ctx.reader.keys(tree, (*_LISTS, *STAMP_KEYS))
    return PolicySpec(
        facts=Items(tuple(_fact(node, ctx) for node in items_of(tree, "facts"))),
        classes=Items(tuple(_class(node, ctx) for node in items_of(tree, "classes"))),
        checks=Items(tuple(read_check(node, "pairing", ctx) for node in items_of(tree, "checks"))),
        costs=Items(tuple(_cost(node, ctx) for node in items_of(tree, "costs"))),
        settings=Items(tuple(_setting(node, ctx) for node in items_of(tree, "settings"))),
    )


def _fact(node: Map, ctx: Context) -> FactSpec:
    head = ctx.item(node, "of", "when", "value", required=("of",))
    kind = ctx.reader.text(node, "of")
    ctx.reader.one_of(node, ("when", "value"))
    when = read_condition(node.get("when"), kind, ctx) if "when" in node.entries else None
    made = FactSpec(**head, of=kind, when=when, value=read_value(node.get("value"), ctx, kind=kind))
    return ctx.marks.put(made, node)


def declared_facts(tree: Map | None) -> tuple[FactSpec, ...]:
    """Read only the names and kinds of derived facts, true or false where a condition makes them."""
    return tuple(
        FactSpec(
            key=node.text("key"), of=node.text("of"), when=Condition() if "when" in node.entries else None,
            value=0 if _is_number(node.get("value")) else "",
        )
        for node in items_of(tree, "facts")
        if node.text("key")
    )


def _is_number(value: Node | None) -> bool:
    """Whether every plain part of a value's tree is a number."""
    if isinstance(value, Map):
        held = value.get("values")
        parts = [*(held.entries.values() if isinstance(held, Map) else ()), value.get("else")]
        return bool(parts) and all(_is_number(part) for part in parts if part is not None)
    return value is not None and number_of(value) is not None


def _class(node: Map, ctx: Context) -> ClassSpec:
    head = ctx.item(node, "when", required=("when",))
    return ctx.marks.put(ClassSpec(**head, when=read_condition(node.get("when"), "child", ctx)), node)


def _cost(node: Map, ctx: Context) -> CostSpec:
    head = ctx.item(node, "when", "cost", "times", required=("cost",))
    made = CostSpec(
        **head,
        when=read_condition(node.get("when"), "pairing", ctx),
        cost=read_value(node.get("cost"), ctx, kind="pairing", fact=_COST),
        times=ctx.reader.text(node, "times"),
    )
    return ctx.marks.put(made, node)


def _setting(node: Map, ctx: Context) -> SettingSpec:
    head = ctx.item(node, "value", required=("value",), needs_label=False)
    key = head["key"]
    if key not in SETTINGS:
        ctx.reader.unknown("setting", key, node.entries.get("key", node), SETTINGS)
    return ctx.marks.put(SettingSpec(**head, value=_setting_value(node, key, ctx)), node)


def _setting_value(node: Map, key: str, ctx: Context) -> Any:
    value, wanted = node.get("value"), SETTINGS.get(key, "")
    if value is None:
        return None
    if wanted == "numbers":
        numbers = [number_of(n) for n in ctx.reader.sequence(key, value)]
        for part, number in zip(value.items if isinstance(value, Seq) else (), numbers, strict=True):
            if number is None:
                ctx.reader.wrong(key, "number", part)
        return tuple(n for n in numbers if n is not None)
    if wanted == "number":
        number = number_of(value)
        if number is None:
            ctx.reader.wrong(key, "number", value)
        return number
    words = SETTING_WORDS.get(wanted, ())
    if isinstance(value, Scalar) and words and value.text not in words:
        ctx.reader.unknown("setting_value", value.text, value, words)
    return ctx.reader.plain_text(key, value)
