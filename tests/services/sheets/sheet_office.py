"""An office that sends sheets out: pairs in force, one that ended, children to be visited, a query that runs out."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from openpyxl import load_workbook

from aixin_tui.domain.record import Record
from aixin_tui.engine.spec.province import Province
from aixin_tui.exchange.sheet_layout import sheet_bytes
from aixin_tui.exchange.sheets import read_bytes
from aixin_tui.services.casework import Advance, advance
from aixin_tui.services.importing import ImportFile, ImportSummary, Outcome, RowResult, import_file
from aixin_tui.services.importing.sheet import SheetData
from aixin_tui.services.pairs.ending import EndPairing, end_pairing
from aixin_tui.services.sheets.kinds import kind_of
from aixin_tui.services.sheets.make import make_sheets
from aixin_tui.services.sheets.plan import MadeSheets, MakeSheets, SheetPlan
from office_world import World

#: Fictitious children, in the order of the sheet; the last one's pair has ended.
CHILDREN = ("窦念乐", "窦念喜", "窦念安", "窦念平", "窦念庆", "窦念春", "窦念秋")
TO_VISIT = ("任晚舟", "任晚晴")
#: The day on which the month's calls are written down.
TODAY = "2025-06-20"
MONTH = "2025-06"


@dataclass
class SheetOffice:
    """The office, and the pairs by the child's name."""

    world: World
    pairs: dict[str, Record] = field(default_factory=dict)
    rows: dict[int, RowResult] = field(default_factory=dict)
    run: str = ""

    @property
    def desk(self) -> Any:
        return self.world.desk

    def make(self, what: str, **more: Any) -> MadeSheets:
        return make_sheets(self.desk, self.world.who(), MakeSheets(what, **more))

    def sheet(self, what: str, **more: Any) -> SheetPlan:
        (plan,) = self.make(what, **more).plans
        return plan

    def take(self, data: bytes, name: str = "回收.xlsx", **more: Any) -> dict[int, RowResult]:
        return self.take_book(read_bytes(name, data).sheets, name, **more)

    def take_book(self, sheets: tuple[SheetData, ...], name: str = "回收.xlsx", kind: str = "",
                  **more: Any) -> dict[int, RowResult]:
        kind = kind or kind_of(sheets, self.desk.province)
        *rows, summary = import_file(self.desk, self.world.who(), ImportFile(kind, name, sheets, **more))
        assert isinstance(summary, ImportSummary)
        assert not summary.refused, summary.problems
        self.run = summary.run
        return {row.file_row: row for row in rows if isinstance(row, RowResult)}

    def calls(self, child: str) -> list[Record]:
        """List the calls on file of a child's pair."""
        return [one for one in self.desk.store.snapshot().of("activity")
                if one.text("pairing") == self.pairs[child].id]


def sheet_office(province: Province, *, ends: bool = True) -> SheetOffice:
    """Make the office, the same ids each time; the last pair `ends` on 10 June."""
    world = World.of(province, "630222", "2025-05-05")
    office = SheetOffice(world)
    for number, name in enumerate(CHILDREN):
        child = world.waiting_child(name, birth_date=f"2014-05-{number + 1:02}")
        mother = world.mother(f"蔺秀{'英兰芳珍莲梅菊'[number]}", division_code=world.village, phone="15400000002",
                              query_on="2025-05-01" if number else "2024-07-01")
        paired = world.pair(child, mother)
        assert paired.done, paired.problems
        office.pairs[name] = next(one for one in world.desk.store.snapshot().of("pairing")
                                  if one.text("child") == child.id)
    world.at("2025-06-01")
    for name in TO_VISIT:
        child = world.child(name, birth_date="2015-02-03")
        world.guardian(child, "任长河")
        assert advance(world.desk, world.who(), Advance(child.id, "file")).done
    if ends:
        world.at("2025-06-10")
        ended = end_pairing(world.desk, world.who(), EndPairing(office.pairs[CHILDREN[-1]].id, reason="moved"))
        assert ended.done, ended.problems
    world.at(TODAY)
    return office


def filled(plan: SheetPlan, rows: Mapping[int, Mapping[str, Any]], **more: Any) -> bytes:
    """Fill a sheet in as a spreadsheet program does: row (from 1) → name of the cell → what is typed."""
    return typed_into(sheet_bytes(plan), plan, rows, **more)


def typed_into(data: bytes, plan: SheetPlan, rows: Mapping[int, Mapping[str, Any]], *, loses: str = "") -> bytes:
    """Type into a file. `loses` takes away `identity` (the hidden sheet) or `all` (the keys too), as copying does."""
    book = load_workbook(io.BytesIO(data))
    sheet = book.worksheets[0]
    head = next(row for row in range(1, 12) if sheet.cell(row, 1).value == plan.columns[0].title)
    places = {column.name: place for place, column in enumerate(plan.columns, 1)} | {"key": len(plan.columns) + 1}
    for number, cells in rows.items():
        for name, value in cells.items():
            sheet.cell(head + number, places[name]).value = value
    if loses:
        del book["_aixin"]
    if loses == "all":
        sheet.delete_cols(places["key"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def head_row(data: bytes) -> int:
    """Find the number of the heading row of a written sheet."""
    sheet = load_workbook(io.BytesIO(data)).worksheets[0]
    return next(row for row in range(1, 12) if sheet.cell(row, 1).value == "序号")


def outcomes(rows: Mapping[int, RowResult]) -> list[str]:
    """List what became of the rows that were filled in."""
    return [row.outcome.value for row in rows.values() if row.outcome is not Outcome.NOTHING]


def codes_of(row: RowResult) -> set[str]:
    return {problem.code.value for problem in row.problems}


def day(text: str) -> date:
    return date.fromisoformat(text)
