"""The acts on a child's file: one method a digit; each opens its paper, saves it, and says which steps were taken."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from aixin_tui.services.casework import Advance, StepExplained
from aixin_tui.services.desk import Result
from aixin_tui.services.finding import ChildFile, PairLine
from aixin_tui.tui.screens.base import DeskScreen
from aixin_tui.tui.screens.steps import choose_step, take_step
from aixin_tui.tui.session import Session
from aixin_tui.tui.widgets.choice import ChoiceBox

#: Steps that have a verb of their own, which shows and ends what hangs on them.
OWN_VERBS = {"propose": "suggest", "pair": "pair", "end_pairing": "end_pairing", "withdraw": "withdraw",
             "record_consent": "consent", "not_agree": "consent", "close": "close_child"}


class ChildActs(DeskScreen):
    """A screen over one child's file; `ChildFileScreen` draws it."""

    def __init__(self, session: Session, child: str) -> None:
        super().__init__(session)
        self._child = child
        self.file: ChildFile | None = None

    def _pairs(self) -> list[PairLine]:
        pairs = self.file.pairings if self.file else ()
        return [pair for pair in pairs if pair.state != "proposed" and not pair.ended_on]

    def _paper(self, make: Callable[[Session, ChildFile], Any], done: str) -> None:
        if self.file is not None:
            self.app.push_screen(make(self.session, self.file), lambda result: self._after(result, done))

    def open_paper(self, paper: Any, done: str) -> None:
        """Open a paper that is made; what it came to is told on the file."""
        self.app.push_screen(paper, lambda result: self._after(result, done))

    def _after(self, result: Result | None, done: str) -> None:
        if result is None:
            return
        self.load()
        steps = result.about.get("steps", ())
        if steps:
            labels = self.t("app.list_comma").join(self._transition(key) for key in steps)
            done = self.t("screen.saved_and_moved", steps=labels)
        self.tell(result, done)

    def _transition(self, key: str) -> str:
        life = self.session.desk.province.lives.get("child")
        found = life.transitions.get(key) if life else None
        return self.session.local(found.label) if found else key

    def do_sitting(self) -> None:
        """登记入户."""
        from aixin_tui.tui.screens.forms import sitting_form, trip_of

        self.ask(lambda: trip_of(self.session), lambda trip: self._paper(
            lambda session, file: sitting_form(session, file, *trip), self.t("screen.saved")), group="paper")

    def do_consent(self) -> None:
        """登记意见."""
        from aixin_tui.tui.screens.forms import consent_form

        self._paper(consent_form, self.t("screen.saved"))

    def do_guardian(self) -> None:
        """登记监护人."""
        from aixin_tui.tui.screens.forms import guardian_form

        self._paper(guardian_form, self.t("screen.saved"))

    def do_withdraw(self) -> None:
        """撤回同意."""
        from aixin_tui.tui.screens.forms import withdraw_form

        self._paper(withdraw_form, self.t("screen.withdrawn"))

    def do_suggest(self) -> None:
        """推荐结对人."""
        if self.file is not None:
            from aixin_tui.tui.screens.suggesting import SuggestScreen

            self.app.push_screen(SuggestScreen(self.session, self.file.id, self.file.name),
                                 lambda result: self._after(result, self.t("screen.paired_now")))

    def do_pair(self) -> None:
        """结对: with somebody whom the office names."""
        if self.file is not None:
            from aixin_tui.tui.screens.suggesting import pair_with_somebody

            pair_with_somebody(self, self.file.id, self.file.name,
                               lambda result: self._after(result, self.t("screen.paired_now")))

    def do_contact(self) -> None:
        """记一次联系."""
        from aixin_tui.tui.screens.forms import contact_form

        self._paper(lambda session, file: contact_form(session, (file.id,), f"{self.t('keys.contact')}  {file.name}"),
                    self.t("screen.saved"))

    def _with_pair(self, then: Callable[[PairLine], None]) -> None:
        """Take the pair in force; where there are several, ask which."""
        pairs = self._pairs()
        if len(pairs) == 1:
            then(pairs[0])
            return
        choices = [(pair.id, f"{pair.mother_name} {pair.started_on}") for pair in pairs]

        def chosen(answer: tuple[str, ...] | None) -> None:
            if answer:
                then(next(pair for pair in pairs if pair.id == answer[0]))

        self.app.push_screen(ChoiceBox(self.session, self.t("screen.which_pair"), choices), chosen)

    def do_end_pairing(self) -> None:
        """终止结对, 转交, 换主责 or 误配."""
        from aixin_tui.tui.screens.pair_acts import choose_of_pair

        self._with_pair(lambda pair: choose_of_pair(self, pair, _pair_text(self.file, pair)))

    def do_move_child(self) -> None:
        """搬迁, 移交 or 归档."""
        from aixin_tui.tui.screens.pair_acts import choose_of_file

        if self.file is not None:
            choose_of_file(self, self.file)

    def do_close_child(self) -> None:
        """归档."""
        from aixin_tui.tui.screens.pair_forms import close_form

        self._paper(close_form, self.t("move.done_close"))

    def do_pause_pairing(self) -> None:
        """暂离, or back again."""
        from aixin_tui.tui.screens.forms import pause_form, resume_form

        def paper(pair: PairLine) -> None:
            make = resume_form if pair.paused else pause_form
            text = _pair_text(self.file, pair)
            self._paper(lambda session, _file: make(session, pair.id, text), self.t("screen.saved"))

        self._with_pair(paper)

    def do_step(self) -> None:
        """Take a step of the case; each says what it lacks."""
        if self.file is not None:
            choose_step(self, self.file.case.steps, self._take)

    def _take(self, step: StepExplained) -> None:
        if step.key in OWN_VERBS:
            self.run_action_id(OWN_VERBS[step.key])
        else:
            take_step(self, step, Advance(self._child, step.key), self._after)


def _pair_text(file: ChildFile | None, pair: PairLine) -> str:
    return f"{file.name if file else ''} - {pair.mother_name}"
