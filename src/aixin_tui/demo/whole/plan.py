"""How the figures of a province are spread over its counties: how many children, mothers and places each has."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Problem, ProblemsError

_FOLDER = Path(__file__).parents[1] / "figures"
#: Counts up to this stay as they are in a province made smaller.
_FEW = 3
#: Beside a hundred children in a pair: so many whose guardian says no, who wait for a mother, whom nobody has visited.
REFUSED, WAITING, UNVISITED = 5, 4, 2


@dataclass(frozen=True, slots=True)
class CountyPlan:
    """One county's part: children and loving mothers in pairs, those beside, and the peoples who live there."""

    code: str
    paired: int
    mothers: int
    refused: int
    waiting: int
    unvisited: int
    peoples: Mapping[str, int]

    @property
    def listed(self) -> int:
        """The children of the county's first list."""
        return self.paired + self.refused + self.unvisited


@dataclass(frozen=True, slots=True)
class Figures:
    """What a province's own text says of its size, and what we add to spread it."""

    values: Mapping[str, Any]
    factor: float = 1.0
    """Tests make a small province of the same shape."""

    def of(self, key: str) -> int:
        """Give a figure, made smaller by the factor."""
        return max(1, round(int(self.values[key]) * self.factor))

    def counted(self, key: str) -> int:
        """Give the count of a kind of venue, made smaller by the factor."""
        count = int(self.values["venues"][key]["count"])
        return count if count <= _FEW else max(1, round(count * self.factor))


def figures_of(province: str, factor: float = 1.0) -> Figures:
    """Read the figures of a province.

    Raises:
        ProblemsError: its text has none here.
    """
    path = _FOLDER / f"{province}.json"
    if not path.is_file():
        known = "、".join(sorted(one.stem for one in _FOLDER.glob("*.json")))
        raise ProblemsError(Problem(Code.WORK_004, values={"province": province, "known": known}))
    return Figures(json.loads(path.read_text(encoding="utf-8")), factor)


def plans(figures: Figures) -> tuple[CountyPlan, ...]:
    """Spread the figures over the counties, the sums exact."""
    weights: dict[str, int] = figures.values["weights"]
    children = shared(figures.of("children"), weights)
    # A county has a little more or fewer mothers than its share; each child of a mother more is one of her places.
    skew = {code: weight * (90 + random.Random(f"skew {code}").randrange(21))  # noqa: S311 - the same each time
            for code, weight in weights.items()}
    mothers = shared(figures.of("mothers"), skew)
    mothers = _within(mothers, children)
    return tuple(
        CountyPlan(code, number, mothers[code], number * REFUSED // 100, number * WAITING // 100,
                   number * UNVISITED // 100, peoples_of(figures, code))
        for code, number in children.items() if number
    )


def shared(total: int, weights: Mapping[str, int]) -> dict[str, int]:
    """Share a whole number by weights, the largest remainders first, so that the parts add up to it."""
    whole = sum(weights.values())
    parts = {key: total * weight // whole for key, weight in weights.items()}
    order = sorted(weights, key=lambda key: (-(total * weights[key] % whole), key))
    for key in order[: total - sum(parts.values())]:
        parts[key] += 1
    return parts


def _within(mothers: dict[str, int], children: Mapping[str, int]) -> dict[str, int]:
    """Keep a county's mothers between a third of its children and all of them; what is left over goes elsewhere."""
    least = {code: -(-number // 3) for code, number in children.items()}
    found = {code: min(max(number, least[code]), children[code]) for code, number in mothers.items()}
    missing = sum(mothers.values()) - sum(found.values())
    while missing:
        step = 1 if missing > 0 else -1
        room = [c for c in found if (found[c] < children[c] if step > 0 else found[c] > least[c])]
        best = max(room, key=lambda c: (children[c], c))
        found[best] += step
        missing -= step
    return found


def peoples_of(figures: Figures, code: str) -> Mapping[str, int]:
    """Give the peoples of a county: its own line, else that of its city."""
    known: Mapping[str, Mapping[str, int]] = figures.values["peoples"]
    return known.get(code) or known.get(code[:4]) or {"han": 1}


def places_of(plan: CountyPlan, chance: random.Random) -> list[int]:
    """Give each mother of a county her places: in all as many as children; most have one, some two, few three."""
    places = [1] * plan.mothers
    for _ in range(plan.paired - plan.mothers):
        ones = [n for n, held in enumerate(places) if held == 1]
        twos = [n for n, held in enumerate(places) if held == 2]
        places[chance.choice(twos if not ones or (twos and chance.randrange(100) < 6) else ones)] += 1
    return places
