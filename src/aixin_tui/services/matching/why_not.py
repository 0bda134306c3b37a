"""Why a child is not with a certain loving mother: the rule, who needs her more, or what all pairs would lose."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from aixin_tui.domain.record import Record
from aixin_tui.engine import pairings
from aixin_tui.engine.failed import REFUSE
from aixin_tui.engine.matching.by_mode import choices_of
from aixin_tui.engine.matching.instance import NO_CONSENT, NO_PLACES, TOO_FAR
from aixin_tui.engine.matching.objective import NOBODY
from aixin_tui.engine.matching.plan import STABLE
from aixin_tui.engine.matching.stable import choose
from aixin_tui.engine.matching.what_if import WhatIf, if_paired
from aixin_tui.engine.pair_checks import blocking
from aixin_tui.engine.view import View
from aixin_tui.services.desk import Desk, Who
from aixin_tui.services.matching.losing import TOLD, all_points, child_said, consequences, near_said
from aixin_tui.services.matching.showing import BY_HAND
from aixin_tui.services.matching.solving_anew import Asked, asked_about, open_lead
from aixin_tui.services.matching.suggesting import consent_remedy, early_remedy, not_yet, seen_child
from aixin_tui.services.matching.words import Joined, Plain, Said, lift_said, person_name, rule_words
from aixin_tui.services.scope import inside
from aixin_tui.services.viewing import view_of


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Why not her. `kind`: rule, full, fits_less, higher_class, draw, chosen, herself or not_now."""

    child: str
    child_name: str
    loving_mother: str
    mother_name: str
    kind: str
    said: tuple[Said | Plain, ...]
    remedies: tuple[Said | Plain, ...] = ()
    """What would let the two be paired; empty where no rule stands against it."""
    unmatched: tuple[int, ...] = ()
    """Children without anybody that all pairs would have more, by class; empty where that was not weighed."""
    points: int | None = None
    """Points that all pairs together would have more; None where that was not weighed."""


def why_not(desk: Desk, who: Who, child_id: str, mother_id: str) -> WhyNot | None:
    """Say why a child is not with this mother; None if there is no such child or mother."""
    view = view_of(desk, who)
    child, mother = seen_child(view, who, child_id), pairings.find_mother(view, mother_id)
    if child is None or mother is None or mother.is_voided:
        return None
    kind, said, remedies, found = _answer(view, who, child, mother)
    return WhyNot(child.id, child.text("name"), mother.id, mother.text("name"), kind, tuple(said), tuple(remedies),
                  found.loss[:3] if found else (), found.loss[4] if found and not any(found.loss[:4]) else None)


_Answer = tuple[str, Iterable[Said | Plain], Iterable[Said | Plain], WhatIf | None]


def _answer(view: View, who: Who, child: Record, mother: Record) -> _Answer:
    offer = open_lead(view, child)
    have = next((pairings.named_mother(view, pair) for pair in pairings.in_force_of(view, child)), None)
    if mother.id in (have.id if have else "", pairings.mother_id(offer) if offer else ""):
        return "herself", (Said("not_herself", {"name": mother.text("name")}),), (), None
    asked = asked_about(view, child, offer)
    index = next((number for number, one in enumerate(asked.market.mothers) if one.id == mother.id), None) if (
        asked) else None
    rules = _rules(view, child, mother, asked, index)
    if rules:
        return "rule", *_ruled(view, who, child, mother, rules), None
    if asked is None or index is None:
        early = not_yet(view, child)
        return "not_now", (early or Said("why_not_waiting_run"),), (
            (early_remedy(view, child, early),) if early else ()), None
    if asked.mode == STABLE:
        return "chosen", _chosen(view, who, asked, index), (), None
    kind, said, remedies, found = _weighed(view, who, asked, index)
    return kind, (*_instead(asked, offer, view), *said), remedies, found


def _instead(asked: Asked, offer: Record | None, view: View) -> tuple[Said, ...]:
    """Say first where the child's offer is not what the rules alone would give: the comparison is with that."""
    if asked.agrees or offer is None:
        return ()
    own = asked.market.mothers[asked.mother].text("name") if asked.mother != NOBODY else ""
    now = person_name(view, pairings.mother_id(offer))
    key = "now_by_hand" if offer.get(BY_HAND) else "now_before"
    return (Said(key if own else f"{key}_nobody", {"name": now, "own": own}),)


def _rules(view: View, child: Record, mother: Record, asked: Asked | None, index: int | None) -> tuple[str, ...]:
    """Name the rules that stand against the pair, whether or not a run deals with the child today."""
    if asked is not None and index is not None:
        return asked.market.instance.refused(asked.child, index)
    return tuple(dict.fromkeys(one.key for one in blocking(view, child, mother) if one.level == REFUSE
                               if one.key not in ("already_paired", "has_lead")))


