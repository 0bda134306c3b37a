"""Small worlds for tests of rules: people with their papers, conditions from short mappings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec
from care_world import VILLAGE, province

from aixin_tui.domain.record import Record
from aixin_tui.engine.snapshot import Snapshot
from aixin_tui.engine.spec.condition import AnyOf, Condition, Equals, FactTest, Has, Not, Selection
from aixin_tui.engine.spec.province import Province
from aixin_tui.engine.view import View

__all__ = ["VILLAGE", "province"]

DAY = "2025-04-01"


def view(*records: Record, day: str = DAY, of: Province | None = None, **more: Any) -> View:
    """The records as seen on a day in Qinghai, or another province."""
    return View(Snapshot(records), of or province(), date.fromisoformat(day), **more)


def record(kind: str, key: str, /, **values: Any) -> Record:
    return Record(kind, key, values)


def child(key: str = "c1", state: str = "waiting", **values: Any) -> Record:
    usual = {"name": key, "sex": "female", "birth_date": "2015-05-06", "division_code": VILLAGE,
             "categories": {"left_behind_child": True}, "status": life((state, "2025-01-01"))}
    return Record("child", key, {**usual, **values})


def mother(key: str = "m1", **values: Any) -> Record:
    usual = {"name": key, "sex": "female", "kind": "mother", "division_code": VILLAGE, "query_on": "2025-03-01",
             "query_result": "clear", "status": life(("active", "2024-01-01"))}
    return Record("loving_mother", key, {**usual, **values})


def guardian(key: str = "g1", of: str = "c1", role: str = "guardian", **row: Any) -> Record:
    return Record("guardian", key, {"name": key, "roles": {"r1": {"child": of, "role": role, **row}}})


def consent(key: str = "k1", of: str = "c1", by: str = "g1", decision: str = "agreed", **values: Any) -> Record:
    """A decision about pairing: of a guardian, or of the child itself (`by="child"`)."""
    who = {"by": "child"} if by == "child" else {"by": "guardian", "guardian": by}
    return Record("consent", key, {
        "child": of, **who, "purpose": "pairing", "decision": decision, "date": "2025-03-01", "channel": "in_person",
        **values,
    })


def offer(key: str = "p1", of: str = "c1", by: str = "m1", **values: Any) -> Record:
    return Record("match_proposal", key, {
        "child": of, "loving_mother": by, "role": "lead", "state": "offered", "offered_on": "2025-03-20", **values,
    })


def life(*states: tuple[str, str]) -> dict[str, Any]:
    return {f"{n:04}": {"state": state, "from": day} for n, (state, day) in enumerate(states)}


def cond(tests: Mapping[str, Any] | None = None, **more: Any) -> Condition:
    """A condition from fact → test; `any`, `no` and `has` for the other clauses."""
    clauses: list[Any] = []
    for fact, test in (tests or {}).items():
        plain = not isinstance(test, msgspec.Struct)
        clauses.append(FactTest(fact, Equals(test if isinstance(test, tuple) else (test,)) if plain else test))
    if "any" in more:
        clauses.append(AnyOf(tuple(more["any"])))
    if "no" in more:
        clauses.append(Not(more["no"]))
    if "has" in more:
        clauses.append(Has(tuple(more["has"])))
    return Condition(tuple(clauses))


def some(of: str, where: Condition | None = None, **more: Any) -> Selection:
    return Selection(of=of, where=where or Condition(), **more)
