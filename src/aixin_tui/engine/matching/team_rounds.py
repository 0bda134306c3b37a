"""Leads first, then one supporter each, round by round: each round exact, earlier pairs fixed.

The lead is the tie that counts, so nobody's lead is given up for somebody's supporter beyond what the levels ask; each
round is solved, and explained, like the plain plan. The value may lie above the joint flow's (`team_flow`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from aixin_tui.engine.matching.instance import Instance, Special
from aixin_tui.engine.matching.objective import NOBODY, Levels
from aixin_tui.engine.matching.solver import Solver
from aixin_tui.engine.matching.teams import Team, TeamProblem

#: The rule of a pair that stands already, in whatever role.
IN_TEAM = "already_in_team"


@dataclass(frozen=True, slots=True)
class Round:
    """One round as it was solved: `solver` answers why, `match` holds the mother's index (or NOBODY) by child."""

    solver: Solver
    match: tuple[int, ...]


class SupportSolver(Solver):
    """A round of supporters: a child without one loses what she is worth, no more."""

    __slots__ = ("_worth",)

    def __init__(self, instance: Instance, worth: int, seed: int | None) -> None:
        self._worth = worth
        super().__init__(instance, seed)

    def _penalty(self, child: int) -> int:
        del child
        return self.scale.pack((0, 0, 0, 0, self._worth))


def solve_rounds(problem: TeamProblem, seed: int | None = None) -> tuple[Round, ...]:
    """Solve the round of leads and one round for each supporter."""
    solver = Solver(problem.lead, seed)
    rounds = [Round(solver, solver.solve().match)]
    for worth in problem.worth:
        teams = teams_of(rounds)
        instance = remaining(problem.support, teams)
        support = SupportSolver(instance, worth, seed)
        rounds.append(Round(support, support.solve().match))
        if all(mother == NOBODY for mother in rounds[-1].match):
            break
    return tuple(rounds)


def teams_of(rounds: Sequence[Round]) -> tuple[Team, ...]:
    """Put the pairs of all rounds together."""
    return tuple(
        Team(lead, tuple(one.match[child] for one in rounds[1:] if one.match[child] != NOBODY))
        for child, lead in enumerate(rounds[0].match)
    )


def round_prices(problem: TeamProblem, rounds: Sequence[Round]) -> tuple[Levels, ...]:
    """Give the highest price of each mother over all rounds: what her places were asked for at most."""
    found: list[Levels] = [(0, 0, 0, 0, 0)] * len(problem.lead.mothers)
    for one in rounds:
        found = [max(found[mother], price) for mother, price in enumerate(one.solver.solution().prices)]
    return tuple(found)


def remaining(
    instance: Instance, teams: Sequence[Team], standing: Mapping[int, Sequence[int]] = MappingProxyType({})
) -> Instance:
    """Give what is left for a round of supporters: the places not taken, and no pair that stands already.

    `standing` names, by child, further mothers who stand beside it: their places are not counted in the instance.
    """
    load = [0] * len(instance.mothers)
    special = {child: dict(held) for child, held in instance.special.items()}
    for child, team in enumerate(teams):
        for mother in team.members:
            load[mother] += 1
            special.setdefault(child, {})[mother] = Special(instance.tier(child, mother), {}, (IN_TEAM,))
    for child, mothers_beside in standing.items():
        for mother in mothers_beside:
            special.setdefault(child, {})[mother] = Special(instance.tier(child, mother), {}, (IN_TEAM,))
    mothers = tuple(
        replace(other, places=max(other.places - load[number], 0), held=other.held + load[number])
        for number, other in enumerate(instance.mothers)
    )
    return replace(instance, mothers=mothers, special=special, _typed={})
