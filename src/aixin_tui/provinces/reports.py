"""Figures, reports and documents, from merged trees (province-language 1.8 and 2.7)."""

from __future__ import annotations

from typing import Any

from aixin_tui.engine.spec.core import LEVELS, ROLES
from aixin_tui.engine.spec.item import Items
from aixin_tui.engine.spec.report import (
    LAYOUTS,
    BlockSpec,
    ChartSpec,
    FigureSpec,
    ListSpec,
    PrintSpec,
    ReportSpec,
    TableSpec,
    TargetSpec,
)
from aixin_tui.provinces.cadences import read_cadence
from aixin_tui.provinces.conditions import read_condition
from aixin_tui.provinces.context import STAMP_KEYS, Context
from aixin_tui.provinces.merging import items_of
from aixin_tui.provinces.reader import origin_of
from aixin_tui.provinces.yamltree import Map, Node

_SHAPES = ("count", "sum", "latest", "ratio")
_CONTENTS = ("text", "table", "list", "chart")
_REPORT_KEYS = (
    "report", "title", "cadence", "for", "made_by", "to", "visible_to", "layout", "copies", "blocks", *STAMP_KEYS,
)
#: So many of a paper are signed at most, and so many blank lines a list has at most.
MOST_COPIES, MOST_ROOM = 9, 60


def read_figures(tree: Map | None, ctx: Context) -> Items[FigureSpec]:
    """Read `reports/figures.yaml`."""
    if tree is None:
        return Items()
    ctx.head(tree)
    ctx.reader.keys(tree, ("figures", *STAMP_KEYS), ("figures",))
    return Items(tuple(_figure(node, ctx) for node in items_of(tree, "figures")))


def _figure(node: Map, ctx: Context) -> FigureSpec:
    reader = ctx.reader
    one = reader.one_of(node, _SHAPES)
    head = ctx.item(node, *_SHAPES, "of", "where", "unit", "print", "target",
                    required=() if one in {"ratio", ""} else ("unit",))
    ratio = reader.mapping("ratio", node.get("ratio"))
    if ratio is not None:
        reader.keys(ratio, ("part", "whole"), ("part", "whole"))
    read = reader.text(node, "count") or (reader.text(node, "sum") or reader.text(node, "latest")).partition(".")[0]
    of = reader.text(node, "of")
    made = FigureSpec(
        **head,
        count=reader.text(node, "count"), sum=reader.text(node, "sum"), latest=reader.text(node, "latest"),
        part=reader.text(ratio, "part") if ratio else "", whole=reader.text(ratio, "whole") if ratio else "",
        of=of,
        where=read_condition(node.get("where"), of or read, ctx),
        unit=reader.text(node, "unit", "%" if one == "ratio" else ""),
        print=_print(node.get("print"), ctx),
        target=_target(node.get("target"), ctx),
    )
    return ctx.marks.put(made, node)


def _whole(tree: Map, key: str, least: int, most: int, ctx: Context) -> int:
    """Read a whole number between two; `least` where none is given."""
    found = ctx.reader.number(tree, key, least)
    if isinstance(found, int) and least <= found <= most:
        return found
    ctx.reader.wrong(key, f"up_to_{most}", tree.entries[key])
    return least


def _print(node: Node | None, ctx: Context) -> PrintSpec:
    tree = ctx.reader.mapping("print", node)
    if tree is None:
        return PrintSpec()
    ctx.reader.keys(tree, ("in", "word", "decimals", "as"))
    return PrintSpec(
        unit=ctx.reader.word(tree, "in", ("十", "百", "千", "万", "百万", "亿"), what="print"),
        word=ctx.reader.word(tree, "word", ("余", "多", "近", "约"), what="print"),
        decimals=ctx.reader.number(tree, "decimals"),
        show_as=ctx.reader.word(tree, "as", ("days_ago",), what="print"),
    )


def _target(node: Node | None, ctx: Context) -> TargetSpec | None:
    tree = ctx.reader.mapping("target", node)
    if tree is None:
        return None
    ctx.reader.keys(tree, ("at_least", "at_most", "due"))
    ctx.reader.one_of(tree, ("at_least", "at_most"))
    return TargetSpec(
        at_least=ctx.reader.number(tree, "at_least"), at_most=ctx.reader.number(tree, "at_most"),
        due=ctx.reader.day(tree, "due"),
    )


