"""A held row of a list is decided: taken as it is or put right, merged into somebody on file, or dropped."""

from __future__ import annotations

from typing import Any

from aixin_tui.services.desk import Result
from aixin_tui.services.importing.results import RowResult
from aixin_tui.tui.asking import AskText
from aixin_tui.tui.confirm import Notice
from aixin_tui.tui.screens.base import DeskScreen
from aixin_tui.tui.widgets.choice import ChoiceBox, RecordBox


def decide_row(screen: DeskScreen, run: str, row: RowResult) -> None:
    """Show what is unclear, and ask for the decision."""
    session, t = screen.session, screen.t
    parts: list[tuple[str, str]] = [(t("screen.row_of", row=row.file_row, name=row.name), "head")]
    for problem in row.problems:
        what, remedy = session.problem(problem)
        parts += [(what, "warn"), *([(remedy, "plain")] if remedy else [])]
    choices = [("take", t("screen.decide_take")), ("set", t("screen.decide_set")), ("merge", t("screen.decide_merge")),
               ("drop", t("screen.decide_drop")), ("later", t("screen.decide_later"))]

    def answered(answer: str | None) -> None:
        if answer == "merge":
            kind = row.kind or "child"
            screen.app.push_screen(RecordBox(session, t("screen.merge_into"), kind),
                                   lambda into: _decide(screen, run, row, "merge", into[0]) if into else None)
        elif answer == "set":
            _set_field(screen, run, row)
        elif answer in ("take", "drop"):
            _decide(screen, run, row, answer)

    screen.app.push_screen(Notice(session, t("screen.held_row"), parts, choices), answered)


def _set_field(screen: DeskScreen, run: str, row: RowResult) -> None:
    """Put one field right, then take the row."""
    session, t = screen.session, screen.t
    form = session.desk.province.forms.get(row.kind or "child")
    named = [problem.place.field for problem in row.problems if problem.place.field]
    fields = [(spec.key, session.local(spec.label)) for spec in (form.fields.at() if form else ())]
    fields.sort(key=lambda one: one[0] not in named)

    def chosen(answer: tuple[str, ...] | None) -> None:
        if answer:
            label = dict(fields)[answer[0]]
            screen.app.push_screen(
                AskText(session, label, t("screen.new_value")),
                lambda value: _decide(screen, run, row, "take", values={answer[0]: value}) if value else None)

    screen.app.push_screen(ChoiceBox(session, t("screen.which_field"), fields), chosen)


def _decide(
    screen: DeskScreen, run: str, row: RowResult, action: str, into: str = "", values: dict[str, Any] | None = None
) -> None:
    session = screen.session

    def job() -> Result:
        from aixin_tui.services.importing import DecideRow, decide

        command = DecideRow(run=run, row=row.row, action=action, into=into, values=values or {})
        result: Result = decide(session.desk, session.who, command)
        return result

    def done(result: Result) -> None:
        screen.load()
        screen.tell(result, screen.t("screen.decided"))

    screen.act(job, done)
