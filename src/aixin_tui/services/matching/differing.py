"""What a run changes beside the open offers of before that it lets lapse: kept, another mother and why, new, ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from aixin_tui.domain.record import Record
from aixin_tui.engine.matching.differing import Change, Difference, Why, by_rules, difference_of, with_room_made
from aixin_tui.engine.matching.from_view import failed_checks, keeps_strictly, mother_bars, priority_of, refusing
from aixin_tui.engine.matching.plan import Pair, Plan
from aixin_tui.engine.pairings import find_mother, mother_id
from aixin_tui.engine.view import View
from aixin_tui.services.matching.words import Plain, Said, person_name, rule_words

#: So many children are told one by one; of more only how many.
TOLD = 20


@dataclass(frozen=True, slots=True)
class ChangeSaid:
    """One child that had an open offer and has another, or none: `now` is empty where it has nobody any more."""

    child: str
    before: str
    now: str
    why: Why
    said: Said


@dataclass(frozen=True, slots=True)
class RunDifference:
    """How the offers of a run differ from those of before; counts of children, and each that is worse known to ask."""

    kept: int = 0
    new: int = 0
    changes: tuple[ChangeSaid, ...] = ()

    @property
    def changed(self) -> int:
        """Children with another mother."""
        return sum(bool(one.now) for one in self.changes)

    @property
    def ended(self) -> int:
        """Children with nobody any more."""
        return len(self.changes) - self.changed

    def said(self) -> tuple[Said, ...]:
        """Say it: the counts first, then child by child."""
        counts = Said("differs", {"kept": self.kept, "changed": self.changed, "new": self.new, "ended": self.ended})
        return counts, *(one.said for one in self.changes[:TOLD])


def difference_to(view: View, lapsing: tuple[Record, ...], plan: Plan) -> RunDifference | None:
    """Put a plan beside the open offers that it lets lapse; None where there were none. Leads only."""
    before = {offer.text("child"): mother_id(offer) for offer in lapsing if offer.get("role") != "support"}
    if not before:
        return None
    now = {pair.child: pair.mother for pair in plan.pairs if pair.role != "support"}
    found = difference_of(before, now, lambda child, mother: _why(view, child, mother))
    if keeps_strictly(view):
        found = with_room_made(found, lambda child: _class_of(view, child))
    return _said(view, found, now)


def _class_of(view: View, child: str) -> int:
    record = view.find("child", child)
    return min(priority_of(view, record), 3) if record is not None else 3


def _why(view: View, child: str, mother: str) -> tuple[Why, tuple[str, ...]]:
    """Say which rules forbid a pair of before now; where none does, another one fits better, or has to go first."""
    record = find_mother(view, mother)
    if record is None:
        return Why.MOTHER_GONE, ()
    rules = (*mother_bars(view, record), *refusing(failed_checks(view, Pair(child, mother, 0, {}, 0))))
    return by_rules(tuple(dict.fromkeys(rules))) if rules else (Why.FITS_BETTER, ())


def _said(view: View, found: Difference, now: Mapping[str, str]) -> RunDifference:
    changes = [ChangeSaid(one.child, one.before, one.now, one.why, _change_said(view, one))
               for one in found.changes if one.before]
    return RunDifference(found.kept, sum(one.child in now for one in found.new), tuple(changes))


def _change_said(view: View, one: Change) -> Said:
    values = {"name": _name(view, one.child), "before": person_name(view, one.before), "why": _why_said(view, one)}
    return Said("differs_changed", {**values, "now": person_name(view, one.now)}) if one.now else (
        Said("differs_ended", values))


def _why_said(view: View, one: Change) -> Said | Plain | tuple[Said | Plain, ...]:
    child = view.find("child", one.child)
    if one.rules and child is not None:
        return tuple(rule_words(view, rule, child) for rule in one.rules)
    if one.made_room_for:
        return Said("differs_room", {"before": person_name(view, one.before), "other": _name(view, one.made_room_for)})
    if one.why in (Why.MOTHER_GONE, Why.NO_CONSENT, Why.NO_PLACES):
        return Said(f"differs_{one.why.value}")
    return Said("differs_fits_better")


def _name(view: View, child: str) -> str:
    record = view.find("child", child)
    return record.text("name") if record is not None else ""
