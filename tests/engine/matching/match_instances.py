"""Random neutral instances: every rule of the schema occurs, codes are fictitious."""

from __future__ import annotations

import random
from typing import Any

from aixin_tui.engine.matching.neutral import INSTANCE_SCHEMA, RISKS

NEEDS = ("study", "emotion", "safety", "health", "law")
WEIGHTS: dict[str, Any] = {
    "dist": {"red": [0, 16, 60, 160, 320], "orange": [0, 12, 44, 120, 240], "yellow": [0, 8, 30, 90, 180],
             "blue": [0, 6, 24, 80, 160]},
    "unmet": {"red": 12, "orange": 9, "yellow": 7, "blue": 6}, "gender_soft": 10, "social_red_orange": 4,
    "child_like": -15, "mother_like": -5, "load": [0, 4, 9], "sibling": 20,
}


def random_document(seed: int, children: int = 0, mothers: int = 0) -> dict[str, Any]:
    """Make an instance; small enough for enumeration unless sizes are given."""
    rng = random.Random(f"matching/{seed}")
    children, mothers = children or rng.randrange(1, 7), mothers or rng.randrange(1, 6)
    kids = [_child(rng, f"c{number}", mothers) for number in range(children)]
    volunteers = [_mother(rng, f"m{number}", children) for number in range(mothers)]
    existing = [[kid["id"], f"m{rng.randrange(mothers)}"] for kid in kids if rng.random() < 0.3]
    extra = [[f"c{rng.randrange(children)}", f"m{rng.randrange(mothers)}", rng.randrange(-20, 21)]
             for _ in range(rng.randrange(3))]
    rng.shuffle(kids)
    rng.shuffle(volunteers)
    return {"schema": INSTANCE_SCHEMA, "name": f"random-{seed}", "weights": WEIGHTS, "mothers": volunteers,
            "children": kids, "existing": existing, "extra": extra}


def _code(rng: random.Random) -> str:
    county = rng.choice(("630222", "630222", "630222", "630223", "630102", "460105"))
    return f"{county}{rng.choice(('101', '102'))}{rng.choice(('201', '202', '000'))}"


def _child(rng: random.Random, key: str, mothers: int) -> dict[str, Any]:
    gender = rng.choice(("any", "any", "F", "M"))
    return {
        "id": key, "code": _code(rng), "needs": rng.sample(NEEDS, rng.randrange(3)), "risk": rng.choice(RISKS),
        "cls": rng.randrange(1, 4), "consent": rng.random() < 0.9, "gender": gender,
        "gender_hard": gender != "any" and rng.random() < 0.5, "radius": rng.choice((0, 1, 2, 2, 3, 4)), "sib": None,
        "likes": [f"m{rng.randrange(mothers)}"] if rng.random() < 0.2 else [],
        "excl": [f"m{rng.randrange(mothers)}"] if rng.random() < 0.2 else [],
    }


def _mother(rng: random.Random, key: str, children: int) -> dict[str, Any]:
    return {
        "id": key, "code": _code(rng), "cap": rng.choice((0, 1, 1, 1, 2, 3, 5)),
        "skills": rng.sample(NEEDS, rng.randrange(4)), "kind": rng.choice(("cadre", "committee", "sector", "social")),
        "gender": rng.choice("FFFM"), "trained": rng.random() < 0.7, "avail": rng.random() < 0.9,
        "radius": rng.choice((0, 1, 2, 2, 3, 4)),
        "likes": [f"c{rng.randrange(children)}"] if rng.random() < 0.2 else [],
    }


def random_families(seed: int, children: int = 0, mothers: int = 0) -> dict[str, Any]:
    """Make an instance with brothers and sisters, and with places for supporters."""
    document = random_document(seed, children, mothers)
    rng = random.Random(f"families/{seed}")
    for kid in document["children"]:
        kid["sib"] = rng.choice((None, "f1", "f1", "f2", "f2")) if children < 12 else f"f{rng.randrange(children // 3)}"
    most = rng.randrange(3)
    document["n_plus_1"] = {"n": most, "worth": sorted((rng.randrange(5, 60) for _ in range(most)), reverse=True)}
    return document
