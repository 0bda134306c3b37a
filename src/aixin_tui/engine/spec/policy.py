"""The matching policy: derived facts, classes, hard rules, costs and settings (province-language 2.4)."""

from __future__ import annotations

from typing import Any

import msgspec

from aixin_tui.engine.spec.condition import Check, Condition
from aixin_tui.engine.spec.item import Item, Items


class FactSpec(Item, frozen=True, kw_only=True):
    """A derived fact of a kind, read everywhere as `kind.key`: a condition (true or false) or a value."""

    of: str = ""
    when: Condition | None = None
    value: Any = None


class ClassSpec(Item, frozen=True, kw_only=True):
    """A priority class (甲, 乙, 丙): the first that holds is a child's."""

    when: Condition = Condition()


class CostSpec(Item, frozen=True, kw_only=True):
    """A term of a pair's cost: added where `when` holds, multiplied by the number `times`."""

    when: Condition = Condition()
    cost: Any = 0
    times: str = ""


class SettingSpec(Item, frozen=True, kw_only=True):
    """One setting: mode, places, load, radius, keep and the like."""

    value: Any = None


class PolicySpec(msgspec.Struct, frozen=True, kw_only=True):
    """All that decides who may be paired with whom, and who comes first."""

    facts: Items[FactSpec] = msgspec.field(default_factory=Items)
    classes: Items[ClassSpec] = msgspec.field(default_factory=Items)
    checks: Items[Check] = msgspec.field(default_factory=Items)
    costs: Items[CostSpec] = msgspec.field(default_factory=Items)
    settings: Items[SettingSpec] = msgspec.field(default_factory=Items)
