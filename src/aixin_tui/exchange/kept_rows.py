"""The rows that wait or go back, as a file: of a sheet that was sent out in its layout, of any other list a table."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from aixin_tui.services.desk import Desk, Who
from aixin_tui.services.importing.results import RowResult
from aixin_tui.services.importing.run import ImportFile


def write_kept(
    path: Path, desk: Desk, who: Who, order: ImportFile, kept: Sequence[RowResult], *, lang: str = "zh"
) -> None:
    """Write the rows of a list that was taken in which somebody has to mend. Raises OSError where it cannot."""
    from aixin_tui.services.sheets.mending import plan_mending

    is_demo = desk.store.workspace.is_demo
    plan = plan_mending(desk, who, order.kind, order.file_name, order.sheets, kept)
    if plan is not None:
        from aixin_tui.exchange.sheet_layout import write_sheet

        write_sheet(path, plan, is_demo=is_demo)
        return
    from aixin_tui.exchange.errors_xlsx import write_errors

    write_errors(path, kept, lang=lang, is_demo=is_demo)
