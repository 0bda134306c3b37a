"""A sheet that goes out as a spreadsheet: A4, heads on every page, room for the pen, choices offered in the cells.

Who and what it is stands in a very hidden sheet, the key of each row in a hidden last column; every cell that is left
to be filled is text, so that 6.10 stays the tenth of June.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from aixin_tui.exchange.sheet_writer import BookWriter, SheetWriter, safe_text
from aixin_tui.exchange.whole_file import write_whole
from aixin_tui.services.sheets.identity import HIDDEN_SHEET
from aixin_tui.services.sheets.plan import SheetColumn, SheetPlan
from aixin_tui.texts import label

#: Height on paper of a row that is filled in by hand, in points.
_ROW = 21
#: Room for the line that is signed, and a little between, in points.
_FOOT = 44
#: A spreadsheet shows no more letters of a message than this.
_MESSAGE = 250


def write_sheet(path: Path, plan: SheetPlan, *, is_demo: bool = False) -> None:
    """Write a sheet to a file, whole or not at all. Raises OSError where it cannot be written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, sheet_bytes(plan, is_demo=is_demo))


def sheet_bytes(plan: SheetPlan, *, is_demo: bool = False) -> bytes:
    """Give the bytes of the spreadsheet: the same plan gives the same bytes."""
    book = BookWriter(plan.title)
    widths = [column.width for column in plan.columns]
    sheet = SheetWriter(book, label("report.sheet"), widths, page=label("report.page"))
    sheet.line(plan.title, "title", least=36, size=20 / 11)
    for told in (label("report.demo_note") if is_demo else "", *plan.lines):
        if told:
            sheet.line(told, "note")
    head = sheet.row
    sheet.cells([column.title for column in plan.columns], style="head")
    sheet.repeat_to_here()
    sheet.sheet.freeze_panes(sheet.row, 0)
    first = sheet.row
    height = _ROW * 100 // sheet.scale
    lines = list(_lines(plan))
    for number, cells in enumerate(lines, 1):
        # Pages are broken where we say; who signs does not sign an empty one.
        sheet.keep_together(0, height + (_FOOT if number == len(lines) else 0))
        sheet.cells(cells, least=height)
    last = sheet.row - 1
    sheet.skip()
    sheet.line(_foot(), "foot", least=30)
    _write_keys(book, sheet, plan, head)
    _offer(sheet, plan, first, max(last, first), _write_identity(book, plan))
    return book.close()


def _lines(plan: SheetPlan) -> Iterator[list[str]]:
    for row in plan.rows:
        yield [row.cell(column.name) for column in plan.columns]
    for number in range(len(plan.rows) + 1, len(plan.rows) + plan.blank + 1):
        yield [str(number) if column.name == "serial" else "" for column in plan.columns]


def _foot() -> str:
    """Give the line that is signed and stamped: 填报单位（盖章）、填报人、审核人、日期."""
    blank = "　　　　"
    return "　".join((
        label("report.filled_unit", office=blank), label("report.filled_by", name=blank),
        label("report.reviewed_by", name=blank), label("report.filled_on", day=label("report.hand_date"))))


def _write_keys(book: BookWriter, sheet: SheetWriter, plan: SheetPlan, head: int) -> None:
    """Write the key of each row into a hidden column beside the last."""
    place, style = len(plan.columns), book.style("cell")
    sheet.sheet.set_column(place, place, 12, None, {"hidden": True})
    sheet.sheet.write_string(head, place, plan.key_title or label("sheet.key"), style)
    for number, row in enumerate(plan.rows, head + 1):
        sheet.sheet.write_string(number, place, row.key, style)


def _write_identity(book: BookWriter, plan: SheetPlan) -> dict[str, str]:
    """Write what the sheet is, and the words of its choices, into a very hidden sheet; give where the words stand."""
    hidden = book.book.add_worksheet(HIDDEN_SHEET)
    hidden.very_hidden()
    for row, (name, value) in enumerate(plan.identity.lines()):
        hidden.write_string(row, 0, name)
        hidden.write_string(row, 1, value)
    places = {}
    offered = [column for column in plan.columns if column.choices]
    for place, column in enumerate(offered, 3):
        for row, word in enumerate(column.choices):
            hidden.write_string(row, place, safe_text(word))
        letter = chr(ord("A") + place) if place < 26 else f"A{chr(ord('A') + place - 26)}"
        places[column.name] = f"={HIDDEN_SHEET}!${letter}$1:${letter}${len(column.choices)}"
    return places


def _offer(sheet: SheetWriter, plan: SheetPlan, first: int, last: int, places: dict[str, str]) -> None:
    """Offer the choices of each column as a list; what is not in it is warned of, never refused."""
    for place, column in enumerate(plan.columns):
        if not column.fills or not (column.choices or column.hint):
            continue
        sheet.sheet.data_validation(first, place, last, place, _validation(column, places))


def _validation(column: SheetColumn, places: dict[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {"validate": "any"}
    if column.choices:
        found = {"validate": "list", "source": places[column.name], "error_type": "warning",
                 "show_error": not column.many}
    message = column.hint or (label("sheet.hint_many") if column.many else "")
    if message:
        found |= {"input_title": column.title.split("\n")[0][:32], "input_message": message[:_MESSAGE]}
    return found


def write_sheets(
    plans: Sequence[SheetPlan], workspace: str, out: str = "", *, is_demo: bool = False
) -> Iterator[tuple[Path, SheetPlan]]:
    """Write sheets into `out` (a folder, or a file where there is one sheet), else into 下发 of the workspace.

    Gives each file as soon as it is written. A file of the same name that this did not just write is kept: the new one
    gets a number. Raises OSError where a file cannot be written.
    """
    target = Path(out) if out else Path(workspace) / label("sheet.folder")
    if out.lower().endswith(".xlsx") and len(plans) == 1:
        write_sheet(target, plans[0], is_demo=is_demo)
        yield target, plans[0]
        return
    for plan in plans:
        path = _free_path(target, plan.stem)
        write_sheet(path, plan, is_demo=is_demo)
        yield path, plan


def _free_path(folder: Path, stem: str) -> Path:
    """Give a path that overwrites nothing: what lies there may have been filled in."""
    path, count = folder / f"{stem}.xlsx", 1
    while path.exists():
        count += 1
        path = folder / f"{stem}（{count}）.xlsx"
    return path
