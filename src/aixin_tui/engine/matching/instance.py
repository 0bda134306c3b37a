"""A matching problem as frozen values: who is there, who may be paired with whom, and what a pair costs by name.

The solver, the proof and the explanations know nothing else: not provinces, not records, not the clock. People come
sorted by their key, so neither the order of input nor an id decides anything. What a pair costs depends on the *types*
of the two and on the tier between them (`Rules`), except for the few pairs named in `special`; that is what lets a
sweep look at a type once instead of at every one of its people.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

from aixin_tui.engine.matching.type_costs import COST_LIMIT, Row, TypeCosts, within_limit
from aixin_tui.engine.spec.core import NEAR_TIERS

#: The digits of a division code that two places share at each near tier [QH-27].
CUT = (12, 9, 6, 4, 2)
_ABOVE = tuple(enumerate(CUT))[1:]
#: The tier of places that share no province; never allowed.
ELSEWHERE = len(NEAR_TIERS)

#: Names of the rules of the instance itself; the rules of a policy add their own keys.
NO_CONSENT = "no_consent"
NO_PLACES = "no_places"
CHILD_RADIUS = "child_radius"
MOTHER_RADIUS = "mother_radius"
TOO_FAR = "elsewhere"


def tier_of(code: str, other: str) -> int:
    """Give the tier of two 12-digit codes, `ELSEWHERE` where they do not even share the province."""
    if code == other:
        return 0
    for tier, digits in _ABOVE:
        if code[:digits] == other[:digits]:
            return tier
    return ELSEWHERE


@dataclass(frozen=True, slots=True)
class Child:
    """A child that needs one loving mother. `key` orders people and feeds the lottery; `type` is known to the rules."""

    id: str
    key: str
    code: str
    priority: int
    """Class 1 to 3, the first served first [JS-29]."""
    radius: int
    """The farthest tier that the guardian accepts."""
    type: int
    consent: bool = True


@dataclass(frozen=True, slots=True)
class Mother:
    """A loving mother and how many more children she can take."""

    id: str
    key: str
    code: str
    places: int
    radius: int
    type: int
    held: int = 0
    """Children that she has already: the next one is her child number `held`, counted from 0, for the load."""


@dataclass(frozen=True, slots=True)
class Special:
    """A pair that does not follow its types: neighbouring villages, a wish, a further cost, an exclusion."""

    tier: int
    terms: Mapping[str, int]
    refused: tuple[str, ...] = ()


class Rules(Protocol):
    """What types say about a pair: its cost by term, the rules it breaks, and a bound under its cost."""

    def terms(self, child_type: int, mother_type: int, tier: int) -> Mapping[str, int]:
        """Give the cost of a pair of these types, by term."""

    def refused(self, child_type: int, mother_type: int, tier: int) -> tuple[str, ...]:
        """List the rules that forbid such a pair; empty where it is allowed."""

    def cost(self, child_type: int, mother_type: int, tier: int) -> int | None:
        """Give the sum of the terms, None where a rule forbids the pair: asked for hundreds of thousands of types."""

    def floor(self, child_type: int, tier: int) -> int:
        """Give a number that no cost of the child's type at this tier is below."""

    def only(self, children: Sequence[int], mothers: Sequence[int], tiers: int) -> Rules:
        """Give the rules of these types alone, numbered anew in this order, plain enough for another process.

        They are asked about the first `tiers` tiers only.
        """


