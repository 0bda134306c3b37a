"""Records and the acts that change them.

A record is one stored object of any kind. Its values are plain JSON: text, numbers, true or false, lists, and
objects. A set is an object keyed by the choice, a table or dated intervals an object keyed by row id, so that two
offices' edits merge (model.md section 1).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

#: What stands in a field: the JSON values.
Value = Any

_EMPTY: Mapping[str, Any] = MappingProxyType({})
#: The field that marks a record whose person was erased by law.
ERASED = "erased"


@dataclass(frozen=True, slots=True)
class Record:
    """One record as it is known; `values` hold its fields without the store's own book-keeping."""

    kind: str
    id: str
    values: Mapping[str, Value]
    recorded_at: str = ""
    updated_at: str = ""

    def get(self, field_name: str) -> Value:
        """Give the stored value of a field, None where it is empty."""
        return self.values.get(field_name)

    def text(self, field_name: str) -> str:
        """Give a field as text, empty where nothing stands."""
        value = self.values.get(field_name)
        return "" if value is None else str(value)

    @property
    def is_voided(self) -> bool:
        """Whether it was entered by mistake: it counts nowhere and stays readable."""
        return bool(self.values.get("voided"))

    @property
    def is_erased(self) -> bool:
        """Whether its person was erased by law: it names nobody, stands in no list and counts in figures."""
        return bool(self.values.get(ERASED))


def members(value: Value) -> tuple[str, ...]:
    """List what a many-valued field holds: the keys of a set that stand, the items of a list, or the one value."""
    if value is None or value == "":
        return ()
    if value.__class__ is str:
        return (value,)
    if value.__class__ is dict or isinstance(value, Mapping):
        return tuple([key for key, held in value.items() if held is True or held not in (None, False)])
    if isinstance(value, (list, tuple)):
        return tuple(value)
    return (value,)


def rows(value: Value) -> Iterator[tuple[str, Mapping[str, Value]]]:
    """Walk over the rows of a table or of dated intervals, in the order of their row ids."""
    if value.__class__ is dict or isinstance(value, Mapping):
        for key in sorted(value):
            row = value[key]
            if row.__class__ is dict or isinstance(row, Mapping):
                yield key, row


@dataclass(frozen=True, slots=True)
class Change:
    """What one act does to one record.

    `values` maps a field, or `field/key` for one choice of a set or one row of a table, to its new value; None
    empties it. `home` (see `kinds.home_of`) is given exactly when the record is new.
    """

    kind: str
    id: str
    values: Mapping[str, Value]
    home: str = ""

    @property
    def is_new(self) -> bool:
        """Whether the record begins with this change."""
        return bool(self.home)


@dataclass(frozen=True, slots=True)
class Act:
    """One thing an operator does, over any number of records: it is written whole or not at all.

    `action` is a verb of the catalogue (`add_child`, `import_children`, `undo`); `reason` is the operator's, for a
    reveal, an ending or an undo; `source` goes into every new record (`form`, `import:<run>:<row>`, `script`).
    """

    action: str
    operator: str
    changes: tuple[Change, ...] = ()
    reason: str = ""
    source: str = "form"
    about: Mapping[str, Value] = field(default_factory=lambda: _EMPTY)


@dataclass(frozen=True, slots=True)
class Receipt:
    """The proof that an act is durable: its number in the log, when, and how many records it touched."""

    number: int
    recorded_at: str
    records: int = 0


@dataclass(frozen=True, slots=True)
class LoggedChange:
    """One record's part in a logged act; `values` is empty where a lawful erasure has dropped them."""

    kind: str
    id: str
    home: str
    is_new: bool
    values: Mapping[str, Value] = field(default_factory=lambda: _EMPTY)


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One act as the log keeps it."""

    number: int
    recorded_at: str
    operator: str
    action: str
    reason: str
    changes: tuple[LoggedChange, ...]
    about: Mapping[str, Value] = field(default_factory=lambda: _EMPTY)
