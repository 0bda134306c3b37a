"""A held row of a list is decided: taken as it is or put right, merged into somebody on file, or dropped."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from aixin_tui.domain.problem import Problem, Severity
from aixin_tui.engine.spec.form import Need
from aixin_tui.services.desk import Result
from aixin_tui.services.importing.shown_changes import field_named, shown_value
from aixin_tui.services.masking import is_masked
from aixin_tui.tui.asking import AskText
from aixin_tui.tui.confirm import Notice, confirm
from aixin_tui.tui.screens.base import DeskScreen
from aixin_tui.tui.widgets.choice import ChoiceBox, RecordBox


@dataclass(frozen=True, slots=True)
class Waiting:
    """A row that waits: of which run, how it is called, whom it names, of which kind its list is, why it waits.

    `takeable` is None where it is to be judged by the problems.
    """

    run: str
    row: str
    name: str
    kind: str
    problems: tuple[Problem, ...]
    takeable: bool | None = None


#: What is done with the result of a decision.
Then = Callable[[Result], None]


def decide_row(screen: DeskScreen, row: Waiting, then: Then) -> None:
    """Show what is unclear, and ask for the decision; taking as it is is offered where looking settles it."""
    from aixin_tui.services.importing.deciding import is_takeable

    session, t = screen.session, screen.t
    parts = [(t("screen.row_of", row=row.row, name=row.name), "head")]
    parts += [(text, "warn") for problem in row.problems for text in session.problem(problem) if text]
    can_take = is_takeable(row.kind, row.problems) if row.takeable is None else row.takeable
    keys = ("take", "set", "merge", "drop", "later") if can_take else ("set", "merge", "drop", "later")
    choices = [(key, t(f"screen.decide_{key}")) for key in keys]
    if not can_take:
        parts.append((t("screen.decide_first"), "note"))

    def answered(answer: str | None) -> None:
        if answer == "merge":
            box = RecordBox(session, t("screen.merge_into"), _kind_of(row))
            screen.app.push_screen(
                box, lambda into: _decide(screen, row, then, "merge", target=into[0]) if into else None)
        elif answer == "set":
            _choose_cell(screen, row, then)
        elif answer == "take":
            _decide(screen, row, then, answer)
        elif answer == "drop":
            asked = confirm(session, t("screen.decide_drop"), [
                (t("screen.row_of", row=row.row, name=row.name), "head"), (t("screen.drop_is_final"), "warn")],
                t("screen.decide_drop"))
            screen.app.push_screen(asked, lambda yes: _decide(screen, row, then, answer) if yes == "yes" else None)

    screen.app.push_screen(Notice(session, t("screen.held_row"), parts, choices), answered)


def _kind_of(row: Waiting) -> str:
    from aixin_tui.services.importing.headings_table import form_of, register_of

    kind = form_of(row.kind)
    return kind if kind == "loving_mother" or register_of(row.kind) else "child"


def _choose_cell(screen: DeskScreen, row: Waiting, then: Then) -> None:
    """Put one cell right, then take the row; the cells that keep it waiting come first, under the list's own titles."""
    session, t = screen.session, screen.t

    def job() -> tuple[Mapping[str, str], Mapping[str, str]]:
        from aixin_tui.services.importing.deciding import cells_of, titles_of

        at = (session.desk, session.who, row.run, row.row)
        return cells_of(*at), titles_of(*at)

    def opened(found: tuple[Mapping[str, str], Mapping[str, str]]) -> None:
        cells, titles = dict(found[0]), found[1]
        wrong = [one.place.field for one in row.problems if one.severity in (Severity.ERROR, Severity.HELD)]
        names = sorted(cells.keys() | (titles.keys() & set(wrong)),
                       key=lambda name: (name not in wrong, _at(titles, name)))
        cells = {name: cells.get(name, "") for name in names}
        specs = {name: field_named(session.desk.province, _kind_of(row), name) for name in cells}
        titles = {name: titles.get(name) or (session.local(spec.label) if spec else name)
                  for name, spec in specs.items()}

        def chosen(answer: tuple[str, ...] | None) -> None:
            if answer:
                name, spec = answer[0], specs[answer[0]]
                start = "" if spec is not None and is_masked(spec) else cells[name]
                may_lack = spec is not None and spec.need is not Need.ALWAYS
                question = t("screen.new_value_or_none" if may_lack else "screen.new_value")
                screen.app.push_screen(
                    AskText(session, titles[name], question, start, whole=True, may_be_empty=may_lack),
                    lambda value: None if value is None else _decide(screen, row, then, "take", cells={name: value}))

        listed = [(name, f"{titles[name]}  {shown_value(specs[name], text)}") for name, text in cells.items()]
        screen.app.push_screen(ChoiceBox(session, t("screen.which_field"), listed), chosen)

    screen.ask(job, opened)


def _at(titles: Mapping[str, str], name: str) -> int:
    """Give the place of a cell in its list."""
    return list(titles).index(name) if name in titles else len(titles)


def _decide(
    screen: DeskScreen, row: Waiting, then: Then, action: str, *, target: str = "",
    cells: Mapping[str, str] | None = None,
) -> None:
    session = screen.session

    def job() -> Result:
        from aixin_tui.services.importing.deciding import DecideRow, decide

        command = DecideRow(run=row.run, row=row.row, action=action, target=target, set=cells or {})
        return decide(session.desk, session.who, command)

    def done(result: Result) -> None:
        then(result)
        screen.tell(result, screen.t("screen.decided"))

    screen.act(job, done)
