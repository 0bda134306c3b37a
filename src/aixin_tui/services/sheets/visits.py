"""Visits at home as a sheet: children on file whom nobody has visited yet, and those whose next visit is due."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Problem
from aixin_tui.domain.record import Record, members, rows
from aixin_tui.engine.duties import DutyStatus, duty_items
from aixin_tui.engine.snapshot import Snapshot
from aixin_tui.engine.spec.form import FieldSpec, Need
from aixin_tui.engine.view import View
from aixin_tui.services.desk import Desk, Who
from aixin_tui.services.scope import inside
from aixin_tui.services.sheets.areas import Area, file_stem, find_area, parted, place_key
from aixin_tui.services.sheets.form_columns import column_of, fields_of
from aixin_tui.services.sheets.identity import Identity
from aixin_tui.services.sheets.plan import MadeSheets, MakeSheets, PlannedRow, SheetColumn, SheetPlan
from aixin_tui.services.viewing import own_part, snapshot_of, view_of
from aixin_tui.texts import label

#: Fields of the form that the sheet says by its row.
FILLED_IN = ("child", "household")
ASSESSMENT = "assessment"
#: Where a child stands that waits for its first visit.
_UNVISITED = "filed"
_OWED = frozenset({DutyStatus.DUE, DutyStatus.MISSED})


@dataclass(frozen=True, slots=True)
class _Line:
    """One child to be visited, and who looks after it."""

    child: Record
    guardians: str


def visit_columns(desk: Desk, who: Who, snapshot: Snapshot) -> tuple[SheetColumn, ...]:
    """Give the columns: who the child is, the form of the visit, and the guardian's opinion on the same row."""
    fields = fields_of(desk, "home_visit", who.today.isoformat(), FILLED_IN)
    decisions, channels = (_words(desk, key) for key in ("decisions", "consent_channels"))
    return (
        SheetColumn("serial", label("sheet.serial"), 4),
        SheetColumn("village", label("sheet.village"), 10),
        SheetColumn("name", label("sheet.child_name"), 8),
        SheetColumn("sex", label("sheet.sex"), 4),
        SheetColumn("birth_date", label("sheet.born"), 8),
        SheetColumn("guardian", label("sheet.guardian"), 8),
        *(column_of(desk, who, snapshot, field) for field in fields),
        *(column_of(desk, who, snapshot, field, prefix=ASSESSMENT)
          for field in assessed_fields(desk, who.today.isoformat())),
        SheetColumn("consent.decision", label("sheet.consent"), 8, fills=True, choices=decisions,
                    hint=label("sheet.hint_consent")),
        SheetColumn("consent.channel", label("sheet.consent_channel"), 7, fills=True, choices=channels),
    )


def assessed_fields(desk: Desk, day: str) -> tuple[FieldSpec, ...]:
    """List what a visitor sees and an assessment asks for: what it always needs or wants, and the difficulties."""
    return tuple(field for field in fields_of(desk, ASSESSMENT, day, ("date", "child"))
                 if (field.need is not Need.OPTIONAL and not field.ask_when.clauses) or field.key == "difficulties")


def _words(desk: Desk, key: str) -> tuple[str, ...]:
    found = desk.province.choices.get(key)
    return tuple(choice.label for choice in found.choices) if found else ()


def plan_visits(desk: Desk, who: Who, command: MakeSheets) -> MadeSheets:
    """Plan the sheets of visits, all children of an area in one or a file for each town or village."""
    snapshot = own_part(desk, who, snapshot_of(desk, who))
    area, problems = find_area(desk, snapshot, command.area)
    if not problems and area.mother:
        problems = (Problem(Code.SHEET_001, values={"area": command.area}),)
    if problems:
        return MadeSheets(problems=problems)
    view = view_of(desk, who, snapshot=snapshot)
    lines = sorted(_to_visit(view, who, area), key=lambda line: (
        line.child.text("division_code"), line.child.text("name"), line.child.id))
    if not lines:
        return MadeSheets(problems=(Problem(Code.SHEET_005, values={"area": area.name}),))
    columns = visit_columns(desk, who, snapshot)
    each = command.each if command.each in ("town", "village") else ""
    files = parted(lines, lambda line: place_key(desk, line.child.text("division_code"), each) if each else (
        area.code, area.name))
    return MadeSheets(tuple(_plan(desk, who, columns, key, name, part) for (key, name), part in files.items()))


def _to_visit(view: View, who: Who, area: Area) -> Iterator[_Line]:
    visits = frozenset(
        spec.key for spec in view.province.checklist.duties.at(view.now, view.office)
        if spec.counts is not None and spec.counts.of == "home_visit")
    due = {item.record_id for item in duty_items(view, scope=area.code, duties=visits) if item.status in _OWED} \
        if visits else set()
    for child in view.records("child"):
        place = child.text("division_code")
        if not place.startswith(area.code) or not inside(who, place):
            continue
        if child.id in due or (view.core_state(child) == _UNVISITED and not _was_met(view.snapshot, child)):
            yield _Line(child, "、".join(_names(guardians_of(view.snapshot, child.id, view.now))))


def _was_met(snapshot: Snapshot, child: Record) -> bool:
    """Whether somebody was met at the child's home: an attempt that met nobody is no visit."""
    return any("nobody" not in members(visit.get("met")) for visit in snapshot.linked("home_visit", "child", child.id))


def guardians_of(snapshot: Snapshot, child: str, day: str) -> tuple[Record, ...]:
    """List those who are a child's guardians on a day (监护人, who may consent)."""
    return tuple(
        person for person in snapshot.of("guardian")
        if any(row.get("child") == child and row.get("role") == "guardian"
               and not (row.get("to") and str(row["to"]) <= day) for _, row in rows(person.get("roles"))))


def _names(people: Iterable[Record]) -> list[str]:
    return [person.text("name") for person in people if person.text("name")]


def _plan(desk: Desk, who: Who, columns: tuple[SheetColumn, ...], key: str, name: str, lines: list[_Line]) -> SheetPlan:
    divisions, sexes = desk.province.divisions, desk.province.choices.get("sexes")
    planned = []
    for number, line in enumerate(lines, 1):
        place, sex = line.child.text("division_code"), line.child.text("sex")
        planned.append(PlannedRow(line.child.id, (
            ("serial", str(number)), ("village", divisions.name(place) if place else ""),
            ("name", line.child.text("name")), ("sex", sexes.label_of(sex) if sexes and sex else ""),
            ("birth_date", line.child.text("birth_date")[:7]), ("guardian", line.guardians))))
    day = who.today.isoformat()
    identity = Identity("visits", desk.office, desk.store.workspace.id, day, area=key)
    return SheetPlan(
        identity, label("sheet.visits_title", year=who.today.year),
        (label("sheet.for_whom", office=divisions.name(desk.office), area=name, day=day), label("sheet.visits_how")),
        columns, tuple(planned), file_stem(label("sheet.visits_stem", day=day), name))
