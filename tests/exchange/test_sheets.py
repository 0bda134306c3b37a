"""Spreadsheets are read as they are; what cannot be read is a clear problem and never a traceback."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aixin_tui.exchange.sheets import MAX_UNPACKED, Book, read_book, read_bytes
from aixin_tui.exchange.text_tables import decode
from aixin_tui.services.importing.sheet import as_text

ROSTERS = Path(__file__).parents[1] / "data" / "rosters"


def code(book: Book) -> str:
    assert not book.sheets
    (problem,) = book.problems
    return problem.code.value


def workbook(*rows: tuple[object, ...], start: int = 1) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for number, row in enumerate(rows, start):
        for column, value in enumerate(row, 1):
            sheet.cell(number, column, value)  # type: ignore[arg-type]
    raw = io.BytesIO()
    book.save(raw)
    return raw.getvalue()


def zipped(**parts: bytes) -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), data)
    return raw.getvalue()


@pytest.mark.parametrize(("data", "wanted"), [
    (b"", "FILE_003"),
    (b"\xef\xbb\xbf\r\n", "FILE_003"),
    (b"\x00" * 5000, "FILE_004"),
    (b"PK\x03\x04 cut off", "FILE_004"),
    (b"<html><table><tr><td>x</td></tr></table>", "FILE_006"),
    (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "FILE_006"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "FILE_004"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 600, "FILE_002"),
    (b"name\xff\xff\xff,\x81\n", "FILE_012"),
    (b"\x89PNG\r\n\x1a\n\x00\x00\xff\xff", "FILE_001"),
    (zipped(readme=b"hello"), "FILE_001"),
    (zipped(xl__workbook_xml=b"not xml"), "FILE_004"),
    (zipped(**{f"part{n}": b"" for n in range(2001)}), "FILE_005"),
])
def test_what_is_no_spreadsheet_is_said_clearly(data: bytes, wanted: str) -> None:
    assert code(read_bytes("x.xlsx", data)) == wanted


def test_an_archive_that_unpacks_to_too_much_is_not_unpacked() -> None:
    data = bytearray(zipped(xl__workbook_xml=b"0" * 1000))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        assert archive.infolist()[0].file_size == 1000
    claimed = (MAX_UNPACKED + 1).to_bytes(4, "little")
    place = bytes(data).rfind((1000).to_bytes(4, "little"))
    data[place:place + 4] = claimed
    assert code(read_bytes("bomb.xlsx", bytes(data))) == "FILE_005"


def test_an_archive_of_zeros_is_not_read() -> None:
    assert code(read_bytes("zeros.xlsx", zipped(xl__workbook_xml=b"\x00" * 5_000_000))) == "FILE_004"


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_damaged_workbook_never_raises(data: st.DataObject) -> None:
    raw = bytearray((ROSTERS / "calls_2025-05.xlsx").read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        raw[data.draw(st.integers(0, len(raw) - 1))] ^= data.draw(st.integers(1, 255))
    book = read_bytes("x.xlsx", bytes(raw[:data.draw(st.integers(0, len(raw)))]))
    assert bool(book.sheets) != bool(book.problems)


def test_hidden_rows_are_known_and_merged_cells_filled() -> None:
    sheet = read_book(ROSTERS / "children_minzheng.xlsx").sheets[0]
    assert [row.number for row in sheet.rows if row.hidden] == [53, 54]
    assert {row.cells[1] for row in sheet.rows if row.number in (9, 10, 11)} == {"官亭镇"}
    assert 21 not in {row.number for row in sheet.rows}


def test_cells_keep_their_kind() -> None:
    data = workbook(("姓名", date(2015, 3, 5), 42068, 3.5, "=1+1", "@SUM(A1)", datetime(2015, 3, 5, 8, 30), True))  # noqa: DTZ001 - cells know no zone
    (row,) = read_bytes("x.xlsx", data).sheets[0].rows
    assert row.cells[0] == "姓名"
    assert isinstance(row.cells[1], date)
    assert row.cells[2:4] == (42068, 3.5)
    assert as_text(row.cells[1]) == "2015-03-05"


@pytest.mark.parametrize(("value", "text"), [
    (None, ""), (3, "3"), (3.0, "3"), (2013.1, "2013.1"), (630222201407159931.0, "6.30222201407160E+17"),
    (15402220035, "15402220035"), (date(2015, 3, 5), "2015-03-05"), (True, "TRUE"),
])
def test_a_cell_as_text_is_what_the_sheet_shows(value: object, text: str) -> None:
    assert as_text(value) == text  # type: ignore[arg-type]


def test_row_numbers_count_the_sheet_from_its_first_row() -> None:
    rows = read_bytes("x.xlsx", workbook(("a", "b"), ("c", "d"), start=4)).sheets[0].rows
    assert [(row.number, row.cells) for row in rows] == [(4, ("a", "b")), (5, ("c", "d"))]


def test_one_cell_in_the_last_corner_is_no_way_to_fill_the_memory() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["XFD1048576"] = "x"
    raw = io.BytesIO()
    book.save(raw)
    assert code(read_bytes("x.xlsx", raw.getvalue())) == "FILE_005"


def rewritten(raw: bytes, replace: Callable[[bytes], bytes]) -> bytes:
    """Change the sheet of a workbook as nobody's program would write it."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            new.writestr(name, replace(old.read(name)) if "sheet1" in name else old.read(name))
    return made.getvalue()


