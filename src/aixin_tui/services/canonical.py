"""The canonical dump: what two workspaces hold, without what only tells how it came there (design.md section 2)."""

from __future__ import annotations

from dataclasses import dataclass

from aixin_tui.domain.problem import Problem
from aixin_tui.engine.snapshot import Snapshot
from aixin_tui.engine.spec.province import Province
from aixin_tui.services.desk import Desk, Who


@dataclass(frozen=True, slots=True)
class CanonicalExport:
    """The text, or why it was refused."""

    text: str = ""
    problems: tuple[Problem, ...] = ()


def canonical_dump(snapshot: Snapshot, province: Province) -> str:
    """Write every record as one JSON line: no ids, `_` fields, recorded_*, source; links as natural keys; sorted.

    Row ids of tables and status become plain order; operator names of status rows stay out. Records with the same
    natural key keep their text's order, so equal workspaces give equal bytes.
    """
    raise NotImplementedError


def export_canonical(desk: Desk, who: Who) -> CanonicalExport:
    """Dump the workspace unmasked: an administrator's, and logged (model.md section 4)."""
    raise NotImplementedError
