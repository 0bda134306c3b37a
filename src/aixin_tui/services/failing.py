"""A guard that is not met, in the words of the office: the rule, who can mend it, and whose rule it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Place, Problem, Severity
from aixin_tui.engine.failed import APPROVE, WARN, FailedCheck
from aixin_tui.services.scope import role_label
from aixin_tui.services.sources import source_label
from aixin_tui.texts import label


@dataclass(frozen=True, slots=True)
class Failing:
    """One guard that is not met: the rule in the official's words, who can mend it, and whose rule it is."""

    check: str
    say: str
    who: str
    who_label: str
    level: str
    """`refuse`, `approve` (a reviewer may let it pass) or `warn`."""
    origin: str
    """`file:line:column` in the folder of provinces; empty for the law's checks and the core's."""
    source_label: str
    """原文 or 文件 with what it cites; 系统默认，非官方口径 for what is ours; 法律 with the articles for the law's."""


def failing_of(found: FailedCheck) -> Failing:
    """Put a failed check into words."""
    origin = f"{found.origin.file}:{found.origin.line}:{found.origin.column}" if found.origin.file else ""
    source = label("act.law", cite=found.stamp.cite) if found.layer == "law" else source_label(found.stamp)
    return Failing(found.key, found.say, found.who, role_label(found.who), found.level, origin, source)


def missing_evidence(form_label: str) -> Failing:
    """Tell that the paper which belongs to a step has not been filled in."""
    say = label("act.evidence", form=form_label)
    return Failing("evidence", say, "recorder", role_label("recorder"), "refuse", "", label("act.default"))


def problem_of(failing: Failing, *, refused: Code, held: Code, warned: Code, record: str = "") -> Problem:
    """Make the problem that a failing guard is: an error, a hold for a reviewer, or a warning."""
    code, severity = {APPROVE: (held, Severity.HELD), WARN: (warned, Severity.WARNING)}.get(
        failing.level, (refused, Severity.ERROR))
    values = {"check": failing.check, "say": failing.say, "who": failing.who_label, "source": failing.source_label}
    return Problem(code, severity, Place(record=record), values)


def problems_of(found: Iterable[Failing], *, refused: Code, held: Code, warned: Code, record: str = "",
                ) -> tuple[Problem, ...]:
    """Make the problems of several guards."""
    return tuple(problem_of(one, refused=refused, held=held, warned=warned, record=record) for one in found)
