"""The answer to an instance that goes on from an answer of before, with the difference between the two.

The answer of before may be to another state of the instance; it is believed in nothing (`resuming`). Pairs stay where
the instance names them as existing, as ever. The difference stands in a key of its own, which a proof does not need.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aixin_tui.engine.matching.answer_plain import plain_document
from aixin_tui.engine.matching.answer_reading import LEAD, refuse, sealed, value_at, whole
from aixin_tui.engine.matching.before import Before
from aixin_tui.engine.matching.differing import Change, Difference, difference
from aixin_tui.engine.matching.instance import Instance
from aixin_tui.engine.matching.resuming import resume

#: Levels of a price in an answer.
LEVELS = 5


def before_in(answer: Mapping[str, Any]) -> Before:
    """Read the leads and the prices of an answer of before.

    Raises:
        NotAnAnswerError: it is no answer.
    """
    pairs = {}
    for pair in value_at(answer, "pairs", list):
        child, mother, role = (value_at(pair, key, str, "pairs") for key in ("child", "mother", "role"))
        if role == LEAD:
            pairs[child] = mother
    prices = {}
    for mother, given in value_at(answer.get("certificate", {"price": {}}), "price", dict).items():
        row = given if isinstance(given, list) else [0] * (LEVELS - 1) + [given]
        if len(row) != LEVELS:
            refuse(f"price {mother}: not {LEVELS} levels")
        prices[mother] = tuple(whole(level, f"price {mother}") for level in row)
    return Before(pairs, prices)


def answer_after(instance: Instance, before: Before, head: Mapping[str, Any], seed: int | None) -> dict[str, Any]:
    """Solve from what was before, and write the answer behind its `head`, with the difference."""
    solver = resume(instance, before, seed)
    told = difference(solver, before.pairs)
    found = plain_document(instance, solver.solution())
    return sealed({**head, **found, "difference": _document(told)})


def _document(told: Difference) -> dict[str, Any]:
    return {"kept": told.kept, "changed": [_row(one) for one in told.changed],
            "new": [_row(one) for one in told.new], "ended": [_row(one) for one in told.ended]}


def _row(one: Change) -> dict[str, Any]:
    row: dict[str, Any] = {"child": one.child, "before": one.before or None, "now": one.now or None,
                           "why": one.why.value}
    if one.rules:
        row["rules"] = list(one.rules)
    if one.made_room_for:
        row["made_room_for"] = one.made_room_for
    return row
