"""What a person changes in a run at the screen: an offer goes to somebody else, or is held fixed; and why not her."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from aixin_tui.services.desk import Result
from aixin_tui.services.matching import (
    HoldOffers,
    ProposalSaid,
    SwapChoice,
    SwapOffers,
    Swapped,
    WhyNot,
    hold_offers,
    swap_choices,
    swap_offers,
    why_not,
)
from aixin_tui.tui.asking import AskText
from aixin_tui.tui.confirm import Notice
from aixin_tui.tui.screens.base import DeskScreen
from aixin_tui.tui.widgets.choice import ChoiceBox, RecordBox


def swap_offer(screen: DeskScreen, one: ProposalSaid, then: Callable[[Swapped], Any]) -> None:
    """Choose to whom an offer goes, each with what it costs; show it again, ask why, and write it."""
    session = screen.session
    desk, who, t = session.desk, session.who, session.t

    def found(choices: tuple[SwapChoice, ...]) -> None:
        if not choices:
            screen.say(t("match.no_swap"), "warn")
            return
        rows = [(str(number), _choice_text(screen, choice)) for number, choice in enumerate(choices)]
        title = t("match.swap_title", name=one.child_name)
        screen.app.push_screen(ChoiceBox(session, title, rows),
                               lambda answer: weigh(choices[int(answer[0])]) if answer else None)

    def weigh(choice: SwapChoice) -> None:
        command = SwapOffers(one.id, choice.offer, "" if choice.offer else choice.loving_mother)
        screen.app.push_screen(AskText(session, t("keys.swap_offer"), _asked(screen, one, choice)),
                               lambda reason: write(command, reason) if reason else None)

    def write(command: SwapOffers, reason: str) -> None:
        written = SwapOffers(command.offer, command.other_offer, command.loving_mother, reason)
        screen.act(lambda: swap_offers(desk, who, written), then)

    screen.ask(lambda: swap_choices(desk, who, one.id), found, busy=t("screen.busy_suggest"))


def _choice_text(screen: DeskScreen, choice: SwapChoice) -> str:
    t = screen.t
    key = "more" if choice.more > 0 else "less" if choice.more < 0 else "same"
    cost = t(f"match.swap_{key}_short", points=abs(choice.more))
    near = t(f"match.near_{choice.tier or 'elsewhere'}")
    if choice.offer:
        return t("match.swap_with", name=choice.name, child=choice.child_name, near=near, cost=cost)
    return t("match.swap_to", name=choice.name, near=near, cost=cost)


def _asked(screen: DeskScreen, one: ProposalSaid, choice: SwapChoice) -> str:
    """Say what will be, before the reason is asked for."""
    t = screen.t
    pairs = [f"{one.child_name} - {choice.name}"]
    pairs += [f"{choice.child_name} - {one.mother_name}"] if choice.offer else []
    return t("match.swap_ask", pairs="；".join(pairs), why=_choice_text(screen, choice))


def hold_offer(screen: DeskScreen, one: ProposalSaid, then: Callable[[Result], Any]) -> None:
    """Hold an offer fixed, or let go of it."""
    desk, who = screen.session.desk, screen.session.who
    screen.act(lambda: hold_offers(desk, who, HoldOffers((one.id,), release=one.is_fixed)), then)


def ask_why_not(screen: DeskScreen, child: str, name: str) -> None:
    """Let the office name a mother, and say why it is not her."""
    session = screen.session
    desk, who, t = session.desk, session.who, session.t

    def chosen(answer: tuple[str, ...] | None) -> None:
        if answer:
            screen.ask(lambda: why_not(desk, who, child, answer[0]), show, busy=t("screen.busy_suggest"))

    def show(found: WhyNot | None) -> None:
        if found is None:
            screen.say(t("screen.not_found"), "bad")
            return
        parts = [(one.text(session.lang), "plain") for one in found.said]
        parts += [(one.text(session.lang), "good") for one in found.remedies]
        title = f"{name}  {t('match.why_not_title', name=found.mother_name)}"
        screen.app.push_screen(Notice(session, title, parts, (("close", t("app.understood")),)))

    screen.app.push_screen(RecordBox(session, t("match.whom_not"), "loving_mother"), chosen)
