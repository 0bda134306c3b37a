"""Tiny documents in which every rule of the schema binds, with people known to a town or county only."""

from __future__ import annotations

import copy
import random

from match_brute_modes import Row
from match_instances import random_families

#: What of a code is known: all of it, the town, the county; the rest is padded, with 9 for children and 0 for mothers.
KNOWN = (12, 12, 9, 6)


def random_padded(seed: int, children: int = 0, mothers: int = 0) -> Row:
    """Make an instance; small enough for trying everything unless sizes are given."""
    document = copy.deepcopy(random_families(seed, children, mothers))
    rng = random.Random(f"padded/{seed}")
    for rows, pad in ((document["children"], "9"), (document["mothers"], "0")):
        for row in rows:
            row["code"] = row["code"][: rng.choice(KNOWN)].ljust(12, pad)
            if rng.random() < 0.3:
                row["radius"] = rng.choice((1, 2, 4))
    for mother in document["mothers"]:
        mother["cap"] = rng.choice((0, 1, 1, 2, 3))
    names = [row["id"] for row in document["mothers"]]
    for child in document["children"]:
        if rng.random() < 0.4:
            child["excl"] = sorted({*child["excl"], rng.choice(names)})
        if rng.random() < 0.4:
            child["likes"] = sorted({*child["likes"], rng.choice(names)})
    return document


def binding(document: Row) -> set[str]:
    """Name what occurs in a document, and where it could change a plan."""
    mothers = {row["id"]: row for row in document["mothers"]}
    found = {f"cap {row['cap']}" for row in document["mothers"]}
    found |= {f"mother radius {row['radius']}" for row in document["mothers"]}
    found |= {"mother likes" for row in document["mothers"] if row["likes"]}
    found |= {"mother padded" for row in document["mothers"] if row["code"].endswith("000")}
    found |= {"not available" for row in document["mothers"] if not row["avail"]}
    for row in document["children"]:
        found |= {f"child radius {row['radius']}", f"class {row['cls']}"}
        facts = {
            "no consent": not row["consent"], "likes": row["likes"], "excluded": row["excl"], "family": row["sib"],
            "likes whom she excludes": set(row["likes"]) & set(row["excl"]),
            "child padded": row["code"].endswith("999"),
            "sex is a must": row["gender_hard"] and any(one["gender"] != row["gender"] for one in mothers.values()),
            "trained for red": row["risk"] == "red" and not all(one["trained"] for one in mothers.values()),
        }
        found |= {name for name, holds in facts.items() if holds}
    kept = [(child, mother) for child, mother in document["existing"]]
    found |= {"existing"} if kept else set()
    excluded = {(row["id"], mother) for row in document["children"] for mother in row["excl"]}
    found |= {"existing but excluded"} if excluded & set(kept) else set()
    return found
