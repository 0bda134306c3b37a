"""Why a child has nobody, in the one word of an answer: no consent, nobody near, kept away by rules, or all full."""

from __future__ import annotations

from collections.abc import Collection

from aixin_tui.engine.matching.explain import Reason
from aixin_tui.engine.matching.instance import NO_PLACES, Instance


def left_over(instance: Instance, paired: Collection[int]) -> list[dict[str, str]]:
    """List the children without anybody, with the reason of each."""
    return [
        {"child": child.id, "reason": reason_of(instance, number).value}
        for number, child in enumerate(instance.children) if number not in paired
    ]


def reason_of(instance: Instance, child: int) -> Reason:
    """Say why a child that has nobody in a sound plan has nobody."""
    person = instance.children[child]
    if not person.consent:
        return Reason.NO_CONSENT
    near = full = False
    for number, mother in enumerate(instance.mothers):
        if instance.tier(child, number) <= min(person.radius, mother.radius):
            if instance.allowed(child, number):
                return Reason.FULL
            near = True
            full = full or instance.refused(child, number) == (NO_PLACES,)
    if full:
        return Reason.FULL
    return Reason.RULES if near else Reason.NOBODY_NEAR
