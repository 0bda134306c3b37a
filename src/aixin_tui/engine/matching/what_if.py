"""What would be, had one child another mother: the whole plan made anew around that pair, exact at every level.

The pair takes its place and its load cost of her; everybody else is rearranged as well as can be. So the loss is the
difference of two optima, and it can be checked by hand: these children go elsewhere, these get nobody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from aixin_tui.engine.matching.instance import Instance
from aixin_tui.engine.matching.objective import NOBODY, Levels, Objective, evaluate
from aixin_tui.engine.matching.solver import Solver


@dataclass(frozen=True, slots=True)
class Moved:
    """A child whose mother changes, by index; NOBODY where it has, or then has, none."""

    child: int
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The plan around a pair that is set: what it loses at each level against the best plan, and who moves."""

    child: int
    mother: int
    loss: Levels
    moved: tuple[Moved, ...]
    """The others whose mother changes, the child itself not counted."""

    @property
    def is_as_good(self) -> bool:
        """Whether nothing is lost: the draw among equals decided."""
        return not any(self.loss)


def if_paired(instance: Instance, best: Sequence[int], child: int, mother: int, seed: int | None = None) -> WhatIf:
    """Set a pair, rearrange the rest as well as can be, and compare with the best plan (mother's index by child).

    Raises:
        ValueError: the two may not be paired.
    """
    if not instance.allowed(child, mother):
        raise ValueError("a pair that is not allowed cannot be set")
    children, mothers = list(instance.children), list(instance.mothers)
    children[child] = replace(children[child], consent=False)  # stands aside; its ticket and everybody's stay the same
    hers = mothers[mother]
    mothers[mother] = replace(hers, places=hers.places - 1, held=hers.held + 1)
    rest = replace(instance, children=tuple(children), mothers=tuple(mothers), _typed={})
    match = list(Solver(rest, seed).solve().match)
    match[child] = mother
    loss = _less(evaluate(instance, match), evaluate(instance, best))
    moved = tuple(Moved(number, was, now) for number, (was, now) in enumerate(zip(best, match, strict=True))
                  if was != now and number != child)
    return WhatIf(child, mother, loss, moved)


def runner_up(
    instance: Instance, solver: Solver, child: int, *, seed: int | None = None, look_at: int = 3
) -> WhatIf | None:
    """Find who comes next for a child: of the `look_at` whose bounds are lowest, the one who loses least indeed."""
    state = solver.state
    own = state.match[child]
    extra = len(instance.kept(child)) * solver.scale.weights[3] if instance.existing else 0
    sweep = solver.candidates.sweep(state.price)
    others = sweep.cheapest(child, extra, {own} if own != NOBODY else set(), look_at)
    found = [if_paired(instance, state.match, child, mother, seed) for _, _, mother in others]
    return min(found, key=lambda one: (one.loss, one.mother), default=None)


def _less(one: Objective, other: Objective) -> Levels:
    return tuple(a - b for a, b in zip(one, other, strict=True))
