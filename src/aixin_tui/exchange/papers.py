"""Papers as files: the same content as Word, spreadsheet or web page; written whole, and never over another file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Problem
from aixin_tui.engine.content import ReportContent
from aixin_tui.exchange.whole_file import write_whole
from aixin_tui.exchange.word import Signed
from aixin_tui.texts.disk_words import disk_words

FORMATS = ("docx", "xlsx", "html")


def paper_bytes(
    contents: Sequence[ReportContent], form: str, *, template: bytes = b"", signed: Signed | None = None,
    is_demo: bool = False, copies: int = 1,
) -> bytes:
    """Give the bytes of one file (`docx`, `xlsx` or `html`) with all papers; a spreadsheet holds one copy of each."""
    signed = signed or Signed()
    if form == "html":
        from aixin_tui.exchange.report_html import html_bytes

        return html_bytes(contents, signed=signed, is_demo=is_demo, copies=copies)
    if form == "xlsx":
        from aixin_tui.exchange.report_xlsx import book_bytes

        return book_bytes(contents, filled_by=signed.filled_by, reviewed_by=signed.reviewed_by,
                          filled_on=signed.filled_on, is_demo=is_demo)
    from aixin_tui.exchange.word import word_bytes

    return word_bytes(contents, template=template, signed=signed, is_demo=is_demo, copies=copies)


def write_new(path: Path, data: bytes, *, overwrite: bool = False) -> tuple[Problem, ...]:
    """Write a file whole, readable for its owner alone; one that is there stays, unless it may be written over."""
    try:
        write_whole(path, data, mode=0o600, overwrite=overwrite)
    except FileExistsError:
        return (Problem(Code.PAPER_003, values={"file": path.name}),)
    except OSError as error:
        return (Problem(Code.PAPER_004, values={"file": path.name, "why": disk_words(error)}),)
    return ()


def write_beside(folder: Path, name: str, ending: str, data: bytes) -> tuple[Path, tuple[Problem, ...]]:
    """Write a file into a folder under its name or, where that is taken, with a number behind it."""
    path = folder / f"{name}.{ending}"
    problems: tuple[Problem, ...] = ()
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        return path, (Problem(Code.PAPER_004, values={"file": folder.name, "why": disk_words(error)}),)
    for number in range(1, 1000):
        path = folder / f"{name}{f'({number})' if number > 1 else ''}.{ending}"
        problems = write_new(path, data)
        if not any(problem.code is Code.PAPER_003 for problem in problems):
            break
    return path, problems
