"""Lives: states and transitions, from merged trees (province-language 2.3; a register's in 2.6)."""

from __future__ import annotations

import msgspec

from aixin_tui.domain.codes import Code
from aixin_tui.engine.spec.core import CORE_STATES, FINAL, LIVING, ROLES
from aixin_tui.engine.spec.item import Items
from aixin_tui.engine.spec.workflow import ANY, LifeSpec, StateSpec, TransitionSpec
from aixin_tui.provinces.conditions import read_check
from aixin_tui.provinces.context import STAMP_KEYS, Context
from aixin_tui.provinces.merging import items_of
from aixin_tui.provinces.yamltree import Map
from aixin_tui.texts import Label


def read_lives(tree: Map | None, ctx: Context) -> dict[str, LifeSpec]:
    """Read `workflow.yaml`: a section for each core kind that has a life."""
    if tree is None:
        return {}
    ctx.head(tree)
    ctx.reader.keys(tree, (*LIVING, *STAMP_KEYS), LIVING)
    lives = {}
    for kind in LIVING:
        section = ctx.reader.mapping(kind, tree.get(kind))
        if section is not None:
            ctx.reader.keys(section, ("states", "transitions"), ("states", "transitions"))
            lives[kind] = read_life(section, kind, ctx)
    return lives


def read_life(section: Map, kind: str, ctx: Context) -> LifeSpec:
    """Read the states and transitions of one kind."""
    states = Items(tuple(_state(node, kind, ctx) for node in items_of(section, "states")))
    transitions = Items(tuple(_transition(node, kind, states, ctx) for node in items_of(section, "transitions")))
    return ctx.marks.put(LifeSpec(kind=kind, states=states, transitions=transitions), section)


def _state(node: Map, kind: str, ctx: Context) -> StateSpec:
    head = ctx.item(node, "core", "group", "final")
    core = ctx.reader.text(node, "core")
    if kind in CORE_STATES and core not in CORE_STATES[kind]:
        if core:
            ctx.reader.unknown("core_state", core, node.entries["core"], CORE_STATES[kind])
        else:
            ctx.reader.report(Code.FLOW_003, node, what=Label("flow.no_core"), name=head["key"], fix=Label("flow.core"))
    final = ctx.reader.flag(node, "final", default=core in FINAL)
    made = StateSpec(**head, core=core, group=ctx.reader.text(node, "group"), final=final)
    return ctx.marks.put(made, node)


def _transition(node: Map, kind: str, states: Items[StateSpec], ctx: Context) -> TransitionSpec:
    reader = ctx.reader
    head = ctx.item(
        node, "from", "to", "who", "checks", "reason", "evidence", "documents", required=("from", "to")
    )
    made = TransitionSpec(
        **head,
        sources=reader.words(node, "from", (*states, ANY), what="state"),
        to=reader.word(node, "to", tuple(states), what="state"),
        who=reader.word(node, "who", ROLES, "recorder", what="role"),
        reason=reader.text(node, "reason"),
        evidence=reader.texts(node, "evidence"),
        documents=reader.texts(node, "documents"),
    )
    checks = tuple(read_check(check, kind, ctx, made) for check in items_of(node, "checks"))
    if checks:
        made = msgspec.structs.replace(made, checks=checks)
    return ctx.marks.put(made, node)