@pytest.mark.parametrize("mark", [
    b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
    b"<row r='1048576'><c  r = 'xfd1048576'><v>1</v></c></row>",
    b'<row r="1048576"><c r="AB3"><v>1</v></c></row>', b'<row><c r="ZZZ999999999"><v>1</v></c></row>',
])
def test_two_cells_far_apart_do_not_end_the_program(mark: bytes) -> None:
    end = b"</sheetData>"
    raw = rewritten(workbook(("a", "b"), ("c", "d")), lambda data: data.replace(end, mark + end))
    assert read_apart(raw) == "FILE_005"


def test_two_cells_far_apart_in_a_binary_workbook_are_seen() -> None:
    def record(kind: int, data: bytes) -> bytes:
        return bytes([kind, len(data)]) + data

    def cell(row: int, column: int) -> bytes:
        return record(0, row.to_bytes(4, "little") + bytes(20)) + record(7, column.to_bytes(4, "little") + bytes(8))

    sheet = cell(0, 0) + cell(1_048_575, 16_383)
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        archive.writestr("xl/workbook.bin", b"")
        archive.writestr("xl/worksheets/sheet1.bin", sheet)
    assert code(read_bytes("x.xlsb", raw.getvalue())) == "FILE_005"


def read_apart(raw: bytes) -> str:
    """Read in a process of its own: one that ends in the middle would take the tests with it."""
    out, into = os.pipe()
    worker = os.fork()
    if not worker:
        os.write(into, code(read_bytes("x.xlsx", raw)).encode())
        os._exit(0)
    os.close(into)
    assert os.waitstatus_to_exitcode(os.waitpid(worker, 0)[1]) == 0
    with os.fdopen(out) as told:
        return told.read()


def test_a_merged_range_that_claims_the_whole_sheet_costs_nothing() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = "x"
    sheet["B3"] = "y"
    sheet.merge_cells("A1:A2")
    raw, wide = io.BytesIO(), io.BytesIO()
    book.save(raw)
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(wide, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'ref="A1:A2"', b'ref="A1:XFD1048576"'))
    (row, *_) = read_bytes("x.xlsx", wide.getvalue()).sheets[0].rows
    assert row.cells[0] == "x"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_a_csv_is_read_in_each_encoding(encoding: str) -> None:
    data = "姓名,村\r\n鲍䶮,湖㳇村\r\n秦𡐓,\r\n".encode(encoding)
    rows = read_bytes("x.csv", data).sheets[0].rows
    assert [row.cells for row in rows] == [("姓名", "村"), ("鲍䶮", "湖㳇村"), ("秦𡐓",)]


def test_a_heading_alone_is_not_taken_for_utf_8_by_chance() -> None:
    assert decode("学校".encode("gbk")) == "学校"
    assert decode("学校".encode()) == "学校"
    assert decode(b"name,id") == "name,id"


def test_records_are_counted_not_lines() -> None:
    data = '姓名,备注\r\n甲,"第一行\n第二行"\r\n\r\n乙,x\r\n'.encode()
    assert [(row.number, row.cells[0]) for row in read_bytes("x.csv", data).sheets[0].rows] == [
        (1, "姓名"), (2, "甲"), (4, "乙")]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separator_is_found(separator: str) -> None:
    data = separator.join(("姓名", "性别")).encode() + b"\n" + separator.join(("甲", "女")).encode()
    assert read_bytes("x.csv", data).sheets[0].rows[1].cells == ("甲", "女")


def test_a_long_cell_and_a_nul_are_only_text() -> None:
    data = ("姓名,备注\n甲," + "长" * 200_000 + "\n乙\x00,z\n").encode()
    rows = read_bytes("x.csv", data).sheets[0].rows
    assert len(str(rows[1].cells[1])) == 200_000
    assert len(rows) == 3


def test_what_many_rows_say_is_held_once(tmp_path: Path) -> None:
    """A long list names its towns and categories in every row: one text each, in CSV and in a workbook."""
    file = tmp_path / "a.csv"
    file.write_text("姓名,乡镇\n窦念安,官亭镇\n窦念和,官亭镇\n", encoding="utf-8")
    first, second = read_book(file).sheets[0].rows[1:]
    assert first.cells == ("窦念安", "官亭镇")
    assert first.cells[1] is second.cells[1]
