"""Checks of a whole province, after every file is read: what no single file can see (province-language 5)."""

from __future__ import annotations

from collections.abc import Mapping

from aixin_tui.engine.spec.facts import FactTable
from aixin_tui.engine.spec.province import Province
from aixin_tui.provinces.context import Context
from aixin_tui.provinces.yamltree import Map


def check_province(province: Province, facts: FactTable, ctx: Context, trees: Mapping[str, Map]) -> None:
    """Run every check; problems go to the context's reader."""
