"""`aixin demo --whole`: the workspace of a province's office over all its counties, made in one go."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

from aixin_tui.bootstrap import create_desk
from aixin_tui.demo.desk import OPERATOR
from aixin_tui.demo.people import Inventor
from aixin_tui.demo.whole import autumn
from aixin_tui.demo.whole.months import Month, live
from aixin_tui.demo.whole.office import Counted, Office
from aixin_tui.demo.whole.plan import CountyPlan, Figures, figures_of, plans
from aixin_tui.demo.whole.registers import fill_ledgers
from aixin_tui.domain.day import add_months
from aixin_tui.domain.record import members
from aixin_tui.engine.snapshot import Snapshot
from aixin_tui.services.history import action_label
from aixin_tui.services.ports import Browse
from aixin_tui.storage.clock import DemoClock
from aixin_tui.storage.partial import whole_or_nothing


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
               factor: float = 1.0) -> WholeSummary:
    """Make the workspace of a province's office in an empty folder, with a year of care up to `today`.

    The pairs begin in January of the year that the last whole month lies in, so that what its report says of 今年以来
    is the province's own figure. `factor` makes a smaller province of the same shape, for tests. Whole, or not at all.

    Raises:
        ProblemsError: the folder is not empty, or the figures of the province are not known.
    """
    figures = figures_of(province, factor)
    with whole_or_nothing(folder) as partial, _seldom_collecting():
        made = _made(partial, folder, province=province, figures=figures, today=today, progress=progress)
    return replace(made, folder=str(folder))


def _made(partial: Path, folder: Path, *, province: str, figures: Figures, today: date,
          progress: Callable[[str], None]) -> WholeSummary:
    january = (today.replace(day=1) - timedelta(days=1)).replace(month=1, day=1)
    start = add_months(january, -2)
    clock = DemoClock(start.isoformat())
    desk = create_desk(str(folder), province=province, office=next(iter(figures.values["weights"]))[:2], is_demo=True,
                       clock=clock, scratch=str(partial))
    counted = Counted(desk.store)
    office = Office(replace(desk, store=counted), clock, today)
    try:
        with desk.store.held(OPERATOR):
            _live(office, figures, partial, start, january, progress)
            desk.store.fold()
            progress("统计")
            summary = _count(office, plans(figures))
            desk.store.browse(Browse("child"))  # so that the first list is there at once
    finally:
        desk.store.close()
    acts = dict(sorted(counted.acts.items()))
    return replace(summary, acts=acts, act_labels={action: action_label(desk, action) for action in acts})


@contextmanager
def _seldom_collecting() -> Iterator[None]:
    """Look for circles of objects far less often: nearly all that is made here is records, which stay."""
    before = gc.get_threshold()
    gc.set_threshold(30_000, 8, 4)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _live(office: Office, figures: Figures, folder: Path, start: date, january: date,
          progress: Callable[[str], None]) -> None:
    counties = plans(figures)
    people = {plan.code: autumn.people_of(plan, office.today) for plan in counties}
    progress("台账")
    fill_ledgers(office, figures, start + timedelta(days=1))
    # One county after the other, each with all that happens to it in a season: its files are read and written once.
    progress("摸排、走访、招募")
    for plan, day in zip(counties, autumn.spread_days(start + timedelta(days=2), 52, len(counties)), strict=True):
        autumn.take_children_in(office, plan, people[plan.code], day, folder, count=plan.listed, name="儿童")
        autumn.visit(office, plan.code, day + timedelta(days=1), agreed=plan.paired, refused=plan.refused)
        autumn.take_mothers_in(office, plan, people[plan.code], day + timedelta(days=4), folder)
    progress("结对")
    for plan, day in zip(counties, autumn.spread_days(january + timedelta(days=4), 20, len(counties)), strict=True):
        autumn.pair(office, plan.code, day)
    month = add_months(january, 1)
    while month <= office.today:
        progress(f"{month:%Y-%m}")
        _a_month(office, counties, people, month, folder)
        month = add_months(month, 1)


def _a_month(office: Office, counties: tuple[CountyPlan, ...], people: Mapping[str, Inventor], month: date,
             folder: Path) -> None:
    for number, plan in enumerate(counties):
        if month.month == 9 and plan.waiting:
            day = min(month + timedelta(days=2), office.today)
            autumn.take_children_in(office, plan, people[plan.code], day, folder, count=plan.waiting, name="新增儿童")
            autumn.visit(office, plan.code, min(day + timedelta(days=5), office.today - timedelta(days=1)),
                         agreed=plan.waiting + plan.unvisited, refused=0)
        live(Month(office, plan.code, month, number))


def _count(office: Office, counties: tuple[CountyPlan, ...]) -> WholeSummary:
    """Count what there is, county by county."""
    year = str((office.today.replace(day=1) - timedelta(days=1)).year)
    made = WholeSummary(place=office.desk.province.identity.name, counties=len(counties))
    for plan in counties:
        _count_in(made, office.of(plan.code), year)
    return made


def _count_in(made: WholeSummary, snapshot: Snapshot, year: str) -> None:
    pairs = snapshot.of("pairing")
    begun = [pair for pair in pairs if pair.text("started_on").startswith(year)]
    made.imported += len(snapshot.of("child"))
    made.mothers += len(snapshot.of("loving_mother"))
    made.visited += sum("nobody" not in members(visit.get("met")) for visit in snapshot.of("home_visit"))
    made.agreed += sum(one.text("by") == "guardian" and one.text("decision") == "agreed"
                       for one in snapshot.of("consent"))
    made.paired += sum(not pair.get("ended_on") for pair in pairs)
    made.venues += len(snapshot.of("venue"))
    made.calls += sum("contact_call" in members(done.get("kind")) for done in snapshot.of("activity"))
    made.children_this_year += len({pair.text("child") for pair in begun})
    made.mothers_this_year += len({pair.text("loving_mother") for pair in begun})
