"""Fictitious matching instances at the size of real places: skewed, as people live and volunteer.

Children concentrate in some towns, volunteers in others, so that places are short here and idle there. Codes are made
up inside the named prefixes; nobody in it exists.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from aixin_tui.engine.matching.neutral import INSTANCE_SCHEMA, RISKS

NEEDS = ("study", "emotion", "safety", "health", "daily", "law", "money", "parenting")
_NEEDED = (30, 26, 14, 10, 20, 5, 9, 12)
_OFFERED = (24, 30, 16, 9, 26, 4, 7, 16)
WEIGHTS: dict[str, Any] = {
    "dist": {"red": [0, 16, 60, 160, 320], "orange": [0, 12, 44, 120, 240], "yellow": [0, 8, 30, 90, 180],
             "blue": [0, 6, 24, 80, 160]},
    "unmet": {"red": 12, "orange": 9, "yellow": 7, "blue": 6}, "gender_soft": 10, "social_red_orange": 4,
    "child_like": -15, "mother_like": -5, "load": [0, 4, 9], "sibling": 20,
}


@dataclass(frozen=True, slots=True)
class Profile:
    """How many of each: divisions from the city down, then people."""

    prefix: str
    cities: int
    counties: int
    towns: int
    villages: int
    mothers: int
    children: int


PROFILES = {
    "hainan": Profile("46", 5, 25, 218, 3000, 1357, 1094),
    "qinghai": Profile("63", 8, 44, 404, 4500, 3992, 4854),
    "dongkou": Profile("430525", 1, 1, 24, 340, 10000, 10000),
    "small": Profile("630222", 1, 1, 8, 60, 110, 130),
}


def generate(name: str, seed: int = 1) -> dict[str, Any]:
    """Make the instance of a profile."""
    profile, rng = PROFILES[name], random.Random(f"{INSTANCE_SCHEMA}/{name}/{seed}")
    villages = _villages(rng, profile)
    towns = {code[:9]: (math.exp(rng.gauss(0, 0.5)), math.exp(rng.gauss(0, 0.4))) for code in villages}
    sizes = [math.exp(rng.gauss(0, 0.6)) for _ in villages]
    sized = list(zip(villages, sizes, strict=True))
    of_children = [size * towns[code[:9]][0] * math.exp(rng.gauss(0, 0.5)) for code, size in sized]
    of_mothers = [(0.4 + 0.6 * size) * towns[code[:9]][1] for code, size in sized]
    kids = _spread(rng, villages, of_children, profile.children)
    volunteers = _spread(rng, villages, of_mothers, profile.mothers)
    return {
        "schema": INSTANCE_SCHEMA, "name": name, "weights": WEIGHTS, "existing": [],
        "children": [_child(rng, f"C{number:06}", code) for number, code in enumerate(kids)],
        "mothers": [_mother(rng, f"M{number:06}", code) for number, code in enumerate(volunteers)],
    }


def _villages(rng: random.Random, profile: Profile) -> list[str]:
    if len(profile.prefix) == 6:
        counties = [profile.prefix]
    else:
        counties = [f"{profile.prefix}{number % profile.cities + 1:02}{number // profile.cities + 21:02}"
                    for number in range(profile.counties)]
    towns = [f"{counties[number % len(counties)]}{100 + number // len(counties):03}" for number in range(profile.towns)]
    count = dict.fromkeys(towns, 0)
    found = []
    for number in range(profile.villages):
        town = towns[number] if number < len(towns) else rng.choice(towns)
        found.append(f"{town}{201 + count[town]:03}")
        count[town] += 1
    return found


def _spread(rng: random.Random, villages: list[str], weights: list[float], count: int) -> list[str]:
    return rng.choices(villages, cum_weights=list(accumulate(weights)), k=count)


def _some(rng: random.Random, weights: tuple[int, ...], count: int) -> list[str]:
    found: dict[str, None] = {}
    while len(found) < count:
        found[rng.choices(NEEDS, weights)[0]] = None
    return sorted(found)


def _child(rng: random.Random, key: str, code: str) -> dict[str, Any]:
    gender = rng.choices(("any", "F", "M"), (75, 20, 5))[0]
    return {
        "id": key, "code": code, "needs": _some(rng, _NEEDED, rng.choices((1, 2, 3), (50, 35, 15))[0]),
        "risk": rng.choices(RISKS, (4, 12, 34, 50))[0], "cls": rng.choices((1, 2, 3), (15, 35, 50))[0],
        "consent": rng.random() < 0.97, "gender": gender, "gender_hard": gender != "any" and rng.random() < 0.3,
        "radius": rng.choices((0, 1, 2, 3, 4), (3, 20, 65, 8, 4))[0], "sib": None, "likes": [], "excl": [],
    }


def _mother(rng: random.Random, key: str, code: str) -> dict[str, Any]:
    return {
        "id": key, "code": code, "cap": rng.choices((1, 2, 3), (70, 22, 8))[0],
        "skills": _some(rng, _OFFERED, rng.choices((1, 2, 3, 4), (30, 40, 20, 10))[0]),
        "kind": rng.choices(("cadre", "committee", "sector", "social"), (40, 25, 20, 15))[0],
        "gender": rng.choices("FM", (94, 6))[0], "trained": rng.random() < 0.6, "avail": rng.random() < 0.96,
        "radius": rng.choices((0, 1, 2, 3, 4), (10, 40, 42, 5, 3))[0], "likes": [],
    }
