"""Reading an answer (`match-answer/1`) without trusting it: its pairs, levels, prices and rows, and its seal.

What has the wrong type makes the document no answer; what is merely untrue is a fault of the answer.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import Any, NoReturn

from aixin_tui.engine.matching.instance import Instance
from aixin_tui.engine.matching.left_over import reason_of
from aixin_tui.engine.matching.objective import Levels

ANSWER_SCHEMA = "match-answer/1"
LEAD, SUPPORT = "lead", "support"
#: The seal over everything else, so that a number edited by hand shows even where the proof would still hold.
SEAL = "seal"
_ORDER = {"pairs": ("child", "mother", "role"), "unmatched": ("child",)}


class NotAnAnswerError(ValueError):
    """A document that is no answer; the message says where."""


def refuse(where: str) -> NoReturn:
    """Say that the document is no answer.

    Raises:
        NotAnAnswerError: always.
    """
    raise NotAnAnswerError(where)


def seal_of(answer: Mapping[str, Any]) -> str:
    """Work out the seal; the order of rows and keys means nothing."""
    plain = {key: value for key, value in answer.items() if key != SEAL}
    for key, fields in _ORDER.items():
        rows = plain.get(key)
        if isinstance(rows, list):
            plain[key] = _in_order(rows, fields)
    text = json.dumps(plain, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return blake2b(text.encode("ascii"), digest_size=16).hexdigest()


def _in_order(rows: list[Any], fields: Sequence[str]) -> list[Any]:
    return sorted(rows, key=lambda row: [str(row.get(one)) for one in fields] if isinstance(row, dict) else [])


def sealed(answer: dict[str, Any]) -> dict[str, Any]:
    """Put the seal on an answer."""
    return {**answer, SEAL: seal_of(answer)}


def seal_faults(answer: Mapping[str, Any]) -> list[str]:
    """Say whether an answer was changed after it was written; one without a seal is judged by its proof alone."""
    if SEAL not in answer:
        return []
    if not isinstance(answer[SEAL], str):
        refuse(SEAL)
    return [] if answer[SEAL] == seal_of(answer) else ["changed after it was written"]


def whole(value: Any, where: str) -> int:
    """Read a whole number; a truth value, a fraction or NaN is none."""
    if isinstance(value, bool) or not isinstance(value, int):
        refuse(f"{where}: no whole number")
    return value


def value_at(row: Any, key: str, kind: type, where: str = "") -> Any:
    """Read a key of a type."""
    if not isinstance(row, dict) or key not in row or not isinstance(row[key], kind):
        refuse(f"{where} {key}".strip())
    return row[key]


def classes_of(levels: Mapping[str, Any], key: str) -> tuple[int, int, int]:
    """Read a number for each class."""
    found = value_at(levels, key, list)
    if len(found) != 3:
        refuse(key)
    return whole(found[0], key), whole(found[1], key), whole(found[2], key)


def pairs_of(instance: Instance, answer: Mapping[str, Any]) -> tuple[list[tuple[int, int, str]], list[str]]:
    """Read the pairs as (child, mother, role), and say which name nobody, or stand twice."""
    child_of = {child.id: number for number, child in enumerate(instance.children)}
    mother_of = {mother.id: number for number, mother in enumerate(instance.mothers)}
    found: dict[tuple[int, int], str] = {}
    faults = []
    for pair in value_at(answer, "pairs", list):
        child, mother, role = (value_at(pair, key, str, "pairs") for key in ("child", "mother", "role"))
        if child not in child_of or mother not in mother_of or role not in (LEAD, SUPPORT):
            faults.append(f"unknown pair {child} {mother} {role}")
        elif (child_of[child], mother_of[mother]) in found:
            faults.append(f"{child} and {mother} stand twice")
        else:
            found[child_of[child], mother_of[mother]] = role
    return [(child, mother, role) for (child, mother), role in sorted(found.items())], faults


def leads_of(instance: Instance, answer: Mapping[str, Any]) -> tuple[dict[int, int], list[str]]:
    """Read pairs that must all be leads, one a child, as the mother by child."""
    pairs, faults = pairs_of(instance, answer)
    match: dict[int, int] = {}
    for child, mother, role in pairs:
        if role != LEAD:
            faults.append(f"{instance.children[child].id} has no lead but a {role}")
        elif child in match:
            faults.append(f"{instance.children[child].id} stands twice")
        else:
            match[child] = mother
    return match, faults


def prices_of(instance: Instance, answer: Mapping[str, Any], levels: int) -> tuple[list[Levels], list[str]]:
    """Read the prices by mother: a list of `levels` numbers, or one number, which is of the lowest level."""
    given = value_at(value_at(answer, "certificate", dict), "price", dict)
    known = {mother.id for mother in instance.mothers}
    faults = [f"a price of nobody: {name}" for name in given if name not in known]
    found: list[Levels] = []
    for mother in instance.mothers:
        price = given.get(mother.id, 0)
        row = price if isinstance(price, list) else [0] * (levels - 1) + [price]
        if len(row) != levels:
            refuse(f"price {mother.id}: not {levels} levels")
        found.append(tuple(whole(level, f"price {mother.id}") for level in row))
    return found, faults


def unmatched_faults(instance: Instance, paired: Sequence[int], answer: Mapping[str, Any]) -> list[str]:
    """Say where the children without anybody are not those whom the answer names, or a reason is not so.

    Why a child has nobody follows from the instance alone, so it is judged with a seal and without.
    """
    rows = [(value_at(row, "child", str, "unmatched"), value_at(row, "reason", str, "unmatched"))
            for row in value_at(answer, "unmatched", list)]
    said, have = dict(rows), set(paired)
    left = {child.id: number for number, child in enumerate(instance.children) if number not in have}
    faults = [f"unmatched is not {sorted(left)}"] if set(said) != set(left) or len(rows) != len(said) else []
    for name, child in left.items():
        if name in said and said[name] != (right := reason_of(instance, child).value):
            faults.append(f"{name} is {right}, not {said[name]}")
    return faults
