"""Pairs in force that a list names come in as active from their start; a doubtful one is held (rosters, rule 25)."""

from __future__ import annotations

from typing import Any

from aixin_tui.domain.codes import Code
from aixin_tui.domain.day import first_day, last_day
from aixin_tui.domain.problem import Place, Problem, Severity
from aixin_tui.domain.record import Record
from aixin_tui.engine.failed import APPROVE, REFUSE
from aixin_tui.engine.pair_checks import policy_failures
from aixin_tui.engine.snapshot import Snapshot
from aixin_tui.engine.view import View
from aixin_tui.services.importing.consents import Consents
from aixin_tui.services.importing.guardians import Guardians
from aixin_tui.services.importing.job import Job, Verdict
from aixin_tui.services.importing.pair_rows import PairRow
from aixin_tui.services.importing.results import Outcome, PairResult
from aixin_tui.services.importing.who_is_who import People, person_of

#: What a person may answer with "take it".
TAKEABLE = frozenset({Code.ROW_073, Code.ROW_078, Code.ROW_079, Code.ROW_080, Code.ROW_081})
#: Words of a note → key of the end reasons.
_ENDS = (("返乡", "reunited"), ("迁", "moved"), ("转学", "moved"), ("退出", "mother_left"), ("同意", "wish"),
         ("意愿", "wish"))


