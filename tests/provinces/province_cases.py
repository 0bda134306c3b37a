"""What tests of a province's folder share: one case run over it, and the labels of a choice list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aixin_tui import texts
from aixin_tui.engine.spec.case import Case, Expect, When
from aixin_tui.engine.spec.province import Province
from aixin_tui.services.officials_cases.running import run_case


def differences(province: Province, expect: Expect, day: str = "2025-06-30", when: When | None = None,
                **given: tuple[Mapping[str, Any], ...]) -> list[str]:
    """Run one case over the province; what does not come true, in words."""
    case = Case(name="x", as_of=(day,), expect=(expect,), given=given, when=when or When())
    return [texts.problem(p.code, "zh", **p.values)[0] for p in run_case(case, province)]


def choices(province: Province, key: str) -> list[str]:
    found = province.choices.get(key)
    assert found is not None
    return [choice.label for choice in found.choices]
