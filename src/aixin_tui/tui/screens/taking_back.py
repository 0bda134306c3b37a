"""撤销: whose an act is, and why, before it is taken back; from the log and from a record's history."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from aixin_tui.services.desk import Result
from aixin_tui.services.history import LogLine, log_entries, whose_act
from aixin_tui.services.undoing import UndoAct, undo
from aixin_tui.tui.asking import AskText
from aixin_tui.tui.screens.base import DeskScreen


def take_back(screen: DeskScreen, number: int, done: Callable[[Result], Any]) -> None:
    """Say what the act was and of whom, ask why, and undo it."""
    session = screen.session
    desk, who = session.desk, session.who

    def asked(reason: str | None) -> None:
        if reason:
            because = session.because(reason)
            screen.act(lambda: undo(desk, because, UndoAct(number, reason)), done)

    def read() -> tuple[LogLine | None, tuple[str, ...]]:
        found = log_entries(desk, who, limit=1, before=number + 1)
        return (found[0] if found and found[0].number == number else None), whose_act(desk, who, number)

    def told(found: tuple[LogLine | None, tuple[str, ...]]) -> None:
        act, names = found
        if act is None:
            return
        action = session.local(act.action_label)
        question = screen.t("screen.undo_why", number=number, action=action, records=act.records)
        if names:
            question += "\n" + screen.t("screen.undo_whose", names=screen.t("app.list_comma").join(names))
        screen.app.push_screen(AskText(session, screen.t("keys.undo"), question), asked)

    screen.ask(read, told, group="whose")
