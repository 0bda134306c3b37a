"""Showing masked fields in full, for a reason that is logged."""

from __future__ import annotations

from aixin_tui.services.revealing import Reveal, Revealed, reveal
from aixin_tui.tui.asking import AskText
from aixin_tui.tui.confirm import Notice
from aixin_tui.tui.screens.base import DeskScreen


def reveal_in(screen: DeskScreen, kind: str, record_id: str) -> None:
    """Ask for the reason, then show the masked fields of a record over a screen."""
    session = screen.session

    def asked(reason: str | None) -> None:
        if reason:
            desk, who = session.desk, session.because(reason)
            screen.act(lambda: reveal(desk, who, Reveal(kind, record_id, reason)), shown)

    def shown(answer: Revealed) -> None:
        if answer.problems:
            screen.show_problems(answer.problems)
            return
        form = session.desk.province.forms[kind]
        parts = []
        for key, text in answer.values.items():
            spec = form.fields.get(key)
            parts.append((f"{session.local(spec.label) if spec else key}  {text}", "plain"))
        close = (("close", session.t("app.understood")),)
        screen.app.push_screen(Notice(session, session.t("keys.reveal"), parts, close))

    screen.app.push_screen(AskText(session, session.t("keys.reveal"), session.t("screen.reveal_why")), asked)
