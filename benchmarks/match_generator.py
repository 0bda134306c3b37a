"""Fictitious matching instances at the size of real places: skewed, as people live and volunteer.

Children concentrate in towns that people leave for work, volunteers in county seats, so that places are short here
and idle there. Codes are made up inside the named prefixes; nobody in it exists. The same name and seed give the same
instance everywhere.
"""

from __future__ import annotations

import math
import random
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, cycle, islice
from typing import Any

SCHEMA = "match-instance/1"
NEEDS = ("study", "emotion", "safety", "health", "daily", "law", "money", "parenting")
RISKS = ("red", "orange", "yellow", "blue")
KINDS = ("cadre", "committee", "sector", "social")
WEIGHTS: dict[str, Any] = {
    "dist": {"red": [0, 16, 60, 160, 320], "orange": [0, 12, 44, 120, 240], "yellow": [0, 8, 30, 90, 180],
             "blue": [0, 6, 24, 80, 160]},
    "unmet": {"red": 12, "orange": 9, "yellow": 7, "blue": 6}, "gender_soft": 10, "social_red_orange": 4,
    "child_like": -15, "mother_like": -5, "load": [0, 4, 9], "sibling": 20,
}


@dataclass(frozen=True, slots=True)
class Profile:
    """How many of each: divisions from the city down, then people; and how many children are of class 1 and 2."""

    prefix: str
    cities: int
    counties: int
    towns: int
    villages: int
    mothers: int
    children: int
    class_1: float = 0.15
    class_2: float = 0.35
    first_class: int = 0
    """Exactly so many children of class 1, where the place is known to have them."""


PROFILES = {
    "hainan": Profile("46", 5, 25, 218, 3000, 1357, 1094),
    "qinghai": Profile("63", 8, 44, 404, 4500, 3992, 4854),
    "jiangxi": Profile("36", 11, 100, 1560, 20000, 27445, 30616),
    "jiangsu": Profile("32", 13, 95, 1250, 21000, 32548, 27389, 14460 / 27389, 0.20, 14460),
    "dongkou": Profile("430525", 1, 1, 24, 340, 10000, 10000),
    "xiangxi": Profile("4331", 1, 8, 115, 1791, 28220, 31962),
    "hunan": Profile("43", 14, 122, 1940, 29000, 200000, 180000),
    "small": Profile("630222", 1, 1, 8, 60, 110, 130),
    # One county at growing size: how time grows with the number of people.
    **{f"county-{size}k": Profile("430525", 1, 1, 20 * size, 160 * size, 1000 * size, 1000 * size)
       for size in (1, 2, 4, 8, 16)},
}


class Weighted:
    """Draws an index in proportion to weights, by bisection on the running sum."""

    def __init__(self, weights: Sequence[float]) -> None:
        self.sums = list(accumulate(weights))

    def draw(self, rng: random.Random) -> int:
        """Draw one."""
        return min(bisect_right(self.sums, rng.random() * self.sums[-1]), len(self.sums) - 1)


NEEDED, OFFERED = Weighted((30, 26, 14, 10, 20, 5, 9, 12)), Weighted((24, 30, 16, 9, 26, 4, 7, 16))
RISK, KIND = Weighted((5, 12, 28, 55)), Weighted((12, 48, 22, 18))


def generate(name: str, seed: int = 1) -> dict[str, Any]:
    """Make the instance of a profile."""
    profile, rng = PROFILES[name], random.Random(f"{SCHEMA}/{name}/{seed}")
    villages = _villages(rng, profile)
    towns, counties = 1 + max(town for _, town, _ in villages), 1 + max(county for _, _, county in villages)
    county_children = [math.exp(rng.gauss(0, 0.4)) for _ in range(counties)]
    county_mothers = [size ** 0.7 * math.exp(rng.gauss(0, 0.15)) for size in county_children]
    town_children = [math.exp(rng.gauss(0, 0.35)) for _ in range(towns)]
    town_mothers = [size ** 0.6 * math.exp(rng.gauss(0, 0.25)) for size in town_children]
    of_children, of_mothers = [], []
    for _, town, county in villages:
        size = math.exp(rng.gauss(0, 0.6))
        of_children.append(size * county_children[county] * town_children[town] * math.exp(rng.gauss(0, 0.5)))
        of_mothers.append((0.35 + 0.65 * size ** 0.8) * county_mothers[county] * town_mothers[town])
    children = _children(rng, profile, [code for code, _, _ in villages], Weighted(of_children))
    draw = Weighted(of_mothers)
    mothers = [_mother(rng, f"M{number:06}", villages[draw.draw(rng)][0]) for number in range(profile.mothers)]
    _wishes(rng, children, mothers)
    return {"schema": SCHEMA, "name": name, "weights": WEIGHTS, "existing": [], "children": children,
            "mothers": mothers}


def _split(rng: random.Random, total: int, parts: int, spread: float) -> list[int]:
    """Split so many things into skewed parts, none empty."""
    weights = [math.exp(rng.gauss(0, spread)) for _ in range(parts)]
    found = [1 + int((total - parts) * weight / sum(weights)) for weight in weights]
    order = sorted(range(parts), key=lambda part: -weights[part])
    for part in islice(cycle(order), total - sum(found)):
        found[part] += 1
    return found


