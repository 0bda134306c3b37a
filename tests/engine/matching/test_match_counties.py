"""Counties first, then across: the same optimum, prices and (with lots) plan as all at once, whoever does the work."""

from __future__ import annotations

import json
import pickle
import random
import re
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from match_instances import random_families
from match_padded import random_padded

from aixin_tui.engine.matching import counties
from aixin_tui.engine.matching.certificate import bound
from aixin_tui.engine.matching.counties import Crew, solve_by_counties, solver_of
from aixin_tui.engine.matching.instance import Instance
from aixin_tui.engine.matching.neutral import instance_of
from aixin_tui.engine.matching.objective import NOBODY
from aixin_tui.engine.matching.parts import Part, PartPlan, lowest, part_of
from aixin_tui.engine.matching.solver import Solver
from aixin_tui.engine.matching.type_table import table_of

SEEDS = st.integers(0, 10**9)


@pytest.fixture(autouse=True)
def _counties_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small instances are cut into counties too."""
    monkeypatch.setattr(counties, "AT_ONCE", 0)


def sent_away(work: Callable[[Part], PartPlan], parts: Iterable[Part]) -> Iterator[PartPlan]:
    """Solve each part as another process would: nothing but its bytes arrive, and nothing but bytes come back."""
    for part in parts:
        arrived = pickle.loads(pickle.dumps(part))
        yield pickle.loads(pickle.dumps(work(arrived)))


def people_of(seed: int) -> Instance:
    make = random_families if seed % 2 else random_padded
    return instance_of(make(seed, 10 + seed % 30, 8 + seed % 23))


@pytest.mark.parametrize("lot", [None, 7])
def test_counties_come_to_the_optimum_and_the_prices_of_the_whole(lot: int | None) -> None:
    joined = 0
    for seed in range(80):
        instance = people_of(seed)
        whole = Solver(instance, lot)
        best = whole.solve()
        found = solve_by_counties(instance, lot, Crew(sent_away))
        assert found.objective == best.objective == bound(instance, found.prices), seed
        lowest(whole)
        assert found.prices == whole.solution().prices
        assert lot is None or found.match == best.match
        joined += found.rounds
    assert joined > 40, "pairs across borders must matter here"


@given(SEEDS, st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None)
def test_order_of_input_never_changes_a_plan_by_counties(seed: int, rng: random.Random) -> None:
    document = random_families(seed, 20, 14)
    other = {**document, **{key: rng.sample(document[key], len(document[key])) for key in ("children", "mothers")}}
    assert solve_by_counties(instance_of(document)).match == solve_by_counties(instance_of(other)).match


def test_who_does_the_work_changes_nothing() -> None:
    with ThreadPoolExecutor(3) as threads:
        for seed in range(20):
            instance = people_of(seed)
            alone = solve_by_counties(instance, seed % 3 or None)
            assert solve_by_counties(instance, seed % 3 or None, Crew(threads.map)) == alone
            assert solve_by_counties(instance, seed % 3 or None, Crew(sent_away)) == alone


def test_what_is_sent_away_names_nobody() -> None:
    text = json.dumps(random_families(4, 30, 20), ensure_ascii=False)
    document = json.loads(re.sub(r'"([cm]\d+)"', r'"某人\1"', text))
    sent = bytearray()

    def spying(work: Callable[[Part], PartPlan], parts: Iterable[Part]) -> Iterator[PartPlan]:
        for part in parts:
            sent.extend(pickle.dumps(part))
            yield work(part)

    for lot in (None, 5):
        solve_by_counties(instance_of(document), lot, Crew(spying))
    assert len(sent) > 1000
    assert "某人".encode() not in sent


def test_a_part_costs_what_the_whole_does() -> None:
    for seed in range(30):
        instance = people_of(seed)
        kids = [child for child in instance.consenting() if child % 3]
        hers = [mother for mother in range(len(instance.mothers)) if mother % 4]
        part = part_of(instance, kids, hers, 3)
        whole, alone = Solver(instance, 3), Solver(part, 3)
        for number, child in enumerate(kids):
            for other, mother in enumerate(hers):
                assert part.cost(number, other) == instance.cost(child, mother)
                if part.cost(number, other) is not None and not instance.kept(child):
                    plain, ticket = divmod(whole.cost(child, mother) or 0, whole.scale.unit)
                    assert (plain, ticket) == divmod(alone.cost(number, other) or 0, alone.scale.unit)


def test_a_table_of_costs_says_what_the_rules_say() -> None:
    instance = people_of(3)
    rules = instance.rules
    types = sorted({child.type for child in instance.children}), sorted({mother.type for mother in instance.mothers})
    table = table_of(rules, *types, 5)
    for tier in range(5):
        for number, child in enumerate(types[0]):
            assert table.floor(number, tier) == rules.floor(child, tier)
            for other, mother in enumerate(types[1]):
                cost = rules.cost(child, mother, tier)
                assert table.cost(number, other, tier) == cost
                assert (cost is None) == bool(table.refused(number, other, tier))
                assert cost is None or sum(table.terms(number, other, tier).values()) == cost


def test_what_is_heard_counts_the_parts() -> None:
    heard: list[tuple[int, int, int]] = []
    found = solve_by_counties(people_of(9), None, Crew(heard=lambda *said: heard.append(said)))
    assert heard[0][0] == 1
    assert {done == total for done, total, _ in heard[-1:]} == {True}
    assert max(joining for *_, joining in heard) == found.rounds


def test_nobody_and_nowhere() -> None:
    nothing: dict[str, Any] = {**random_families(1, 3, 2), "children": [], "existing": [], "extra": []}
    nothing["mothers"] = [{**row, "likes": []} for row in nothing["mothers"]]
    assert solve_by_counties(instance_of(nothing)).match == ()
    document = random_families(1, 3, 2)
    for row in document["children"]:
        row.update(likes=[], excl=[])
    document.update(mothers=[], existing=[], extra=[])
    assert set(solve_by_counties(instance_of(document)).match) == {NOBODY}


@pytest.mark.parametrize("lot", [None, 7])
def test_a_solver_that_goes_on_from_counties_answers_as_one_that_saw_the_whole(lot: int | None) -> None:
    for seed in range(25):
        instance = people_of(seed)
        solver = solver_of(instance, lot, Crew(sent_away))
        best = Solver(instance, lot).solve()
        assert solver.solution().objective == best.objective == bound(instance, solver.solution().prices)
        assert lot is None or solver.solution().match == best.match
