"""From a province's policy and the records of a view to an instance, and from there to a plan.

Who takes part: the children of the division that wait (or whose open offer a new run lets lapse), every loving mother
of the view, a family being one of them, and every team whose file says for how many children it has a place. Places are
those of the record or the policy's, less pairs in force and the open offers that stay.
People are sorted by their natural key, so that neither ids nor the order of input nor the workspace decides anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from aixin_tui.domain.record import Record, members
from aixin_tui.domain.region import is_inside
from aixin_tui.engine import background, consent, pairings
from aixin_tui.engine.failed import APPROVE, REFUSE, FailedCheck, failures
from aixin_tui.engine.matching.counties import ALONE, Crew
from aixin_tui.engine.matching.instance import CUT, Child, Instance, Mother, Special, check_instance
from aixin_tui.engine.matching.kept_together import families_of, keep_together, with_terms
from aixin_tui.engine.matching.plan import Pair, Plan, plan_of
from aixin_tui.engine.matching.policy_rules import PolicyRules
from aixin_tui.engine.matching.siblings import SiblingProblem
from aixin_tui.engine.pair_checks import blocking, places_left
from aixin_tui.engine.spec.core import NEAR_TIERS
from aixin_tui.engine.spec.workflow import TransitionSpec
from aixin_tui.engine.states import core_of
from aixin_tui.engine.view import View
from aixin_tui.engine.workflow import possible_steps

#: The mode where a province says nothing: one lead each.
ASSIGN = "assign"
#: Core states of a child that a run deals with.
WAITING, PROPOSED = "waiting", "proposed"
#: What keeps a mother from any new child, beside having no place: the law's check, and one of the core's.
QUERY, NOT_AVAILABLE = "query_in_force", "not_available"
#: The field of an offer that a person holds fixed.
FIXED = "fixed"
#: The term of a pair that stood before, where the policy prices what it costs to give it up.
BROKEN_PAIR = "broken_pair"
#: A pair of which one side has declined is not proposed again.
DECLINED = "declined_before"
#: Up to so many children a run draws lots among equals; beyond, ties fall by natural key.
LOTTERY_UP_TO = 12_000

_DEFAULT_LOAD, _DEFAULT_RADIUS = (0,), "county"


@dataclass(frozen=True, slots=True)
class Market:
    """An instance with the records behind its people, by index."""

    instance: Instance
    children: tuple[Record, ...]
    mothers: tuple[Record, ...]
    rules: PolicyRules
    lapsing: tuple[Record, ...]
    """Open offers of these children, which a new run lets lapse."""
    families: tuple[tuple[int, ...], ...] = ()
    """Children of one household who could come to one loving mother, by index."""
    gap: int = 0
    """Points that other joins of families could gain at the most."""


def natural_key(person: Record) -> str:
    """Give what makes a person the same in every workspace: the number, else name, birth, place and phones."""
    number = person.text("id_number")
    if number:
        return f"0{number}"
    phones = "+".join(sorted(str(phone) for phone in members(person.get("phone"))))
    parts = (person.text("name"), person.text("birth_date"), person.text("sex"), person.text("division_code"), phones)
    return "1" + "\x1f".join(parts)


def to_match(view: View, division: str) -> tuple[Record, ...]:
    """List the children of a division that a run is about: waiting, or with an open offer; and in the programme.

    A child whose open offer a person has fixed is left out: the offer stays, and takes its place of the mother.
    """
    return tuple(
        child
        for child in view.records("child")
        if view.core_state(child) in (WAITING, PROPOSED)
        and is_inside(view.place(child), division)
        and view.one(child, "child.eligible") is True
        and not pairings.in_force_of(view, child)
        and not is_fixed(view, child)
    )


def is_fixed(view: View, child: Record) -> bool:
    """Whether a person holds an open offer of the child fixed: a run then leaves all its offers as they are."""
    return any(offer.get(FIXED) is True for offer in pairings.offers_of(view, child))


def mother_bars(view: View, mother: Record) -> tuple[str, ...]:
    """List what keeps a loving mother from any new child; empty if nothing does."""
    found = []
    if not background.is_in_force(view, mother):
        found.append(QUERY)
    if not pairings.is_available(view, mother):
        found.append(NOT_AVAILABLE)
    return tuple(found)


def market(
    view: View, children: Iterable[Record], *, name: str = "", keep: bool = True, role: str = "lead", mode: str = "",
    beside: Mapping[str, Sequence[str]] | None = None,
) -> Market:
    """Compile the policy and the records into an instance about these children, for one role of the mothers.

    With `keep`, their open offers count as pairs to be kept where they can be: by the daily run's strict level, or each
    at what the policy says that giving it up costs (`keep: priced`). With a `mode`, only mothers of places in that mode
    take part [HN-16]; `beside` names those whom a child has so far.
    """
    kids = sorted(children, key=lambda child: (natural_key(child), child.id))
    mothers = sorted((mother for mother in _around(view, kids) if not mode or mode_at(view, mother) == mode),
                     key=lambda mother: (natural_key(mother), mother.id))
    rules = PolicyRules(view, lambda mother: mother_bars(view, mother), role, beside=beside)
    lapsing = tuple(offer for child in kids for offer in pairings.offers_of(view, child))
    gone = frozenset(offer.id for offer in lapsing)
    people = tuple(_child(view, child, rules) for child in kids)
    volunteers = tuple(_mother(view, mother, rules, gone) for mother in mothers)
    load, held = view.setting("load"), _existing(lapsing, kids, mothers) if keep else {}
    instance = Instance(
        people, volunteers, rules, tuple(load) if isinstance(load, (list, tuple)) and load else _DEFAULT_LOAD,
        held if keeps_strictly(view) else {}, _special(view, kids, mothers, rules, role), name,
    )
    check_instance(instance)
    if held and not keeps_strictly(view):
        instance = with_terms(instance, _worth_keeping(view, instance, kids, held), BROKEN_PAIR)
    instance, families = _with_siblings(view, instance, kids) if role == "lead" else (instance, ())
    return Market(instance, tuple(kids), tuple(mothers), rules, lapsing, families)


def sibling_bonus(view: View) -> int:
    """Give the points by which a pair gains for each brother or sister with the same loving mother (`sibling`)."""
    bonus = view.setting("sibling")
    return bonus if isinstance(bonus, int) and bonus > 0 else 0


def _with_siblings(
    view: View, instance: Instance, kids: Sequence[Record]
) -> tuple[Instance, tuple[tuple[int, ...], ...]]:
    """Favour the loving mother whom a brother or sister has already, and say who are brothers and sisters here."""
    bonus = sibling_bonus(view)
    if not bonus:
        return instance, ()
    number_of = {mother.id: number for number, mother in enumerate(instance.mothers)}
    terms = {}
    for child, record in enumerate(kids):
        for key in _mothers_of_siblings(view, record):
            if key in number_of:
                terms[child, number_of[key]] = -bonus
    return with_terms(instance, terms), families_of([child.text("household") for child in kids], instance)


def _mothers_of_siblings(view: View, child: Record) -> set[str]:
    """Name the loving mothers whom other children of the household have."""
    household = child.text("household")
    others = view.snapshot.linked("child", "household", household) if household else ()
    return {
        pairings.mother_id(pair) for other in others if other.id != child.id
        for pair in pairings.in_force_of(view, other) if pair.get("role") != "support"
    }


def _around(view: View, kids: Sequence[Record]) -> list[Record]:
    """List who could matter: one tier farther than any child may go (to say what would help)."""
    tier = min(max((_radius(view, child) for child in kids), default=0) + 1, len(CUT) - 1)
    places = {view.place(child) for child in kids}
    near = {place[: CUT[tier]] for place in places}
    beside = {village for pair in view.index.neighbours() if pair & places for village in pair}
    return [
        mother for mother in (*view.records("loving_mother"), *_teams(view))
        if (place := view.place(mother))[: CUT[tier]] in near or place in beside
    ]


def _teams(view: View) -> list[Record]:
    """List the teams that have children of their own: those whose file says for how many they have a place."""
    return [team for team in view.records("mother_team") if team.get("places")]


def proposing_step(view: View, child: Record) -> TransitionSpec | None:
    """Find the step by which a waiting child gets an offer; None where none leads on from its state."""
    steps = possible_steps(view, child)
    return next((step for step in steps if core_of(view.province, "child", step.to) == PROPOSED), None)


def step_guard(view: View, child: Record) -> str:
    """Name the first guard of that step, beside the law's and the pair's, that is not met; empty if there is none."""
    step = proposing_step(view, child) if view.core_state(child) == WAITING else None
    failed = failures(view, step.checks, child, "workflow") if step else ()
    return next((one.key for one in failed if one.level == REFUSE), "")


def priority_of(view: View, child: Record) -> int:
    """Give the child's class from 1; the last where none holds [JS-29]."""
    classes = [one.key for one in view.province.policy.classes.at(view.now, view.place(child))]
    own = view.one(child, "child.priority_class")
    return classes.index(own) + 1 if own in classes else max(len(classes), 1)


