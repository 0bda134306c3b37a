"""Conditions, selections and checks, from trees (province-language 1.3, 1.4, 1.7)."""

from __future__ import annotations

from typing import Any

from aixin_tui.domain.codes import Code
from aixin_tui.engine.spec.condition import (
    AllOf,
    AnyOf,
    Between,
    Check,
    Clause,
    Condition,
    Distinct,
    Equals,
    FactTest,
    Has,
    Not,
    Recorded,
    SameAs,
    Selection,
    Shares,
    Test,
    Within,
)
from aixin_tui.engine.spec.core import ROLES
from aixin_tui.provinces.context import Context
from aixin_tui.provinces.reader import is_duration
from aixin_tui.provinces.values import plain_value
from aixin_tui.provinces.yamltree import Map, Node, Scalar, Seq

_OPERATORS = ("fact", "at_least", "at_most", "within", "all_of", "distinct", "recorded")


def read_condition(node: Node | None, kind: str, ctx: Context) -> Condition:
    """Read a condition over records of `kind`; nothing there always holds."""
    tree = ctx.reader.mapping("condition", node)
    if tree is None:
        return Condition()
    clauses = tuple(_clause(tree.keys[key], value, kind, ctx) for key, value in tree.entries.items())
    return ctx.marks.put(Condition(clauses), tree)


def _clause(key: Scalar, value: Node, kind: str, ctx: Context) -> Clause:
    if key.text == "any":
        ways = tuple(read_condition(part, kind, ctx) for part in ctx.reader.sequence("any", value))
        return ctx.marks.put(AnyOf(ways), key)
    if key.text == "not":
        return ctx.marks.put(Not(read_condition(value, kind, ctx)), key)
    if key.text == "has":
        nodes = value.items if isinstance(value, Seq) else ctx.reader.sequence("has", value)
        found = (read_selection(part, ctx, of="", known=("at_least", "at_most")) for part in nodes)
        return ctx.marks.put(Has(tuple(s for s in found if s is not None)), key)
    test, parts = read_test(value, key.text, kind, ctx)
    return ctx.marks.put(FactTest(key.text, test), key, parts)


def read_test(node: Node, fact: str, kind: str, ctx: Context) -> tuple[Test, list[Node]]:
    """Read the right side of a condition's entry, with the nodes that its values stand at."""
    if isinstance(node, Scalar):
        return Equals((plain_value(node, fact, kind, ctx),)), [node]
    if isinstance(node, Seq):
        return Equals(tuple(plain_value(n, fact, kind, ctx) for n in node.items)), node.items
    ctx.reader.keys(node, _OPERATORS)
    groups = [g for g in ("fact", "at_least|at_most", "within", "all_of", "distinct", "recorded")
              if any(key in node.entries for key in g.split("|"))]
    if len(groups) != 1:
        ctx.reader.report(Code.SPEC_004, node, keys=" / ".join(_OPERATORS), found=" / ".join(node.entries) or "–")
        return Recorded(True), [node]
    at = next(node.keys[key] for key in _OPERATORS if key in node.entries)
    return _operator(groups[0], node, fact, kind, ctx), [at]


def _operator(group: str, node: Map, fact: str, kind: str, ctx: Context) -> Test:
    reader = ctx.reader
    if group == "fact":
        return Shares(ctx.fact_name(node.entries["fact"]))
    if group == "within":
        span = reader.text(node, "within")
        if span not in {"period", "year"} and not is_duration(span):
            reader.wrong("within", "duration", node.entries["within"])
        return Within(span)
    if group == "all_of":
        nodes = reader.sequence("all_of", node.entries["all_of"])
        return AllOf(tuple(plain_value(n, fact, kind, ctx) for n in nodes))
    if group == "distinct":
        inner = reader.mapping("distinct", node.entries["distinct"]) or Map(node.file, node.line, node.column)
        reader.keys(inner, ("at_least", "at_most"))
        return Distinct(reader.number(inner, "at_least"), reader.number(inner, "at_most"))
    if group == "recorded":
        return Recorded(reader.flag(node, "recorded"))
    return Between(_bound(node.get("at_least"), fact, kind, ctx), _bound(node.get("at_most"), fact, kind, ctx))


def _bound(node: Node | None, fact: str, kind: str, ctx: Context) -> Any:
    if node is None:
        return None
    if isinstance(node, Map):
        ctx.reader.keys(node, ("fact",), ("fact",))
        return SameAs(ctx.fact_name(node.entries["fact"])) if "fact" in node.entries else None
    return plain_value(node, fact, kind, ctx)


def read_selection(node: Node | None, ctx: Context, *, of: str, known: tuple[str, ...] = ()) -> Selection | None:
    """Read a selection; `of` is the kind where none is written."""
    tree = ctx.reader.mapping("selection", node)
    if tree is None:
        return None
    ctx.reader.keys(tree, ("of", "where", *known), () if of else ("of",))
    kind = ctx.reader.text(tree, "of") or of
    return ctx.marks.put(
        Selection(
            of=kind,
            where=read_condition(tree.get("where"), kind, ctx),
            at_least=int(ctx.reader.number(tree, "at_least", 1)),
            at_most=ctx.reader.number(tree, "at_most"),
            date=ctx.reader.text(tree, "date"),
        ),
        tree.get("of") or tree,
    )


def read_check(node: Map, kind: str, ctx: Context, around: Any = None) -> Check:
    """Read a constraint, a guard or a hard rule over records of `kind`."""
    head = ctx.item(node, "when", "must", "say", "who", "level", required=("must", "say"), around=around,
                    needs_label=False)
    return ctx.marks.put(
        Check(
            **head,
            when=read_condition(node.get("when"), kind, ctx),
            must=read_condition(node.get("must"), kind, ctx),
            say=ctx.reader.text(node, "say"),
            who=ctx.reader.word(node, "who", ROLES, "recorder", what="role"),
            level=ctx.reader.word(node, "level", ("refuse", "approve", "warn"), "refuse", what="level"),
        ),
        node,
    )


