"""Single events on a plan that stands: as good as from scratch after every one, and nobody moves without need."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from match_instances import random_document

from aixin_tui.engine.matching.certificate import bound
from aixin_tui.engine.matching.differing import Difference, Why
from aixin_tui.engine.matching.instance import Instance
from aixin_tui.engine.matching.neutral import instance_of
from aixin_tui.engine.matching.objective import NOBODY, Objective, PlanError, evaluate
from aixin_tui.engine.matching.repairing import Live
from aixin_tui.engine.matching.solver import Solver

SEEDS = st.integers(0, 10**9)
CLASSES = (Why.CLASS_1, Why.CLASS_2, Why.CLASS_3)
LOTS = st.sampled_from([None, 3])


def event(live: Live, rng: random.Random, turn: int) -> Difference:
    """Let one thing happen, any that can."""
    kids, mothers = list(live.child_of), list(live.mother_of)
    child = live.children[live.child_of[rng.choice(kids)]]
    mother = live.mothers[live.mother_of[rng.choice(mothers)]]
    code = rng.choice(live.children).code
    acts = [
        lambda: live.arrive(replace(child, id=f"c-{turn}", key=f"c-{turn}", consent=True, code=code)),
        lambda: live.join(replace(mother, id=f"m-{turn}", key=f"m-{turn}", places=rng.randrange(4))),
        lambda: live.change(replace(child, code=code, priority=rng.randrange(1, 4))),
        lambda: live.change(replace(child, consent=not child.consent)),
        lambda: live.move(replace(mother, code=code, radius=rng.randrange(5))),
        lambda: live.place(mother.id, rng.randrange(5)),
        lambda: live.place(mother.id, mother.places + 1),
    ]
    if len(kids) > 3:
        acts.append(lambda: live.leave(child.id))
    if len(mothers) > 2:
        acts.append(lambda: live.withdraw(mother.id))
    return rng.choice(acts)()


def plan_of(live: Live, instance: Instance) -> list[int]:
    mother_of = {mother.id: number for number, mother in enumerate(instance.mothers)}
    pairs = live.pairs()
    return [mother_of[pairs[child.id]] if child.id in pairs else NOBODY for child in instance.children]


def keeping(instance: Instance, pairs: dict[str, str]) -> Instance:
    """Give the instance with these pairs to be kept."""
    mother_of = {mother.id: number for number, mother in enumerate(instance.mothers)}
    return replace(instance, existing={
        number: frozenset({mother_of[pairs[child.id]]}) for number, child in enumerate(instance.children)
        if pairs.get(child.id) in mother_of
    })


def assert_told(told: Difference, before: dict[str, str], now: dict[str, str]) -> None:
    """Hold a difference to the two plans."""
    assert {one.child: (one.before, one.now) for one in told.changes} == {
        child: (before.get(child, ""), now.get(child, "")) for child in {*before, *now}
        if before.get(child, "") != now.get(child, "")
    }
    assert told.kept == sum(before.get(child) == mother for child, mother in now.items())


@given(SEEDS, LOTS)
@settings(max_examples=40, deadline=None)
def test_every_event_leaves_a_plan_as_good_as_from_scratch(seed: int, lot: int | None) -> None:
    rng = random.Random(seed)
    live = Live(instance_of(random_document(seed, children=16, mothers=11)), lot)
    for turn in range(8):
        before = live.pairs()
        assert_told(event(live, rng, turn), before, live.pairs())
        instance = live.instance()
        match, fresh = plan_of(live, instance), Solver(instance, lot).solve()
        prices = live.prices()
        assert evaluate(instance, match) == fresh.objective
        assert bound(instance, [prices[mother.id] for mother in instance.mothers]) == fresh.objective
        if lot is not None:
            assert tuple(match) == fresh.match


@given(SEEDS, LOTS)
@settings(max_examples=40, deadline=None)
def test_pairs_are_kept_wherever_no_child_more_could_be_matched(seed: int, lot: int | None) -> None:
    rng = random.Random(seed)
    live = Live(instance_of(random_document(seed, children=16, mothers=11)), lot, keep=True)
    for turn in range(8):
        before = live.pairs()
        told = event(live, rng, turn)
        instance = keeping(live.instance(), before)
        match, fresh = plan_of(live, instance), Solver(instance, lot).solve()
        assert evaluate(instance, match) == fresh.objective
        if lot is not None:
            assert tuple(match) == fresh.match
        still = {(one.id, other.id) for number, one in enumerate(instance.children)
                 for mother, other in enumerate(instance.mothers) if instance.allowed(number, mother)}
        broken = [one for one in told.changes if (one.child, one.before) in still]
        assert len(broken) == fresh.objective.broken
        assert {one.why for one in broken} <= {*CLASSES, Why.NO_PLACES}
        assert all(one.made_room_for in live.child_of for one in told.changes if one.why in CLASSES)
        assert not {one.why for one in told.changes} & {Why.FITS_BETTER, Why.EQUAL, Why.OTHER_PAIR}


def fewest_broken(instance: Instance) -> Objective:
    """Try every plan."""
    best: Objective | None = None
    for match in product(range(-1, len(instance.mothers)), repeat=len(instance.children)):
        try:
            value = evaluate(instance, match)
        except PlanError:
            continue
        best = value if best is None or value < best else best
    assert best is not None
    return best


@pytest.mark.parametrize("seed", range(25))
def test_the_fewest_pairs_are_broken_by_enumeration(seed: int) -> None:
    rng = random.Random(seed)
    live = Live(instance_of(random_document(seed, children=4, mothers=3)), keep=True)
    for turn in range(4):
        before = live.pairs()
        event(live, rng, turn)
        instance = keeping(live.instance(), before)
        assert evaluate(instance, plan_of(live, instance)) == fewest_broken(instance)
        if len(instance.children) > 5:
            break


@given(SEEDS)
@settings(max_examples=40, deadline=None)
def test_a_mother_more_never_hurts(seed: int) -> None:
    instance = instance_of(random_document(seed, children=16, mothers=11))
    live = Live(instance)
    value = evaluate(instance, plan_of(live, instance))
    newcomer = replace(random.Random(seed).choice(instance.mothers), id="more", key="more", places=2)
    live.join(newcomer)
    larger = live.instance()
    assert evaluate(larger, plan_of(live, larger)) <= value
    told = live.withdraw("more")
    assert all(one.why in (Why.MOTHER_GONE, Why.EQUAL, Why.FITS_BETTER, Why.CLASS_1, Why.CLASS_2, Why.CLASS_3,
                           Why.OTHER_PAIR, Why.NEW) for one in told.changes)
    again = live.instance()
    assert evaluate(again, plan_of(live, again)) == value


@pytest.mark.parametrize("keep", [False, True])
def test_nothing_moves_where_nothing_happened(keep: bool) -> None:
    live = Live(instance_of(random_document(5, children=40, mothers=30)), keep=keep)
    child, mother = next(iter(live.pairs().items()))
    assert live.change(live.children[live.child_of[child]]).changes == () or not keep
    assert live.place(mother, live.mothers[live.mother_of[mother]].places) == Difference(len(live.pairs()))
