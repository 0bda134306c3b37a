"""A month's calls as a sheet: every pair in force that still owes one, with empty cells for who calls [QH-30]."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Problem
from aixin_tui.engine.periods import Period, parse_period
from aixin_tui.engine.spec.condition import Condition, Equals, FactTest
from aixin_tui.services.desk import Desk, Who
from aixin_tui.services.due import GridRow, care_grid
from aixin_tui.services.sheets.areas import Area, file_stem, find_area, parted, place_key
from aixin_tui.services.sheets.identity import Identity
from aixin_tui.services.sheets.plan import MadeSheets, MakeSheets, PlannedRow, SheetColumn, SheetPlan
from aixin_tui.services.viewing import own_part, snapshot_of
from aixin_tui.texts import label

_CALL = "contact_call"
#: Statuses of a month in which a call is still wanted.
_OWED = frozenset({"due", "missed"})


@dataclass(frozen=True, slots=True)
class _Line:
    """One pair that owes a call, and where its child lives."""

    row: GridRow
    place: str


def call_columns(desk: Desk) -> tuple[SheetColumn, ...]:
    """Give the columns of a sheet of calls."""
    channels = desk.province.choices.get("activity_channels")
    ways = tuple(choice.label for choice in channels.choices) if channels else ()
    yes_no = (label("sheet.yes"), label("sheet.no"))
    return (
        SheetColumn("serial", label("sheet.serial"), 4),
        SheetColumn("pair", label("sheet.pair"), 17),
        SheetColumn("mother", label("sheet.mother"), 9),
        SheetColumn("child", label("sheet.child"), 8),
        SheetColumn("village", label("sheet.village"), 17),
        SheetColumn("tick", label("sheet.reached"), 7, fills=True, choices=yes_no, hint=label("sheet.hint_reached")),
        SheetColumn("date", label("sheet.call_date"), 9, fills=True, hint=label("sheet.hint_day")),
        SheetColumn("channel", label("sheet.channel"), 7, fills=True, choices=ways),
        SheetColumn("note", label("sheet.note"), 19, fills=True, hint=label("sheet.hint_note")),
    )


def plan_calls(desk: Desk, who: Who, command: MakeSheets) -> MadeSheets:
    """Plan the sheets of a month's calls: pairs in force that owe one in it and have none on file.

    A month to come is laid out as it will be owed. Raises nothing: a month that is none is a problem.
    """
    period = _month(command.month)
    if period is None:
        return MadeSheets(problems=(Problem(Code.SHEET_003, values={"month": command.month}),))
    snapshot = own_part(desk, who, snapshot_of(desk, who))
    area, problems = find_area(desk, snapshot, command.area)
    if problems:
        return MadeSheets(problems=problems)
    lines = list(_owing(desk, who, period, area))
    if not lines:
        return MadeSheets(problems=(Problem(Code.SHEET_004, values={"month": period.key, "area": area.name}),))
    plans = []
    for (key, name), part in parted(lines, lambda line: _part(desk, line, command.each, area)).items():
        plans.append(_plan(desk, who, period, key, name, part))
    return MadeSheets(_told_apart(plans))


def _month(text: str) -> Period | None:
    try:
        period = parse_period(text)
    except ValueError:
        return None
    return period if period.unit == "month" else None


def _owing(desk: Desk, who: Who, period: Period, area: Area) -> Iterable[_Line]:
    judged = replace(who, today=max(who.today, period.first))
    grid = care_grid(desk, judged, period.key, area.code)
    duties = _call_duties(desk, period.first.isoformat())
    for row in grid.rows:
        if area.mother not in ("", row.mother):
            continue
        if any(cell.duty in duties and cell.status in _OWED for cell in row.cells):
            child = desk.store.get("child", row.child)
            yield _Line(row, child.text("division_code") if child else "")


def _call_duties(desk: Desk, day: str) -> frozenset[str]:
    """Name the duties of a pair that a call satisfies."""
    return frozenset(
        spec.key for spec in desk.province.checklist.duties.at(day, desk.office)
        if spec.scope == "pairing" and spec.counts is not None and names_call(spec.counts.where))


def names_call(condition: Condition) -> bool:
    """Whether a condition asks for calls."""
    return any(isinstance(clause, FactTest) and clause.fact == "activity.kind" and isinstance(clause.test, Equals)
               and _CALL in clause.test.values for clause in condition.clauses)


def _part(desk: Desk, line: _Line, each: str, area: Area) -> tuple[str, str]:
    """Name the file in which a line stands."""
    if each == "mother":
        return line.row.mother, line.row.mother_name
    if each in ("town", "village"):
        return place_key(desk, line.place, each)
    return area.code or area.mother, area.name


def _plan(desk: Desk, who: Who, period: Period, key: str, name: str, lines: list[_Line]) -> SheetPlan:
    year, month = period.first.year, period.first.month
    divisions = desk.province.divisions
    rows = tuple(
        PlannedRow(line.row.pairing, (
            ("serial", str(number)), ("pair", line.row.number), ("mother", line.row.mother_name),
            ("child", line.row.child_name), ("village", divisions.name(line.place) if line.place else "")))
        for number, line in enumerate(lines, 1))
    identity = Identity("activities", desk.office, desk.store.workspace.id, who.today.isoformat(), period.key, key)
    return SheetPlan(
        identity, label("sheet.calls_title", year=year, month=month),
        (label("sheet.for_whom", office=divisions.name(desk.office), area=name, day=who.today.isoformat()),
         label("sheet.calls_how")),
        call_columns(desk), rows, file_stem(label("sheet.calls_stem", month=period.key), name))


def _told_apart(plans: list[SheetPlan]) -> tuple[SheetPlan, ...]:
    """Number the files of mothers, or places, of one name."""
    taken: dict[str, int] = {}
    found = []
    for plan in plans:
        taken[plan.stem] = taken.get(plan.stem, 0) + 1
        count = taken[plan.stem]
        found.append(replace(plan, stem=f"{plan.stem}_{count}") if count > 1 else plan)
    return tuple(found)
