"""Which kind of list a file is: as it says of itself, else as its visible columns tell."""

from __future__ import annotations

from collections.abc import Sequence

from aixin_tui.engine.spec.province import Province
from aixin_tui.services.importing.headers import likely_kind
from aixin_tui.services.importing.sheet import SheetData
from aixin_tui.services.sheets.identity import identity_of, shown_sheets


def kind_of(sheets: Sequence[SheetData], province: Province) -> str:
    """Give the kind of list as imports name it; empty where nothing tells."""
    told = identity_of(sheets)
    return told.kind if told else likely_kind(shown_sheets(sheets), province)
