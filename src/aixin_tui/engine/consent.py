"""What stands of the consents to a purpose: the state of each decision on a day, and the law's check.

个人信息保护法 §28 to §31 and 儿童个人信息网络保护规定 §8 to §10: a separate consent for each purpose, a no as easy as a
yes, a withdrawal at any time. 未成年人网络保护条例 and HI-08: the child's own wish is a decision of the same kind.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aixin_tui.domain.record import Record, members, rows
from aixin_tui.engine.dates import day_text, last_day_text
from aixin_tui.engine.spec.core import CORE_STATES

if TYPE_CHECKING:
    from aixin_tui.engine.view import View

VALID, OWED, NOT_AGREED, WITHDRAWN, EXPIRED, SUPERSEDED = CORE_STATES["consent"]

#: The purpose without which no pair is proposed.
PAIRING = "pairing"


def state_of(view: View, consent: Record) -> str:
    """Give the state of a decision on the view's day; empty before it was made.

    A newer decision of the same person for the same purpose and child supersedes it; one that only a list reports
    (`owed`) supersedes nothing, because there is no paper to set against one.
    """
    now, made = view.now, day_text(consent.get("date"))
    if made > now:
        return ""
    if any(_is_newer(other, consent) for other in _decisions_beside(view, consent)):
        return SUPERSEDED
    withdrawn = day_text(consent.get("withdrawn_on"))
    if withdrawn and withdrawn <= now:
        return WITHDRAWN
    if consent.get("decision") != "agreed":
        return NOT_AGREED
    if (ends := last_day_text(consent.get("valid_until"))) and ends < now:
        return EXPIRED
    return OWED if consent.get("owed") is True else VALID


def person_of(consent: Record) -> str:
    """Name whose decision it is: `child`, or the guardian's id (empty where none is named)."""
    return "child" if consent.get("by") == "child" else consent.text("guardian")


def _decisions_beside(view: View, consent: Record) -> list[Record]:
    person, purpose = person_of(consent), consent.get("purpose")
    if not person:
        return []  # nobody can be told apart from nobody, so such a no is never outvoted by such a yes
    return [
        other
        for child in members(consent.get("child"))
        for other in view.index.by_link("consent", "child").get(child, ())
        if other.id != consent.id and other.get("purpose") == purpose and person_of(other) == person
    ]


def _is_newer(other: Record, consent: Record) -> bool:
    if other.get("owed") is True:
        return False
    return (day_text(other.get("date")), other.id) > (day_text(consent.get("date")), consent.id)


def consents_of(view: View, child: Record, purpose: str = PAIRING) -> tuple[Record, ...]:
    """List the decisions about a child for one purpose, made by the view's day, oldest first."""
    held = view.index.by_link("consent", "child").get(child.id, ())
    found = [consent for consent in held if consent.get("purpose") == purpose and view.state(consent)]
    return tuple(sorted(found, key=lambda consent: (day_text(consent.get("date")), consent.id)))


def guardian_roles(view: View, guardian_id: str, child_id: str) -> tuple[tuple[str, str], ...]:
    """List the intervals (first day, first day no longer; empty for open) in which a person is the child's guardian."""
    guardian = view.snapshot.get("guardian", guardian_id)
    if guardian is None or guardian.is_voided:
        return ()
    return tuple(
        (day_text(row.get("from")), day_text(row.get("to")))
        for _, row in rows(guardian.get("roles"))
        if row.get("role") == "guardian" and child_id in members(row.get("child"))
    )


def _covers(intervals: tuple[tuple[str, str], ...], day: str) -> bool:
    return any(start <= day and (not end or day < end) for start, end in intervals)


def is_guardian(view: View, guardian_id: str, child_id: str, day: str) -> bool:
    """Whether the person is the child's guardian on an ISO day."""
    return _covers(guardian_roles(view, guardian_id, child_id), day)


def standing_refusals(view: View, child: Record, purpose: str = PAIRING) -> tuple[Record, ...]:
    """List the decisions that say no and stand: not agreed, or withdrawn and not decided anew.

    A guardian's no stands until that guardianship has ended; where no role is recorded it stands.
    """
    found = []
    for consent in consents_of(view, child, purpose):
        if view.state(consent) not in (NOT_AGREED, WITHDRAWN):
            continue
        held = guardian_roles(view, consent.text("guardian"), child.id) if consent.get("by") != "child" else ()
        if held and not _covers(held, view.now):
            continue
        found.append(consent)
    return tuple(found)


def valid_consents(view: View, child: Record, purpose: str = PAIRING) -> tuple[Record, ...]:
    """List the valid decisions of guardians who are in that role on the view's day and were when they decided."""
    return tuple(
        consent
        for consent in consents_of(view, child, purpose)
        if view.state(consent) == VALID
        and consent.get("by") == "guardian"
        and is_guardian(view, consent.text("guardian"), child.id, view.now)
        and is_guardian(view, consent.text("guardian"), child.id, day_text(consent.get("date")))
    )


def is_in_force(view: View, child: Record) -> bool:
    """The law's check: no standing no of a guardian or of the child, and one valid yes of a guardian [QH-25, HI-08]."""
    return not standing_refusals(view, child) and bool(valid_consents(view, child))
