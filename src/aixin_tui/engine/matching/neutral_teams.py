"""The mode n-plus-1 of a neutral document: who may lead, who may support, and what that costs.

A lead comes from the village or the town. A supporter is a possible lead, or a remote mother of the same county who
goes at least so far: radii count no more, and a quarter of the distance does. All other hard rules hold for both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from aixin_tui.engine.matching.instance import CHILD_RADIUS, Instance, Rules, Special
from aixin_tui.engine.matching.neutral import instance_of, read_instance
from aixin_tui.engine.matching.neutral_check import RISKS, NotAnInstanceError
from aixin_tui.engine.matching.teams import TeamProblem
from aixin_tui.engine.matching.type_table import table_of

#: The tiers of a lead, and of a remote supporter; beyond the town a quarter of the distance counts.
TOWN, COUNTY, SHARE = 1, 2, 4


@dataclass(frozen=True)
class SupportRules:
    """The rules of supporters over the types of `base`, widened by how far each side goes.

    A mother who goes less far than the county supports only children who accept her distance.
    """

    base: Rules
    children: Sequence[tuple[int, int]]
    """By child type: the type for `base`, and the radius."""
    mothers: Sequence[tuple[int, bool]]
    """By mother type: the type for `base`, and whether she supports from afar."""

    def terms(self, child_type: int, mother_type: int, tier: int) -> Mapping[str, int]:
        """Give the cost of a pair of these types, by term."""
        return self.base.terms(self.children[child_type][0], self.mothers[mother_type][0], tier)

    def refused(self, child_type: int, mother_type: int, tier: int) -> tuple[str, ...]:
        """List the rules that forbid such a pair."""
        found = self.base.refused(self.children[child_type][0], self.mothers[mother_type][0], tier)
        return (*self.near(child_type, mother_type, tier), *found)

    def near(self, child_type: int, mother_type: int, tier: int) -> tuple[str, ...]:
        """Say whether the two are too far from each other for one who does not support from afar."""
        return (CHILD_RADIUS,) if not self.mothers[mother_type][1] and tier > self.children[child_type][1] else ()

    def cost(self, child_type: int, mother_type: int, tier: int) -> int | None:
        """Give the sum of the terms, None where a rule forbids such a pair."""
        if self.near(child_type, mother_type, tier):
            return None
        return self.base.cost(self.children[child_type][0], self.mothers[mother_type][0], tier)

    def floor(self, child_type: int, tier: int) -> int:
        """Give a number that no cost of the child's type at this tier is below."""
        return self.base.floor(self.children[child_type][0], tier)

    def only(self, children: Sequence[int], mothers: Sequence[int], tiers: int) -> Rules:
        """Give the rules of these types alone, numbered anew in this order, as a table."""
        return table_of(self, children, mothers, tiers)


def teams_of_document(document: Mapping[str, Any]) -> TeamProblem:
    """Read the problem of a document in the mode n-plus-1; existing pairs are not looked at.

    Raises:
        NotAnInstanceError: the document is no instance, or offers no such mode.
    """
    if isinstance(document, dict) and document.get("n_plus_1") is None:
        raise NotAnInstanceError("n_plus_1: not there")
    plain = replace(instance_of(document), existing={})
    children = tuple(replace(child, radius=min(child.radius, TOWN)) for child in plain.children)
    remote = read_instance({**document, "weights": _nearer(document["weights"])})
    team = document["n_plus_1"]
    lead = replace(plain, children=children, _typed={})
    return TeamProblem(lead, _support(remote), tuple(team["worth"][: team["n"]]))


def _nearer(weights: Mapping[str, Any]) -> dict[str, Any]:
    """Give the weights with the distance of a remote supporter."""
    dist = {risk: list(weights["dist"][risk]) for risk in RISKS}
    for row in dist.values():
        row[COUNTY] //= SHARE
    return {**weights, "dist": dist}


def _support(plain: Instance) -> Instance:
    """Widen an instance (with the distance costs of supporters) to everybody who may support."""
    child_types = {pair: number for number, pair in enumerate(sorted({(c.type, c.radius) for c in plain.children}))}
    mother_types = {
        pair: number for number, pair in enumerate(sorted({(m.type, m.radius >= COUNTY) for m in plain.mothers}))
    }
    rules = SupportRules(plain.rules, tuple(child_types), tuple(mother_types))
    children = tuple(
        replace(child, type=child_types[child.type, child.radius], radius=COUNTY) for child in plain.children
    )
    mothers = tuple(
        replace(mother, type=mother_types[mother.type, mother.radius >= COUNTY], radius=min(mother.radius, COUNTY))
        for mother in plain.mothers
    )
    special = {
        child: {
            mother: Special(pair.tier, pair.terms,
                            (*rules.near(children[child].type, mothers[mother].type, pair.tier), *pair.refused))
            for mother, pair in held.items()
        }
        for child, held in plain.special.items()
    }
    return replace(plain, children=children, mothers=mothers, rules=rules, existing={}, special=special, _typed={})
