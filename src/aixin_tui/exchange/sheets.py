"""Reading spreadsheets: xlsx, xls, ods and CSV into `SheetData`. What cannot be read is a problem, never a traceback.

Hidden rows are read from the sheet's own XML, since python-calamine does not tell them; merged cells come from it.
Files from outside are hostile until read: sizes are bounded before anything is unpacked.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Place, Problem
from aixin_tui.exchange import hidden_rows, sheet_extent
from aixin_tui.exchange.text_tables import read_text_table
from aixin_tui.services.importing.sheet import CellValue, SharedTexts, SheetData, SheetRow, is_blank
from aixin_tui.texts import label

#: What a file may weigh, packed and unpacked, and how many cells merged ranges may fill.
MAX_BYTES = 64 * 1024 * 1024
MAX_UNPACKED = 512 * 1024 * 1024
MAX_PARTS = 2_000
_MAX_CELLS = 20_000_000
#: What is laid out in memory at all: every row that a sheet may have, in the columns A to Z.
_MAX_GRID = 1_048_576 * 26
_MAX_FILLED = 1_000_000
_WORKBOOKS = frozenset({"xl/workbook.xml", "xl/workbook.bin"})
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True, slots=True)
class Book:
    """The sheets of a file in its order, or the problems that kept it from being read. `name` is the file's."""

    name: str
    sheets: tuple[SheetData, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_book(path: Path) -> Book:
    """Read a spreadsheet file by what is in it, not by its name's ending.

    A missing file is left to the caller (OSError); everything else that is wrong comes back as a problem.
    """
    if path.stat().st_size > MAX_BYTES:
        return _refused(path.name, Code.FILE_005, limit=f"{MAX_BYTES // 1024 // 1024} MB")
    return read_bytes(path.name, path.read_bytes())


def read_bytes(name: str, data: bytes) -> Book:
    """Read a spreadsheet that lies in memory."""
    if not data.strip(b"\x00\r\n\t \xef\xbb\xbf"):
        return _refused(name, Code.FILE_004 if b"\x00" in data else Code.FILE_003)
    if data.startswith(b"PK\x03\x04"):
        return _read_zip(name, data)
    if data.startswith(_OLE):
        return _read_calamine(name, data)
    return _read_plain(name, data)


def _refused(name: str, code: Code, **values: Any) -> Book:
    return Book(name, (), (Problem(code, place=Place(file=name), values={"file": name, **values}),))


def _read_zip(name: str, data: bytes) -> Book:
    """Look at what the archive claims to hold before unpacking, then read it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _read_parts(name, data, archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError):
        return _refused(name, Code.FILE_004)


def _read_parts(name: str, data: bytes, archive: zipfile.ZipFile) -> Book:
    parts = archive.infolist()
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        return _refused(name, Code.FILE_005, limit=f"{MAX_UNPACKED // 1024 // 1024} MB")
    if any(part.flag_bits & 1 for part in parts):
        return _refused(name, Code.FILE_002)
    names = {part.filename for part in parts}
    if not names & {*_WORKBOOKS, "content.xml"}:
        return _refused(name, Code.FILE_001)
    if names & _WORKBOOKS and sheet_extent.most_cells(archive) > _MAX_GRID:
        return _refused(name, Code.FILE_005, limit=label("file.cells", cells=_MAX_CELLS))
    return _read_calamine(name, data, hidden_rows.reader(data) if "xl/workbook.xml" in names else None)


def _read_calamine(name: str, data: bytes, hidden_of: Callable[[str], frozenset[int]] | None = None) -> Book:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
            sheets = tuple(_sheet(workbook, sheet_name, hidden_of) for sheet_name in workbook.sheet_names)
    except PasswordError:
        return _refused(name, Code.FILE_002)
    except _TooBigError:
        return _refused(name, Code.FILE_005, limit=label("file.cells", cells=_MAX_CELLS))
    except (CalamineError, zipfile.BadZipFile, ValueError, OSError, OverflowError):
        return _refused(name, Code.FILE_002 if _is_encrypted(data) else Code.FILE_004)
    return Book(name, sheets) if any(sheet.rows for sheet in sheets) else _refused(name, Code.FILE_003)


def _is_encrypted(data: bytes) -> bool:
    """Whether an OLE file is a new workbook that was encrypted as a whole."""
    return data.startswith(_OLE) and "EncryptedPackage".encode("utf-16-le") in data


class _TooBigError(Exception):
    """The sheet claims more cells than any list has."""


def _sheet(workbook: Any, name: str, hidden_of: Callable[[str], frozenset[int]] | None) -> SheetData:
    sheet = workbook.get_sheet_by_name(name)
    last_row, last_column = sheet.end or (0, 0)
    if (last_row + 1) * (last_column + 1) > _MAX_CELLS:  # rows are given from A1 on, whatever stands before the first
        raise _TooBigError
    texts = SharedTexts()
    grid: list[list[CellValue]] = [[_cell(value, texts) for value in row] for row in sheet.iter_rows()]
    _fill_merged(grid, sheet.merged_cell_ranges or ())
    hidden = hidden_of(name) if hidden_of else frozenset()
    return SheetData(name, tuple(_rows(grid, hidden)))


def _rows(grid: Sequence[Sequence[CellValue]], hidden: frozenset[int]) -> Iterator[SheetRow]:
    for index, cells in enumerate(grid, 1):
        filled = [number for number, cell in enumerate(cells, 1) if not is_blank(cell)]
        if filled:
            yield SheetRow(index, tuple(cells[:filled[-1]]), index in hidden)


def _cell(value: Any, texts: SharedTexts) -> CellValue:
    """Take a cell as it is: whole numbers as such, times without a day as text, an empty text as nothing."""
    if isinstance(value, str):
        return texts.one(value) if value else None
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    if isinstance(value, (bool, int, float, datetime, date)):
        return value
    return None if value is None else str(value)


def _fill_merged(grid: list[list[CellValue]], ranges: Sequence[Any]) -> None:
    """Write what a merged range shows into each of its cells; bounded, since a range costs nothing to claim."""
    budget = _MAX_FILLED
    for (first_row, first_column), (last_row, last_column) in ranges:
        rows = range(first_row, min(last_row + 1, len(grid)))
        if not rows or first_column >= len(grid[rows[0]]):
            continue
        shown = grid[rows[0]][first_column]
        columns = range(first_column, min(last_column + 1, len(grid[rows[0]])))
        budget -= len(rows) * len(columns)
        if is_blank(shown) or budget < 0:
            continue
        for row in rows:
            for column in columns:
                grid[row][column] = shown


def _read_plain(name: str, data: bytes) -> Book:
    """Read text: a CSV, or something that only calls itself a spreadsheet."""
    head = data[:4096].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if head.startswith((b"<html", b"<!doctype", b"<table", b"<head", b"<meta", b"<?xml", b"mime-version")):
        return _refused(name, Code.FILE_006)
    table = read_text_table(data)
    if table is None:
        return _refused(name, Code.FILE_012 if b"\x00" not in data[:4096] else Code.FILE_001)
    rows = tuple(SheetRow(number, cells) for number, cells in table if any(not is_blank(cell) for cell in cells))
    return Book(name, (SheetData("", rows),)) if rows else _refused(name, Code.FILE_003)
