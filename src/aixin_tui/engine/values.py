"""Values that may depend on something (province-language 1.5): plain, of another fact, or by a fact's value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aixin_tui.domain.record import Record, Value
from aixin_tui.engine.spec.condition import By, SameAs

if TYPE_CHECKING:
    from aixin_tui.engine.view import View


def value_of(view: View, value: Any, record: Record) -> Value:
    """Work a value out for the record in hand; None where nothing is given for what the fact holds.

    Of a many-valued fact the first of its values that the table names decides, in the table's order.
    """
    while isinstance(value, (By, SameAs)):
        if isinstance(value, SameAs):
            return view.one(record, value.fact)
        held = {as_key(found) for found in view.fact(record, value.fact)}
        value = next((given for key, given in value.values.items() if as_key(key) in held), value.otherwise)
    return value


def as_key(value: Any) -> str:
    """Give a value as the text under which a table of values names it: `true`, `3`, `village`."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