def _villages(rng: random.Random, profile: Profile) -> list[tuple[str, int, int]]:
    """List the villages: code, number of the town, number of the county."""
    towns_of = _split(rng, profile.towns, profile.counties, 0.35)
    counties_of = _split(rng, profile.counties, profile.cities, 0.3)
    villages_of = _split(rng, profile.villages, profile.towns, 0.45)
    found: list[tuple[str, int, int]] = []
    county = town = 0
    for city in range(profile.cities):
        above = profile.prefix if len(profile.prefix) > 2 else f"{profile.prefix}{city + 1:02}"
        for number in range(counties_of[city]):
            unit = above if len(above) == 6 else f"{above}{number + 2 if number < 5 else number + 16:02}"
            streets = max(1, towns_of[county] // 6)
            for place in range(towns_of[county]):
                code = f"{unit}{place + 1 if place < streets else 100 + place - streets:03}"
                found.extend(
                    (f"{code}{village + 1 if place < streets and village < 12 else 200 + village:03}", town, county)
                    for village in range(villages_of[town])
                )
                town += 1
            county += 1
    return found


def _some(rng: random.Random, weighted: Weighted, count: int) -> list[str]:
    found: set[int] = set()
    while len(found) < count:
        found.add(weighted.draw(rng))
    return [NEEDS[need] for need in sorted(found)]


def _children(rng: random.Random, profile: Profile, villages: list[str], draw: Weighted) -> list[dict[str, Any]]:
    """Make the children, family by family."""
    found: list[dict[str, Any]] = []
    while len(found) < profile.children:
        code = villages[draw.draw(rng)]
        lot = rng.random()
        family = min(1 if lot < 0.84 else 2 if lot < 0.97 else 3, profile.children - len(found))
        first = f"S{len(found):06}" if family > 1 else None
        consent, radius = rng.random() < 0.97, rng.choice((1, 2, 2, 2, 3, 4))
        for _ in range(family):
            found.append(_child(rng, profile, f"C{len(found):06}", code)
                         | {"consent": consent, "radius": radius, "sib": first})
    if profile.first_class:
        ones = [child for child in found if child["cls"] == 1]
        others = [child for child in found if child["cls"] != 1]
        for child in rng.sample(ones, max(0, len(ones) - profile.first_class)):
            child["cls"] = 2
        for child in rng.sample(others, max(0, profile.first_class - len(ones))):
            child["cls"] = 1
    return found


def _child(rng: random.Random, profile: Profile, key: str, code: str) -> dict[str, Any]:
    risk, lot, wish = RISKS[RISK.draw(rng)], rng.random(), rng.random()
    first = profile.class_1 + {"red": 0.5, "orange": 0.25}.get(risk, 0.0)
    gender = "any" if wish < 0.72 else "F" if wish < 0.94 else "M"
    return {
        "id": key, "code": code, "needs": _some(rng, NEEDED, rng.choice((1, 1, 2, 2, 2, 3))), "risk": risk,
        "cls": 1 if lot < first else 2 if lot < first + profile.class_2 else 3, "consent": True, "gender": gender,
        "gender_hard": gender != "any" and rng.random() < 0.3, "radius": 2, "sib": None, "likes": [], "excl": [],
    }


def _mother(rng: random.Random, key: str, code: str) -> dict[str, Any]:
    kind, lot, places = KINDS[KIND.draw(rng)], rng.random(), rng.random()
    if kind == "cadre":
        radius = 1 if lot < 0.2 else 2 if lot < 0.8 else 3
    elif kind == "committee":
        radius = 0 if lot < 0.25 else 1 if lot < 0.75 else 2
    else:
        radius = 1 if lot < 0.25 else 2 if lot < 0.8 else 3 if lot < 0.95 else 4
    return {
        "id": key, "code": code, "cap": 1 if places < 0.55 else 2 if places < 0.85 else 3,
        "skills": _some(rng, OFFERED, rng.choice((1, 2, 2, 3, 3, 4))), "kind": kind,
        "gender": "M" if rng.random() < 0.06 else "F",
        "trained": rng.random() < (0.6 if kind in ("cadre", "sector") else 0.35), "avail": rng.random() < 0.98,
        "radius": radius, "likes": [],
    }


def _wishes(rng: random.Random, children: list[dict[str, Any]], mothers: list[dict[str, Any]]) -> None:
    """Let some wish for each other, or not: people of one village, else of one town."""
    near: dict[str, list[int]] = {}
    for number, mother in enumerate(mothers):
        for code in (mother["code"], mother["code"][:9]):
            near.setdefault(code, []).append(number)
    for child in children:
        around = near.get(child["code"]) or near.get(child["code"][:9])
        if not around:
            continue
        if rng.random() < 0.15:
            picks = rng.sample(around, min(len(around), rng.choice((1, 2))))
            child["likes"] = sorted(mothers[number]["id"] for number in picks)
            for number in picks:
                if rng.random() < 0.4:
                    mothers[number]["likes"].append(child["id"])
        if rng.random() < 0.02 and (other := mothers[rng.choice(around)]["id"]) not in child["likes"]:
            child["excl"] = [other]
