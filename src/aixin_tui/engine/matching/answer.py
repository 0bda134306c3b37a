"""Answers to neutral instances (`match-answer/1`): written from a plan, and checked without the solver."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aixin_tui.engine.matching.certificate import bound, is_optimal
from aixin_tui.engine.matching.explain import Reason, explain_unmatched, unmatched_of
from aixin_tui.engine.matching.instance import NO_CONSENT, Instance
from aixin_tui.engine.matching.neutral import ANSWER_SCHEMA
from aixin_tui.engine.matching.objective import NOBODY, Levels, Objective, PlanError, evaluate
from aixin_tui.engine.matching.solver import Solver

MODE = "assign"


class NotAnAnswerError(ValueError):
    """A document that is no answer; the message says where."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether an answer is right, and every fault if it is not."""

    faults: tuple[str, ...] = ()

    @property
    def is_right(self) -> bool:
        """Whether the plan is allowed, its value is what it says, and the certificate proves it best."""
        return not self.faults


def answer_of(instance: Instance, seed: int | None = None) -> dict[str, Any]:
    """Solve an instance and write the answer with its certificate."""
    solver = Solver(instance, seed)
    solution = solver.solve()
    proven = bound(instance, solution.prices)
    pairs = [
        {"child": instance.children[child].id, "mother": instance.mothers[mother].id, "role": "lead"}
        for child, mother in enumerate(solution.match) if mother != NOBODY
    ]
    unmatched = [
        {"child": instance.children[child].id, "reason": _reason(solver, child)} for child in unmatched_of(solver)
    ]
    prices = {mother.id: list(price) for mother, price in zip(instance.mothers, solution.prices, strict=True)}
    return {"schema": ANSWER_SCHEMA, "mode": MODE, "pairs": pairs, "objective": _levels(solution.objective),
            "bound": _levels(proven), "certificate": {"price": prices}, "unmatched": unmatched}


def _reason(solver: Solver, child: int) -> str:
    return explain_unmatched(solver, child).reason.value


def _levels(objective: Objective) -> dict[str, Any]:
    return {"unmatched_by_class": list(objective.unmatched), "broken": objective.broken, "cost": objective.cost}


def check_answer(instance: Instance, answer: Mapping[str, Any]) -> Verdict:
    """Check an answer: its pairs, the value it claims, the children it calls unmatched, and its proof.

    Raises:
        NotAnAnswerError: the document is no answer of the schema.
    """
    try:
        return Verdict(tuple(_faults(instance, answer)))
    except NotAnAnswerError:
        raise
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        raise NotAnAnswerError(f"{type(error).__name__}: {error}") from error


def _faults(instance: Instance, answer: Mapping[str, Any]) -> list[str]:
    if answer["schema"] != ANSWER_SCHEMA:
        raise NotAnAnswerError(f"schema is not {ANSWER_SCHEMA}")
    if answer["mode"] != MODE:
        raise NotAnAnswerError(f"mode is not {MODE}")
    claimed, said = _objective(answer["objective"]), _objective(answer["bound"])
    prices = _prices(instance, answer["certificate"]["price"])
    match, faults = _match(instance, answer["pairs"])
    if faults:
        return faults
    try:
        value = evaluate(instance, match)
    except PlanError as error:
        return [str(error)]
    proven = bound(instance, prices)
    if value != claimed:
        faults.append(f"objective is {_levels(value)}")
    if said > proven:
        faults.append(f"the prices prove {_levels(proven)} only")
    if not is_optimal(value, proven):
        faults.append(f"not proven best: {_levels(value)} above {_levels(proven)}")
    return faults + _unmatched_faults(instance, match, answer["unmatched"])


def _match(instance: Instance, pairs: Sequence[Mapping[str, Any]]) -> tuple[list[int], list[str]]:
    child_of = {child.id: number for number, child in enumerate(instance.children)}
    mother_of = {mother.id: number for number, mother in enumerate(instance.mothers)}
    match, faults = [NOBODY] * len(instance.children), []
    for pair in pairs:
        child, mother, role = pair["child"], pair["mother"], pair["role"]
        if child not in child_of or mother not in mother_of or role != "lead":
            faults.append(f"unknown pair {child} {mother} {role}")
        elif match[child_of[child]] != NOBODY:
            faults.append(f"{child} stands twice")
        else:
            match[child_of[child]] = mother_of[mother]
    return match, faults


def _unmatched_faults(instance: Instance, match: Sequence[int], rows: Sequence[Mapping[str, Any]]) -> list[str]:
    said = {row["child"]: row["reason"] for row in rows}
    left = {instance.children[child].id: child for child, mother in enumerate(match) if mother == NOBODY}
    faults = [f"unmatched is not {sorted(left)}"] if set(said) != set(left) or len(rows) != len(said) else []
    for name, child in left.items():
        if (said.get(name) == Reason.NO_CONSENT) == instance.children[child].consent:
            faults.append(f"{name} is {'not ' if instance.children[child].consent else ''}{NO_CONSENT}")
    return faults


def _objective(data: Mapping[str, Any]) -> Objective:
    one, two, three = data["unmatched_by_class"]
    numbers = (one, two, three, data["broken"], data["cost"])
    if any(isinstance(number, bool) or not isinstance(number, int) for number in numbers):
        raise NotAnAnswerError("a level is no whole number")
    return Objective(*numbers)


def _prices(instance: Instance, data: Mapping[str, Any]) -> list[Levels]:
    """Read the prices: five levels, or one integer, which is of the lowest level."""
    found = []
    for mother in instance.mothers:
        given = data.get(mother.id, 0)
        levels = (0, 0, 0, 0, given) if isinstance(given, int) else tuple(given)
        if len(levels) != len(Objective._fields) or any(not isinstance(level, int) for level in levels):
            raise NotAnAnswerError(f"the price of {mother.id} is no level")
        found.append(levels)
    return found
