"""Rules as plain numbers: what pairs of types cost at each tier, so that they can be sent to another process."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from aixin_tui.engine.matching.instance import Rules

#: The only term of a table, and its only refusal: names of terms and rules stay where the instance came from.
COST, REFUSED = "cost", "refused"
#: By tier, then by child type, then by mother type.
Costs = tuple[tuple[tuple[int | None, ...], ...], ...]


@dataclass(frozen=True)
class TypeTable:
    """The costs of all pairs of some types at the near tiers, None where a rule forbids the pair."""

    costs: Costs
    floors: tuple[tuple[int, ...], ...]
    """By tier and child type."""

    def terms(self, child_type: int, mother_type: int, tier: int) -> Mapping[str, int]:
        """Give the cost of a pair of these types as one term."""
        cost = self.costs[tier][child_type][mother_type]
        return {COST: cost} if cost else {}

    def refused(self, child_type: int, mother_type: int, tier: int) -> tuple[str, ...]:
        """Say whether a pair of these types is forbidden."""
        return (REFUSED,) if self.costs[tier][child_type][mother_type] is None else ()

    def cost(self, child_type: int, mother_type: int, tier: int) -> int | None:
        """Give the cost of a pair, None where a rule forbids it."""
        return self.costs[tier][child_type][mother_type]

    def floor(self, child_type: int, tier: int) -> int:
        """Give a number that no cost of the child's type at this tier is below."""
        return self.floors[tier][child_type]

    def only(self, children: Sequence[int], mothers: Sequence[int], tiers: int) -> TypeTable:
        """Give the rules of these types alone, numbered anew in this order, up to so many tiers."""
        return table_of(self, children, mothers, tiers)


def table_of(rules: Rules, children: Sequence[int], mothers: Sequence[int], tiers: int) -> TypeTable:
    """Work out the costs of all pairs of these types, at the first `tiers` tiers."""
    return TypeTable(
        tuple(tuple(tuple(rules.cost(child, mother, tier) for mother in mothers) for child in children)
              for tier in range(tiers)),
        tuple(tuple(rules.floor(child, tier) for child in children) for tier in range(tiers)),
    )
