"""A plan and its prices by id, taken down so that another solver can begin from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from aixin_tui.engine.matching.objective import NOBODY
from aixin_tui.engine.matching.solver import Solver


@dataclass(frozen=True, slots=True)
class Before:
    """A plan and its prices, by id: of another state of the instance, of its parts, or of anything at all.

    A price is five levels, as in a certificate, or six with its part below one unit (of the lottery). What is missing
    is not known.
    """

    pairs: Mapping[str, str]
    """The mother by child."""
    prices: Mapping[str, Sequence[int]]


def before_of(solver: Solver) -> Before:
    """Take down how a solver stands, prices to the last bit."""
    children, mothers, scale = solver.instance.children, solver.instance.mothers, solver.scale
    pairs = {children[child].id: mothers[mother].id
             for child, mother in enumerate(solver.state.match) if mother != NOBODY}
    prices = {}
    for mother, price in zip(mothers, solver.state.price, strict=True):
        levels = scale.unpack(price)
        prices[mother.id] = (*levels, price - scale.pack(levels))
    return Before(pairs, prices)
