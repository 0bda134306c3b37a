"""Which facts a rule reads: so that a cost or a check is worked out once for all pairs that are alike in them.

A condition on a would-be pairing reads facts of the child, of the loving mother, or of the pairing, which in turn come
from the two and the tier between them. What cannot be traced so is taken to depend on the very child, the very mother
and the tier: slower, never wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from aixin_tui.engine.spec import condition as spec
from aixin_tui.engine.spec.condition import Condition
from aixin_tui.engine.spec.province import Province

#: What the computed facts of a pairing come from. Wishes and exclusions are of single pairs, looked at one by one.
_OF_PAIRING: dict[str, tuple[str, ...]] = {
    "tier": ("tier",),
    "locality": ("tier",),
    "unmet_needs": ("child.needs", "loving_mother.skills"),
    "wrong_sex": ("child.wished_sex", "loving_mother.sex"),
    "role": (),
    "child_wish": (),
    "mother_wish": (),
    "excluded": (),
    **{level: (f"child.{level}",) for level in ("place", "village", "town", "county", "city")},
}
_TO_MOTHERS = frozenset({"loving_mother", "mother_team", "pairing"})


@dataclass(frozen=True, slots=True)
class Reads:
    """What something depends on."""

    child: frozenset[str] = frozenset()
    mother: frozenset[str] = frozenset()
    tier: bool = False
    each_child: bool = False
    """Depends on the child itself, not only on facts of it that are listed."""
    each_mother: bool = False

    def __or__(self, other: Reads) -> Reads:
        return Reads(self.child | other.child, self.mother | other.mother, self.tier or other.tier,
                     self.each_child or other.each_child, self.each_mother or other.each_mother)


NOTHING = Reads()
_EVERYTHING = Reads(tier=True, each_child=True, each_mother=True)


def of_condition(province: Province, condition: Condition) -> Reads:
    """Say what a condition on a pairing depends on."""
    found = NOTHING
    for clause in condition.clauses:
        for one in _of_clause(province, clause):
            found |= one
    return found


def of_value(province: Province, value: Any) -> Reads:
    """Say what a value (province-language 1.5) on a pairing depends on."""
    if isinstance(value, spec.SameAs):
        return of_fact(province, value.fact)
    if not isinstance(value, spec.By):
        return NOTHING
    found = of_fact(province, value.fact) | of_value(province, value.otherwise)
    for one in value.values.values():
        found |= of_value(province, one)
    return found


def of_fact(province: Province, fact: str) -> Reads:
    """Say what a fact, read of a pairing, depends on."""
    prefix, _, name = fact.partition(".")
    if fact == "today":
        return NOTHING
    if prefix == "child":
        return Reads(child=frozenset({fact}))
    if prefix == "loving_mother":
        return Reads(mother=frozenset({fact}))
    if prefix == "pairing":
        return _of_pairing_fact(province, name)
    return _of_kind(province, prefix)


def _of_pairing_fact(province: Province, name: str) -> Reads:
    derived = [one for one in province.policy.facts.versions(name) if one.of in ("", "pairing")]
    if derived:
        found = NOTHING
        for one in derived:
            found |= of_condition(province, one.when) if one.when is not None else of_value(province, one.value)
        return found
    if name in _OF_PAIRING:
        found = NOTHING
        for part in _OF_PAIRING[name]:
            found |= Reads(tier=True) if part == "tier" else of_fact(province, part)
        return found
    return NOTHING if province.field("pairing", name) else _EVERYTHING  # a field that no would-be pairing has yet


def _of_kind(province: Province, kind: str) -> Reads:
    """A kind that links to the pairing or its child; one that can name a mother may differ from pair to pair."""
    form = province.forms.get(kind)
    if form is None:
        return _EVERYTHING
    names_mother = any(field.to in _TO_MOTHERS for field in form.fields.versions())
    return _EVERYTHING if names_mother else Reads(each_child=True)


def _of_clause(province: Province, clause: spec.Clause) -> Iterator[Reads]:
    if isinstance(clause, spec.FactTest):
        yield of_fact(province, clause.fact)
        yield from _of_test(province, clause.test)
    elif isinstance(clause, spec.AnyOf):
        for one in clause.conditions:
            yield of_condition(province, one)
    elif isinstance(clause, spec.Not):
        yield of_condition(province, clause.condition)
    else:
        for selection in clause.selections:
            yield _of_kind(province, selection.of)


def _of_test(province: Province, test: spec.Test) -> Iterator[Reads]:
    if isinstance(test, spec.Shares):
        yield of_fact(province, test.fact)
    elif isinstance(test, spec.Between):
        for end in (test.at_least, test.at_most):
            yield of_value(province, end)