@dataclass(frozen=True)
class Instance:
    """One problem, whole. Indices are places in `children` and `mothers`.

    `load` holds what a mother's 1st, 2nd, 3rd child costs and never falls; `existing` are pairs to be kept where they
    are still allowed; `special` is by child, then by mother.
    """

    children: tuple[Child, ...]
    mothers: tuple[Mother, ...]
    rules: Rules
    load: tuple[int, ...] = (0,)
    existing: Mapping[int, frozenset[int]] = field(default_factory=dict)
    special: Mapping[int, Mapping[int, Special]] = field(default_factory=dict)
    name: str = ""
    _typed: dict[int, Row] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def by_type(self) -> TypeCosts:
        """What ordinary pairs cost, by the types of the two."""
        kinds = 1 + max((mother.type for mother in self.mothers), default=0)
        return TypeCosts(self.rules, kinds, self._typed)

    def tier(self, child: int, mother: int) -> int:
        """Give the tier between two people, corrected where the pair is special."""
        known = self.special.get(child)
        if known and mother in known:
            return known[mother].tier
        return tier_of(self.children[child].code, self.mothers[mother].code)

    def refused(self, child: int, mother: int) -> tuple[str, ...]:
        """List every rule that forbids the pair, in a fixed order; empty where it is allowed."""
        one, other = self.children[child], self.mothers[mother]
        tier = self.tier(child, mother)
        found = [] if one.consent else [NO_CONSENT]
        if other.places <= 0:
            found.append(NO_PLACES)
        if tier >= ELSEWHERE:
            return (*found, TOO_FAR)
        if tier > one.radius:
            found.append(CHILD_RADIUS)
        if tier > other.radius:
            found.append(MOTHER_RADIUS)
        known = self.special.get(child)
        if known and mother in known:
            return (*found, *known[mother].refused)
        return (*found, *self.rules.refused(one.type, other.type, tier))

    def allowed(self, child: int, mother: int) -> bool:
        """Whether the two may be paired."""
        return self.cost(child, mother) is not None

    def terms(self, child: int, mother: int) -> Mapping[str, int]:
        """Give the cost of the pair by term, load not included."""
        known = self.special.get(child)
        if known and mother in known:
            return known[mother].terms
        return self.rules.terms(self.children[child].type, self.mothers[mother].type, self.tier(child, mother))

    def typed(self, child_type: int, mother_type: int, tier: int) -> int | None:
        """Give the cost of an ordinary pair of these types, None where their rules forbid it."""
        return self.by_type.cost(child_type, mother_type, tier)

    def cost(self, child: int, mother: int) -> int | None:
        """Give the whole cost of the pair without load, None where it is not allowed."""
        one, other = self.children[child], self.mothers[mother]
        if not one.consent or other.places <= 0:
            return None
        known = self.special.get(child)
        if known and mother in known:
            pair = known[mother]
            if pair.refused or pair.tier > min(one.radius, other.radius, ELSEWHERE - 1):
                return None
            return within_limit(sum(pair.terms.values()))
        tier = tier_of(one.code, other.code)
        if tier > min(one.radius, other.radius, ELSEWHERE - 1):
            return None
        return self.typed(one.type, other.type, tier)

    def slot_cost(self, mother: int, place: int) -> int:
        """Give the load cost of the free place number `place`, from 0, of a mother."""
        return self.load_of(self.mothers[mother].held + place)

    def load_of(self, place: int) -> int:
        """Give what any mother's child number `place` costs, from 0; beyond the list the last step repeats."""
        last = len(self.load) - 1
        if place <= last:
            return self.load[place]
        step = self.load[last] - self.load[last - 1] if last else 0
        return self.load[last] + step * (place - last)

    def kept(self, child: int) -> frozenset[int]:
        """Give the existing mothers of a child that are still allowed."""
        return frozenset(mother for mother in self.existing.get(child, ()) if self.allowed(child, mother))

    def consenting(self) -> Iterator[int]:
        """Walk over the children whose guardian agreed."""
        return (number for number, child in enumerate(self.children) if child.consent)


def check_instance(instance: Instance) -> None:
    """Assert what every solver relies on.

    Raises:
        ValueError: a load that falls, a priority outside 1 to 3, a code that is not 12 digits, or people out of order.
    """
    if any(later < earlier for earlier, later in zip(instance.load, instance.load[1:], strict=False)):
        raise ValueError("load falls")
    for people in (instance.children, instance.mothers):
        _check_people(people)
    if any(child.priority not in (1, 2, 3) for child in instance.children):
        raise ValueError("a priority is not 1, 2 or 3")


def _check_people(people: Sequence[Child] | Sequence[Mother]) -> None:
    keys = [(person.key, person.id) for person in people]
    if keys != sorted(keys) or len({person.id for person in people}) != len(people):
        raise ValueError("people are not sorted by key, or an id stands twice")
    if any(len(person.code) != CUT[0] for person in people):
        raise ValueError("a code is not 12 digits")


__all__ = [
    "COST_LIMIT", "CUT", "ELSEWHERE", "Child", "Instance", "Mother", "Rules", "Special", "check_instance", "tier_of",
]
