"""Lists that come in: children, volunteers, pairs, a month's calls; every row is filed, held or sent back.

`ImportFile` goes to `import_file`, which gives a `RowResult` a row as soon as that row is durable, then one
`ImportSummary`. Held rows are decided later with `decide`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from aixin_tui.services.importing.deciding import DecideRow, decide, held_rows, runs
    from aixin_tui.services.importing.results import FieldChange, ImportSummary, Outcome, PairResult, RowResult
    from aixin_tui.services.importing.run import ImportFile, import_file
    from aixin_tui.services.importing.sheet import SheetData, SheetRow

_HOMES = {
    "DecideRow": "deciding", "decide": "deciding", "held_rows": "deciding", "runs": "deciding",
    "FieldChange": "results", "ImportSummary": "results", "Outcome": "results", "PairResult": "results",
    "RowResult": "results", "ImportFile": "run", "import_file": "run", "SheetData": "sheet",
    "SheetRow": "sheet",
}
__all__ = [
    "DecideRow", "FieldChange", "ImportFile", "ImportSummary", "Outcome", "PairResult", "RowResult", "SheetData",
    "SheetRow", "decide", "held_rows", "import_file", "runs",
]


def __getattr__(name: str) -> Any:
    """Import a module only when something of it is asked for."""
    if name not in _HOMES:
        raise AttributeError(name)
    from importlib import import_module

    return getattr(import_module(f"aixin_tui.services.importing.{_HOMES[name]}"), name)
