"""A small fictitious office for matching tests: people are said in one line, what is left out is valid."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from aixin_tui.domain.record import Record
from aixin_tui.engine.snapshot import Snapshot
from aixin_tui.engine.spec.province import Province
from aixin_tui.engine.view import View

TODAY = date(2025, 3, 24)
COUNTY = "630222"
VILLAGE, SAME_TOWN, OTHER_TOWN, OTHER_COUNTY = "630222101201", "630222101202", "630222102201", "630223101201"


class World:
    """Records in the making; `view` reads them. Ids are given by the caller or count up from `salt`."""

    def __init__(self, salt: str = "") -> None:
        self._salt = salt
        self.records: list[Record] = []

    def _id(self, name: str) -> str:
        return f"{self._salt}{name}"

    def add(self, kind: str, key: str, /, **values: Any) -> Record:
        """Add any record."""
        record = Record(kind, self._id(key), values, "2025-01-02T09:00:00.000+08:00", "2025-01-02T09:00:00.000+08:00")
        self.records.append(record)
        return record

    def child(self, name: str, place: str = VILLAGE, *, colour: str = "blue", needs: Iterable[str] = (),
              state: str = "waiting", consent: bool = True, visit: Mapping[str, Any] | None = None,
              assessment: Mapping[str, Any] | None = None, **values: Any) -> Record:
        """Add a child with its guardian, visit, assessment and consent."""
        child = self.add("child", name, **{
            "name": f"童{name}", "sex": "female", "birth_date": "2015-05-01", "division_code": place,
            "categories": {"left_behind_child": True},
            "status": {f"01{name}": {"state": state, "from": "2025-01-10", "by": "", "reason": "", "operator": ""}},
            **values,
        })
        role = {"child": child.id, "role": "guardian", "relation": "father", "from": "2015-05-01"}
        guardian = self.add("guardian", f"g-{name}", name=f"监护{name}", roles={"r": role})
        self.add("home_visit", f"v-{name}", **{
            "child": {child.id: True}, "date": "2025-01-05", "met": {"guardian": True},
            "joint_with": {"civil_affairs": True}, "child_needs": dict.fromkeys(needs, True), **(visit or {}),
        })
        self.add("assessment", f"a-{name}", **{
            "child": child.id, "date": "2025-01-05", "risk_colour": colour, "guardianship": "good",
            "development": "healthy", **(assessment or {}),
        })
        if consent:
            self.add("consent", f"c-{name}", child=child.id, guardian=guardian.id, by="guardian", purpose="pairing",
                     decision="agreed", channel="in_person", date="2025-01-06")
        return child

    def mother(self, name: str, place: str = VILLAGE, *, skills: Iterable[str] = (), **values: Any) -> Record:
        """Add a loving mother with a clear query."""
        return self.add("loving_mother", name, **{
            "name": f"妈{name}", "sex": "female", "kind": "mother", "category": "village", "division_code": place,
            "skills": dict.fromkeys(skills, True), "query_on": "2025-01-03", "query_result": "clear", "trained": True,
            "places": 1, "phone": {"15400000001": True},
            "status": {f"01{name}": {"state": "active", "from": "2025-01-04", "by": "", "reason": "", "operator": ""}},
            **values,
        })

    def view(self, province: Province, *, backwards: bool = False, office: str = COUNTY) -> View:
        """Read the records on the day of the tests."""
        records = list(reversed(self.records)) if backwards else self.records
        return View(Snapshot(records), province, TODAY, office=office)
