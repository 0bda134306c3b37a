"""Other people's solvers on a graph of candidate pairs. Each builds the input that is natural to it from the arrays.

Their numbers are 64-bit integers or floats, so the classes become penalties: far enough apart for the children of
these sizes, and small enough to stay exact. Whether the levels came out right is checked by the value of the plan.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable

from graphs import Graph

Match = list[int]
#: What a child of class 1, 2, 3 without a mother costs; times the children of Hunan below 2**53.
PENALTY = (0, 90_000_000, 30_000_000, 10_000_000)
#: SciPy takes no edge of weight 0.
LIFT = 1000


def ortools(graph: Graph) -> Match:
    """Solve by OR-Tools' minimum cost flow (cost scaling push-relabel, C++)."""
    import numpy as np
    from ortools.graph.python import min_cost_flow

    child, mother, cost = (np.frombuffer(row, dtype=np.int32) for row in (graph.child, graph.mother, graph.cost))
    kids = np.frombuffer(graph.kids, dtype=np.int32)
    children, sink = len(graph.classes), len(graph.classes) + len(graph.places)
    whose, step = _slots(graph)
    penalty = np.array(PENALTY, dtype=np.int64)[np.frombuffer(graph.classes, dtype=np.int8)[kids]]
    tail = np.concatenate([child, kids, whose + children]).astype(np.int32)
    head = np.concatenate([mother + children, np.full(len(kids) + len(whose), sink)]).astype(np.int32)
    flow = min_cost_flow.SimpleMinCostFlow()
    arcs = flow.add_arcs_with_capacity_and_unit_cost(
        tail, head, np.ones(len(tail), dtype=np.int64), np.concatenate([cost, penalty, step]).astype(np.int64)
    )
    supply = np.zeros(sink + 1, dtype=np.int64)
    supply[kids] = 1
    supply[sink] = -len(kids)
    flow.set_nodes_supplies(np.arange(sink + 1, dtype=np.int32), supply)
    if flow.solve() != flow.OPTIMAL:
        raise RuntimeError("no optimum")
    used = np.nonzero(flow.flows(arcs[: len(child)]))[0]
    match = np.full(children, -1)
    match[child[used]] = mother[used]
    found: Match = match.tolist()
    return found


def scipy(graph: Graph) -> Match:
    """Solve by SciPy's sparse assignment (LAPJVsp, C++): every place a column, and one of its own for every child."""
    import numpy as np
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching

    child, mother, cost = (np.frombuffer(row, dtype=np.int32) for row in (graph.child, graph.mother, graph.cost))
    kids = np.frombuffer(graph.kids, dtype=np.int32)
    places = np.frombuffer(graph.places, dtype=np.int32)
    whose, step = _slots(graph)
    first = np.concatenate([[0], np.cumsum(places)])
    row_of = np.full(len(graph.classes), -1)
    row_of[kids] = np.arange(len(kids))
    times = places[mother]
    at = np.repeat(np.cumsum(times) - times, times)
    column = np.repeat(first[mother], times) + np.arange(len(at)) - at
    penalty = np.array(PENALTY)[np.frombuffer(graph.classes, dtype=np.int8)[kids]]
    row = np.concatenate([np.repeat(row_of[child], times), np.arange(len(kids))])
    columns = np.concatenate([column, len(whose) + np.arange(len(kids))])
    weight = np.concatenate([np.repeat(cost, times) + step[column], penalty]).astype(float) + LIFT
    matrix = coo_array((weight, (row, columns)), shape=(len(kids), len(whose) + len(kids))).tocsr()
    rows, taken = min_weight_full_bipartite_matching(matrix)
    match = np.full(len(graph.classes), -1)
    real = taken < len(whose)
    match[kids[rows[real]]] = whose[taken[real]]
    found: Match = match.tolist()
    return found


def _slots(graph: Graph):  # type: ignore[no-untyped-def]
    """Give whose each place is, and what it costs."""
    import numpy as np

    places = np.frombuffer(graph.places, dtype=np.int32)
    whose = np.repeat(np.arange(len(places)), places)
    nth = np.arange(len(whose)) - np.repeat(np.cumsum(places) - places, places)
    return whose, np.array(graph.load)[nth]


PEERS: dict[str, Callable[[Graph], Match]] = {"ortools": ortools, "scipy": scipy}


def installed(name: str) -> bool:
    """Whether a peer is there at all."""
    return importlib.util.find_spec(name) is not None


def warm(name: str) -> None:
    """Import what a peer needs, before its time is taken."""
    if name == "ortools":
        import ortools.graph.python.min_cost_flow  # noqa: F401
    if name == "scipy":
        import scipy.sparse.csgraph  # noqa: F401
