"""Instances and answers as neutral documents (`match-instance/1`, `match-answer/1`), which no solver owns.

A document holds everything, weights included. `instance_of` reads one; `neutral_writing` writes one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from sys import intern
from typing import Any

from aixin_tui.engine.matching.instance import CUT, Child, Instance, Mother, Special, check_instance, tier_of
from aixin_tui.engine.matching.neutral_check import INSTANCE_SCHEMA, RISKS, NotAnInstanceError, check_document

ANSWER_SCHEMA = "match-answer/1"
#: The first two are high: a volunteer of a social organisation costs more there.
HIGH_RISKS = 2

#: Names of the terms of a neutral document, and of its rules.
DISTANCE, UNMET, WISHED_SEX, SOCIAL = "distance", "unmet_needs", "wished_sex", "social_high_risk"
CHILD_WISH, MOTHER_WISH, EXTRA = "child_wish", "mother_wish", "extra"
SEX, UNTRAINED, EXCLUDED = "wrong_sex", "untrained_for_red", "excluded"


@dataclass(frozen=True, slots=True)
class _ChildType:
    risk: int
    needs: frozenset[str]
    sex: str
    sex_is_must: bool


@dataclass(frozen=True, slots=True)
class _MotherType:
    skills: frozenset[str]
    social: bool
    sex: str
    trained: bool


class NeutralRules:
    """The hard rules and costs that the document's schema states, over interned types."""

    __slots__ = ("_bits", "_child_costs", "_child_types", "_children", "_distance", "_mother_traits", "_mother_types",
                 "_mothers", "_social", "_weights", "_wished_sex")

    def __init__(self, weights: Mapping[str, Any]) -> None:
        self._weights = weights
        self._children: dict[_ChildType, int] = {}
        self._mothers: dict[_MotherType, int] = {}
        self._child_types: list[_ChildType] = []
        self._mother_types: list[_MotherType] = []
        self._distance = [tuple(weights["dist"][risk]) for risk in RISKS]
        self._wished_sex, self._social = weights["gender_soft"], weights["social_red_orange"]
        self._bits: dict[str, int] = {}
        #: By child type: risk, cost of an unmet need, needs as bits, wished sex, whether that is a must.
        self._child_costs: list[tuple[int, int, int, str, bool]] = []
        #: By mother type: skills as bits, of a social organisation, sex, trained.
        self._mother_traits: list[tuple[int, bool, str, bool]] = []

    def child_type(self, child: Mapping[str, Any]) -> int:
        """Intern the type of a child of the document."""
        kind = _ChildType(RISKS.index(child["risk"]), frozenset(child["needs"]), child["gender"], child["gender_hard"])
        return self._children[kind] if kind in self._children else self._add_child(kind)

    def _add_child(self, kind: _ChildType) -> int:
        self._children[kind] = len(self._child_types)
        self._child_types.append(kind)
        self._child_costs.append((kind.risk, self._weights["unmet"][RISKS[kind.risk]], self._mask(kind.needs),
                                  kind.sex, kind.sex_is_must))
        return self._children[kind]

    def mother_type(self, mother: Mapping[str, Any]) -> int:
        """Intern the type of a loving mother of the document."""
        kind = _MotherType(frozenset(mother["skills"]), mother["kind"] == "social", mother["gender"], mother["trained"])
        return self._mothers[kind] if kind in self._mothers else self._add_mother(kind)

    def _add_mother(self, kind: _MotherType) -> int:
        self._mothers[kind] = len(self._mother_types)
        self._mother_types.append(kind)
        self._mother_traits.append((self._mask(kind.skills), kind.social, kind.sex, kind.trained))
        return self._mothers[kind]

    def _mask(self, words: frozenset[str]) -> int:
        return sum(1 << self._bits.setdefault(word, len(self._bits)) for word in sorted(words))

    def fit(self, child_type: int, mother_type: int) -> tuple[int, bool]:
        """Give how many of the child's needs she leaves open, and whether the wished sex is not hers."""
        _, _, needs, sex, _ = self._child_costs[child_type]
        skills, _, hers, _ = self._mother_traits[mother_type]
        return (needs & ~skills).bit_count(), sex not in ("any", hers)

    def risk_of(self, child_type: int) -> int:
        """Give the child's level of risk, 0 the highest."""
        return self._child_types[child_type].risk

    def terms(self, child_type: int, mother_type: int, tier: int) -> Mapping[str, int]:
        """Give the cost of a pair of these types, by term."""
        child, mother = self._child_types[child_type], self._mother_types[mother_type]
        risk, weights = RISKS[child.risk], self._weights
        wrong = child.sex not in ("any", mother.sex)
        found = {
            DISTANCE: weights["dist"][risk][tier],
            UNMET: weights["unmet"][risk] * len(child.needs - mother.skills),
            WISHED_SEX: weights["gender_soft"] if wrong else 0,
            SOCIAL: weights["social_red_orange"] if child.risk < HIGH_RISKS and mother.social else 0,
        }
        return {key: value for key, value in found.items() if value}

    def refused(self, child_type: int, mother_type: int, tier: int) -> tuple[str, ...]:
        """List the rules that forbid such a pair."""
        del tier
        child, mother = self._child_types[child_type], self._mother_types[mother_type]
        found = []
        if child.sex_is_must and child.sex not in ("any", mother.sex):
            found.append(SEX)
        if child.risk == 0 and not mother.trained:
            found.append(UNTRAINED)
        return tuple(found)

    def cost(self, child_type: int, mother_type: int, tier: int) -> int | None:
        """Give the sum of the terms, None where a rule forbids such a pair."""
        risk, unmet, needs, sex, is_must = self._child_costs[child_type]
        skills, social, hers, trained = self._mother_traits[mother_type]
        wrong = sex not in ("any", hers)
        if (is_must and wrong) or (risk == 0 and not trained):
            return None
        cost: int = self._distance[risk][tier] + unmet * (needs & ~skills).bit_count()
        if wrong:
            cost += self._wished_sex
        if social and risk < HIGH_RISKS:
            cost += self._social
        return cost

    def floor(self, child_type: int, tier: int) -> int:
        """Give the cost of distance, below which a pair falls only where a weight is negative."""
        child, weights = self._child_types[child_type], self._weights
        risk = RISKS[child.risk]
        least: int = weights["dist"][risk][tier] + min(0, weights["unmet"][risk]) * len(child.needs)
        least += min(0, weights["gender_soft"]) + min(0, weights["social_red_orange"])
        return least

    def only(self, children: Sequence[int], mothers: Sequence[int], tiers: int) -> NeutralRules:
        """Give the rules of these types alone, numbered anew in this order."""
        del tiers
        found = NeutralRules(self._weights)
        for kind in children:
            found._add_child(self._child_types[kind])
        for number in mothers:
            found._add_mother(self._mother_types[number])
        return found


