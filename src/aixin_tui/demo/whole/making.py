"""`aixin demo --whole`: the workspace of a province's office over all its counties, made in one go."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

from aixin_tui.bootstrap import branch_opener, create_desk
from aixin_tui.demo.desk import OPERATOR
from aixin_tui.demo.whole import autumn
from aixin_tui.demo.whole.county import CountyOrder
from aixin_tui.demo.whole.office import Counted, Office
from aixin_tui.demo.whole.plan import Figures, figures_of, plans
from aixin_tui.demo.whole.registers import fill_ledgers
from aixin_tui.demo.whole.workers import make_counties, seldom_collecting, workers_here
from aixin_tui.domain.day import add_months
from aixin_tui.services.desk import Desk
from aixin_tui.services.history import action_label
from aixin_tui.services.ports import Browse
from aixin_tui.storage.branches import join
from aixin_tui.storage.clock import DemoClock
from aixin_tui.storage.partial import whole_or_nothing

#: Where the branches of the counties grow, inside the folder that is thrown away if it is not finished.
_BRANCHES = ".branches"


@dataclass(slots=True)
class WholeSummary:
    """What was made. Every number equals the count of a command's `--json`, `acts` those of the log by action."""

    folder: str = ""
    place: str = ""
    counties: int = 0
    imported: int = 0
    mothers: int = 0
    visited: int = 0
    agreed: int = 0
    paired: int = 0
    calls: int = 0
    children_this_year: int = 0
    mothers_this_year: int = 0
    venues: int = 0
    acts: Mapping[str, int] = field(default_factory=dict)
    act_labels: Mapping[str, str] = field(default_factory=dict)
    """What each of these acts is called in the log."""


def make_whole(folder: Path, *, province: str, today: date, progress: Callable[[str], None],
               factor: float = 1.0, workers: int = 0) -> WholeSummary:
    """Make the workspace of a province's office in an empty folder, with a year of care up to `today`.

    The pairs begin in January of the year that the last whole month lies in, so that what its report says of 今年以来
    is the province's own figure. `factor` makes a smaller province of the same shape, for tests; `workers` is the
    number of processes (0: as many as there are cores) and changes nothing in what is made. Whole, or not at all.

    Raises:
        ProblemsError: the folder is not empty, or the figures of the province are not known.
    """
    figures = figures_of(province, factor)
    with whole_or_nothing(folder) as partial, seldom_collecting():
        made = _made(partial, folder, province=province, figures=figures, today=today, progress=progress,
                     workers=workers or workers_here())
    return replace(made, folder=str(folder))


def _made(partial: Path, folder: Path, *, province: str, figures: Figures, today: date,
          progress: Callable[[str], None], workers: int) -> WholeSummary:
    january = (today.replace(day=1) - timedelta(days=1)).replace(month=1, day=1)
    start = add_months(january, -2)
    clock = DemoClock(start.isoformat())
    desk = create_desk(str(folder), province=province, office=next(iter(figures.values["weights"]))[:2], is_demo=True,
                       clock=clock, scratch=str(partial))
    progress("台账")
    acts = _ledgers(desk, clock, figures, start + timedelta(days=1), today)
    orders = _orders(figures, partial, start, january, today)
    made = WholeSummary(place=desk.province.identity.name, counties=len(orders))
    (partial / _BRANCHES).mkdir()
    # The largest first: so the processes end at about the same time.
    asked = sorted(orders, key=lambda order: (-order.plan.paired, order.plan.code))
    for number, county in enumerate(make_counties(asked, str(folder), province, workers), 1):
        progress(f"{desk.province.divisions.name(county.code)} {number}/{len(orders)}")
        acts.update(county.acts)
        for key, count in county.counts.items():
            setattr(made, key, getattr(made, key) + count)
    progress("汇总")
    join(partial, [Path(order.branch) for order in orders])
    shutil.rmtree(partial / _BRANCHES)
    joined = branch_opener(str(folder), province)(str(partial), clock)
    try:
        joined.store.browse(Browse("child"))  # so that the first list is there at once
    finally:
        joined.store.close()
    made.acts = dict(sorted(acts.items()))
    made.act_labels = {action: action_label(desk, action) for action in acts}
    return made


def _ledgers(desk: Desk, clock: DemoClock, figures: Figures, day: date, today: date) -> Counter[str]:
    """Write the province's own ledgers and fold them; the counties begin on what stands then."""
    counted = Counted(desk.store)
    try:
        with desk.store.held(OPERATOR):
            fill_ledgers(Office(replace(desk, store=counted), clock, today), figures, day)
            desk.store.fold()
    finally:
        desk.store.close()
    return counted.acts


def _orders(figures: Figures, partial: Path, start: date, january: date, today: date) -> list[CountyOrder]:
    """Ask each county for its part: lists come in from the third day on, pairs begin in January."""
    counties = plans(figures)
    begins = autumn.spread_days(start + timedelta(days=2), 52, len(counties))
    pairs = autumn.spread_days(january + timedelta(days=4), 20, len(counties))
    return [CountyOrder(plan, number, first, paired, today, str(partial), str(partial / _BRANCHES / plan.code))
            for number, (plan, first, paired) in enumerate(zip(counties, begins, pairs, strict=True))]
