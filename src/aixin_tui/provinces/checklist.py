"""The checklist, from its merged tree (province-language 2.5)."""

from __future__ import annotations

from aixin_tui.engine.spec.checklist import ChecklistSpec, DutySpec, Every, GroupSpec
from aixin_tui.engine.spec.core import DUTY_ROLES
from aixin_tui.engine.spec.item import Items
from aixin_tui.provinces.cadences import read_cadence
from aixin_tui.provinces.conditions import read_condition, read_selection
from aixin_tui.provinces.context import STAMP_KEYS, Context
from aixin_tui.provinces.merging import items_of
from aixin_tui.provinces.yamltree import Map

_KEYS = ("scope", "applies_when", "cadence", "counts", "when_paused", "group", "who")


def read_checklist(tree: Map | None, ctx: Context) -> ChecklistSpec:
    """Read `checklist.yaml`."""
    if tree is None:
        return ChecklistSpec()
    ctx.head(tree)
    ctx.reader.keys(tree, ("groups", "items", *STAMP_KEYS))
    groups = Items(tuple(GroupSpec(**ctx.item(node)) for node in items_of(tree, "groups")))
    duties = Items(tuple(_duty(node, groups, ctx) for node in items_of(tree, "items")))
    return ChecklistSpec(groups=groups, duties=duties)


def _duty(node: Map, groups: Items[GroupSpec], ctx: Context) -> DutySpec:
    reader = ctx.reader
    head = ctx.item(node, *_KEYS, required=("scope", "cadence"))
    scope = reader.text(node, "scope")
    counts = node.get("counts")
    made = DutySpec(
        **head,
        scope=scope,
        applies_when=read_condition(node.get("applies_when"), scope, ctx),
        cadence=read_cadence(node.get("cadence"), scope, ctx) or Every(unit="year"),
        counts=read_selection(counts, ctx, of="", known=("at_least", "at_most", "date")) if counts else None,
        when_paused=reader.word(node, "when_paused", ("rests", "goes_on"), what="when_paused"),
        group=reader.word(node, "group", tuple(groups), what="group"),
        who=reader.word(node, "who", DUTY_ROLES, "recorder", what="role"),
    )
    return ctx.marks.put(made, node)
