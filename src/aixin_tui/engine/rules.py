"""What of a province has been compiled: facts to getters, conditions to tests. Once per province, then kept.

Conditions are kept by identity, together with the condition itself, so that an identity is never used twice.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from aixin_tui.domain.record import Record, Value
from aixin_tui.engine.spec.condition import Condition
from aixin_tui.engine.spec.facts import facts_of
from aixin_tui.engine.spec.province import Province

if TYPE_CHECKING:
    from aixin_tui.engine.view import View

Getter = Callable[["View", Record], tuple[Value, ...]]
Test = Callable[["View", Record], bool]

#: How many provinces are kept compiled; tests and `province diff` load several.
_KEPT = 24
_rules: dict[int, Rules] = {}


class Rules:
    """The compiled facts and conditions of one province, by the kind of the record in hand."""

    __slots__ = ("_getters", "_same", "_tests", "_tokens", "link_fields", "linked_by", "province", "table")

    def __init__(self, province: Province) -> None:
        from aixin_tui.engine.links import backlinks, link_fields

        self.province = province
        self.table = facts_of(province)
        self.link_fields = link_fields(self.table)
        self.linked_by = backlinks(self.link_fields)
        self._getters: dict[tuple[str, str], Getter] = {}
        self._tests: dict[tuple[str, int], tuple[Condition, Test]] = {}
        self._tokens: dict[int, tuple[Condition, str]] = {}
        self._same: dict[str, str] = {}

    def getter(self, kind: str, name: str) -> Getter:
        """Give what reads the fact `name` of a record of `kind`; an unknown fact reads as empty."""
        found = self._getters.get((kind, name))
        if found is None:
            from aixin_tui.engine.facts.resolve import compile_fact

            found = self._getters[kind, name] = compile_fact(self, kind, name)
        return found

    def test(self, kind: str, condition: Condition) -> Test:
        """Give what puts the condition to a record of `kind`."""
        kept = self._tests.get((kind, id(condition)))
        if kept is None:
            from aixin_tui.engine.conditions import compile_condition

            kept = self._tests[kind, id(condition)] = (condition, compile_condition(self, kind, condition))
        return kept[1]

    def token(self, condition: Condition) -> str:
        """Give a short word for what a condition says: two that say the same have the same."""
        held = self._tokens.get(id(condition))
        if held is None:
            held = self._tokens[id(condition)] = (
                condition, self._same.setdefault(repr(condition), f"{len(self._same)}"))
        return held[1]


def rules_of(province: Province) -> Rules:
    """Give the compiled rules of a province, made when first asked for."""
    found = _rules.get(id(province))
    if found is None or found.province is not province:
        while len(_rules) >= _KEPT:
            _rules.pop(next(iter(_rules)))
        found = _rules[id(province)] = Rules(province)
    return found
