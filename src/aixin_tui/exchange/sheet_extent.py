"""How far the sheets of a workbook reach, told before they are read.

Calamine lays a sheet out as a full grid from its first cell to its last: two cells, the last one in XFD1048576, would
take 500 GB, and the process ends without a word. So the marks of rows and cells are looked through beforehand.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator

_CHUNK = 1 << 20
#: A mark may be cut by the end of a chunk: so many bytes are looked at again.
_AGAIN = 256
#: Where a cell or a row says that it is: `r="XFD1048576"`, `r="7"`. Columns of one letter are never far.
_CELL = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{2,})(\d+)["']""")
_ROW = re.compile(rb"""<(?:\w+:)?row\b[^>]*?\sr\s*=\s*["'](\d+)["']""")
#: Rows that name no number are counted.
_ANY_ROW = re.compile(rb"<(?:\w+:)?row\b")
_LETTERS = 26
#: Records of the binary format: a row (its number comes first) and cells (their column comes first).
_BINARY_ROW, _BINARY_CELLS = 0, range(1, 12)


def most_cells(archive: zipfile.ZipFile) -> int:
    """Give the cells of the largest sheet, as a full grid; at least 26 columns are taken for granted.

    Raises:
        zipfile.BadZipFile, OSError, ValueError, NotImplementedError: a sheet cannot be unpacked.
    """
    most = 0
    for part in archive.infolist():
        is_binary = part.filename.lower().endswith(".bin")  # any other part may be named as a sheet
        rows, columns = (_binary if is_binary else _written)(archive, part)
        most = max(most, rows * columns)
    return most


def _written(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> tuple[int, int]:
    last, counted, wide = 0, 0, _LETTERS
    tail = b""
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            text = tail + chunk
            for letters, number in _CELL.findall(text):
                wide = max(wide, _column(letters))
                last = max(last, int(number[:9]))
            last = max(last, max((int(number[:9]) for number in _ROW.findall(text)), default=0))
            counted += len(_ANY_ROW.findall(text))
            tail = text[-_AGAIN:]
    return max(last, counted), wide


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters[:5].upper():
        number = number * _LETTERS + letter - ord("A") + 1
    return number


def _binary(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> tuple[int, int]:
    rows, columns = 0, _LETTERS
    for kind, data in _records(archive.read(part)):
        if kind == _BINARY_ROW:
            rows = max(rows, int.from_bytes(data[:4], "little") + 1)
        elif kind in _BINARY_CELLS:
            columns = max(columns, int.from_bytes(data[:4], "little") + 1)
    return rows, columns


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Walk over the records of a binary sheet: the kind (one byte or two), the length (up to four of 7 bits), bytes."""
    at = 0
    while at < len(data):
        kind, at = data[at], at + 1
        if kind & 0x80 and at < len(data):
            kind, at = (kind & 0x7F) | (data[at] << 7), at + 1
        length, shift = 0, 0
        while at < len(data) and shift < 28:
            byte, at = data[at], at + 1
            length |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                break
        yield kind, data[at:at + 4]
        at += length
