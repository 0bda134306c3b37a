"""One graph of candidate pairs as plain arrays, the same for every solver, and the value of a plan over it."""

from __future__ import annotations

import pickle
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from aixin_tui.engine.matching.solver import Solver


@dataclass(frozen=True, slots=True)
class Graph:
    """Who may be paired with whom, at what cost. Pair number k is (child[k], mother[k]); pairs stand child by child."""

    classes: array[int]
    """By child: class 1 to 3."""
    kids: array[int]
    """The children who agreed."""
    places: array[int]
    """By mother."""
    load: tuple[int, ...]
    """What her 1st, 2nd, 3rd child costs."""
    child: array[int]
    mother: array[int]
    cost: array[int]
    tier: array[int]


@dataclass(frozen=True, slots=True)
class Value:
    """What a plan came to: left by class, cost, and how many are with a mother of the same village and town."""

    left: tuple[int, int, int]
    cost: int
    matched: int
    village: int
    town: int


def graph_of(solver: Solver) -> Graph:
    """Take the pairs that a solver ended with: their optimum is the optimum over all allowed pairs."""
    instance, state = solver.instance, solver.state
    child, mother, cost, tier = array("i"), array("i"), array("i"), array("b")
    kids = array("i", instance.consenting())
    for kid in kids:
        for other in state.mothers_of[kid]:
            child.append(kid)
            mother.append(other)
            cost.append(instance.cost(kid, other) or 0)
            tier.append(instance.tier(kid, other))
    longest = max(state.places, default=0)
    return Graph(array("b", (one.priority for one in instance.children)), kids, array("i", state.places),
                 tuple(instance.load_of(place) for place in range(longest + 2)), child, mother, cost, tier)


def value(graph: Graph, match: Sequence[int]) -> Value:
    """Work out the value of a plan (a mother or -1 by child), and that it keeps to the pairs and the places."""
    left, load, cost, at = [0, 0, 0], [0] * len(graph.places), 0, [0, 0, 0, 0, 0]
    open_kids = set(graph.kids)
    for child, mother, price, tier in zip(graph.child, graph.mother, graph.cost, graph.tier, strict=True):
        if match[child] == mother:
            open_kids.remove(child)
            cost += price + graph.load[load[mother]]
            load[mother] += 1
            at[tier] += 1
    for child in open_kids:
        if match[child] >= 0:
            raise ValueError("a pair that is not in the graph")
        left[graph.classes[child] - 1] += 1
    if any(taken > places for taken, places in zip(load, graph.places, strict=True)):
        raise ValueError("more children than places")
    return Value((left[0], left[1], left[2]), cost, sum(at), at[0], at[1])


def save(graph: Graph, path: Path) -> None:
    """Write a graph."""
    path.write_bytes(pickle.dumps(graph))


def load(path: Path) -> Graph:
    """Read a graph."""
    graph: Graph = pickle.loads(path.read_bytes())
    return graph
