"""Files that the app reads and writes: lists to take in, reports to hand on. Runs in the desk's thread."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from aixin_tui.texts.disk_words import disk_words
from aixin_tui.tui.session import Session

if TYPE_CHECKING:
    from aixin_tui.services.importing.results import RowResult
    from aixin_tui.services.register_lines import FindLines
    from aixin_tui.services.reports.reporting import Rendered

#: Endings of files that can be taken in.
TABLES = (".xlsx", ".xls", ".csv", ".ods", ".et", ".xlsm")
#: The folder into which reports are written; nothing in it is a list to take in.
WRITTEN = "报表"
_DEPTH = 3
_MOST = 200


def save_report(session: Session, made: Rendered, path: Path) -> str:
    """Write a report as a spreadsheet; gives a sentence, which begins with `!` where it could not be written."""
    from aixin_tui.exchange.report_xlsx import write_report

    if made.content is None:
        return "! " + session.t("screen.not_written", file=path.name, why=session.t("screen.not_found"))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_report(path, made.content, filled_by=made.filled_by, reviewed_by=made.reviewed_by,
                     filled_on=made.filled_on, is_demo=session.is_demo)
    except OSError as error:
        return "! " + session.t("screen.not_written", file=path.name, why=disk_words(error, session.lang))
    return session.t("screen.written", file=str(path))


def save_errors(session: Session, rows: Sequence[RowResult], source: Path, kind: str) -> str:
    """Write the rows that wait or went back: of a sheet of ours in its own layout beside it, else beside the reports.

    Gives a sentence, which begins with `!` where it could not be written.
    """
    from aixin_tui.exchange.kept_rows import write_kept
    from aixin_tui.exchange.sheets import read_book
    from aixin_tui.services.importing import ImportFile
    from aixin_tui.services.sheets.identity import identity_of

    name = session.t("screen.errors_name", list=source.stem)
    try:
        sheets = read_book(source).sheets
        folder = session.t("sheet.folder") if identity_of(sheets) else WRITTEN
        path = Path(session.desk.store.workspace.path) / folder / f"{name}.xlsx"
        path.parent.mkdir(parents=True, exist_ok=True)
        write_kept(path, session.desk, session.who, ImportFile(kind, source.name, sheets), rows, lang=session.lang)
    except OSError as error:
        return "! " + session.t("screen.not_written", file=name, why=disk_words(error, session.lang))
    return session.t("screen.written", file=str(path))


def save_lines(session: Session, query: FindLines, path: Path) -> str:
    """Write a register as a spreadsheet; gives a sentence, which begins with `!` where it could not be written."""
    from aixin_tui.exchange.table_xlsx import write_table
    from aixin_tui.services.register_export import register_table

    table = register_table(session.desk, session.who, query)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_table(path, table.title, table.heads, table.rows, is_demo=session.is_demo)
    except OSError as error:
        return "! " + session.t("screen.not_written", file=path.name, why=disk_words(error, session.lang))
    return session.t("register.written", file=str(path), count=len(table.rows))


def tables_near(folder: Path) -> list[Path]:
    """List the tables in a folder and a little below it, the newest first; hidden folders are left out."""
    found: list[Path] = []
    level = [folder]
    for _ in range(_DEPTH):
        below: list[Path] = []
        for one in level:
            try:
                entries = sorted(one.iterdir())
            except OSError:
                continue
            found += [e for e in entries if e.suffix.lower() in TABLES and not e.name.startswith(("~$", "."))]
            below += [e for e in entries if e.is_dir() and not e.name.startswith(".") and e.name != WRITTEN]
        level = below[:_MOST]
    return sorted(found, key=_age)[:_MOST]


def _age(path: Path) -> float:
    try:
        return -path.stat().st_mtime
    except OSError:
        return 0.0
