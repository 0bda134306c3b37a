"""The checklist: duties, and the cadences that cut time into their slots (province-language 1.6 and 2.5)."""

from __future__ import annotations

from typing import Any

import msgspec

from aixin_tui.engine.spec.condition import Condition, Selection
from aixin_tui.engine.spec.item import Item, Items


class Every(msgspec.Struct, frozen=True, kw_only=True, tag="every"):
    """Calendar slots (`week`, `month`, `quarter`, `year`; `days` of the month from, to) or named days."""

    unit: str = ""
    days: tuple[int, int] | None = None
    named: tuple[str, ...] = ()
    """`dragon_boat`, `birthday`, `"06-01"` …; then `early` and `late` open the slot around the day."""
    early: str = ""
    late: str = ""


class After(msgspec.Struct, frozen=True, kw_only=True, tag="after"):
    """One slot around a fact's date plus `wait`: from `early` before to `within` after, the last day excluded."""

    fact: str
    wait: str = ""
    early: str = ""
    within: str = ""


class Gap(msgspec.Struct, frozen=True, kw_only=True, tag="gap"):
    """No longer silence than this; `length` is a value that may depend on a fact [JS-37]."""

    length: Any


Cadence = Every | After | Gap


class DutySpec(Item, frozen=True, kw_only=True):
    """What is owed to each record of `scope` by the cadence; linked records dated in the slot satisfy it."""

    scope: str = ""
    applies_when: Condition = Condition()
    cadence: Cadence = Every(unit="year")
    counts: Selection | None = None
    when_paused: str = ""
    """`rests` or `goes_on`; empty: goes on where `counts` names contact_call or family_letter, else rests."""
    group: str = ""
    who: str = "recorder"


class GroupSpec(Item, frozen=True, kw_only=True):
    """A heading of the checklist; one without duties is a slot to be filled later [JS-25]."""


class ChecklistSpec(msgspec.Struct, frozen=True, kw_only=True):
    """The groups and duties of a province."""

    groups: Items[GroupSpec] = msgspec.field(default_factory=Items)
    duties: Items[DutySpec] = msgspec.field(default_factory=Items)