def plan_for(view: View, found: Market, seed: int = 0, crew: Crew = ALONE) -> Plan:
    """Solve a market; a pair that the checks of a pairing refuse after all is barred, and the market solved anew.

    That never happens while `policy_rules` reads the checks as `pair_checks` does; it is the second line.
    """
    drawn = _drawn(found, seed)
    instance = found.instance
    while True:
        plan = plan_of(instance, drawn, crew=crew)
        checked = [(pair, failed_checks(view, pair)) for pair in plan.pairs]
        barred = {(pair.child, pair.mother): failed for pair, failed in checked if refusing(failed)}
        if not barred:
            break
        instance = _barring(instance, barred)
    return replace(plan, gap=found.gap, pairs=tuple(
        replace(pair, held_for=tuple(one.key for one in failed if one.level == APPROVE)) for pair, failed in checked
    ))


def with_families(view: View, found: Market, seed: int) -> Market:
    """Give a market in which the joins of brothers and sisters that pay stand as terms of their pairs."""
    problem = SiblingProblem(found.instance, found.families, sibling_bonus(view))
    instance, gap = keep_together(problem, _drawn(found, seed))
    return replace(found, instance=instance, gap=gap)


def _drawn(found: Market, seed: int) -> int | None:
    return seed if len(found.children) <= LOTTERY_UP_TO else None


