"""The desk at which an act is done: the workspace, its province and its people; and the answer that an act gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from aixin_tui.domain.problem import Problem
from aixin_tui.domain.record import Receipt, Record
from aixin_tui.engine.spec.province import Province
from aixin_tui.services.ports import SILENT, Clock, Ids, StepListener, Store


class Role(StrEnum):
    """What an operator may do, each including the ones before (model.md section 4)."""

    VIEWER = "viewer"
    RECORDER = "recorder"
    REVIEWER = "reviewer"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class Desk:
    """What every use case works with: the ports and the province of the workspace."""

    store: Store
    ids: Ids
    clock: Clock
    province: Province
    listener: StepListener = SILENT
    """What the province's own Python says around steps."""
    views: dict[tuple[int, date, str], Any] | None = None
    """Views kept while many acts are judged over the same records (`together`); else each act makes its own."""

    @property
    def office(self) -> str:
        """The division code of the office."""
        return self.store.workspace.office


@dataclass(frozen=True, slots=True)
class Who:
    """Who acts, on which day, how the act came in, and why."""

    operator: str
    today: date
    role: Role = Role.ADMINISTRATOR
    """A workspace of one person needs no roles: that person is everything."""
    scope: str = ""
    """The division the operator is entered for; empty for the whole workspace."""
    rights: frozenset[str] = frozenset()
    """Kinds of restricted records the operator may see: incident, counselling, legal_help, mandatory_report."""
    source: str = "form"
    reason: str = ""
    known_at: str = ""
    """For reads: look back to what was known then; writing is refused while it is set."""

    def may(self, needed: str) -> bool:
        """Whether the operator's role reaches the one needed (`recorder`, `reviewer`, …)."""
        order = list(Role)
        return needed not in Role.__members__.values() or order.index(self.role) >= order.index(Role(needed))


@dataclass(frozen=True, slots=True)
class Result:
    """What an act came to: the records as they now stand, every problem found, and the receipt if it was written."""

    records: tuple[Record, ...] = ()
    problems: tuple[Problem, ...] = ()
    receipt: Receipt | None = None
    about: Mapping[str, Any] = field(default_factory=dict)

    @property
    def done(self) -> bool:
        """Whether the act was written."""
        return self.receipt is not None
