"""The page of a run: its offers with their reasons, the children it found nobody for, and what would help."""

from __future__ import annotations

from collections.abc import Sequence

from aixin_tui.services.matching import ProposalSaid, RemedyGroup, RunResult, UnmatchedSaid
from aixin_tui.tui.session import Session
from aixin_tui.tui.widgets.lines import Line, Span, fit, heading, paragraph


def run_lines(session: Session, run: RunResult, needed: Sequence[RemedyGroup], width: int) -> list[Line]:
    """Show a run: what it came to, its offers, the children left, and what they need today."""
    lang, lines = session.lang, []
    for problem in run.problems:
        lines += paragraph(session.sentence(problem), width, "note", indent=1)
    for said in run.said:
        lines += paragraph(said.text(lang), width, indent=1)
    if run.proposals:
        count = sum(one.state != "swapped" for one in run.proposals)
        lines += heading(f" {session.t('screen.proposals', count=count)}")
        for one in run.proposals:
            lines += _proposal(session, one, width)
    if run.unmatched:
        lines += heading(f" {session.t('screen.unmatched', count=len(run.unmatched))}")
        for child in run.unmatched:
            lines += _unmatched(session, child, width)
    if needed:
        lines += heading(f" {session.t('match.needed_title')}")
        for group in needed:
            lines += _needed(session, group, width)
    return [*lines, Line(), *paragraph(session.t("screen.person_decides"), width, "dim", indent=1)]


def _proposal(session: Session, one: ProposalSaid, width: int) -> list[Line]:
    lang = session.lang
    role = {"offered": "warn", "accepted": "good"}.get(one.state, "dim")
    state = session.t(f"screen.offer_{one.state}") if one.state in ("offered", "accepted", "declined", "lapsed",
                                                                   "swapped") else one.state
    lines = [Line((Span(f"  {fit(one.child_name, 12)}- {fit(one.mother_name, 12)}", "head"),
                   Span(f"{fit(one.class_label, 16)}"), Span(state, role), Span(_marks(session, one), "note")), one)]
    for reason in one.reasons:
        lines += paragraph(f"- {reason.text(lang)}", width, indent=4)
    return [Line(line.spans, one) for line in lines]


def _marks(session: Session, one: ProposalSaid) -> str:
    """Say what a person did to an open offer."""
    marks = [session.t("match.fixed_mark")] if one.is_fixed and is_open(one) else []
    return "".join(f"  {mark}" for mark in (*marks, *([session.t("match.by_hand_mark")] if one.by_hand else [])))


def _needed(session: Session, group: RemedyGroup, width: int) -> list[Line]:
    """Show one thing that would help, and the children for whom; Enter opens the child."""
    lang = session.lang
    counts = "  ".join(session.t("match.by_class_count", label=name, count=count) for name, count in group.by_class)
    lines = [Line((Span(f"  {fit(group.place_name, 24)}", "head"), Span(counts)))]
    lines += paragraph(group.said.text(lang), width, "good", indent=4)
    return [*lines, *(Line((Span(f"      {fit(one.child_name, 14)}"), Span(one.class_label, "dim")), one)
                      for one in group.children)]


def _unmatched(session: Session, child: UnmatchedSaid, width: int) -> list[Line]:
    lang = session.lang
    lines = [Line((Span(f"  {fit(child.child_name, 12)}", "head"), Span(child.class_label)), child)]
    lines += paragraph(child.reason.text(lang), width, "warn", indent=4)
    lines += paragraph(child.remedy.text(lang), width, "good", indent=4)
    return [Line(line.spans, child) for line in lines]


def is_open(target: object) -> bool:
    """Whether a line is an offer that waits for an answer."""
    return isinstance(target, ProposalSaid) and target.state == "offered"