def keeps_strictly(view: View) -> bool:
    """Whether a run keeps every open offer that it can, whatever fits better (setting `keep`); else each at a price."""
    return view.setting("keep") in (None, "strict")


def _worth_keeping(
    view: View, instance: Instance, kids: Sequence[Record], held: Mapping[int, frozenset[int]]
) -> dict[tuple[int, int], int]:
    """Favour each pair that stands by what giving it up costs (`broken_pair`).

    So much more does everything else come to for the child, nobody included: the plan is that in which each pair given
    up costs so many points.
    """
    found = {}
    for child, mothers in held.items():
        price = view.setting(BROKEN_PAIR, kids[child])
        if isinstance(price, int) and price > 0:
            found.update({(child, mother): -price for mother in mothers if instance.allowed(child, mother)})
    return found


def mode_at(view: View, person: Record) -> str:
    """Give the mode in which a person's place is matched: assign, n_plus_1 or stable."""
    return str(view.setting("mode", person) or ASSIGN)


def failed_checks(view: View, pair: Pair) -> tuple[FailedCheck, ...]:
    """List what speaks against a pair of a plan after all, as against one made by hand."""
    child, mother = view.find("child", pair.child), pairings.find_mother(view, pair.mother)
    return blocking(view, child, mother, pair.role) if child is not None and mother is not None else ()


def refusing(failed: tuple[FailedCheck, ...]) -> tuple[str, ...]:
    """Name those that make a pair impossible."""
    return tuple(one.key for one in failed if one.level == REFUSE)


def _barring(instance: Instance, barred: Mapping[tuple[str, str], tuple[FailedCheck, ...]]) -> Instance:
    special = {child: dict(held) for child, held in instance.special.items()}
    for child, one in enumerate(instance.children):
        for mother, other in enumerate(instance.mothers):
            failed = barred.get((one.id, other.id))
            if failed:
                special.setdefault(child, {})[mother] = Special(
                    instance.tier(child, mother), instance.terms(child, mother), refusing(failed))
    return replace(instance, special=special, _typed={})


def _child(view: View, child: Record, rules: PolicyRules) -> Child:
    return Child(
        id=child.id, key=natural_key(child), code=view.place(child).ljust(CUT[0], "9"),
        priority=min(priority_of(view, child), 3), radius=_radius(view, child), type=rules.child_type(child),
        consent=consent.is_in_force(view, child),
    )


