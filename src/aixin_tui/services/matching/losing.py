"""What a change would come to, in words: who goes to whom instead, who gets nobody, and how many points more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from aixin_tui.domain.record import Record
from aixin_tui.engine.matching.from_view import BROKEN_PAIR, Market
from aixin_tui.engine.matching.instance import ELSEWHERE
from aixin_tui.engine.matching.kept_together import SIBLING
from aixin_tui.engine.matching.objective import NOBODY
from aixin_tui.engine.matching.what_if import Moved, WhatIf
from aixin_tui.engine.spec.core import NEAR_TIERS
from aixin_tui.engine.view import View
from aixin_tui.services.desk import Who
from aixin_tui.services.matching.showing import class_label
from aixin_tui.services.matching.solving_anew import Asked
from aixin_tui.services.matching.words import Plain, Points, Said, points_of
from aixin_tui.services.scope import inside
from aixin_tui.texts import label

#: So many children are told one by one; of more only how many.
TOLD = 4


def all_points(view: View, child: Record, terms: Mapping[str, int]) -> tuple[Points, ...]:
    """Name all terms of a pair: the policy's in its order, then what holds families together, and what stood before."""
    beside = ((SIBLING, label("match.sibling_term")), (BROKEN_PAIR, label("match.broken_pair_term")))
    more = (Points(key, words, terms[key]) for key, words in beside if key in terms)
    return (*points_of(view, child, terms), *more)


def total_said(terms: Sequence[Points], load: int) -> Said:
    """Say the points of a pair, term by term."""
    parts = [Said("term_of", {"label": one.label, "points": one.points}) for one in terms]
    parts += [Said("load_of", {"points": load})] if load else []
    total = sum(one.points for one in terms) + load
    return Said("total", {"total": total, "terms": tuple(parts)}) if parts else Said("total_none")


def near_said(tier: int) -> Said:
    """Say how near two people live."""
    return Said(f"near_{NEAR_TIERS[tier] if tier < ELSEWHERE else 'elsewhere'}")


def child_said(view: View, who: Who, market: Market, child: int) -> Said | Plain:
    """Name a child, but not one outside the operator's division."""
    record = market.children[child]
    return Plain(record.text("name")) if inside(who, view.place(record)) else Said("a_child_elsewhere")


def class_said(view: View, market: Market, child: int) -> str:
    """Name the class of a child."""
    return class_label(view, market.instance.children[child].priority, view.place(market.children[child]))


def consequences(view: View, who: Who, asked: Asked, found: WhatIf) -> tuple[Said, ...]:
    """Say what follows where a child is given to somebody else: for others first, then for all together."""
    left = [one for one in found.moved if one.after == NOBODY]
    moved = [one for one in found.moved if NOBODY not in (one.before, one.after)]
    gained = [one for one in found.moved if one.before == NOBODY]
    said = [Said("then_left", {"name": child_said(view, who, asked.market, one.child),
                               "class_label": class_said(view, asked.market, one.child)}) for one in left[:TOLD]]
    said += _moves(view, who, asked, moved)
    said += [Said("then_gained", {"name": child_said(view, who, asked.market, one.child)}) for one in gained[:TOLD]]
    return (*said, *_levels(view, asked, found, left))


def _moves(view: View, who: Who, asked: Asked, moved: Sequence[Moved]) -> list[Said]:
    market = asked.market
    if len(moved) > TOLD:
        return [Said("then_many_move", {"count": len(moved)})]
    return [Said("then_moves", {
        "name": child_said(view, who, market, one.child), "before": market.mothers[one.before].text("name"),
        "after": market.mothers[one.after].text("name"), "near": near_said(market.instance.tier(one.child, one.after)),
    }) for one in moved]


def _levels(view: View, asked: Asked, found: WhatIf, left: Iterable[Moved]) -> list[Said]:
    """Say the first level at which all together are worse off; a child that stays without is no surprise there."""
    first = next((number for number, level in enumerate(found.loss) if level), None)
    if first is None:
        return [Said("all_same")]
    if first < len(found.loss[:3]):
        place = view.place(asked.market.children[found.child])
        better = next((number for number, level in enumerate(found.loss[:3]) if level < 0), None)
        values = {"count": found.loss[first], "class_label": class_label(view, first + 1, place)}
        if better is None or not list(left):
            return [Said("all_lose", values)]
        return [Said("all_lose_higher", {**values, "lower": class_label(view, better + 1, place)})]
    if first == 3:
        return [Said("all_break", {"count": found.loss[3]})]
    return [Said("all_points", {"points": found.loss[4]})]
