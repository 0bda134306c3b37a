"""终止结对: ending a pair, after showing what ends with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Problem
from aixin_tui.domain.record import Record
from aixin_tui.engine import pairings
from aixin_tui.engine.dates import as_day
from aixin_tui.engine.forms.shaping import iso_date
from aixin_tui.services.acting import Draft, alone
from aixin_tui.services.desk import Desk, Result, Who
from aixin_tui.services.ends import Ending, carry_out, ends_of_pair
from aixin_tui.services.pairs.day_and_reason import wrong_day, wrong_reason
from aixin_tui.services.scope import place_of, record_of, refusals
from aixin_tui.services.stepping import lead_to
from aixin_tui.services.viewing import view_of
from aixin_tui.services.wording import kind_label


@dataclass(frozen=True, slots=True)
class EndPairing:
    """The pair is in force no longer on `ended_on` (ISO day); `reason` is a key of end_reasons."""

    pairing: str
    ended_on: str = ""
    reason: str = ""


def what_pair_ends(desk: Desk, who: Who, pairing_id: str, day: date | None = None) -> Ending:
    """List what ends with the pair: its plans, duties and claims; and which pairs of the child go on."""
    pairing = record_of(desk, who, "pairing", pairing_id)
    when = day or who.today
    if pairing is None:
        return Ending("", when.isoformat())
    view = view_of(desk, who, when, scope=place_of(desk, pairing)[:6])
    return ends_of_pair(view, view.snapshot.get("pairing", pairing_id) or pairing)


def ending_refusals(desk: Desk, who: Who, command: EndPairing) -> tuple[Problem, ...]:
    """List all that keeps a pair from being ended so, before anything is written."""
    pairing = record_of(desk, who, "pairing", command.pairing)
    if pairing is None:
        return (Problem(Code.ACT_004, values={"kind": kind_label(desk, "pairing")}),)
    return (*refusals(desk, who, place=place_of(desk, pairing)),
            *wrong_day(pairing, _day_of(who, command), command.ended_on, who, field="ended_on", first_day=True),
            *wrong_reason(desk, "end_reasons", command.reason))


@alone
def end_pairing(desk: Desk, who: Who, command: EndPairing) -> Result:
    """End a pair; a child with no other pair in force goes back to 待结对 in the same act."""
    pairing = record_of(desk, who, "pairing", command.pairing)
    day = _day_of(who, command)
    problems = ending_refusals(desk, who, command)
    if problems or pairing is None or day is None:
        return Result(problems=problems)
    draft = Draft(desk, who, "end_pairing", day=day, scope=place_of(desk, pairing)[:6])
    pairing = draft.get("pairing", pairing.id) or pairing
    ending = ends_of_pair(draft.view, pairing)
    carry_out(draft, ending, command.reason)
    child = draft.get("child", pairing.text("child"))
    if child:
        back_to_waiting(draft, child, command.reason)
    return draft.commit(about={"ended": ending, "pairing": pairing.id})


def _day_of(who: Who, command: EndPairing) -> date | None:
    return as_day(iso_date(command.ended_on)) if command.ended_on else who.today


def back_to_waiting(draft: Draft, child: Record, reason: str) -> None:
    """Lead the child back to 待结对 unless another pair of it is in force; and on, from when a later one began."""
    view, day = draft.view, draft.day
    if view.core_state(child) not in ("paired", "under_review") or pairings.in_force_of(view, child):
        return
    child = lead_to(draft, child, "waiting", reason=reason)
    begun = sorted(
        started for pair in view.snapshot.linked("pairing", "child", child.id)
        if (started := as_day(pair.get("started_on"))) and started > day and not pair.is_voided
    )
    if begun:
        draft.look_at(begun[0])
        for core in ("proposed", "paired"):
            child = lead_to(draft, child, core)
        draft.look_at(day)
