"""Background queries (准入查询) as one list for the police: volunteers without a query, or whose query runs out soon.

未成年人保护法 §62 and §98; the list goes out with whole ID numbers only for a reason, which is logged.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Problem
from aixin_tui.domain.record import Act, Record, rows
from aixin_tui.engine.background import is_current
from aixin_tui.engine.view import View
from aixin_tui.services.desk import Desk, Who
from aixin_tui.services.masking import mask
from aixin_tui.services.scope import refusals
from aixin_tui.services.sheets.areas import Area, file_stem, find_area, parted, place_key
from aixin_tui.services.sheets.identity import Identity
from aixin_tui.services.sheets.plan import MadeSheets, MakeSheets, PlannedRow, SheetColumn, SheetPlan
from aixin_tui.services.viewing import snapshot_of, view_of
from aixin_tui.texts import label

#: So long before it runs out a query is asked for anew (model.md section 6).
SOON = timedelta(days=60)
#: States of a volunteer who serves no more.
_GONE = frozenset({"left"})


@dataclass(frozen=True, slots=True)
class _Line:
    """One adult to be asked about: the volunteer, or a member of her family (`row`)."""

    mother: Record
    row: str
    values: Mapping[str, Any]

    @property
    def key(self) -> str:
        """The key of the line on the sheet."""
        return f"{self.mother.id}/{self.row}" if self.row else self.mother.id


def query_columns(desk: Desk) -> tuple[SheetColumn, ...]:
    """Give the columns of a list of background queries."""
    results = desk.province.choices.get("query_results")
    words = tuple(choice.label for choice in results.choices) if results else ()
    return (
        SheetColumn("serial", label("sheet.serial"), 5),
        SheetColumn("name", label("sheet.name"), 11),
        SheetColumn("sex", label("sheet.sex"), 5),
        SheetColumn("id_number", label("sheet.id_number"), 21),
        SheetColumn("place", label("sheet.place"), 22),
        SheetColumn("known", label("sheet.last_query"), 12),
        SheetColumn("query_on", label("sheet.query_on"), 12, fills=True, hint=label("sheet.hint_day")),
        SheetColumn("query_result", label("sheet.query_result"), 10, fills=True, choices=words),
        SheetColumn("note", label("sheet.remark"), 18, fills=True),
    )


def plan_queries(desk: Desk, who: Who, command: MakeSheets) -> MadeSheets:
    """Plan the list of queries; with a `reason` ID numbers stand in full, which one act of the log tells."""
    snapshot = snapshot_of(desk, who)
    area, problems = find_area(desk, snapshot, command.area)
    if not problems and area.mother:
        problems = (Problem(Code.SHEET_001, values={"area": command.area}),)
    problems += refusals(desk, who, role="recorder", place=area.code)
    if problems:
        return MadeSheets(problems=problems)
    lines = sorted(_wanted(view_of(desk, who, snapshot=snapshot), who, area), key=lambda line: (
        line.mother.text("division_code"), line.mother.text("name"), line.key))
    if not lines:
        return MadeSheets(problems=(Problem(Code.SHEET_006, values={"area": area.name}),))
    reveals = bool(command.reason.strip())
    if reveals:
        _log(desk, who, command.reason, lines)
    each = command.each if command.each in ("town", "village") else ""
    files = parted(lines, lambda line: place_key(desk, line.mother.text("division_code"), each) if each else (
        area.code, area.name))
    return MadeSheets(tuple(_plan(desk, who, key, name, part, reveals=reveals)
                            for (key, name), part in files.items()))


def _wanted(view: View, who: Who, area: Area) -> Iterator[_Line]:
    soon = view.at(view.day + SOON)
    scope = area.code or who.scope
    for mother in view.records("loving_mother"):
        if not mother.text("division_code").startswith(scope) or view.core_state(mother) in _GONE:
            continue
        if not _holds(view, soon, mother.values):
            yield _Line(mother, "", mother.values)
        for key, row in rows(mother.get("members")) if mother.get("kind") == "family" else ():
            if not _holds(view, soon, row):
                yield _Line(mother, key, row)


def _holds(view: View, soon: View, values: Mapping[str, Any]) -> bool:
    """Whether a query without a record holds today and still in sixty days."""
    return is_current(view, values) and is_current(soon, values)


def _log(desk: Desk, who: Who, reason: str, lines: list[_Line]) -> None:
    """Log who took the numbers of whom out of the house, and why; never a number."""
    about = {"kind": "loving_mother", "records": sorted({line.mother.id for line in lines}), "fields": ["id_number"],
             "sheet": "queries"}
    desk.store.commit(Act("reveal", who.operator, reason=reason, source=who.source, about=about))


def _plan(desk: Desk, who: Who, key: str, name: str, lines: list[_Line], *, reveals: bool) -> SheetPlan:
    divisions, sexes = desk.province.divisions, desk.province.choices.get("sexes")
    planned = []
    for number, line in enumerate(lines, 1):
        held, sex = str(line.values.get("id_number") or ""), str(line.values.get("sex") or "")
        planned.append(PlannedRow(line.key, (
            ("serial", str(number)), ("name", str(line.values.get("name") or "")),
            ("sex", sexes.label_of(sex) if sexes and sex else ""),
            ("id_number", held if reveals else mask(held, "resident_id")),
            ("place", divisions.path(line.mother.text("division_code"))),
            ("known", str(line.values.get("query_on") or "")))))
    day = who.today.isoformat()
    identity = Identity("queries", desk.office, desk.store.workspace.id, day, area=key)
    how = label("sheet.queries_how") if reveals else label("sheet.queries_masked")
    plan = SheetPlan(
        identity, label("sheet.queries_title"),
        (label("sheet.for_whom", office=divisions.name(desk.office), area=name, day=day), how),
        query_columns(desk), tuple(planned), file_stem(label("sheet.queries_stem", day=day), name))
    return replace(plan, stem=plan.stem + label("sheet.masked_stem")) if not reveals else plan
