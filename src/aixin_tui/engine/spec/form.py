"""Forms: the fields of a kind, from which prompts, columns, stored shape and facts come (province-language 2.2)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import msgspec

from aixin_tui.engine.spec.condition import Check, Condition, Test
from aixin_tui.engine.spec.item import Item, Items, Origin, Stamp


class FieldType(StrEnum):
    """What a field holds (section 3)."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    FLAG = "flag"
    CHOICE = "choice"
    DIVISION = "division"
    LINK = "link"
    TABLE = "table"
    PHONE = "phone"
    RESIDENT_ID = "resident_id"
    FILE = "file"


class Need(StrEnum):
    """`always`: not saved without; `wanted`: saved but incomplete; `optional`: nothing missing."""

    ALWAYS = "always"
    WANTED = "wanted"
    OPTIONAL = "optional"


class Choice(Item, frozen=True, kw_only=True):
    """One choice of a list; its place is its rank."""


class ChoiceList(Item, frozen=True, kw_only=True):
    """A list of choices; an office may add its own to an open one [JX-22]."""

    choices: tuple[Choice, ...] = ()
    open: bool = False

    def label_of(self, key: str) -> str:
        """Give the label of a choice, the key itself if the list does not hold it."""
        return next((choice.label for choice in self.choices if choice.key == key), key)

    def rank(self, key: str) -> int:
        """Give the place of a choice from 0; the number of choices for one that is not in the list."""
        return next((n for n, choice in enumerate(self.choices) if choice.key == key), len(self.choices))


class FieldSpec(Item, frozen=True, kw_only=True):
    """One field: declared once for prompt, widget, column, stored shape and fact."""

    type: FieldType = FieldType.TEXT
    need: Need = Need.OPTIONAL
    ask_when: Condition = Condition()
    choices: str = ""
    """Key of the choice list, of a `choice`."""
    to: str = ""
    """Kind, of a `link`."""
    many: bool = False
    columns: tuple[FieldSpec, ...] = ()
    must: Test | None = None
    say: str = ""
    default: Any = None
    """A value (condition.Value)."""
    unit: str = ""
    rounded: bool = False
    lines: int = 1
    hint: str = ""
    aliases: tuple[str, ...] = ()
    mask: bool = False
    sealed: bool = False


class FormSpec(msgspec.Struct, frozen=True, kw_only=True):
    """The form of a kind, of the core or (with `is_register`) a register of the province."""

    kind: str
    label: str
    fields: Items[FieldSpec] = msgspec.field(default_factory=Items)
    checks: Items[Check] = msgspec.field(default_factory=Items)
    stamp: Stamp = Stamp()
    origin: Origin = Origin()
    is_register: bool = False
    sealed: bool = False
    anonymise: bool = False
    entries: tuple[Entry, ...] = ()


class Entry(Item, frozen=True, kw_only=True):
    """A line that a register starts with in every office; rules name it by key [JX-05]."""

    values: Mapping[str, Any] = msgspec.field(default_factory=dict)
