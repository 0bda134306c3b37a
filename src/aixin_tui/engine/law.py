"""The law's two checks. They are the core's: no file of a province can leave them out, weaken them or date them.

`consent_in_force` guards the ways into 征得同意, 拟结对 and 结对; `query_in_force` those into 拟结对 and 结对. Which
steps these are is read from the core states, so that a step of a province's own is guarded as common's are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aixin_tui.domain.record import Record
from aixin_tui.engine import background, consent, pairings
from aixin_tui.engine.failed import FailedCheck, core_check

if TYPE_CHECKING:
    from aixin_tui.engine.view import View

CONSENT, QUERY = "consent_in_force", "query_in_force"

_CONSENT_LAW = "个人信息保护法第28至31条；儿童个人信息网络保护规定第9、10条"
_QUERY_LAW = "未成年人保护法第62、98条"

#: Common's steps that the checks are named for (province-language section 3).
_CONSENT_STEPS = frozenset({"record_consent", "propose", "pair"})
_QUERY_STEPS = frozenset({"propose", "pair"})

#: Core states of a child in which consent is not yet there, or no longer.
_WITHOUT_CONSENT = frozenset({"screened", "filed", "assessed", "not_agreed", "closed", ""})
_WITH_CONSENT = frozenset({"consented", "waiting", "proposed", "paired", "under_review"})
_IN_PAIR = frozenset({"paired", "under_review"})


def asks_consent(step: str, source: str, to: str) -> bool:
    """Whether a child's step from core state `source` to core state `to` needs a consent in force."""
    if step in _CONSENT_STEPS or asks_query(step, source, to):
        return True
    return to in _WITH_CONSENT and source in _WITHOUT_CONSENT


def asks_query(step: str, source: str, to: str) -> bool:
    """Whether a child's step needs a background query in force: it offers a pair, or begins one."""
    if step in _QUERY_STEPS:
        return True
    offers = to == "proposed" and source != "proposed"
    begins = to in _IN_PAIR and source not in _IN_PAIR
    return offers or begins


def consent_failing(view: View, child: Record | None) -> tuple[FailedCheck, ...]:
    """Give the failed check where the child has no consent in force on the view's day; () where it has one."""
    if child is not None and not child.is_voided and consent.is_in_force(view, child):
        return ()
    return (core_check(CONSENT, _CONSENT_LAW, about=child.id if child else "", is_law=True),)


def query_failing(view: View, loving_mother: Record | None) -> tuple[FailedCheck, ...]:
    """Give the failed check where an adult has no background query in force on the view's day."""
    if background.is_in_force(view, loving_mother):
        return ()
    return (core_check(QUERY, _QUERY_LAW, about=loving_mother.id if loving_mother else "", is_law=True),)


def on_pairing(view: View, pairing: Record) -> tuple[FailedCheck, ...]:
    """Put both checks to a pairing, in force or only thought of."""
    child = view.find("child", pairing.text("child")) if pairing.get("child") else None
    return consent_failing(view, child) + query_failing(view, pairings.named_mother(view, pairing))
