"""待补件: papers that a pair in force still owes, and questions for a reviewer (model.md section 3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from aixin_tui.domain.record import Record
from aixin_tui.engine import background, consent, pairings
from aixin_tui.engine.dates import as_day
from aixin_tui.engine.failed import APPROVE
from aixin_tui.engine.pair_checks import policy_failures
from aixin_tui.engine.view import View
from aixin_tui.services.desk import Desk, Who
from aixin_tui.services.moving import far_since_move
from aixin_tui.services.scope import narrowed, place_of, record_of
from aixin_tui.services.transferring import open_transfer
from aixin_tui.services.viewing import view_of
from aixin_tui.texts import label

#: How long an office has to bring a missing paper in, from the day on which the pair was recorded (系统默认).
DAYS_TO_BRING = 30


@dataclass(frozen=True, slots=True)
class Debt:
    """A paper that a pair in force still lacks, and by when it is asked for (系统默认)."""

    pairing: str
    number: str
    child: str
    child_name: str
    mother_name: str
    key: str
    """`consent` or `query`, or the key of an approve check, which is then a question and no debt."""
    text: str
    due_on: str
    is_question: bool = False


def debts(desk: Desk, who: Who, pairing_id: str) -> tuple[Debt, ...]:
    """List the papers that one pair in force still owes, and its open questions."""
    pairing = record_of(desk, who, "pairing", pairing_id)
    if pairing is None:
        return ()
    view = view_of(desk, who, scope=place_of(desk, pairing)[:6])
    return tuple(debts_of(view, view.snapshot.get("pairing", pairing_id) or pairing))


def all_debts(desk: Desk, who: Who, scope: str = "") -> tuple[Debt, ...]:
    """List the debts and questions of every pair in force in `scope`, the nearest deadline first."""
    place = narrowed(who, scope)
    return debts_in(view_of(desk, who, scope=place), place)


def debts_in(view: View, scope: str = "") -> tuple[Debt, ...]:
    """List the debts and questions of a division over a view that stands already."""
    found = [debt for pairing in view.records("pairing") if view.place(pairing).startswith(scope)
             for debt in debts_of(view, pairing)]
    return tuple(sorted(found, key=lambda debt: (debt.is_question, debt.due_on, debt.pairing)))


def debts_of(view: View, pairing: Record) -> Iterator[Debt]:
    """Walk over what one pair owes: the guardian's paper, the query of every adult, an approval.

    An old query is no debt: it never ends a pair, and its own duty announces it. A no that stands is a question.
    """
    if view.state(pairing) != pairings.IN_FORCE:
        return
    child, mother = view.find("child", pairing.text("child")), pairings.named_mother(view, pairing)
    if child is not None and not consent.is_in_force(view, child):
        refused = bool(consent.standing_refusals(view, child))
        yield _debt(view, pairing, "consent", label("pair.refused" if refused else "pair.debt_consent"), refused)
    if mother is not None:
        adults = list(background.adults_of(view, mother))
        if any(adult.get("query_result") not in (None, "", background.CLEAR) for adult in adults):
            yield _debt(view, pairing, "query", label("pair.record_found"), True)
        elif any(not adult.get("query_on") for adult in adults):
            yield _debt(view, pairing, "query", label("pair.debt_query"), False)
    for failed in policy_failures(view, pairing):
        if failed.level == APPROVE:
            yield _debt(view, pairing, failed.key, label("pair.question", say=failed.say), True)
    yield from _after_changes(view, pairing, child, mother)


def _after_changes(view: View, pairing: Record, child: Record | None, mother: Record | None) -> Iterator[Debt]:
    """Walk over the questions that a move, a transfer, or a mother who pauses or leaves has raised."""
    for say in far_since_move(view, pairing):
        yield _debt(view, pairing, "far", label("pair.far", say=say), True)
    if mother is not None and not pairings.is_paused(pairing, view.now):
        core = view.core_state(mother)
        if core == "left" or (core == "paused" and not _has_somebody_else(view, pairing, child)):
            yield _debt(view, pairing, f"mother_{core}", label(f"pair.mother_{core}", mother=mother.text("name")), True)
    sent = open_transfer(child) if child is not None else None
    if sent:
        to = str(sent[1].get("to"))
        values = {"to": view.province.divisions.path(to) or to, "day": str(sent[1].get("from"))}
        yield _debt(view, pairing, "transfer", label("pair.transfer_open", **values), True)


def _has_somebody_else(view: View, pairing: Record, child: Record | None) -> bool:
    """Whether another pair of the child is cared for meanwhile: its mother neither paused nor gone."""
    others = pairings.in_force_of(view, child) if child is not None else ()
    return any(
        other.id != pairing.id and (mother := pairings.named_mother(view, other)) is not None
        and view.core_state(mother) not in ("paused", "left") for other in others
    )


def _debt(view: View, pairing: Record, key: str, text: str, is_question: bool) -> Debt:
    child, mother = view.find("child", pairing.text("child")), pairings.named_mother(view, pairing)
    begun = date.fromisoformat(pairing.recorded_at[:10]) if pairing.recorded_at else as_day(pairing.get("started_on"))
    due_on = (begun or view.day) + timedelta(days=DAYS_TO_BRING)
    return Debt(pairing.id, pairing.text("number"), pairing.text("child"), child.text("name") if child else "",
                mother.text("name") if mother else "", key, text, due_on.isoformat(), is_question)
