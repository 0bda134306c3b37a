"""Planning sheets of any kind: one way in for the command line and the app."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Problem
from aixin_tui.services.desk import Desk, Who
from aixin_tui.services.scope import refusals
from aixin_tui.services.sheets.plan import MadeSheets, MakeSheets

#: What can be made, and the ways in which each can be parted into files.
KINDS: Mapping[str, tuple[str, ...]] = {
    "calls": ("town", "village", "mother"), "visits": ("town", "village"), "queries": ("town", "village"),
    "register": ("town",),
}


def make_sheets(desk: Desk, who: Who, command: MakeSheets) -> MadeSheets:
    """Plan the sheets that a command asks for; nothing is written but the log of a reveal."""
    problems = list(refusals(desk, who, role="recorder"))
    if command.each not in ("", *KINDS[command.what]):
        problems.append(Problem(Code.SHEET_007, values={"each": command.each, "known": "、".join(KINDS[command.what])}))
    if problems:
        return MadeSheets(problems=tuple(problems))
    return _planner(command.what)(desk, who, command)


def _planner(what: str) -> Callable[[Desk, Who, MakeSheets], MadeSheets]:
    if what == "calls":
        from aixin_tui.services.sheets.calls import plan_calls

        return plan_calls
    if what == "visits":
        from aixin_tui.services.sheets.visits import plan_visits

        return plan_visits
    if what == "queries":
        from aixin_tui.services.sheets.queries import plan_queries

        return plan_queries
    from aixin_tui.services.sheets.register import plan_register

    return plan_register


def sheet_of_duty(desk: Desk, duty: str) -> str:
    """Name the sheet on which a duty is done: `calls`, `visits` or `queries`; empty if there is none."""
    from aixin_tui.engine.spec.checklist import After
    from aixin_tui.services.sheets.calls import names_call

    spec = desk.province.checklist.duties.get(duty)
    if spec is None:
        return ""
    if isinstance(spec.cadence, After) and spec.cadence.fact == "loving_mother.query_on":
        return "queries"
    if spec.counts is None:
        return ""
    if spec.counts.of == "home_visit":
        return "visits"
    return "calls" if spec.scope == "pairing" and names_call(spec.counts.where) else ""
