"""`extends`, `use`, `drop`, `add`: common's items and a province's changes become one list (province-language 4).

Everything happens on the trees, so that each value keeps the file and line where it is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from aixin_tui.domain.codes import Code
from aixin_tui.provinces.near import fix_of, nearest
from aixin_tui.provinces.reader import Reader
from aixin_tui.provinces.yamltree import Map, Node, Scalar, Seq
from aixin_tui.texts import Label

#: The lists of items inside each list of items.
INNER: Mapping[str, tuple[str, ...]] = {"fields": ("columns",), "lists": ("choices",), "transitions": ("checks",)}
#: Lists of items at the top of a file; a workflow has them inside each section.
TOP = frozenset({
    "fields", "checks", "lists", "states", "transitions", "facts", "classes", "costs", "settings", "groups", "items",
    "entries", "blocks", "figures", "phrases",
})
_BEGINNINGS = ("key", "use", "drop")


@dataclass(slots=True)
class Merger:
    """Merges files of a province over common's; its problems go to the reader."""

    reader: Reader

    def file(self, own: Map, base: Map | None) -> Map:
        """Give the whole of a file: alone, empty but for what it borrows, or over common's namesake."""
        extends = own.text("extends")
        if base is None:
            if "extends" in own.entries and extends != "none":
                self.reader.report(Code.ITEM_003, own.entries["extends"], key=own.file, fix=Label("item.alone"))
            return self._merged(own, None, extends=False)
        if "extends" not in own.entries:
            self.reader.report(Code.SPEC_003, own, key="extends")
        elif extends not in {"common", "none"}:
            known = ("common", "none")
            self.reader.unknown("extends", extends, own.entries["extends"], known)
        return self._merged(own, base, extends=extends != "none")

    def _merged(self, own: Map, base: Map | None, *, extends: bool) -> Map:
        made = Map(own.file, own.line, own.column)
        if base is not None and extends:
            for key, value in base.entries.items():
                made.put(base.keys[key], value)
        for key, value in own.entries.items():
            if key == "extends":
                continue
            beneath = base.get(key) if base is not None else None
            if key in TOP and isinstance(value, Seq):
                made.put(own.keys[key], self.items(key, value, beneath, extends=extends))
            elif isinstance(value, Map) and {"states", "transitions"} & set(value.entries):
                section = beneath if isinstance(beneath, Map) else None
                made.put(own.keys[key], self._merged(value, section, extends=extends))
            else:
                made.put(own.keys[key], value)
        return made

    def items(self, list_key: str, own: Seq, base: Node | None, *, extends: bool) -> Seq:
        """Merge one list of items over the base list; a list that does not extend begins empty."""
        held = [m for m in (base.items if isinstance(base, Seq) else []) if isinstance(m, Map)]
        beneath = {m.text("key"): m for m in held}
        made: list[Node] = list(held) if extends else []
        used: set[str] = set()
        for node in own.items:
            if not isinstance(node, Map):
                self.reader.wrong(list_key, "mapping", node)
                continue
            self._one(list_key, node, beneath, made, used, extends=extends)
        return Seq(made, own.file, own.line, own.column)

    def _one(
        self, list_key: str, node: Map, beneath: dict[str, Map], made: list[Node], used: set[str], *, extends: bool
    ) -> None:
        beginning = self.reader.one_of(node, _BEGINNINGS)
        name = node.text(beginning) if beginning else ""
        if not beginning:
            return
        if beginning == "key":
            if extends and name in beneath:
                self.reader.report(Code.ITEM_002, node.entries["key"], key=name)
            else:
                self._place(made, self._overlaid(list_key, node, None))
            return
        if name not in beneath:
            near = nearest(name, beneath)
            self.reader.report(
                Code.ITEM_003, node.entries[beginning], near=near, key=name, fix=fix_of(near, "item.lacking")
            )
            return
        if beginning == "drop":
            made[:] = [item for item in made if not (isinstance(item, Map) and item.text("key") == name)]
            return
        whole = self._overlaid(list_key, node, beneath[name])
        at = next((n for n, item in enumerate(made) if item is beneath[name]), None)
        if at is not None:
            made[at] = whole
            made[:] = [m for m in made if m is whole or not (isinstance(m, Map) and m.text("key") == name)]
        elif name in used:
            last = max(n for n, item in enumerate(made) if isinstance(item, Map) and item.text("key") == name)
            made.insert(last + 1, whole)
        else:
            made.append(whole)
        used.add(name)
        if "place_after" in node.entries:
            made.remove(whole)
            self._place(made, whole)

    def _place(self, made: list[Node], item: Map) -> None:
        after = item.text("place_after")
        at = next((n for n, other in enumerate(made) if isinstance(other, Map) and other.text("key") == after), None)
        if after and at is None:
            known = [other.text("key") for other in made if isinstance(other, Map)]
            self.reader.unknown("place", after, item.entries["place_after"], known)
        made.insert(len(made) if at is None else at + 1, item)

    def _overlaid(self, list_key: str, node: Map, base: Map | None) -> Map:
        made = Map(node.file, node.line, node.column)
        if base is not None:
            for key, value in base.entries.items():
                made.put(base.keys[key], value)
        beginning = "key" if base is None else "use"
        named = node.entries[beginning]
        made.put(node.keys[beginning] if base is None else _key_of(node.keys["use"]), named)
        for key, value in node.entries.items():
            if key in _BEGINNINGS:
                continue
            beneath = base.get(key) if base is not None else None
            if key in INNER.get(list_key, ()) and isinstance(value, Seq):
                made.put(node.keys[key], self.items(key, value, beneath, extends=False))
            elif key == "add" and base is not None and list_key == "lists":
                self._add(made, node.keys[key], value, base)
            else:
                made.put(node.keys[key], value)
        return made

    def _add(self, made: Map, at: Scalar, value: Node, base: Map) -> None:
        held = base.get("choices")
        if isinstance(value, Seq) and isinstance(held, Seq):
            whole = self.items("choices", value, held, extends=True)
            made.put(Scalar("choices", at.file, at.line, at.column), whole)
        else:
            self.reader.wrong("add", "list", value)


def _key_of(use: Scalar) -> Scalar:
    return Scalar("key", use.file, use.line, use.column, plain=True)


def items_of(tree: Map | None, key: str) -> list[Map]:
    """List the items under a key of a merged file."""
    node = tree.get(key) if tree is not None else None
    return [item for item in node.items if isinstance(item, Map)] if isinstance(node, Seq) else []