def _mother(view: View, mother: Record, rules: PolicyRules, gone: frozenset[str]) -> Mother:
    return Mother(
        id=mother.id, key=natural_key(mother), code=view.place(mother).ljust(CUT[0], "0"),
        places=places_left(view, mother, without=gone), radius=_radius(view, mother), type=rules.mother_type(mother),
        held=len(pairings.children_with(view, mother, without=gone)),
    )


def _radius(view: View, person: Record) -> int:
    for name in (view.one(person, f"{person.kind}.radius"), view.setting("radius", person), _DEFAULT_RADIUS):
        if name in NEAR_TIERS:
            return NEAR_TIERS.index(str(name))
    return NEAR_TIERS.index(_DEFAULT_RADIUS)


def _existing(
    lapsing: Sequence[Record], kids: Sequence[Record], mothers: Sequence[Record]
) -> dict[int, frozenset[int]]:
    child_of = {child.id: number for number, child in enumerate(kids)}
    mother_of = {mother.id: number for number, mother in enumerate(mothers)}
    found: dict[int, set[int]] = {}
    for offer in lapsing:
        key = pairings.mother_id(offer)
        if offer.get("role") != "support" and key in mother_of:
            for child in members(offer.get("child")):
                if child in child_of:
                    found.setdefault(child_of[child], set()).add(mother_of[key])
    return {child: frozenset(held) for child, held in sorted(found.items())}


def _special(
    view: View, kids: Sequence[Record], mothers: Sequence[Record], rules: PolicyRules, role: str
) -> dict[int, dict[int, Special]]:
    """Work out one by one the pairs that are of their own: wishes, exclusions, earlier pairs, neighbouring villages."""
    found: dict[int, dict[int, Special]] = {}
    for child, mother, declined in _own_pairs(view, kids, mothers):
        one, other = kids[child], mothers[mother]
        pairing = pairings.would_be(one, other, role, **rules.ticks(one))
        tier = view.text(pairing, "pairing.tier")
        terms = rules.pair_terms(pairing, one)
        refused = rules.pair_refused(pairing, one, other)
        found.setdefault(child, {})[mother] = Special(
            NEAR_TIERS.index(tier) if tier in NEAR_TIERS else len(NEAR_TIERS), terms,
            (*refused, DECLINED) if declined else refused)
    return found


def _own_pairs(
    view: View, kids: Sequence[Record], mothers: Sequence[Record]
) -> list[tuple[int, int, bool]]:
    child_of = {child.id: number for number, child in enumerate(kids)}
    mother_of = {mother.id: number for number, mother in enumerate(mothers)}
    named: dict[tuple[str, str], bool] = {}
    for child in kids:
        for field in ("wishes", "excluded"):
            named.update(((child.id, mother), False) for mother in members(child.get(field)))
        for kind in ("pairing", "match_proposal"):
            for earlier in view.snapshot.linked(kind, "child", child.id):
                pair = (child.id, pairings.mother_id(earlier))
                declined = kind == "match_proposal" and earlier.get("state") == "declined"
                named[pair] = named.get(pair, False) or declined
    for mother in mothers:
        for field in ("wishes", "excluded"):
            named.update(((child, mother.id), named.get((child, mother.id), False))
                         for child in members(mother.get(field)))
    for beside in _neighbours(view, kids, mothers):
        named.setdefault(beside, False)
    return sorted(
        (child_of[one], mother_of[other], declined)
        for (one, other), declined in named.items() if one in child_of and other in mother_of
    )


def _neighbours(view: View, kids: Sequence[Record], mothers: Sequence[Record]) -> list[tuple[str, str]]:
    """List the pairs whose villages a county calls neighbours (相邻村) and that do not share a town anyway."""
    pairs = view.index.neighbours()
    if not pairs:
        return []
    at: dict[str, list[str]] = {}
    for mother in mothers:
        at.setdefault(view.place(mother), []).append(mother.id)
    beside: Mapping[str, set[str]] = _by_village(pairs)
    return [
        (child.id, mother)
        for child in kids
        for village in sorted(beside.get(view.place(child), ()))
        if village[: CUT[1]] != view.place(child)[: CUT[1]]
        for mother in at.get(village, ())
    ]


def _by_village(pairs: Iterable[frozenset[str]]) -> dict[str, set[str]]:
    beside: dict[str, set[str]] = {}
    for pair in pairs:
        for village in pair:
            beside.setdefault(village, set()).update(pair - {village})
    return beside
