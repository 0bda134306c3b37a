"""Labels without a translation: a warning, for Chinese is shown then."""

from __future__ import annotations

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Place
from aixin_tui.engine.spec.item import Item
from aixin_tui.provinces.checks.judge import Judge
from aixin_tui.provinces.checks.rules import lists_of


def check_languages(judge: Judge) -> None:
    """Say for each further language how many labels lack a translation, and the first (TEXT_001)."""
    identity = judge.province.identity
    for language in identity.languages[1:]:
        held = judge.province.texts.get(language, {})
        missing: dict[str, Item] = {}
        for items in lists_of(judge.province):
            for item in items:
                if item.label and item.label not in held:
                    missing.setdefault(item.label, item)
        if missing:
            first = next(iter(missing.values()))
            at = judge.key_of(first, "label")
            judge.reader.report(
                Code.TEXT_001, Place(f"{identity.key}/lang/{language}.yaml", 1, 1), warn=True, count=len(missing),
                label=first.label, first=f"{at.file}:{at.line}:{at.column}",
            )
