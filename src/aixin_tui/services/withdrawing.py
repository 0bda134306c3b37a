"""撤回同意: first what it ends is shown, then all of it ends on that day in one act."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Place, Problem
from aixin_tui.domain.record import Record
from aixin_tui.engine import consent as consents
from aixin_tui.services.acting import Draft, alone
from aixin_tui.services.desk import Desk, Result, Who
from aixin_tui.services.ends import Ended, Ending, carry_out, ends_of_child
from aixin_tui.services.scope import place_of, record_of, refusals
from aixin_tui.services.stepping import lead_to
from aixin_tui.services.viewing import view_of
from aixin_tui.services.wording import kind_label

__all__ = ["Ended", "Ending", "Withdraw", "what_ends", "withdraw_consent"]


@dataclass(frozen=True, slots=True)
class Withdraw:
    """A guardian (the one of `consent`, else every consent for pairing) or the child takes the yes back."""

    child: str
    day: date | None = None
    reason: str = ""
    consent: str = ""


def what_ends(desk: Desk, who: Who, child_id: str, day: date | None = None) -> Ending:
    """List what a withdrawal on `day` would end."""
    child = record_of(desk, who, "child", child_id)
    when = day or who.today
    if child is None:
        return Ending(child_id, when.isoformat())
    view = view_of(desk, who, when, scope=_scope(desk, child))
    return ends_of_child(view, view.snapshot.get("child", child_id) or child)


@alone
def withdraw_consent(desk: Desk, who: Who, command: Withdraw) -> Result:
    """Withdraw, end pairs, offers and plans that day and move the child to not_agreed: one act; the past stays valid.

    A consent for another purpose than pairing is withdrawn without ending anything.
    `Result.about["ended"]` is the Ending that was carried out.
    """
    child = record_of(desk, who, "child", command.child)
    if child is None:
        return Result(problems=(Problem(Code.ACT_004, values={"kind": kind_label(desk, "child")}),))
    day = command.day or who.today
    draft = Draft(desk, who, "withdraw_consent", day=day, scope=_scope(desk, child))
    child = draft.get("child", child.id) or child
    taken_back = _taken_back(draft, child, command)
    problems = list(refusals(desk, who, place=place_of(desk, child)))
    if day > who.today:
        values = {"value": day.isoformat(), "today": who.today.isoformat()}
        problems.append(Problem(Code.ACT_017, place=Place(field="day"), values=values))
    if not taken_back:
        problems.append(Problem(Code.ACT_004, values={"kind": kind_label(desk, "consent")}))
    if problems:
        return Result(problems=tuple(problems))
    for one in taken_back:
        draft.change(one, {"withdrawn_on": day.isoformat()})
    if all(one.get("purpose") != consents.PAIRING for one in taken_back):
        return draft.commit(about={"ended": Ending(child.id, day.isoformat())})
    ending = ends_of_child(draft.view, child)
    carry_out(draft, ending, _reason(draft))
    lead_to(draft, draft.get("child", child.id) or child, "not_agreed", reason=command.reason)
    return draft.commit(about={"ended": ending})


def _scope(desk: Desk, child: Record) -> str:
    return place_of(desk, child)[:6]


def _taken_back(draft: Draft, child: Record, command: Withdraw) -> list[Record]:
    """Find the decisions that are withdrawn: the one named, else every yes to pairing that stands."""
    view = draft.view
    if command.consent:
        found = view.find("consent", command.consent)
        named = [found] if found and found.text("child") == child.id and not found.is_voided else []
        return [one for one in named if view.state(one) in (consents.VALID, consents.OWED)]
    return [one for one in consents.consents_of(view, child) if view.state(one) in (consents.VALID, consents.OWED)]


def _reason(draft: Draft) -> str:
    """Choose the reason of an ending by withdrawal from the province's list: 撤回同意 if it has it, else 双方意愿."""
    choices = draft.desk.province.choices.get("end_reasons")
    keys = [choice.key for choice in choices.choices] if choices else []
    return next((key for key in ("consent_withdrawn", "wish", "other") if key in keys), keys[0] if keys else "")