def _ruled(
    view: View, who: Who, child: Record, mother: Record, rules: tuple[str, ...]
) -> tuple[list[Said | Plain], list[Said | Plain]]:
    name, said, remedies = mother.text("name"), list[Said | Plain](), list[Said | Plain]()
    for rule in rules:
        if rule == NO_PLACES:
            said.append(_places_taken(view, who, mother))
        else:
            said.append(Said("not_by_rule", {"name": name, "say": rule_words(view, rule, child)}))
        remedies.append(consent_remedy(view, child) if rule in (NO_CONSENT, "consent_in_force") else
                        Said("lift_elsewhere") if rule in (TOO_FAR, "outside_radius") else
                        lift_said(view, rule, child, (name,)))
    return said, remedies


def _places_taken(view: View, who: Who, mother: Record) -> Said:
    """Say with whom all her places are taken; children outside the operator's division are only counted."""
    held = [child for key in sorted(pairings.children_with(view, mother)) if (child := view.find("child", key))]
    names = [child.text("name") for child in held if inside(who, view.place(child))]
    return _with(Said("not_places" if held else "not_no_places", {
        "name": mother.text("name"), "places": pairings.places_of(view, mother)}), names, len(held) - len(names))


def _with(said: Said, names: list[str], others: int) -> Said:
    parts: list[str | Said] = list(names)
    if others > 0:
        parts.append(Said("children_elsewhere", {"count": others}))
    return Said(said.key, {**said.values, "children": tuple(parts)})


def _weighed(view: View, who: Who, asked: Asked, index: int) -> _Answer:
    """Set the pair and say what that does: to the children she has by this plan, and to all together."""
    market, state = asked.market, asked.solver.state
    name = market.mothers[index].text("name")
    found = if_paired(market.instance, state.match, asked.child, index, asked.seed)
    if found.is_as_good:
        return "draw", _drawn(view, who, asked, found, index), (), found
    said: list[Said | Plain] = []
    is_full = state.taken(index) >= state.places[index]
    if is_full:
        with_her = tuple(child_said(view, who, market, child) for child in state.at[index][:TOLD])
        said.append(Said("not_full", {"name": name, "children": with_her}))
    elif asked.mother != NOBODY:
        said.append(Said("not_as_good", {"name": name, "own": market.mothers[asked.mother].text("name")}))
    said += _side_by_side(view, asked, index)
    said.append(_if_she(view, who, asked, found))
    kind = "higher_class" if any(found.loss[:3]) else "full" if is_full else "fits_less"
    return kind, said, (), found


def _drawn(view: View, who: Who, asked: Asked, found: WhatIf, index: int) -> list[Said | Plain]:
    """Say that the draw decided: who would have nobody instead, and who would go to somebody else."""
    market = asked.market
    values = {"name": market.mothers[index].text("name"), "seed": asked.seed or 0,
              "child": market.children[asked.child].text("name")}
    left = [one.child for one in found.moved if one.after == NOBODY]
    if left:
        return [Said("not_draw_instead", {**values, "other": child_said(view, who, market, left[0])})]
    if found.moved:  # as good for all together, not for each of them
        return [*_side_by_side(view, asked, index), _if_she(view, who, asked, found)]
    return [Said("not_draw", values)]


def _if_she(view: View, who: Who, asked: Asked, found: WhatIf) -> Said:
    market = asked.market
    return Said("if_she", {"name": market.mothers[found.mother].text("name"),
                           "child": market.children[asked.child].text("name"),
                           "then": Joined(consequences(view, who, asked, found))})


def _side_by_side(view: View, asked: Asked, index: int) -> list[Said]:
    """Set the two mothers side by side, term by term, where they differ."""
    market, own = asked.market, asked.mother
    if own == NOBODY:
        return []
    child, instance = market.children[asked.child], market.instance
    hers, other = instance.terms(asked.child, own), instance.terms(asked.child, index)
    names = {"own": market.mothers[own].text("name"), "name": market.mothers[index].text("name")}
    tiers = instance.tier(asked.child, own), instance.tier(asked.child, index)
    said = []
    if tiers[0] != tiers[1]:
        key = "nearer" if tiers[0] < tiers[1] else "farther"
        said.append(Said(f"own_{key}", {**names, "near": near_said(tiers[0]), "far": near_said(tiers[1])}))
    every = all_points(view, child, {**dict.fromkeys(hers, 0), **dict.fromkeys(other, 0)})
    said += [Said("term_beside", {**names, "label": one.label, "points": hers.get(one.key, 0),
                                  "other": other.get(one.key, 0)})
             for one in every if hers.get(one.key, 0) != other.get(one.key, 0)]
    return said


def _chosen(view: View, who: Who, asked: Asked, index: int) -> list[Said | Plain]:
    """Say which side would rather have somebody else, by two-way choice."""
    market = asked.market
    choices = choices_of(view, market)
    match = list(choose(market.instance, choices, asked.seed))
    own, name = match[asked.child], market.mothers[index].text("name")
    if own != NOBODY and choices.of_child(market.instance, asked.child, own) <= choices.of_child(
            market.instance, asked.child, index):
        return [Said("chosen_by_child", {"name": name, "own": market.mothers[own].text("name")})]
    hers = [child for child, mother in enumerate(match) if mother == index]
    return [Said("chosen_by_mother", {"name": name, "children": tuple(
        child_said(view, who, market, child) for child in hers[:TOLD])})]
