"""Conditions, selections, values and checks (province-language 1.3 to 1.5 and 1.7), as trees.

Facts are written `prefix.name`: `child.age`, `assessment.opinions.role`, `today`.
"""

from __future__ import annotations

from typing import Any

import msgspec

from aixin_tui.engine.spec.item import Item


class SameAs(msgspec.Struct, frozen=True, tag="fact"):
    """The value of another fact: `{fact: OTHER}`."""

    fact: str


class Equals(msgspec.Struct, frozen=True, tag="equals"):
    """Is one of these values; a many-valued fact shares at least one."""

    values: tuple[Any, ...]


class Shares(msgspec.Struct, frozen=True, tag="shares"):
    """The two facts share a value: `FACT: {fact: OTHER}`."""

    fact: str


class Between(msgspec.Struct, frozen=True, tag="between"):
    """At least, at most, or both: of a number, a date or the rank of a choice."""

    at_least: Any = None
    at_most: Any = None
    """A plain value or a `SameAs`."""


class Within(msgspec.Struct, frozen=True, tag="within"):
    """A date up to the day of evaluation and not longer ago than this: `12 months`, `period` or `year`."""

    span: str


class AllOf(msgspec.Struct, frozen=True, tag="all_of"):
    """A many-valued fact has every one of these."""

    values: tuple[Any, ...]


class Distinct(msgspec.Struct, frozen=True, tag="distinct"):
    """A many-valued fact has so many different values."""

    at_least: int | None = None
    at_most: int | None = None


class Recorded(msgspec.Struct, frozen=True, tag="recorded"):
    """Something is filled in, or (`False`) nothing is."""

    value: bool


Test = Equals | Shares | Between | Within | AllOf | Distinct | Recorded


class FactTest(msgspec.Struct, frozen=True, tag="test"):
    """One fact put to one test."""

    fact: str
    test: Test


class AnyOf(msgspec.Struct, frozen=True, tag="any"):
    """At least one of the conditions holds."""

    conditions: tuple[Condition, ...]


class Not(msgspec.Struct, frozen=True, tag="not"):
    """The condition as a whole does not hold."""

    condition: Condition


class Has(msgspec.Struct, frozen=True, tag="has"):
    """Each selection finds enough records linked to the record in hand."""

    selections: tuple[Selection, ...]


Clause = FactTest | AnyOf | Not | Has


class Condition(msgspec.Struct, frozen=True, tag="all"):
    """All clauses hold; the empty condition always does."""

    clauses: tuple[Clause, ...] = ()


class Selection(msgspec.Struct, frozen=True, kw_only=True):
    """Records of a kind that meet a condition; how many it takes; the fact that dates them."""

    of: str
    where: Condition = Condition()
    at_least: int = 1
    at_most: int | None = None
    date: str = ""
    """A fact; empty for `K.date`."""


class By(msgspec.Struct, frozen=True, tag="by"):
    """A value that depends on a fact: `{by: FACT, values: {…}, else: …}`. `missing` is True without an `else`."""

    fact: str
    values: dict[str, Any]
    otherwise: Any = None
    has_else: bool = False


#: A value (1.5): a plain one, a `SameAs` or a `By` whose parts are values again.
Value = Any


class Check(Item, frozen=True, kw_only=True):
    """A constraint, a guard or a hard rule of matching: applies when, what has to hold, who can mend it."""

    when: Condition = Condition()
    must: Condition = Condition()
    say: str = ""
    who: str = "recorder"
    level: str = "refuse"
    """`refuse`, `approve` (held until a reviewer approves) or `warn` (only said)."""
