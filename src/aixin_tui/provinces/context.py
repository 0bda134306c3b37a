"""What the parsers of one province share: the reader, the facts by which values are typed, and where things stand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

import msgspec

from aixin_tui.domain.codes import Code
from aixin_tui.engine.spec.facts import FactTable
from aixin_tui.engine.spec.item import Origin, Source, Stamp
from aixin_tui.provinces.reader import Reader, origin_of
from aixin_tui.provinces.yamltree import Map, Node, Scalar

T = TypeVar("T")

STAMP_KEYS = ("effective_from", "effective_to", "division", "source", "cite")
ITEM_KEYS = ("key", "label", "place_after", *STAMP_KEYS)


class Marks:
    """Where each parsed value stands, kept beside the values: frozen specs carry no places of their own."""

    def __init__(self) -> None:
        self._held: dict[int, tuple[Any, Node, tuple[Node, ...]]] = {}

    def put(self, value: T, node: Node, parts: Iterable[Node] = ()) -> T:
        """Remember where a value and its parts stand; gives the value."""
        self._held[id(value)] = (value, node, tuple(parts))
        return value

    def node(self, value: Any) -> Node | None:
        """Give the node of a value, None for one that no file holds (a `plugin.py` made it)."""
        held = self._held.get(id(value))
        return held[1] if held else None

    def part(self, value: Any, number: int) -> Node | None:
        """Give the node of the n-th part of a value, else of the value."""
        held = self._held.get(id(value))
        if held is None:
            return None
        return held[2][number] if number < len(held[2]) else held[1]


class Context:
    """Reader, facts, marks and the stamps at the heads of files."""

    def __init__(self, reader: Reader, facts: FactTable, divisions: frozenset[str] = frozenset()) -> None:
        self.reader = reader
        self.facts = facts
        self.marks = Marks()
        self.divisions = divisions
        self._heads: dict[str, Stamp] = {}

    def head(self, tree: Map) -> None:
        """Read the stamp at the head of a file; it holds for all items written in that file."""
        self._heads[tree.file] = self._stamp(tree, Stamp())

    def stamp(self, node: Map, enclosing: Stamp | None = None, within: str = "") -> Stamp:
        """Read an item's stamp: its own keys, else those of the item around it, else those of the file's head."""
        around = enclosing if enclosing is not None and within == node.file else None
        stamp = self._stamp(node, around or self._heads.get(node.file, Stamp()))
        if stamp.source is not Source.DEFAULT and not stamp.cite:
            self.reader.report(Code.STAMP_001, node, source=stamp.source.value)
        return stamp

    def _stamp(self, node: Map, around: Stamp) -> Stamp:
        if not any(key in node.entries for key in STAMP_KEYS):
            return around
        reader = self.reader
        source = around.source
        if "source" in node.entries:
            named = reader.word(node, "source", tuple(s.value for s in Source), source.value, what="source")
            source = Source(named)
        division = reader.text(node, "division") or around.division
        if "division" in node.entries and self.divisions and division not in self.divisions:
            reader.unknown("division", division, node.entries["division"], self.divisions)
        cite = reader.text(node, "cite") or ("" if "source" in node.entries else around.cite)
        return Stamp(
            effective_from=reader.day(node, "effective_from") or around.effective_from,
            effective_to=reader.day(node, "effective_to") or around.effective_to,
            division=division, source=source, cite=cite,
        )

    def item(
        self, node: Map, *known: str, required: tuple[str, ...] = (), around: msgspec.Struct | None = None,
        needs_label: bool = True,
    ) -> dict[str, Any]:
        """Read what every item has, check its keys, and give the keyword arguments of an `Item`."""
        needed = ("key", *(("label",) if needs_label else ()), *required)
        self.reader.keys(node, (*ITEM_KEYS, "add", *known), needed)
        stamp, origin = getattr(around, "stamp", None), getattr(around, "origin", Origin())
        return {
            "key": self.reader.name(node, "key"),
            "label": self.reader.text(node, "label"),
            "stamp": self.stamp(node, stamp, origin.file),
            "origin": origin_of(node),
        }

    def fact_name(self, node: Node) -> str:
        """Read the name of a fact; whether it exists is judged when the whole province stands."""
        return node.text if isinstance(node, Scalar) else (self.reader.scalar("fact", node) or "")
