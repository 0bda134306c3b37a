"""A province's policy as the rules of an instance: its cost terms and its hard rules, worked out once for each type.

A type is what the rules read of a person (`facts_read`): a few colours, needs and sexes, so thousands of people have
some hundred types, and a term is worked out for the types that differ in what that term reads. The values come from
the `View`, over a would-be pairing of two representatives at an assumed tier; there is no second reading of a rule.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from aixin_tui.domain.record import Record
from aixin_tui.engine import pairings
from aixin_tui.engine.matching.facts_read import NOTHING, Reads, of_condition, of_fact, of_value
from aixin_tui.engine.matching.type_table import TypeTable, table_of
from aixin_tui.engine.spec.condition import By, Check, Condition, Equals, FactTest, SameAs
from aixin_tui.engine.spec.core import NEAR_TIERS
from aixin_tui.engine.spec.policy import CostSpec
from aixin_tui.engine.view import View

#: Below the cost of any pair; stands where a bound is not known.
_UNBOUND = -(1 << 24)
#: Of a child's type: the needs that those beside it leave open; and the fact that is read with them.
_OPEN, _NEEDS = "open_needs", "child.needs"
#: A type: the values of the facts that the rules read, by fact; `*` holds the id where the very person matters.
Type = Mapping[str, Any]
#: The keys of what keeps a loving mother from any new child.
Bars = Callable[[Record], tuple[str, ...]]


def _is(fact: str, value: bool) -> Condition:
    return Condition((FactTest(fact, Equals((value,))),))


#: Hard rules that no province can leave out, beside the law's: an excluded pair, a wished sex that is a must.
CORE_CHECKS = (
    Check(key="excluded", must=_is("pairing.excluded", False)),
    Check(key="sex_must", when=_is("child.sex_is_must", True), must=_is("pairing.wrong_sex", False)),
)


@dataclass(frozen=True, slots=True)
class _Term:
    """One term or check (`spec`), what it reads, its place among all, and what has been worked out so far."""

    spec: CostSpec
    reads: Reads
    number: int
    known: dict[tuple[Any, ...], int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Rule:
    spec: Check
    reads: Reads
    number: int
    known: dict[tuple[Any, ...], bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _ChildType:
    """`parts` holds, for each term and rule by its number, what of the type it reads."""

    example: Record
    parts: tuple[Any, ...]
    terms: tuple[_Term, ...]
    rules: tuple[_Rule, ...]
    open_needs: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class _MotherType:
    example: Record
    parts: tuple[Any, ...]
    bars: tuple[str, ...]


class PolicyRules:
    """The rules of one policy over interned types; it sees only what is in force on the view's day at each child."""

    def __init__(
        self, view: View, bars: Bars, role: str = "lead", *, beside: Mapping[str, Sequence[str]] | None = None
    ) -> None:
        """Read the policy for one role; `beside` names, by child, the loving mothers it has, or is to have, so far."""
        self._view, self._bars, self._role, self._beside = view, bars, role, beside
        policy, province = view.province.policy, view.province
        self._terms = {
            id(one): _Term(one, _reads_of(view, one), number) for number, one in enumerate(policy.costs.versions())
        }
        checks = (*CORE_CHECKS, *(one for one in policy.checks.versions() if one.level == "refuse"))
        self._rules = {
            id(one): _Rule(one, of_condition(province, one.when) | of_condition(province, one.must), number)
            for number, one in enumerate(checks, len(self._terms))
        }
        self._each = (*(term.reads for term in self._terms.values()), *(rule.reads for rule in self._rules.values()))
        self._reads = NOTHING
        for reads in self._each:
            self._reads |= reads
        self._floors: dict[tuple[int, int], int] = {}
        self._children: list[_ChildType] = []
        self._mothers: list[_MotherType] = []
        self._child_types: dict[tuple[Any, ...], int] = {}
        self._mother_types: dict[tuple[Any, ...], int] = {}

    def child_type(self, child: Record) -> int:
        """Intern the type of a child: what the rules read of it, and which of them are in force where it lives."""
        terms = tuple(self._terms[id(one)] for one in self._costs_at(child))
        rules = tuple(self._rules[id(one)] for one in self._checks_at(child))
        kind = self._type(child, self._reads.child, self._reads.each_child)
        kind = {**kind, _OPEN: self.open_needs(child)}
        key = (*map(id, terms), *map(id, rules), *kind.values())
        if key not in self._child_types:
            self._child_types[key] = len(self._children)
            parts = tuple(_part(kind, reads.child, by_id=reads.each_child) for reads in self._each)
            self._children.append(_ChildType(child, parts, terms, rules, kind[_OPEN]))
        return self._child_types[key]

    def open_needs(self, child: Record) -> tuple[str, ...] | None:
        """List the needs that those beside it leave open; None where nobody asks who else there is."""
        if self._beside is None:
            return None
        view, met = self._view, set[Any]()
        for key in self._beside.get(child.id, ()):
            other = pairings.find_mother(view, key)
            met |= set(view.fact(other, f"{other.kind}.skills")) if other is not None else set()
        return tuple(sorted(str(need) for need in view.fact(child, "child.needs") if need not in met))

    def ticks(self, child: Record) -> Mapping[str, Any]:
        """Give what a would-be pairing of a child says of those beside it."""
        return _ticks(self.open_needs(child))

    def mother_type(self, mother: Record) -> int:
        """Intern the type of a loving mother, with what keeps her from any new child; a team is a type by itself."""
        alone = mother.kind == "mother_team"  # its facts are its own, under other names
        kind = self._type(mother, frozenset() if alone else self._reads.mother, alone or self._reads.each_mother)
        bars = self._bars(mother)
        key = (bars, *kind.values())
        if key not in self._mother_types:
            self._mother_types[key] = len(self._mothers)
            parts = tuple(
                (mother.id,) if alone else _part(kind, reads.mother, by_id=reads.each_mother) for reads in self._each)
            self._mothers.append(_MotherType(mother, parts, bars))
        return self._mother_types[key]

    def terms(self, child_type: int, mother_type: int, tier: int) -> Mapping[str, int]:
        """Give the cost of a pair of these types, by term; terms of 0 are left out."""
        child, mother = self._children[child_type], self._mothers[mother_type]
        found = {}
        for term in child.terms:
            cost = self._cost(term, child, mother, tier)
            if cost:
                found[term.spec.key] = cost
        return found

    def refused(self, child_type: int, mother_type: int, tier: int) -> tuple[str, ...]:
        """List the rules that forbid a pair of these types."""
        child, mother = self._children[child_type], self._mothers[mother_type]
        found = list(mother.bars)
        for rule in child.rules:
            key = (rule.reads.tier and tier, child.parts[rule.number], mother.parts[rule.number])
            if key not in rule.known:
                rule.known[key] = breaks(self._view, rule.spec, self._would_be(child, mother, tier))
            if rule.known[key]:
                found.append(rule.spec.key)
        return tuple(found)

    def cost(self, child_type: int, mother_type: int, tier: int) -> int | None:
        """Give the sum of the terms, None where a rule forbids such a pair."""
        if self.refused(child_type, mother_type, tier):
            return None
        child, mother = self._children[child_type], self._mothers[mother_type]
        return sum(self._cost(term, child, mother, tier) for term in child.terms)

    def floor(self, child_type: int, tier: int) -> int:
        """Give the sum of what each term costs this child at least at the tier."""
        if not self._mothers:
            return 0
        key = (child_type, tier)
        if key not in self._floors:
            child, least = self._children[child_type], 0
            for term in child.terms:
                of_mother = term.reads.mother or term.reads.each_mother
                least += least_cost(term.spec) if of_mother else self._cost(term, child, self._mothers[0], tier)
            self._floors[key] = least
        return self._floors[key]

    def only(self, children: Sequence[int], mothers: Sequence[int], tiers: int) -> TypeTable:
        """Give the rules of these types alone, numbered anew in this order, as a table: without records or policy."""
        return table_of(self, children, mothers, tiers)

    def pair_terms(self, pairing: Record, child: Record) -> Mapping[str, int]:
        """Give the cost of one very pair, by term: for pairs that do not follow their types."""
        found = {one.key: term_cost(self._view, one, pairing) for one in self._costs_at(child)}
        return {key: cost for key, cost in found.items() if cost}

    def pair_refused(self, pairing: Record, child: Record, mother: Record) -> tuple[str, ...]:
        """List the rules that forbid one very pair."""
        broken = (one.key for one in self._checks_at(child) if breaks(self._view, one, pairing))
        return (*self._bars(mother), *broken)

    def _costs_at(self, child: Record) -> tuple[CostSpec, ...]:
        return self._view.province.policy.costs.at(self._view.now, self._view.place(child))

    def _checks_at(self, child: Record) -> tuple[Check, ...]:
        held = self._view.province.policy.checks.at(self._view.now, self._view.place(child))
        return (*CORE_CHECKS, *(one for one in held if one.level == "refuse"))

    def _cost(self, term: _Term, child: _ChildType, mother: _MotherType, tier: int) -> int:
        key = (term.reads.tier and tier, child.parts[term.number], mother.parts[term.number])
        found = term.known.get(key)
        if found is None:
            found = term.known[key] = term_cost(self._view, term.spec, self._would_be(child, mother, tier))
        return found

    def _type(self, person: Record, facts: frozenset[str], by_id: bool) -> Type:
        kind: dict[str, Any] = {
            fact: tuple(sorted(map(str, self._view.fact(person, fact)))) for fact in sorted(facts)
        }
        if by_id:
            kind["*"] = person.id
        return kind

    def _would_be(self, child: _ChildType, mother: _MotherType, tier: int) -> Record:
        ticks = {**dict.fromkeys(("child_wish", "mother_wish", "excluded"), False), **_ticks(child.open_needs)}
        return pairings.would_be(child.example, mother.example, self._role, assumed_tier=NEAR_TIERS[tier], **ticks)


