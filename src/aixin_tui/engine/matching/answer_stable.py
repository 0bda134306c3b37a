"""Answers of the mode `stable`: who is with whom, and that no child and mother would both rather have each other."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from typing import Any

from aixin_tui.engine.matching.answer_reading import leads_of, unmatched_faults
from aixin_tui.engine.matching.instance import Instance
from aixin_tui.engine.matching.left_over import left_over
from aixin_tui.engine.matching.objective import NOBODY, PlanError, evaluate
from aixin_tui.engine.matching.stable import Choices, blocking_pairs, choose

#: Blocking pairs named in a verdict, at most.
NAMED = 5


def stable_answer(instance: Instance, choices: Choices, seed: int | None) -> dict[str, Any]:
    """Solve by two-way choice."""
    match = choose(instance, choices, seed)
    pairs = [
        {"child": instance.children[child].id, "mother": instance.mothers[mother].id, "role": "lead"}
        for child, mother in enumerate(match) if mother != NOBODY
    ]
    paired = {child for child, mother in enumerate(match) if mother != NOBODY}
    return {"pairs": pairs, "unmatched": left_over(instance, paired)}


def stable_faults(instance: Instance, choices: Choices, answer: Mapping[str, Any]) -> list[str]:
    """Say what is wrong with an answer of this mode."""
    pairs, faults = leads_of(instance, answer)
    if faults:
        return faults
    match = tuple(pairs.get(child, NOBODY) for child in range(len(instance.children)))
    try:
        evaluate(instance, match)
    except PlanError as error:
        return [str(error)]
    named = [f"{instance.children[child].id} and {instance.mothers[mother].id} would rather have each other"
             for child, mother in islice(blocking_pairs(instance, choices, match), NAMED)]
    return named + unmatched_faults(instance, list(pairs), answer)
