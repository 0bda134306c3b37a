"""An office at work for the tests of services: people registered through the services themselves, in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from aixin_tui.domain.record import Record
from aixin_tui.engine.spec.province import Province
from aixin_tui.services.desk import Desk, Result, Who
from aixin_tui.services.pairs.pairing import PairByHand, pair_by_hand
from aixin_tui.services.registering import AddRecord, add_record
from aixin_tui.services.scope import RIGHTS
from aixin_tui.services.sitting import Sitting, record_sitting
from memory_store import MemoryClock, memory_desk

#: The day on which most tests play.
DAY = "2025-03-24"


def codes(result: Result) -> list[str]:
    """List the codes of the problems of an act."""
    return [problem.code.value for problem in result.problems]


def checks(result: Result) -> list[str]:
    """List the keys of the checks that an act was refused by, or held for."""
    return [str(problem.values["check"]) for problem in result.problems if "check" in problem.values]


def villages(province: Province, office: str) -> list[str]:
    """List the villages of a county."""
    return [code for code in province.divisions if code.startswith(office) and len(code) == 12]


@dataclass
class World:
    """One office with a desk and somebody at it."""

    desk: Desk
    today: date
    operator: str = "tester"

    @classmethod
    def of(cls, province: Province, office: str, day: str = DAY) -> World:
        desk = memory_desk(province, office=office, now=f"{day}T09:00:00.000+08:00")
        return cls(desk, date.fromisoformat(day))

    @property
    def village(self) -> str:
        return villages(self.desk.province, self.desk.office)[0]

    def at(self, day: str) -> None:
        """Let it be another day."""
        self.today = date.fromisoformat(day)
        clock = self.desk.clock
        assert isinstance(clock, MemoryClock)
        clock.set(f"{day}T09:00:00.000+08:00")

    def who(self, **more: Any) -> Who:
        return Who(**{"operator": self.operator, "today": self.today, "rights": RIGHTS, **more})

    def add(self, kind: str, /, **values: Any) -> Record:
        """Register a record and give it as it stands; fails with the problems."""
        result = add_record(self.desk, self.who(), AddRecord(kind, values, anyway=True))
        assert result.done, codes(result)
        return result.records[0]

    def child(self, name: str = "窦念安", **values: Any) -> Record:
        return self.add("child", **{"name": name, "sex": "female", "birth_date": "2014-05-06",
                                    "categories": ["left_behind_child"], "division_code": self.village, **values})

    def guardian(self, child: Record, name: str = "窦长河", **values: Any) -> Record:
        role = {"child": child.id, "role": "guardian", "relation": "父亲"}
        return self.add("guardian", **{"name": name, "phone": "15400000001", "roles": [role], **values})

    def mother(self, name: str = "蔺秀英", **values: Any) -> Record:
        return self.add("loving_mother", **{
            "name": name, "sex": "female", "division_code": self.village, "query_on": "2025-03-01",
            "query_result": "clear", "trained": True, "places": 3, **values,
        })

    def sit(self, child: Record, consents: Sequence[Mapping[str, Any]] = (), **parts: Any) -> Result:
        """Fill in the whole paper of a visit with everybody, joint with civil affairs."""
        day = {"date": self.today.isoformat()}
        visit = {**day, "visitors": "经办人", "joint_with": ["civil_affairs"], "met": ["child", "guardian"],
                 "child_needs": ["study"], **parts.get("visit", {})}
        assessment = {**day, "guardianship": "fair", "development": ["healthy"], "difficulties": ["study"],
                      "risk_colour": "yellow", "risk_source": "office", **parts.get("assessment", {})}
        return record_sitting(self.desk, self.who(), Sitting(child.id, visit, assessment, tuple(consents)))

    def waiting_child(self, name: str = "窦念安", **values: Any) -> Record:
        """Register a child whose guardian, and who itself, agrees; it stands at 待结对."""
        child = self.child(name, **values)
        guardian = self.guardian(child)
        result = self.sit(child, (agreed(guardian), own_wish()))
        assert result.about["state"] == "waiting", result.about
        return self.now("child", child.id)

    def pair(self, child: Record, mother: Record, **more: Any) -> Result:
        return pair_by_hand(self.desk, self.who(), PairByHand(child.id, mother.id, **more))

    def now(self, kind: str, record_id: str) -> Record:
        """Read a record as it stands."""
        found = self.desk.store.get(kind, record_id)
        assert found is not None
        return found

    def state(self, record: Record) -> str:
        """Read the state that a record was moved to last."""
        status = self.now(record.kind, record.id).get("status")
        return str(status[max(status)]["state"])


def agreed(guardian: Record, **values: Any) -> dict[str, Any]:
    """A guardian's yes, as one writes it on the paper of the visit."""
    return {"guardian": guardian.id, "decision": "agreed", "channel": "in_person", **values}


def not_agreed(guardian: Record, **values: Any) -> dict[str, Any]:
    return agreed(guardian, decision="not_agreed", **values)


def own_wish(decision: str = "agreed", **values: Any) -> dict[str, Any]:
    """What the child says itself."""
    return {"by": "child", "decision": decision, "channel": "in_person", **values}
