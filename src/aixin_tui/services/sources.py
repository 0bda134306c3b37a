"""Whose word a rule is: 原文 with what it cites, or 系统默认，非官方口径 (province-language 1.9)."""

from __future__ import annotations

from aixin_tui.engine.spec.item import Source, Stamp
from aixin_tui.texts import label


def source_label(stamp: Stamp) -> str:
    """Name the source of a rule wherever it is shown; what is ours is always said to be ours."""
    if stamp.source is Source.DEFAULT:
        return label("act.default")
    return label(f"act.source_{stamp.source.name.lower()}", cite=stamp.cite)
