"""Answers to neutral instances (`match-answer/1`) in every mode: written from a plan, checked without the solver."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aixin_tui.engine.matching.answer_after import answer_after, before_in
from aixin_tui.engine.matching.answer_plain import plain_answer, plain_faults, sibling_answer, sibling_faults
from aixin_tui.engine.matching.answer_reading import (
    ANSWER_SCHEMA,
    NotAnAnswerError,
    refuse,
    seal_faults,
    sealed,
    value_at,
)
from aixin_tui.engine.matching.answer_stable import stable_answer, stable_faults
from aixin_tui.engine.matching.answer_teams import JOINT, METHODS, team_answer, team_faults
from aixin_tui.engine.matching.counties import ALONE, Crew
from aixin_tui.engine.matching.neutral import instance_of
from aixin_tui.engine.matching.neutral_check import NotAnInstanceError, check_document
from aixin_tui.engine.matching.neutral_siblings import siblings_of_document
from aixin_tui.engine.matching.neutral_stable import choices_of_document
from aixin_tui.engine.matching.neutral_teams import teams_of_document

ASSIGN, SIBLINGS, N_PLUS_1, STABLE = MODES = ("assign", "siblings", "n-plus-1", "stable")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether an answer is right, and every fault if it is not."""

    faults: tuple[str, ...] = ()
    mode: str = "assign"
    gap: int = 0
    """By how much the best plan may be better in cost, at the most; 0 where none is."""

    @property
    def is_right(self) -> bool:
        """Whether the plan is allowed, its value is what it says, and the certificate proves what it claims."""
        return not self.faults


def mode_of(document: Mapping[str, Any]) -> str:
    """Give the mode that a document asks for; `assign` where it does not say."""
    asked = document.get("mode")
    return asked if isinstance(asked, str) and asked in MODES else ASSIGN


def answer_of(
    document: Mapping[str, Any], mode: str = "", seed: int | None = None, method: str = JOINT, crew: Crew = ALONE
) -> dict[str, Any]:
    """Solve a neutral document and write the answer; with a seed a lottery decides among equals.

    The answer is the same whoever is in the crew; only `assign` is large enough to be parted.

    Raises:
        NotAnInstanceError: the document is no instance, or does not offer the mode.
    """
    check_document(document)
    mode = mode or mode_of(document)
    if mode == N_PLUS_1:
        found = team_answer(teams_of_document(document), seed, method)
    elif mode == STABLE:
        found = stable_answer(*choices_of_document(document), seed)
    elif mode == SIBLINGS:
        found = sibling_answer(siblings_of_document(document), seed)
    else:
        found = plain_answer(instance_of(document), seed, crew)
    return sealed({"schema": ANSWER_SCHEMA, "mode": mode, **found})


def answer_going_on(document: Mapping[str, Any], before: Mapping[str, Any], seed: int | None = None) -> dict[str, Any]:
    """Solve a neutral document from an answer of before (mode assign): the same proof, and what differs and why.

    Raises:
        NotAnInstanceError: the document is no instance.
        NotAnAnswerError: the other one is no answer of the schema.
    """
    if value_at(before, "schema", str) != ANSWER_SCHEMA:
        refuse(f"schema: not {ANSWER_SCHEMA}")
    head = {"schema": ANSWER_SCHEMA, "mode": ASSIGN}
    return answer_after(instance_of(document), before_in(before), head, seed)


def check_answer(document: Mapping[str, Any], answer: Mapping[str, Any]) -> Verdict:
    """Check an answer: its pairs, the value it claims, the children it calls unmatched, its proof and its seal.

    Raises:
        NotAnInstanceError: the document is no instance, or does not offer the answer's mode.
        NotAnAnswerError: the other one is no answer of the schema.
    """
    check_document(document)
    if value_at(answer, "schema", str) != ANSWER_SCHEMA:
        refuse(f"schema: not {ANSWER_SCHEMA}")
    mode = value_at(answer, "mode", str)
    if mode not in MODES:
        refuse(f"mode: not {' / '.join(MODES)}")
    if mode == N_PLUS_1:
        faults = team_faults(teams_of_document(document), answer)
    elif mode == STABLE:
        faults = stable_faults(*choices_of_document(document), answer)
    elif mode == SIBLINGS:
        faults = sibling_faults(siblings_of_document(document), answer)
    else:
        faults = plain_faults(instance_of(document), answer)
    faults += seal_faults(answer)
    return Verdict(tuple(faults), mode, 0 if faults or mode == STABLE else _gap(answer))


def _gap(answer: Mapping[str, Any]) -> int:
    """Compare what the plan costs with what its prices prove; for siblings the cost with them counts."""
    ends = [levels.get("cost_with_siblings", levels["cost"]) for levels in (answer["objective"], answer["bound"])]
    return int(ends[0] - ends[1])


__all__ = ["METHODS", "MODES", "NotAnAnswerError", "NotAnInstanceError", "Verdict", "answer_going_on", "answer_of",
           "check_answer", "mode_of"]
