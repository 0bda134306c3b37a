"""One county of about 120 invented children with a year of care, made through the same services as everybody's work."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from aixin_tui.bootstrap import create_desk, registry_for
from aixin_tui.demo import casework
from aixin_tui.demo.desk import OPERATOR, DemoDesk
from aixin_tui.demo.people import InventedChild, Inventor
from aixin_tui.demo.registers import fill_registers
from aixin_tui.demo.rosters import CHILD_TITLES, MOTHER_TITLES, child_cells, messy_rows, mother_cells, write_roster
from aixin_tui.demo.year import live_a_year
from aixin_tui.domain.codes import Code
from aixin_tui.domain.day import add_months
from aixin_tui.domain.problem import Problem, ProblemsError
from aixin_tui.domain.record import members
from aixin_tui.domain.region import Level, level_of
from aixin_tui.exchange.report_xlsx import write_report
from aixin_tui.exchange.sheets import read_book
from aixin_tui.services.due import due_board
from aixin_tui.services.importing import ImportFile, import_file
from aixin_tui.services.ports import Browse
from aixin_tui.services.reports.reporting import RenderReport, SubmitReport, render, submit
from aixin_tui.storage.clock import DemoClock
from aixin_tui.storage.partial import whole_or_nothing

CHILDREN, MOTHERS = 120, 100
#: Children visited and paired in the first winter, and in the spring after; the last few nobody has visited yet.
FIRST_WAVE, SECOND_WAVE = 68, 44


@dataclass(frozen=True, slots=True)
class DemoSummary:
    """What was made, and where the files are. Every number equals the count of a command's `--json`."""

    folder: str
    place: str
    imported: int
    mothers: int
    visited: int
    agreed: int
    proposed: int
    paired: int
    calls: int
    missed: int
    report: str
    roster: str


def default_county() -> str:
    """Give the code of the county that is shown when none is asked for."""
    return (Path(__file__).parent / "default_county.txt").read_text(encoding="utf-8").strip()


def make_county(folder: Path, *, province: str, county: str, today: date,
                progress: Callable[[str], None]) -> DemoSummary:
    """Make the workspace in an empty folder, with a year of care up to `today`; whole, or not at all.

    Raises:
        ProblemsError: the folder is not empty, or the county is none of the province.
    """
    with whole_or_nothing(folder) as partial:
        made = _made(partial, folder, province=province, county=county, today=today, progress=progress)
    return replace(made, folder=str(folder), report=str(folder / made.report), roster=str(folder / made.roster))


def _made(partial: Path, folder: Path, *, province: str, county: str, today: date,
          progress: Callable[[str], None]) -> DemoSummary:
    """Make the workspace in a partial folder; the files of the summary are named inside it."""
    start = add_months(today.replace(day=1), -12)
    clock = DemoClock(start.isoformat())
    desk = create_desk(str(folder), province=province, office=county, is_demo=True, clock=clock, scratch=str(partial))
    try:
        with desk.store.held(OPERATOR):
            office = DemoDesk(desk, clock, random.Random(f"year {county}"), county)  # noqa: S311 - the same each time
            inventor = Inventor(county, today)
            rosters = _write_rosters(office, inventor, partial, start)
            _take_in(office, "children", rosters.children, start + timedelta(days=1))
            progress("走访")
            casework.visit_children(office, start + timedelta(days=4), 20, count=FIRST_WAVE)
            _take_in(office, "mothers", rosters.mothers, start + timedelta(days=23))
            progress("结对")
            casework.pair_children(office, add_months(start, 1), declined=1, by_hand=1)
            live_a_year(office, add_months(start, 1), today, progress, second_wave=SECOND_WAVE)
            fill_registers(office, start, today)
            made = _finish(office, inventor, partial, today, rosters.known)
            desk.store.fold()
            desk.store.browse(Browse("child"))  # so that the first list is there at once
            return made
    finally:
        desk.store.close()


