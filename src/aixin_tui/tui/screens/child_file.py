"""一个孩子的档案: the page of the file and a digit for every next act."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, ClassVar

from aixin_tui.services.casework import Advance, StepExplained, advance
from aixin_tui.services.desk import Result
from aixin_tui.services.finding import ChildFile, PairLine, child_file
from aixin_tui.services.revealing import Reveal, Revealed, reveal
from aixin_tui.tui.asking import AskText
from aixin_tui.tui.confirm import Notice
from aixin_tui.tui.screens.base import DeskScreen
from aixin_tui.tui.screens.child_page import ACTS, ChildPage
from aixin_tui.tui.session import Session
from aixin_tui.tui.widgets.choice import ChoiceBox
from aixin_tui.tui.widgets.line_list import LineList, PageView

#: Steps that have a verb of their own, which shows and ends what hangs on them.
OWN_VERBS = {"propose": "suggest", "pair": "pair", "end_pairing": "end_pairing", "withdraw": "withdraw",
             "record_consent": "consent", "not_agree": "consent"}


class ChildFileScreen(DeskScreen):
    """The file of one child."""

    OFFERS: ClassVar[tuple[str, ...]] = ("open", "edit", "reveal", "history", *ACTS)

    def __init__(self, session: Session, child: str) -> None:
        super().__init__(session)
        self._child = child
        self.file: ChildFile | None = None

    def heading(self) -> str:
        """Say whose file it is, once it is open."""
        return self.t("screen.child_file")

    def body(self) -> Iterable[Any]:
        """Give the page."""
        yield PageView(id="page")

    def load(self) -> None:
        """Open the file."""
        desk, who, child = self.session.desk, self.session.who, self._child
        self.ask(lambda: child_file(desk, who, child), self._show, busy=self.t("screen.busy_file"))

    def _show(self, file: ChildFile | None) -> None:
        if file is None:
            self.say(self.t("screen.not_found"), "bad")
            return
        first = self.file is None
        self.file = file
        page = ChildPage(self.session, file, self.why_not)
        self.query_one(PageView).show(page.lines, keep_cursor=not first)
        self.show_keys()

    # What can be done

    def why_not(self, action_id: str) -> str:
        """Say why an act cannot be done now."""
        file = self.file
        if file is None:
            return self.t("app.loading") if action_id in (*ACTS, "edit", "reveal", "history") else ""
        if action_id in ("end_pairing", "pause_pairing") and not self._pairs():
            return self.t("screen.no_pair_in_force")
        if action_id == "withdraw" and not any(s in ("valid", "owed") for s in file.consent_states.values()):
            return self.t("screen.no_consent_to_withdraw")
        if action_id == "step" and not file.case.steps:
            return self.t("screen.no_step")
        return ""

    def _pairs(self) -> list[PairLine]:
        pairs = self.file.pairings if self.file else ()
        return [pair for pair in pairs if pair.state != "proposed" and not pair.ended_on]

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        """Do the act of the line, or open what it names."""
        target = event.target
        if isinstance(target, str):
            self.run_action_id(target)
        elif isinstance(target, tuple):
            kind, record = target
            self._open_record(kind, record)

    def _open_record(self, kind: str, record: str) -> None:
        if kind == "mother":
            from aixin_tui.tui.screens.opening import open_mother

            open_mother(self, record)
        else:
            from aixin_tui.tui.screens.record import RecordScreen

            self.app.push_screen(RecordScreen(self.session, kind, record))

    def do_open(self) -> None:
        """Do the act of the line under the cursor."""
        page = self.query_one(PageView)
        page.post_message(LineList.Chosen(page, page.cursor, page.target_of(page.cursor)))

    # Acts

    def _paper(self, make: Callable[[Session, ChildFile], Any], done: str) -> None:
        if self.file is not None:
            self.app.push_screen(make(self.session, self.file), lambda result: self._after(result, done))

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
        from aixin_tui.tui.screens.forms import sitting_form

        self._paper(sitting_form, self.t("screen.saved"))

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

    def _pair_text(self, pair: PairLine) -> str:
        return f"{self.file.name if self.file else ''} - {pair.mother_name}"

    def do_end_pairing(self) -> None:
        """终止结对."""
        from aixin_tui.tui.screens.forms import end_pairing_form

        self._with_pair(lambda pair: self._paper(
            lambda session, _file: end_pairing_form(session, pair.id, self._pair_text(pair)),
            self.t("screen.pair_ended_now")))

    def do_pause_pairing(self) -> None:
        """暂离, or back again."""
        from aixin_tui.tui.screens.forms import pause_form, resume_form

        def paper(pair: PairLine) -> None:
            make = resume_form if pair.paused else pause_form
            self._paper(lambda session, _file: make(session, pair.id, self._pair_text(pair)), self.t("screen.saved"))

        self._with_pair(paper)

    def do_step(self) -> None:
        """Take a step of the case; each says what it lacks."""
        if self.file is None:
            return
        steps = self.file.case.steps
        choices = [(step.key, self._step_text(step)) for step in steps]

        def chosen(answer: tuple[str, ...] | None) -> None:
            if answer:
                self._take(next(step for step in steps if step.key == answer[0]))

        self.app.push_screen(ChoiceBox(self.session, self.t("keys.step"), choices), chosen)

    def _step_text(self, step: StepExplained) -> str:
        label = self.session.local(step.label)
        if step.allowed:
            return label
        lacks = step.failing[0].say if step.failing else self.t("screen.needs_role", role=step.needs_role_label)
        return self.t("screen.step_lacks", step=label, lacks=lacks)

    def _take(self, step: StepExplained) -> None:
        if step.key in OWN_VERBS:
            self.run_action_id(OWN_VERBS[step.key])
        elif step.reasons:
            reasons = [(key, self.session.local(text)) for key, text in step.reasons]
            self.app.push_screen(ChoiceBox(self.session, self.session.local(step.label), reasons),
                                 lambda answer: self._advance(step, answer[0]) if answer else None)
        else:
            self._advance(step, "")

    def _advance(self, step: StepExplained, reason: str) -> None:
        desk, who, child = self.session.desk, self.session.who, self._child
        self.act(lambda: advance(desk, who, Advance(child, step.key, reason=reason)),
                 lambda result: self._after(result, self.t("screen.saved_and_moved",
                                                           steps=self.session.local(step.label))))

    # Looking closer

    def do_edit(self) -> None:
        """Change the child's own fields."""
        if self.file is not None:
            from aixin_tui.tui.screens.record import edit_in

            edit_in(self, "child", self.file.id)

    def do_history(self) -> None:
        """Show what happened to the record."""
        if self.file is not None:
            from aixin_tui.tui.screens.record import HistoryScreen

            self.app.push_screen(HistoryScreen(self.session, "child", self.file.id, self.file.name))

    def do_reveal(self) -> None:
        """Show masked fields in full, for a reason that is logged."""
        def asked(reason: str | None) -> None:
            if reason:
                desk, who, child = self.session.desk, self.session.because(reason), self._child
                self.act(lambda: reveal(desk, who, Reveal("child", child, reason)), self._revealed)

        self.app.push_screen(AskText(self.session, self.t("keys.reveal"), self.t("screen.reveal_why")), asked)

    def _revealed(self, answer: Revealed) -> None:
        if answer.problems:
            self.show_problems(answer.problems)
            return
        form = self.session.desk.province.forms["child"]
        parts = []
        for key, text in answer.values.items():
            spec = form.fields.get(key)
            parts.append((f"{self.session.local(spec.label) if spec else key}  {text}", "plain"))
        self.app.push_screen(Notice(self.session, self.t("keys.reveal"), parts, (("close", self.t("app.understood")),)))
