"""Values: plain ones typed by their fact, and those that depend on a fact (province-language 1.5)."""

from __future__ import annotations

from typing import Any

from aixin_tui.engine.spec.condition import By, SameAs
from aixin_tui.engine.spec.facts import Fact
from aixin_tui.engine.spec.form import FieldType
from aixin_tui.provinces.context import Context
from aixin_tui.provinces.reader import is_date, number_of
from aixin_tui.provinces.yamltree import Map, Node, Scalar, Seq


def plain_value(node: Node, fact: str, kind: str, ctx: Context) -> Any:
    """Read a scalar as the type of the fact that it is compared with; as written where the fact is unknown."""
    found = ctx.facts.find(kind, fact)
    return typed_value(node, fact, found, ctx) if found is not None else guessed_value(node, ctx)


def typed_value(node: Node, key: str, fact: Fact, ctx: Context) -> Any:
    """Read a scalar by a fact's type; SPEC_002 where it is not of that type."""
    if not isinstance(node, Scalar):
        ctx.reader.wrong(key, "scalar", node)
        return ""
    if fact.type is FieldType.NUMBER:
        number = number_of(node)
        if number is None:
            ctx.reader.wrong(key, "number", node)
        return number
    if fact.type is FieldType.FLAG:
        if node.text not in {"true", "false"}:
            ctx.reader.wrong(key, "flag", node)
        return node.text == "true"
    if fact.type is FieldType.DATE:
        if not is_date(node.text):
            ctx.reader.wrong(key, "date", node)
        return node.text
    return ctx.reader.plain_text(key, node)


def guessed_value(node: Node, ctx: Context) -> Any:
    """Read a scalar that no fact types: true, false and numbers without quotes, else text."""
    if not isinstance(node, Scalar):
        return ctx.reader.scalar("value", node)
    if node.plain and node.text in {"true", "false"}:
        return node.text == "true"
    number = number_of(node) if node.plain and not (node.text.startswith("0") and len(node.text) > 1) else None
    return number if number is not None else node.text


def read_value(node: Node | None, ctx: Context, *, kind: str = "", fact: Fact | None = None) -> Any:
    """Read a value: plain (typed by `fact` where one is given), `{fact: OTHER}`, or `{by, values, else}`."""
    if node is None:
        return None
    if isinstance(node, Scalar):
        return typed_value(node, fact.name, fact, ctx) if fact is not None else guessed_value(node, ctx)
    if isinstance(node, Seq):
        return tuple(read_value(item, ctx, kind=kind, fact=fact) for item in node.items)
    if "fact" in node.entries:
        ctx.reader.keys(node, ("fact",))
        return ctx.marks.put(SameAs(ctx.fact_name(node.entries["fact"])), node.entries["fact"])
    ctx.reader.keys(node, ("by", "values", "else"), ("by", "values"))
    return _by(node, ctx, kind, fact)


def _by(node: Map, ctx: Context, kind: str, fact: Fact | None) -> Any:
    held = ctx.reader.mapping("values", node.get("values"))
    values = {} if held is None else {
        key: read_value(part, ctx, kind=kind, fact=fact) for key, part in held.entries.items()
    }
    by = By(
        fact=ctx.fact_name(node.entries["by"]) if "by" in node.entries else "",
        values=values,
        otherwise=read_value(node.get("else"), ctx, kind=kind, fact=fact),
        has_else="else" in node.entries,
    )
    places = [held.keys[key] for key in values] if held is not None else []
    return ctx.marks.put(by, node.entries.get("by") or node, [node.get("values") or node, *places])
