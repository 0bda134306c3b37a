"""还缺什么: the children that nobody can be found for today, grouped by what would help, place by place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from aixin_tui.domain.record import Record
from aixin_tui.domain.region import DIGITS, Level
from aixin_tui.engine.law import consent_failing
from aixin_tui.engine.matching.by_mode import parted
from aixin_tui.engine.matching.explain import Reason, Remedy
from aixin_tui.engine.matching.from_view import LOTTERY_UP_TO, market, priority_of
from aixin_tui.engine.matching.needed import Need, needs_of
from aixin_tui.engine.matching.objective import NOBODY
from aixin_tui.engine.matching.solver import Solver
from aixin_tui.engine.view import View
from aixin_tui.services.desk import Desk, Who
from aixin_tui.services.matching.running import lapsing_offers
from aixin_tui.services.matching.showing import class_label, latest_run
from aixin_tui.services.matching.suggesting import NOT_AGREED
from aixin_tui.services.matching.words import Said, lift_said, person_name, rule_words
from aixin_tui.services.scope import NOWHERE, inside, narrowed
from aixin_tui.services.viewing import view_of

_TOWN = DIGITS[Level.TOWN]


@dataclass(frozen=True, slots=True)
class HelpedChild:
    """A child that a remedy is for."""

    child: str
    child_name: str
    class_label: str


@dataclass(frozen=True, slots=True)
class RemedyGroup:
    """One thing to do in one place, and for whom: the words, the children by class, the mothers it is about."""

    remedy: str
    rule: str
    place: str
    """Division code of the town."""
    place_name: str
    said: Said
    children: tuple[HelpedChild, ...]
    by_class: tuple[tuple[str, int], ...]
    """How many children of each class, the first class first; classes without any are left out."""
    mothers: tuple[str, ...] = ()
    needed: int = 0
    """Places that are lacking: for the remedies recruit and one_more_place."""


def remedies(desk: Desk, who: Who, scope: str = "") -> tuple[RemedyGroup, ...]:
    """Group the children of a division (the operator's if empty) that nobody can be found for by what would help.

    As a run would find today: open offers count as free again but those that are held fixed. Those with the highest
    class first, then the most children; last those who said no, whom nobody is to press.
    """
    place = narrowed(who, scope)
    if place == NOWHERE:
        return ()
    view = _without_offers(view_of(desk, who), place or desk.office)
    rows = [*_of_runs(view, place or desk.office), *_without_consent(view, place)]
    rows = [row for row in rows if inside(who, view.place(row.child)) and view.place(row.child).startswith(place)]
    groups: dict[tuple[str, str, str], list[_Row]] = {}
    for row in rows:
        groups.setdefault((row.remedy, row.rule, view.place(row.child)[:_TOWN]), []).append(row)
    found = sorted(groups.items(), key=lambda item: (
        item[0][0] == NOT_AGREED, min(row.cls for row in item[1]), -len(item[1]), item[0]))
    return tuple(_group(view, key, held) for key, held in found)


@dataclass(frozen=True, slots=True)
class _Row:
    child: Record
    cls: int
    remedy: str
    rule: str = ""
    mother: str = ""
    instead: tuple[str, ...] = ()


def _without_offers(view: View, division: str) -> View:
    gone = [replace(offer, values={**offer.values, "state": "lapsed", "closed_on": view.now})
            for offer in lapsing_offers(view, division)]
    return view.with_records(gone) if gone else view


def _of_runs(view: View, division: str) -> Iterable[_Row]:
    """Find who is left over by a run of today, mode by mode, and those whom a guard of their step stops."""
    children, stopped = parted(view, division)
    run = latest_run(view, division)
    drawn = run.get("seed") if run is not None else 0  # the same draw among equals as the run at hand
    for mode, kids in children.items():
        found = market(view, kids, keep=False, mode=mode)
        solver = Solver(found.instance, drawn if isinstance(drawn, int) and len(kids) <= LOTTERY_UP_TO else None)
        solver.solve()
        for need in needs_of(found.instance, solver):
            yield _row(found.children[need.child], found.instance.children[need.child].priority, need,
                       [mother.id for mother in found.mothers])
    for child, rule in stopped:
        yield _Row(child, min(priority_of(view, child), 3), Remedy.MEND_STEP.value, rule)


def _row(child: Record, cls: int, need: Need, mothers: list[str]) -> _Row:
    if need.reason is Reason.NO_CONSENT:
        return _Row(child, cls, Remedy.ASK_CONSENT.value)
    return _Row(child, cls, need.remedy.value, need.rule, mothers[need.mother] if need.mother != NOBODY else "",
                tuple(mothers[other] for other in need.instead))


def _without_consent(view: View, place: str) -> Iterable[_Row]:
    """Find the children of the programme who are not on the list yet because their guardian has not agreed."""
    for child in view.records("child"):
        if (view.place(child).startswith(place) and view.one(child, "child.eligible") is True
                and view.one(child, "child.in_pair") is not True
                and view.core_state(child) not in ("waiting", "proposed") and consent_failing(view, child)):
            said_no = view.core_state(child) == NOT_AGREED
            yield _Row(child, min(priority_of(view, child), 3), NOT_AGREED if said_no else Remedy.ASK_CONSENT.value)


def _group(view: View, key: tuple[str, str, str], rows: list[_Row]) -> RemedyGroup:
    remedy, rule, place = key
    rows.sort(key=lambda row: (row.cls, row.child.text("name"), row.child.id))
    asked = Counter(row.mother for row in rows if row.mother)
    mothers = tuple(asked)
    more = tuple(dict.fromkeys(other for row in rows for other in row.instead if other not in mothers))
    counts = {cls: sum(row.cls == cls for row in rows) for cls in (1, 2, 3)}
    needed = len(rows) if remedy in (Remedy.RECRUIT, Remedy.ONE_MORE_PLACE) else 0
    name = view.province.divisions.path(place)
    children = tuple(HelpedChild(row.child.id, row.child.text("name"),
                                 class_label(view, row.cls, view.place(row.child))) for row in rows)
    return RemedyGroup(
        remedy, rule, place, name, _said(view, remedy, rule, rows[0].child, place=name, count=len(rows),
                                         asked=asked, more=more),
        children, tuple((class_label(view, cls, place), count) for cls, count in counts.items() if count), mothers,
        needed,
    )


def _said(
    view: View, remedy: str, rule: str, child: Record, *, place: str, count: int, asked: Mapping[str, int],
    more: tuple[str, ...]
) -> Said:
    """Say what to do, in one sentence."""
    names = tuple(person_name(view, mother) for mother in asked)
    if remedy == Remedy.LIFT:
        return lift_said(view, rule, child, names)
    if remedy == Remedy.MEND_STEP:
        return Said("by_step", {"say": rule_words(view, rule, child)})
    if remedy == Remedy.ONE_MORE_PLACE:
        others = tuple(person_name(view, mother) for mother in more[:3])
        key = "by_place" if len(names) > 1 else "by_place_one"
        return Said(f"{key}_or" if others else key, {"names": names, "others": others, "count": count})
    if remedy == Remedy.RECRUIT:
        usual = view.setting("places", child)
        most = usual if isinstance(usual, int) and usual > 0 else 1
        return Said("by_recruit", {"place": place, "count": count, "mothers": -(-count // most), "each": most})
    return Said("by_not_agreed" if remedy == NOT_AGREED else "by_consent", {"count": count})
