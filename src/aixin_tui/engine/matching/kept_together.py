"""A run over records that keeps brothers and sisters with one loving mother, as far as the policy's `sibling` says.

`joining` finds who joins whom; each join then stands as a term of the cost of its very pairs, and the plan is solved
anew. So the plan that is proposed is proven best for those joins, every pair shows what it was given for the sake of a
brother or sister, and the sum of these terms is exactly what the joins are worth.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from aixin_tui.engine.matching.family_proof import family_bound
from aixin_tui.engine.matching.instance import Instance, Special
from aixin_tui.engine.matching.joining import Joiner
from aixin_tui.engine.matching.objective import NOBODY, Levels, Objective
from aixin_tui.engine.matching.siblings import SiblingProblem, evaluate_siblings, joined
from aixin_tui.engine.matching.solver import solve

#: The term of a pair's cost that stands for a brother or sister with the same loving mother.
SIBLING = "sibling"
#: How often joins that did not hold are left out and the rest solved anew.
ROUNDS = 4
#: Children with one loving mother for the sake of each other.
Group = tuple[int, tuple[int, ...]]


def families_of(households: Sequence[str], instance: Instance) -> tuple[tuple[int, ...], ...]:
    """Group the consenting children of an instance by household; `households` (empty where none) is by child."""
    found: dict[str, list[int]] = {}
    for child in instance.consenting():
        if households[child]:
            found.setdefault(households[child], []).append(child)
    return tuple(sorted(tuple(group) for group in found.values() if len(group) > 1))


def keep_together(problem: SiblingProblem, seed: int | None = None) -> tuple[Instance, int]:
    """Give the instance with the joins that pay as terms of its pairs, and what a better plan could gain at the most.

    The second value is in units of cost, from a proven bound; 0 says that no plan is better, siblings counted.
    """
    if not problem.families or problem.bonus <= 0:
        return problem.instance, 0
    joiner = Joiner(problem, seed)
    found = joiner.run()
    best, value = problem.instance, evaluate_siblings(problem, joiner.plain.match)
    groups = [_shared(problem, joiner, group) for group in _groups(problem, found.match)]
    for _ in range(ROUNDS):
        if not groups:
            break
        aided = with_terms(problem.instance, {pair: -more for shares in groups for pair, more in shares.items()})
        match = solve(aided, seed).match
        held = [shares for shares in groups if all(match[child] == mother for child, mother in shares)]
        now = evaluate_siblings(problem, match)
        if len(held) == len(groups):
            best = aided if now < value else best
            value = min(now, value)
            break
        groups = held
    return best, _gap(problem, value, (joiner.plain.prices, found.prices))


def _gap(problem: SiblingProblem, value: Objective, prices: Iterable[Sequence[Levels]]) -> int:
    proven = [family_bound(problem, one) for one in prices]
    return min((value.cost - one.cost for one in proven if one[:4] == value[:4]), default=0)


def _groups(problem: SiblingProblem, match: Sequence[int]) -> list[Group]:
    """List the groups of each family that are with one loving mother."""
    found: list[Group] = []
    for family in problem.families:
        if not joined(family, match):
            continue
        by_mother: dict[int, list[int]] = {}
        for child in family:
            if match[child] != NOBODY:
                by_mother.setdefault(match[child], []).append(child)
        found.extend((mother, tuple(group)) for mother, group in sorted(by_mother.items()) if len(group) > 1)
    return found


def _shared(problem: SiblingProblem, joiner: Joiner, group: Group) -> dict[tuple[int, int], int]:
    """Share out what a join is worth, the bonus of every further child: to each what holds it there, then alike."""
    mother, children = group
    worth = problem.bonus * (len(children) - 1)
    shares: list[int] = []
    for child in children:
        shares.append(min(_need(joiner, child, mother), worth - sum(shares)))
    rest = worth - sum(shares)
    for number in range(len(children)):
        shares[number] += rest * (number + 1) // len(children) - rest * number // len(children)
    return {(child, mother): share for child, share in zip(children, shares, strict=True)}


def _need(joiner: Joiner, child: int, mother: int) -> int:
    """Give by how many units of cost the child would rather be elsewhere."""
    solver, state = joiner.solver, joiner.solver.state

    def paid(other: int) -> int:
        cost = solver.cost(child, other)
        assert cost is not None, "only allowed pairs are known"
        return cost + state.price[other]

    least = min((paid(other) for other in state.mothers_of[child] if other != mother), default=state.penalty[child])
    return max(-((least - paid(mother)) // solver.scale.unit), 0)


def with_terms(instance: Instance, terms: Mapping[tuple[int, int], int], name: str = SIBLING) -> Instance:
    """Give single pairs (child, mother) a further term: for the sake of a brother or sister, if no other is named."""
    if not terms:
        return instance
    special = {child: dict(held) for child, held in instance.special.items()}
    for (child, mother), more in terms.items():
        known = special.get(child, {}).get(mother)
        if known is None:
            one, other = instance.children[child], instance.mothers[mother]
            tier = instance.tier(child, mother)
            known = Special(tier, instance.terms(child, mother), instance.rules.refused(one.type, other.type, tier))
        both = known.terms.get(name, 0) + more
        special.setdefault(child, {})[mother] = replace(known, terms={**known.terms, name: both})
    return replace(instance, special=special, _typed={})
