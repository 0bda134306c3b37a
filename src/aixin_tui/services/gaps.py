"""最后一米: the villages that have children without a pair, and how many places are free near them [QH-23]."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aixin_tui.domain.record import Record
from aixin_tui.domain.region import DIGITS, Level
from aixin_tui.engine import background, pairings
from aixin_tui.engine.pair_checks import places_left
from aixin_tui.services.desk import Desk, Who
from aixin_tui.services.scope import inside, narrowed
from aixin_tui.services.viewing import view_of
from aixin_tui.services.wording import state_label

if TYPE_CHECKING:
    from aixin_tui.engine.view import View

#: Core states of a child whose guardian has agreed and who is in no pair yet.
_WAITS = frozenset({"consented", "waiting", "proposed"})
_TOWN, _COUNTY = DIGITS[Level.TOWN], DIGITS[Level.COUNTY]


@dataclass(frozen=True, slots=True)
class GapChild:
    """A child who should be in a pair and is not, and where its case stands."""

    id: str
    name: str
    state_label: str


@dataclass(frozen=True, slots=True)
class VillageGap:
    """A village with children who should be in a pair and are not, and the places that are free there and around.

    The places of a town include the village's, those of a county the town's: of people whom no check keeps from a new
    child (on the list, not paused, their background query in force).
    """

    division_code: str
    place: str
    children: tuple[GapChild, ...]
    """Those who wait first."""
    waiting: int
    """How many of them only lack somebody: their guardian has agreed."""
    free_in_village: int
    free_in_town: int
    free_in_county: int


def village_gaps(desk: Desk, who: Who, scope: str = "") -> tuple[VillageGap, ...]:
    """List the villages of a division (the operator's if empty) with a gap: the most children first, then by code.

    A child whose place is known to the town alone counts for the town.
    """
    place = narrowed(who, scope)
    view = view_of(desk, who, scope=place)
    held: dict[str, list[Record]] = {}
    for child in _unpaired(view, who, place):
        held.setdefault(view.place(child), []).append(child)
    free = _free_places(view)
    found = (
        VillageGap(code, desk.province.divisions.path(code), _in_turn(view, children),
                   sum(view.core_state(child) in _WAITS for child in children),
                   _free(free, code), _free(free, code[:_TOWN]), _free(free, code[:_COUNTY]))
        for code, children in held.items()
    )
    return tuple(sorted(found, key=lambda gap: (-len(gap.children), gap.division_code)))


def _unpaired(view: View, who: Who, place: str) -> Iterator[Record]:
    for child in view.records("child"):
        code = view.place(child)
        if code.startswith(place) and inside(who, code) and view.one(child, "child.eligible") is True and (
            view.one(child, "child.in_pair") is not True
        ):
            yield child


def _in_turn(view: View, children: list[Record]) -> tuple[GapChild, ...]:
    life = view.province.lives.get("child")
    turn = sorted(children, key=lambda child: (view.core_state(child) not in _WAITS, child.text("name"), child.id))
    return tuple(GapChild(child.id, child.text("name"), state_label(life, view.state(child))) for child in turn)


def _free_places(view: View) -> Counter[str]:
    """Count the free places of everybody who could take a child today, by the place where they live."""
    found: Counter[str] = Counter()
    for kind in ("loving_mother", "mother_team"):
        for carer in view.records(kind):
            if pairings.is_available(view, carer) and background.is_in_force(view, carer):
                found[view.place(carer)] += places_left(view, carer)
    return found


def _free(free: Counter[str], code: str) -> int:
    return sum(count for place, count in free.items() if code and place.startswith(code))
