"""Many changes at once on a plan that stands: as good as from scratch, and the pairs kept are those before them all."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from match_instances import random_document
from test_match_repairing import LOTS, SEEDS, assert_told, fewest_broken, keeping, plan_of

from aixin_tui.engine.matching.certificate import bound
from aixin_tui.engine.matching.changing import Batch
from aixin_tui.engine.matching.differing import Difference
from aixin_tui.engine.matching.instance import Child, Mother
from aixin_tui.engine.matching.neutral import instance_of
from aixin_tui.engine.matching.objective import evaluate
from aixin_tui.engine.matching.repairing import Live
from aixin_tui.engine.matching.solver import Solver


def batch(live: Live, rng: random.Random, turn: int, many: int) -> Batch:
    """Let up to so many of each kind of thing happen at once."""
    kids = [live.children[number] for number in live.child_of.values()]
    mothers = [live.mothers[number] for number in live.mother_of.values()]
    codes = [one.code for one in kids]
    some, others = rng.sample(kids, min(many * 2, len(kids) - 2)), rng.sample(mothers, min(many * 3, len(mothers) - 2))

    def child(one: Child, number: int) -> Child:
        return rng.choice([replace(one, code=rng.choice(codes)), replace(one, priority=rng.randrange(1, 4)),
                           replace(one, consent=not one.consent),
                           replace(one, id=f"c-{turn}-{number}", key=f"c-{turn}-{number}")])

    def mother(one: Mother, number: int) -> Mother:
        return rng.choice([replace(one, places=rng.randrange(4)), replace(one, places=one.places + 1),
                           replace(one, code=rng.choice(codes), radius=rng.randrange(5)),
                           replace(one, id=f"m-{turn}-{number}", key=f"m-{turn}-{number}", places=rng.randrange(4))])

    return Batch(
        tuple(child(one, number) for number, one in enumerate(some[::2])),
        tuple(mother(one, number) for number, one in enumerate(others[:len(others) * 2 // 3])),
        frozenset(one.id for one in some[1::2]), frozenset(one.id for one in others[len(others) * 2 // 3:]),
    )


@given(SEEDS, LOTS, st.booleans(), st.integers(0, 5))
@settings(max_examples=80, deadline=None)
def test_a_batch_leaves_a_plan_as_good_as_from_scratch(seed: int, lot: int | None, keep: bool, many: int) -> None:
    rng = random.Random(seed)
    live = Live(instance_of(random_document(seed, children=16, mothers=11)), lot, keep=keep)
    for turn in range(4):
        before = live.pairs()
        told = live.several(batch(live, rng, turn, many))
        assert_told(told, before, live.pairs())
        instance = keeping(live.instance(), before) if keep else live.instance()
        match, fresh, prices = plan_of(live, instance), Solver(instance, lot).solve(), live.prices()
        assert evaluate(instance, match) == fresh.objective
        assert tuple(match) == fresh.match or lot is None
        if not keep:  # else the prices are those of the plan that is to be kept from now on
            assert bound(instance, [prices[mother.id] for mother in instance.mothers]) == fresh.objective


@pytest.mark.parametrize("seed", range(25))
def test_a_batch_breaks_the_fewest_pairs_by_enumeration(seed: int) -> None:
    rng = random.Random(seed)
    live = Live(instance_of(random_document(seed, children=4, mothers=3)), keep=True)
    before = live.pairs()
    live.several(batch(live, rng, 0, 2))
    instance = keeping(live.instance(), before)
    assert evaluate(instance, plan_of(live, instance)) == fewest_broken(instance)


@pytest.mark.parametrize("keep", [False, True])
def test_the_order_within_a_batch_decides_nothing(keep: bool) -> None:
    found = []
    for turned in (False, True):
        live = Live(instance_of(random_document(3, children=40, mothers=30)), 5, keep=keep)
        many = batch(live, random.Random(3), 0, 8)
        if turned:
            many = replace(many, children=many.children[::-1], mothers=many.mothers[::-1])
        found.append((live.several(many), live.pairs()))
    assert found[0] == found[1]


def test_a_batch_of_nothing_changes_nothing_and_one_far_too_large_is_refused() -> None:
    live = Live(instance_of(random_document(5, children=6, mothers=4)), keep=True)
    assert live.several(Batch()) == Difference(len(live.pairs()))
    one = live.children[0]
    with pytest.raises(ValueError, match="too many"):
        live.several(Batch(tuple(replace(one, id=f"n{number}", key=f"n{number}") for number in range(60))))
