"""The optimum of tiny instances by trying every plan: shares nothing with the solver but the instance."""

from __future__ import annotations

from collections.abc import Iterator

from aixin_tui.engine.matching.instance import Instance
from aixin_tui.engine.matching.objective import NOBODY, Objective, evaluate


def plans(instance: Instance) -> Iterator[tuple[int, ...]]:
    """Walk over every plan that keeps places and rules."""
    options = [
        [mother for mother in range(len(instance.mothers)) if instance.allowed(child, mother)] + [NOBODY]
        for child in range(len(instance.children))
    ]
    places = [mother.places for mother in instance.mothers]
    match = [NOBODY] * len(options)

    def further(child: int) -> Iterator[tuple[int, ...]]:
        if child == len(options):
            yield tuple(match)
            return
        for mother in options[child]:
            if mother != NOBODY:
                if not places[mother]:
                    continue
                places[mother] -= 1
            match[child] = mother
            yield from further(child + 1)
            if mother != NOBODY:
                places[mother] += 1
        match[child] = NOBODY

    return further(0)


def best(instance: Instance) -> Objective:
    """Give the least value of all plans."""
    return min(evaluate(instance, match) for match in plans(instance))
