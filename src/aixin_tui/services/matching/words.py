"""Why this pair, why nobody, what would help: in words that a village worker understands, made from stored numbers.

What a run or a suggestion found is stored as codes and numbers; here it becomes `Said`: a key of the catalogue
`texts/*/match.py` with what fills it, so that both languages say the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from aixin_tui.domain.record import Record, members
from aixin_tui.engine.matching.explain import Reason, Remedy
from aixin_tui.engine.matching.from_view import BROKEN_PAIR
from aixin_tui.engine.matching.instance import CHILD_RADIUS, MOTHER_RADIUS, NO_PLACES
from aixin_tui.engine.matching.kept_together import SIBLING
from aixin_tui.engine.pairings import find_mother, would_be
from aixin_tui.engine.spec.core import NEAR_TIERS
from aixin_tui.engine.view import View
from aixin_tui.texts import label

#: Terms that have a sentence of their own among the reasons.
_SAID_APART = frozenset({"distance", "unmet_needs", "child_wish", "mother_wish"})
#: Rules for which there is a remedy in own words; of others the rule itself is said.
_LIFTED = frozenset({CHILD_RADIUS, MOTHER_RADIUS, NO_PLACES, "query_in_force", "not_available", "excluded", "sex_must",
                     "declined_before", "trained_for_red"})


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence: a key of the area `match`, and values that may be sentences again."""

    key: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def text(self, lang: str = "zh") -> str:
        """Say it in a language."""
        return label(f"match.{self.key}", lang, **{name: _in(value, lang) for name, value in self.values.items()})


@dataclass(frozen=True, slots=True)
class Plain:
    """Words of the province itself, which it wrote in its own language."""

    words: str

    def text(self, lang: str = "zh") -> str:
        """Give the words as they are."""
        del lang
        return self.words


