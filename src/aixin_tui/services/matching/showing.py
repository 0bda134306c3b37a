"""What a run came to, in words: its offers with what became of them, and the children it found nobody for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Problem
from aixin_tui.domain.record import Receipt, Record, members
from aixin_tui.domain.region import is_inside
from aixin_tui.engine import pairings
from aixin_tui.engine.matching.from_view import FIXED
from aixin_tui.engine.view import View
from aixin_tui.services.desk import Desk, Who
from aixin_tui.services.matching.differing import RunDifference
from aixin_tui.services.matching.words import Points, Said, pair_reasons, person_name, points_of, unmatched_words
from aixin_tui.services.scope import inside, narrowed
from aixin_tui.services.viewing import snapshot_of, view_of
from aixin_tui.texts import label

#: States of an offer; the others are accepted and declined.
OFFERED, LAPSED = "offered", "lapsed"
#: The field of an offer that a person made in place of a run's: why.
BY_HAND = "by_hand"


@dataclass(frozen=True, slots=True)
class ProposalSaid:
    """One proposed pair as people read it."""

    id: str
    child: str
    child_name: str
    loving_mother: str
    mother_name: str
    class_label: str
    tier: str
    points: int
    terms: tuple[Points, ...]
    reasons: tuple[Said, ...]
    held_for: tuple[str, ...]
    state: str = OFFERED
    role: str = "lead"
    is_fixed: bool = False
    """Whether somebody holds the open offer fixed: a run leaves it as it is."""
    by_hand: bool = False
    """Whether a person put these two together in place of what the run proposed."""


@dataclass(frozen=True, slots=True)
class UnmatchedSaid:
    """One child that nobody is proposed for: why, and what would help."""

    child: str
    child_name: str
    class_label: str
    reason: Said
    remedy: Said
    mothers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RunResult:
    """What a run came to. `certificate` holds the value, the proven bound and the prices behind it, by level."""

    run: str = ""
    division: str = ""
    proposals: tuple[ProposalSaid, ...] = ()
    unmatched: tuple[UnmatchedSaid, ...] = ()
    said: tuple[Said, ...] = ()
    certificate: Mapping[str, Any] = field(default_factory=dict)
    lapsed: int = 0
    problems: tuple[Problem, ...] = ()
    receipt: Receipt | None = None
    documents: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """The problem as neutral documents by mode, where they were asked for."""
    difference: RunDifference | None = None
    """How it differs from the open offers that it lets lapse; None of a run that is only shown, or where none were."""

    @property
    def done(self) -> bool:
        """Whether the run was written."""
        return self.receipt is not None


def result_of(
    view: View, run: Record, offers: tuple[Record, ...], *, division: str, lapsed: int = 0,
) -> RunResult:
    """Put a run, written or only planned, and its offers into words."""
    ordered = sorted(offers, key=lambda offer: int(offer.get("priority") or 3))
    proposals = tuple(proposal_said(view, offer) for offer in ordered)
    unmatched = tuple(
        left for child, row in (run.get("unmatched") or {}).items() if (left := _unmatched_said(view, child, row))
    )
    held = sum(bool(one.held_for) for one in proposals)
    said = [Said("summary", {"children": run.get("children") or 0, "pairs": run.get("pairs") or 0,
                             "unmatched": len(run.get("unmatched") or {})})]
    gap = run.get("sibling_gap")
    proven = Said("proven_within", {"points": gap}) if gap else Said("proven")
    said.extend([proven] if run.get("proven") else [])
    said.extend(Said(f"by_{mode}") for mode in run.text("mode").split("+") if mode in ("n_plus_1", "stable"))
    said.extend([_order_said(view, division)] if unmatched else [])
    said.extend([Said("held_count", {"count": held})] if held else [])
    said.extend([Said("lapsed" if run.id else "would_lapse", {"count": lapsed})] if lapsed else [])
    said.extend([] if run.id else [Said("dry")])
    certificate = {key: run.get(key) for key in ("objective", "bound", "proven", "seed", "policy", "prices")}
    return RunResult(run.id, division, proposals, unmatched, tuple(said), certificate, lapsed)


def _order_said(view: View, division: str) -> Said:
    """Say in which order children are served [JS-29]."""
    names = [class_label(view, number, division) for number in (1, 2, 3)]
    return Said("by_class", dict(zip(("first", "second", "third"), names, strict=True)))


def class_label(view: View, number: int, place: str) -> str:
    """Name a priority class as the province does, else 甲, 乙, 丙."""
    classes = view.province.policy.classes.at(view.now, place)
    named = classes[number - 1].label if 0 < number <= len(classes) else ""
    return named or label(f"match.class_{min(max(number, 1), 3)}")


def proposal_said(view: View, offer: Record) -> ProposalSaid:
    """Put an offer, written or only planned, into words."""
    child, mother = view.find("child", offer.text("child")), pairings.find_mother(view, pairings.mother_id(offer))
    terms: Mapping[str, int] = offer.get("terms") or {}
    known = child is not None and mother is not None
    return ProposalSaid(
        offer.id, offer.text("child"), child.text("name") if child else "", pairings.mother_id(offer),
        person_name(view, pairings.mother_id(offer)),
        class_label(view, int(offer.get("priority") or 3), view.place(child) if child else ""), offer.text("tier"),
        sum(terms.values()) + int(offer.get("load") or 0), points_of(view, child, terms) if child else (),
        _why(view, child, mother, offer) if known and child and mother else (),
        tuple(sorted(members(offer.get("held_for")))), offer.text("state") or OFFERED, offer.text("role") or "lead",
        offer.get(FIXED) is True, bool(offer.get(BY_HAND)),
    )


def _why(view: View, child: Record, mother: Record, offer: Record) -> tuple[Said, ...]:
    """Say why these two, and first whether she is to support beside a lead."""
    beside = (Said("as_support"),) if offer.text("role") == "support" else ()
    if offer.get(BY_HAND):
        beside = (Said("changed_by_hand", {"why": offer.text(BY_HAND)}), *beside)
    return (*beside, *pair_reasons(view, child, mother, offer.values))


def _unmatched_said(view: View, child_id: str, row: Mapping[str, Any]) -> UnmatchedSaid | None:
    child = view.find("child", child_id)
    if child is None:
        return None
    reason, remedy = unmatched_words(view, child, row)
    return UnmatchedSaid(child.id, child.text("name"), class_label(view, int(row.get("priority") or 3),
                         view.place(child)), reason, remedy, tuple(row.get("mothers") or ()))


def latest_run(view: View, division: str) -> Record | None:
    """Find the newest run whose division holds this one, or lies in it."""
    runs = [run for run in view.snapshot.of("match_run")
            if is_inside(division, run.text("division_code")) or is_inside(run.text("division_code"), division)]
    return max(runs, key=lambda run: (run.text("date"), run.id), default=None)


def show_run(desk: Desk, who: Who, run_id: str = "") -> RunResult:
    """Show a run as it stands: its offers with what became of them, and who was left. The latest if no id is given."""
    known = desk.store.get("match_run", run_id) if run_id else None
    view = view_of(desk, who, scope=known.text("within") if known else "")
    place = narrowed(who, "") or desk.office
    run = view.snapshot.get("match_run", run_id) if run_id else latest_run(view, place)
    if run is None or not (inside(who, run.text("division_code")) or is_inside(place, run.text("division_code"))):
        values = {"place": desk.province.divisions.path(place)}
        return RunResult(division=place, problems=(Problem(Code.MATCH_007, values=values),))
    offers = tuple(
        offer for offer in (*view.snapshot.linked("match_proposal", "match_run", run.id), *_held(view, run))
        if (child := view.find("child", offer.text("child"))) is None or inside(who, view.place(child))
    )
    found = result_of(view, run, tuple(sorted(offers, key=lambda offer: offer.id)), division=run.text("division_code"))
    return for_eyes(view, who, found)


def for_eyes(view: View, who: Who, found: RunResult) -> RunResult:
    """Leave out of a run, its proof included, the children and the mothers' prices outside the operator's division."""
    if not who.scope:
        return found

    def is_seen(person: Record | None) -> bool:
        return person is not None and inside(who, view.place(person))

    prices = found.certificate.get("prices") or {}
    shown = {key: price for key, price in prices.items() if is_seen(pairings.find_mother(view, key))}
    left = tuple(one for one in found.unmatched if is_seen(view.find("child", one.child)))
    return replace(found, unmatched=left, certificate={**found.certificate, "prices": shown})


def _held(view: View, run: Record) -> Iterator[Record]:
    """Walk over the open offers of before that somebody holds fixed, where no later run could show them."""
    if latest_run(view, run.text("division_code")) != run:
        return
    confirmed = {pairing.get("proposal") for pairing in view.snapshot.of("pairing")}
    for offer in view.snapshot.of("match_proposal"):
        child = view.find("child", offer.text("child"))
        if (offer.get(FIXED) is True and (offer.text("state") or OFFERED) == OFFERED and offer.id not in confirmed
                and offer.text("match_run") != run.id and child is not None
                and is_inside(view.place(child), run.text("division_code"))):
            yield offer


def open_of_run(desk: Desk, who: Who, run_id: str = "") -> tuple[str, tuple[str, ...], tuple[Problem, ...]]:
    """Give a run (the latest if no id is given), the ids of its open offers as `show_run` orders them, and problems."""
    known = desk.store.get("match_run", run_id) if run_id else None
    if known is None or not known.text("within"):
        shown = show_run(desk, who, run_id)
        return shown.run, tuple(one.id for one in shown.proposals if one.state == OFFERED), shown.problems
    snapshot = snapshot_of(desk, who, known.text("within"))
    offers = sorted(snapshot.linked("match_proposal", "match_run", known.id),
                    key=lambda offer: (int(offer.get("priority") or 3), offer.id))
    return known.id, tuple(one.id for one in offers if (one.text("state") or OFFERED) == OFFERED), ()
