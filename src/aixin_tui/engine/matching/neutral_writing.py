"""Any instance, also one made from a workspace, written as a neutral document with the same plans and costs.

Every cost becomes `extra` and every refusal of an own rule `excl`; what a person is called, and the keys by which
people are sorted, stay behind. Where a county calls villages neighbours, a pair may be nearer than its codes say: then
both go as far as the codes are apart, and every pair that this alone would let in stands in `excl`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from aixin_tui.engine.matching.instance import CUT, Instance, tier_of
from aixin_tui.engine.matching.neutral_check import INSTANCE_SCHEMA, RISKS


def document_of(instance: Instance, risks: Sequence[str] = ()) -> dict[str, Any]:
    """Write an instance as a neutral document; `risks` (by child) is only said.

    A mother who has children already says so in `held`: her next one costs what her child of that number costs.
    """
    far = _as_far_as_codes(instance)
    children, extra = [], []
    for number, child in enumerate(instance.children):
        barred: list[str] = []
        for other, mother in enumerate(instance.mothers):
            reach = min(far[0].get(number, child.radius), far[1].get(other, mother.radius), len(CUT) - 1)
            if tier_of(child.code, mother.code) > reach:
                continue
            cost = instance.cost(number, other)
            if cost:
                extra.append([child.id, mother.id, cost])
            elif cost is None and child.consent and mother.places > 0:
                barred.append(mother.id)
        children.append({
            "id": child.id, "code": child.code, "needs": [], "risk": risks[number] if risks else RISKS[-1],
            "cls": child.priority, "consent": child.consent, "gender": "any", "gender_hard": False,
            "radius": far[0].get(number, child.radius), "sib": None, "likes": [], "excl": barred,
        })
    mothers = [
        {"id": mother.id, "code": mother.code, "cap": max(mother.places, 0), "skills": [], "kind": "sector",
         "gender": "F", "trained": True, "avail": True, "radius": far[1].get(number, mother.radius), "likes": [],
         **({"held": mother.held} if mother.held else {})}
        for number, mother in enumerate(instance.mothers)
    ]
    existing = [
        [instance.children[child].id, instance.mothers[mother].id]
        for child, held in sorted(instance.existing.items()) for mother in sorted(held)
    ]
    return {"schema": INSTANCE_SCHEMA, "name": instance.name, "weights": _weights(instance.load), "mothers": mothers,
            "children": children, "existing": existing, "extra": extra}


def _weights(load: Sequence[int]) -> dict[str, Any]:
    nothing = dict.fromkeys(RISKS, [0] * len(CUT))
    return {"dist": nothing, "unmet": dict.fromkeys(RISKS, 0), "gender_soft": 0, "social_red_orange": 0,
            "child_like": 0, "mother_like": 0, "load": list(load), "sibling": 0}


def _as_far_as_codes(instance: Instance) -> tuple[Mapping[int, int], Mapping[int, int]]:
    """Give the radius, by child and by mother, of those who have an allowed pair that their codes put farther off."""
    children: dict[int, int] = {}
    mothers: dict[int, int] = {}
    for child, pairs in instance.special.items():
        for mother in pairs:
            one, other = instance.children[child], instance.mothers[mother]
            tier = tier_of(one.code, other.code)
            if tier < len(CUT) and tier > min(one.radius, other.radius) and instance.allowed(child, mother):
                children[child] = max(children.get(child, one.radius), tier)
                mothers[mother] = max(mothers.get(mother, other.radius), tier)
    return children, mothers
