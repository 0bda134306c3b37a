"""A part of an instance, to be solved alone and elsewhere: plain numbers, and nobody's name, number or id.

People of a part are called by their place in it; in the place of a natural key stands the lot it draws, if lots are
drawn at all. What leaves the process is where people live, their class, radius, places and type, and what types cost.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from aixin_tui.engine.matching.instance import CUT, Instance, Special
from aixin_tui.engine.matching.lottery import Drawn, drawn
from aixin_tui.engine.matching.objective import NOBODY, Scale
from aixin_tui.engine.matching.prices import lower_prices
from aixin_tui.engine.matching.resuming import Before, resume
from aixin_tui.engine.matching.solver import Solver
from aixin_tui.engine.matching.type_table import COST

#: Tiers inside a county, and all of them.
_COUNTY_TIERS, _TIERS = 3, len(CUT)
#: A price: five levels, then its part below one unit (of the lottery).
Price = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """Some people of an instance with the rules of their types; where it was solved before, with its plan and prices.

    `before` holds the mother's number (or NOBODY) by child; both are empty for a part that begins from nothing.
    """

    instance: Instance
    seed: int | None
    before: tuple[int, ...] = ()
    prices: tuple[Price, ...] = ()


@dataclass(frozen=True, slots=True)
class PartPlan:
    """The optimal plan of a part: the mother's number (or NOBODY) by child, and the lowest price of each mother."""

    match: tuple[int, ...]
    prices: tuple[Price, ...]
    sweeps: int


def part_of(instance: Instance, children: Sequence[int], mothers: Sequence[int], seed: int | None = None) -> Instance:
    """Cut these people out of an instance, in order of the whole; pairs with others are left out."""
    child_types = sorted({instance.children[number].type for number in children})
    mother_types = sorted({instance.mothers[number].type for number in mothers})
    kids, others = [instance.children[number] for number in children], [instance.mothers[number] for number in mothers]
    digits = CUT[_COUNTY_TIERS - 1]
    counties = {child.code[:digits] for child in kids} | {mother.code[:digits] for mother in others}
    tiers = _COUNTY_TIERS if len(counties) == 1 else _TIERS
    rules = instance.rules.only(child_types, mother_types, tiers)
    child_of, mother_of = _places(children), _places(mothers)
    kinds, hers = _places(child_types), _places(mother_types)
    return Instance(
        tuple(replace(child, id=str(number), key=_key(seed, "child", child.key), type=kinds[child.type],
                      radius=min(child.radius, tiers - 1)) for number, child in enumerate(kids)),
        tuple(replace(mother, id=str(number), key=_key(seed, "mother", mother.key), type=hers[mother.type],
                      radius=min(mother.radius, tiers - 1)) for number, mother in enumerate(others)),
        rules, instance.load, _existing(instance, child_of, mother_of), _special(instance, child_of, mother_of),
    )


def _places(numbers: Sequence[int]) -> dict[int, int]:
    return {number: place for place, number in enumerate(numbers)}


def _key(seed: int | None, side: str, key: str) -> str:
    return "" if seed is None else Drawn(str(drawn(seed, side, key)))


def _existing(
    instance: Instance, child_of: Mapping[int, int], mother_of: Mapping[int, int]
) -> dict[int, frozenset[int]]:
    found = {}
    for child, held in instance.existing.items():
        if child in child_of:
            inside = frozenset(mother_of[mother] for mother in held if mother in mother_of)
            if inside:
                found[child_of[child]] = inside
    return found


def _special(
    instance: Instance, child_of: Mapping[int, int], mother_of: Mapping[int, int]
) -> dict[int, dict[int, Special]]:
    found = {}
    for child, held in instance.special.items():
        if child in child_of:
            inside = {mother_of[mother]: _plain(pair) for mother, pair in held.items() if mother in mother_of}
            if inside:
                found[child_of[child]] = inside
    return found


def _plain(pair: Special) -> Special:
    """Leave out the names of terms: what a pair costs in all is enough."""
    return Special(pair.tier, {COST: sum(pair.terms.values())}, pair.refused)


def solve_part(part: Part) -> PartPlan:
    """Solve a part to its proven optimum: what a worker does, in any process."""
    if part.before:
        pairs = {str(child): str(mother) for child, mother in enumerate(part.before) if mother != NOBODY}
        solver = resume(part.instance, Before(pairs, {str(n): price for n, price in enumerate(part.prices)}), part.seed)
    else:
        solver = Solver(part.instance, part.seed)
        solver.solve()
    lowest(solver)
    prices = tuple(levels_of(solver.scale, price) for price in solver.state.price)
    return PartPlan(tuple(solver.state.match), prices, solver.sweeps)


def levels_of(scale: Scale, number: int) -> Price:
    """Take a packed price apart, to the last bit."""
    levels = scale.unpack(number)
    return (*levels, number - scale.pack(levels))


def lowest(solver: Solver) -> None:
    """Lower the prices of an optimal plan to the lowest over all allowed pairs: those do not depend on the way there.

    What falls may make a pair interesting that nobody knew; it is made known, and prices are lowered again.
    """
    state = solver.state
    while True:
        state.rose, state.fell = set(), set()
        lower_prices(state)
        if not state.fell:
            return
        solver.prove()


__all__ = ["Part", "PartPlan", "Price", "levels_of", "lowest", "part_of", "solve_part"]
