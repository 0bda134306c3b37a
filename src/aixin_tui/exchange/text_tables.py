"""Reading CSV: its encoding (BOM, strict UTF-8, GB18030), its separator, its records."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from aixin_tui.services.importing.sheet import CellValue, SharedTexts

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_MAX_FIELD = 8 * 1024 * 1024


def _has_han(text: str) -> bool:
    return any("\u4e00" <= character <= "\u9fff" or character == "〇" for character in text)


def decode(data: bytes) -> str | None:
    """Decode a text file; None if it is in none of the three encodings.

    A short file (a heading alone) may by chance be UTF-8 as well as GBK: 学校 in GBK reads as `ѧУ`. So where strict
    UTF-8 gives no Han character and GB18030 does, GB18030 it is.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strict(data[len(mark):], encoding)
    plain = _strict(data, "utf-8")
    if plain is not None and (plain.isascii() or _has_han(plain)):
        return plain
    chinese = _strict(data, "gb18030")
    return chinese if chinese is not None and (plain is None or _has_han(chinese)) else plain


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _separator(text: str) -> str:
    """Find what parts the cells of the first lines: comma, semicolon or tab."""
    head = "\n".join(text.splitlines()[:10])
    return max((",", "\t", ";"), key=head.count)


def read_text_table(data: bytes) -> Iterator[tuple[int, tuple[CellValue, ...]]] | None:
    """Give each record with its number from 1; None if the text cannot be decoded."""
    text = decode(data)
    return None if text is None else _records(text)


def _records(text: str) -> Iterator[tuple[int, tuple[CellValue, ...]]]:
    before = csv.field_size_limit(_MAX_FIELD)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))
        texts = SharedTexts()
        for number, cells in enumerate(reader, 1):
            while cells and not cells[-1].strip():
                cells.pop()
            yield number, tuple(texts.one(cell) if cell else None for cell in cells)
    finally:
        csv.field_size_limit(before)