def instance_of(document: Mapping[str, Any]) -> Instance:
    """Read a document; its optimum and proof are not looked at.

    Raises:
        NotAnInstanceError: the document is no instance of the schema.
    """
    check_document(document)
    return read_instance(document)


def read_instance(document: Mapping[str, Any]) -> Instance:
    """Read a document that has been checked. A mother has no more places than there are children."""
    most = len(document["children"])
    rules = NeutralRules(document["weights"])
    children = tuple(
        Child(id=row["id"], key=row["id"], code=intern(row["code"]), priority=row["cls"], radius=row["radius"],
              type=rules.child_type(row), consent=row["consent"])
        for row in _in_order(document["children"])
    )
    mothers = tuple(
        Mother(id=row["id"], key=row["id"], code=intern(row["code"]),
               places=min(row["cap"], most) if row["avail"] else 0, radius=row["radius"],
               type=rules.mother_type(row), held=row.get("held", 0))
        for row in _in_order(document["mothers"])
    )
    child_of = {child.id: number for number, child in enumerate(children)}
    mother_of = {mother.id: number for number, mother in enumerate(mothers)}
    existing: dict[int, set[int]] = {}
    for child, mother in document["existing"]:
        existing.setdefault(child_of[child], set()).add(mother_of[mother])
    instance = Instance(
        children, mothers, rules, tuple(document["weights"]["load"]),
        {child: frozenset(held) for child, held in sorted(existing.items())},
        _special(document, children, mothers, rules), str(document.get("name", "")),
    )
    check_instance(instance)
    return instance


def _in_order(rows: Sequence[Mapping[str, Any]]) -> Iterable[Mapping[str, Any]]:
    """Give people sorted by id; those who stand so already are not all held at once, should a file hand them out."""
    if all(one < other for one, other in pairwise(row["id"] for row in rows)):
        return rows
    return sorted(rows, key=lambda row: row["id"])


def _special(
    document: Mapping[str, Any], children: Sequence[Child], mothers: Sequence[Mother], rules: NeutralRules
) -> dict[int, dict[int, Special]]:
    """Gather wishes, exclusions and further costs of single pairs."""
    child_of = {child.id: number for number, child in enumerate(children)}
    mother_of = {mother.id: number for number, mother in enumerate(mothers)}
    weights, more = document["weights"], dict[tuple[int, int], dict[str, int]]()
    excluded: set[tuple[int, int]] = set()
    for row in document["children"]:
        for mother in row["likes"]:
            more.setdefault((child_of[row["id"]], mother_of[mother]), {})[CHILD_WISH] = weights["child_like"]
        excluded.update((child_of[row["id"]], mother_of[mother]) for mother in row["excl"])
    for row in document["mothers"]:
        for liked in row["likes"]:
            more.setdefault((child_of[liked], mother_of[row["id"]]), {})[MOTHER_WISH] = weights["mother_like"]
    for child_id, mother_id, cost in document.get("extra", ()):
        terms = more.setdefault((child_of[child_id], mother_of[mother_id]), {})
        terms[EXTRA] = terms.get(EXTRA, 0) + cost
    found: dict[int, dict[int, Special]] = {}
    for child, mother in sorted({*more, *excluded}):
        one, other = children[child], mothers[mother]
        tier = tier_of(one.code, other.code)
        inside = tier < len(CUT)
        terms = {**rules.terms(one.type, other.type, tier), **more.get((child, mother), {})} if inside else {}
        refused = rules.refused(one.type, other.type, tier) if inside else ()
        barred = (EXCLUDED, *refused) if (child, mother) in excluded else refused
        found.setdefault(child, {})[mother] = Special(tier, terms, barred)
    return found


__all__ = ["ANSWER_SCHEMA", "INSTANCE_SCHEMA", "RISKS", "NeutralRules", "NotAnInstanceError", "instance_of",
           "read_instance"]
