"""Our own engine: on a graph as the peers have it, and whole, from the records in a file to the proof."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

import by_hand
import graphs
import records
from graphs import Graph

from aixin_tui.engine.matching.assignment import Assignment
from aixin_tui.engine.matching.bringing_in import Ladder, bring_in
from aixin_tui.engine.matching.certificate import bound
from aixin_tui.engine.matching.instance import Instance
from aixin_tui.engine.matching.neutral import read_instance
from aixin_tui.engine.matching.objective import NOBODY, Scale, evaluate
from aixin_tui.engine.matching.pausing import without_collecting
from aixin_tui.engine.matching.solver import Solver


def on_graph(graph: Graph) -> list[int]:
    """Solve a graph, as the engine itself does once the pairs are known; no lottery."""
    with without_collecting():
        scale = Scale(len(graph.classes) + len(graph.places))
        missing = [0, *(scale.pack([int(level == one) for level in (1, 2, 3)] + [0, 0]) for one in (1, 2, 3))]
        steps = [list(graph.load)[: most + 2] for most in range(max(graph.places, default=0) + 1)]
        state = Assignment([missing[one] for one in graph.classes], list(graph.places),
                           [steps[places] for places in graph.places])
        mothers, costs, start = graph.mother.tolist(), graph.cost.tolist(), 0
        for child, pairs in groupby(graph.child):
            end = start + sum(1 for _ in pairs)
            state.learn_first(child, mothers[start:end], costs[start:end])
            start = end
        order = sorted(graph.kids, key=lambda kid: (graph.classes[kid], kid))
        bring_in(state, order, Ladder(graph.classes, max(graph.cost, default=0), scale.unit))
        return state.match


@dataclass
class Whole:
    """What a whole run took, by phase, in processor seconds, and what it came to."""

    seconds: dict[str, float] = field(default_factory=dict)
    left: tuple[int, int, int] = (0, 0, 0)
    cost: int = 0
    tiers: list[int] = field(default_factory=lambda: [0, 0, 0, 0, 0])
    pairs: int = 0
    sweeps: int = 0
    proven: bool = True

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """Take the time of a phase."""
        began = time.process_time()
        yield
        self.seconds[name] = time.process_time() - began

    def came_to(self, instance: Instance, match: Any) -> None:
        """Take down the value of a plan."""
        objective = evaluate(instance, match)
        self.left, self.cost = objective.unmatched, objective.cost
        for child, mother in enumerate(match):
            if mother != NOBODY:
                self.tiers[instance.tier(child, mother)] += 1


def whole(path: Path, seed: int | None, rss: Callable[[], int], keep: Path | None) -> dict[str, Any]:
    """Run from the records to the proof; `keep` is where the final graph goes, after everything was measured."""
    run = Whole()
    with run.phase("read"):
        instance = read_instance(records.read(path))
    with without_collecting():
        with run.phase("candidates"):
            solver = Solver(instance, seed)
            solver.look_near()
        with run.phase("bring in"):
            solver.bring_in()
        with run.phase("sweeps"):
            solver.prove()
            solution = solver.solution()
        with run.phase("proof"):
            run.proven = bound(instance, solution.prices) == solution.objective
    run.came_to(instance, solution.match)
    run.pairs, run.sweeps = sum(map(len, solver.state.mothers_of)), solution.sweeps
    found = {**asdict(run), "rss": rss()}
    if keep is not None:
        graphs.save(graphs.graph_of(solver), keep)
    return found


def hand(path: Path, rss: Callable[[], int]) -> dict[str, Any]:
    """Pair by hand from the records: nearest first."""
    run = Whole()
    with run.phase("read"):
        instance = read_instance(records.read(path))
    with run.phase("greedy"):
        match = by_hand.greedy(instance)
    run.came_to(instance, match)
    return {**asdict(run), "rss": rss()}
