"""一位爱心妈妈的档案: where she stands, whom she cares for, what her next step lacks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from aixin_tui.domain.record import Record
from aixin_tui.services.casework import Advance, CaseExplained, StepExplained, explain_case
from aixin_tui.services.desk import Result
from aixin_tui.services.finding import described
from aixin_tui.services.stopping import LEFT, PAUSED
from aixin_tui.tui.actions import ACTIONS
from aixin_tui.tui.screens.base import DeskScreen
from aixin_tui.tui.screens.child_page import failing_lines
from aixin_tui.tui.screens.steps import choose_step, take_step
from aixin_tui.tui.session import Session
from aixin_tui.tui.widgets.line_list import LineList, PageView
from aixin_tui.tui.widgets.lines import Line, Span, fit, heading, labelled, paragraph

KIND = "loving_mother"


@dataclass(frozen=True, slots=True)
class MotherFile:
    """What is shown of her."""

    case: CaseExplained
    shown: Mapping[str, str]
    pairings: tuple[tuple[Record, str], ...]
    """Her pairs with the children's names."""


def mother_file(session: Session, mother: str) -> MotherFile | None:
    """Gather her file; runs in the desk's thread."""
    desk, who = session.desk, session.who
    case = explain_case(desk, who, mother, kind=KIND)
    shown = described(desk, who, KIND, mother)
    if case is None or shown is None:
        return None
    snapshot = desk.store.snapshot(desk.office)
    pairs = []
    for pair in snapshot.linked("pairing", "loving_mother", mother):
        child = desk.store.get("child", pair.text("child"))
        pairs.append((pair, child.text("name") if child else ""))
    return MotherFile(case, shown, tuple(pairs))