def _villages(office: DemoDesk, towns: int, each: int) -> list[str]:
    divisions = office.desk.province.divisions
    held = [town for town in divisions.below(office.county) if len(divisions.below(town)) >= each]
    chosen = held[:: max(1, len(held) // towns)][:towns]
    return [village for town in chosen for village in divisions.below(town)[:each] if level_of(village)]


def _unit(office: DemoDesk, body: str, day: date) -> str:
    """Write the line of unit and date that stands under a roster's title."""
    place = office.desk.province.divisions.name(office.county)
    return f"填报单位（盖章）：{place}{body}　填报日期：{day.year}年{day.month}月{day.day}日"


@dataclass(frozen=True, slots=True)
class _Rosters:
    """The rosters of the first winter, and a child who is on them."""

    children: Path
    mothers: Path
    known: InventedChild


def _write_rosters(office: DemoDesk, inventor: Inventor, folder: Path, start: date) -> _Rosters:
    """Write the rosters of children and mothers."""
    villages = _villages(office, 5, 4)
    divisions = office.desk.province.divisions
    unit = _unit(office, "妇联", start)
    children = [inventor.child(village) for village in inventor.spread(villages, CHILDREN)]
    mothers = [inventor.mother(village, start + timedelta(days=2 + n % 20))
               for n, village in enumerate(inventor.spread(villages, MOTHERS))]
    rosters = folder / "名册"
    first = write_roster(rosters / "儿童名册.xlsx", "留守儿童和困境儿童花名册（演示数据）", unit, CHILD_TITLES,
                         (child_cells(child, divisions) for child in children))
    second = write_roster(rosters / "爱心妈妈名册.xlsx", "爱心妈妈名册（演示数据）", unit, MOTHER_TITLES,
                          (mother_cells(mother, divisions) for mother in mothers))
    return _Rosters(first, second, children[0])


def _take_in(office: DemoDesk, kind: str, path: Path, day: date) -> None:
    deque(import_file(office.desk, office.on(day), ImportFile(kind, path.name, read_book(path).sheets)), maxlen=0)


def demo_folder(county: str) -> Path:
    """Give the folder in which the demonstration of a county is kept when none is named."""
    from platformdirs import user_data_path

    return user_data_path("aixin", appauthor=False) / f"demo-{county}"


def place_of_demo(county: str, province: str) -> tuple[str, str]:
    """Settle county and province: the county asked for, else the first of the province, else the default one.

    Raises:
        ProblemsError: no usable province has the county.
    """
    registry = registry_for()
    known = registry.keys()
    if province and not county:
        divisions = registry[province].divisions if province in known else ()
        county = next((code for code in divisions if level_of(code) is Level.COUNTY), "")
    county = county or default_county()
    for key in (province,) if province else known:
        if key in known and county.startswith(registry[key].identity.code):
            return county, key
    raise ProblemsError(Problem(Code.WORK_003, values={"office": county, "province": province}))


def _finish(office: DemoDesk, inventor: Inventor, folder: Path, today: date, known: InventedChild) -> DemoSummary:
    """Hand last month's report in, write it, leave the messy roster, and count what there is."""
    last = add_months(today.replace(day=1), -1)
    period = f"{last:%Y-%m}"
    submit(office.desk, office.on(today), SubmitReport("monthly", period, "示范经办人", "示范审核人"))
    made = render(office.desk, office.on(today), RenderReport("monthly", period))
    report = folder / "报表" / f"月报-{period}.xlsx"
    report.parent.mkdir(exist_ok=True)
    if made.content is not None:
        write_report(report, made.content, filled_by="示范经办人", reviewed_by="示范审核人", is_demo=True)
    divisions = office.desk.province.divisions
    messy = write_roster(
        folder / "名册" / "待导入.xlsx", "留守儿童和困境儿童花名册（演示数据，照原样未整理）",
        _unit(office, "民政局", today),
        CHILD_TITLES, messy_rows(inventor, _villages(office, 5, 4), divisions, known, today))
    return _count(office, today, folder, report, messy)


def _count(office: DemoDesk, today: date, folder: Path, report: Path, messy: Path) -> DemoSummary:
    snapshot = office.snapshot()
    latest = max((run.id for run in snapshot.of("match_run")), default="")
    board = due_board(office.desk, office.on(today))
    missed = sum(len(group.missed) for group in board.groups if group.duty == "greeting")
    return DemoSummary(
        folder="", place=office.desk.province.divisions.name(office.county),
        imported=len(snapshot.of("child")), mothers=len(snapshot.of("loving_mother")),
        visited=sum("nobody" not in members(visit.get("met")) for visit in snapshot.of("home_visit")),
        agreed=sum(c.text("by") == "guardian" and c.text("decision") == "agreed" for c in snapshot.of("consent")),
        proposed=len(snapshot.linked("match_proposal", "match_run", latest)), paired=len(office.in_force()),
        calls=sum("contact_call" in members(done.get("kind")) for done in snapshot.of("activity")),
        missed=missed, report=report.relative_to(folder).as_posix(), roster=messy.relative_to(folder).as_posix(),
    )
