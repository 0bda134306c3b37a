"""Due list, Today, the grid and the monthly report give one number on every day of a year: one function answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aixin_tui.domain.record import Act, Change
from aixin_tui.provinces.registry import Registry
from aixin_tui.services.due import DueBoard, care_grid, due_board
from aixin_tui.services.reports.reporting import RenderReport, render
from aixin_tui.services.today import today_board
from office_world import World

GREETING = "greeting"
#: A pair: begun, ended (or never), away from and to (or never); and the days of its calls.
Life = tuple[date, date | None, tuple[date, date] | None, tuple[date, ...]]


def world_of(provinces: Registry, lives: Iterable[Life]) -> World:
    """Write pairs and their calls as they are, one child and one mother each."""
    world = World.of(provinces["qinghai"], "630222", "2026-02-01")
    home = f"data/{world.desk.office}/{world.desk.office}000"
    changes = []
    for n, (begun, ended, away, calls) in enumerate(lives):
        states = {"1": {"state": "paired", "from": begun.isoformat()}}
        if ended:
            states["2"] = {"state": "waiting", "from": ended.isoformat()}
        more = {"ended_on": ended.isoformat(), "end_reason": "moved"} if ended else {}
        if away:
            more["pauses"] = {"1": {"from": away[0].isoformat(), "to": away[1].isoformat(), "reason": "with_parents"}}
        records = [
            ("child", f"c{n}", {"name": f"童{n}", "sex": "female", "birth_date": "2015-05-06", "status": states,
                                "division_code": world.village, "categories": {"left_behind_child": True}}),
            ("loving_mother", f"m{n}", {"name": f"母{n}", "kind": "mother", "sex": "female", "status": {
                "1": {"state": "active", "from": "2024-01-01"}}, "division_code": world.village}),
            ("pairing", f"p{n}", {"child": f"c{n}", "loving_mother": f"m{n}", "role": "lead",
                                  "started_on": begun.isoformat(), **more}),
            *(("activity", f"a{n}-{k}", {"date": day.isoformat(), "kind": {"contact_call": True}, "child": f"c{n}",
                                         "pairing": f"p{n}", "loving_mother": f"m{n}"})
              for k, day in enumerate(calls)),
        ]
        changes += [Change(kind, key, values, home) for kind, key, values in records]
    world.desk.store.commit(Act("test", world.operator, tuple(changes)))
    return world


def listed(board: DueBoard) -> tuple[set[str], set[str]]:
    """Read the pairs of the due list, or of Today: whose greeting is due, and whose was missed."""
    groups = [group for group in board.groups if group.duty == GREETING]
    return ({line.record for group in groups for line in group.due},
            {line.record for group in groups for line in group.missed})


def in_grid(world: World, month: str, status: str) -> set[str]:
    grid = care_grid(world.desk, world.who(), month)
    return {row.pairing for row in grid.rows for cell in row.cells if (cell.duty, cell.status) == (GREETING, status)}


def reported(world: World, month: str) -> tuple[int, set[str], set[str]]:
    """Read 漏联 of the monthly report: the number printed, the records behind it, and the names listed."""
    content = render(world.desk, world.who(), RenderReport("monthly", month)).content
    assert content is not None
    table, names = content.block("measures"), content.block("missed_calls")
    assert table is not None
    assert names is not None
    column = next(n for n, one in enumerate(table.columns) if one.head.startswith("漏联"))
    cell = table.rows[-1].cells[column]
    return int(str(cell.value or 0)), set(cell.records), {row.key for row in names.rows}


def month_before(day: date) -> str:
    return (day.replace(day=1) - timedelta(days=1)).isoformat()[:7]


def compare(world: World, day: date, ends: Iterable[date]) -> set[str]:
    """Compare the four on one day, and at both ends of a month the month before; give the pairs missed."""
    world.today = day
    month, before = day.isoformat()[:7], month_before(day)
    due, missed = listed(due_board(world.desk, world.who()))
    assert (due, missed) == listed(today_board(world.desk, world.who()).due), day
    assert due == in_grid(world, month, "due"), day
    assert (len(missed), missed, missed) == reported(world, month), day
    if day.day > 1 and (day + timedelta(days=1)).day > 1:
        return missed
    past = in_grid(world, before, "missed")
    assert (len(past), past, past) == reported(world, before), day
    if not any(day.replace(day=1) <= end <= day for end in ends):
        assert past == missed, day
    return missed


def days_of(year: int) -> Iterator[date]:
    day = date(year, 1, 1)
    while day.year == year:
        yield day
        day += timedelta(days=1)


def calls_on(*days: str) -> tuple[date, ...]:
    return tuple(map(date.fromisoformat, days))


LIVES: tuple[Life, ...] = (
    (date(2025, 3, 10), None, None, calls_on("2025-03-12", "2025-05-31", "2025-07-03", "2025-12-31")),
    (date(2025, 3, 20), None, None, calls_on("2025-04-01", "2025-06-30", "2025-08-09")),
    (date(2024, 11, 2), date(2025, 8, 31), (date(2025, 2, 1), date(2025, 2, 27)), calls_on("2025-01-05")),
)


@pytest.mark.requirement("QH-30", node="common/reports/figures.yaml#figures.calls_missed.where")
def test_the_four_agree_on_every_day_of_a_year(provinces: Registry) -> None:
    world = world_of(provinces, LIVES)
    ends = [ended for _, ended, _, _ in LIVES if ended]
    numbers = {day: len(compare(world, day, ends)) for day in days_of(2025)}
    # The second, begun after the 15th, owes nothing for March; the third was away in February.
    assert [numbers[date(2025, month, 1)] for month in (1, 2, 4, 5, 6)] == [1, 0, 1, 2, 2]
    assert (numbers[date(2025, 4, 30)], numbers[date(2025, 12, 31)]) == (1, 2)


DAYS = st.dates(date(2025, 1, 1), date(2025, 12, 31))


@st.composite
def a_life(draw: st.DrawFn) -> Life:
    begun = draw(st.dates(date(2024, 10, 1), date(2025, 10, 1)))
    ended = draw(st.none() | st.dates(begun + timedelta(days=1), date(2026, 1, 15)))
    away = draw(st.none() | st.tuples(DAYS, st.integers(1, 80)))
    calls = draw(st.lists(DAYS, max_size=9, unique=True))
    return (begun, ended, (away[0], away[0] + timedelta(days=away[1])) if away else None,
            tuple(day for day in calls if day >= begun and (ended is None or day < ended)))


@settings(max_examples=8, deadline=None)
@given(st.lists(a_life(), min_size=1, max_size=4), st.lists(DAYS, min_size=4, max_size=4))
def test_the_four_agree_whatever_the_pairs(provinces: Registry, lives: list[Life], days: list[date]) -> None:
    world = world_of(provinces, lives)
    ends = [ended for _, ended, _, _ in lives if ended]
    for day in (*days, *(day.replace(day=1) for day in days)):
        compare(world, day, ends)
