"""One pair in the place of another inside a draft: judged as if the old one had ended, so that no day is without."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Problem
from aixin_tui.domain.record import Record, members, rows
from aixin_tui.engine import pairings
from aixin_tui.engine.dates import day_text
from aixin_tui.engine.failed import APPROVE, REFUSE, FailedCheck
from aixin_tui.engine.pair_checks import checks_on
from aixin_tui.services.acting import Draft
from aixin_tui.services.desk import Role
from aixin_tui.services.ends import carry_out, end_pair, ends_of_pair
from aixin_tui.services.failing import failing_of, problems_of
from aixin_tui.services.filling import fill
from aixin_tui.services.pairs.numbering import next_number
from aixin_tui.services.scope import place_of

#: Fields of an offer that name the pair it replaces, why that ends, and whether plans and claims stay behind.
REPLACES, REASON, FRESH = "replaces", "replaces_reason", "replaces_fresh"


@dataclass(frozen=True, slots=True)
class Replaced:
    """What came of it: the new pair, or the checks that wait for a reviewer, or the problems that refuse it."""

    pairing: Record | None = None
    held: tuple[FailedCheck, ...] = ()
    problems: tuple[Problem, ...] = ()


def replace_pair(draft: Draft, old: Record, offer: Record, *, number: str = "") -> Replaced:
    """Draft the end of `old` and the pair that `offer` makes, both on the draft's day.

    The law's, the core's and the policy's checks are run over the records as they would stand. What fails an `approve`
    check is only drafted for a reviewer; for others nothing is drafted and `held` names the checks. Plans of the old
    pair and its claims on wishes go with the child to the new one, unless the offer says that they stay behind.
    """
    day, reason = draft.day.isoformat(), offer.text(REASON)
    after = Record(old.kind, old.id, {**old.values, "ended_on": day, "end_reason": reason}, old.recorded_at,
                   old.updated_at)
    found = checks_on(draft.view.with_records((after,)), pairings.as_pairing(offer))
    held = tuple(one for one in found if one.level == APPROVE)
    told = _told(offer, (one for one in found if one.level != APPROVE))
    if any(one.level == REFUSE for one in found):
        return Replaced(problems=told)
    if held and not draft.who.may(Role.REVIEWER):
        return Replaced(held=held, problems=told)
    ending = ends_of_pair(draft.view, old)
    if offer.get(FRESH):
        carry_out(draft, ending, reason)
    else:
        end_pair(draft, old, day, reason)
    filled = fill(draft, "pairing", _values(draft, old, offer, held, number))
    if filled.stops:
        return Replaced(problems=(*told, *filled.problems))
    child = draft.get("child", old.text("child"))
    pairing = draft.add("pairing", filled.values, place=place_of(draft.desk, child) if child else "")
    draft.change(offer, {"state": "accepted", "closed_on": day})
    if not offer.get(FRESH):
        _take_along(draft, pairing, [one.id for one in ending.plans], [one.id for one in ending.wishes])
    return Replaced(pairing, problems=(*told, *filled.problems))


def _values(
    draft: Draft, old: Record, offer: Record, held: Iterable[FailedCheck], number: str
) -> dict[str, object]:
    """Give the new pair's fields: what the offer says, its number, and a pause of the child that still runs."""
    day, fields = draft.day, draft.desk.province.forms["pairing"].fields
    taken = {key: value for key, value in offer.values.items() if key in fields}
    child = draft.get("child", old.text("child"))
    county = (place_of(draft.desk, child) if child else "")[:6]
    pauses = {
        draft.desk.ids.new(): {**row, "from": max(day_text(row.get("from")), day.isoformat())}
        for _, row in rows(old.get("pauses"))
        if not row.get("to") or day_text(row.get("to")) > day.isoformat()
    }
    return {
        **taken, "number": number or next_number(draft.view.snapshot, county, day.year),
        "started_on": day.isoformat(), "confirmed_by": draft.who.operator, "proposal": offer.id,
        "approved": {one.key: True for one in held} or None, "pauses": list(pauses.values()) or None,
    }


def _take_along(draft: Draft, pairing: Record, plans: Iterable[str], wishes: Iterable[str]) -> None:
    """Let plans and claims go on with the new pair; a team claims no wish, so its child's claims are given back."""
    from aixin_tui.services.ends import give_up

    for key in plans:
        plan = draft.get("care_plan", key)
        if plan is not None and members(plan.get("pairing")):
            draft.change(plan, {"pairing": pairing.id})
    for key in wishes:
        wish = draft.get("micro_wish", key)
        if wish is not None and pairing.get("loving_mother"):
            draft.change(wish, {"loving_mother": pairing.get("loving_mother")})
        else:
            give_up(draft, key)


def _told(offer: Record, found: Iterable[FailedCheck]) -> tuple[Problem, ...]:
    return problems_of([failing_of(one) for one in found], refused=Code.PAIR_001, held=Code.PAIR_002,
                       warned=Code.PAIR_012, record=offer.id)


def held_problems(offer: Record, held: Iterable[FailedCheck]) -> tuple[Problem, ...]:
    """Tell which checks wait for a reviewer."""
    return _told(offer, held)
