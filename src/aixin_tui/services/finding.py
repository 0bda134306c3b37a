"""Finding people and opening a child's file (一人一档). Opening is logged; identifying fields are masked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aixin_tui.domain.record import Record
from aixin_tui.services.casework import CaseExplained, Failing
from aixin_tui.services.desk import Desk, Who


@dataclass(frozen=True, slots=True)
class Find:
    """A page of a list. `text`: a name or part, pinyin or initials, a village, the last four of an ID or phone."""

    kind: str = "child"
    text: str = ""
    scope: str = ""
    states: tuple[str, ...] = ()
    after: str = ""
    before: str = ""
    limit: int = 64


@dataclass(frozen=True, slots=True)
class FoundRow:
    """One line of a list, ready to show: names instead of codes."""

    kind: str
    id: str
    key: str
    name: str
    place: str
    division_code: str
    state: str
    state_label: str
    number: str = ""
    birth_date: str = ""
    sex: str = ""


@dataclass(frozen=True, slots=True)
class FoundPage:
    """Rows and how many there are in all."""

    rows: tuple[FoundRow, ...]
    total: int


@dataclass(frozen=True, slots=True)
class GuardianLine:
    """A guardian or carer of the child with the roles that hold on the day."""

    id: str
    name: str
    roles: tuple[str, ...]
    relation: str
    phone: str
    """Masked, but shown in one's own caseload (model.md section 4)."""


@dataclass(frozen=True, slots=True)
class StateLine:
    """One interval of the case: from which day in which state, by which step, why, by whom."""

    state: str
    label: str
    from_: str
    by: str
    reason: str
    operator: str


@dataclass(frozen=True, slots=True)
class PairLine:
    """One pair of the child, in force, proposed or ended."""

    id: str
    number: str
    mother: str
    mother_name: str
    role: str
    state: str
    started_on: str
    ended_on: str
    paused: bool


@dataclass(frozen=True, slots=True)
class ChildFile:
    """A child's file on one page. `values` are the form's fields in words, masked."""

    id: str
    name: str
    place: str
    age: int | None
    record: Record
    values: Mapping[str, str]
    guardians: tuple[GuardianLine, ...]
    household: Record | None
    visits: tuple[Record, ...]
    assessments: tuple[Record, ...]
    consents: tuple[Record, ...]
    consent_states: Mapping[str, str]
    """State of each consent by its id: valid, owed, not_agreed, withdrawn, expired, superseded."""
    pairings: tuple[PairLine, ...]
    plans: tuple[Record, ...]
    wishes: tuple[Record, ...]
    activities: tuple[Record, ...]
    states: tuple[StateLine, ...]
    case: CaseExplained
    due: tuple[str, ...]
    missed: tuple[str, ...]
    """Labels of the duties of the child and its pairs."""
    not_paired_because: tuple[Failing, ...]
    """Why the child is in no pair; empty if it is."""


def find(desk: Desk, who: Who, command: Find) -> FoundPage:
    """Read one page of a list within the operator's scope; nothing of restricted kinds without the right."""
    raise NotImplementedError


def child_file(desk: Desk, who: Who, child_id: str) -> ChildFile | None:
    """Open a child's file; appends one access entry an operator, child and day. None outside the scope."""
    raise NotImplementedError


def described(desk: Desk, who: Who, kind: str, record_id: str, *, unmasked: bool = False) -> Mapping[str, str] | None:
    """Give a record's fields in words, by field key in the form's order: labels for choices, names for links."""
    raise NotImplementedError
