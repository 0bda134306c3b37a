"""A province's files laid over common's, file by file (province-language 4)."""

from __future__ import annotations

from aixin_tui.domain.codes import Code
from aixin_tui.engine.spec.facts import FactTable
from aixin_tui.engine.spec.form import FormSpec
from aixin_tui.engine.spec.item import Items
from aixin_tui.engine.spec.workflow import LifeSpec, StateSpec
from aixin_tui.provinces.folder import Folder
from aixin_tui.provinces.forms import declared_fields, kind_of_file
from aixin_tui.provinces.merging import Merger, items_of
from aixin_tui.provinces.near import fix_of, nearest
from aixin_tui.provinces.policy import declared_facts
from aixin_tui.provinces.reader import Reader
from aixin_tui.provinces.yamltree import Map, Node, Seq

CHOICES = "forms/choices.yaml"
FIGURES = "reports/figures.yaml"


def merge_folders(own: Folder, common: Folder | None, reader: Reader) -> dict[str, Map]:
    """Give every file of a province, whole: its own, common's, or one over the other."""
    base = dict(common.trees) if common is not None and common.path != own.path else {}
    for name in _without(own, base, reader):
        base.pop(name, None)
    merger = Merger(reader)
    trees = {name: tree for name, tree in base.items() if name not in own.trees and name != "province.yaml"}
    for name, tree in own.trees.items():
        alone = name == "province.yaml" or name.startswith("lang/")
        trees[name] = tree if alone else merger.file(tree, base.get(name))
    return dict(sorted(trees.items()))


def _without(own: Folder, base: dict[str, Map], reader: Reader) -> list[str]:
    identity = own.trees.get("province.yaml")
    named = identity.get("without") if identity is not None else None
    nodes: list[Node] = named.items if isinstance(named, Seq) else []
    found = []
    for node in nodes:
        name = (reader.scalar("without", node) or "").removesuffix(".yaml")
        if f"{name}.yaml" in base:
            found.append(f"{name}.yaml")
        else:
            near = nearest(name, [known.removesuffix(".yaml") for known in base])
            reader.report(Code.ITEM_003, node, near=near, key=name, fix=fix_of(near, "item.lacking"))
    return found


def form_files(trees: dict[str, Map]) -> list[Map]:
    """List the files of forms, without the choice lists."""
    return [tree for name, tree in trees.items() if name.startswith("forms/") and name != CHOICES]


def register_files(trees: dict[str, Map]) -> list[Map]:
    """List the files of registers."""
    return [tree for name, tree in trees.items() if name.startswith("registers/")]


def declared(trees: dict[str, Map]) -> FactTable:
    """Collect what the files declare, unjudged: the types by which the values of conditions are read."""
    forms: dict[str, FormSpec] = {}
    lives: dict[str, LifeSpec] = {}
    for tree in (*form_files(trees), *register_files(trees)):
        kind = kind_of_file(tree)
        if kind:
            forms[kind] = declared_fields(tree, kind)
        if "states" in tree.entries:
            lives[kind] = _declared_life(tree, kind)
    workflow = trees.get("workflow.yaml")
    for kind, section in (workflow.entries if workflow is not None else {}).items():
        if isinstance(section, Map):
            lives[kind] = _declared_life(section, kind)
    return FactTable(
        forms=forms,
        lives=lives,
        derived=declared_facts(trees.get("policy.yaml")),
        duties=(item.text("key") for item in items_of(trees.get("checklist.yaml"), "items")),
        classes=(item.text("key") for item in items_of(trees.get("policy.yaml"), "classes")),
    )


def _declared_life(section: Map, kind: str) -> LifeSpec:
    return LifeSpec(
        kind=kind, states=Items(tuple(StateSpec(key=node.text("key")) for node in items_of(section, "states")))
    )
