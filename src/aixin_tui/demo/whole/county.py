"""One county's part of a province: all that its office does in a year, from its first list to today."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from random import Random

from aixin_tui.demo.desk import OPERATOR
from aixin_tui.demo.whole import autumn
from aixin_tui.demo.whole.agenda import Agenda, Step
from aixin_tui.demo.whole.months import Month, plan_month
from aixin_tui.demo.whole.office import Counted, Office
from aixin_tui.demo.whole.plan import CountyPlan
from aixin_tui.domain.day import add_months
from aixin_tui.domain.record import members
from aixin_tui.engine.snapshot import Snapshot
from aixin_tui.services.desk import Desk
from aixin_tui.services.ports import Clock
from aixin_tui.storage.branches import branch
from aixin_tui.storage.clock import DemoClock


@dataclass(frozen=True, slots=True)
class CountyOrder:
    """What is asked of a county: its plan, its number among all, on which days its work and its pairs begin."""

    plan: CountyPlan
    number: int
    begins: date
    pairs: date
    today: date
    folder: str
    """The workspace that is being made, folded; a branch of it grows in `branch`."""
    branch: str


@dataclass(frozen=True, slots=True)
class CountyMade:
    """What came of it: counts by the names of the summary, and acts by their action."""

    code: str
    counts: Mapping[str, int]
    acts: Mapping[str, int]


#: Opens a branch with a clock.
Opener = Callable[[str, Clock], Desk]


def make_county_year(order: CountyOrder, opened: Opener) -> CountyMade:
    """Let a county's office live its year on a branch of the workspace."""
    clock = DemoClock(order.begins.isoformat(), f"{9 + order.number // 8 % 8:02}:{order.number % 8 * 7:02}:00")
    branch(Path(order.folder), Path(order.branch), order.plan.code)
    here = opened(order.branch, clock)
    counted = Counted(here.store)
    office = Office(replace(here, store=counted), clock, order.today, Random(f"whole {order.plan.code}"))  # noqa: S311
    try:
        with here.store.held(OPERATOR):
            agenda = Agenda()
            _plan(order, office, agenda)
            agenda.work_off(order.today)
            counts = counts_of(office.of(order.plan.code), order.pairs.year)
            here.store.fold()
    finally:
        here.store.close()
    return CountyMade(order.plan.code, counts, dict(counted.acts))


def _plan(order: CountyOrder, office: Office, agenda: Agenda) -> None:
    """Put a year on the agenda: lists, visits and pairs, then month by month; new children come in September."""
    plan, folder = order.plan, Path(order.folder)
    people = autumn.people_of(plan, order.today)

    def list_children(day: date, *, count: int, name: str) -> None:
        autumn.take_children_in(office, plan, people, day, folder, count=count, name=name)

    agenda.put(order.begins, partial(list_children, count=plan.listed, name="儿童"))
    visits = _visits(office, agenda, plan, agreed=plan.paired, refused=plan.refused)
    agenda.put(order.begins + timedelta(days=1), visits)
    agenda.put(order.begins + timedelta(days=4), lambda day: autumn.take_mothers_in(office, plan, people, day, folder))
    agenda.put(order.pairs, partial(_pairs, office, agenda, plan))
    month = add_months(order.pairs.replace(day=1), 1)
    while month <= order.today:
        if month.month == _NEWCOMERS and plan.waiting:
            day = min(month + timedelta(days=2), order.today)
            agenda.put(day, partial(list_children, count=plan.waiting, name="新增儿童"))
            agenda.put(day + timedelta(days=5), _visits(office, agenda, plan, agreed=plan.waiting + plan.unvisited))
        plan_month(Month(office, agenda, plan.code, month, order.number))
        month = add_months(month, 1)


#: The month in which children are found who were on no list.
_NEWCOMERS = 9


def _visits(office: Office, agenda: Agenda, plan: CountyPlan, *, agreed: int, refused: int = 0) -> Step:
    def visit(day: date) -> None:
        papers = autumn.visit(office, plan.code, day, agreed=agreed, refused=refused)
        if papers is not None:
            agenda.put(day + timedelta(days=1), papers)

    return visit


def _pairs(office: Office, agenda: Agenda, plan: CountyPlan, day: date) -> None:
    run = autumn.match(office, plan.code, day)
    if run:
        agenda.put(day + timedelta(days=1), lambda later: autumn.accept(office, run, later))


def counts_of(snapshot: Snapshot, year: int) -> dict[str, int]:
    """Count what there is in a county, by the names of the summary; `year` is the one that pairs are counted in."""
    pairs = snapshot.of("pairing")
    begun = [pair for pair in pairs if pair.text("started_on").startswith(str(year))]
    return {
        "imported": len(snapshot.of("child")),
        "mothers": len(snapshot.of("loving_mother")),
        "visited": sum("nobody" not in members(visit.get("met")) for visit in snapshot.of("home_visit")),
        "agreed": sum(one.text("by") == "guardian" and one.text("decision") == "agreed"
                      for one in snapshot.of("consent")),
        "paired": sum(not pair.get("ended_on") for pair in pairs),
        "venues": len(snapshot.of("venue")),
        "calls": sum("contact_call" in members(done.get("kind")) for done in snapshot.of("activity")),
        "children_this_year": len({pair.text("child") for pair in begun}),
        "mothers_this_year": len({pair.text("loving_mother") for pair in begun}),
    }
