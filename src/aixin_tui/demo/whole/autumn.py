"""The first autumn and winter of a province: lists come in, children are visited and asked, pairs are made."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from aixin_tui.demo.desk import must
from aixin_tui.demo.names import Names
from aixin_tui.demo.people import Inventor
from aixin_tui.demo.rosters import CHILD_TITLES, MOTHER_TITLES, child_cells, mother_cells, write_roster
from aixin_tui.demo.whole.office import Office
from aixin_tui.demo.whole.plan import CountyPlan, places_of
from aixin_tui.domain.record import Record, rows
from aixin_tui.domain.region import Divisions
from aixin_tui.engine.snapshot import Snapshot
from aixin_tui.exchange.sheets import read_book
from aixin_tui.services.importing import ImportFile, ImportSummary, import_file
from aixin_tui.services.matching import AcceptAll, RunMatch, accept_all, run_match
from aixin_tui.services.sitting import Sitting
from aixin_tui.services.town_sittings import Sittings, record_sittings

#: Of a hundred children, so many are not met at the first try.
NOT_MET = 3
_FIRST_AGE_ASKED = 8
_CHANNELS = ("in_person", "in_person", "in_person", "phone", "video")
_NEEDS = ("companionship", "study", "emotion", "safety", "arts")
_FAMILY_NEEDS = ("living", "care", "parenting", "schooling")
_SERVICES = ("guidance", "parenting", "counselling", "living", "safety")


def people_of(plan: CountyPlan, today: date) -> Inventor:
    """Give the inventor of a county's people, by the peoples who live there."""
    chance = random.Random(f"names {plan.code}")  # noqa: S311 - the same each time
    return Inventor(plan.code, today, Names(chance, plan.peoples))


def villages_of(divisions: Divisions, county: str) -> list[str]:
    """List up to sixty villages of a county over all its towns, those of the larger towns first."""
    towns = sorted(divisions.below(county), key=lambda town: (-len(divisions.below(town)), town))
    found = [village for turn in range(8) for town in towns for village in divisions.below(town)[turn:turn + 1]]
    return found[:60] or towns or [county]


def take_children_in(office: Office, plan: CountyPlan, inventor: Inventor, day: date, folder: Path, *, count: int,
                     name: str) -> None:
    """Write a county's list of children, as the county sends it, and import it."""
    divisions = office.desk.province.divisions
    villages = inventor.spread(villages_of(divisions, plan.code), count)
    path = write_roster(
        folder / "名册" / f"{plan.code}-{name}.xlsx", "留守儿童和困境儿童花名册（演示数据）",
        _unit(divisions, plan.code, day), CHILD_TITLES,
        (child_cells(inventor.child(village), divisions, county=True) for village in villages))
    _take_in(office, "children", path, plan.code, day)


def take_mothers_in(office: Office, plan: CountyPlan, inventor: Inventor, day: date, folder: Path) -> None:
    """Write a county's list of volunteers, with as many places as there are children, and import it."""
    divisions = office.desk.province.divisions
    villages = inventor.spread(villages_of(divisions, plan.code), plan.mothers)
    places = places_of(plan, office.chance)
    rows = (mother_cells(inventor.mother(village, day - timedelta(days=office.chance.randrange(20)), places=held),
                         divisions, county=True) for village, held in zip(villages, places, strict=True))
    path = write_roster(folder / "名册" / f"{plan.code}-爱心妈妈.xlsx", "爱心妈妈名册（演示数据）",
                        _unit(divisions, plan.code, day), MOTHER_TITLES, rows)
    _take_in(office, "mothers", path, plan.code, day)


def _unit(divisions: Divisions, county: str, day: date) -> str:
    return f"填报单位（盖章）：{divisions.name(county)}妇联　填报日期：{day.year}年{day.month}月{day.day}日"


def _take_in(office: Office, kind: str, path: Path, county: str, day: date) -> None:
    order = ImportFile(kind, path.name, read_book(path).sheets, within=county)
    summary = deque(import_file(office.desk, office.on(day), order), maxlen=1)[0]
    assert isinstance(summary, ImportSummary)
    if summary.needs_somebody:
        raise RuntimeError(f"refused: {path.name} {dict(summary.counts)}")


