"""One lead and some supporters for each child (N+1, 1+N): the problem, a plan, and its value.

Every child gets at most one lead and at most `most` supporters, all different loving mothers; each of them takes one
of her places, whatever her role. Levels: leads missing in class 1, 2, 3; then costs less what supporters are worth
[HN-11, JS-24]. A child without a lead may still have supporters.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from aixin_tui.engine.matching.instance import Instance
from aixin_tui.engine.matching.objective import NOBODY, Objective, PlanError


class Team(NamedTuple):
    """The loving mothers of one child, by index."""

    lead: int = NOBODY
    supporters: tuple[int, ...] = ()

    @property
    def members(self) -> tuple[int, ...]:
        """Everybody, the lead first."""
        return self.supporters if self.lead == NOBODY else (self.lead, *self.supporters)


@dataclass(frozen=True)
class TeamProblem:
    """Two instances over the same people and places: who may lead whom, and who may support whom, each at what cost.

    Load costs are those of `lead`.
    """

    lead: Instance
    support: Instance
    worth: tuple[int, ...]
    """What the 1st, 2nd, … supporter of a child is worth; never rises. Its length is the most a child can have."""


def evaluate_teams(problem: TeamProblem, teams: Sequence[Team]) -> Objective:
    """Work out the value of a plan from the problem alone; no pair is ever `broken` in this mode.

    Raises:
        PlanError: the plan breaks a rule.
    """
    missing, cost = [0, 0, 0], 0
    load = [0] * len(problem.lead.mothers)
    for child, team in enumerate(teams):
        person = problem.lead.children[child]
        if len(team.supporters) > len(problem.worth) or len(set(team.members)) < len(team.members):
            raise PlanError(f"{person.id} has somebody twice, or too many supporters")
        if person.consent and team.lead == NOBODY:
            missing[person.priority - 1] += 1
        for mother in team.members:
            price = (problem.lead if mother == team.lead else problem.support).cost(child, mother)
            name = problem.lead.mothers[mother].id
            if price is None:
                raise PlanError(f"{person.id} may not be paired so with {name}")
            cost += price + problem.lead.slot_cost(mother, load[mother])
            load[mother] += 1
            if load[mother] > problem.lead.mothers[mother].places:
                raise PlanError(f"{name} has more children than places")
        cost -= sum(problem.worth[: len(team.supporters)])
    return Objective(missing[0], missing[1], missing[2], 0, cost)
