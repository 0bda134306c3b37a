"""The view over which a service decides: the records of a scope as known at a moment, judged on a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from aixin_tui.domain.record import Record
from aixin_tui.engine.snapshot import Snapshot
from aixin_tui.services.desk import Desk, Who
from aixin_tui.services.ports import Region
from aixin_tui.services.scope import NOWHERE, RIGHTS, inside, may_see, place_of, sealed_fields

if TYPE_CHECKING:
    from aixin_tui.engine.view import View

#: Kinds whose records are about a child: outside an operator's division not even their names are told. Volunteers and
#: events are the whole office's, since a child may be paired with somebody of another village.
ABOUT_A_CHILD = frozenset({
    "child", "household", "guardian", "home_visit", "assessment", "consent", "match_proposal", "pairing", "care_plan",
    "activity", "micro_wish", "referral",
})


def snapshot_of(desk: Desk, who: Who, scope: str = "") -> Snapshot:
    """Read the counties of `scope` (the operator's if empty) as known at `who.known_at`.

    Restricted records are read only for an operator who has a right to some, and then only those.
    """
    place = scope or who.scope
    if place == NOWHERE:
        return Snapshot((), known_at=who.known_at)
    found = desk.store.snapshot(place, known_at=who.known_at, restricted=bool(who.rights))
    return _without_others_secrets(desk, who, found) if who.rights and not who.rights >= RIGHTS else found


def region_of(desk: Desk, who: Who, region: Region) -> Snapshot:
    """Read one region of a large workspace: of restricted records and sealed fields those of the operator's rights."""
    found = desk.store.region(region, restricted=bool(who.rights))
    return _without_others_secrets(desk, who, found) if who.rights and not who.rights >= RIGHTS else found


def _without_others_secrets(desk: Desk, who: Who, snapshot: Snapshot) -> Snapshot:
    """Leave out records and sealed fields of the kinds to which this operator has no right."""
    kept: list[Record] = []
    for kind in snapshot.kinds:
        if not may_see(desk, who, kind):
            continue
        hidden = frozenset() if kind in who.rights else sealed_fields(desk, kind)
        for record in snapshot.every(kind):
            open_part = {key: value for key, value in record.values.items() if key not in hidden}
            kept.append(replace(record, values=open_part) if hidden else record)
    return Snapshot(kept, known_at=snapshot.known_at)


def own_part(desk: Desk, who: Who, snapshot: Snapshot) -> Snapshot:
    """Leave out what is about children outside the operator's division: names are looked up in the rest."""
    if not who.scope:
        return snapshot
    return Snapshot((record for kind in snapshot.kinds for record in snapshot.of(kind)
                     if kind not in ABOUT_A_CHILD or inside(who, place_of(desk, record))), known_at=snapshot.known_at)


def seen_runs(who: Who, snapshot: Snapshot) -> frozenset[str]:
    """Name the imports that an operator may see: who sees one town only, those that they took in themselves.

    Where the people of a waiting row live is not settled yet, so that it cannot tell who may see it.
    """
    return frozenset(
        run.id for run in snapshot.of("import_run") if not who.scope or run.text("operator") == who.operator)


def view_of(
    desk: Desk,
    who: Who,
    day: date | None = None,
    *,
    scope: str = "",
    office: str = "",
    period: tuple[date, date] | None = None,
    judged_on: date | None = None,
    snapshot: Snapshot | None = None,
) -> View:
    """Build the view of a scope on a day (today), seen from an office (the desk's), with the festivals of the table.

    See View for the rest.
    """
    from aixin_tui.engine.view import View  # the rules, only for who decides: a list of names needs none
    from aixin_tui.reference.festivals import festivals

    found = snapshot_of(desk, who, scope) if snapshot is None else snapshot
    on, seen_from = day or who.today, office or desk.office
    kept = desk.views if period is None and judged_on is None else None
    if kept is not None and (held := kept.get((id(found), on, seen_from))) is not None and held.snapshot is found:
        known: View = held
        return known
    view = View(found, desk.province, on, office=seen_from, period=period, judged_on=judged_on,
                festivals=festivals())
    if kept is not None:
        kept[id(found), on, seen_from] = view
    return view
