"""Versions of one item: two with the same first day and place, or two that overlap."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

from aixin_tui.domain.codes import Code
from aixin_tui.engine.spec.item import Item
from aixin_tui.provinces.checks.judge import Judge
from aixin_tui.provinces.checks.rules import lists_of


def check_versions(judge: Judge) -> None:
    """Check every list: ITEM_001 for twins, DATE_001 for an earlier version that runs into a later one."""
    for items in lists_of(judge.province):
        held: dict[tuple[str, str], list[Item]] = defaultdict(list)
        for item in items:
            held[item.key, item.stamp.division].append(item)
        for versions in held.values():
            if len(versions) > 1:
                _versions(judge, versions)


def _versions(judge: Judge, versions: list[Item]) -> None:
    seen: dict[str, Item] = {}
    for item in versions:
        first = seen.setdefault(item.stamp.effective_from, item)
        if first is not item:
            place = f"{first.origin.file}:{first.origin.line}"
            judge.reader.report(Code.ITEM_001, item.origin, key=item.key, first=place)
    ordered = sorted(seen.values(), key=lambda item: item.stamp.effective_from)
    for earlier, later in pairwise(ordered):
        day = later.stamp.effective_from
        if earlier.stamp.effective_to and earlier.stamp.effective_to >= day:
            judge.reader.report(Code.DATE_001, later.origin, key=later.key, day=day)
