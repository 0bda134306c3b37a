"""Brothers and sisters, and what it is worth that they have the same loving mother: the problem and a plan's value.

The bonus makes the choice of one child depend on another's: no longer an assignment, and NP-hard in general. What is
exact: the levels above cost, and every value said. What is found by trying: who joins whom (`joining`), with a proven
bound on what may be missed (`family_proof`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from aixin_tui.engine.matching.instance import Instance
from aixin_tui.engine.matching.objective import NOBODY, Objective, evaluate


@dataclass(frozen=True)
class SiblingProblem:
    """An instance, its families (children by index, consenting, two or more), and the bonus of each further sibling."""

    instance: Instance
    families: tuple[tuple[int, ...], ...]
    bonus: int


def joined(family: Sequence[int], match: Sequence[int]) -> int:
    """Count the siblings who join a brother or sister: children in the plan less different mothers."""
    mothers = [match[child] for child in family if match[child] != NOBODY]
    return len(mothers) - len(set(mothers))


def evaluate_siblings(problem: SiblingProblem, match: Sequence[int]) -> Objective:
    """Work out the value of a plan, siblings counted.

    Raises:
        PlanError: the plan breaks a rule.
    """
    plain = evaluate(problem.instance, match)
    together = sum(joined(family, match) for family in problem.families)
    return plain._replace(cost=plain.cost - problem.bonus * together)
