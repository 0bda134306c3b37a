"""The invariants that `assignment` states, after every one of its public operations, in any order."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aixin_tui.engine.matching.assignment import Assignment, Vacant
from aixin_tui.engine.matching.bringing_in import Ladder, bring_in
from aixin_tui.engine.matching.objective import NOBODY
from aixin_tui.engine.matching.prices import lower_prices

CHILDREN, MOTHERS = 9, 5
LOAD = (0, 4, 9, 14, 19)
MISSING = (0, 900, 600, 300)


class World:
    """An empty state over random people and costs, and what may be done to it."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.places = [self.rng.randrange(1, 4) for _ in range(MOTHERS)]
        self.classes = [self.rng.randrange(1, 4) for _ in range(CHILDREN)]
        self.cost = [[self.rng.randrange(-5, 30) for _ in range(MOTHERS)] for _ in range(CHILDREN)]
        self.state = Assignment([MISSING[one] for one in self.classes], list(self.places),
                                [list(LOAD[: places + 2]) for places in self.places])
        self.vacant: Vacant = {}

    def learn(self, child: int, mother: int) -> None:
        """Make a pair known as the engine does: the child out if it improves on what it has."""
        state, cost = self.state, self.cost[child][mother]
        if mother in state.known[child]:
            return
        if not state.inside[child] or state.worth[child] <= cost + state.price[mother]:
            state.learn(child, mother, cost)
            return
        with pytest.raises(ValueError, match="take the child out"):
            state.learn(child, mother, cost)
        held_at = state.hold_place(child)
        state.learn(child, mother, cost)
        state.insert(child, held_at, self.vacant if self.rng.random() < 0.5 else None)

    def step(self) -> None:
        """Do one thing."""
        state, rng, child = self.state, self.rng, self.rng.randrange(CHILDREN)
        deed = rng.randrange(8)
        if deed < 4:
            self.learn(child, rng.randrange(MOTHERS))
        elif deed < 6 and not state.inside[child]:
            state.insert(child, NOBODY, self.vacant if rng.random() < 0.5 else None)
        elif deed == 6 and state.inside[child]:
            state.remove(child)
        elif deed == 7:
            state.give_up(self.vacant)

    def check(self) -> None:
        """Assert what the module states; a mother's held places are those that are vacant."""
        state = self.state
        for mother, price in enumerate(state.price):
            count = len(state.at[mother]) + self.vacant.get(mother, 0)
            assert state.held[mother] == self.vacant.get(mother, 0)
            assert count == state.taken(mother) <= state.places[mother]
            assert price >= state.steps[mother][max(count - 1, 0)]
            assert count == state.places[mother] or price <= state.steps[mother][count]
            assert all(state.match[child] == mother for child in state.at[mother])
        for child in range(CHILDREN):
            if not state.inside[child]:
                assert state.match[child] == NOBODY
                continue
            worth, hers = state.worth[child], state.match[child]
            assert worth <= state.penalty[child]
            assert hers != NOBODY or worth == state.penalty[child]
            assert hers == NOBODY or child in state.at[hers]
            for mother, cost in zip(state.mothers_of[child], state.costs_of[child], strict=True):
                assert worth <= cost + state.price[mother]
                assert mother != hers or worth == cost + state.price[mother]

    def value(self) -> int:
        """Give what the plan of those inside costs."""
        state = self.state
        return sum(
            MISSING[self.classes[child]] if hers == NOBODY else self.cost[child][hers]
            for child, hers in enumerate(state.match) if state.inside[child]
        ) + sum(sum(LOAD[: len(held)]) for held in state.at)


@given(st.integers(0, 10**9))
@settings(max_examples=80, deadline=None)
def test_invariants_hold_after_every_operation(seed: int) -> None:
    world = World(seed)
    for _ in range(60):
        world.step()
        world.check()
    world.state.give_up(world.vacant)
    world.check()


@given(st.integers(0, 10**9))
@settings(max_examples=60, deadline=None)
def test_any_way_to_bring_everybody_in_comes_to_the_same_value(seed: int) -> None:
    one_by_one, at_once = World(seed), World(seed)
    for child in range(CHILDREN):
        for mother in range(MOTHERS):
            one_by_one.learn(child, mother)
        one_by_one.state.insert(child)
        at_once.state.learn_first(child, range(MOTHERS), at_once.cost[child])
    with pytest.raises(ValueError, match="not the first"):
        at_once.state.learn_first(0, [], [])
    bring_in(at_once.state, range(CHILDREN), Ladder(at_once.classes, 30, 1))
    assert at_once.value() == one_by_one.value()
    for world in (one_by_one, at_once):
        world.check()
        lower_prices(world.state)
        world.check()
    assert at_once.state.price == one_by_one.state.price


@given(st.integers(0, 10**9))
@settings(max_examples=40, deadline=None)
def test_what_one_more_place_would_save_is_exact(seed: int) -> None:
    world = World(seed)
    for child in range(CHILDREN):
        for mother in range(MOTHERS):
            world.learn(child, mother)
    bring_in(world.state, range(CHILDREN), Ladder(world.classes, 30, 1))
    said, before = [world.state.gain_of_place(mother) for mother in range(MOTHERS)], world.value()
    for mother in range(MOTHERS):
        wider = World(seed)
        wider.state.places[mother] += 1
        wider.state.steps[mother].append(2 * wider.state.steps[mother][-1] - wider.state.steps[mother][-2])
        for child in range(CHILDREN):
            for other in range(MOTHERS):
                wider.learn(child, other)
            wider.state.insert(child)
        assert before - wider.value() == said[mother]
