"""Pairs that are kept apart in the problem itself: by either side, by standing together already, by a rule."""

from __future__ import annotations

import pytest
from match_instances import random_document
from match_world import COUNTY, World

from aixin_tui.engine.matching.from_view import market, to_match
from aixin_tui.engine.matching.instance import ELSEWHERE
from aixin_tui.engine.matching.kept_together import SIBLING, with_terms
from aixin_tui.engine.matching.neutral import instance_of
from aixin_tui.engine.matching.objective import NOBODY
from aixin_tui.engine.matching.team_rounds import IN_TEAM, remaining
from aixin_tui.engine.matching.teams import Team
from aixin_tui.engine.spec.province import Province
from aixin_tui.provinces.registry import Registry


@pytest.fixture(scope="module")
def qinghai(provinces: Registry) -> Province:
    return provinces["qinghai"]


@pytest.mark.parametrize("side", ["c1", "m1"])
def test_an_exclusion_by_either_side_bars_the_very_pair(qinghai: Province, side: str) -> None:
    """In the problem itself, not only where the checks look at a plan that is made."""
    world = World()
    world.child("c1", **({"excluded": {"m1": True}} if side == "c1" else {}))
    world.mother("m1", **({"excluded": {"c1": True}} if side == "m1" else {}))
    world.mother("m2")
    view = world.view(qinghai)
    instance = market(view, to_match(view, COUNTY)).instance
    names = [mother.id for mother in instance.mothers]
    assert instance.refused(0, names.index("m1")) == ("excluded",)
    assert instance.refused(0, names.index("m2")) == ()


def test_what_is_left_for_supporters_knows_who_stands_where_already() -> None:
    instance = instance_of(random_document(4, 3, 4))
    teams = [Team(0, (1,)), Team(NOBODY, (1,)), Team()]
    left = remaining(instance, teams, {2: [3]})
    for number, taken in enumerate((1, 2, 0, 0)):  # who stands beside a child for long has her place counted before
        before, after = instance.mothers[number], left.mothers[number]
        assert (after.held, after.places) == (before.held + taken, max(before.places - taken, 0))
    for child, mother in ((0, 0), (0, 1), (1, 1), (2, 3)):
        assert IN_TEAM in left.refused(child, mother)
        assert left.cost(child, mother) is None
    assert IN_TEAM not in left.refused(1, 0)


def test_a_term_for_a_sibling_lifts_no_rule_and_no_other_term() -> None:
    refused = apart = 0
    for seed in range(12):
        instance = instance_of(random_document(seed, 8, 8))
        pairs = [(child, mother) for child in range(8) for mother in range(8)
                 if instance.tier(child, mother) < ELSEWHERE]
        aided = with_terms(with_terms(instance, dict.fromkeys(pairs, -5)), dict.fromkeys(pairs, -2))
        for child, mother in pairs:
            assert aided.refused(child, mother) == instance.refused(child, mother)
            assert aided.tier(child, mother) == instance.tier(child, mother)
            assert aided.terms(child, mother) == {**instance.terms(child, mother), SIBLING: -7}
            refused += bool(instance.refused(child, mother))
            apart += bool(instance.terms(child, mother))
    assert refused
    assert apart
