"""Taking a step of a line of life: each says what it lacks, one with reasons asks for one, then it is taken."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from aixin_tui.services.casework import Advance, StepExplained, advance
from aixin_tui.services.desk import Result
from aixin_tui.tui.screens.base import DeskScreen
from aixin_tui.tui.session import Session
from aixin_tui.tui.widgets.choice import ChoiceBox


def choose_step(screen: DeskScreen, steps: Iterable[StepExplained], take: Callable[[StepExplained], None]) -> None:
    """Let a step be chosen."""
    known = {step.key: step for step in steps}
    choices = [(key, step_text(screen.session, step)) for key, step in known.items()]

    def chosen(answer: tuple[str, ...] | None) -> None:
        if answer:
            take(known[answer[0]])

    screen.app.push_screen(ChoiceBox(screen.session, screen.t("keys.step"), choices), chosen)


def step_text(session: Session, step: StepExplained) -> str:
    """Name a step with the first thing that it lacks."""
    label = session.local(step.label)
    if step.allowed:
        return label
    lacks = session.local(step.failing[0].say) if step.failing else \
        session.t("screen.needs_role", role=step.needs_role_label)
    return session.t("screen.step_lacks", step=label, lacks=lacks)


def take_step(screen: DeskScreen, step: StepExplained, command: Advance, done: Callable[[Result, str], None]) -> None:
    """Take a step, after its reason was chosen where it has any; `done` is given what to say of it."""
    desk, who, label = screen.session.desk, screen.session.who, screen.session.local(step.label)

    def take(reason: str) -> None:
        screen.act(lambda: advance(desk, who, replace(command, reason=reason)),
                   lambda result: done(result, screen.t("screen.saved_and_moved", steps=label)))

    if not step.reasons:
        take("")
        return
    reasons = [(key, screen.session.local(text)) for key, text in step.reasons]
    screen.app.push_screen(ChoiceBox(screen.session, label, reasons),
                           lambda answer: take(answer[0]) if answer else None)
