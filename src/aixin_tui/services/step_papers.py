"""The papers that belong to the steps of an act (`documents` of workflow.yaml), each with the records it is made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from aixin_tui.domain.record import Change, Record, rows
from aixin_tui.engine.spec.report import ReportSpec
from aixin_tui.services.desk import Desk

_Stand = Mapping[tuple[str, str], Record]


def papers_of_steps(desk: Desk, changes: Iterable[Change], stand: _Stand) -> dict[str, Any]:
    """Give `{"papers": {paper: ids}}` of the steps that the changes take, nothing where no paper belongs to them.

    Nothing is made here: a person says whether it is printed.
    """
    found: dict[str, dict[str, None]] = {}
    linked = _Linked(stand)
    for change in changes:
        record = stand.get((change.kind, change.id))
        life = desk.province.lives.get(change.kind)
        if record is None or life is None:
            continue
        for step in (life.transitions.get(by) for by in _steps(change)):
            for key in step.documents if step is not None else ():
                spec = desk.province.reports.get(key)
                held = found.setdefault(key, {})
                held.update(dict.fromkeys(_whose(spec, record, linked) if spec else ()))
    told = {key: list(ids) for key, ids in found.items() if ids}
    return {"papers": told} if told else {}


def _steps(change: Change) -> Iterator[str]:
    """Name the steps that a change adds to a life."""
    added = {path.partition("/")[2]: row for path, row in change.values.items() if path.startswith("status/")}
    yield from (str(row["by"]) for _, row in rows(added) if row.get("by"))


class _Linked:
    """The records of an act by what they link to; walked through once a kind, however many steps the act takes."""

    def __init__(self, stand: _Stand) -> None:
        self._stand = stand
        self._by: dict[str, dict[str, list[Record]]] = {}

    def to(self, record: Record) -> list[Record]:
        """List the records of the act whose field of the record's kind names it."""
        held = self._by.get(record.kind)
        if held is None:
            held = self._by[record.kind] = {}
            for one in self._stand.values():
                held.setdefault(one.text(record.kind), []).append(one)
        return held.get(record.id, [])


def _whose(spec: ReportSpec, record: Record, linked_to: _Linked) -> tuple[str, ...]:
    """Find whom a paper is for: the record that took the step, else those of the act that are linked to it."""
    kind = spec.document_for
    if kind == record.kind:
        return (record.id,)
    linked = linked_to.to(record)
    own = tuple(one.id for one in linked if one.kind == kind)
    return own or tuple(dict.fromkeys(one.text(kind) for one in linked if one.text(kind)))
