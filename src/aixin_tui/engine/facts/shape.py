"""What kind of value a fact has: its type, and for what has a rank, the order. Conditions compare by it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aixin_tui.engine import consent, pairings, states
from aixin_tui.engine.dates import day_text
from aixin_tui.engine.facts.resolve import link_named
from aixin_tui.engine.facts.would_be import TIERS
from aixin_tui.engine.rules import Rules
from aixin_tui.engine.spec.form import FieldSpec, FieldType

_COMPUTED: Mapping[str, Mapping[str, FieldType]] = {
    "child": {"age": FieldType.NUMBER},
    "loving_mother": {"children_now": FieldType.NUMBER},
    "mother_team": {"children_now": FieldType.NUMBER},
    "pairing": {
        "wrong_sex": FieldType.FLAG, "child_wish": FieldType.FLAG, "mother_wish": FieldType.FLAG,
        "excluded": FieldType.FLAG, "paused": FieldType.FLAG, "last_contact_on": FieldType.DATE,
    },
}
_COMMON: Mapping[str, FieldType] = {
    "date": FieldType.DATE, "updated_on": FieldType.DATE, "complete": FieldType.FLAG, "month": FieldType.NUMBER,
    "year": FieldType.NUMBER, "state": FieldType.CHOICE, "core_state": FieldType.CHOICE,
}
#: Facts that are read of the latest record of another kind, and so have the shape of its field.
_BORROWED: Mapping[str, str] = {
    "child.needs": "home_visit.child_needs",
    "child.guardianship": "assessment.guardianship",
    "child.development": "assessment.development",
    "child.risk_colour": "assessment.risk_colour",
}


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
        if self.type is FieldType.DATE:
            return str(value)
        return value if isinstance(value, bool) else str(value)

    def rank(self, value: Any) -> Any:
        """Give what at_least and at_most compare: a number, the first day of a date, a place in the order; or None."""
        if self.type is FieldType.DATE:
            return day_text(value) or None
        if self.order:
            return self.order.index(value) if value in self.order else None
        return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def _number(value: Any) -> Any:
    if isinstance(value, str):
        try:
            return int(value)
        except ValueError:
            try:
                return float(value)
            except ValueError:
                return value
    return value


TEXT = Shape(FieldType.TEXT)


def shape_of(rules: Rules, kind: str, fact: str) -> Shape | None:
    """Give the shape of a fact of a record of `kind`; None where no such fact is known to anybody."""
    if fact == "today":
        return Shape(FieldType.DATE)
    prefix, _, name = fact.partition(".")
    if prefix != kind:
        link = link_named(rules, kind, prefix)
        if link:
            prefix = rules.link_fields[kind][link]
        elif prefix not in rules.link_fields:
            return None
    return _own_shape(rules, prefix, name)


def _own_shape(rules: Rules, kind: str, name: str) -> Shape | None:
    province = rules.province
    borrowed = _BORROWED.get(f"{kind}.{name}")
    if borrowed:
        return _own_shape(rules, *borrowed.split(".", 1))
    derived = [spec for spec in province.policy.facts.versions(name) if spec.of in ("", kind)]
    if derived:
        return Shape(FieldType.FLAG) if derived[0].when is not None else TEXT
    if name in _COMPUTED.get(kind, {}):
        return Shape(_COMPUTED[kind][name])
    if name in _COMMON:
        return Shape(_COMMON[name], _order(rules, kind, name))
    if name.endswith("_on") and name[:-3] in _states_of(rules, kind):
        return Shape(FieldType.DATE)
    field = province.field(kind, name)
    if field is not None:
        return _field_shape(rules, field)
    return _rest(rules, kind, name)


def _field_shape(rules: Rules, field: FieldSpec) -> Shape:
    found = rules.province.choices.get(field.choices) if field.type is FieldType.CHOICE else None
    return Shape(field.type, tuple(choice.key for choice in found.choices) if found else ())


def _rest(rules: Rules, kind: str, name: str) -> Shape | None:
    if kind == "child" and name == "priority_class":
        return Shape(FieldType.CHOICE, tuple(rules.province.policy.classes))
    if kind == "pairing" and name == "tier":
        return Shape(FieldType.CHOICE, TIERS)
    if name in _OTHER_FACTS.get(kind, ()) or name in _PLACES:
        return TEXT
    form = rules.province.forms.get(kind)
    return None if form is not None else TEXT


_PLACES = ("village", "town", "county", "city", "due", "missed", "place", "division_code")
_OTHER_FACTS: Mapping[str, tuple[str, ...]] = {
    "child": ("eligible", "must_pair"),
    "pairing": ("unmet_needs", "held_for", "locality", "number", "state", "approved"),
    "micro_wish": ("claims",),
}


def _states_of(rules: Rules, kind: str) -> tuple[str, ...]:
    if kind == "pairing":
        return pairings.STATES
    if kind == "consent":
        return consent.STATES
    return tuple(states.order_of(rules.province, kind))


def _order(rules: Rules, kind: str, name: str) -> tuple[str, ...]:
    if name == "state":
        return _states_of(rules, kind)
    if name == "core_state":
        return tuple(dict.fromkeys(states.core_of(rules.province, kind, s) for s in _states_of(rules, kind)))
    return ()
