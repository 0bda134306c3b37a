"""What an act will do is shown before it is saved; and problems are shown with their remedies."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from textual import events

from aixin_tui.domain.problem import Problem, Severity
from aixin_tui.services.withdrawing import Ending
from aixin_tui.tui.dialog import Dialog
from aixin_tui.tui.keys import plain_key
from aixin_tui.tui.session import Session
from aixin_tui.tui.widgets.line_list import LineList, PageView
from aixin_tui.tui.widgets.lines import Line, Span, heading, paragraph

_ROLES = {Severity.ERROR: "bad", Severity.HELD: "warn", Severity.WARNING: "warn", Severity.NOTE: "note"}


class Notice(Dialog[str]):
    """A page of text with choices under it, each with a digit. Answers the choice's key, None for Escape."""

    OFFERS: ClassVar[tuple[str, ...]] = ("choose", "back")

    def __init__(
        self, session: Session, title: str, parts: Sequence[tuple[str, str]], choices: Sequence[tuple[str, str]],
        *, safe: bool = True,
    ) -> None:
        super().__init__(session, title)
        self._parts, self._choices = tuple(parts), tuple(choices)
        self._safe = safe

    def body(self) -> Iterable[Any]:
        """Give the page."""
        yield PageView(id="page")

    def load(self) -> None:
        """Fill the page; the cursor stands on the choice that changes nothing unless the act is harmless."""
        page = self.query_one("#page", PageView)
        page.show(self._lines, keep_cursor=False)
        last = self._choices[-1][0] if self._choices else ""
        page.go_to(self._choices[0][0] if self._safe and self._choices else last)

    def _lines(self, width: int) -> list[Line]:
        lines: list[Line] = []
        for text, role in self._parts:
            lines += heading(text) if role == "title" else paragraph(text, width, role, indent=1)
        lines.append(Line())
        for number, (key, text) in enumerate(self._choices, 1):
            lines.append(Line((Span(f" {number} ", "key"), Span(f" {text}")), key))
        return lines

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        """Answer with the choice under the cursor."""
        event.stop()
        if event.target is not None:
            self.dismiss(str(event.target))

    def on_key(self, event: events.Key) -> None:
        """Answer with the choice of a digit."""
        key = plain_key(event)
        if key.isdecimal() and 1 <= int(key) <= len(self._choices):
            event.stop()
            event.prevent_default()
            self.dismiss(self._choices[int(key) - 1][0])


def confirm(session: Session, title: str, parts: Sequence[tuple[str, str]], yes: str, *, safe: bool = False) -> Notice:
    """Ask whether to go on; answers `yes` or None. The cursor stands on No where the act ends something."""
    return Notice(session, title, parts, (("yes", yes), ("no", session.t("app.no"))), safe=safe)


def problem_page(session: Session, problems: Sequence[Problem], *, choices: Sequence[tuple[str, str]] = ()) -> Notice:
    """Show problems, each with what to do."""
    parts: list[tuple[str, str]] = []
    for problem in problems:
        what, remedy = session.problem(problem)
        parts.append((what, _ROLES[problem.severity]))
        if remedy:
            parts.append((remedy, "plain"))
        if problem.near:
            parts.append((session.t("app.near", near=problem.near), "note"))
    return Notice(session, session.t("app.problems"), parts, choices or (("close", session.t("app.understood")),))


def ending_parts(session: Session, ending: Ending) -> list[tuple[str, str]]:
    """Say what an act ends: pairs, offers, plans, duties."""
    if ending.is_empty:
        return [(session.t("screen.ends_nothing"), "plain")]
    parts: list[tuple[str, str]] = [(session.t("screen.ends_following", day=ending.day), "warn")]
    for key, group in (("pairings", ending.pairings), ("offers", ending.offers), ("plans", ending.plans),
                       ("wishes", ending.wishes), ("duties", ending.duties)):
        if group:
            parts.append((session.t(f"screen.ends_{key}", count=len(group)), "title"))
            parts += [(session.local(ended.text), "plain") for ended in group]
    if ending.going_on:
        parts.append((session.t("screen.ends_going_on", count=len(ending.going_on)), "title"))
        parts += [(session.local(one.text), "plain") for one in ending.going_on]
    return parts