@dataclass(frozen=True, slots=True)
class Joined:
    """Sentences that follow from each other, said as one."""

    parts: tuple[Said, ...]

    def text(self, lang: str = "zh") -> str:
        """Say them one after the other."""
        return ("；" if lang == "zh" else "; ").join(part.text(lang) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Points:
    """One term of a pair's cost: its key, its label in the province's words, and its points (fewer are better)."""

    key: str
    label: str
    points: int


def _in(value: Any, lang: str) -> Any:
    if isinstance(value, (Said, Plain, Joined)):
        return value.text(lang)
    if isinstance(value, tuple):
        return ("、" if lang == "zh" else ", ").join(str(_in(one, lang)) for one in value)
    return value


def points_of(view: View, child: Record, terms: Mapping[str, int]) -> tuple[Points, ...]:
    """Name the terms of a pair's cost in the order in which the policy lists them."""
    costs = view.province.policy.costs.at(view.now, view.place(child))
    return tuple(Points(one.key, one.label, terms[one.key]) for one in costs if one.key in terms)


def pair_reasons(view: View, child: Record, mother: Record, stored: Mapping[str, Any]) -> tuple[Said, ...]:
    """Say why these two: `stored` holds `tier`, `terms`, `load`, `runner_up` and `held_for` as an offer keeps them."""
    terms: Mapping[str, int] = stored.get("terms") or {}
    found = [_nearness(view, child, mother, str(stored.get("tier", "")))]
    found.extend(_needs(view, child, mother, members(stored.get("open_needs")) or None))
    found.extend([Said("with_sibling")] if terms.get(SIBLING) else [])
    found.extend([Said("kept_priced", {"points": -terms[BROKEN_PAIR]})] if terms.get(BROKEN_PAIR) else [])
    found.extend(Said(wish) for wish in ("child_wish", "mother_wish") if terms.get(wish))
    found.extend(
        Said("term", {"label": one.label, "points": one.points})
        for one in points_of(view, child, terms) if one.key not in _SAID_APART
    )
    if stored.get("load"):
        found.append(Said("load", {"points": stored["load"]}))
    nxt = stored.get("runner_up")
    if nxt:
        found.append(_runner_up(view, nxt))
    elif nxt is not None:
        found.append(Said("no_other"))
    found.extend(Said("held", {"say": rule_words(view, key, child)}) for key in stored.get("held_for") or ())
    return tuple(found)


def _nearness(view: View, child: Record, mother: Record, tier: str) -> Said:
    one, other = view.place(child), view.place(mother)
    if tier == "town" and one[:9] != other[:9]:
        return Said("tier_neighbour")
    return Said(f"tier_{tier}" if tier in NEAR_TIERS else "tier_elsewhere")


def _needs(
    view: View, child: Record, mother: Record, left: Sequence[Any] | None = None
) -> Iterable[Said]:
    """Say which needs she meets and which stay open; of those that others beside her leave open, where `left` says."""
    needs = view.fact(child, "child.needs") if left is None else left
    pairing = would_be(child, mother)
    unmet = view.fact(pairing, "pairing.unmet_needs")
    choices = view.province.choices.get("needs", view.now, view.place(child))

    def named(keys: Iterable[Any]) -> tuple[str, ...]:
        return tuple(choices.label_of(str(key)) if choices else str(key) for key in keys)

    met = named(need for need in needs if need not in unmet)
    if met:
        yield Said("needs_met", {"needs": met})
    if unmet:
        yield Said("needs_open", {"needs": named(unmet)})


def _runner_up(view: View, nxt: Mapping[str, Any]) -> Said:
    levels: Sequence[int] = nxt.get("at_least") or (0, 0, 0, 0, 0)
    name = person_name(view, str(nxt.get("loving_mother", "")))
    first = next((number for number, level in enumerate(levels) if level), None)
    if first is None or levels[first] < 0:  # the bound is no more than that: it does not say that she is as good
        return Said("next_equal", {"name": name})
    if first < len(levels[:3]):
        return Said("next_loses", {"name": name, "count": levels[first]})
    if first == 3:
        return Said("next_breaks", {"name": name, "count": levels[3]})
    return Said("next_points", {"name": name, "points": levels[4]})


def unmatched_words(view: View, child: Record, stored: Mapping[str, Any]) -> tuple[Said, Said]:
    """Say why a child has nobody and what would help; `stored` is its row in the record of the run."""
    return _reason(view, child, stored), _remedy(view, child, stored)


def _reason(view: View, child: Record, stored: Mapping[str, Any]) -> Said:
    reason = str(stored.get("reason"))
    if reason == Reason.RULES:
        blocked: Mapping[str, int] = stored.get("blocked") or {}
        rules = tuple(
            Said("counted", {"rule": rule_words(view, key, child), "count": count})
            for key, count in sorted(blocked.items(), key=lambda pair: (-pair[1], pair[0]))
        )
        return Said("why_rules", {"rules": rules})
    if reason == Reason.STEP:
        return Said("why_step", {"say": rule_words(view, str(stored.get("rule")), child)})
    if reason == Reason.FULL and not stored.get("rivals"):
        return Said("why_full_already", {"count": stored.get("full", 0)})
    return Said(f"why_{reason}", {key: stored.get(key, 0) for key in ("eligible", "full", "rivals")})


def _remedy(view: View, child: Record, stored: Mapping[str, Any]) -> Said:
    remedy, rule = str(stored.get("remedy")), str(stored.get("rule") or "")
    names = tuple(person_name(view, str(mother)) for mother in stored.get("mothers") or ())
    if remedy == Remedy.LIFT:
        return lift_said(view, rule, child, one_of(names))
    place = view.province.divisions.path(view.place(child)[:9])
    if remedy == Remedy.ONE_MORE_PLACE and len(names) == 1:
        return Said("help_one_more_of_hers", {"name": names[0]})
    return Said(f"help_{remedy}", {"names": names, "place": place})


def one_of(names: tuple[str, ...]) -> tuple[str | Said, ...]:
    """Say of several that one of them is enough."""
    return names if len(names) < 2 else (Said("one_or_other", {"first": names[:-1], "last": names[-1]}),)


def lift_said(view: View, rule: str, child: Record | None, names: tuple[str | Said, ...]) -> Said:
    """Say what would lift a rule that stands between a child and these mothers."""
    if rule in _LIFTED:
        return Said(f"lift_{rule}", {"names": names})
    return Said("lift", {"names": names, "say": rule_words(view, rule, child)})


def rule_words(view: View, key: str, child: Record | None = None) -> Said | Plain:
    """Say a rule: of the province in its own words, of the core from the catalogues."""
    place = view.place(child) if child is not None else view.office
    for checks in (view.province.policy.checks, *_step_checks(view)):
        found = checks.get(key, view.now, place) if hasattr(checks, "get") else None
        if found is not None and found.say:
            return Plain(found.say)
    return Said(f"rule_{key}") if key in RULES else Plain(key)


def _step_checks(view: View) -> Iterable[Any]:
    life = view.province.lives.get("child")
    for step in life.transitions.versions() if life else ():
        held = {check.key: check for check in step.checks}
        yield _ByKey(held)


@dataclass(frozen=True, slots=True)
class _ByKey:
    held: Mapping[str, Any]

    def get(self, key: str, day: str, place: str) -> Any:
        del day, place
        return self.held.get(key)


def person_name(view: View, mother: str) -> str:
    """Name a loving mother or a team; the id where nobody is known by it here."""
    found = find_mother(view, mother)
    return (found.text("name") if found is not None else "") or mother


#: Rules that the catalogue of this area says in words.
RULES = frozenset({"no_consent", NO_PLACES, CHILD_RADIUS, MOTHER_RADIUS, "elsewhere", "excluded", "sex_must",
                   "query_in_force", "consent_in_force", "not_available", "declined_before", "outside_radius",
                   "already_paired", "has_lead", "places"})
