"""Answers of the mode `n-plus-1`: fewest leads missing, proven; the cost too where one flow weighed it all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aixin_tui.engine.matching.answer_reading import (
    LEAD,
    SUPPORT,
    classes_of,
    pairs_of,
    prices_of,
    unmatched_faults,
    value_at,
    whole,
)
from aixin_tui.engine.matching.left_over import left_over
from aixin_tui.engine.matching.objective import NOBODY, Objective, PlanError
from aixin_tui.engine.matching.team_flow import TeamFlow
from aixin_tui.engine.matching.team_proof import team_bound
from aixin_tui.engine.matching.team_rounds import solve_rounds, teams_of
from aixin_tui.engine.matching.teams import Team, TeamProblem, evaluate_teams

#: Levels of a price: three classes, cost.
LEVELS = 4
JOINT, ROUNDS = METHODS = ("joint", "rounds")


def team_answer(problem: TeamProblem, seed: int | None, method: str = JOINT) -> dict[str, Any]:
    """Solve for leads and supporters: at once (proven best), or by rounds, whose bound the prices of the flow prove."""
    flow = TeamFlow(problem, seed)
    teams = flow.solve()
    if method == ROUNDS:
        teams = teams_of(solve_rounds(problem, seed))
    prices = flow.prices()
    lead = problem.lead
    pairs = [
        {"child": lead.children[child].id, "mother": lead.mothers[mother].id,
         "role": LEAD if mother == team.lead else SUPPORT}
        for child, team in enumerate(teams) for mother in team.members
    ]
    return {
        "pairs": pairs, "objective": _levels(evaluate_teams(problem, teams)),
        "bound": _levels(team_bound(problem, prices)),
        "certificate": {"price": {mother.id: [*price[:3], price[4]]
                                  for mother, price in zip(lead.mothers, prices, strict=True)}},
        "unmatched": left_over(problem.support, {child for child, team in enumerate(teams) if team.members}),
    }


def team_faults(problem: TeamProblem, answer: Mapping[str, Any]) -> list[str]:
    """Say what is wrong with an answer of this mode."""
    claimed, said = _read(answer, "objective"), _read(answer, "bound")
    given, faults = prices_of(problem.lead, answer, LEVELS)
    teams, more = _teams(problem, answer)
    faults += more
    if more:
        return faults
    try:
        value = evaluate_teams(problem, teams)
    except PlanError as error:
        return [*faults, str(error)]
    proven = team_bound(problem, [(*price[:3], 0, price[3]) for price in given])
    if value != claimed:
        faults.append(f"objective is {_levels(value)}")
    if said > proven:
        faults.append(f"the prices prove {_levels(proven)} only")
    if value.unmatched != proven.unmatched:
        faults.append(f"leads missing are not proven fewest: {list(value.unmatched)} above {list(proven.unmatched)}")
    paired = [child for child, team in enumerate(teams) if team.members]
    return faults + unmatched_faults(problem.support, paired, answer)


def _teams(problem: TeamProblem, answer: Mapping[str, Any]) -> tuple[list[Team], list[str]]:
    pairs, faults = pairs_of(problem.lead, answer)
    leads: dict[int, int] = {}
    beside: dict[int, list[int]] = {}
    for child, mother, role in pairs:
        if role == SUPPORT:
            beside.setdefault(child, []).append(mother)
        elif child in leads:
            faults.append(f"{problem.lead.children[child].id} has two leads")
        else:
            leads[child] = mother
    everybody = range(len(problem.lead.children))
    return [Team(leads.get(child, NOBODY), tuple(beside.get(child, ()))) for child in everybody], faults


def _read(answer: Mapping[str, Any], key: str) -> Objective:
    levels = value_at(answer, key, dict)
    return Objective(*classes_of(levels, "leads_missing_by_class"), 0, whole(value_at(levels, "cost", int), "cost"))


def _levels(objective: Objective) -> dict[str, Any]:
    return {"leads_missing_by_class": list(objective.unmatched), "cost": objective.cost}