def _ticks(open_needs: tuple[str, ...] | None) -> Mapping[str, Any]:
    return {} if open_needs is None else {_OPEN: open_needs}


def _reads_of(view: View, one: CostSpec) -> Reads:
    found = of_condition(view.province, one.when) | of_value(view.province, one.cost)
    return found | (of_fact(view.province, one.times) if one.times else NOTHING)


def _part(kind: Type, facts: frozenset[str], *, by_id: bool) -> tuple[Any, ...]:
    """Give what of a type one rule reads."""
    open_needs = kind.get(_OPEN) if _NEEDS in facts else None
    return (*(kind[fact] for fact in sorted(facts)), kind["*"] if by_id else None, open_needs)


def term_cost(view: View, one: CostSpec, pairing: Record) -> int:
    """Work out one term for one pairing, in whole units; 0 where its condition does not hold."""
    if not view.holds(one.when, pairing):
        return 0
    cost = view.value(one.cost, pairing)
    if not isinstance(cost, (int, float)):
        return 0
    return round(cost * _times(view.fact(pairing, one.times))) if one.times else round(cost)


def _times(values: Sequence[Any]) -> float:
    """A number counts as itself, a flag as 1 or 0, anything else by how many values there are."""
    if len(values) == 1 and isinstance(values[0], (bool, int, float)):
        return values[0]
    return len(values)


def breaks(view: View, check: Check, pairing: Record) -> bool:
    """Whether a check applies to the pairing and is not met."""
    return view.holds(check.when, pairing) and not view.holds(check.must, pairing)


def least_cost(one: CostSpec) -> int:
    """Give a bound under what a term can cost, from its own numbers alone."""
    least = _least(one.cost)
    if one.times:
        return 0 if least >= 0 else _UNBOUND
    return least if not one.when.clauses else min(0, least)


def _least(value: Any) -> int:
    if isinstance(value, By):
        return min(0, _least(value.otherwise), *(_least(each) for each in value.values.values()))
    if isinstance(value, SameAs):
        return _UNBOUND
    return int(value // 1) if isinstance(value, (int, float)) else 0