def read_report(tree: Map, ctx: Context) -> ReportSpec:
    """Read one report or document."""
    reader = ctx.reader
    ctx.head(tree)
    reader.keys(tree, _REPORT_KEYS, ("report", "title", "blocks"))
    reader.one_of(tree, ("cadence", "for"))
    document_for = reader.text(tree, "for")
    return ctx.marks.put(
        ReportSpec(
            key=reader.name(tree, "report"),
            title=reader.text(tree, "title"),
            cadence=read_cadence(tree.get("cadence"), "", ctx),
            document_for=document_for,
            made_by=reader.words(tree, "made_by", LEVELS, what="level"),
            to=reader.text(tree, "to"),
            visible_to=reader.words(tree, "visible_to", ROLES, what="role"),
            layout=reader.word(tree, "layout", LAYOUTS, "form" if document_for else "official", what="layout"),
            copies=_whole(tree, "copies", 1, MOST_COPIES, ctx),
            blocks=Items(tuple(_block(node, ctx) for node in items_of(tree, "blocks"))),
            stamp=ctx.stamp(tree),
            origin=origin_of(tree),
        ),
        tree,
    )


def _block(node: Map, ctx: Context) -> BlockSpec:
    reader = ctx.reader
    head = ctx.item(node, "heading", "level", *_CONTENTS, needs_label=False)
    reader.one_of(node, _CONTENTS, required="heading" not in node.entries)
    level = reader.number(node, "level", 1)
    if level not in {1, 2, 3}:
        reader.wrong("level", "heading_level", node.entries["level"])
    made = BlockSpec(
        **head,
        heading=reader.text(node, "heading"),
        level=int(level),
        text=reader.text(node, "text"),
        table=_table(node.get("table"), ctx),
        list=_list(node.get("list"), ctx),
        chart=_chart(node.get("chart"), ctx),
    )
    return ctx.marks.put(made, node)


def _splits(tree: Map, ctx: Context, *known: str) -> dict[str, Any]:
    ctx.reader.keys(tree, ("figures", "by", *known), ("figures",))
    by = ctx.reader.texts(tree, "by")
    if len(by) > 2:
        ctx.reader.wrong("by", "at_most_two", tree.entries["by"])
    return {"figures": ctx.reader.texts(tree, "figures"), "by": by}


def _nodes(node: Node | None) -> list[Node]:
    return list(getattr(node, "items", [node] if node is not None else []))


def _table(node: Node | None, ctx: Context) -> TableSpec | None:
    tree = ctx.reader.mapping("table", node)
    if tree is None:
        return None
    made = TableSpec(**_splits(tree, ctx))
    return ctx.marks.put(made, tree, [*_nodes(tree.get("figures")), *_nodes(tree.get("by"))])


def _chart(node: Node | None, ctx: Context) -> ChartSpec | None:
    tree = ctx.reader.mapping("chart", node)
    if tree is None:
        return None
    made = ChartSpec(**_splits(tree, ctx, "style"), style=ctx.reader.word(tree, "style", ("bar", "line"), "bar",
                                                                          what="style"))
    return ctx.marks.put(made, tree, [*_nodes(tree.get("figures")), *_nodes(tree.get("by"))])


def _list(node: Node | None, ctx: Context) -> ListSpec | None:
    reader = ctx.reader
    tree = reader.mapping("list", node)
    if tree is None:
        return None
    reader.keys(tree, ("of", "where", "columns", "sort", "style", "once", "pen", "room"), ("of", "columns"))
    kind = reader.text(tree, "of")
    made = ListSpec(
        of=kind,
        where=read_condition(tree.get("where"), kind, ctx),
        columns=reader.texts(tree, "columns"),
        sort=reader.texts(tree, "sort"),
        style=reader.word(tree, "style", ("rows", "sentence"), "rows", what="style"),
        once=reader.flag(tree, "once"),
        pen=reader.texts(tree, "pen"),
        room=_whole(tree, "room", 0, MOST_ROOM, ctx),
    )
    parts = [*_nodes(tree.get("columns")), *_nodes(tree.get("sort"))]
    return ctx.marks.put(made, tree.get("of") or tree, parts)