class MotherFileScreen(DeskScreen):
    """The file of one loving mother."""

    OFFERS: ClassVar[tuple[str, ...]] = (
        "open", "step", "edit", "papers", "history", "leave_service", "pause_service")

    def __init__(self, session: Session, mother: str) -> None:
        super().__init__(session)
        self._mother = mother
        self.file: MotherFile | None = None

    def heading(self) -> str:
        """Say what it is."""
        return self.t("screen.mother_file")

    def body(self) -> Iterable[Any]:
        """Give the page."""
        yield PageView(id="page")

    def load(self) -> None:
        """Open the file."""
        self.ask(lambda: mother_file(self.session, self._mother), self._show, busy=self.t("screen.busy_file"))

    def _show(self, file: MotherFile | None) -> None:
        if file is None:
            self.say(self.t("screen.not_found"), "bad")
            return
        self.file = file
        self.query_one(PageView).show(lambda width: self._lines(file, width))
        self.show_keys()

    def _lines(self, file: MotherFile, width: int) -> list[Line]:
        case = file.case
        lines = [Line((Span(f" {case.name}", "head"), Span(f"  {self.session.local(case.state_label)}", "good")))]
        step = next((one for one in case.steps if one.key == case.next_step), None)
        if step is not None:
            key = "next_step" if step.allowed else "next_step_lacks"
            lines += paragraph(self.t(f"screen.{key}", step=self.session.local(step.label)), width,
                               "good" if step.allowed else "warn", indent=1, target="step")
            lines += failing_lines(self.session, step.failing, width)
        lines += heading(f" {self.t('screen.acts')}")
        for act in ("leave_service", "pause_service"):
            key = "move.resume" if act == "pause_service" and case.core_state == "paused" else f"keys.{act}"
            refusal = self.why_not(act)
            lines.append(Line((Span(f"  {ACTIONS[act].keys[0]} ", "key"),
                               Span(f" {fit(self.t(key), 14)}", "dim" if refusal else "plain"),
                               Span(refusal, "dim")), act))
        lines += heading(f" {self.t('screen.pairs')}")
        for pair, name in file.pairings:
            role = self.session.choice("pairing", "role", pair.text("role"))
            ended = pair.text("ended_on")
            span = f"{pair.text('started_on')} - {ended}" if ended else pair.text("started_on")
            lines.append(Line((Span(f"  {fit(name, 14)}{fit(role, 18)}{fit(span, 24)}", "dim" if ended else "plain"),
                               Span(pair.text("number"), "dim")), ("child", pair.text("child"))))
        if not file.pairings:
            lines.append(Line((Span(f"  {self.t('screen.no_pair')}", "dim"),)))
        lines += heading(f" {self.t('screen.form_values')}")
        form = self.session.desk.province.forms.get(KIND)
        for field, text in file.shown.items():
            spec = form.fields.get(field) if form else None
            lines += labelled(f"  {self.session.local(spec.label) if spec else field}", self.session.local(text), width,
                              width=24)
        return lines

    def why_not(self, action_id: str) -> str:
        """Say why nothing can be done yet."""
        known = ("step", "edit", "papers", "history", "leave_service", "pause_service")
        if self.file is None:
            return self.t("app.loading") if action_id in known else ""
        core = self.file.case.core_state
        if action_id == "leave_service" and core == "left":
            return self.t("move.has_left")
        if action_id == "pause_service" and core not in ("active", "paused"):
            return self.t("move.not_active")
        return ""

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        """Open the child of a pair, or take the step."""
        if isinstance(event.target, str):
            self.run_action_id(event.target)
        elif isinstance(event.target, tuple):
            from aixin_tui.tui.screens.opening import open_child

            open_child(self, event.target[1])

    def do_open(self) -> None:
        """Open the line under the cursor."""
        page = self.query_one(PageView)
        page.post_message(LineList.Chosen(page, page.cursor, page.target_of(page.cursor)))

    def do_step(self) -> None:
        """Take a step of her line."""
        if self.file is not None:
            choose_step(self, self.file.case.steps, self._take)

    def do_leave_service(self) -> None:
        """退出: settle all her pairs first."""
        self._stop(LEFT)

    def do_pause_service(self) -> None:
        """暂停服务, or serve again."""
        file = self.file
        if file is not None and file.case.core_state == PAUSED:
            step = next((one for one in file.case.steps if one.key == "resume"), None)
            if step is not None:
                self._take(step)
            return
        self._stop(PAUSED)

    def _stop(self, to: str) -> None:
        from aixin_tui.tui.screens.stopping import StoppingScreen

        def done(result: Result | None) -> None:
            if result is not None:
                self.load()
                self.tell(result, self.t("screen.saved"))

        if self.file is not None:
            self.app.push_screen(StoppingScreen(self.session, self._mother, self.file.case.name, to), done)

    def _take(self, step: StepExplained) -> None:
        life = self.session.desk.province.lives.get(KIND)
        state = life.states.get(step.to) if life else None
        if state is not None and state.core in (LEFT, PAUSED):
            self._stop(state.core)
            return

        def done(result: Result, said: str) -> None:
            self.load()
            self.tell(result, said)

        take_step(self, step, Advance(self._mother, step.key, kind=KIND), done)

    def do_papers(self) -> None:
        """Print a paper of hers, or of one of her pairs."""
        from aixin_tui.tui.paper_offers import Whose, offer_papers

        if self.file is not None:
            pairs = [Whose("pairing", pair.id, name) for pair, name in self.file.pairings if not pair.get("ended_on")]
            offer_papers(self, [Whose(KIND, self._mother), *pairs])

    def do_edit(self) -> None:
        """Change her own fields."""
        from aixin_tui.tui.screens.record import edit_in

        edit_in(self, KIND, self._mother)

    def do_history(self) -> None:
        """Show what happened to the record."""
        if self.file is not None:
            from aixin_tui.tui.screens.record import HistoryScreen

            self.app.push_screen(HistoryScreen(self.session, KIND, self._mother, self.file.case.name))
