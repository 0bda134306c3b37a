"""The life of a record: taking a step, and saying why a step is refused and who can mend it (`aixin case`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from aixin_tui.services.desk import Desk, Result, Who


@dataclass(frozen=True, slots=True)
class Advance:
    """Take the record over `transition`; `day` is when it happened (today if empty), `reason` a key of its list."""

    record_id: str
    transition: str
    kind: str = "child"
    day: date | None = None
    reason: str = ""


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
    """`file:line:column` in the folder of provinces; empty for the law's checks."""
    source_label: str
    """原文 or 文件 with what it cites; 系统默认，非官方口径 for what is ours; 法律 for the law's checks."""


@dataclass(frozen=True, slots=True)
class StepExplained:
    """One step that leads on from the present state; `allowed` if no guard refuses and the operator's role reaches."""

    key: str
    label: str
    to: str
    to_label: str
    allowed: bool
    needs_role: str
    needs_role_label: str
    reasons: tuple[tuple[str, str], ...]
    """Keys and labels of the reasons of which one must be chosen; empty where none is asked."""
    failing: tuple[Failing, ...]


@dataclass(frozen=True, slots=True)
class CaseExplained:
    """Where a record stands and what each way on lacks."""

    record_id: str
    kind: str
    name: str
    state: str
    state_label: str
    core_state: str
    steps: tuple[StepExplained, ...]
    next_step: str
    """Key of the step that leads on along the line of the case; empty where there is none."""


def advance(desk: Desk, who: Who, command: Advance) -> Result:
    """Take one step of a record's life, or refuse with every guard that fails (codes CASE_…); one act.

    The steps of a pair (propose, pair, end_pairing) and a withdrawal have services of their own that show and end
    what hangs on them; here they are refused with a word which to use.
    """
    raise NotImplementedError


def explain_case(desk: Desk, who: Who, record_id: str, *, kind: str = "", day: date | None = None) -> CaseExplained | None:
    """Say where a record stands and for each step on which guards fail; None if there is no such record to see."""
    raise NotImplementedError
