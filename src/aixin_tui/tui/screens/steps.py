"""Taking a step of a line of life: each says what it lacks; what belongs to it is filled in, then it is taken."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any

import msgspec

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Place, Problem
from aixin_tui.domain.record import Record
from aixin_tui.engine.spec.condition import Condition
from aixin_tui.engine.spec.form import FieldSpec, FieldType, Need
from aixin_tui.services.casework import Advance, StepExplained, advance
from aixin_tui.services.desk import Result
from aixin_tui.services.pairs.listing import only_mother
from aixin_tui.texts import Label
from aixin_tui.tui.screens.base import DeskScreen
from aixin_tui.tui.screens.form_screen import FormScreen
from aixin_tui.tui.screens.paper import Paper
from aixin_tui.tui.session import Session
from aixin_tui.tui.widgets.choice import ChoiceBox
from aixin_tui.tui.widgets.fields import Part, Sheet, filled_from

_PART, _DAY, _REASON = "step", "day", "reason"


def choose_step(screen: DeskScreen, steps: Iterable[StepExplained], take: Callable[[StepExplained], None]) -> None:
    """Let a step be chosen."""
    known = {step.key: step for step in steps}
    choices = [(key, step_text(screen.session, step)) for key, step in known.items()]

    def chosen(answer: tuple[str, ...] | None) -> None:
        if answer:
            take(known[answer[0]])

    screen.app.push_screen(ChoiceBox(screen.session, screen.t("keys.step"), choices), chosen)


def step_text(session: Session, step: StepExplained) -> str:
    """Name a step with the first thing that it lacks, and with what is filled in together with it."""
    text = _lacking(session, step)
    if not step.asks:
        return text
    fields = session.t("app.list_comma").join(session.local(name) for _, name in step.asks)
    return session.t("life.step_asks", step=text, fields=fields)


def _lacking(session: Session, step: StepExplained) -> str:
    label = session.local(step.label)
    if step.allowed:
        return label
    lacks = session.local(step.failing[0].say) if step.failing else \
        session.t("screen.needs_role", role=step.needs_role_label)
    return session.t("screen.step_lacks", step=label, lacks=lacks)


def take_step(screen: DeskScreen, step: StepExplained, command: Advance, done: Callable[[Result, str], None]) -> None:
    """Take a step, after its reason was chosen where it has any; `done` is given what to say of it.

    One with which fields are filled in opens a paper for them.
    """
    if step.asks:
        record_kind, record_id = command.kind, command.record_id
        screen.ask(lambda: screen.session.desk.store.get(record_kind, record_id),
                   lambda record: open_step_form(screen, step, command, record, done), group="paper")
        return
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


def open_step_form(screen: DeskScreen, step: StepExplained, command: Advance, record: Record | None,
                   done: Callable[[Result, str], None]) -> None:
    """Open the paper of a step: its day, its reason where it has any, and what is filled in together with it."""
    said = screen.t("screen.saved_and_moved", steps=screen.session.local(step.label))
    session = screen.session
    key = next((spec.key for spec in _asked(session, step, command.kind)
                if spec.type is FieldType.LINK and spec.to == "loving_mother" and not spec.many), "")
    child = record.text("child") if record is not None and key and not record.get(key) else ""

    def likely() -> dict[str, tuple[str, str]]:
        found = only_mother(session.desk, child) if child else ("", "")
        return {key: found} if found[0] else {}

    screen.ask(likely, lambda known: _open(screen, step_form(session, step, command, record, known), said, done),
               group="paper")


def _open(screen: DeskScreen, paper: FormScreen, said: str, done: Callable[[Result, str], None]) -> None:

    def answered(result: Result | None) -> None:
        if result is not None:
            done(result, said)

    screen.app.push_screen(paper, answered)


def step_form(session: Session, step: StepExplained, command: Advance, record: Record | None = None,
              likely: Mapping[str, tuple[str, str]] = MappingProxyType({})) -> FormScreen:
    """Make the paper of a step; what the record knows already is filled in, and what is `likely`: ids and names."""
    label = session.local(step.label)
    day = FieldSpec(key=_DAY, label=session.t("life.day_of_step"), type=FieldType.DATE, need=Need.ALWAYS)
    fields = [day, *_reason(session, step, command.kind), *_asked(session, step, command.kind)]
    part = Part(_PART, command.kind, label, tuple(fields))
    known = filled_from(record, fields, unsealed=command.kind in session.who.rights) if record is not None else {}
    start: dict[str, Any] = {**{key: one for key, (one, _) in likely.items()}, **known, _DAY: session.today.isoformat()}

    def save(filled: Sheet, anyway: bool) -> Result:  # noqa: ARG001
        given = filled.given(_PART)
        typed = str(given.pop(_DAY, "") or "")
        try:
            on = date.fromisoformat(typed)
        except ValueError:
            told = {"label": day.label, "type": Label("form.type_date")}
            return Result(problems=(Problem(Code.FORM_004, place=Place(field=_DAY), values=told),))
        reason = str(given.pop(_REASON, "") or "")
        return advance(session.desk, session.who, replace(command, day=on, reason=reason, values=given))

    return FormScreen(session, Paper(label, Sheet((part,), {_PART: start}, dict(likely.values())), save))


def _reason(session: Session, step: StepExplained, kind: str) -> list[FieldSpec]:
    life = session.desk.province.lives.get(kind)
    spec = life.transitions.get(step.key) if life else None
    if not step.reasons or spec is None:
        return []
    return [FieldSpec(key=_REASON, label=session.t("life.reason_of_step"), type=FieldType.CHOICE, choices=spec.reason,
                      need=Need.ALWAYS)]


def _asked(session: Session, step: StepExplained, kind: str) -> list[FieldSpec]:
    """Give the fields of the record's own form; the state that they are asked in is the one that is being entered."""
    form, wanted = session.desk.province.forms[kind], {key for key, _ in step.asks}
    found = form.fields.at(session.today.isoformat(), session.desk.office)
    return [msgspec.structs.replace(field, ask_when=Condition()) for field in found if field.key in wanted]
