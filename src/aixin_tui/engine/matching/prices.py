"""The lowest prices at which a plan is still optimal: what one more child at a mother really displaces.

Prices that prove a plan are not unique, and bidding leaves them higher than they need be. An explanation that says what
another mother "would cost at least" is sharpest at the lowest ones, and they do not depend on the way to the plan.
"""

from __future__ import annotations

from heapq import heapify, heappop, heappush

from aixin_tui.engine.matching.assignment import Assignment
from aixin_tui.engine.matching.objective import NOBODY


def lower_prices(state: Assignment) -> None:
    """Lower all prices as far as they go; nobody moves, and the state stays optimal over the known pairs.

    A mother's price may fall until it meets the load cost of her last child, or until a child of another mother would
    come; that child's own mother may fall with her. So the fall of each is a shortest path over the children between.
    """
    fall = [
        state.price[mother] - state.steps[mother][max(state.taken(mother) - 1, 0)]
        for mother in range(len(state.price))
    ]
    for child, mother in enumerate(state.match):
        if state.inside[child] and mother == NOBODY:
            worth = state.worth[child]
            for other, cost in zip(state.mothers_of[child], state.costs_of[child], strict=True):
                fall[other] = min(fall[other], cost + state.price[other] - worth)
    heap = [(low, mother) for mother, low in enumerate(fall)]
    heapify(heap)
    while heap:
        low, mother = heappop(heap)
        if low > fall[mother]:
            continue
        for child in state.at[mother]:
            base = low - state.worth[child]
            for other, cost in zip(state.mothers_of[child], state.costs_of[child], strict=True):
                reach = base + cost + state.price[other]
                if reach < fall[other]:
                    fall[other] = reach
                    heappush(heap, (reach, other))
    for mother, low in enumerate(fall):
        if low:
            state.price[mother] -= low
            state.fell.add(mother)
            for child in state.at[mother]:
                state.worth[child] -= low
