"""The problem behind a child's offer, solved anew so that it can be asked what else could have been."""

from __future__ import annotations

from dataclasses import dataclass, replace

from aixin_tui.domain.record import Record
from aixin_tui.engine import pairings
from aixin_tui.engine.matching.by_mode import parted
from aixin_tui.engine.matching.from_view import (
    BROKEN_PAIR,
    FIXED,
    LOTTERY_UP_TO,
    Market,
    keeps_strictly,
    market,
    mode_at,
    with_families,
)
from aixin_tui.engine.matching.objective import NOBODY
from aixin_tui.engine.matching.plan import STABLE
from aixin_tui.engine.matching.solver import Solver
from aixin_tui.engine.view import View
from aixin_tui.services.matching.showing import latest_run


@dataclass(frozen=True, slots=True)
class Asked:
    """A solved problem and one of its children, by index."""

    market: Market
    solver: Solver
    child: int
    seed: int | None
    mode: str
    is_kept: bool
    """Whether the plan holds offers of before where it can: then the child has hers because it had her before."""
    agrees: bool
    """Whether the plan gives the child the mother of its open offer, or nobody where there is none."""

    @property
    def mother(self) -> int:
        """The index of the mother that the plan gives the child, NOBODY where none."""
        return self.solver.state.match[self.child]


def asked_about(view: View, child: Record, offer: Record | None) -> Asked | None:
    """Solve the problem in which the child stands, as its run did; None where no run deals with the child today.

    First as if nothing had been offered yet; where that gives the child somebody else than its offer, with the offers
    kept that can be. An offer that was favoured for having stood before is weighed as it was, beside the others.
    """
    run = view.snapshot.get("match_run", offer.text("match_run")) if offer is not None else None
    run = run or latest_run(view, view.place(child))
    division = run.text("division_code") if run is not None else view.office
    number = run.get("seed") if run is not None else 0
    seed = number if isinstance(number, int) else 0
    if offer is not None and offer.get(FIXED) is True:  # the question is what else could be: a hold does not answer it
        view = view.with_records([replace(offer, values={**offer.values, FIXED: False})])
    mode = mode_at(view, child)
    kids = parted(view, division)[0].get(mode, [])
    if all(one.id != child.id for one in kids):
        return None
    wanted = pairings.mother_id(offer) if offer is not None else ""
    favoured = offer is not None and BROKEN_PAIR in (offer.get("terms") or {})
    found = _solved(view, kids, child, seed, mode=mode, keep=favoured, wanted=wanted)
    if found.agrees or mode == STABLE or favoured:
        return found
    kept = _solved(view, kids, child, seed, mode=mode, keep=True, wanted=wanted)
    return kept if kept.agrees else found


def _solved(
    view: View, kids: list[Record], child: Record, seed: int, *, mode: str, keep: bool, wanted: str
) -> Asked:
    found = market(view, kids, keep=keep, mode=mode)
    if mode != STABLE:
        found = with_families(view, found, seed)
    drawn = seed if len(kids) <= LOTTERY_UP_TO else None
    solver = Solver(found.instance, drawn)
    solver.solve()
    index = next(number for number, one in enumerate(found.children) if one.id == child.id)
    mother = solver.state.match[index]
    has = found.mothers[mother].id if mother != NOBODY else ""
    return Asked(found, solver, index, drawn, mode, keep and keeps_strictly(view), has == wanted)


def open_lead(view: View, child: Record) -> Record | None:
    """Find the open offer of a child's lead."""
    offers = [offer for offer in pairings.offers_of(view, child) if offer.get("role") != "support"]
    return view.snapshot.get("match_proposal", offers[0].text("proposal")) if offers else None
