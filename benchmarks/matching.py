"""How long an exact plan takes, beside the greedy floor in the same run, and what greed leaves behind.

    python benchmarks/matching.py [--small] [NAME …]        names: hainan qinghai dongkou

Times are processor seconds of this machine; compare ratios, not seconds, between machines.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).parent))

from match_generator import generate

from aixin_tui.engine.matching.certificate import bound
from aixin_tui.engine.matching.instance import CUT, Instance
from aixin_tui.engine.matching.neutral import instance_of
from aixin_tui.engine.matching.objective import NOBODY, evaluate
from aixin_tui.engine.matching.solver import Solver

T = TypeVar("T")
#: Above this many pairs in reach the proof is not checked again pair by pair.
CHECK_UP_TO = 6_000


def timed(work: Callable[[], T]) -> tuple[T, float]:
    """Run and give the processor seconds."""
    start = time.process_time()
    return work(), time.process_time() - start


def greedy(instance: Instance) -> list[int]:
    """By class, each child takes the cheapest mother with a place in the nearest tier: careful work by hand."""
    near: list[dict[str, list[int]]] = [{} for _ in CUT]
    for number, mother in enumerate(instance.mothers):
        for tier in range(mother.radius + 1):
            near[tier].setdefault(mother.code[: CUT[tier]], []).append(number)
    load = [0] * len(instance.mothers)
    match = [NOBODY] * len(instance.children)
    for child in sorted(instance.consenting(), key=lambda number: instance.children[number].priority):
        person = instance.children[child]
        for tier in range(person.radius + 1):
            best = min(
                ((cost + instance.slot_cost(mother, load[mother]), mother)
                 for mother in near[tier].get(person.code[: CUT[tier]], ())
                 if load[mother] < instance.mothers[mother].places
                 and (cost := instance.cost(child, mother)) is not None),
                default=None,
            )
            if best is not None:
                match[child] = best[1]
                load[best[1]] += 1
                break
    return match


def measure(name: str) -> None:
    """Print one line for one size."""
    instance, loading = timed(lambda: instance_of(generate(name)))
    by_hand, floor = timed(lambda: greedy(instance))
    solved, exact = timed(lambda: Solver(instance).solve())
    _, drawn = timed(lambda: Solver(instance, 1).solve())
    left, best = evaluate(instance, by_hand), solved.objective
    proof = "proven"
    if len(instance.children) <= CHECK_UP_TO:
        proof = "proven, checked" if bound(instance, solved.prices) == best else "NOT PROVEN"
    print(f"{name}: {len(instance.children)} children, {len(instance.mothers)} mothers; read {loading:.2f} s; "
          f"exact {exact:.2f} s, with lottery {drawn:.2f} s, greedy {floor:.2f} s, ratio {exact / floor:.2f}")
    print(f"  left by class: exact {best.unmatched}, greedy {left.unmatched}; cost: exact {best.cost}, "
          f"greedy {left.cost}; sweeps {solved.sweeps}; {proof}")
    if proof == "NOT PROVEN" or tuple(best) > tuple(left):
        raise SystemExit(1)


def main(arguments: list[str]) -> None:
    """Measure the sizes named, all by default."""
    names = [one for one in arguments if not one.startswith("-")]
    for name in ["small"] if "--small" in arguments else names or ["hainan", "qinghai", "dongkou"]:
        measure(name)


if __name__ == "__main__":
    main(sys.argv[1:])
