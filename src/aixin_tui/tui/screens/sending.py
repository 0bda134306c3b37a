"""下发: sheets written from where the work is seen: a month's calls, visits, background queries, a register."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from aixin_tui.texts.disk_words import disk_words
from aixin_tui.tui.asking import AskText
from aixin_tui.tui.screens.desk_work import DeskWork
from aixin_tui.tui.session import Session
from aixin_tui.tui.widgets.choice import ChoiceBox

if TYPE_CHECKING:
    from aixin_tui.domain.problem import Problem
    from aixin_tui.services.sheets.plan import MakeSheets


def send_out(screen: DeskWork, order: MakeSheets) -> None:
    """Ask how the sheets are parted into files, write them, and say where they lie."""
    from aixin_tui.services.sheets.make import KINDS

    session, t = screen.session, screen.t
    ways = ("one", *KINDS[order.what])
    choices = [(way, t(f"screen.send_{way}")) for way in ways]

    def chosen(answer: tuple[str, ...] | None) -> None:
        if answer:
            each = "" if answer[0] == "one" else answer[0]
            _ask_reason(screen, replace(order, each=each))

    title = t("screen.send_title", what=t(f"sheet.what_{order.what}"))
    screen.app.push_screen(ChoiceBox(session, title, choices, ("one",)), chosen)


def _ask_reason(screen: DeskWork, order: MakeSheets) -> None:
    """Queries need whole ID numbers: ask why, which is logged; with the word for none they stay masked."""
    if order.what != "queries":
        _write(screen, order)
        return
    t = screen.t

    def chosen(answer: tuple[str, ...] | None) -> None:
        if answer and answer[0] == "masked":
            _write(screen, order)
        elif answer:
            box = AskText(screen.session, t("keys.reveal"), t("screen.send_reason"), t("screen.send_reason_usual"))
            screen.app.push_screen(box, lambda reason: _write(screen, replace(order, reason=reason))
                                   if reason else None)

    choices = [("full", t("screen.send_full")), ("masked", t("screen.send_masked"))]
    screen.app.push_screen(ChoiceBox(screen.session, t("keys.reveal"), choices, ("full",)), chosen)


def _write(screen: DeskWork, order: MakeSheets) -> None:
    session = screen.session

    def said(answer: tuple[str, tuple[Problem, ...]]) -> None:
        text, problems = answer
        if problems:
            screen.show_problems(problems)
        else:
            screen.say(text.removeprefix("! "), "bad" if text.startswith("!") else "good")

    run = screen.act if order.reason else screen.ask
    run(lambda: write_out(session, order), said, busy=screen.t("screen.busy_sheets"))


def write_out(session: Session, order: MakeSheets) -> tuple[str, tuple[Problem, ...]]:
    """Write the sheets into the workspace's folder; gives a sentence, which begins with `!` where it failed."""
    from aixin_tui.exchange.sheet_layout import write_sheets
    from aixin_tui.services.sheets.make import make_sheets

    made = make_sheets(session.desk, session.who, order)
    if made.problems:
        return "", made.problems
    workspace = session.desk.store.workspace
    try:
        written = [path for path, _ in write_sheets(made.plans, workspace.path, is_demo=session.is_demo)]
    except OSError as error:
        return "! " + session.t("screen.not_written", file=session.t("sheet.folder"),
                                why=disk_words(error, session.lang)), ()
    where = str(written[0]) if len(written) == 1 else str(written[0].parent)
    return session.t("screen.sheets_written", files=len(written), rows=made.rows, where=where), ()
