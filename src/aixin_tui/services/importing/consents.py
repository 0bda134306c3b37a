"""What a list says of the guardian's answer: agreed is owed its paper, not agreed stands at once (rosters, rule 13)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aixin_tui.domain.record import Record
from aixin_tui.services.importing.job import Job

if TYPE_CHECKING:
    from aixin_tui.services.importing.child_rows import ChildRow

_PURPOSE = "pairing"


class Consents:
    """The answers on file about pairing, by child, and those that a list adds."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._of: dict[str, list[str]] = {}
        for consent in job.working.of("consent"):
            if consent.get("purpose") == _PURPOSE:
                self._of.setdefault(consent.text("child"), []).append(consent.id)

    def standing(self, child_id: str) -> str:
        """Say which answer about pairing stands: `not_agreed` before `agreed`, empty where nobody was asked.

        A later paper of the same person replaces the earlier; a withdrawn yes is a no.
        """
        last: dict[str, Record] = {}
        for key in self._of.get(child_id, ()):
            consent = self._job.working.get("consent", key)
            if consent:
                who = consent.text("guardian") or consent.text("by")
                held = last.get(who)
                if held is None or (not consent.get("owed") and consent.text("date") >= held.text("date")):
                    last[who] = consent
        answers = {"not_agreed" if consent.get("withdrawn_on") else consent.text("decision")
                   for consent in last.values()}
        return "not_agreed" if "not_agreed" in answers else ("agreed" if "agreed" in answers else "")

    def add(self, child: Record, guardian: Record | None, decision: str, day: str, *, source: str) -> Record:
        """Add an answer as the list gives it: a yes is owed its paper."""
        consent = self._job.working.add("consent", {
            "child": child.id, "by": "guardian", "guardian": guardian.id if guardian else "", "purpose": _PURPOSE,
            "decision": decision, "date": day, "owed": True if decision == "agreed" else None,
            "authority": "名单所列",
        }, source=source, place=child.text("division_code"))
        self._of.setdefault(child.id, []).append(consent.id)
        return consent

    def first(self, child: Record, guardian: Record | None, row: ChildRow, *, source: str) -> None:
        """Record the answer of a new child's guardian; a no leads to 不同意."""
        if not row.decision:
            return
        consent = self.add(child, guardian, row.decision, row.day, source=source)
        if row.decision == "not_agreed":
            self._job.working.step_to(child, "not_agreed", row.day, consent)
