"""What every check works with: the province, its facts, and where each value stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aixin_tui.domain.codes import Code
from aixin_tui.engine.spec.facts import Fact, FactTable
from aixin_tui.engine.spec.item import Origin
from aixin_tui.engine.spec.province import Province
from aixin_tui.provinces.context import Marks
from aixin_tui.provinces.near import fix_of, nearest
from aixin_tui.provinces.reader import Reader
from aixin_tui.provinces.yamltree import Map, Node


class Judge:
    """Reports problems at the place of a value; of one that `plugin.py` made, at the item around it."""

    def __init__(
        self, province: Province, facts: FactTable, marks: Marks, reader: Reader, trees: Mapping[str, Map]
    ) -> None:
        self.province = province
        self.facts = facts
        self.marks = marks
        self.reader = reader
        self.trees = trees

    def at(self, value: Any, origin: Origin, part: int | None = None) -> Node | Origin:
        """Give the place of a value or of its n-th part."""
        found = self.marks.node(value) if part is None else self.marks.part(value, part)
        return found if found is not None else origin

    def key_of(self, item: Any, key: str) -> Node | Origin:
        """Give the place of the value under a key of an item."""
        node = self.marks.node(item)
        if isinstance(node, Map):
            return node.get(key) or node
        return node if node is not None else getattr(item, "origin", Origin())

    def kind(self, name: str, at: Node | Origin) -> bool:
        """Whether rules may speak of a kind; SPEC_005 where not."""
        if name in self.facts.kinds:
            return True
        self.reader.unknown("kind", name, at, self.facts.kinds)
        return False

    def fact(self, name: str, kind: str, at: Node | Origin, *, is_guard: bool = False) -> Fact | None:
        """Find a fact as seen from `kind`; FACT_001 unknown, FACT_005 not linked, FLOW_004 asked by no form."""
        found = self.facts.find(kind, name)
        if found is not None:
            return found
        if kind and kind not in self.facts.kinds:
            return None  # the kind itself is told once, as SPEC_005
        prefix, _, rest = name.partition(".")
        if prefix in self.facts.kinds and rest in self.facts.of(prefix):
            self.reader.report(Code.FACT_005, at, kind=kind, fact=name)
            return None
        near = nearest(name, self.facts.spellings(kind))
        if is_guard and not near and self.facts.route(kind, prefix) is not None:
            folder = "registers" if self.is_register(prefix) else "forms"
            self.reader.report(Code.FLOW_004, at, fact=name, file=f"{folder}/{prefix}.yaml")
        else:
            self.reader.report(Code.FACT_001, at, near=near, fact=name, fix=fix_of(near, "fact.declare"))
        return None

    def is_register(self, kind: str) -> bool:
        """Whether the kind is a register of the province."""
        form = self.province.forms.get(kind)
        return form is not None and form.is_register

    def domain(self, fact: Fact) -> tuple[str, ...] | None:
        """List the values that a fact can have; None where they are not a closed list."""
        if fact.type.value == "flag":
            return ("true", "false")
        if fact.choices:
            held = self.province.choices.versions(fact.choices)
            if not held or any(choices.open for choices in held):
                return None
            return tuple(choice.key for choices in held for choice in choices.choices)
        if fact.type.value == "link":
            form = self.province.forms.get(fact.to)
            return tuple(entry.key for entry in form.entries) if form is not None and form.entries else None
        return fact.values or None
