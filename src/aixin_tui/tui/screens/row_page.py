"""What became of the rows of a list, as lines: outcome, changes, what is wrong and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from aixin_tui.domain.problem import Problem
from aixin_tui.services.importing.results import ImportSummary, Outcome, RowResult
from aixin_tui.services.importing.shown_changes import shown_changes
from aixin_tui.tui.session import Session
from aixin_tui.tui.widgets.lines import Line, Span, fit, paragraph

if TYPE_CHECKING:
    from aixin_tui.services.importing.deciding import HeldRow

#: How many people that a list does not name are named.
NAMED = 20
_ROLES = {Outcome.ACCEPTED: "good", Outcome.CORRECTED: "good", Outcome.MERGED: "note", Outcome.HELD: "warn",
          Outcome.REJECTED: "bad", Outcome.NOTHING: "dim", Outcome.DROPPED: "dim"}


def outcome_label(session: Session, outcome: Outcome) -> str:
    """Name an outcome: 收录、规范后收录、并入、待核、退回."""
    return session.t(f"screen.outcome_{outcome.value}")


def summary_lines(
    session: Session, summary: ImportSummary | None, problems: Sequence[Problem], width: int
) -> list[Line]:
    """Say how many rows came to what, whom the list does not name, and what holds for the whole file."""
    lines: list[Line] = []
    found = (*problems, *(summary.problems if summary else ()))
    for problem in found:
        lines += paragraph(f"! {session.sentence(problem)}", width, "bad" if problem.stops else "warn", indent=1)
    if summary is None:
        return lines
    counts = "  ".join(f"{outcome_label(session, one)} {summary.counts.get(one, 0)}" for one in Outcome
                       if summary.counts.get(one))
    lines += paragraph(f"{session.t('screen.rows_count', count=summary.rows)}  {counts}", width, "head", indent=1)
    if summary.not_in_file:
        names = session.t("app.list_comma").join(name for _, name in summary.not_in_file[:NAMED])
        if len(summary.not_in_file) > NAMED:
            names += session.t("screen.and_others")
        text = session.t("screen.not_in_file", count=len(summary.not_in_file), names=names)
        lines += paragraph(text, width, "note", indent=1)
    return [*lines, Line()]


def row_lines(session: Session, row: RowResult, width: int) -> list[Line]:
    """Say what became of one row; Enter on any of its lines opens it."""
    label = outcome_label(session, row.outcome)
    spans = (Span(f" {row.file_row:>5}  ", "dim"), Span(fit(row.name, 16)), Span(label, _ROLES[row.outcome]))
    lines = [Line(spans, row)]
    for change in shown_changes(session.desk.province, row):
        text = session.t("screen.change", label=session.local(change.field), old=change.old or "-",
                         new=change.new or "-")
        lines += paragraph(text, width, "dim", indent=8)
    for problem in row.problems:
        lines += paragraph(f"- {session.sentence(problem)}", width, "bad" if problem.stops else "warn", indent=8)
    for pair in row.pairs or ():
        text = f"{pair.number}  {pair.child}  {outcome_label(session, pair.outcome)}".strip()
        lines += paragraph(text, width, _ROLES[pair.outcome], indent=8)
    return [Line(line.spans, row) for line in lines]


def held_lines(session: Session, row: HeldRow, width: int) -> list[Line]:
    """Say which row waits and why, or what was decided."""
    waits = row.state == "held"
    state = session.t(f"screen.row_{row.state}") if row.state in ("held", "taken", "merged", "dropped") else row.state
    spans = (Span(f" {row.row:>6}  ", "dim"), Span(fit(row.name, 16)), Span(state, "warn" if waits else "dim"))
    lines = [Line(spans, row)]
    for problem in row.problems if waits else ():
        lines += paragraph(f"- {session.sentence(problem)}", width, "warn", indent=9)
    return [Line(line.spans, row) for line in lines]
