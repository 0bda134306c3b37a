"""Whose word a rule is: 原文 with what it cites, or 系统默认，非官方口径 (province-language 1.9)."""

from __future__ import annotations

from aixin_tui.engine.spec.item import Item, Source
from aixin_tui.texts import label


def source_label(item: Item, lang: str = "zh") -> str:
    """Name the source of a rule wherever it is shown; what is ours is always said to be ours."""
    if item.stamp.source is Source.DEFAULT:
        return label("act.default", lang)
    return f"{item.stamp.source.value}：{item.stamp.cite}"


def origin_label(item: Item) -> str:
    """Say where the rule stands: file, line and column in the folder of provinces; empty for the core's own."""
    origin = item.origin
    return f"{origin.file}:{origin.line}:{origin.column}" if origin.file else ""