def visit(office: Office, county: str, day: date, *, agreed: int, refused: int) -> Callable[[date], None] | None:
    """Visit the children whom nobody has visited yet: so many families agree, so many say no; the rest stay unvisited.

    Some are not met at the first try. Gives what brings in the papers of all, on the day that it is called on.
    """
    snapshot = office.of(county)
    rest = [child for child in snapshot.of("child") if not snapshot.linked("home_visit", "child", child.id)]
    order = list(range(len(rest)))
    office.chance.shuffle(order)
    says = dict(zip(order, [True] * agreed + [False] * refused, strict=False))
    guardians = _guardians(snapshot)
    met = sorted(((child, says[number]) for number, child in enumerate(rest)
                  if number in says and child.id in guardians), key=lambda told: told[0].text("division_code")[:9])
    missed = [Sitting(child.id, visit=_visit(office, day, ["nobody"]), day=day)
              for child, _ in met if office.chance.randrange(100) < NOT_MET]
    if missed:
        must(record_sittings(office.desk, office.on(day), Sittings(tuple(missed))))

    def papers(on: date) -> None:
        told = tuple(_paper(office, child, guardians[child.id], on, says_yes=says_yes) for child, says_yes in met)
        must(record_sittings(office.desk, office.on(on), Sittings(told)))

    return papers if met else None


def _guardians(snapshot: Snapshot) -> dict[str, str]:
    return {str(row.get("child")): guardian.id for guardian in snapshot.of("guardian")
            for _, row in rows(guardian.get("roles"))}


def _paper(office: Office, child: Record, guardian: str, day: date, *, says_yes: bool) -> Sitting:
    """Fill in the paper of one visit."""
    chance, on = office.chance, day.isoformat()
    consents: list[dict[str, Any]] = [{
        "by": "guardian", "guardian": guardian, "decision": "agreed" if says_yes else "not_agreed", "date": on,
        "channel": chance.choice(_CHANNELS),
    }]
    if says_yes and int(child.text("birth_date")[:4]) <= day.year - _FIRST_AGE_ASKED:
        consents.append({"by": "child", "decision": "agreed", "date": on, "channel": "in_person"})
    colour = chance.choices(("red", "yellow", "blue", "green"), (4, 16, 35, 45))[0]
    assessment = {
        "date": on, "guardianship": chance.choices(("good", "fair", "poor"), (20, 60, 20))[0],
        "development": [chance.choices(("healthy", "distressed", "ill"), (85, 10, 5))[0]],
        "difficulties": [chance.choice(("study", "life", "health"))],
        "risk_colour": colour, "risk_source": "civil_affairs",
    }
    return Sitting(child.id, _visit(office, day, ["child", "guardian"]), assessment, tuple(consents), day)


def _visit(office: Office, day: date, met: Sequence[str]) -> dict[str, Any]:
    chance = office.chance
    return {
        "date": day.isoformat(), "visitors": "村妇联执委、村儿童主任", "met": list(met),
        "joint_with": ["civil_affairs"], "child_needs": chance.sample(_NEEDS, 2),
        "family_needs": chance.sample(_FAMILY_NEEDS, 1),
        "services": chance.sample(_SERVICES, 2), "next_step": "征求监护人意见后结对",
    }


def match(office: Office, county: str, day: date) -> str:
    """Run the matching of a county; give the run, empty where nobody waits."""
    return run_match(office.desk, office.on(day), RunMatch(county, within=county)).run


def accept(office: Office, run: str, day: date) -> None:
    """Accept all that a run of the matching proposed."""
    _all_accepted(accept_all(office.desk, office.on(day), AcceptAll(run)).results)


def _all_accepted(results: Sequence[tuple[str, Any]]) -> None:
    refused = sorted({str(problem.code) for _, result in results if not result.done for problem in result.problems})
    if refused or any(not result.done for _, result in results):
        raise RuntimeError("refused: " + ", ".join(refused))


def spread_days(first: date, days: int, count: int) -> Iterator[date]:
    """Spread `count` pieces of work over `days` days from the first on."""
    for number in range(count):
        yield first + timedelta(days=number * days // max(count, 1))
