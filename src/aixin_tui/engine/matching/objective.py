"""What a plan is judged by: whole numbers in levels, the first level that differs decides.

Levels: children of class 1 without a mother, of class 2, of class 3; existing pairs broken; cost. That class 1 comes
first never costs a match in total: the sets of children that can be matched together form a transversal matroid, so
the best plan is also a largest one (应结尽结 is free) [JS-29].
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from aixin_tui.engine.matching.instance import Instance

#: The levels as a vector: comparing and adding vectors is all that solving and proving need.
Levels = tuple[int, ...]
#: No mother.
NOBODY = -1

#: Bits of one pair's cost: a cost beyond them is refused, so that levels never run into each other.
COST_BITS = 32


class Objective(NamedTuple):
    """The value of a plan; smaller is better, compared level by level."""

    class_1: int
    class_2: int
    class_3: int
    broken: int
    cost: int

    @property
    def unmatched(self) -> tuple[int, int, int]:
        """Children without a mother, by class."""
        return self.class_1, self.class_2, self.class_3


class PlanError(ValueError):
    """A plan that is none: a pair that is not allowed, or a mother with more children than places."""


def evaluate(instance: Instance, match: Sequence[int]) -> Objective:
    """Work out the value of a plan from the instance alone; `match` holds a mother's index or NOBODY by child.

    Raises:
        PlanError: the plan breaks a rule.
    """
    unmatched, broken, cost = [0, 0, 0], 0, 0
    load = [0] * len(instance.mothers)
    for child, mother in enumerate(match):
        kept = instance.kept(child)
        broken += len(kept - {mother})
        if mother == NOBODY:
            if instance.children[child].consent:
                unmatched[instance.children[child].priority - 1] += 1
            continue
        price = instance.cost(child, mother)
        if price is None:
            raise PlanError(f"{instance.children[child].id} may not be paired with {instance.mothers[mother].id}")
        cost += price + instance.slot_cost(mother, load[mother])
        load[mother] += 1
        if load[mother] > instance.mothers[mother].places:
            raise PlanError(f"{instance.mothers[mother].id} has more children than places")
    return Objective(unmatched[0], unmatched[1], unmatched[2], broken, cost)


@dataclass(frozen=True, slots=True)
class Scale:
    """Packs levels into one exact integer, so that the search adds and compares plain numbers.

    Below the cost lies `shift` bits of lottery. Each level has room for the sum of everything below it with a margin,
    so `unpack(a) + unpack(b) == unpack(a + b)` for every number the search makes.
    """

    count: int
    shift: int = 0

    @property
    def unit(self) -> int:
        """One unit of cost."""
        return 1 << self.shift

    @property
    def weights(self) -> tuple[int, int, int, int, int]:
        """The numbers that one unit of each level weighs."""
        people = self.count.bit_length() + 4
        broken = self.shift + COST_BITS + people
        third = broken + people
        return 1 << (third + 2 * people), 1 << (third + people), 1 << third, 1 << broken, 1 << self.shift

    def pack(self, levels: Sequence[int], ticket: int = 0) -> int:
        """Make one number of levels."""
        return sum(level * weight for level, weight in zip(levels, self.weights, strict=True)) + ticket

    def unpack(self, number: int) -> Levels:
        """Take a number apart into its five levels; what is left of the lottery is dropped."""
        found = []
        for weight in self.weights:
            level = (number + weight // 2) // weight
            found.append(level)
            number -= level * weight
        return tuple(found)
