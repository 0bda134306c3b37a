"""Checks of a whole province, after every file is read: what no single file can see (province-language 5)."""

from __future__ import annotations

from collections.abc import Mapping

from aixin_tui.engine.spec.facts import FactTable
from aixin_tui.engine.spec.province import Province
from aixin_tui.provinces.checks.circles import check_circles
from aixin_tui.provinces.checks.conditions import check_conditions
from aixin_tui.provinces.checks.flow import check_flow
from aixin_tui.provinces.checks.judge import Judge
from aixin_tui.provinces.checks.languages import check_languages
from aixin_tui.provinces.checks.names import check_names
from aixin_tui.provinces.checks.reports import check_reports
from aixin_tui.provinces.checks.versions import check_versions
from aixin_tui.provinces.context import Context
from aixin_tui.provinces.yamltree import Map

#: Every check, in no order that would matter: problems are sorted by place afterwards.
CHECKS = (
    check_names, check_versions, check_conditions, check_circles, check_flow, check_reports, check_languages,
)


def check_province(province: Province, facts: FactTable, ctx: Context, trees: Mapping[str, Map]) -> None:
    """Run every check; problems go to the context's reader."""
    judge = Judge(province, facts, ctx.marks, ctx.reader, trees)
    for check in CHECKS:
        check(judge)
