"""The proof of a plan with teams, checked without the solver: prices whose bound meets the plan's value.

For any prices p of mothers every plan costs at least

    sum over children of the cheapest team each could have at cost + p
    - sum over mothers and places k of max(0, p_j - s_k)

where a child's cheapest team is its cheapest lead (or a missing one) with the next supporters that are worth more than
they cost: an exchange of the lead for a supporter who could lead never helps. Primal = dual for the joint flow, because
it is integral; for rounds the bound lies below the value.
"""

from __future__ import annotations

from collections.abc import Sequence

from aixin_tui.engine.matching.certificate import Packing, earned
from aixin_tui.engine.matching.objective import Levels, Objective
from aixin_tui.engine.matching.price_tables import PriceTables
from aixin_tui.engine.matching.teams import TeamProblem


def team_bound(problem: TeamProblem, prices: Sequence[Levels]) -> Objective:
    """Work out the lower bound that prices (five levels a mother) prove for every plan of the problem."""
    lead = problem.lead
    # a term may hold what a supporter is worth beside a pair: twice the room
    packing = Packing(lead, prices, 2 * (len(problem.worth) + 2))
    floored = [max(packing.pack(price), lead.slot_cost(mother, 0)) for mother, price in enumerate(prices)]
    near, far = PriceTables(lead, floored), PriceTables(problem.support, floored)
    total = sum(_cheapest_team(problem, child, packing, near, far) for child in lead.consenting())
    total -= sum(earned(lead, mother, price) for mother, price in enumerate(floored))
    one, two, three, broken, cost = packing.unpack(total)
    return Objective(one, two, three, broken, cost)


def _cheapest_team(problem: TeamProblem, child: int, packing: Packing, near: PriceTables, far: PriceTables) -> int:
    levels = [0, 0, 0, 0, 0]
    levels[problem.lead.children[child].priority - 1] = 1
    worth = problem.worth
    most = len(worth) + 1
    limit = worth[0] if worth else None
    supporters = far.cheapest(child, most, limit) if worth else []
    least = packing.pack(levels) + _worth_it(worth, [total for total, _ in supporters])
    for total, mother in near.cheapest(child, 1):
        with_lead = total + _worth_it(worth, [cost for cost, other in supporters if other != mother])
        least = min(least, with_lead)
    return least


def _worth_it(worth: Sequence[int], costs: Sequence[int]) -> int:
    """Take supporters, the cheapest first, while each is worth more than she costs."""
    return sum(min(0, cost - value) for value, cost in zip(worth, costs, strict=False))
