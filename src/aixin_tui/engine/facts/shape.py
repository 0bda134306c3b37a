"""What kind of value a fact has: its type, and for what has a rank, the order. Conditions compare by it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from aixin_tui.engine.dates import day_text
from aixin_tui.engine.rules import Rules
from aixin_tui.engine.spec.form import FieldType


@dataclass(frozen=True, slots=True)
class Shape:
    """The type of a fact's values, and the order of those that have a rank (a choice list, the states of a life)."""

    type: FieldType
    order: tuple[str, ...] = ()

    def coerce(self, value: Any) -> Any:
        """Give a value that a rule names in the type of the fact: `"8"` of a number is 8, `"true"` of a flag True."""
        if self.type is FieldType.NUMBER:
            return _number(value)
        if self.type is FieldType.FLAG:
            return {"true": True, "false": False}.get(str(value).lower(), value)
        return value if isinstance(value, bool) else str(value)

    def rank(self, value: Any) -> Any:
        """Give what at_least and at_most compare: a number, the first day of a date, a place in the order; or None."""
        if self.type is FieldType.DATE:
            return day_text(value) or None
        if self.order:
            return self.order.index(value) if value in self.order else None
        return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def _number(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    for read in (int, float):
        try:
            return read(value)
        except ValueError:
            continue
    return value


#: Of a fact that nothing declares: text, without rank.
TEXT = Shape(FieldType.TEXT)


def shape_of(rules: Rules, kind: str, name: str) -> Shape:
    """Give the shape of a fact as seen from a record of `kind`."""
    fact = rules.table.find(kind, name)
    if fact is None:
        return TEXT
    choices = rules.province.choices.get(fact.choices) if fact.choices else None
    return Shape(fact.type, tuple(choice.key for choice in choices.choices) if choices else fact.values)
