"""Officials' cases: a sentence of the policy, the records, the step, and what must come of it (province-language 2.8).

Values of `given` are text, lists or mappings as written; they are read by the type of their field when a case is run.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from aixin_tui.engine.spec.item import Origin

_NONE: Mapping[str, Any] = {}


class When(msgspec.Struct, frozen=True, kw_only=True):
    """What is done: a step of the record `advance`, or a run over the division `match`; or nothing."""

    advance: str = ""
    by: str = ""
    role: str = "recorder"
    reason: str = ""
    match: str = ""


class Expect(msgspec.Struct, frozen=True, kw_only=True):
    """What must come of it on one day; None is not looked at, what is named is compared whole."""

    state: str | None = None
    refused_by: tuple[str, ...] | None = None
    facts: Mapping[str, Mapping[str, Any]] | None = None
    due: Mapping[str, tuple[str, ...]] | None = None
    missed: Mapping[str, tuple[str, ...]] | None = None
    figures: Mapping[str, str] | None = None
    pairs: tuple[tuple[str, str], ...] | None = None
    rows: Mapping[str, tuple[tuple[str, ...], ...]] | None = None


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """One case: `as_of` and `expect` go together, a day and what must hold on it."""

    name: str
    as_of: tuple[str, ...]
    expect: tuple[Expect, ...]
    known_at: str = ""
    given: Mapping[str, tuple[Mapping[str, Any], ...]] = msgspec.field(default_factory=dict)
    when: When = When()
    origin: Origin = Origin()
