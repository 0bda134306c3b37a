"""What can become of a pair or of a child's file beside its next step: small choices that lead to the papers."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from aixin_tui.services.desk import Result
from aixin_tui.services.finding import ChildFile, PairLine
from aixin_tui.services.matching.suggesting import Suggestions, suggest
from aixin_tui.services.transferring import open_transfer
from aixin_tui.tui.asking import AskSecret
from aixin_tui.tui.screens.base import DeskScreen
from aixin_tui.tui.screens.form_screen import FormScreen
from aixin_tui.tui.widgets.choice import ChoiceBox, RecordBox

if TYPE_CHECKING:
    from aixin_tui.tui.screens.child_acts import ChildActs

#: How many mothers are offered at once for a hand-over.
LIMIT = 5
_OTHER = "?"


def choose_of_pair(screen: ChildActs, pair: PairLine, text: str) -> None:
    """终止, 转交, 换主责, 误配: choose, and open its paper."""
    from aixin_tui.tui.screens.forms import end_pairing_form
    from aixin_tui.tui.screens.pair_forms import mistaken_form

    session, t = screen.session, screen.t
    choices = [("end", t("move.end")), ("hand_over", t("move.hand_over"))]
    choices += [("lead", t("move.lead"))] if pair.role == "support" else []
    choices.append(("mistaken", t("move.mistaken")))

    def chosen(answer: tuple[str, ...] | None) -> None:
        act = answer[0] if answer else ""
        if act == "end":
            screen.open_paper(end_pairing_form(session, pair.id, text), t("screen.pair_ended_now"))
        elif act == "hand_over":
            hand_over_to_somebody(screen, pair, text)
        elif act == "lead":
            _take_lead(screen, pair)
        elif act == "mistaken":
            screen.open_paper(mistaken_form(session, (pair.id,), text), t("move.voided"))

    screen.app.push_screen(ChoiceBox(session, text, choices), chosen)


def _take_lead(screen: ChildActs, pair: PairLine) -> None:
    from aixin_tui.services.pairs.handing_over import TakeLead, take_lead

    desk, who = screen.session.desk, screen.session.who

    def done(result: Result) -> None:
        screen.load()
        screen.tell(result, screen.t("screen.saved"))

    screen.act(lambda: take_lead(desk, who, TakeLead(pair.id)), done)


def hand_over_to_somebody(screen: ChildActs, pair: PairLine, text: str) -> None:
    """Offer who is near and free, or anybody by name, then open the paper."""
    from aixin_tui.tui.screens.pair_forms import hand_over_form

    def chosen(mother: str, name: str) -> None:
        screen.open_paper(hand_over_form(screen.session, pair.id, text, mother, name), screen.t("move.handed_over"))

    choose_carer(screen, screen.file.id if screen.file else "", (), chosen)


def choose_carer(
    screen: DeskScreen, child: str, first: tuple[tuple[str, str], ...], then: Callable[[str, str], Any]
) -> None:
    """Let one of the mothers who are near and free be chosen for a child, or anybody by name; `first` stands before."""
    session, t = screen.session, screen.t
    desk, who = session.desk, session.who

    def found(answer: Suggestions | None) -> None:
        names = {row.loving_mother: row.name for row in answer.rows} if answer else {}
        whys = {row.loving_mother: "；".join(said.text(session.lang) for said in row.reasons[:2])
                for row in (answer.rows if answer else ())}
        known = dict(first)
        choices = [*first, *((key, f"{name}  {whys[key]}") for key, name in names.items()), (_OTHER, t("move.other"))]

        def chosen(key: tuple[str, ...] | None) -> None:
            if not key:
                return
            if key[0] == _OTHER:
                screen.app.push_screen(RecordBox(session, t("move.to_whom"), "loving_mother"),
                                       lambda one: then(one[0], one[1]) if one else None)
            else:
                then(key[0], known.get(key[0]) or names.get(key[0], ""))

        screen.app.push_screen(ChoiceBox(session, t("move.to_whom"), choices), chosen)

    screen.ask(lambda: suggest(desk, who, child, limit=LIMIT), found, group="suggest", busy=t("screen.busy_suggest"))


def choose_of_file(screen: ChildActs, file: ChildFile) -> None:
    """搬迁, 移交 with its receipt or cancelling, 归档: choose, and open its paper."""
    from aixin_tui.tui.screens import pair_forms

    session, t = screen.session, screen.t
    papers: dict[str, Callable[[], FormScreen]] = {"move": lambda: pair_forms.move_form(session, file)}
    if open_transfer(file.record):
        papers["receipt"] = lambda: pair_forms.receipt_form(session, file)
        papers["cancel"] = lambda: pair_forms.cancel_form(session, file)
    choices = [(key, t(f"move.{key}")) for key in papers]
    if "receipt" not in papers:
        choices.append(("send", t("move.send")))
    papers["close"] = lambda: pair_forms.close_form(session, file)
    choices.append(("close", t("move.close")))

    def chosen(answer: tuple[str, ...] | None) -> None:
        act = answer[0] if answer else ""
        if act == "send":
            _ask_passphrase(screen, file)
        elif act:
            screen.open_paper(papers[act](), t(f"move.done_{act}"))

    screen.app.push_screen(ChoiceBox(session, t("keys.move_child"), choices), chosen)


def _ask_passphrase(screen: ChildActs, file: ChildFile) -> None:
    """Ask for the passphrase of the file twice, then for the rest."""
    from aixin_tui.exchange.transfer_file import LEAST
    from aixin_tui.tui.screens.pair_forms import transfer_form

    session, t = screen.session, screen.t

    def first(typed: str | None) -> None:
        if typed and len(typed) < LEAST:
            screen.say(t("move.too_short", least=LEAST), "bad")
        elif typed:
            screen.app.push_screen(AskSecret(session, t("move.send"), t("move.passphrase_again")),
                                   lambda again: second(typed, again))

    def second(typed: str, again: str | None) -> None:
        if again == typed:
            screen.open_paper(transfer_form(session, file, typed), t("move.done_send"))
        elif again is not None:
            screen.say(t("move.not_the_same"), "bad")

    screen.app.push_screen(AskSecret(session, t("move.send"), t("move.passphrase_ask", least=LEAST)), first)
