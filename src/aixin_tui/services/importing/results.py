"""What becomes of each row of a list, and the sum of a file (design.md section 8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from aixin_tui.domain.problem import Problem, Severity


class Outcome(StrEnum):
    """收录、规范后收录、并入、待核、退回、未填、不收."""

    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    """A value is stored otherwise than written; each such change is listed."""
    MERGED = "merged"
    """The same person (or call) is on file; differences are listed."""
    HELD = "held"
    """A person in this office can decide by looking."""
    REJECTED = "rejected"
    """Only the sender can mend it, or it does not belong here."""
    NOTHING = "nothing"
    DROPPED = "dropped"
    """A person decided that the row is not taken in: a seventh fate on the screen; to a script it came to nothing."""

    @property
    def as_data(self) -> str:
        """The outcome as scripts rely on it (design.md section 8): one of six."""
        return Outcome.NOTHING.value if self is Outcome.DROPPED else self.value


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A value that is stored otherwise than written, or that a known record takes over from the list."""

    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class PairResult:
    """What became of one pair that a row names; dates are ISO, as exact as the list gives them."""

    number: str
    mother: str
    child: str
    outcome: Outcome
    started_on: str = ""
    ended_on: str = ""
    problems: tuple[Problem, ...] = ()
    pairing: str = ""
    """Id of the pair on file; empty where none was made."""


@dataclass(frozen=True, slots=True)
class RowResult:
    """What became of one row. It is given out when the row is durable."""

    file_row: int
    name: str
    outcome: Outcome
    changes: tuple[FieldChange, ...] = ()
    problems: tuple[Problem, ...] = ()
    pairs: tuple[PairResult, ...] | None = None
    """The fates of the pairs of a row of volunteers; None for rows that have no pairs to name."""
    kind: str = ""
    record: str = ""
    """Kind and id of the record that the row is filed in; empty where it is in none."""
    row: str = ""
    """What `decide` calls the row, of a held one."""


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """The sum of one file. `refused` means that no row was read; `problems` say why, or what holds for all rows."""

    file: str
    today: str
    run: str = ""
    counts: Mapping[Outcome, int] = field(default_factory=dict)
    not_in_file: tuple[tuple[str, str], ...] = ()
    """Known children whom a list does not name: id and name."""
    problems: tuple[Problem, ...] = ()
    refused: bool = False
    dry_run: bool = False

    @property
    def rows(self) -> int:
        """The number of rows read."""
        return sum(self.counts.values())

    @property
    def needs_somebody(self) -> bool:
        """Whether any row is held or rejected, or the file was refused."""
        return self.refused or bool(self.counts.get(Outcome.HELD) or self.counts.get(Outcome.REJECTED))


def outcome_of(problems: tuple[Problem, ...], *, changed: bool, merged: bool = False) -> Outcome:
    """Judge a row by its problems: an error sends it back, a held one waits, else it is filed."""
    severities = {problem.severity for problem in problems}
    if Severity.ERROR in severities:
        return Outcome.REJECTED
    if Severity.HELD in severities:
        return Outcome.HELD
    if merged:
        return Outcome.MERGED
    return Outcome.CORRECTED if changed else Outcome.ACCEPTED


def problem_json(problem: Problem, lang: str) -> dict[str, Any]:
    """Write a problem as the command line prints it: code, field, severity and message."""
    from aixin_tui.texts import problem as text

    what, remedy = text(problem.code.value, lang, **problem.values)
    return {"code": problem.code.value, "field": problem.place.field, "severity": problem.severity.value,
            "message": f"{what}；{remedy}" if remedy and lang == "zh" else "; ".join(p for p in (what, remedy) if p)}


def row_json(result: RowResult, lang: str = "zh") -> dict[str, Any]:
    """Write a row's result in the shape of design.md section 8."""
    out: dict[str, Any] = {
        "file_row": result.file_row, "name": result.name, "outcome": result.outcome.as_data,
        "changes": [{"field": c.field, "old": c.old, "new": c.new} for c in result.changes],
        "problems": [problem_json(problem, lang) for problem in result.problems],
    }
    if result.record:
        out["id"] = result.record
    if result.pairs is not None:
        out["pairs"] = [pair_json(pair, lang) for pair in result.pairs]
    return out


def pair_json(pair: PairResult, lang: str = "zh") -> dict[str, Any]:
    """Write a pair's fate; `ended_on` only where the list gives an end."""
    out: dict[str, Any] = {
        "number": pair.number, "mother": pair.mother, "child": pair.child, "outcome": pair.outcome.as_data,
        "started_on": pair.started_on, "problems": [problem_json(problem, lang) for problem in pair.problems],
    }
    return out | {"ended_on": pair.ended_on} if pair.ended_on else out


def summary_json(summary: ImportSummary, lang: str = "zh") -> dict[str, Any]:
    """Write the sum of a file in the shape of design.md section 8."""
    out: dict[str, Any] = {"summary": True, "file": summary.file, "today": summary.today, "rows": summary.rows}
    out |= {outcome.value: summary.counts.get(outcome, 0) for outcome in Outcome if outcome is not Outcome.DROPPED}
    out["not_in_file"] = [{"id": key, "name": name} for key, name in summary.not_in_file]
    if summary.run:
        out["run"] = summary.run
    if summary.dry_run:
        out["dry_run"] = True
    if summary.problems:
        out["problems"] = [problem_json(problem, lang) for problem in summary.problems]
    return out
