"""The page of a child's file (一人一档): where the case stands, what comes next, who cares, what was done."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.cells import cell_len

from aixin_tui.services.casework import Failing
from aixin_tui.services.finding import ChildFile
from aixin_tui.services.transferring import open_transfer
from aixin_tui.services.work_list import WorkLine
from aixin_tui.tui.actions import ACTIONS
from aixin_tui.tui.keys import shown_key
from aixin_tui.tui.session import Session
from aixin_tui.tui.widgets.lines import Line, Span, fit, heading, labelled, paragraph

#: What can be done on a file, each by its digit.
ACTS = ("sitting", "consent", "suggest", "pair", "contact", "withdraw", "end_pairing", "pause_pairing", "step",
        "guardian", "move_child")
RECENT = 12
_CONSENT_ROLES = {"valid": "good", "owed": "warn", "not_agreed": "bad", "withdrawn": "bad", "expired": "warn"}


def failing_lines(session: Session, failing: Sequence[Failing], width: int, *, indent: int = 3) -> list[Line]:
    """Say which guards are not met: the rule, who can mend it, whose rule it is."""
    lines: list[Line] = []
    for one in failing:
        role = {"refuse": "bad", "approve": "warn"}.get(one.level, "note")
        text = session.t("screen.failing", say=session.local(one.say), who=one.who_label)
        lines += paragraph(f"- {text}", width, role, indent=indent)
        if one.source_label:
            lines += paragraph(one.source_label, width, "dim", indent=indent + 2)
    return lines


class ChildPage:
    """Makes the lines of a child's file; `why_not` says why an act cannot be done now."""

    def __init__(self, session: Session, file: ChildFile, why_not: Callable[[str], str]) -> None:
        self.session, self.file, self.t, self._why_not = session, file, session.t, why_not

    def lines(self, width: int) -> list[Line]:
        """Make the page."""
        lines = self._head(width) + self._next(width) + self._acts(width) + self._guardians()
        return lines + self._consents() + self._pairs() + self._care(width) + self._papers(width) + self._states() + \
            self._values(width)

    def _head(self, width: int) -> list[Line]:
        file = self.file
        age = self.t("screen.age", age=file.age) if file.age is not None else ""
        sex = self.session.choice("child", "sex", file.record.text("sex"))
        spans = (Span(f" {file.name}", "head"), Span(f"  {sex}  {age}  {file.place}  "),
                 Span(self.session.local(file.case.state_label), "good" if file.pairings else "warn"))
        return [Line(spans), *self._missed(width)]

    def _missed(self, width: int) -> list[Line]:
        comma = self.t("app.list_comma")
        lines = []
        sent = open_transfer(self.file.record)
        if sent is not None:
            to = str(sent[1].get("to"))
            place = self.session.desk.province.divisions.path(to) or to
            lines += paragraph(self.t("move.in_transfer", to=place, day=sent[1].get("from")), width, "warn", indent=1)
        if self.file.missed:
            lines += paragraph(self.t("screen.missed_are", what=comma.join(self.file.missed)), width, "bad", indent=1)
        if self.file.lacks:
            lines += paragraph(self.t("life.lacks_are", what=comma.join(map(self.session.local, self.file.lacks))),
                               width, "note", indent=1)
        if self.file.due:
            lines += paragraph(self.t("screen.due_are", what=comma.join(self.file.due)), width, "warn", indent=1)
        return lines

    def _next(self, width: int) -> list[Line]:
        case = self.file.case
        step = next((one for one in case.steps if one.key == case.next_step), None)
        lines: list[Line] = []
        if step is not None:
            label = self.session.local(step.label)
            if step.allowed:
                lines += paragraph(self.t("screen.next_step", step=label), width, "good", indent=1, target="step")
            else:
                lines += paragraph(self.t("screen.next_step_lacks", step=label), width, "warn", indent=1, target="step")
                lines += failing_lines(self.session, step.failing, width)
        reasons = [one for one in self.file.not_paired_because if step is None or one not in step.failing]
        if reasons:
            lines += paragraph(self.t("screen.not_paired_because"), width, "warn", indent=1)
            lines += failing_lines(self.session, reasons, width)
        return lines

    def _acts(self, width: int) -> list[Line]:
        lines = heading(f" {self.t('screen.acts')}")
        half = max(20, width // 2)
        for act in ACTS:
            refusal = self._why_not(act)
            key = shown_key(ACTIONS[act].keys[0])
            spans = [Span(f"  {fit(key, 2)}", "key"), Span(fit(f" {self.t(f'keys.{act}')}", half - 14),
                                                    "dim" if refusal else "plain")]
            if refusal:
                spans.append(Span(refusal, "dim"))
            lines.append(Line(tuple(spans), act))
        return lines

    def _guardians(self) -> list[Line]:
        lines = heading(f" {self.t('screen.guardians')}")
        for one in self.file.guardians:
            roles = self.t("app.list_comma").join(one.roles)
            lines.append(Line((Span(f"  {fit(one.name, 12)}{fit(one.relation, 8)}{fit(roles, 26)}{one.phone}"),),
                              ("guardian", one.id)))
        return lines if self.file.guardians else [*lines, self._none("no_guardian")]

    def _none(self, key: str) -> Line:
        return Line((Span(f"  {self.t(f'screen.{key}')}", "dim"),))

    def _consents(self) -> list[Line]:
        lines = heading(f" {self.t('screen.consents')}")
        for record in self.file.consents:
            state = self.file.consent_states.get(record.id, "")
            choice = self.session.choice
            by = choice("consent", "by", record.text("by"))
            what = choice("consent", "purpose", record.text("purpose"))
            decision = choice("consent", "decision", record.text("decision"))
            lines.append(Line((
                Span(f"  {fit(record.text('date'), 12)}{fit(by, 10)}{fit(what, 14)}{fit(decision, 8)}"),
                Span(self._consent_state(state), _CONSENT_ROLES.get(state, "dim"))), ("consent", record.id)))
        return lines if self.file.consents else [*lines, self._none("no_consent")]

    def _consent_state(self, state: str) -> str:
        try:
            return self.t(f"screen.consent_{state}") if state else ""
        except KeyError:
            return state

    def _pairs(self) -> list[Line]:
        lines = heading(f" {self.t('screen.pairs')}")
        for pair in self.file.pairings:
            role = self.session.choice("pairing", "role", pair.role)
            span = f"{pair.started_on} - {pair.ended_on}" if pair.ended_on else pair.started_on
            state = self.t(f"screen.pair_{self._pair_state(pair.state, pair.ended_on, pair.paused)}")
            lines.append(Line((
                Span(f"  {fit(pair.mother_name, 12)}{fit(role, 18)}{fit(span, 24)}"),
                Span(state, "dim" if pair.ended_on or pair.paused else "good"), Span(f"  {pair.number}", "dim"),
            ), ("mother", pair.mother)))
        return lines if self.file.pairings else [*lines, self._none("no_pair")]

    @staticmethod
    def _pair_state(state: str, ended_on: str, paused: bool) -> str:
        if state == "proposed":
            return "proposed"
        if ended_on or state == "ended":
            return "ended"
        return "paused" if paused else "active"

    def _care(self, width: int) -> list[Line]:
        lines = heading(f" {self.t('screen.activities', count=len(self.file.activities))}")
        newest = sorted(self.file.activities, key=lambda r: r.text("date"), reverse=True)[:RECENT]
        for record in newest:
            kinds = record.get("kind")
            names = [self.session.choice("activity", "kind", key) for key in (kinds or ())] \
                if not isinstance(kinds, str) else [self.session.choice("activity", "kind", kinds)]
            text = f"{fit(record.text('date'), 12)}{self.t('app.list_comma').join(names)}  {record.text('note')}"
            lines.append(Line((Span(f"  {fit(text, max(20, width - 4))}"),), ("activity", record.id)))
        return lines if newest else [*lines, self._none("no_activity")]

    def _papers(self, width: int) -> list[Line]:
        lines: list[Line] = []
        for kind, records in (("home_visit", self.file.visits), ("assessment", self.file.assessments)):
            if records:
                lines += heading(f" {self._form_label(kind)}")
                for record in sorted(records, key=lambda r: r.text("date"), reverse=True)[:RECENT]:
                    colour = record.text("risk_colour")
                    what = self.session.choice("assessment", "risk_colour", colour) if colour else \
                        record.text("visitors")
                    lines.append(Line((Span(f"  {fit(record.text('date'), 12)}{what}"),), (kind, record.id)))
        for kind in dict.fromkeys(paper.kind for paper in self.file.papers):
            lines += heading(f" {self._form_label(kind)}")
            held = [paper for paper in self.file.papers if paper.kind == kind]
            lines += [self._paper(paper, width) for paper in held[:RECENT]]
            if len(held) > RECENT:
                lines.append(self._more(len(held) - RECENT))
        return lines

    def _form_label(self, kind: str) -> str:
        form = self.session.desk.province.forms.get(kind)
        return self.session.local(form.label) if form else kind

    def _more(self, count: int) -> Line:
        return Line((Span(f"  {self.t('screen.and_more', count=count)}", "dim"),))

    def _paper(self, paper: WorkLine, width: int) -> Line:
        local = self.session.local
        until = self.t("life.past_until" if paper.is_late else "life.waits_until", day=paper.until) \
            if paper.until else ""
        state = "  ".join(part for part in (local(paper.state_label), until) if part)
        what = "  ".join(part for part in (local(paper.what), local(paper.party)) if part)
        room = max(12, width - 16 - cell_len(state))
        role = "bad" if paper.is_late else "note" if paper.is_open else "dim"
        return Line((Span(f"  {fit(paper.date, 12)}{fit(what, room)}"), Span(state, role)), (paper.kind, paper.id))

    def _states(self) -> list[Line]:
        lines = heading(f" {self.t('screen.states')}")
        for state in self.file.states:
            lines.append(Line((Span(f"  {fit(state.from_, 12)}{fit(self.session.local(state.label), 14)}"),
                               Span(f"{state.reason}  {state.operator}", "dim"))))
        return lines

    def _values(self, width: int) -> list[Line]:
        lines = heading(f" {self.t('screen.form_values')}")
        form = self.session.desk.province.forms.get("child")
        for key, text in self.file.values.items():
            spec = form.fields.get(key) if form else None
            label = self.session.local(spec.label) if spec else key
            lines += labelled(f"  {label}", self.session.local(text), width, width=24)
        return lines
