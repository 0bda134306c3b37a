"""The rows of a sheet that were not taken in, in its own layout, with what is to be mended beside each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from aixin_tui.engine.snapshot import Snapshot
from aixin_tui.services.desk import Desk, Who
from aixin_tui.services.importing.headers import Headings, find_headings
from aixin_tui.services.importing.headings_table import register_of
from aixin_tui.services.importing.results import RowResult
from aixin_tui.services.importing.row_cells import RowCells, data_rows
from aixin_tui.services.importing.sheet import SheetData, as_text
from aixin_tui.services.sheets.areas import file_stem
from aixin_tui.services.sheets.calls import call_columns
from aixin_tui.services.sheets.identity import Identity, identity_of, shown_sheets
from aixin_tui.services.sheets.plan import PlannedRow, SheetColumn, SheetPlan
from aixin_tui.services.sheets.queries import query_columns
from aixin_tui.services.sheets.register import register_columns
from aixin_tui.services.sheets.sent import as_sent
from aixin_tui.services.sheets.visits import visit_columns
from aixin_tui.services.viewing import own_part, snapshot_of
from aixin_tui.texts import label
from aixin_tui.texts import problem as problem_words

_MEND = "mend"


def plan_mending(
    desk: Desk, who: Who, kind: str, file_name: str, sheets: Sequence[SheetData], kept: Iterable[RowResult],
) -> SheetPlan | None:
    """Plan the sheet of the rows that wait or went back; None for a list that was not sent out from here.

    Taken in again it is the same sheet: a row that was mended settles what waited of it.
    """
    if kind not in ("activities", "visits", "queries") and not register_of(kind):
        return None
    sheet, headings = find_headings(shown_sheets(sheets), kind, desk.province, {}, file_name)
    if sheet is None:
        return None
    identity = _identity(desk, kind, sheets, sheet, headings)
    if identity is None:
        return None
    read = {cells.number: cells for cells in data_rows(sheet, headings)}
    rows = tuple(_row(read[result.file_row], result) for result in kept if result.file_row in read)
    columns = (*_columns(desk, who, kind), SheetColumn(_MEND, label("sheet.mend"), 26))
    stem = file_stem(label("sheet.mend_stem", stem=file_name.rpartition(".")[0] or file_name))
    return SheetPlan(identity, headings.facts.title, (label("sheet.mend_how"),), columns, rows, stem,
                     key_title=label("sheet.line") if register_of(kind) else "")


def _identity(
    desk: Desk, kind: str, sheets: Sequence[SheetData], sheet: SheetData, headings: Headings,
) -> Identity | None:
    told = identity_of(sheets)
    if told is not None:
        return told if told.kind == kind else None
    facts = as_sent(desk, kind, sheets, headings.facts, data_rows(sheet, headings)).facts
    if not facts.sheet:
        return None
    month = f"{facts.year:04d}-{facts.month:02d}" if kind == "activities" and facts.month else ""
    return Identity(kind, desk.office, desk.store.workspace.id, facts.sent_on, month)


def _columns(desk: Desk, who: Who, kind: str) -> tuple[SheetColumn, ...]:
    snapshot: Snapshot = own_part(desk, who, snapshot_of(desk, who))
    if register_of(kind):
        return register_columns(desk, who, snapshot, register_of(kind))
    made: Mapping[str, tuple[SheetColumn, ...]] = {
        "activities": call_columns(desk), "visits": visit_columns(desk, who, snapshot), "queries": query_columns(desk)}
    return made[kind]


def _row(cells: RowCells, result: RowResult) -> PlannedRow:
    """Give a row as it was filled in, and in one cell all that is wrong with it."""
    found = {name: as_text(value) for name, value in cells.cells.items()}
    key = found.pop("key", "") or found.pop("line", "")
    found[_MEND] = "\n".join(_sentence(problem.code, problem.values) for problem in result.problems)
    return PlannedRow(key, tuple(found.items()))


def _sentence(code: str, values: Mapping[str, object]) -> str:
    return "；".join(part for part in problem_words(code, "zh", **values) if part)
