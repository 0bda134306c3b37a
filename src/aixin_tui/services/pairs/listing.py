"""Pairs as lines of a list, with names instead of ids: 结对名单."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from aixin_tui.domain.record import Record
from aixin_tui.domain.region import is_inside
from aixin_tui.engine.pairings import is_paused
from aixin_tui.engine.view import View
from aixin_tui.services.desk import Desk, Who
from aixin_tui.services.scope import narrowed
from aixin_tui.services.viewing import view_of
from aixin_tui.texts import label


@dataclass(frozen=True, slots=True)
class PairOfList:
    """One pair, in force or ended."""

    id: str
    number: str
    child: str
    child_name: str
    loving_mother: str
    mother_name: str
    place: str
    role: str
    role_label: str
    state: str
    state_label: str
    started_on: str
    ended_on: str
    paused: bool = False
    """Whether the pair rests today (暂离): visits rest, contact goes on."""


def pair_lines(desk: Desk, who: Who, *, scope: str = "", include_ended: bool = False) -> tuple[PairOfList, ...]:
    """List the pairs of children who live in `scope`, as far as the operator's own reaches; by number, then child."""
    place = narrowed(who, scope)
    states = ("in_force", "ended") if include_ended else ("in_force",)
    lines = _lines(view_of(desk, who, scope=place), desk, place, states)
    return tuple(sorted(lines, key=lambda line: (line.number, line.child_name, line.id)))


def only_mother(desk: Desk, child: str) -> tuple[str, str]:
    """Give id and name of the one loving mother whose pair with a child is in force; empty where none or several."""
    snapshot = desk.store.snapshot(desk.office)
    found = {pairing.text("loving_mother") for pairing in snapshot.linked("pairing", "child", child)
             if pairing.get("started_on") and not pairing.get("ended_on")}
    mother = snapshot.get("loving_mother", found.pop()) if len(found) == 1 else None
    return (mother.id, mother.text("name")) if mother is not None else ("", "")


def _lines(view: View, desk: Desk, scope: str, states: tuple[str, ...]) -> Iterator[PairOfList]:
    roles = desk.province.choice_list("pairing", "role")
    for pairing in view.snapshot.of("pairing"):
        state = view.state(pairing)
        child = view.snapshot.get("child", pairing.text("child"))
        if state not in states or child is None or not is_inside(child.text("division_code"), scope):
            continue
        role = pairing.text("role")
        paused = state == "in_force" and is_paused(pairing, view.now)
        yield PairOfList(
            id=pairing.id,
            number=pairing.text("number"),
            child=child.id,
            child_name=child.text("name"),
            loving_mother=pairing.text("loving_mother"),
            mother_name=_name(view, pairing),
            place=desk.province.divisions.path(child.text("division_code")),
            role=role,
            role_label=roles.label_of(role) if roles else role,
            state=state,
            state_label=label("pair.state_paused" if paused else f"pair.state_{state}"),
            started_on=pairing.text("started_on"),
            ended_on=pairing.text("ended_on"),
            paused=paused,
        )


def _name(view: View, pairing: Record) -> str:
    for kind in ("loving_mother", "mother_team"):
        held = view.snapshot.get(kind, pairing.text(kind))
        if held is not None:
            return held.text("name")
    return ""
