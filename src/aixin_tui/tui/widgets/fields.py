"""What is asked on a form: the fields of one or more parts, their values, which are asked now, and in which steps."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from aixin_tui.domain.record import Record, members, rows
from aixin_tui.engine.money import is_money
from aixin_tui.engine.snapshot import Snapshot
from aixin_tui.engine.spec.form import FieldSpec, FieldType
from aixin_tui.engine.spec.province import Province
from aixin_tui.engine.view import View
from aixin_tui.services.masking import is_masked
from aixin_tui.services.wording import number_words

#: A step never mounts more lines to type into than this: typing stays as fast as in a single one.
PER_STEP = 11


@dataclass(frozen=True, slots=True)
class Part:
    """One record on the paper: its name in the values, its kind, its heading and the fields to ask."""

    name: str
    kind: str
    title: str
    fields: tuple[FieldSpec, ...]
    standing: Mapping[str, Any] = field(default_factory=dict, compare=False)
    """What the record has beside its fields and some are asked by: the intervals of its life."""


@dataclass(frozen=True, slots=True)
class Step:
    """What is on the screen at once: some fields of one part."""

    part: Part
    fields: tuple[FieldSpec, ...]


@dataclass
class Sheet:
    """The paper that is filled in: its parts, the values so far, the names of linked records, the marks on fields."""

    parts: tuple[Part, ...]
    values: dict[str, dict[str, Any]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    hidden: dict[str, dict[str, str]] = field(default_factory=dict)
    """Masked values of a record that is edited: shown, never filled in; left empty they stay as they are."""
    choices: dict[tuple[str, str], tuple[tuple[str, str], ...]] = field(default_factory=dict)
    """For a link whose candidates are few and known: their ids and names, by part and field."""
    marks: dict[tuple[str, str], list[tuple[str, str]]] = field(default_factory=dict)

    def get(self, part: str, key: str) -> Any:
        """Give a value, None where nothing is filled in."""
        return self.values.get(part, {}).get(key)

    def set(self, part: str, key: str, value: Any) -> None:
        """Fill in a value; an empty one takes it away."""
        if value in ("", None, [], ()):
            self.values.setdefault(part, {})[key] = None
        else:
            self.values.setdefault(part, {})[key] = value

    def given(self, part: str) -> dict[str, Any]:
        """Give the values of a part that are filled in."""
        return {key: value for key, value in self.values.get(part, {}).items() if value is not None}

    def changed(self, part: str, before: Mapping[str, Any]) -> dict[str, Any]:
        """Give what differs from `before`; a field emptied is None. A masked field left empty has not changed."""
        kept = self.hidden.get(part, {})
        now = self.values.get(part, {})
        return {
            key: value for key, value in now.items()
            if value != before.get(key) and not (value is None and (key in kept or key not in before))
        }


def steps_of(parts: Sequence[Part]) -> tuple[Step, ...]:
    """Cut the parts into steps of at most `PER_STEP` fields, as even as possible."""
    steps: list[Step] = []
    for part in parts:
        count = max(1, -(-len(part.fields) // PER_STEP))
        size = max(1, -(-len(part.fields) // count))
        steps += [Step(part, part.fields[n : n + size]) for n in range(0, len(part.fields), size)]
    return tuple(steps)


def is_asked(province: Province, day: date, part: Part, values: Mapping[str, Any], spec: FieldSpec) -> bool:
    """Whether a field is asked now: its `ask_when` over what is filled in so far."""
    if not spec.ask_when.clauses:
        return True
    view = View(Snapshot(()), province, day)
    filled = {**part.standing, **{k: _shaped(v) for k, v in values.items() if v is not None}}
    record = Record(part.kind, "draft", filled)
    return view.holds(spec.ask_when, record)


def _shaped(value: Any) -> Any:
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return dict.fromkeys(value, True)
    if isinstance(value, list):
        return {f"{n:04}": row for n, row in enumerate(value)}
    return value


def filled_from(record: Record, fields: Iterable[FieldSpec], *, unsealed: bool = False) -> dict[str, Any]:
    """Read a stored record back into the shapes of the form: sets as lists, tables as lists of rows; none masked.

    What is sealed only for who has the right to it.
    """
    values: dict[str, Any] = {}
    for spec in fields:
        stored = record.get(spec.key)
        if stored in (None, "") or is_masked(spec) or (spec.sealed and not unsealed):
            continue
        if spec.type is FieldType.TABLE:
            values[spec.key] = [dict(row) for _, row in rows(stored)]
        elif spec.many:
            values[spec.key] = list(members(stored))
        elif spec.type is FieldType.NUMBER and (is_money(spec) or spec.rounded):
            values[spec.key] = number_words(spec, stored).removesuffix(spec.unit)
        else:
            values[spec.key] = stored
    return values


_DATE = re.compile(r"^(\d{4})\s*[-./年]?\s*(\d{1,2})?\s*[-./月]?\s*(\d{1,2})?\s*日?$")


def plain_date(text: str, today: date) -> str:
    """Write a typed day as ISO: 2025.3.1, 20250301, 2025年3月, 3-1 or 3月1日 (this year), 今天, 昨天; else as it is."""
    typed = unicodedata.normalize("NFKC", text).strip()
    named = {"今天": 0, "今日": 0, "昨天": 1, "前天": 2}
    if typed in named:
        return (today - timedelta(days=named[typed])).isoformat()
    if re.fullmatch(r"\d{8}", typed):
        return f"{typed[:4]}-{typed[4:6]}-{typed[6:]}"
    if re.fullmatch(r"\d{6}", typed):
        return f"{typed[:4]}-{typed[4:]}"
    short = re.fullmatch(r"(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?", typed)
    if short:
        return f"{today.year}-{int(short[1]):02}-{int(short[2]):02}"
    found = _DATE.match(typed)
    if not found:
        return typed
    return "-".join([found[1], *(f"{int(part):02}" for part in found.groups()[1:] if part)])
