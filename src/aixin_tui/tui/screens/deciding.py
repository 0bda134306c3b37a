"""A held row of a list is decided: taken as it is or put right, merged into somebody on file, or dropped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from aixin_tui.services.desk import Result
from aixin_tui.services.masking import is_masked
from aixin_tui.tui.asking import AskText
from aixin_tui.tui.confirm import Notice
from aixin_tui.tui.screens.base import DeskScreen
from aixin_tui.tui.screens.row_page import field_spec
from aixin_tui.tui.screens.row_page import shown as hidden
from aixin_tui.tui.widgets.choice import ChoiceBox, RecordBox


@dataclass(frozen=True, slots=True)
class Waiting:
    """A row that waits: of which run, how it is called, whom it names, and why it waits."""

    run: str
    row: str
    name: str
    kind: str
    words: tuple[str, ...]


def decide_row(screen: DeskScreen, row: Waiting) -> None:
    """Show what is unclear, and ask for the decision."""
    session, t = screen.session, screen.t
    parts = [(t("screen.row_of", row=row.row, name=row.name), "head"), *((words, "warn") for words in row.words)]
    choices = [("take", t("screen.decide_take")), ("set", t("screen.decide_set")), ("merge", t("screen.decide_merge")),
               ("drop", t("screen.decide_drop")), ("later", t("screen.decide_later"))]

    def answered(answer: str | None) -> None:
        if answer == "merge":
            box = RecordBox(session, t("screen.merge_into"), row.kind or "child")
            screen.app.push_screen(box, lambda into: _decide(screen, row, "merge", target=into[0]) if into else None)
        elif answer == "set":
            _choose_cell(screen, row)
        elif answer in ("take", "drop"):
            _decide(screen, row, answer)

    screen.app.push_screen(Notice(session, t("screen.held_row"), parts, choices), answered)


def _choose_cell(screen: DeskScreen, row: Waiting) -> None:
    """Put one cell right, then take the row."""
    session, t = screen.session, screen.t

    def job() -> Mapping[str, str]:
        from aixin_tui.services.importing.deciding import cells_of

        return cells_of(session.desk, session.who, row.run, row.row)

    def opened(cells: Mapping[str, str]) -> None:
        specs = {name: field_spec(session, row.kind, name) for name in cells}
        titles = {name: session.local(spec.label) if spec else name for name, spec in specs.items()}

        def chosen(answer: tuple[str, ...] | None) -> None:
            if answer:
                name, spec = answer[0], specs[answer[0]]
                start = "" if spec is not None and is_masked(spec) else cells[name]
                screen.app.push_screen(
                    AskText(session, titles[name], t("screen.new_value"), start),
                    lambda value: _decide(screen, row, "take", cells={name: value}) if value else None)

        listed = [(name, f"{titles[name]}  {hidden(specs[name], text)}") for name, text in cells.items()]
        screen.app.push_screen(ChoiceBox(session, t("screen.which_field"), listed), chosen)

    screen.ask(job, opened)


def _decide(
    screen: DeskScreen, row: Waiting, action: str, *, target: str = "", cells: Mapping[str, str] | None = None
) -> None:
    session = screen.session

    def job() -> Result:
        from aixin_tui.services.importing.deciding import DecideRow, decide

        command = DecideRow(run=row.run, row=row.row, action=action, target=target, set=cells or {})
        return decide(session.desk, session.who, command)

    def done(result: Result) -> None:
        screen.load()
        screen.tell(result, screen.t("screen.decided"))

    screen.act(job, done)
