"""Careful work by hand: by class, each child takes the nearest mother with a free place, the best fitting of those."""

from __future__ import annotations

from graphs import Graph

from aixin_tui.engine.matching.instance import CUT, Instance
from aixin_tui.engine.matching.objective import NOBODY


def greedy_on(graph: Graph) -> list[int]:
    """Work through the pairs of a graph."""
    near: dict[int, list[tuple[int, int, int]]] = {child: [] for child in graph.kids}
    for child, mother, cost, tier in zip(graph.child, graph.mother, graph.cost, graph.tier, strict=True):
        near[child].append((tier, cost, mother))
    load, match = [0] * len(graph.places), [NOBODY] * len(graph.classes)
    for child in sorted(graph.kids, key=graph.classes.__getitem__):
        best = min(((tier, cost + graph.load[load[mother]], mother) for tier, cost, mother in near[child]
                    if load[mother] < graph.places[mother]), default=None)
        if best is not None:
            match[child] = best[2]
            load[best[2]] += 1
    return match


def greedy(instance: Instance) -> list[int]:
    """Work through the records, every allowed mother in view."""
    near: list[dict[str, list[int]]] = [{} for _ in CUT]
    for number, mother in enumerate(instance.mothers):
        if mother.places > 0:
            for tier in range(mother.radius + 1):
                near[tier].setdefault(mother.code[: CUT[tier]], []).append(number)
    places = [mother.places for mother in instance.mothers]
    load, match = [0] * len(places), [NOBODY] * len(instance.children)
    for child in sorted(instance.consenting(), key=lambda number: instance.children[number].priority):
        person = instance.children[child]
        for tier in range(person.radius + 1):
            around = near[tier].get(person.code[: CUT[tier]], [])
            around[:] = [mother for mother in around if load[mother] < places[mother]]
            best = min(
                ((cost + instance.slot_cost(mother, load[mother]), mother) for mother in around
                 if (cost := instance.cost(child, mother)) is not None), default=None)
            if best is not None:
                match[child] = best[1]
                load[best[1]] += 1
                break
    return match
