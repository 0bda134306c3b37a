"""What waits, is owed or does not fit together in the records: counts, each with the command that shows it.

Nothing of it is damage: a sound workspace has open work. Damage is found by the store (`aixin doctor` tells both).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from aixin_tui.domain.kinds import PERSONS
from aixin_tui.domain.record import Record, members
from aixin_tui.domain.region import is_inside
from aixin_tui.engine import background
from aixin_tui.engine.snapshot import Snapshot
from aixin_tui.engine.view import View
from aixin_tui.services.desk import Desk, Who
from aixin_tui.services.harm import list_alerts
from aixin_tui.services.pairs.debts import Debt, debts_in
from aixin_tui.services.requests import list_requests
from aixin_tui.services.scope import inside, is_sealed, links_of, narrowed, place_of
from aixin_tui.services.today import held_rows
from aixin_tui.services.viewing import view_of
from aixin_tui.texts import label


@dataclass(frozen=True, slots=True)
class Finding:
    """So many of one sort, and the command that shows or mends them."""

    key: str
    label: str
    count: int
    command: str
    records: tuple[str, ...] = ()
    """Ids of the first few, to look at."""


#: How many records of a finding are named.
_NAMED = 20


def open_work(desk: Desk, who: Who, scope: str = "") -> tuple[Finding, ...]:
    """List what waits or does not fit together in the operator's division, as far as rights reach; counts above 0."""
    place = narrowed(who, scope)
    view = view_of(desk, who, scope=place)
    children = [one for one in view.records("child") if view.place(one).startswith(place) and not one.is_erased]
    found = [*_waiting(desk, who, view, place), *_unfit(desk, who, view, children)]
    return tuple(finding for finding in found if finding.count)


def _finding(key: str, command: str, records: list[str] | int) -> Finding:
    text = label(f"safe.{key}")
    if isinstance(records, int):
        return Finding(key, text, records, command)
    return Finding(key, text, len(records), command, tuple(records[:_NAMED]))


def _waiting(desk: Desk, who: Who, view: View, place: str) -> Iterator[Finding]:
    owed = debts_in(view, place)
    asked = list_requests(desk, who, open_only=True)
    mothers = [one for one in view.records("loving_mother") if inside(who, view.place(one))]
    yield _finding("held_row", "aixin import rows --held", held_rows(who, view.snapshot))
    yield _finding("alert", "aixin report-harm list",
                   [alert.id for alert in list_alerts(desk, who, place) if alert.state == "open"])
    yield _finding("debt", "aixin pair debts", _pairs(owed, lambda debt: debt.due_on >= view.now))
    yield _finding("debt_overdue", "aixin pair debts", _pairs(owed, lambda debt: debt.due_on < view.now))
    yield _finding("query_expired", "aixin sheet make queries", [
        one.id for one in mothers if view.core_state(one) == "active" and one.get("query_on")
        and not background.is_in_force(view, one)])
    yield _finding("request_overdue", "aixin request list", [one.id for one in asked if one.is_late])
    yield _finding("request", "aixin request list", [one.id for one in asked if not one.is_late])


def _pairs(owed: tuple[Debt, ...], keep: Callable[[Debt], bool]) -> list[str]:
    return sorted({debt.pairing for debt in owed if keep(debt) and not debt.is_question})


def _unfit(desk: Desk, who: Who, view: View, children: list[Record]) -> Iterator[Finding]:
    snapshot = view.snapshot
    pairs = [one for one in view.records("pairing") if view.state(one) == "active" and inside(who, view.place(one))]
    paired = {one.text("child") for one in pairs}
    yield _finding("broken_link", "aixin log show --of", sorted(_broken(desk, who, snapshot)))
    yield _finding("no_household", "aixin child edit", [
        one.id for one in children if not one.get("household") and view.core_state(one) != "closed"])
    numbers = [one for kind in PERSONS for one in snapshot.of(kind) if not one.is_erased and _is_seen(desk, who, one)]
    yield _finding("same_number", "aixin child find", _twice(numbers, lambda one: (one.kind, one.text("id_number"))))
    yield _finding("same_person", "aixin child find", _twice(
        [one for one in children if not one.get("id_number")],
        lambda one: (one.text("name"), one.text("birth_date"), one.text("division_code"))))
    yield _finding("same_pair_number", "aixin pair list", _twice(
        [one for one in snapshot.of("pairing") if _is_seen(desk, who, one)],
        lambda one: (place_of(desk, one)[:6], one.text("number"))))
    yield _finding("no_consent", "aixin pair debts", sorted(
        {debt.child for debt in debts_in(view) if debt.key == "consent" and debt.child in paired}))
    yield _finding("outside", "aixin child show", [
        one.id for one in children if one.id in paired and not is_inside(one.text("division_code"), desk.office)])


def _broken(desk: Desk, who: Who, snapshot: Snapshot) -> Iterator[str]:
    """Name records that link to something that is not there; what is sealed is nobody's to miss."""
    for kind in snapshot.kinds:
        if is_sealed(desk, kind) and kind not in who.rights:
            continue
        links = [(field, to) for field, to in links_of(desk, kind) if not is_sealed(desk, to) and to in _KEPT]
        for record in snapshot.of(kind) if links else ():
            if any(snapshot.get(to, str(target)) is None for field, to in links
                   for target in members(record.get(field))) and _is_seen(desk, who, record):
                yield record.id


#: Kinds whose records are always in the workspace that links to them.
_KEPT = frozenset({"child", "household", "guardian", "loving_mother", "mother_team", "pairing", "event"})


def _is_seen(desk: Desk, who: Who, record: Record) -> bool:
    return not who.scope or inside(who, place_of(desk, record))


def _twice(records: list[Record], key: Callable[[Record], tuple[str, ...]]) -> list[str]:
    """Name records whose keys are whole and equal."""
    counts = Counter(told for one in records if all(told := key(one)))
    return [one.id for one in records if counts[key(one)] > 1]