class Pairs:
    """The pairs on file, by number and by people, and those that a list brings."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.consents = Consents(job)
        self.children = People()
        guardians = Guardians(job)
        for child in job.working.of("child"):
            self.children.put(child.id, person_of(child, guardians.phones(child.id)))
        self._by_number: dict[str, str] = {}
        self._of_child: dict[str, list[str]] = {}
        for pair in job.working.of("pairing"):
            self._put(pair)
        self._held = {name for row in job.working.of("import_row")
                      if row.get("state") == "held" and row.get("kind") == "children" for name in [row.text("name")]}

    def _put(self, pair: Record) -> None:
        if pair.text("number"):
            self._by_number.setdefault(pair.text("number"), pair.id)
        self._of_child.setdefault(pair.text("child"), []).append(pair.id)

    def of_child(self, child_id: str) -> list[Record]:
        """List the pairs of a child, in force and ended."""
        found = (self.job.working.get("pairing", key) for key in self._of_child.get(child_id, ()))
        return [pair for pair in found if pair]

    def take(self, pair: PairRow, mother: Record, row: int, verdict: Verdict | None = None) -> PairResult:
        """Take in one pair of a volunteer who is on file."""
        problems: list[Problem] = []
        child = self._child(pair, problems, verdict)
        same = self._standing(pair, child, mother) if child else None
        if child and same is None:
            self._may_come_in(pair, child, mother, problems)
        if same is not None:
            return self._known(pair, same, mother, problems, verdict)
        if verdict:
            problems = [_noted(problem) for problem in problems]
        if child is None or any(problem.severity in (Severity.HELD, Severity.ERROR) for problem in problems):
            return _result(pair, mother, Outcome.HELD, problems)
        made = self._make(pair, child, mother, row)
        return _result(pair, mother, Outcome.ACCEPTED, problems, made.id)

    # --- which child --------------------------------------------------------------------------------------

    def _child(self, pair: PairRow, problems: list[Problem], verdict: Verdict | None) -> Record | None:
        """Find the child by name and the last four of the number; a child that cannot be told is a question."""
        if verdict and verdict.target:
            found = self.job.working.get("child", verdict.target)
            if found is None:
                problems.append(_held(Code.ROW_113, id=verdict.target))
            return found
        named = self.children.named(pair.child)
        fitting = [key for key in named if not pair.tail or self._ends_with(key, pair.tail)]
        if len(fitting) == 1:
            return self.job.working.get("child", fitting[0])
        if not named:
            code = Code.ROW_072 if pair.child in self._held else Code.ROW_070
            problems.append(_held(code, child=pair.child))
        elif fitting:
            problems.append(_held(Code.ROW_071, child=pair.child, number=len(fitting)))
        else:
            problems.append(_held(Code.ROW_078, child=pair.child))
        return None

    def _ends_with(self, child_id: str, tail: str) -> bool:
        return self.children.person(child_id).id_number.endswith(tail)

    # --- whether it may come in ---------------------------------------------------------------------------

    def _may_come_in(self, pair: PairRow, child: Record, mother: Record, problems: list[Problem]) -> None:
        working, today = self.job.working, self.job.today
        if not pair.started_on:
            problems.append(_held(Code.ROW_077))
        elif first_day(pair.started_on).isoformat() > today:
            problems.append(_held(Code.ROW_042, text=pair.started_on))
        if working.core(child) == "closed" and (not pair.ended_on or pair.ended_on > working.entered(child)):
            problems.append(_held(Code.ROW_073, child=pair.child, day=working.entered(child)))
        if not pair.ended_on and self.consents.standing(child.id) == "not_agreed":
            problems.append(_held(Code.ROW_074, child=pair.child))
        other = self._by_number.get(pair.number, "") if pair.number else ""
        if other:
            problems.append(_held(Code.ROW_076, number=pair.number))
        if not pair.ended_on and pair.role != "support" and any(
                not held.get("ended_on") and held.get("role") != "support" for held in self.of_child(child.id)):
            problems.append(_held(Code.ROW_080, child=pair.child))
        if not pair.ended_on:
            problems += self._questions(pair, child, mother)

    def _questions(self, pair: PairRow, child: Record, mother: Record) -> list[Problem]:
        """What the policy would hold or refuse of a new pair is a question about one in force [model.md section 3]."""
        thought = Record("pairing", self.job.desk.ids.new(), self._values(pair, child, mother))
        snapshot = Snapshot((child, mother, thought, *self._assessments(child)))
        view = View(snapshot, self.job.desk.province, self.job.who.today, office=self.job.desk.office)
        place = Place(field="pairing")
        return [Problem(Code.ROW_075, Severity.WARNING, place, {"say": failed.say, "check": failed.key})
                for failed in policy_failures(view, thought) if failed.level in (APPROVE, REFUSE)]

    def _assessments(self, child: Record) -> tuple[Record, ...]:
        return self.job.working.snapshot.linked("assessment", "child", child.id)

    # --- making it ----------------------------------------------------------------------------------------

    def _values(self, pair: PairRow, child: Record, mother: Record) -> dict[str, Any]:
        link = "mother_team" if mother.kind == "mother_team" else "loving_mother"
        ended = {"ended_on": pair.ended_on, "end_reason": _end_reason(pair.note), "end_note": pair.note}
        mode = "family" if mother.get("kind") == "family" else "person"
        return {
            **self.job.defaults("pairing"), "number": pair.number, "child": child.id, link: mother.id,
            "role": pair.role or "lead", "mode": mode, "started_on": pair.started_on,
            "confirmed_by": self.job.who.operator, **(ended if pair.ended_on else {}),
        }

    def _make(self, pair: PairRow, child: Record, mother: Record, row: int) -> Record:
        """Write the pair, and let the lives of both sides follow: in force, or in force once and ended."""
        working = self.job.working
        made = working.add("pairing", self._values(pair, child, mother), source=self.job.source(row),
                          place=child.text("division_code"))
        self._put(made)
        started = first_day(pair.started_on).isoformat()
        closed = working.core(child) == "closed"
        if not closed and working.core(child) not in ("paired", "under_review"):
            if not pair.ended_on:
                working.enter(child, "paired", started, by="pair")
            elif last_day(pair.ended_on).isoformat() > working.entered(child):
                child = working.enter(child, "paired", started, by="pair")
                working.enter(child, "waiting", first_day(pair.ended_on).isoformat(), by="end_pairing",
                             reason=_end_reason(pair.note))
        return made

    # --- one that is on file ------------------------------------------------------------------------------

    def _standing(self, pair: PairRow, child: Record, mother: Record) -> Record | None:
        """Find the same pair on file: the same two, and the same number or the same beginning, or in force."""
        for held in self.of_child(child.id):
            if mother.id not in (held.text("loving_mother"), held.text("mother_team")):
                continue
            if not held.get("ended_on") or (pair.number and held.text("number") == pair.number) or (
                    held.text("started_on") == pair.started_on):
                return held
        return None

    def _known(
        self, pair: PairRow, held: Record, mother: Record, problems: list[Problem], verdict: Verdict | None,
    ) -> PairResult:
        """A pair on file that the list names again changes nothing; an end that only the list knows is a question."""
        if pair.ended_on and not held.get("ended_on"):
            if verdict and verdict.takes:
                self._end(pair, held)
                return _result(pair, mother, Outcome.MERGED, problems, held.id)
            problems.append(_held(Code.ROW_081, day=pair.ended_on))
            return _result(pair, mother, Outcome.HELD, problems, held.id)
        if pair.number and not held.text("number"):
            self._by_number.setdefault(pair.number, held.id)
            self.job.working.change(held, {"number": pair.number})
        return _result(pair, mother, Outcome.MERGED, problems, held.id)

    def _end(self, pair: PairRow, held: Record) -> None:
        working = self.job.working
        reason = _end_reason(pair.note)
        working.change(held, {"ended_on": pair.ended_on, "end_reason": reason})
        child = working.get("child", held.text("child"))
        in_force = [one for one in self.of_child(held.text("child")) if not one.get("ended_on")]
        if child and not in_force and working.core(child) in ("paired", "under_review"):
            working.enter(child, "waiting", first_day(pair.ended_on).isoformat(), by="end_pairing", reason=reason)


def _held(code: Code, **values: Any) -> Problem:
    return Problem(code, Severity.HELD, Place(field="pairing"), values)


def _noted(problem: Problem) -> Problem:
    """A person has looked: what looking can answer is only said."""
    from dataclasses import replace

    return replace(problem, severity=Severity.NOTE) if problem.code in TAKEABLE else problem


def _end_reason(note: str) -> str:
    return next((key for word, key in _ENDS if word in note), "other")


def _result(pair: PairRow, mother: Record, outcome: Outcome, problems: list[Problem], made: str = "") -> PairResult:
    return PairResult(pair.number, mother.text("name"), pair.child, outcome, pair.started_on, pair.ended_on,
                      tuple(problems), made)
