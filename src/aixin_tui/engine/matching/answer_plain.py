"""Answers of the modes `assign` (proven best) and `siblings` (levels above cost proven, cost with a proven bound)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from aixin_tui.engine.matching.answer_reading import classes_of, leads_of, prices_of, refuse, unmatched_faults, value_at
from aixin_tui.engine.matching.answer_reading import whole as whole_number
from aixin_tui.engine.matching.certificate import bound, is_optimal
from aixin_tui.engine.matching.counties import ALONE, Crew, Joined, solve_by_counties
from aixin_tui.engine.matching.family_proof import family_bound
from aixin_tui.engine.matching.instance import Instance
from aixin_tui.engine.matching.joining import Joiner
from aixin_tui.engine.matching.left_over import left_over
from aixin_tui.engine.matching.objective import NOBODY, Levels, Objective, PlanError, evaluate
from aixin_tui.engine.matching.siblings import SiblingProblem, evaluate_siblings
from aixin_tui.engine.matching.solver import Solution

#: Levels of a price: three classes, broken pairs, cost.
LEVELS = 5
_WITH_SIBLINGS = "cost_with_siblings"


def plain_answer(instance: Instance, seed: int | None, crew: Crew = ALONE) -> dict[str, Any]:
    """Solve for one lead each, county by county where it is large: the best plan there is, with its proof."""
    return plain_document(instance, solve_by_counties(instance, seed, crew))


def plain_document(instance: Instance, found: Solution | Joined) -> dict[str, Any]:
    """Write a solution with its proof."""
    prices = found.prices
    return {"pairs": _pairs(instance, found.match), "objective": _levels(found.objective),
            "bound": _levels(bound(instance, prices)), "certificate": {"price": _prices(instance, prices)},
            "unmatched": left_over(instance, {child for child, mother in enumerate(found.match) if mother != NOBODY})}


def plain_faults(instance: Instance, answer: Mapping[str, Any]) -> list[str]:
    """Say what is wrong with an answer of the mode assign."""
    claimed, said = _read(answer, "objective"), _read(answer, "bound")
    prices, faults = prices_of(instance, answer, LEVELS)
    value, more = _value(instance, answer, lambda match: evaluate(instance, match))
    if value is None:
        return faults + more
    proven = bound(instance, prices)
    if value != claimed:
        more.append(f"objective is {_levels(value)}")
    if said > proven:
        more.append(f"the prices prove {_levels(proven)} only")
    if not is_optimal(value, proven):
        more.append(f"not proven best: {_levels(value)} above {_levels(proven)}")
    return faults + more


def sibling_answer(problem: SiblingProblem, seed: int | None) -> dict[str, Any]:
    """Solve with brothers and sisters together where that pays: of all prices met, those with the best bound prove."""
    joiner = Joiner(problem, seed)
    found = joiner.run()
    instance = problem.instance
    plain = evaluate(instance, found.match)
    prices = max((joiner.plain.prices, found.prices), key=lambda one: _quality(problem, one, plain))
    return {
        "pairs": _pairs(instance, found.match),
        "objective": {**_levels(plain), _WITH_SIBLINGS: found.objective.cost},
        "bound": {**_levels(bound(instance, prices)), _WITH_SIBLINGS: family_bound(problem, prices).cost},
        "certificate": {"price": _prices(instance, prices)},
        "unmatched": left_over(instance, {child for child, mother in enumerate(found.match) if mother != NOBODY}),
    }


def _quality(problem: SiblingProblem, prices: Sequence[Levels], plain: Objective) -> tuple[bool, Objective]:
    """Rank prices: both bounds must reach the plan's levels above cost, then the higher bound with siblings wins."""
    with_siblings = family_bound(problem, prices)
    reaches = bound(problem.instance, prices)[:4] == plain[:4] == with_siblings[:4]
    return reaches, with_siblings


def sibling_faults(problem: SiblingProblem, answer: Mapping[str, Any]) -> list[str]:
    """Say what is wrong with an answer of the mode siblings."""
    instance = problem.instance
    claimed, said = _read(answer, "objective"), _read(answer, "bound")
    together = [whole_number(value_at(value_at(answer, key, dict), _WITH_SIBLINGS, int), _WITH_SIBLINGS)
                for key in ("objective", "bound")]
    prices, faults = prices_of(instance, answer, LEVELS)
    value, more = _value(instance, answer, lambda match: evaluate(instance, match))
    if value is None:
        return faults + more
    match = _match(instance, answer)[0]
    with_siblings, proven = evaluate_siblings(problem, match), family_bound(problem, prices)
    if value != claimed or together[0] != with_siblings.cost:
        more.append(f"objective is {_levels(value)}, with siblings {with_siblings.cost}")
    if said > bound(instance, prices):
        more.append("the prices prove a lower cost only")
    if said[:4] != proven[:4] or together[1] > proven.cost:
        more.append(f"the prices prove {_levels(proven)} only")
    if value[:4] != proven[:4]:
        more.append("the children without a mother, or the pairs given up, are not proven fewest")
    return faults + more


def _match(instance: Instance, answer: Mapping[str, Any]) -> tuple[list[int], list[str]]:
    pairs, faults = leads_of(instance, answer)
    return [pairs.get(child, NOBODY) for child in range(len(instance.children))], faults


def _value(
    instance: Instance, answer: Mapping[str, Any], evaluated: Callable[[Sequence[int]], Objective]
) -> tuple[Objective | None, list[str]]:
    match, faults = _match(instance, answer)
    if faults:
        return None, faults
    left = unmatched_faults(instance, [child for child, mother in enumerate(match) if mother != NOBODY], answer)
    try:
        return evaluated(match), left
    except PlanError as error:
        return None, [str(error)]


def _read(answer: Mapping[str, Any], key: str) -> Objective:
    levels = value_at(answer, key, dict)
    for name in ("broken", "cost"):
        if name not in levels:
            refuse(f"{key} {name}")
    return Objective(*classes_of(levels, "unmatched_by_class"), whole_number(levels["broken"], "broken"),
                     whole_number(levels["cost"], "cost"))


def _pairs(instance: Instance, match: Sequence[int]) -> list[dict[str, str]]:
    return [
        {"child": instance.children[child].id, "mother": instance.mothers[mother].id, "role": "lead"}
        for child, mother in enumerate(match) if mother != NOBODY
    ]


def _prices(instance: Instance, prices: Sequence[Levels]) -> dict[str, list[int]]:
    return {mother.id: list(price) for mother, price in zip(instance.mothers, prices, strict=True)}


def _levels(objective: Objective) -> dict[str, Any]:
    return {"unmatched_by_class": list(objective.unmatched), "broken": objective.broken, "cost": objective.cost}
