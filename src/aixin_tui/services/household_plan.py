"""一户一策: one plan for a household, for the children on file and the women in difficulty who live there [QH-13]."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aixin_tui.domain.record import Record, members, rows
from aixin_tui.services.desk import Desk, Result, Who
from aixin_tui.services.due import DueLine, due_board
from aixin_tui.services.registering import AddRecord, add_record
from aixin_tui.services.scope import record_of
from aixin_tui.services.viewing import snapshot_of

PLAN, HOUSEHOLD = "care_plan", "household"


@dataclass(frozen=True, slots=True)
class AddPlan:
    """A new plan with the values of its form.

    Of a household the people need not be typed, nor the household itself where a child of it is named.
    """

    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Home:
    """Who lives in a household: the children on file, and the others that its own paper names."""

    household: Record
    children: tuple[Record, ...]
    members: tuple[Mapping[str, Any], ...]


def home_of_child(desk: Desk, who: Who, child_id: str) -> Home | None:
    """Find the household in which a child lives, with its people; None where none is on file."""
    child = record_of(desk, who, "child", child_id)
    return home(desk, who, child.text("household")) if child is not None and child.get("household") else None


def home(desk: Desk, who: Who, household_id: str) -> Home | None:
    """Say who lives in a household; None where the operator may see no such household."""
    household = record_of(desk, who, HOUSEHOLD, household_id)
    if household is None:
        return None
    snapshot = snapshot_of(desk, who, household.text("division_code")[:6])
    children = tuple(child for child in snapshot.linked("child", HOUSEHOLD, household_id)
                     if record_of(desk, who, "child", child.id) is not None)
    return Home(household, children, tuple(dict(row) for _, row in rows(household.get("members"))))


def plan_values(desk: Desk, who: Who, values: Mapping[str, Any]) -> dict[str, Any]:
    """Give the values of a plan with what is known already: the household of the child that is named, its people."""
    filled = dict(values)
    if filled.get("scope") != HOUSEHOLD:
        return filled
    named = next(iter(members(filled.get("child"))), "")
    if not filled.get(HOUSEHOLD) and named:
        found = home_of_child(desk, who, str(named))
        filled[HOUSEHOLD] = found.household.id if found else None
    filled.pop("child", None)
    known = home(desk, who, str(filled[HOUSEHOLD])) if filled.get(HOUSEHOLD) else None
    if known is not None:
        filled.setdefault("children", [child.id for child in known.children])
        filled.setdefault("members", [dict(row) for row in known.members])
    return filled


def add_plan(desk: Desk, who: Who, command: AddPlan) -> Result:
    """Register a plan; see `plan_values` for what is filled in."""
    return add_record(desk, who, AddRecord(PLAN, plan_values(desk, who, command.values)))


def plans_due(desk: Desk, who: Who, scope: str = "") -> tuple[DueLine, ...]:
    """List whose plan is due or was missed: duties that a plan fulfils, and plans that wait for their review."""
    duties = [spec.key for spec in desk.province.checklist.duties.versions()
              if spec.scope == PLAN or (spec.counts is not None and spec.counts.of == PLAN)]
    board = due_board(desk, who, scope, duties=tuple(dict.fromkeys(duties)))
    return tuple(line for group in board.groups for line in (*group.missed, *group.due))
