"""Cadences, from trees (province-language 1.6)."""

from __future__ import annotations

import re

from aixin_tui.engine.spec.checklist import After, Cadence, Every, Gap
from aixin_tui.engine.spec.core import NAMED_DAYS, UNITS
from aixin_tui.provinces.context import Context
from aixin_tui.provinces.reader import is_duration
from aixin_tui.provinces.values import read_value
from aixin_tui.provinces.yamltree import Map, Node, Scalar, Seq

_MONTH_DAY = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
_FURTHER = {"every": ("days", "early", "late"), "after": ("wait", "early", "within"), "gap": ()}


def read_cadence(node: Node | None, kind: str, ctx: Context) -> Cadence | None:
    """Read exactly one of `every`, `after` and `gap`; None where there is nothing to read."""
    tree = ctx.reader.mapping("cadence", node)
    if tree is None:
        return None
    # A misspelt key is told as such; only among the known ones is "exactly one" judged.
    ctx.reader.keys(tree, {"every", "after", "gap", *(key for keys in _FURTHER.values() for key in keys)})
    one = ctx.reader.one_of(tree, ("every", "after", "gap"))
    if not one:
        return None
    ctx.reader.keys(tree, {one, "every", "after", "gap", *_FURTHER[one]})
    if one == "every":
        return ctx.marks.put(_every(tree, ctx), tree)
    if one == "after":
        early, within = ctx.reader.duration(tree, "early"), ctx.reader.duration(tree, "within")
        if not early and not within:
            ctx.reader.one_of(tree, ("early", "within"))
        fact = ctx.fact_name(tree.entries["after"])
        after = After(fact=fact, wait=ctx.reader.duration(tree, "wait"), early=early, within=within)
        return ctx.marks.put(after, tree.entries["after"])
    return ctx.marks.put(Gap(length=_durations(tree.entries["gap"], kind, ctx)), tree)


def _durations(node: Node, kind: str, ctx: Context) -> object:
    """Read a duration or a value table of durations."""
    for scalar in _leaves(node):
        if not is_duration(scalar.text):
            ctx.reader.wrong("gap", "duration", scalar)
    return read_value(node, ctx, kind=kind)


def _leaves(node: Node | None) -> list[Scalar]:
    if isinstance(node, Scalar):
        return [node]
    if isinstance(node, Map):
        values = node.get("values")
        parts = [*values.entries.values()] if isinstance(values, Map) else []
        return [leaf for part in (*parts, node.get("else")) for leaf in _leaves(part)]
    return []


def _every(tree: Map, ctx: Context) -> Every:
    node = tree.entries["every"]
    scalars = [n for n in (node.items if isinstance(node, Seq) else [node]) if isinstance(n, Scalar)]
    words = tuple(scalar.text for scalar in scalars)
    for scalar in scalars:
        if scalar.text not in NAMED_DAYS and scalar.text not in UNITS and not _MONTH_DAY.fullmatch(scalar.text):
            ctx.reader.unknown("slot", scalar.text, scalar, (*UNITS, *NAMED_DAYS))
    early, late = ctx.reader.duration(tree, "early"), ctx.reader.duration(tree, "late")
    if len(words) == 1 and words[0] in UNITS:
        return Every(unit=words[0], days=_days(tree, ctx), early=early, late=late)
    return Every(named=words, early=early, late=late)


def _days(tree: Map, ctx: Context) -> tuple[int, int] | None:
    node = ctx.reader.mapping("days", tree.get("days"))
    if node is None:
        return None
    ctx.reader.keys(node, ("from", "to"), ("from", "to"))
    first, last = ctx.reader.number(node, "from", 1), ctx.reader.number(node, "to", 31)
    if not 1 <= first <= last <= 31:
        ctx.reader.wrong("days", "days_of_month", node)
    return int(first), int(last)
