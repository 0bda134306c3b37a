"""Those who look after the children of a list, and the households: siblings share both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aixin_tui.domain.record import Record, members
from aixin_tui.services.importing.job import Job
from aixin_tui.services.importing.who_is_who import guardians_by_child, phones_of

if TYPE_CHECKING:
    from aixin_tui.services.importing.child_rows import ChildRow

#: A list names one person and asks for that person's answer, so it is taken as the one who may consent; what the role
#: rests on is the list's word, which `authority` says.
_ROLE, _AUTHORITY = "guardian", "名单所列"


class Guardians:
    """Finds the guardian of a row among those on file by name and a number in common, or makes a new one."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._of_child = guardians_by_child(job.working)
        self._by_name: dict[str, list[str]] = {}
        for guardian in job.working.of("guardian"):
            self._by_name.setdefault(guardian.text("name"), []).append(guardian.id)
        self._households: dict[tuple[str, str], str] = {}
        self._fill_households()

    def _fill_households(self) -> None:
        for child_id, guardians in self._of_child.items():
            child = self._job.working.get("child", child_id)
            if child and child.text("household"):
                for guardian in guardians:
                    self._households.setdefault((guardian, child.text("division_code")), child.text("household"))

    def of(self, child_id: str) -> tuple[Record, ...]:
        """List those who look after a child."""
        found = (self._job.working.get("guardian", key) for key in dict.fromkeys(self._of_child.get(child_id, ())))
        return tuple(guardian for guardian in found if guardian)

    def phones(self, child_id: str) -> frozenset[str]:
        """Gather the phones of all who look after a child."""
        return phones_of(self.of(child_id))

    def named(self, child_id: str, name: str) -> Record | None:
        """Find somebody of this name among those who look after a child."""
        return next((guardian for guardian in self.of(child_id) if guardian.text("name") == name), None)

    def join(self, child: Record, row: ChildRow, *, source: str) -> Record | None:
        """Give the child the guardian that the row names; None where it names nobody and no phone."""
        if not row.guardian and not row.phones:
            return None
        working = self._job.working
        role = {"child": child.id, "role": _ROLE, "relation": row.relation, "authority": _AUTHORITY}
        role = {name: value for name, value in role.items() if value}
        known = self._find(row)
        if known:
            new = {f"phone/{number}": True for number in row.phones if number not in members(known.get("phone"))}
            known = working.change(known, {**new, f"roles/{self._job.desk.ids.new()}": role})
        else:
            known = working.add("guardian", {
                "name": row.guardian or "（未写姓名）", "phone": dict.fromkeys(row.phones, True),
                "id_number": row.guardian_number, "roles": {self._job.desk.ids.new(): role},
            }, source=source, place=child.text("division_code"))
            self._by_name.setdefault(known.text("name"), []).append(known.id)
        self._of_child.setdefault(child.id, []).append(known.id)
        return known

    def _find(self, row: ChildRow) -> Record | None:
        for key in self._by_name.get(row.guardian, ()) if row.guardian else ():
            guardian = self._job.working.get("guardian", key)
            if guardian is None:
                continue
            standing = guardian.text("id_number")
            if standing and row.guardian_number:
                if standing == row.guardian_number:
                    return guardian
            elif set(row.phones) & set(members(guardian.get("phone"))):
                return guardian
        return None

    def household(self, child: Record, guardian: Record, *, source: str) -> str:
        """Find the household of a guardian at a place, or make it; gives its id."""
        place = child.text("division_code")
        key = (guardian.id, place)
        found = self._households.get(key)
        if found is None:
            made = self._job.working.add("household", {"name": guardian.text("name"), "division_code": place},
                                        source=source, place=place)
            found = self._households[key] = made.id
        return found
